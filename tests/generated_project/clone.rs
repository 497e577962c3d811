//! A project as a colleague gets it: committed, cloned, nothing installed.

use std::{fs, path::Path};

use tempfile::TempDir;

use crate::{
    component::Tools,
    database::Database,
    made::Made,
    run::{program, succeed},
};

/// A fresh clone of a project. It is removed with the value.
pub(crate) struct Clone(TempDir);

impl Clone {
    pub(crate) fn of(made: &Made) -> Self {
        let directory = tempfile::tempdir().unwrap();
        let clone = Self(directory);
        for path in made.files() {
            let copy = clone.path().join(path.strip_prefix(&made.directory).unwrap());
            fs::create_dir_all(copy.parent().unwrap()).unwrap();
            fs::copy(path, copy).unwrap();
        }
        clone.git(&["init", "--quiet"]);
        clone.git(&["add", "--all"]);
        clone.git(&[
            "-c",
            "user.name=Ada",
            "-c",
            "user.email=ada@example.com",
            "commit",
            "--quiet",
            "--message=x",
        ]);
        clone
    }

    pub(crate) fn path(&self) -> &Path {
        self.0.path()
    }

    /// Runs a line of shell in it, with a Node on the path where the machine has none that is new enough.
    #[track_caller]
    pub(crate) fn shell(&self, line: &str, database: &Database<'_>) {
        let mut shell = Tools::find()
            .map_or_else(|| program("sh", self.path()), |tools| tools.with_path(program("sh", self.path())));
        succeed(shell.args(["-ec", line]).env("DATABASE_URL", database.url()).env("CI", "true"));
    }

    /// Whether git sees no change, in what it does not ignore.
    pub(crate) fn is_clean(&self) -> bool {
        self.git(&["status", "--porcelain"]).trim().is_empty()
    }

    fn git(&self, arguments: &[&str]) -> String {
        succeed(program("git", self.path()).args(arguments))
    }
}
