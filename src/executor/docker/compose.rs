//! The program that reads compose files: a plugin of `docker`, or the older `docker-compose`.

use std::time::Duration;

use camino::Utf8Path;

use super::Seen;
use crate::{
    diagnostics::{Issue, codes::docker as codes},
    process::{self, Command},
};

/// An image with everything in it may have to be fetched over a slow line.
const LIMIT: Duration = Duration::from_hours(1);

/// The program that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Compose {
    words: &'static [&'static str],
    version: String,
}

impl Compose {
    /// The plugin when there is one, else the program of its own.
    pub(super) fn find() -> Result<Self, Issue> {
        const PLUGIN: &[&str] = &["docker", "compose"];
        const PROGRAM: &[&str] = &["docker-compose"];
        [PLUGIN, PROGRAM].into_iter().find_map(Self::asked).ok_or_else(|| {
            Issue::error(&codes::NO_COMPOSE, "neither `docker compose` nor `docker-compose` can be run")
                .help("install the plugin: https://docs.docker.com/compose/install/")
        })
    }

    fn asked(words: &'static [&'static str]) -> Option<Self> {
        let [program, arguments @ ..] = words else { return None };
        let output =
            Command::new(program, arguments.iter().chain(&["version", "--short"]).copied()).run().ok()?;
        let version = String::from_utf8_lossy(&output.stdout).trim().trim_start_matches('v').to_owned();
        (!version.is_empty()).then_some(Self { words, version })
    }

    /// `docker compose 2.40.3`.
    pub(super) fn name(&self) -> String {
        format!("{} {}", self.words.join(" "), self.version)
    }

    /// Whether it is the older one, in Python.
    pub(super) fn is_first(&self) -> bool {
        self.version.starts_with("1.")
    }

    /// A command about the project of this checkout.
    pub(super) fn command<'a>(
        &self,
        root: &Utf8Path,
        seen: &'a Seen,
        arguments: impl IntoIterator<Item = &'a str>,
    ) -> Command {
        let [program, own @ ..] = self.words else { unreachable!("the words begin with a program") };
        let present = seen.compose.iter().filter(|path| seen.texts.contains_key(*path));
        let files = present.flat_map(|path| ["--file", path.as_str()]);
        let words = own.iter().copied().chain(files).chain(arguments);
        let mut command = Command::new(program, words).directory(root).time_limit(LIMIT);
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
