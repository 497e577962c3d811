//! `quickscale apply --continue` and `--abort`.

use std::fs;

use pretty_assertions::assert_eq;

use super::TEXT;
use crate::support::evolving::Evolving;

/// A project in which an apply has just written conflict markers, and what it was before.
fn marked() -> (Evolving, crate::support::Tree) {
    let world = Evolving::applied(&[("a.txt", TEXT), ("b.txt", "b\n"), ("drop/c.txt", "c\n")]);
    world.project.edit("a.txt", "two", "ours");
    world.release(
        "2.0.0",
        "",
        &[("a.txt", &TEXT.replace("two", "theirs")), ("b.txt", "b, new\n"), ("new/d.txt", "d\n")],
    );
    let before = world.project.committed();
    world.apply_with(&["--conflicts", "markers"]).exits(3).says("apply --continue").says("apply --abort");
    (world, before)
}

#[test]
fn it_goes_on_when_no_marker_is_left() {
    let (world, _) = marked();
    let status = world.run(&["status"]).success().prints("a.txt:2").prints("apply --continue");
    assert!(status.stdout.contains("apply --abort"), "{status:?}");
    assert_eq!(world.run(&["status", "--json"]).json()["conflicts"][0], "a.txt:2");
    world.apply_with(&["--continue"]).exits(3).says("apply::unresolved").says("a.txt:2");
    world.project.write("a.txt", TEXT.replace("two", "both"));
    world.run(&["status"]).prints("every marker is gone");
    world.apply_with(&["--continue"]).success();
    world.is_settled();
    assert_eq!(world.project.read("a.txt"), TEXT.replace("two", "both"));
    world.run(&["status"]).success().never_says("resolution");
    world.apply_with(&["--continue"]).exits(1).says("apply::no-conflict");
    world.run(&["apply", "--abort"]).exits(1).says("apply::no-conflict");
}

#[test]
fn a_plain_apply_ends_the_resolution_too() {
    let (world, _) = marked();
    world.apply().exits(3);
    world.project.write("a.txt", TEXT.replace("two", "both"));
    world.apply().success();
    world.run(&["status"]).success().never_says("resolution");
}

#[test]
fn aborting_restores_the_tree_and_keeps_what_was_done_since() {
    let (world, before) = marked();
    let half_done = world.project.read("a.txt").replace("<<<<<<< yours\n", "");
    world.project.write("a.txt", &half_done);
    world.project.write("b.txt", "an edit made since\n");
    let run = world.run(&["apply", "--abort"]).success().says("a.txt is kept in .quickscale/run/kept/");
    assert_eq!(world.project.committed(), before);
    assert!(!world.project.exists("new"), "an empty directory was left");
    let kept: Vec<String> = run
        .stderr
        .lines()
        .filter_map(|line| line.split_once(" is kept in ").map(|(_, path)| world.project.read(path)))
        .collect();
    assert_eq!(kept, [half_done.as_str(), "an edit made since\n"]);
    world.run(&["status"]).success().never_says("resolution");

    // The abort itself can be taken back.
    world.run(&["undo", "--yes"]).success();
    assert_eq!(world.project.read("a.txt"), half_done);
    world.run(&["status"]).prints("apply --abort");
}

#[test]
fn only_the_last_command_is_aborted() {
    let (world, before) = marked();
    world.run(&["eject", "b.txt", "--yes"]).success();
    world.run(&["apply", "--abort"]).exits(3).says("apply::not-last").says("quickscale undo");
    world.run(&["undo", "--yes"]).success();
    world.run(&["apply", "--abort"]).success();
    assert_eq!(world.project.committed(), before);
}

#[test]
fn both_versions_of_a_binary_file_are_kept() {
    let world = Evolving::applied(&[("logo.png", "\0base"), ("b.txt", "b\n")]);
    world.project.write("logo.png", "\0ours");
    world.rewrite("logo.png", "\0theirs");
    world.plan().exits(3).prints("logo.png=markers");
    let before = world.project.committed();
    world.apply_with(&["--conflicts", "markers"]).exits(3).says("logo.png.theirs");
    assert_eq!(world.project.read("logo.png"), "\0ours");
    assert_eq!(world.project.read("logo.png.theirs"), "\0theirs");
    world.apply_with(&["--continue"]).exits(3).says("apply::unresolved").says("logo.png.theirs");
    world.run(&["apply", "--abort"]).success();
    assert_eq!(world.project.committed(), before);

    world.project.write("logo.png.theirs", "somebody's own");
    world.apply_with(&["--conflicts", "markers"]).exits(3).says("apply::undecided");
    world.project.remove("logo.png.theirs");
    world.apply_with(&["--conflicts", "markers"]).exits(3);
    fs::rename(world.project.join("logo.png.theirs"), world.project.join("logo.png")).unwrap();
    world.apply_with(&["--continue"]).success();
    world.is_settled();
}

#[test]
fn protection_is_lifted_by_name_for_one_time() {
    let world = Evolving::new(&[("dir/a.txt", "a\n"), ("dir/b.txt", "b\n")]);
    world.project.write("quickscale.kdl", "quickscale schema=1\nproject \"demo\"\nprotect \"dir\"\n");
    world.apply().success();
    world.rewrite("dir/a.txt", "a, new\n");
    world.apply().exits(4).says("--lift-protection dir");
    world.apply_with(&["--lift-protection", "dir/b.txt"]).exits(4);
    world.apply_with(&["--lift-protection", "dir/a.txt"]).success();
    assert_eq!(world.project.read("dir/a.txt"), "a, new\n");
    world.rewrite("dir/a.txt", "a, newer\n");
    world.apply().exits(4);
}
