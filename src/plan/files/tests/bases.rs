//! Texts of the last render that are needed, missing or wrong.

use pretty_assertions::assert_eq;

use crate::plan::world::{Blueprint, World};
use crate::{
    blueprint::Owner::{Managed, Shared},
    plan::Contents,
    workspace::Digest,
};

const V1: &str = "one\ntwo\nthree\nfour\nfive\n";
const V2: &str = "one\ntwo\nthree\nfour\nFIVE\n";
const MINE: &str = "zero\none\ntwo\nthree\nfour\nfive\n";

fn version(number: &str, text: &str) -> Blueprint {
    Blueprint::version(number).file("a.py", Shared, text)
}

#[test]
fn a_missing_base_is_loud() {
    let mut world = World::after(&version("1.0.0", V1)).write("a.py", MINE);
    world.bases = Contents::default();
    let digest = Digest::of(V1.as_bytes()).to_string();
    let (directory, name) = digest.split_at(2);
    let reason = format!(
        "conflict a.py: the text of the last render is missing (`.quickscale/base/{directory}/{name}`), so edits \
         here cannot be told from changes there"
    );
    assert_eq!(world.plan(&version("2.0.0", V2)), [reason]);
    let mut world = world.resolve("ours");
    world.converge(&version("2.0.0", V2));
    assert_eq!(world.read("a.py").as_deref(), Some(MINE));
    // From here on there is a base again.
    let mut world = world;
    let next = version("3.0.0", &V2.replace("three", "THREE"));
    assert_eq!(world.apply(&next).conflicts().count(), 0);
}

#[test]
fn a_base_is_asked_for_only_when_both_sides_changed() {
    let needed = |world: &World, next: &Blueprint| {
        let proposal = world.propose(next);
        (proposal.steps.len(), world.bases_needed(next))
    };
    let world = World::after(&version("1.0.0", V1));
    assert_eq!(needed(&world, &version("2.0.0", V2)).1, 0, "unedited");
    let edited = world.write("a.py", MINE);
    assert_eq!(needed(&edited, &version("1.0.0", V1)).1, 0, "the blueprint rests");
    assert_eq!(needed(&edited, &version("2.0.0", V2)).1, 1);
    assert_eq!(needed(&edited.write("a.py", V2), &version("2.0.0", V2)).1, 0, "already there");
}

#[test]
fn a_base_is_kept_for_what_can_be_merged_only() {
    let world = World::after(&version("1.0.0", V1).file("b.py", Managed, "managed\n"));
    assert!(world.bases.get(Digest::of(V1.as_bytes())).is_some());
    assert!(world.bases.get(Digest::of(b"managed\n")).is_none());
}
