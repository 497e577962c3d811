//! The services of a compose file on a real engine, apart from all others there.

use std::{
    collections::BTreeMap,
    fs,
    os::unix::fs::MetadataExt as _,
    path::Path,
    process::Command,
    thread,
    time::{Duration, Instant},
};

use crate::{
    clone::Clone as FreshClone,
    made::Made,
    run::{free_port, program, succeed},
};

/// The docker command, in a directory.
pub(crate) fn docker(directory: &Path) -> Command {
    let mut docker = program("docker", directory);
    docker.envs(engine());
    docker
}

/// The variables that say which engine.
pub(crate) fn engine() -> impl Iterator<Item = (String, String)> {
    std::env::vars().filter(|(name, _)| name.starts_with("DOCKER_"))
}

/// The ports that compose files publish on, by variable.
const PORTS: [&str; 5] = ["WEB_PORT", "POSTGRES_PORT", "REDIS_PORT", "SMTP_PORT", "MAIL_PORT"];

/// A compose file of a clone of a project. With the value go containers, data and images.
pub(crate) struct Services {
    clone: FreshClone,
    file: &'static str,
    pub(crate) environment: BTreeMap<String, String>,
}

impl Services {
    pub(crate) fn of(made: &Made, file: &'static str) -> Self {
        let mut environment: BTreeMap<_, _> =
            PORTS.into_iter().map(|port| (port.to_owned(), free_port().to_string())).collect();
        let name = format!("quickscale-test-{}-{}", made.example, std::process::id());
        environment.insert("COMPOSE_PROJECT_NAME".to_owned(), name);
        let clone = FreshClone::of(made);
        // Whoever runs the tests has to be able to remove what is written there.
        let owner = fs::metadata(clone.path()).unwrap();
        environment.insert("UID".to_owned(), owner.uid().to_string());
        environment.insert("GID".to_owned(), owner.gid().to_string());
        Self { clone, file, environment }
    }

    pub(crate) fn directory(&self) -> &Path {
        self.clone.path()
    }

    /// The number of one of [`PORTS`].
    pub(crate) fn port(&self, variable: &str) -> u16 {
        self.environment[variable].parse().unwrap()
    }

    /// Builds them, starts them, and waits until those that can say so are well. `--wait` of compose fails when one
    /// of them cannot say so.
    #[track_caller]
    pub(crate) fn start(&self) {
        let up = self.compose(["up", "--build", "--detach"]).output().unwrap();
        assert!(up.status.success(), "{}\n{}", String::from_utf8_lossy(&up.stderr), self.logs());
        let deadline = Instant::now() + Duration::from_secs(120);
        while self.health().contains("starting") {
            assert!(Instant::now() < deadline, "{}", self.logs());
            thread::sleep(Duration::from_millis(200));
        }
        assert!(!self.health().contains("unhealthy"), "{}", self.logs());
    }

    fn health(&self) -> String {
        succeed(&mut self.compose(["ps", "--format", "{{.Service}} {{.Health}}"]))
    }

    pub(crate) fn logs(&self) -> String {
        succeed(&mut self.compose(["logs", "--no-color"]))
    }

    /// What runs, sorted.
    pub(crate) fn running(&self) -> Vec<String> {
        let said = succeed(&mut self.compose(["ps", "--services", "--status=running"]));
        let mut services: Vec<_> = said.lines().map(str::to_owned).collect();
        services.sort();
        services
    }

    /// A program in the container of a service.
    pub(crate) fn run<'a>(&self, service: &'a str, command: impl IntoIterator<Item = &'a str>) -> Command {
        self.compose(["exec", "--no-TTY", service].into_iter().chain(command))
    }

    /// A service that comes to an end, run to it.
    pub(crate) fn once(&self, service: &str) -> Command {
        self.compose(["run", "--rm", "--no-TTY", service])
    }

    fn compose<'a>(&self, arguments: impl IntoIterator<Item = &'a str>) -> Command {
        let mut compose = docker(self.directory());
        compose.args(["compose", "--file", self.file]).args(arguments).envs(&self.environment);
        compose
    }
}

impl Drop for Services {
    fn drop(&mut self) {
        let mut down = self.compose(["down", "--volumes", "--rmi=local", "--timeout=1"]);
        let removed = down.output().unwrap();
        assert!(thread::panicking() || removed.status.success(), "{removed:?}");
    }
}
