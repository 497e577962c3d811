//! A project of a test's own, with a database: applied, migrated and changed as its owners would.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use tempfile::TempDir;

use crate::{
    database::Database,
    made::{APPLY, Made},
    run::{program, succeed},
};

/// The project. It is removed with the value.
pub(crate) struct Site<'a> {
    directory: TempDir,
    database: &'a Database<'a>,
}

impl<'a> Site<'a> {
    /// One with the manifest of another project, not applied yet.
    pub(crate) fn of(made: &Made, database: &'a Database<'a>) -> Self {
        let site = Self { directory: tempfile::tempdir().unwrap(), database };
        fs::create_dir(site.path("")).unwrap();
        // What is protected would not come along, as its owners want it.
        let manifest = made.read("quickscale.kdl");
        let unprotected = manifest.split_inclusive('\n').filter(|line| !line.starts_with("protect "));
        fs::write(site.path("quickscale.kdl"), unprotected.collect::<String>()).unwrap();
        site
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.directory.path().join("project").join(name)
    }

    /// A path next to the project.
    pub(crate) fn beside(&self, name: &str) -> PathBuf {
        self.directory.path().join(name)
    }

    pub(crate) fn quickscale(&self) -> Command {
        let mut quickscale = program(env!("CARGO_BIN_EXE_quickscale"), &self.path(""));
        quickscale.env("DATABASE_URL", self.database.url());
        quickscale
    }

    /// Applies what the manifest says, installs what that takes, and migrates.
    pub(crate) fn apply(&self, options: &[&str]) {
        succeed(self.quickscale().args(APPLY).args(options));
        self.migrate();
    }

    /// Installs what the project takes, and migrates.
    pub(crate) fn migrate(&self) {
        succeed(program("uv", &self.path("")).args(["sync", "--locked", "--quiet"]));
        succeed(self.script("manage.py").args(["migrate", "--no-input", "--verbosity=0"]));
    }

    /// A script of the project, or one of `tests/e2e/project`.
    pub(crate) fn script(&self, name: &str) -> Command {
        let mut python = program(self.path(".venv/bin/python"), &self.path(""));
        let ours = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/e2e/project").join(name);
        python.arg(if ours.is_file() { ours } else { self.path(name) });
        python.env("PYTHONPATH", self.path("")).env("DJANGO_SETTINGS_MODULE", "config.settings.dev");
        python.env("DATABASE_URL", self.database.url()).env("PYTHONDONTWRITEBYTECODE", "1");
        python
    }
}
