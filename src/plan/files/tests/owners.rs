//! Files whose owner class or lock changes, and paths that cannot exist beside each other.

use pretty_assertions::assert_eq;

use crate::plan::world::{Blueprint, World};
use crate::{
    blueprint::Owner::{self, Ejected, Keyed, Managed, Once, Shared},
    plan::files::Comparison,
    state::State,
    workspace::Mode,
};

const V1: &str = "one\n";

fn of(owner: Owner) -> Blueprint {
    Blueprint::version("1.0.0").file("a.py", owner, V1)
}

#[test]
fn a_new_class_is_recorded() {
    let cases = [
        (Managed, Shared, "already as the blueprint has it"),
        (Shared, Keyed, "already as the blueprint has it"),
        (Shared, Managed, "already as the blueprint has it"),
        (Shared, Once, "yours from now on"),
        (Shared, Ejected, "yours from now on"),
        (Once, Shared, "already as the blueprint has it"),
    ];
    for (before, after, reason) in cases {
        let mut world = World::after(&of(before));
        assert_eq!(world.converge(&of(after)), [format!("record a.py: {reason}")], "{before} {after}");
    }
}

#[test]
fn an_ejected_file_stays_ejected() {
    let mut world = World::after(&of(Shared));
    world.converge(&of(Ejected));
    for owner in Owner::ALL {
        assert_eq!(world.converge(&of(owner)), [""; 0], "{owner}");
    }
}

#[test]
fn an_edit_made_while_it_was_allowed_is_not_overwritten_later() {
    for before in [Shared, Keyed, Once] {
        let world = World::after(&of(before)).write("a.py", "mine\n");
        let expected =
            ["conflict a.py: quickscale alone writes this file from now on, and it is edited here"];
        assert_eq!(world.plan(&of(Managed)), expected);
        let mut world = world.resolve("ours");
        world.converge(&of(Managed));
        assert_eq!(world.read("a.py").as_deref(), Some("mine\n"));
    }
}

#[test]
fn drift_becomes_an_edit_when_the_file_is_shared_from_now_on() {
    let mut world = World::after(&of(Managed)).write("a.py", "mine\n");
    let expected = ["record a.py: your edit stays"];
    assert_eq!(world.converge(&of(Shared)), expected);
}

#[test]
fn a_file_may_go_over_to_another_lock() {
    let teams = Blueprint::version("1.0.0").file_of("teams", "a.py", Shared, Mode::Regular, V1);
    let mut world = World::after(&of(Shared));
    assert_eq!(world.converge(&teams), ["record a.py: already as the blueprint has it"]);
    assert!(world.state.locks["core"].entries.is_empty());
    assert_eq!(world.state.locks["teams"].entries.len(), 1);
}

#[test]
fn a_version_or_an_input_that_changes_no_file_is_written_down() {
    let mut next = Blueprint::version("1.1.0").file("a.py", Shared, V1);
    next.0.inputs.entry("core".to_owned()).or_default().insert("title".to_owned(), "Acme".to_owned());
    let mut world = World::after(&of(Shared));
    let proposal = world.propose(&next);
    let crate::plan::Change::Lock(change) = &proposal.steps[0].change else { panic!("{proposal:?}") };
    assert_eq!(change.before.as_ref().map(ToString::to_string).as_deref(), Some("1.0.0"));
    assert_eq!(change.after.as_ref().map(ToString::to_string).as_deref(), Some("1.1.0"));
    assert_eq!(change.inputs, ["title"]);
    world.converge(&next);
}

#[test]
fn paths_that_cannot_exist_beside_each_other_are_refused_all_at_once() {
    let wanted = Blueprint::version("1.0.0")
        .file("README.md", Shared, "")
        .file("readme.md", Shared, "")
        .file("config", Shared, "")
        .file("config/urls.py", Shared, "")
        .file(".quickscale/lock/core.lock", Shared, "");
    let report = Comparison::new(&wanted.0, &State::default()).unwrap_err();
    let codes: Vec<&str> = report.issues().iter().map(|issue| issue.code.id).collect();
    assert_eq!(codes, ["plan::reserved-path", "plan::case-collision", "plan::path-clash"]);
}
