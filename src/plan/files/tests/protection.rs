//! Protected paths.

use pretty_assertions::assert_eq;

use crate::blueprint::Owner::{Managed, Shared};
use crate::plan::world::{Blueprint, World, path};

fn version(number: &str, text: &str) -> Blueprint {
    Blueprint::version(number).file("config/a.py", Shared, text).file("configs.py", Shared, text)
}

fn protected(blueprint: &Blueprint) -> World {
    let mut world = World::default();
    world.options.protect.insert(path("config"));
    world.apply(blueprint);
    world
}

#[test]
fn a_protected_path_may_be_created_but_not_changed() {
    let world = protected(&version("1.0.0", "one\n"));
    assert_eq!(world.read("config/a.py").as_deref(), Some("one\n"));
    let expected = [
        "update config/a.py: `core` 1.0.0 → 2.0.0 [protected by config]",
        "update configs.py: `core` 1.0.0 → 2.0.0",
    ];
    assert_eq!(world.plan(&version("2.0.0", "two\n")), expected);
    let expected = "delete config/a.py: dropped by the blueprint: the manifest or the blueprint of `core` changed [protected by config]";
    assert_eq!(world.plan(&Blueprint::version("1.0.0"))[0], expected);
}

#[test]
fn dropping_the_line_from_the_manifest_does_not_drop_the_protection() {
    let mut world = protected(&version("1.0.0", "one\n"));
    world.options.protect.clear();
    let next = version("2.0.0", "two\n");
    assert!(world.plan(&next)[0].ends_with("[protected by config]"));
    // It ends with an apply that does not touch the path, and says so.
    let proposal = world.propose(&version("1.0.0", "one\n"));
    let crate::plan::Change::Lock(change) = &proposal.steps[0].change else { panic!("{proposal:?}") };
    assert_eq!(change.unprotected, [path("config")]);
    world.converge(&version("1.0.0", "one\n"));
    assert_eq!(world.plan(&next)[0], "update config/a.py: `core` 1.0.0 → 2.0.0");
}

#[test]
fn a_person_may_lift_it_by_name() {
    let mut world = protected(&version("1.0.0", "one\n"));
    world.options.lifted.insert(path("config"));
    assert_eq!(world.plan(&version("2.0.0", "two\n"))[0], "update config/a.py: `core` 1.0.0 → 2.0.0");
}

#[test]
fn a_move_out_of_a_protected_directory_is_refused() {
    let world = protected(&version("1.0.0", "one\n"));
    let next = Blueprint::version("2.0.0")
        .file("a.py", Managed, "one\n")
        .file("configs.py", Shared, "one\n")
        .moved("config/a.py", "a.py");
    assert_eq!(world.plan(&next), ["move config/a.py -> a.py: `core` 1.0.0 → 2.0.0 [protected by config]"]);
}
