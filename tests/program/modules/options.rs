//! Options that change after they were applied.

use pretty_assertions::assert_eq;

use super::world::World;

#[test]
fn a_mutable_option_changes_the_lines_that_are_about_it() {
    let world = World::with_notes();
    let before = world.tree();
    world.run(&["set", "modules.notes.page-size", "50"]).success();
    world.plan().exits(2).prints("`page-size` of `notes` changed").prints("NOTES_PAGE_SIZE = 50");
    world.apply().success();
    let after = world.tree();
    let changed: Vec<&String> = after.keys().filter(|path| before.get(*path) != after.get(*path)).collect();
    assert_eq!(changed, ["config/modules.py", "quickscale.kdl"]);
    world.is_settled();
}

#[test]
fn an_option_decides_over_everything_that_hangs_on_it() {
    let world = World::with_notes();
    world.run(&["set", "modules.notes.archive", "false"]).success();
    world.run(&["set", "modules.notes.labels", "work", "it's"]).success();
    world.apply().success();
    let settings = world.project.read("config/modules.py");
    assert!(!settings.contains("NOTES_KEEP_SECONDS"), "{settings}");
    assert!(settings.contains("NOTES_LABELS: list[str] = [\"inbox\", \"work\", \"it's\"]\n"), "{settings}");
}

#[test]
fn a_guarded_option_says_what_follows_and_wants_a_yes_for_it() {
    let world = World::with_notes();
    let before = world.tree();
    world.run(&["set", "modules.notes.path", "my/notes/"]).success();
    world.plan().exits(2).prints("Needs a yes of its own").prints(
        "modules.notes.path  `notes/` becomes `my/notes/`: Links to notes that people saved lead nowhere",
    );
    world.apply().exits(4).says("command::needs-consent").says("`modules.notes.path`");
    assert_eq!(
        world.project.read("config/modules_urls.py").as_bytes(),
        before["config/modules_urls.py"].bytes
    );
    world.apply_with(&["--accept-consequences"]).success();
    assert!(world.project.read("config/modules_urls.py").contains("path(\"my/notes/\""));
    world.is_settled();
}

#[test]
fn an_immutable_option_stays_unless_the_module_is_made_anew() {
    let world = World::with_notes();
    world.run(&["set", "modules.notes.ordering", "title"]).success();
    world
        .plan()
        .exits(1)
        .says("plan::fixed-option")
        .says("`ordering` of `notes` cannot become `title`: its data was made for")
        .says("ordering \"title\"")
        .says("--recreate notes=keep");
    world.apply().exits(1).says("plan::fixed-option");
    let anew = ["--recreate", "notes=drop"];
    world
        .run(&[&["plan", "--offline"][..], &anew].concat())
        .success()
        .prints("`created` becomes `title`: The index of the table is made for one order")
        .prints("python manage.py migrate notes zero");
    world.apply_with(&anew).exits(4).says("command::needs-consent");
    world.apply_with(&[&anew[..], &["--accept-consequences"]].concat()).success();
    assert!(world.project.read("config/modules.py").contains("NOTES_ORDERING = \"title\""));
    world.is_settled();
}
