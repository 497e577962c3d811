//! What becomes of the data of a module that goes: real rows, in tables that its own migrations make and drop.

use std::{fs, path::PathBuf, process::Command};

use crate::{database::Database, made::Made, run::succeed, site::Site, support::Run};

/// Where its data is exported to.
const EXPORT: &str = ".quickscale/run/exports/notes-0.2.0.json";

const NO_DATABASE: &str = "postgres://nobody@127.0.0.1:9/nothing";

/// An app of the project's own that refers to the module.
const COMMENT: &str = "\
from django.db import models


class Comment(models.Model):
    note = models.ForeignKey('notes.Note', on_delete=models.CASCADE)
    text = models.TextField()
";

/// Somebody with two notes, who may export those of others.
const ROWS: &str = "\
from datetime import UTC, datetime
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from modules.notes.models import Note

ada = get_user_model().objects.create_user('ada@example.com')
ada.user_permissions.add(Permission.objects.get(codename='export_note'))
for title in ('Bread', 'Käse'):
    Note.objects.create(owner=ada, title=title)
# As exact as Django exports times.
Note.objects.update(created=datetime(2026, 11, 26, 8, 30, 15, 123000, tzinfo=UTC))
";

pub(crate) mod on_postgres {
    use pretty_assertions::assert_eq;

    use super::*;

    pub(crate) fn kept_data_is_there_when_the_module_comes_back(made: &Made) {
        let Some(database) = Database::create(made) else { return };
        let notebook = Notebook::of(made, &database);
        let before = notebook.traces("notes");
        notebook.remove("keep");
        notebook.apply(&[]).success().prints("its tables stay in the database: notes_note");
        notebook.is_well();
        assert_eq!(notebook.traces("notes"), before);

        notebook.add();
        assert_eq!(notebook.traces("notes"), before);
    }

    pub(crate) fn exported_data_can_be_loaded_again(made: &Made) {
        let Some(database) = Database::create(made) else { return };
        let notebook = Notebook::of(made, &database);
        let before = notebook.traces("notes");
        notebook.remove("export");
        notebook.apply(&[]).success().prints(EXPORT);
        notebook.is_well();
        assert_eq!(notebook.traces("notes"), before, "export is no reason to drop anything");
        let exported = fs::read_to_string(notebook.site.path(EXPORT)).unwrap();
        let exported: serde_json::Value = serde_json::from_str(&exported).unwrap();
        let titles: Vec<_> = exported.as_array().unwrap().iter().map(|row| &row["fields"]["title"]).collect();
        assert_eq!(titles, ["Bread", "Käse"]);

        notebook.add();
        notebook.shell("from modules.notes.models import Note; Note.objects.all().delete()");
        notebook.manage(&["loaddata", EXPORT]);
        assert_eq!(notebook.traces("notes"), before);
    }

    pub(crate) fn dropped_data_leaves_no_trace(made: &Made) {
        let Some(database) = Database::create(made) else { return };
        let notebook = Notebook::of(made, &database);
        notebook.remove("drop");
        notebook.apply(&[]).exits(4).says("command::needs-allow-destroy");
        notebook.apply(&["--allow-destroy"]).success();
        assert_eq!(notebook.traces("notes"), serde_json::json!({}));
        notebook.is_well();

        notebook.add();
        notebook.shell("from modules.notes.models import Note; assert not Note.objects.exists()");
    }

