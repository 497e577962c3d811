//! Paths that were generated before and are not wanted any more.

use pretty_assertions::assert_eq;

use crate::plan::world::{Blueprint, Thing, World};
use crate::{
    blueprint::Owner::{self, Ejected, Managed, Once, Shared},
    workspace::Mode,
};

fn with(owner: Owner) -> Blueprint {
    Blueprint::version("1.0.0").file("a.py", owner, "text\n")
}

#[test]
fn an_unedited_file_goes_with_the_blueprints() {
    for owner in [Managed, Shared] {
        let mut world = World::after(&with(owner));
        let expected = ["delete a.py: dropped by the blueprint: `core` 1.0.0 → 2.0.0"];
        assert_eq!(world.converge(&Blueprint::version("2.0.0")), expected);
        assert!(world.tree.is_empty());
    }
}

#[test]
fn a_removed_module_takes_its_files_and_its_lock_along() {
    for owner in [Managed, Shared, Once] {
        let teams =
            Blueprint::version("1.0.0").file_of("teams", "teams/a.py", owner, Mode::Regular, "text\n");
        let mut world = World::after(&teams);
        assert_eq!(world.state.locks.len(), 2);
        let without = Blueprint::version("1.0.0");
        assert_eq!(world.converge(&without), ["delete teams/a.py: module `teams` removed"]);
        assert_eq!(world.state.locks.len(), 1);
    }
}

#[test]
fn what_the_user_made_of_a_file_of_a_removed_module_stays() {
    let teams = Blueprint::version("1.0.0").file_of("teams", "teams/a.py", Once, Mode::Regular, "text\n");
    let mut world = World::after(&teams).write("teams/a.py", "mine\n");
    let reason = "not generated any more; the file is yours and stays";
    assert_eq!(world.converge(&Blueprint::version("1.0.0")), [format!("record teams/a.py: {reason}")]);
    assert_eq!(world.read("teams/a.py").as_deref(), Some("mine\n"));
}

#[test]
fn an_edited_file_is_kept_and_asked_about() {
    for owner in [Managed, Shared] {
        let world = World::after(&with(owner)).write("a.py", "mine\n");
        let next = Blueprint::version("2.0.0");
        assert_eq!(world.plan(&next), ["conflict a.py: dropped by the blueprint, edited here"]);
        let mut ours = world.clone().resolve("ours");
        let reason = "yours is kept: dropped by the blueprint, edited here; yours from now on";
        assert_eq!(ours.converge(&next), [format!("record a.py: {reason}")]);
        assert_eq!(ours.read("a.py").as_deref(), Some("mine\n"));
        let mut theirs = world.resolve("theirs");
        let reason = "the blueprint's is taken, yours is kept aside: dropped by the blueprint, edited here";
        assert_eq!(theirs.converge(&next), [format!("delete a.py: {reason} [risk]")]);
        assert_eq!(theirs.kept_aside, [b"mine\n"]);
    }
}

#[test]
fn everything_else_is_forgotten_and_left_alone() {
    type Edit = fn(World) -> World;
    let cases: [(Owner, Edit, &str); 5] = [
        (Shared, |world| world.delete("a.py"), "not generated any more, and deleted here already"),
        (
            Shared,
            |world| world.put("a.py", Thing::Directory),
            "not generated any more; what is there now is yours and stays",
        ),
        (
            Managed,
            |world| world.put("a.py", Thing::Symlink),
            "not generated any more; what is there now is yours and stays",
        ),
        (Once, |world| world, "not generated any more; the file is yours and stays"),
        (Once, |world| world.write("a.py", "mine\n"), "not generated any more; the file is yours and stays"),
    ];
    for (owner, edit, reason) in cases {
        let mut world = edit(World::after(&with(owner)));
        let before = world.tree.clone();
        assert_eq!(world.converge(&Blueprint::version("2.0.0")), [format!("record a.py: {reason}")]);
        assert_eq!(world.tree, before);
    }
}

#[test]
fn an_ejected_file_is_forgotten_and_left_alone() {
    let mut world = World::after(&with(Shared));
    world.converge(&with(Ejected));
    let reason = "not generated any more; the file is yours and stays";
    assert_eq!(world.converge(&Blueprint::version("2.0.0")), [format!("record a.py: {reason}")]);
    assert_eq!(world.read("a.py").as_deref(), Some("text\n"));
}

#[test]
fn a_tombstone_goes_when_nothing_is_wanted_there() {
    let mut world = World::after(&with(Shared)).delete("a.py");
    world.converge(&with(Shared));
    let expected = ["record a.py: not generated any more; nothing to keep deleted"];
    assert_eq!(world.converge(&Blueprint::version("2.0.0")), expected);
}
