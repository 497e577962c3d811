//! `quickscale state show | mv | rm`.

use std::fs;

use pretty_assertions::assert_eq;

use super::TEXT;
use crate::support::evolving::Evolving;

fn rename(world: &Evolving, old: &str, new: &str) {
    let new = world.project.join(new);
    fs::create_dir_all(new.parent().unwrap()).unwrap();
    fs::rename(world.project.join(old), new).unwrap();
}

#[test]
fn a_file_that_the_user_moved_is_followed() {
    let world = Evolving::applied(&[("a.txt", TEXT), ("b.txt", "b\n")]);
    world.project.edit("a.txt", "two", "TWO, by the team");
    rename(&world, "a.txt", "docs/mine.txt");
    world.plan().exits(2).prints("deleted here").prints("quickscale state mv");
    world.run(&["state", "mv", "a.txt", "docs/mine.txt", "--yes"]).success().prints("docs/mine.txt");
    world.is_settled();

    world.rewrite("a.txt", &TEXT.replace("eight", "EIGHT"));
    world.apply().success();
    let merged = TEXT.replace("two", "TWO, by the team").replace("eight", "EIGHT");
    assert_eq!(world.project.read("docs/mine.txt"), merged);
    assert!(!world.project.exists("a.txt"));
    world.is_settled();

    // Wherever it goes next, and back.
    rename(&world, "docs/mine.txt", "c.txt");
    world.run(&["state", "mv", "docs/mine.txt", "c.txt", "--yes"]).success();
    world.is_settled();
    rename(&world, "c.txt", "a.txt");
    world.run(&["state", "mv", "c.txt", "a.txt", "--yes"]).success();
    world.is_settled();
    assert!(!world.project.read(".quickscale/lock/core.lock").contains("followed"));
}

#[test]
fn a_followed_file_survives_a_rename_and_goes_when_it_is_dropped() {
    let world = Evolving::applied(&[("a.txt", TEXT), ("b.txt", "b\n")]);
    rename(&world, "a.txt", "mine.txt");
    world.run(&["state", "mv", "a.txt", "mine.txt", "--yes"]).success();
    let next = TEXT.replace("nine", "NINE");
    world.release("2.0.0", "moved \"a.txt\" \"new.txt\"", &[("new.txt", &next), ("b.txt", "b\n")]);
    world.apply().success();
    assert_eq!(world.project.read("mine.txt"), next);
    assert!(!world.project.exists("new.txt"));
    world.is_settled();
    world.release("3.0.0", "", &[("b.txt", "b\n")]);
    world.apply().success();
    assert!(!world.project.exists("mine.txt"));
    world.is_settled();
}

#[test]
fn a_move_that_was_taken_for_a_deletion_is_still_followed() {
    let world = Evolving::applied(&[("a.txt", TEXT), ("b.txt", "b\n")]);
    rename(&world, "a.txt", "mine.txt");
    world.apply().success();
    world.run(&["state", "mv", "a.txt", "mine.txt", "--yes"]).success();
    world.is_settled();
    world.rewrite("a.txt", &TEXT.replace("nine", "NINE"));
    world.apply().success();
    assert_eq!(world.project.read("mine.txt"), TEXT.replace("nine", "NINE"));
}

#[test]
fn what_cannot_be_followed_is_said() {
    let world = Evolving::applied(&[("a.txt", TEXT), ("b.txt", "b\n")]);
    world.run(&["state", "mv", "x.txt", "y.txt"]).exits(1).says("plan::unknown-path");
    let run = world.run(&["state", "mv", "a.txt", "y.txt"]).exits(1).says("plan::not-moved");
    assert!(
        run.stderr.contains("`a.txt` is still there") && run.stderr.contains("git mv a.txt y.txt"),
        "{run:?}"
    );
    world.project.remove("a.txt");
    world.run(&["state", "mv", "a.txt", "b.txt"]).exits(1).says("a file of the blueprint itself");
    world.run(&["state", "mv", "a.txt", ".quickscale/x"]).exits(1).says("its own files");
}

#[test]
fn a_forgotten_file_stays_where_it_is() {
    let world = Evolving::applied(&[("a.txt", "a\n"), ("b.txt", "b\n")]);
    world.project.write("a.txt", "mine\n");
    world.run(&["state", "rm", "a.txt", "--yes"]).success().prints("the file stays");
    assert_eq!(world.project.read("a.txt"), "mine\n");
    world.plan().exits(3).prints("exists but was not generated");
    world.run(&["undo", "--yes"]).success();
    world.is_settled();
}

#[test]
fn what_is_recorded_is_shown() {
    let world = Evolving::applied(&[("dir/a.txt", "a\n"), ("b.txt", "b\n")]);
    world.run(&["state", "show"]).success().prints("shared 644").prints("dir/a.txt").prints("b.txt");
    world.run(&["state", "show", "dir"]).success().prints("dir/a.txt").never_says("b.txt");
    let json = world.run(&["state", "show", "--json", "b.txt"]).success().json();
    assert_eq!(json["locks"]["core"]["entries"]["b.txt"]["owner"], "shared");
    assert!(json["locks"]["core"]["entries"].get("dir/a.txt").is_none());
}
