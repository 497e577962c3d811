//! Wanted paths that were generated before.

use pretty_assertions::assert_eq;

use crate::plan::world::{Blueprint, Thing, World};
use crate::{
    blueprint::Owner::{self, Keyed, Managed, Once, Shared},
    workspace::Mode,
};

const V1: &str = "one\ntwo\nthree\nfour\nfive\n";
const V2: &str = "one\ntwo\nthree\nfour\nFIVE\n";

fn version(number: &str, owner: Owner, text: &str) -> Blueprint {
    Blueprint::version(number).file("a.py", owner, text)
}

/// Applies version 1, lets the user do something, and plans version 2.
fn upgrade(owner: Owner, user: impl Fn(World) -> World) -> (World, Blueprint) {
    (user(World::after(&version("1.0.0", owner, V1))), version("2.0.0", owner, V2))
}

#[test]
fn what_is_as_wanted_is_left_alone() {
    for owner in Owner::ALL {
        let blueprint = version("1.0.0", owner, V1);
        let world = World::after(&blueprint);
        let proposal = world.propose(&blueprint);
        assert_eq!((proposal.steps.len(), proposal.unchanged), (0, 1), "{owner}");
    }
}

#[test]
fn an_unedited_file_is_updated() {
    for owner in [Managed, Shared, Keyed] {
        let (mut world, next) = upgrade(owner, |world| world);
        assert_eq!(world.converge(&next), ["update a.py: `core` 1.0.0 → 2.0.0"]);
        assert_eq!(world.read("a.py").as_deref(), Some(V2));
    }
}

#[test]
fn a_file_that_the_user_brought_up_to_date_himself_is_only_recorded() {
    for owner in [Managed, Shared, Keyed] {
        let (mut world, next) = upgrade(owner, |world| world.write("a.py", V2));
        assert_eq!(world.converge(&next), ["record a.py: already as the blueprint has it"]);
    }
}

#[test]
fn an_edit_of_a_shared_file_stays_while_the_blueprint_rests() {
    for owner in [Shared, Keyed] {
        let blueprint = version("1.0.0", owner, V1);
        let mut world = World::after(&blueprint).write("a.py", "mine\n");
        assert_eq!(world.converge(&blueprint), [""; 0]);
        assert_eq!(world.read("a.py").as_deref(), Some("mine\n"));
    }
}

#[test]
fn edits_on_both_sides_are_merged() {
    let (mut world, next) =
        upgrade(Shared, |world| world.write("a.py", "zero\none\ntwo\nthree\nfour\nfive\n"));
    assert_eq!(world.converge(&next), ["merge a.py: `core` 1.0.0 → 2.0.0; merged with your edit"]);
    assert_eq!(world.read("a.py").as_deref(), Some("zero\none\ntwo\nthree\nfour\nFIVE\n"));
}

#[test]
fn edits_of_the_same_line_are_a_conflict_that_names_it() {
    let (mut world, next) = upgrade(Shared, |world| world.write("a.py", "one\ntwo\nthree\nfour\n5\n"));
    let plan = world.apply(&next);
    let conflict = plan.conflicts().next().unwrap().file().unwrap().conflict.clone().unwrap();
    let hunk = &conflict.hunks[0];
    assert_eq!((hunk.line, &*hunk.base, &*hunk.ours, &*hunk.theirs), (5, "five\n", "5\n", "FIVE\n"));
    assert_eq!(world.read("a.py").as_deref(), Some("one\ntwo\nthree\nfour\n5\n"));
    // The base of the next merge stays what it was.
    assert_eq!(world.plan(&next), ["conflict a.py: changed here and in the blueprint"]);
}

#[test]
fn a_conflict_ends_as_a_person_says() {
    let cases = [
        ("ours", "one\ntwo\nthree\nfour\n5\n", 0),
        ("theirs", V2, 1),
        (
            "markers",
            "one\ntwo\nthree\nfour\n<<<<<<< yours\n5\n||||||| last applied\nfive\n=======\nFIVE\n>>>>>>> quickscale\n",
            0,
        ),
    ];
    for (resolution, text, aside) in cases {
        let (world, next) = upgrade(Shared, |world| world.write("a.py", "one\ntwo\nthree\nfour\n5\n"));
        let mut world = world.resolve(resolution);
        world.converge(&next);
        assert_eq!(world.read("a.py").as_deref(), Some(text), "{resolution}");
        assert_eq!(world.kept_aside.len(), aside, "{resolution}");
    }
}

#[test]
fn markers_stop_the_next_apply_until_they_are_gone() {
    let (world, next) = upgrade(Shared, |world| world.write("a.py", "one\ntwo\nthree\nfour\n5\n"));
    let mut world = world.resolve("markers");
    let plan = world.apply(&next);
    assert_eq!((plan.conflicts().count(), plan.marked().count()), (0, 1));
    assert_eq!(world.plan(&next), ["conflict a.py: an unresolved conflict is still marked at line 5"]);
    assert_eq!(world.clone().resolve("ours").plan(&next).len(), 1, "keeping markers is no resolution");
    let mut world = world.write("a.py", "one\ntwo\nthree\nfour\n5 and FIVE\n");
    assert_eq!(world.converge(&next), [""; 0]);
}

