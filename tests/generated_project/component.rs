//! What a test needs besides the program. `tests/run.sh` prepares it and names it in the environment.

use std::{
    env,
    io::Write as _,
    path::{Path, PathBuf},
    process::Command,
};

use crate::{made::Made, run::program};

/// A PostgreSQL server whose role may create databases.
pub(crate) const DATABASE: &str = "QUICKSCALE_TEST_DATABASE_URL";
/// The browser.
pub(crate) const CHROMIUM: &str = "QUICKSCALE_TEST_CHROMIUM";
/// A directory of programs: linters, and an interpreter with what `tests/e2e/requirements.txt` lists.
pub(crate) const TOOLS: &str = "QUICKSCALE_TEST_TOOLS";
/// A directory with `tests/e2e/node` and the packages it names.
pub(crate) const NODE: &str = "QUICKSCALE_TEST_NODE";
/// A directory with django-migration-linter, for the Python of generated projects.
pub(crate) const LINTER: &str = "QUICKSCALE_TEST_MIGRATION_LINTER";
/// The Python of generated projects; uv reads it too.
pub(crate) const PYTHON: &str = "UV_PYTHON";
/// Says that a Docker engine answers and has the base images.
pub(crate) const DOCKER: &str = "QUICKSCALE_TEST_DOCKER";

/// What the environment says about a component. Without it there is nothing to test: a failure in CI, elsewhere
/// a line that no test runner hides.
pub(crate) fn component(name: &str) -> Option<String> {
    let value = env::var(name).ok().filter(|value| !value.is_empty());
    if value.is_none() {
        assert!(env::var("CI").as_deref() != Ok("true"), "{name} is not set: run `sh tests/run.sh`");
        let test = std::thread::current().name().unwrap_or_default().to_owned();
        let line = format!("not run: {test} needs {name}, which `sh tests/run.sh` sets\n");
        std::io::stderr().write_all(line.as_bytes()).unwrap();
    }
    value
}

/// The programs that judge a project from outside.
pub(crate) struct Tools(PathBuf);

impl Tools {
    pub(crate) fn find() -> Option<Self> {
        component(TOOLS).map(|directory| Self(directory.into()))
    }

    /// One of them, in the project.
    pub(crate) fn tool(&self, name: &str, made: &Made) -> Command {
        self.program(name, &made.directory)
    }

    /// One of them, in some directory.
    pub(crate) fn program(&self, name: &str, directory: &Path) -> Command {
        self.with_path(program(self.0.join(name), directory))
    }

    /// A command that finds them on its path.
    pub(crate) fn with_path(&self, mut command: Command) -> Command {
        let path = env::var("PATH").unwrap_or_default();
        command.env("PATH", format!("{}:{path}", self.0.display()));
        command
    }

    /// A script of `tests/e2e/node`; `None` where its packages are not installed.
    pub(crate) fn node(&self, script: &str, made: &Made) -> Option<Command> {
        let directory = component(NODE)?;
        let mut node = self.tool("node", made);
        node.arg(PathBuf::from(directory).join(script));
        Some(node)
    }
}
