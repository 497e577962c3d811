//! What the development commands need: looking at services, going into one, reading its log, stopping them.

use serde::Serialize;

use super::{
    Docker, Seen,
    compose::{self, Compose},
    container::{Container, Health},
    engine::filter,
    name,
    propose::WEB,
    trouble::Doing,
};
use crate::{
    diagnostics::{Issue, Report, codes::docker as codes, listed},
    executor::Events,
    process::Command,
};

/// The port of the site inside of its container.
const WEB_PORT: u16 = 8000;

/// A service as people see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Running {
    /// Its name in the compose file.
    pub service: String,
    /// `running`, `exited` or another word of the engine's.
    pub state: String,
    /// `healthy`, `starting`, `unhealthy`, `done` or `stopped`.
    pub health: &'static str,
    /// The same in a few words of the engine's.
    pub status: String,
    /// The ports of this machine that it has.
    pub ports: Vec<u16>,
    /// What its image is called.
    pub image: String,
    /// The name of its container.
    pub container: String,
}

/// Which part of the logs is wanted.
#[derive(Debug, Clone, Default)]
pub struct Logs {
    /// Goes on with what comes.
    pub follow: bool,
    /// So many lines at the end.
    pub tail: Option<u32>,
    /// Since then: `10m`, or a date.
    pub since: Option<String>,
    /// Of these services; of all when there are none.
    pub services: Vec<String>,
}

impl Docker<'_> {
    /// The containers as they are now, by service.
    pub fn running(&self) -> Result<Vec<Running>, Issue> {
        let mut containers = self.now()?;
        containers.sort_by(|a, b| a.service.cmp(&b.service));
        Ok(containers.iter().map(Running::of).collect())
    }

    /// Where the site answers.
    pub fn address(&self) -> Result<Option<String>, Issue> {
        let containers = self.now()?;
        let web = containers.iter().find(|container| container.service == WEB);
        let port = web.and_then(|container| container.published(WEB_PORT));
        Ok(port.map(|port| format!("http://localhost:{port}/")))
    }

    /// The command that runs `words` inside of a service.
    pub fn inside(&self, service: Option<&str>, words: &[String], terminal: bool) -> Result<Command, Issue> {
        let service = service.unwrap_or(WEB);
        let seen = self.seen()?;
        let containers = self.now()?;
        let Some(container) = containers.iter().find(|container| container.service == service) else {
            return Err(no_service(seen, service));
        };
        if !matches!(container.health(), Health::Well | Health::Starting | Health::Unhealthy) {
            return Err(not_up(service));
        }
        let flags = if terminal { "--interactive --tty" } else { "--interactive" };
        let own = ["exec"].into_iter().chain(flags.split(' ')).chain([container.id.as_str()]);
        Ok(Command::new("docker", own.map(str::to_owned).chain(words.iter().cloned())))
    }

    /// The command that prints logs.
    pub fn logs(&self, logs: &Logs) -> Result<Command, Issue> {
        let seen = self.seen()?;
        if let Some(unknown) = logs.services.iter().find(|service| seen.container(service).is_none()) {
            return Err(no_service(seen, unknown));
        }
        let compose = Compose::ready(self.root, seen)?;
        if compose.is_first() && logs.since.is_some() {
            return Err(Issue::error(&codes::NO_COMPOSE, format!("`{}` knows no `--since`", compose.name()))
                .help("use `--tail N`, or install the plugin: https://docs.docker.com/compose/install/"));
        }
        let tail = logs.tail.map(|lines| format!("--tail={lines}"));
        let since = logs.since.as_deref().map(|since| format!("--since={since}"));
        let words = ["logs"].into_iter().chain(logs.follow.then_some("--follow"));
        let words = words.chain(tail.as_deref()).chain(since.as_deref());
        Ok(compose.command(self.root.path(), seen, words.chain(logs.services.iter().map(String::as_str))))
    }

    /// The volumes of this checkout: what `down --volumes` deletes.
    pub fn volumes(&self) -> Result<Vec<String>, Issue> {
        let label = filter("label", &format!("com.docker.compose.project={}", self.seen()?.name));
        name::volumes(&self.engine, &label).map_err(|absent| absent.to_issue())
    }

    /// Stops and removes the containers, and the volumes when that is meant.
    pub fn down(&self, volumes: bool, events: &mut dyn Events) -> Result<(), Report> {
        let seen = self.seen()?;
        let file = seen.readable_compose_file()?;
        let compose = Compose::ready(self.root, seen)?;
        events.said(&compose.name());
        let words = ["down", "--remove-orphans"].into_iter().chain(volumes.then_some("--volumes"));
        let command = compose.command(self.root.path(), seen, words);
        let said = command.report(&mut |line| events.said(line)).map_err(compose::not_run)?;
        if !said.success() {
            return Err(self.trouble(Doing::Other, seen, &file, &said).into());
        }
        if volumes {
            seen.record.without_data().write(self.root)?;
        }
        Ok(())
    }

    /// Whether nothing was ever migrated from this checkout.
    pub fn was_never_migrated(&self) -> bool {
        self.seen.as_ref().is_ok_and(|seen| seen.record.migrated.is_none())
    }

    /// Whether somebody may sign in to the admin pages; none when that cannot be said.
    pub fn has_superuser(&self) -> Option<bool> {
        const QUESTION: &str = "from django.contrib.auth import get_user_model as model\n\
             print(model()._default_manager.filter(is_superuser=True).exists())";
        let containers = self.now().ok()?;
        let web = containers.iter().find(|container| container.service == WEB)?;
        let words = ["exec", &web.id, "python", "manage.py", "shell", "-c", QUESTION];
        let output = Command::new("docker", words).run().ok()?;
        match String::from_utf8_lossy(&output.stdout).lines().last()?.trim() {
            "True" => Some(true),
            "False" => Some(false),
            _ => None,
        }
    }

    fn now(&self) -> Result<Vec<Container>, Issue> {
        let name = &self.seen()?.name;
        self.containers_of(name).map_err(|absent| absent.to_issue())
    }
}

impl Running {
    fn of(container: &Container) -> Self {
        let health = match container.health() {
            Health::Well => "healthy",
            Health::Starting => "starting",
            Health::Unhealthy => "unhealthy",
            Health::Done => "done",
            Health::Stopped => "stopped",
        };
        let mut ports: Vec<u16> = container.ports.iter().filter_map(|port| port.outside).collect();
        ports.sort_unstable();
        ports.dedup();
        Self {
            service: container.service.clone(),
            state: container.state.clone(),
            health,
            status: container.status.clone(),
            ports,
            image: container.image_name.clone(),
            container: container.name.clone(),
        }
    }
}

fn no_service(seen: &Seen, service: &str) -> Issue {
    let known = seen.compose_file().is_ok_and(|file| file.services.contains_key(service));
    if known {
        return not_up(service);
    }
    let names: Vec<String> =
        seen.compose_file().map(|file| file.services.into_keys().collect()).unwrap_or_default();
    Issue::error(&codes::NO_SERVICE, format!("there is no service `{}`", service.escape_debug()))
        .help(format!("the compose file has {}", listed(&names)))
}

fn not_up(service: &str) -> Issue {
    Issue::error(&codes::NOT_UP, format!("the service `{service}` does not run"))
        .help("start it: `quickscale up`")
}
