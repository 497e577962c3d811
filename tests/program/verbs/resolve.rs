//! Branches that both applied, merged by real git, and `quickscale resolve` where that leaves a conflict.

use std::process::Command;

use pretty_assertions::assert_eq;

use super::TEXT;
use crate::support::{Run, evolving::Evolving};

fn git(world: &Evolving, args: &[&str]) -> Run {
    let mut command = Command::new("git");
    command.args(["-c", "user.name=t", "-c", "user.email=t@example.com", "-c", "commit.gpgsign=false"]);
    command.args(args).current_dir(world.project.path());
    command.env("GIT_CONFIG_NOSYSTEM", "1").env("GIT_CONFIG_GLOBAL", "/dev/null");
    Run::of(&mut command)
}

fn commit(world: &Evolving) {
    git(world, &["add", "-A"]).success();
    git(world, &["commit", "-q", "-m", "x"]).success();
}

fn lines(changes: &[(&str, &str)]) -> String {
    changes.iter().fold(TEXT.to_owned(), |text, (old, new)| text.replace(old, new))
}

/// Two branches that applied different versions of the same layer, and the merge of them.
fn branches(left: &[(&str, &str)], right: &[(&str, &str)]) -> (Evolving, Run) {
    let world = Evolving::applied(&[("a.txt", &lines(&[("zero", "")])), ("b.txt", "b\n"), ("c.txt", "c\n")]);
    git(&world, &["init", "-q", "-b", "main"]).success();
    commit(&world);
    git(&world, &["switch", "-q", "-c", "left"]).success();
    world.release("1.1.0", "", left);
    world.apply().success();
    commit(&world);
    git(&world, &["switch", "-q", "main"]).success();
    git(&world, &["switch", "-q", "-c", "right"]).success();
    world.release("1.2.0", "", right);
    world.apply().success();
    commit(&world);
    let merge = git(&world, &["merge", "-q", "left"]);
    (world, merge)
}

#[test]
fn what_two_branches_did_to_one_module_is_derived_anew() {
    let (first, last) = (("one", "ONE"), ("nine", "NINE"));
    let (world, merge) = branches(
        &[("a.txt", &lines(&[first])), ("b.txt", "b, left\n"), ("c.txt", "c\n")],
        &[("a.txt", &lines(&[last])), ("b.txt", "b\n"), ("c.txt", "c, right\n")],
    );
    merge.exits(1);
    world.plan().exits(1).says("state::merge-markers").says("resolve`");
    world.apply().exits(1).says("state::merge-markers");
    // The blueprint of now has what both had.
    world.release(
        "1.2.0",
        "",
        &[("a.txt", &lines(&[first, last])), ("b.txt", "b, left\n"), ("c.txt", "c, right\n")],
    );
    world.project.edit("a.txt", "five", "FIVE, by the team");
    let files = |world: &Evolving| {
        let mut tree = world.project.committed();
        tree.retain(|path, _| !path.starts_with(".quickscale/") && !path.starts_with(".git/"));
        tree
    };
    let before = files(&world);
    let lock = world.project.read(".quickscale/lock/core.lock");
    world.run(&["resolve"]).exits(1).says("command::needs-yes");
    world.run(&["resolve", "--dry-run"]).success().prints("a.txt");
    assert_eq!(world.project.read(".quickscale/lock/core.lock"), lock);
    world.run(&["resolve", "--yes"]).success().prints("a.txt").prints("rendered");
    assert_eq!(files(&world), before, "a file of the project was changed");
    world.plan().never_says("conflict");
    world.apply().success();
    assert_eq!(world.project.read("a.txt"), lines(&[first, last, ("five", "FIVE, by the team")]));
    assert_eq!([world.project.read("b.txt"), world.project.read("c.txt")], ["b, left\n", "c, right\n"]);
    world.is_settled();
    world.run(&["resolve"]).success().says("The lock files are sound");

    // What is blueprint and what is edit is known as before: the next version merges.
    let next = lines(&[first, last, ("two", "TWO")]);
    world.release("2.0.0", "", &[("a.txt", &next), ("b.txt", "b, newer\n"), ("c.txt", "c, newer\n")]);
    world.apply().success();
    assert_eq!(world.project.read("a.txt"), next.replace("five", "FIVE, by the team"));
    world.is_settled();
}

