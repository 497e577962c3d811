//! Gates 4 and 24: a project of an earlier release comes along, with its rows and with what people changed.

use std::{
    fs::{self, OpenOptions},
    io::Write as _,
    path::{Path, PathBuf},
    process::Command,
};

use tempfile::TempDir;

use crate::{
    component::{DATABASE, component},
    database::Database,
    made::{APPLY, Made},
    run::{program, succeed},
};

/// The blueprints as they once were. A release adds its own, and removes the oldest when nobody has it any more.
const EARLIER: &str =
    concat!(env!("CARGO_MANIFEST_DIR"), "/tests/generated_project/earlier/2026-11-26.tar.gz");

/// What people add to their files, and at the end of which.
const EDITS: [(&str, &str); 2] =
    [("config/settings/base.py", "\n# Ours\nBERTHS = 40\n"), ("templates/pages/home.html", "{# Ours #}\n")];

pub(crate) mod on_postgres {
    use super::*;

    pub(crate) fn rows_and_edits_survive_an_upgrade(made: &Made) {
        let Some(_) = component(DATABASE) else { return };
        let database = Database::create(made).unwrap();
        let gate = made.gate(4, "columns that an upgrade changes");
        let site = Site::of(made, &database);
        site.apply(&["--blueprints", "../earlier/blueprints"]);
        succeed(site.script("fill.py").arg("20"));
        let before = succeed(&mut site.script("kept_rows.py"));
        let tables: serde_json::Map<String, serde_json::Value> = serde_json::from_str(&before).unwrap();
        assert!(tables.len() >= 4, "{before}");
        for (path, text) in EDITS {
            let mut file = OpenOptions::new().append(true).open(site.path(path)).unwrap();
            file.write_all(text.as_bytes()).unwrap();
        }

        let kept = made.gate(24, "edits that an upgrade loses");
        site.apply(&[]);
        let is_lost =
            |(path, text): &(&str, &str)| !fs::read_to_string(site.path(path)).unwrap().ends_with(text);
        kept.finds_nothing(
            &EDITS.into_iter().filter(is_lost).map(|(path, _)| path.to_owned()).collect::<Vec<_>>(),
        );
        succeed(site.script("manage.py").args(["makemigrations", "--check", "--dry-run"]));
        let list = made.beside("rows.json");
        fs::write(&list, before).unwrap();
        let lost = succeed(site.script("kept_rows.py").arg(list));
        gate.finds_nothing(&lost.lines().map(str::to_owned).collect::<Vec<_>>());
    }
}

/// A project of its own beside the earlier blueprints, with a database.
struct Site<'a> {
    directory: TempDir,
    database: &'a Database<'a>,
}

impl<'a> Site<'a> {
    fn of(made: &Made, database: &'a Database<'a>) -> Self {
        let site = Self { directory: tempfile::tempdir().unwrap(), database };
        for name in ["earlier", "project"] {
            fs::create_dir(site.directory.path().join(name)).unwrap();
        }
        let earlier = site.directory.path().join("earlier");
        succeed(program("tar", &earlier).args(["-xzf", EARLIER]));
        // What is protected would not come along, as its owners want it.
        let manifest = made.read("quickscale.kdl");
        let unprotected = manifest.split_inclusive('\n').filter(|line| !line.starts_with("protect "));
        fs::write(site.path("quickscale.kdl"), unprotected.collect::<String>()).unwrap();
        site
    }

    fn path(&self, name: &str) -> PathBuf {
        self.directory.path().join("project").join(name)
    }

    /// Applies what the manifest says, installs what that takes, and migrates.
    fn apply(&self, options: &[&str]) {
        succeed(program(env!("CARGO_BIN_EXE_quickscale"), &self.path("")).args(APPLY).args(options));
        succeed(program("uv", &self.path("")).args(["sync", "--locked", "--quiet"]));
        succeed(self.script("manage.py").args(["migrate", "--no-input", "--verbosity=0"]));
    }

    /// A script of the project, or one of `tests/e2e/project`.
    fn script(&self, name: &str) -> Command {
        let mut python = program(self.path(".venv/bin/python"), &self.path(""));
        let ours = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/e2e/project").join(name);
        python.arg(if ours.is_file() { ours } else { self.path(name) });
        python.env("PYTHONPATH", self.path("")).env("DJANGO_SETTINGS_MODULE", "config.settings.dev");
        python.env("DATABASE_URL", self.database.url()).env("PYTHONDONTWRITEBYTECODE", "1");
        python
    }
}
