//! From one version of a module to the next, with edits of the user's in between.

use std::fs;

use pretty_assertions::assert_eq;

use super::world::World;

/// A project that was made with version 0.1.0 of the module.
fn at_first_version() -> World {
    let world = World::new();
    let first = |path: &str, old: &str, new: &str| world.rewrite(path, old, new);
    let app = |file: &str| format!("files/modules/notes/{file}");
    first("module.kdl", "\"notes\" version=\"0.2.0\"", "\"notes\" version=\"0.1.0\"");
    first("module.kdl", "moved \"modules/notes/util.py\" \"modules/notes/services.py\"\n", "");
    first("module.kdl", "page-size type", "per-page type");
    let kdl = world.blueprints().read(&world.blueprint("module.kdl"));
    let kdl = kdl.replace("options.page_size", "options.per_page");
    let kdl = kdl.split("\nrelease").next().unwrap().to_owned() + "\n";
    world.blueprints().write(&world.blueprint("module.kdl"), kdl);
    first(&app("models.py"), "    label = models.CharField(max_length=50, default=\"inbox\")\n", "");
    first(&app("middleware.py"), "\"installed\"", "\"here\"");
    first(&app("migrations/max_migration.txt"), "0002_note_label", "0001_initial");
    world.blueprints().remove(&world.blueprint(&app("migrations/0002_note_label.py")));
    let services = world.blueprints().join(&world.blueprint(&app("services.py")));
    fs::rename(&services, services.with_file_name("util.py")).unwrap();
    first(&app("views.py"), ".services", ".util");
    world.run(&["add", "notes", "-o", "per-page=30"]).success();
    world.apply().success();
    world
}

/// Puts the blueprint of the present version in the place of the first one.
fn release(world: &World) {
    let now = World::new();
    let (old, new) = (world.blueprints().join("modules/notes"), now.blueprints().join("modules/notes"));
    fs::remove_dir_all(&old).unwrap();
    let status = std::process::Command::new("cp").arg("-a").arg(new).arg(old).status().unwrap();
    assert!(status.success());
}

#[test]
fn twelve_edits_survive_an_update() {
    let world = at_first_version();
    let project = &world.project;
    let edit = |path: &str, old: &str, new: &str| project.edit(path, old, new);
    let notes = |file: &str| format!("modules/notes/{file}");
    // 1 to 6: in files of the module.
    edit(&notes("models.py"), "        return self.title\n", "        return self.title.upper()\n");
    edit(&notes("views.py"), "@require_http", "# Ours: no other methods.\n@require_http");
    edit(&notes("util.py"), "import nh3\n", "import nh3\n\nLIMIT = 3\n");
    edit(&notes("urls.py"), "app_name = \"notes\"\n", "app_name = \"notes\"  # ours\n");
    edit(&notes("templates/notes/list.html"), "\"Keep\"", "\"Keep it\"");
    project.remove(&notes("README.md"));
    // 7 to 11: in files of the project.
    edit(
        "pyproject.toml",
        "    \"structlog>=26.1\",",
        "    \"stripe>=15\", # ours\n    \"structlog>=26.1\",",
    );
    project.write(".env.example", project.read(".env.example") + "\n# Ours.\nOURS=1\n");
    edit("config/settings/base.py", "TIME_ZONE = \"UTC\"", "TIME_ZONE = \"Europe/Vienna\"");
    edit("templates/base.html", "<main id=\"main\"", "<main id=\"main\" class=\"ours\"");
    project.write("acme/ours.py", "from modules.notes import util\n");
    // 12: a line that the new version changes as well.
    edit(&notes("middleware.py"), "\"here\"", "\"ours\"");

    release(&world);
    world
        .plan()
        .exits(1)
        .says("resolve::unknown-option")
        .says("write `page-size`, as it is called now, or run `quickscale migrate`");
    world.run(&["migrate", "--yes"]).success().prints("page-size 30");
    world.run(&["status", "--offline"]).success().prints("behind    notes 0.1.0: there is 0.2.0");

    let before = world.tree();
    world
        .plan()
        .exits(3)
        .prints("`notes` 0.1.0 → 0.2.0")
        .prints("notes 0.2.0  A note has a label now; notes without one are in the inbox")
        .prints("notes 0.2.0  migration 0002 adds a column with a default")
        .prints("`modules.notes.util` is `modules.notes.services` now")
        .prints("modules/notes/middleware.py:");
    world.apply().exits(3);
    assert_eq!(world.tree(), before, "a refused update wrote something");

    world.apply_with(&["--conflicts", "markers"]).exits(3).says("modules/notes/middleware.py");
    world.run(&["apply", "--abort"]).success();
    assert_eq!(world.tree(), before, "an update that was taken back left something");

    world.apply_with(&["--conflicts", "modules/notes/middleware.py=ours"]).success();
    let has = |path: &str, text: &str| {
        let found = project.read(path);
        assert!(found.contains(text), "no {text:?} in {path}:\n{found}");
    };
    has(&notes("models.py"), "return self.title.upper()");
    has(&notes("models.py"), "label = models.CharField");
    has(&notes("views.py"), "# Ours: no other methods.");
    has(&notes("views.py"), "from .services import");
    assert!(!project.exists(&notes("util.py")));
    has(&notes("services.py"), "LIMIT = 3");
    has(&notes("urls.py"), "# ours");
    has(&notes("templates/notes/list.html"), "\"Keep it\"");
    assert!(!project.exists(&notes("README.md")));
    has("pyproject.toml", "\"stripe>=15\", # ours");
    has(".env.example", "# Ours.\nOURS=1");
    has("config/settings/base.py", "Europe/Vienna");
    has("templates/base.html", "class=\"ours\"");
    assert_eq!(project.read("acme/ours.py"), "from modules.notes import util\n");
    has(&notes("middleware.py"), "\"ours\"");
    has(&notes("migrations/0002_note_label.py"), "AddField");
    has("config/modules.py", "NOTES_PAGE_SIZE = 30");
    world.is_settled();
    world.run(&["status", "--offline"]).success().never_says("behind");
}

#[test]
fn a_released_migration_is_never_rewritten() {
    let world = at_first_version();
    let first = world.project.read("modules/notes/migrations/0001_initial.py");
    world.run(&["set", "modules.notes.per-page", "20"]).success();
    release(&world);
    world.run(&["migrate", "--yes"]).success();
    world.apply().success();
    assert_eq!(world.project.read("modules/notes/migrations/0001_initial.py"), first);
    assert_eq!(world.project.read("modules/notes/migrations/max_migration.txt"), "0002_note_label\n");
}