#[test]
fn branches_that_changed_different_lines_of_a_lock_merge_without_help() {
    let world = Evolving::applied(&[("a.txt", TEXT), ("b.txt", "b\n"), ("m.txt", "m\n"), ("z.txt", "z\n")]);
    git(&world, &["init", "-q", "-b", "main"]).success();
    commit(&world);
    git(&world, &["switch", "-q", "-c", "left"]).success();
    world.run(&["eject", "a.txt", "--yes"]).success();
    commit(&world);
    git(&world, &["switch", "-q", "main"]).success();
    world.rewrite("z.txt", "z, new\n");
    world.apply().success();
    commit(&world);
    git(&world, &["merge", "-q", "left", "-m", "both"]).success();
    world.is_settled();
    assert!(world.project.read(".quickscale/lock/core.lock").contains("ejected 644"));
    world.project.edit("a.txt", "two", "TWO");
    world.rewrite("a.txt", &lines(&[("one", "ONE")]));
    world.is_settled();
}

#[test]
fn a_fresh_clone_knows_all_that_matters() {
    let world = Evolving::applied(&[("a.txt", TEXT)]);
    world.project.edit("a.txt", "two", "TWO");
    git(&world, &["init", "-q", "-b", "main"]).success();
    commit(&world);
    std::fs::remove_dir_all(world.project.join(".quickscale/run")).unwrap();
    git(&world, &["clone", "-q", ".", "clone"]).success();
    assert!(!world.project.exists("clone/.quickscale/run"));
    world.rewrite("a.txt", &lines(&[("nine", "NINE")]));
    world.run(&["-C", "clone", "apply", "--yes", "--offline"]).success();
    assert_eq!(world.project.read("clone/a.txt"), lines(&[("two", "TWO"), ("nine", "NINE")]));
    world.run(&["-C", "clone", "undo", "--yes"]).success();
}

#[test]
fn a_damaged_lock_file_loses_no_edit() {
    let world = Evolving::applied(&[("a.txt", TEXT), ("b.txt", "b\n"), ("c.txt", "c\n")]);
    world.project.edit("a.txt", "two", "TWO");
    let lock = world.project.read(".quickscale/lock/core.lock");
    let line = |path: &str| lock.lines().find(|line| line.ends_with(path)).unwrap().to_owned();
    // A line is doubled with another text, one is broken and one is lost.
    let doubled = format!(
        "{}\n{}",
        line("a.txt"),
        line("a.txt").replace(&line("a.txt")[11..75], &line("c.txt")[11..75])
    );
    let damaged = lock
        .replace(&line("a.txt"), &doubled)
        .replace(&line("b.txt"), "shared 644 oops b.txt")
        .replace(&(line("c.txt") + "\n"), "");
    world.project.write(".quickscale/lock/core.lock", damaged);
    world.plan().exits(1).says("state::").says("quickscale resolve");
    world.run(&["resolve", "--yes"]).success().prints("shared 644 oops b.txt");
    world.is_settled();
    assert_eq!(world.project.read(".quickscale/lock/core.lock"), lock);
    world.run(&["undo", "--yes"]).success();
    world.plan().exits(1);
}

#[test]
fn what_a_later_version_wrote_is_not_derived_anew() {
    let world = Evolving::applied(&[("a.txt", TEXT)]);
    world.project.edit(".quickscale/lock/core.lock", "format 1", "format 2");
    let before = world.project.committed();
    world.run(&["resolve", "--yes"]).exits(1).says("state::format");
    assert_eq!(world.project.committed(), before);
}
