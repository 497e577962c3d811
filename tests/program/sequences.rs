//! Longer stories: what a team, its blueprint and the tool do one after the other.

use std::fs;

use pretty_assertions::assert_eq;

use crate::support::{Project, evolving::Evolving};

const TEXT: &str = "one\ntwo\nthree\nfour\nfive\nsix\nseven\neight\nnine\n";

#[test]
fn a_file_makes_way_for_a_directory_of_its_name_and_comes_back() {
    let world = Evolving::applied(&[("settings", TEXT), ("b.txt", "b\n")]);
    let before = world.project.committed();
    world.release(
        "2.0.0",
        "",
        &[("settings/base.txt", TEXT), ("settings/deep/x.txt", "x\n"), ("b.txt", "b\n")],
    );
    world.plan().exits(2).prints("base.txt");
    world.apply().success();
    assert_eq!(world.project.read("settings/deep/x.txt"), "x\n");
    world.is_settled();
    world.project.write("settings/own.txt", "mine\n");
    world.run(&["undo", "--yes"]).exits(3).says("apply::changed-since").says("settings/own.txt");
    world.project.remove("settings/own.txt");
    world.run(&["undo", "--yes"]).success();
    assert_eq!(world.project.committed(), before);
}

#[test]
fn an_edited_file_that_makes_way_for_a_directory_is_asked_about_and_kept() {
    let world = Evolving::applied(&[("settings", TEXT), ("b.txt", "b\n")]);
    world.project.edit("settings", "two", "two, by the team");
    world.release("2.0.0", "", &[("settings/base.txt", TEXT), ("b.txt", "b\n")]);
    world
        .apply()
        .exits(3)
        .says("conflicts settings/base.txt=ours")
        .says("help: add `--conflicts settings=ours`");
    world.apply_with(&["--conflicts", "settings=theirs", "--allow-destroy"]).success();
    let kept = world.project.read(".quickscale/run/kept/2/settings");
    assert_eq!(kept, TEXT.replace("two", "two, by the team"));
    world.is_settled();
}

/// Which ways there are differs from conflict to conflict.
#[test]
fn a_refused_apply_names_the_ways_that_are_open_and_no_other() {
    let world = Evolving::applied(&[("a.txt", TEXT), ("b.txt", "b\n")]);
    world.project.edit("a.txt", "two", "ours");
    world.rewrite("a.txt", &TEXT.replace("two", "theirs"));
    world
        .apply()
        .exits(3)
        .says("`--conflicts a.txt=markers` to sort it out")
        .says("`=ours`")
        .says("`=theirs`");
    world.apply_with(&["--conflicts", "markers"]).exits(3);
    let run = world.apply().exits(3).says("`--conflicts a.txt=theirs`").says("until no marker is left");
    assert!(!run.stderr.contains("=ours") && !run.stderr.contains("=markers"), "{}", run.stderr);
    world.run(&["eject", "a.txt", "--yes"]).success();
    world.is_settled();
}

#[test]
fn a_file_with_markers_is_not_taken_over_as_it_is() {
    let world = Evolving::applied(&[("a.txt", TEXT), ("b.txt", "b\n")]);
    world.project.edit("a.txt", "two", "ours");
    world.rewrite("a.txt", &TEXT.replace("two", "theirs"));
    world.apply_with(&["--conflicts", "markers"]).exits(3);
    world.run(&["state", "rm", "a.txt", "--yes"]).success();
    world.apply_with(&["--conflicts", "ours"]).exits(3).says("until no marker is left");
    world.project.write("a.txt", TEXT.replace("two", "both"));
    world.apply_with(&["--conflicts", "ours"]).success();
    world.is_settled();
}

#[test]
fn a_file_is_followed_through_a_new_package_and_a_rename_at_once() {
    let world = Evolving::applied(&[("__package__/a.txt", TEXT), ("b.txt", "b\n")]);
    fs::rename(world.project.join("demo/a.txt"), world.project.join("mine.txt")).unwrap();
    world.run(&["state", "mv", "demo/a.txt", "mine.txt", "--yes"]).success();
    world.project.edit("mine.txt", "two", "two, by the team");
    world.project.edit("quickscale.kdl", "\"demo\"", "\"demo\" package=\"other\"");
    let rename = "moved \"__package__/a.txt\" \"c.txt\"";
    world.release("2.0.0", rename, &[("c.txt", &TEXT.replace("nine", "NINE")), ("b.txt", "b\n")]);
    world.apply().success();
    let merged = TEXT.replace("two", "two, by the team").replace("nine", "NINE");
    assert_eq!(world.project.read("mine.txt"), merged);
    assert!(!world.project.exists("c.txt"));
    world.is_settled();
    // Nobody tells of the rename any more.
    world.release("3.0.0", "", &[("c.txt", &TEXT.replace("nine", "9")), ("b.txt", "b\n")]);
    world.apply().success();
    assert_eq!(world.project.read("mine.txt"), merged.replace("NINE", "9"));
    world.is_settled();
}