#[test]
fn an_edit_of_a_managed_file_is_drift_and_kept_aside() {
    for number in ["1.0.0", "2.0.0"] {
        let mut world = World::after(&version("1.0.0", Managed, V1)).write("a.py", "mine\n");
        let next = version(number, Managed, if number == "1.0.0" { V1 } else { V2 });
        let expected = "update a.py: drift: edited since the last apply; the edit is kept aside [risk]";
        let plan = world.propose(&next);
        assert!(
            plan.contents.get(crate::workspace::Digest::of(b"mine\n")).is_some(),
            "the edit can be shown"
        );
        assert_eq!(world.converge(&next), [expected]);
        assert_eq!(world.kept_aside, [b"mine\n"]);
    }
}

#[test]
fn a_deleted_managed_file_comes_back_and_a_shared_one_does_not() {
    let (mut world, next) = upgrade(Managed, |world| world.delete("a.py"));
    assert_eq!(world.converge(&next), ["create a.py: drift: a file that quickscale manages was deleted"]);
    let (mut world, next) = upgrade(Keyed, |world| world.delete("a.py"));
    assert_eq!(
        world.converge(&next),
        ["record a.py: deleted here; stays deleted (if you moved it: `quickscale state mv OLD NEW`)"]
    );
    assert_eq!(world.read("a.py"), None);
}

#[test]
fn a_file_replaced_by_something_else_is_a_conflict() {
    for owner in [Managed, Shared] {
        for thing in [Thing::Directory, Thing::Symlink] {
            let (world, next) = upgrade(owner, |world| world.put("a.py", thing.clone()));
            let propose = world.propose(&next);
            let conflict = propose.steps.iter().find_map(|step| step.file()?.conflict.clone()).unwrap();
            assert!(
                conflict.help.contains("--conflicts a.py=ours") && !conflict.help.contains("theirs"),
                "{conflict:?}"
            );
            let mut world = world.resolve("ours");
            world.converge(&next);
            assert_eq!(world.tree.values().next(), Some(&thing));
        }
    }
}

#[test]
fn modes_are_merged_like_text() {
    let executable = |text: &str| Thing::File(Mode::Executable, text.as_bytes().to_vec());
    let to = |mode| Blueprint::version("2.0.0").file_of("core", "a.py", Shared, mode, V1);
    // The blueprint's change of mode arrives, with the user's text.
    let mut world = World::after(&version("1.0.0", Shared, V1)).write("a.py", "mine\n");
    assert_eq!(world.converge(&to(Mode::Executable)), ["update a.py: `core` 1.0.0 → 2.0.0"]);
    assert_eq!(world.tree.values().next(), Some(&executable("mine\n")));
    // The user's change of mode stays.
    let mut world = World::after(&version("1.0.0", Shared, V1)).put("a.py", executable(V1));
    assert_eq!(world.converge(&to(Mode::Regular)), [""; 0]);
    assert_eq!(world.tree.values().next(), Some(&executable(V1)));
    // In a managed file it is drift, and no text is lost by it.
    let mut world = World::after(&version("1.0.0", Managed, V1)).put("a.py", executable(V1));
    assert_eq!(
        world.converge(&version("1.0.0", Managed, V1)),
        ["update a.py: drift: the mode was changed since the last apply"]
    );
    assert_eq!(world.kept_aside, [b""; 0]);
}

#[test]
fn a_file_written_once_is_never_touched_again() {
    let edits: [fn(World) -> World; 3] =
        [|world| world, |world| world.write("a.py", "mine\n"), |world| world.delete("a.py")];
    for edit in edits {
        let (mut world, next) = upgrade(Once, edit);
        let before = world.tree.clone();
        assert_eq!(world.converge(&next), [""; 0]);
        assert_eq!(world.tree, before);
    }
}

#[test]
fn a_binary_file_changed_on_both_sides_is_a_conflict_without_hunks() {
    let png = |last: u8| Thing::File(Mode::Regular, vec![0x89, 0, 0xff, last]);
    let blueprint = |number: &str, text: &'static [u8]| {
        let mut blueprint = version(number, Shared, "");
        blueprint.0.files.values_mut().for_each(|file| file.set_bytes(text));
        blueprint
    };
    let world = World::after(&blueprint("1.0.0", b"\x89\0\xff\x01")).put("a.py", png(2));
    let next = blueprint("2.0.0", b"\x89\0\xff\x03");
    let conflict = world.propose(&next).steps[0].file().unwrap().conflict.clone().unwrap();
    assert_eq!(
        (conflict.summary.as_str(), conflict.hunks.len()),
        ("a binary file that changed here and in the blueprint", 0)
    );
    assert!(conflict.help.contains("to have the blueprint's written beside it"), "{}", conflict.help);
    let mut world = world.resolve("theirs");
    world.converge(&next);
    assert_eq!(world.kept_aside, [[0x89, 0, 0xff, 2]]);
}
