//! What becomes of the data of a module that goes.

use pretty_assertions::assert_eq;

use super::world::World;

#[test]
fn data_is_kept_unless_something_else_is_said() {
    let world = World::with_notes();
    world.run(&["remove", "notes"]).success().says("What they have in the database stays there");
    world.plan().exits(2).prints("removed; its tables stay in the database: notes_note");
    world.apply().success();
    assert!(!world.project.exists("modules"));
    world.is_settled();
}

#[test]
fn dropping_data_is_planned_with_what_comes_first() {
    let world = World::with_notes();
    world.run(&["remove", "notes", "--data", "drop"]).success().prints("removed \"notes\"");
    let manifest = world.project.read("quickscale.kdl");
    assert!(
        manifest.contains("data") && manifest.contains("drop") && !manifest.contains("modules"),
        "{manifest}"
    );
    let said =
        "first, wherever there is data of it, run `python manage.py migrate notes zero`: it drops notes_note";
    world.plan().exits(2).prints(said);
    let json = world.run(&["plan", "--offline", "--json"]).json();
    assert_eq!(json["consequences"][0]["target"], "modules.notes");
    world.apply().exits(4).says("command::needs-consent");
    assert!(world.project.exists("modules/notes/models.py"));
    world.apply_with(&["--accept-consequences"]).success();
    assert!(!world.project.exists("modules"));
    world.is_settled();
    world.run(&["add", "notes"]).success();
    assert!(!world.project.read("quickscale.kdl").contains("removed"), "both there and removed");
    world.apply().success();
}

#[test]
fn exporting_data_says_how() {
    let world = World::with_notes();
    world.run(&["remove", "notes", "--data", "export"]).success();
    world.plan().exits(2).prints("python manage.py dumpdata notes --output notes.json");
    world.apply().exits(4).says("command::needs-consent");
}

#[test]
fn an_edit_in_a_module_that_goes_is_asked_about() {
    let world = World::with_notes();
    world.project.edit("modules/notes/services.py", "import nh3", "import nh3  # ours");
    world.run(&["remove", "notes"]).success();
    world.plan().exits(3).prints("modules/notes/services.py");
    world.apply().exits(3);
    world.apply_with(&["--conflicts", "theirs", "--allow-destroy"]).success().says("is kept in");
    assert!(!world.project.exists("modules/notes/services.py"));
}
