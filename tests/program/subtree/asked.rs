//! With somebody at the terminal: what is asked, with which defaults, and what a no does.

use pretty_assertions::assert_eq;

use super::world::{PREFIX, TEXT, World};
use crate::support::terminal::Terminal;

fn at_a_terminal(world: &World, args: &str) -> Terminal {
    Terminal::start(&world.command(), args)
}

#[test]
fn embed_asks_for_what_is_not_given_and_shows_what_would_come() {
    if !Terminal::can_be_had() {
        return;
    }
    let world = World::new();
    let remote = world.core().display().to_string();
    let before = world.picture();
    for (answer, said) in [("n", "nothing was changed"), ("y", "Embedded libs/core")] {
        let mut embed = at_a_terminal(&world, "embed");
        embed.shows("Directory?").types(PREFIX).shows("Repository?").types(&remote);
        embed.shows("Branch? [main]").types("").shows("+three").shows("3 files change");
        embed.shows("Embed it? [y/N]").types(answer).shows(said);
        assert_eq!(embed.ends().0, Some(0));
        assert_eq!(world.picture() == before, answer == "n");
    }
    assert_eq!(world.app.read("libs/core/a.txt"), TEXT);
}

#[test]
fn what_the_configuration_says_is_the_default() {
    if !Terminal::can_be_had() {
        return;
    }
    let world = World::new();
    world.core_git(&["branch", "work"]);
    for (key, value) in [("remote", world.core().to_str().unwrap()), ("branch", "work"), ("prefix", "lib")] {
        world.quickscale(&["config", "set", key, value]).success();
    }
    let mut embed = at_a_terminal(&world, "embed");
    embed
        .shows("Directory? [lib]")
        .types("")
        .shows("Repository? [")
        .types("")
        .shows("Branch? [work]")
        .types("");
    embed.shows("Embed it?").types("y");
    assert_eq!(embed.ends().0, Some(0));
    assert!(world.app.read("quickscale.kdl").contains("subtree \"lib\""));
}

#[test]
fn update_and_push_show_first_and_then_ask() {
    if !Terminal::can_be_had() {
        return;
    }
    let world = World::embedded();
    world.release("v2", &[("a.txt", &TEXT.replace("one", "ONE"))]);
    let before = world.picture();
    for (answer, said) in [("", "nothing was changed"), ("yes", "Updated libs/core")] {
        let mut update = at_a_terminal(&world, "update");
        update.shows("+ONE").shows("Take this in? [y/N]").types(answer).shows(said);
        assert_eq!(update.ends().0, Some(0));
        assert_eq!(world.picture() == before, answer.is_empty());
    }

    world.edit("libs/core/a.txt", "nine", "nine, ours");
    for (answer, said) in [("n", "nothing was changed"), ("y", "Pushed")] {
        let mut push = at_a_terminal(&world, "push");
        push.shows("+nine, ours").shows("Branch to push to? [feature/core-of-acme]").types("feature/mine");
        push.shows("Push to `feature/mine` of").types(answer).shows(said);
        assert_eq!(push.ends().0, Some(0));
        let branches = world.core_git(&["branch", "--format=%(refname:short)"]);
        assert_eq!(branches.contains("feature/mine"), answer == "y");
    }
}
