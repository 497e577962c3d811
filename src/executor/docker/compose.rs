//! The program that reads compose files: a plugin of `docker`, or the older `docker-compose`.

use std::time::Duration;

use camino::Utf8Path;

use super::Seen;
use crate::{
    diagnostics::{Issue, codes::docker as codes},
    process::{self, Command},
    workspace::{Root, run_path},
};

/// An image with everything in it may have to be fetched over a slow line.
const LIMIT: Duration = Duration::from_hours(1);

/// The program that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Compose {
    program: &'static str,
    own: &'static [&'static str],
    version: String,
}

/// The copy of the compose file that the older program reads, because it knows no name in it; it is told
/// the name in a variable, as both are.
const NAMELESS: &str = "compose.yaml";

impl Compose {
    /// The plugin when there is one, else the program of its own.
    pub(super) fn find() -> Result<Self, Issue> {
        let found = Self::asked("docker", &["compose"]).or_else(|| Self::asked("docker-compose", &[]));
        found.ok_or_else(|| {
            Issue::error(&codes::NO_COMPOSE, "neither `docker compose` nor `docker-compose` can be run")
                .help("install the plugin: https://docs.docker.com/compose/install/")
        })
    }

    fn asked(program: &'static str, own: &'static [&'static str]) -> Option<Self> {
        let output = Command::new(program, own.iter().chain(&["version", "--short"]).copied()).run().ok()?;
        let version = String::from_utf8_lossy(&output.stdout).trim().trim_start_matches('v').to_owned();
        (!version.is_empty()).then_some(Self { program, own, version })
    }

    /// The program, with what it needs to read the compose files.
    pub(super) fn ready(root: &Root, seen: &Seen) -> Result<Self, Issue> {
        let compose = Self::find()?;
        let text = seen.compose.first().and_then(|path| seen.texts.get(path));
        if let Some(text) = text.filter(|_| compose.is_first()) {
            let nameless = text.split_inclusive('\n').filter(|line| !line.starts_with("name:"));
            root.write_own(&run_path(NAMELESS), nameless.collect::<String>().as_bytes())?;
        }
        Ok(compose)
    }

    /// `docker compose 2.40.3`.
    pub(super) fn name(&self) -> String {
        let words: Vec<&str> = [self.program].iter().chain(self.own).copied().collect();
        format!("{} {}", words.join(" "), self.version)
    }

    /// Whether it is the older one, in Python.
    pub(super) fn is_first(&self) -> bool {
        self.version.starts_with("1.")
    }

    /// A command about the project of this checkout.
    pub(super) fn command<'a>(
        &self,
        root: &Utf8Path,
        seen: &Seen,
        arguments: impl IntoIterator<Item = &'a str>,
    ) -> Command {
        let mut words: Vec<String> = self.own.iter().map(|word| (*word).to_owned()).collect();
        if self.is_first() {
            words.extend(["--project-directory", "."].map(str::to_owned));
        }
        for (index, path) in seen.compose.iter().filter(|path| seen.texts.contains_key(*path)).enumerate() {
            let path = if index == 0 && self.is_first() { &run_path(NAMELESS) } else { path };
            words.extend(["--file".to_owned(), path.to_string()]);
        }
        words.extend(arguments.into_iter().map(str::to_owned));
        let mut command = Command::new(self.program, words).directory(root).time_limit(LIMIT);
        command = command.variable("COMPOSE_PROJECT_NAME", &seen.name);
        for (name, value) in [("BUILDKIT_PROGRESS", "plain"), ("DOCKER_CLI_HINTS", "false")] {
            command = command.variable(name, value);
        }
        // The older program builds with BuildKit only when it is told to.
        for name in ["DOCKER_BUILDKIT", "COMPOSE_DOCKER_CLI_BUILD"] {
            command = command.variable(name, "1");
        }
        for (name, value) in seen.variables.told() {
            command = command.variable(name, value);
        }
        command
    }
}

/// The error for a program that could not even be run to its end.
pub(super) fn not_run(error: process::Error) -> Issue {
    error.into_issue("install Docker: https://docs.docker.com/get-started/get-docker/")
}
