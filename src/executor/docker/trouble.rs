//! What went wrong, from what docker and compose say, and the way out.

use std::collections::VecDeque;

use super::{
    Docker, Seen,
    compose_file::{ComposeFile, Published},
    container::{Container, Health},
    ports,
};
use crate::{
    diagnostics::{Code, Issue, codes::docker as codes},
    process::{Command, Transcript},
};

/// So many lines of a log say enough.
const SHOWN: usize = 15;

/// What was being done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Doing {
    /// An image is built.
    Build,
    /// Services are started.
    Start,
    /// Anything else.
    Other,
}

impl Docker<'_> {
    /// The error for a compose command that failed.
    pub(super) fn trouble(&self, doing: Doing, seen: &Seen, file: &ComposeFile, said: &Transcript) -> Issue {
        let text = said.lines.iter().map(String::as_str).collect::<Vec<_>>().join("\n");
        let published = file.published(&seen.variables);
        if let Some(port) = taken_port(&text, &published) {
            return self.port_taken(port);
        }
        if let Some(known) = known(doing, &text, said, file) {
            return known;
        }
        let containers = self.containers_of(&seen.name).unwrap_or_default();
        let ill = containers.iter().find(|container| is_ill(container, file));
        match ill.filter(|_| doing == Doing::Start) {
            Some(container) => self.unhealthy(container),
            None => {
                let what = if doing == Doing::Build { "building the image failed" } else { "compose failed" };
                let code = if doing == Doing::Build { &codes::BUILD_FAILED } else { &codes::FAILED };
                Issue::error(code, what)
                    .output(last(&said.lines))
                    .help("repair what it names, then run the same command again; `-v` shows everything")
            }
        }
    }

    /// The error for a service that has ended or whose check fails.
    pub(super) fn unhealthy(&self, container: &Container) -> Issue {
        let service = &container.service;
        let log = Command::new("docker", ["logs", "--tail", "40", &container.id]).report(&mut |_| {});
        let log = log.map(|said| said.lines).unwrap_or_default();
        let text = log.iter().map(String::as_str).collect::<Vec<_>>().join("\n");
        if let Some(issue) = migrations(&text).or_else(|| disk_full(&text, &log)) {
            return issue;
        }
        let how = match container.health() {
            Health::Unhealthy => "runs, and its health check fails".to_owned(),
            Health::Starting => "does not become healthy in time".to_owned(),
            Health::Well | Health::Done | Health::Stopped => {
                format!("has ended: {}", container.status.to_lowercase())
            }
        };
        Issue::error(&codes::UNHEALTHY, format!("the service `{service}` {how}"))
            .output(last(&log))
            .help(format!("its log says more: `quickscale logs {service}`"))
    }

    fn port_taken(&self, published: &Published) -> Issue {
        let Published { service, port, variable } = published;
        let holder = ports::holder(&self.engine, *port).unwrap_or_else(|| "another program".to_owned());
        let message = format!("port {port}, which `{service}` publishes, is taken by {holder}");
        let free = ports::free_after(*port);
        let help = match (variable, free) {
            (Some(variable), Some(free)) => {
                format!(
                    "write `{variable}={free}` into `.env`, since {free} is free, and run the same command again; or stop {holder}"
                )
            }
            _ => format!("stop {holder}, or publish `{service}` at another port"),
        };
        Issue::error(&codes::PORT_TAKEN, message).help(help)
    }
}

/// Whether a container keeps the others from being well.
pub(super) fn is_ill(container: &Container, file: &ComposeFile) -> bool {
    let stays = file.services.get(&container.service).is_some_and(|service| service.stays);
    match container.health() {
        Health::Unhealthy => true,
        Health::Done => stays,
        Health::Stopped => container.state != "created",
        Health::Well | Health::Starting => false,
    }
}

/// The error for migrations that do not fit the database.
pub(super) fn migrations(text: &str) -> Option<Issue> {
    let words = text.lines().find_map(|line| Some(line.split_once("InconsistentMigrationHistory: ")?.1))?;
    let message = format!("the database was migrated by other code than this: {words}");
    Some(Issue::error(&codes::INCONSISTENT_MIGRATIONS, message).help(
        "go back to the code that migrated it; or start with an empty database: `quickscale down --volumes`, then \
         `quickscale up`",
    ))
}

fn disk_full(text: &str, lines: &VecDeque<String>) -> Option<Issue> {
    text.to_lowercase().contains("no space left on device").then(|| {
        Issue::error(&codes::DISK_FULL, "the disk of the Docker engine is full").output(last(lines)).help(
            "see what takes it with `docker system df`; `docker builder prune` and `docker image prune` free what \
             nothing uses",
        )
    })
}

