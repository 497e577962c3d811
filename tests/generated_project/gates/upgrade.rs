//! Gates 4 and 24: a project of an earlier release comes along, with its rows and with what people changed.

use std::{
    fs::{self, OpenOptions},
    io::Write as _,
};

use crate::{
    component::{DATABASE, component},
    database::Database,
    made::Made,
    run::{program, succeed},
    site::Site,
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
        fs::create_dir(site.beside("earlier")).unwrap();
        succeed(program("tar", &site.beside("earlier")).args(["-xzf", EARLIER]));
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
