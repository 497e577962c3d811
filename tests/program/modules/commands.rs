//! `quickscale modules`.

use pretty_assertions::assert_eq;

use super::world::World;
use crate::support::{Project, Run};

#[test]
fn modules_are_listed_with_how_they_stand_here() {
    let world = World::new();
    let line = |world: &World| {
        let listed = world.run(&["modules", "list"]).success().stdout;
        listed.lines().find(|line| line.starts_with("notes")).unwrap().to_owned()
    };
    assert!(line(&world).ends_with("Notes that people keep for themselves"));
    world.add_notes(&[]);
    assert!(line(&world).contains("comes with the next apply"));
    world.apply().success();
    assert!(line(&world).contains("in use"));
    let listed = world.run(&["modules", "list", "--json"]).success().json();
    let notes = listed.as_array().unwrap().iter().find(|module| module["name"] == "notes").unwrap();
    assert_eq!((&notes["applied"], &notes["declared"]), (&"0.2.0".into(), &true.into()));
    world.run(&["remove", "notes"]).success();
    assert!(line(&world).contains("goes with the next apply"));
}

#[test]
fn a_module_is_shown_and_found() {
    let world = World::new();
    world
        .run(&["modules", "show", "notes"])
        .success()
        .prints("page-size = 20: Notes on one page of the list")
        .prints("path = notes/ [asks before it changes]")
        .prints("ordering = created (created, title) [stays as first applied]")
        .prints("NOTES_WEBHOOK_URL (optional, secret): Where new notes are announced")
        .prints("modules.notes.tasks.purge (15 3 * * *): Deletes notes that are old")
        .prints("notes.export_note: Export the notes of other people")
        .prints("Needs\n  auth >=0.1.0, <0.2.0\n")
        .prints("Pages\n  where `path` says\n  /notes-search/\n")
        .prints("  nh3>=0.3\n");
    // Set anew for the tests, and still one setting.
    assert_eq!(world.run(&["modules", "show", "notes"]).stdout.matches("  NOTES_PAGE_SIZE\n").count(), 1);
    let shown = world.run(&["modules", "show", "notes", "--json"]).success().json();
    assert_eq!(shown["options"]["path"]["change"], "guarded");
    assert_eq!(shown["tables"][0], "notes_note");
    world.run(&["modules", "show", "note"]).exits(1).says("resolve::unknown-module").says("`notes`");
    for word in ["notes_webhook", "nh3", "deletes notes that", "NOTES_ORDERING"] {
        world.run(&["modules", "search", word]).success().prints("notes");
    }
    world.run(&["modules", "search", "LABELS THAT"]).success().prints("notes");
    world.run(&["modules", "search", "no such thing"]).success().says("no module has to do with");
}

#[test]
fn a_module_is_checked_with_its_files() {
    let world = World::new();
    let directory = world.blueprints().join("modules/notes");
    let check = || world.run(&["modules", "check", directory.to_str().unwrap()]);
    check().success().says("notes 0.2.0 is a module");
    // From where one stands, too.
    let mut beside = world.project.command();
    beside.current_dir(world.blueprints().join("modules")).args(["modules", "check", "notes"]);
    Run::of(&mut beside).success().says("notes 0.2.0 is a module");

    let plant = |path: &str, text: &str| world.blueprints().write(&world.blueprint(path), text);
    plant("files/modules/__init__.py", "");
    check().exits(1).says("blueprint::namespace-package").says("delete `files/modules/__init__.py`");
    world.blueprints().remove(&world.blueprint("files/modules/__init__.py"));

    plant("files/modules/other/x.py", "");
    world.blueprints().remove(&world.blueprint("files/modules/notes/README.md"));
    plant("files/modules/notes/migrations/0002_again.py", "");
    world.rewrite("module.kdl", "tasks.purge", "tasks.prune");
    world.rewrite("module.kdl", "notes/slots/nav.html", "notes/slots/menu.html");
    world.rewrite("module.kdl", "\"modules.notes.urls\"", "\"modules.notes.routes\"");
    world.rewrite("files/modules/notes/search_urls.py", "app_name = \"search\"\n", "");
    check()
        .exits(1)
        .says("blueprint::module-part")
        .says("`modules/other/x.py` lies in the folder of another module")
        .says("the module has no `modules/notes/README.md`")
        .says("two migrations have the number 0002")
        .says("blueprint::no-such-target")
        .says("`files/modules/notes/tasks.py` defines no `prune`")
        .says("there is no template `notes/slots/menu.html`")
        .says("there is no `files/modules/notes/routes.py`")
        .says("`files/modules/notes/search_urls.py` defines no `app_name`");
}

#[test]
fn an_app_of_a_project_becomes_a_module() {
    let world = World::applied();
    let app = |file: &str, text: &str| world.project.write(&format!("acme/shop/{file}"), text);
    app("__init__.py", "");
    app(
        "apps.py",
        "from django.apps import AppConfig\n\n\nclass ShopConfig(AppConfig):\n    name = \"acme.shop\"\n",
    );
    app("models.py", "from django.db import models\n\n\nclass Item(models.Model):\n    pass\n");
    app("urls.py", "from acme.shop import views\n\nurlpatterns = []\n");
    app("views.py", "from acme import pages, shop\n");
    app("forms.py", "from acme.forms import Renderer\n");
    world.project.write("templates/shop/index.html", "{% extends \"base.html\" %}\n");
    app("migrations/__init__.py", "");
    app("migrations/0001_initial.py", "migrations.CreateModel(\n    name=\"Item\",\n)\n");
    app("tests/test_shop.py", "def test_nothing() -> None:\n    pass\n");
    let before = world.tree();
    let out = Project::empty();
    let modules = out.join("modules");
    let into = modules.to_str().unwrap();
    world
        .run(&["modules", "extract", "acme/shop", "--into", into])
        .success()
        .says("acme/shop/views.py:1 imports the app together with others")
        .says("acme/shop/forms.py:1 imports what only this project has")
        .says("templates/shop/ stayed here: copy it to `files/modules/shop/templates/shop/` of the module")
        .says("Next: quickscale modules check");
    assert_eq!(world.tree(), before, "the app itself changed");
    let made = out.read("modules/shop/files/modules/shop/apps.py");
    assert!(made.contains("name = \"modules.shop\""), "{made}");
    assert!(out.read("modules/shop/module.kdl").contains("table \"shop_item\""));
    world.run(&["modules", "check", modules.join("shop").to_str().unwrap()]).success();
    world.run(&["modules", "extract", "acme/shop", "--into", into]).exits(1).says("exists already");

    // Another project gets it, beside all that the program has.
    let other = Project::with_manifest("project \"other\"\n");
    let with = |words: &[&str]| {
        other.quickscale([&["--blueprints", out.path().to_str().unwrap()], words].concat()).success()
    };
    with(&["modules", "list"]).prints("auth").prints("shop");
    with(&["add", "shop"]);
    with(&["apply", "--yes", "--offline"]);
    assert!(other.read("config/modules.py").contains("\"modules.shop\""));
    world.run(&["modules", "extract", "acme/none"]).exits(1).says("is not an app");
}