fn known(doing: Doing, text: &str, said: &Transcript, file: &ComposeFile) -> Option<Issue> {
    let has = |words: &[&str]| words.iter().any(|word| text.contains(word));
    let issue = |code: &'static Code, what: &str, help: &str| {
        Issue::error(code, what).output(last(&said.lines)).help(help)
    };
    if let Some(full) = disk_full(text, &said.lines) {
        return Some(full);
    }
    // Compose 1 asks for something that engines since 25 do not say any more.
    if has(&["'ContainerConfig'"]) {
        let help = "run `quickscale down` and `quickscale up`, which keep the data; or install the plugin: \
                    https://docs.docker.com/compose/install/";
        // What it says itself is where in its Python it has ended.
        let what = "this `docker-compose` cannot replace a container of this engine";
        return Some(Issue::error(&codes::NO_COMPOSE, what).help(help));
    }
    if let Some(image) = missing_image(text, file) {
        let help =
            format!("check its name and your network, or get it where there is one: `docker pull {image}`");
        let what = format!("the image `{image}` is not here and cannot be fetched");
        return Some(issue(&codes::NO_IMAGE, &what, &help));
    }
    let wrong = [
        "yaml: ",
        "Additional property",
        "must be a mapping",
        "has neither an image nor a build context",
        "undefined volume",
        "undefined network",
        "depends on undefined service",
        "Unsupported config option",
        "is invalid because",
        "validating ",
    ];
    let of_file = |line: &str| doing != Doing::Build || line.contains(".yaml") || line.contains("services.");
    if text.lines().any(|line| of_file(line) && wrong.iter().any(|words| line.contains(words))) {
        return Some(issue(
            &codes::COMPOSE_FILE,
            "compose does not understand the compose file",
            "correct it, or take your edit back; `quickscale plan --full` shows what was generated",
        ));
    }
    None
}

/// What engines say when an image is nowhere, before its name.
const BEFORE_IMAGE: [&str; 5] = [
    "failed to resolve source metadata for ",
    "failed to resolve reference ",
    "pull access denied for ",
    "manifest for ",
    "No such image: ",
];

/// The image that an engine looked for in vain.
fn missing_image(text: &str, file: &ComposeFile) -> Option<String> {
    let named = BEFORE_IMAGE.iter().find_map(|before| {
        let (_, rest) = text.split_once(before)?;
        let name = rest.split([' ', ',', '\n']).next()?.trim_matches(['"', '\'', '`', ':']);
        let name = name.strip_prefix("docker.io/").unwrap_or(name);
        Some(name.strip_prefix("library/").unwrap_or(name).to_owned())
    });
    // Compose 2 names the service whose image it pulls.
    let pulled = || {
        text.lines().find_map(|line| {
            let service = line.trim().split_once(" Error").map(|(service, _)| service)?;
            file.services.get(service)?.image.clone()
        })
    };
    let unreachable = text.contains("no such host") || text.contains("manifest unknown");
    named.or_else(|| pulled().filter(|_| unreachable))
}

/// The port that could not be had.
fn taken_port<'p>(text: &str, published: &'p [Published]) -> Option<&'p Published> {
    let says = ["port is already allocated", "address already in use", "Ports are not available"];
    let line = text.lines().find(|line| says.iter().any(|words| line.contains(words)))?;
    let ports = line.split(':').filter_map(|part| {
        let digits: String = part.chars().take_while(char::is_ascii_digit).collect();
        digits.parse::<u16>().ok()
    });
    ports.into_iter().find_map(|port| published.iter().find(|published| published.port == port))
}

/// The last lines that say something.
pub(super) fn last(lines: &VecDeque<String>) -> impl Iterator<Item = &str> {
    let lines = lines.iter().map(|line| line.trim()).filter(|line| !line.is_empty());
    let lines: Vec<&str> = lines.collect();
    lines.into_iter().rev().take(SHOWN).collect::<Vec<_>>().into_iter().rev()
}

#[cfg(test)]
mod tests {
    use pretty_assertions::assert_eq;

    use super::*;

    #[test]
    fn every_engine_says_in_its_own_words_that_a_port_is_taken() {
        let published = |port| Published { service: "web".to_owned(), port, variable: None };
        let ports = [published(5432), published(8000)];
        for text in [
            "Bind for 127.0.0.1:8000 failed: port is already allocated",
            "failed to bind host port for 127.0.0.1:8000:172.18.0.3:8000/tcp: address already in use",
            "failed to bind host port 127.0.0.1:8000/tcp: address already in use",
            "listen tcp4 127.0.0.1:8000: bind: address already in use",
            "Ports are not available: exposing port TCP 127.0.0.1:8000 -> 127.0.0.1:0: listen tcp",
        ] {
            assert_eq!(taken_port(text, &ports), Some(&ports[1]), "{text}");
        }
        assert_eq!(taken_port("127.0.0.1:8000 is fine", &ports), None);
    }

    #[test]
    fn the_older_compose_that_is_too_old_is_known() {
        let lines = ["ERROR: for web  'ContainerConfig'".to_owned()].into();
        let said = Transcript { status: std::process::ExitStatus::default(), lines };
        let issue = known(Doing::Start, &said.lines[0], &said, &ComposeFile::default()).unwrap();
        assert_eq!(issue.code.id, "docker::no-compose");
    }

    #[test]
    fn an_image_that_is_nowhere_is_named() {
        let file = ComposeFile::parse(["services: {db: {image: 'postgres:99'}}"]).unwrap();
        let cases = [
            (
                "failed to resolve source metadata for docker.io/library/python:9: dial tcp: no such host",
                "python:9",
            ),
            ("pull access denied for nothing, repository does not exist", "nothing"),
            (
                "failed to resolve reference \"docker.io/library/postgres:99\": failed to do request",
                "postgres:99",
            ),
            ("Error: No such image: shop-web\n", "shop-web"),
            (" db Error Get \"https://registry-1.docker.io/v2/\": lookup: no such host", "postgres:99"),
        ];
        for (text, image) in cases {
            assert_eq!(missing_image(text, &file).as_deref(), Some(image), "{text}");
        }
        assert_eq!(missing_image("all is well; db Error", &file), None);
    }
}