    pub(crate) fn what_fails_leaves_the_code_there(made: &Made) {
        let Some(database) = Database::create(made) else { return };
        let notebook = Notebook::of(made, &database);
        notebook.comment();
        let before = ["notes", "crm"].map(|app| notebook.traces(app));
        notebook.remove("export");
        for data in ["export", "drop"] {
            Run::of(notebook.quickscale().args(["set", "removed.notes.data", data])).success();
            let mut apply = notebook.quickscale();
            apply
                .args(["apply", "--yes", "--allow-destroy", "--accept-consequences"])
                .env("DATABASE_URL", NO_DATABASE);
            Run::of(&mut apply)
                .exits(1)
                .says("data::failed")
                .says("Connection refused")
                .says("no file has changed. Repair what it names")
                .says("`--offline --accept-consequences`");
            assert!(notebook.site.path("modules/notes/models.py").exists());
        }
        // Django would take back what builds on the module first, with rows that are not the module's.
        notebook
            .apply(&["--allow-destroy", "--accept-consequences"])
            .exits(1)
            .prints("builds on `notes.0002_note_label`, which goes")
            .says("data::more-would-go")
            .says("would take back `crm.0001_initial`")
            .says("Let no model refer to `notes`");
        assert!(notebook.site.path("modules/notes/models.py").exists());
        assert_eq!(["notes", "crm"].map(|app| notebook.traces(app)), before);
    }
}

/// A project with the module, and with rows in its table.
struct Notebook<'a> {
    site: Site<'a>,
    blueprints: PathBuf,
}

impl<'a> Notebook<'a> {
    fn of(made: &Made, database: &'a Database<'a>) -> Self {
        let notebook = Self { site: Site::of(made, database), blueprints: made.beside("blueprints") };
        let manifest = made.read("quickscale.kdl") + "environment \"local\" { database \"postgres\" }\n";
        fs::write(notebook.site.path("quickscale.kdl"), manifest).unwrap();
        notebook.apply(&[]).success();
        notebook.site.migrate();
        notebook.shell(ROWS);
        notebook
    }

    fn quickscale(&self) -> Command {
        let mut quickscale = self.site.quickscale();
        quickscale.arg("--blueprints").arg(&self.blueprints);
        quickscale
    }

    /// Adds an app of the project's own that refers to the module, with a row.
    fn comment(&self) {
        let app = self.site.path("notepad/crm");
        fs::create_dir(&app).unwrap();
        fs::write(app.join("__init__.py"), "").unwrap();
        fs::write(app.join("models.py"), COMMENT).unwrap();
        let settings = self.site.path("config/settings/base.py");
        let text = fs::read_to_string(&settings).unwrap();
        let apps = "    \"notepad.accounts\",\n";
        assert!(text.contains(apps), "{text}");
        fs::write(settings, text.replace(apps, &format!("{apps}    \"notepad.crm\",\n"))).unwrap();
        self.manage(&["makemigrations", "crm"]);
        self.site.migrate();
        self.shell(
            "from notepad.crm.models import Comment; from modules.notes.models import Note; \
             Comment.objects.create(note=Note.objects.first(), text='Rye')",
        );
    }

    fn remove(&self, data: &str) {
        Run::of(self.quickscale().args(["remove", "notes", "--data", data])).success();
    }

    fn apply(&self, flags: &[&str]) -> Run {
        Run::of(self.quickscale().args(["apply", "--yes"]).args(flags))
    }

    /// Adds the module anew.
    fn add(&self) {
        Run::of(self.quickscale().args(["add", "notes"])).success();
        self.apply(&[]).success();
        self.site.migrate();
    }

    fn manage(&self, arguments: &[&str]) {
        succeed(self.site.script("manage.py").args(arguments));
    }

    fn shell(&self, code: &str) {
        self.manage(&["shell", "--no-imports", "--command", code]);
    }

    /// What an app has in the database.
    fn traces(&self, app: &str) -> serde_json::Value {
        serde_json::from_str(&succeed(self.site.script("traces.py").arg(app))).unwrap()
    }

    /// Django finds nothing wrong, and nothing is left to do.
    fn is_well(&self) {
        self.site.migrate();
        self.manage(&["check"]);
        self.manage(&["makemigrations", "--check", "--dry-run"]);
        self.manage(&["migrate", "--check"]);
        Run::of(self.quickscale().args(["plan", "--detailed-exitcode"])).success().prints("Nothing to do");
    }
}
