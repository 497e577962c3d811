//! With somebody at the terminal: what is asked about modules, and what a yes and a no do.

use pretty_assertions::assert_eq;

use super::world::World;
use crate::support::terminal::Terminal;

/// What is on the screen after `answers` to a command, when a terminal can be had.
fn typed(world: &World, args: &str, answers: &[(&str, &str)]) -> Option<(Option<i32>, String)> {
    if !Terminal::can_be_had() {
        return None;
    }
    let mut command = world.project.command();
    command.current_dir(world.project.path());
    let mut terminal = Terminal::start(&command, &world.at_blueprints(args));
    for (question, answer) in answers {
        terminal.shows(question).types(answer);
    }
    Some(terminal.ends())
}

#[test]
fn a_required_module_is_added_after_a_yes() {
    let world = World::new();
    let before = world.project.read("quickscale.kdl");
    let question = "`notes` needs `auth` as well. Add? [y/N]";
    let Some((code, screen)) = typed(&world, "add notes", &[(question, "n")]) else { return };
    assert_eq!(code, Some(0));
    assert!(screen.contains("nothing was changed"), "{screen}");
    assert_eq!(world.project.read("quickscale.kdl"), before);

    let (code, screen) = typed(&world, "add notes", &[(question, "y")]).unwrap();
    assert_eq!(code, Some(0));
    assert!(screen.contains("adding `auth` too: `notes` requires it"), "{screen}");
    assert!(world.project.read("quickscale.kdl").contains("modules {\n    auth\n    notes\n}"));
}

#[test]
fn removing_asks_what_becomes_of_the_data() {
    let question = "What becomes of their data: keep, export or drop?";
    for (answer, written) in [("", ""), ("keep", ""), ("export", "export"), ("drop", "drop")] {
        let world = World::new();
        world.add_notes(&[]);
        let Some((code, _)) = typed(&world, "remove notes", &[(question, answer)]) else { return };
        assert_eq!(code, Some(0));
        let manifest = world.project.read("quickscale.kdl");
        assert!(!manifest.contains("    notes\n"), "{manifest}");
        assert_eq!(manifest.contains("removed \"notes\""), !written.is_empty(), "{manifest}");
        assert!(manifest.contains(written), "{manifest}");
    }
    let world = World::new();
    world.add_notes(&[]);
    let before = world.project.read("quickscale.kdl");
    let Some((code, screen)) = typed(&world, "remove notes", &[(question, "burn")]) else { return };
    assert_eq!(code, Some(1));
    assert!(screen.contains("command::wrong-data"), "{screen}");
    assert_eq!(world.project.read("quickscale.kdl"), before);
}

#[test]
fn what_follows_from_a_guarded_option_is_asked_before_the_plan() {
    let world = World::with_notes();
    world.run(&["set", "modules.notes.path", "my/notes/"]).success();
    let before = world.tree();
    let follows = ("Go on, with what follows from it as said above?", "n");
    let Some((_, screen)) = typed(&world, "apply --offline", &[follows]) else { return };
    assert!(screen.contains("Links to notes that people saved lead nowhere"), "{screen}");
    assert!(screen.contains("nothing was changed"), "{screen}");
    assert_eq!(world.tree(), before);

    let (code, screen) =
        typed(&world, "apply --offline", &[(follows.0, "y"), ("Apply this plan?", "y")]).unwrap();
    assert_eq!(code, Some(0));
    assert!(screen.contains("Applied."), "{screen}");
    world.is_settled();
}

#[test]
fn dropping_data_takes_a_yes_of_its_own() {
    let world = World::with_notes();
    world.run(&["remove", "notes", "--data", "drop"]).success();
    let before = world.tree();
    let question = "Drop data as shown above? There is no copy.";
    let Some((_, screen)) = typed(&world, "apply", &[(question, "n")]) else { return };
    assert!(screen.contains("nothing was changed"), "{screen}");
    assert_eq!(world.tree(), before);
}