#[test]
fn a_rename_says_where_a_file_stays_that_is_the_users() {
    let world = Evolving::applied(&[("a.txt", TEXT), ("b.txt", "b\n")]);
    world.run(&["eject", "a.txt", "--yes"]).success();
    world.project.edit("a.txt", "two", "two, by the team");
    world.release("2.0.0", "moved \"a.txt\" \"c.txt\"", &[("c.txt", TEXT), ("b.txt", "b\n")]);
    world.plan().exits(2).prints("renamed by the blueprint; yours stays at `a.txt` until you move it");
    world.apply().success();
    world.is_settled();
    fs::rename(world.project.join("a.txt"), world.project.join("c.txt")).unwrap();
    world.run(&["eject", "--back", "c.txt", "--yes"]).success();
    world.rewrite("c.txt", &TEXT.replace("nine", "NINE"));
    world.apply().success();
    let merged = TEXT.replace("two", "two, by the team").replace("nine", "NINE");
    assert_eq!(world.project.read("c.txt"), merged);
}

#[test]
fn a_file_that_is_deleted_after_a_kill_is_asked_about_and_not_taken_for_damage() {
    let world = Evolving::applied(&[("a.txt", TEXT)]);
    world.release("2.0.0", "", &[("a.txt", TEXT), ("new.txt", "new\n")]);
    world.apply().success();
    // What a kill right before the last line of the journal leaves.
    let journal = ".quickscale/run/transactions/2/journal";
    world.project.edit(journal, "\ndone\n", "\n");
    world.project.remove("new.txt");
    world.apply().exits(3).says("apply::stuck").says("new.txt").says("quickscale undo");
    world.run(&["undo", "--yes"]).success();
    world.plan().exits(2).prints("new.txt");
}

#[test]
fn a_deployment_that_is_not_declared_says_what_to_write() {
    let project = Project::with_manifest("quickscale schema=1\nproject \"demo\"\n");
    project
        .quickscale(["deploy", "railway", "--yes"])
        .exits(1)
        .says("railway::not-deployed")
        .says("environment \"production\" { deploy \"railway\" }");
    project.quickscale(["plan", "-e", "staging"]).exits(1).says("or declare it");
}

#[test]
fn two_applies_that_wrote_markers_are_aborted_one_after_the_other() {
    let world = Evolving::applied(&[("a.txt", TEXT), ("b.txt", TEXT)]);
    let (theirs, ours) = (TEXT.replace("two", "theirs"), TEXT.replace("two", "ours"));
    world.project.write("a.txt", &ours);
    world.project.write("b.txt", &ours);
    let before = world.project.committed();
    world.rewrite("a.txt", &theirs);
    world.apply_with(&["--conflicts", "markers"]).exits(3);
    world.rewrite("b.txt", &theirs);
    world.apply_with(&["--only", "b.txt", "--conflicts", "markers"]).exits(3);
    world.run(&["apply", "--abort"]).success();
    assert_eq!(world.project.read("b.txt"), ours);
    world.run(&["status"]).success().prints("a.txt:2");
    world.run(&["apply", "--abort"]).success();
    assert_eq!(world.project.committed(), before);
    world.run(&["apply", "--abort"]).exits(1).says("apply::no-conflict");
    world.run(&["undo", "--yes"]).success();
    world.run(&["undo", "--yes"]).success();
    assert!(world.project.read("b.txt").contains("<<<<<<< yours"));
}

#[test]
fn a_file_that_is_too_large_to_be_merged_is_asked_about_and_kept() {
    let world = Evolving::applied(&[("a.txt", TEXT)]);
    fs::File::create(world.project.join("a.txt")).unwrap().set_len(17 << 20).unwrap();
    world.rewrite("a.txt", &TEXT.replace("nine", "NINE"));
    world.plan().exits(3).prints("larger than the 16 MiB that can be merged");
    world.apply_with(&["--conflicts", "theirs", "--allow-destroy"]).success();
    assert_eq!(fs::metadata(world.project.join(".quickscale/run/kept/2/a.txt")).unwrap().len(), 17 << 20);
    world.is_settled();
}

#[test]
fn where_nothing_is_kept_an_undo_says_so() {
    let world = Evolving::new(&[("a.txt", TEXT)]);
    world.run(&["undo", "--list"]).success().says("Nothing is kept");
    world.run(&["undo", "--yes"]).exits(1).says("apply::nothing-to-undo").says(".quickscale/run/");
}
