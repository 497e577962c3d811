//! Killed at every call that changes something on disk: the next command finishes what was begun or drops it,
//! and the tree is wholly before or wholly after. The same for a call that fails, and for a full disk.
//!
//! The real program runs under strace, once to learn which calls it makes and then once for each of them.

use std::{fs::File, process::Stdio};

use crate::support::{
    Tree,
    evolving::Evolving,
    kernel::{self, Call},
    tree_of,
};
use pretty_assertions::assert_eq;

const TEXT: &str = "one\ntwo\nthree\nfour\nfive\nsix\nseven\neight\nnine\n";

/// A project before an apply that creates, updates, merges, moves and deletes.
fn world() -> Evolving {
    let world = Evolving::applied(&[
        ("updated.txt", TEXT),
        ("merged.txt", TEXT),
        ("dropped/a.txt", "dropped\n"),
        ("old.txt", TEXT),
        ("same.txt", "same\n"),
        ("way", "makes way for a directory\n"),
    ]);
    world.project.edit("merged.txt", "two", "an edit of the team");
    world.project.edit("old.txt", "three", "another edit of the team");
    world.project.write("untracked.txt", "not the tool's\n");
    let new = TEXT.replace("eight", "EIGHT");
    world.release(
        "2.0.0",
        "moved \"old.txt\" \"moved/new.txt\"\nfiles { executable \"created/run.sh\" }",
        &[
            ("updated.txt", &new),
            ("merged.txt", &new),
            ("moved/new.txt", &new),
            ("same.txt", "same\n"),
            ("created/run.sh", "#!/bin/sh\n"),
            ("way/in.txt", "in a directory\n"),
        ],
    );
    world
}

const APPLY: &[&str] = &["apply", "--yes", "--offline"];
const UNDO: &[&str] = &["undo", "--yes"];
/// Ends what was interrupted, and does nothing else.
const RECOVER: &[&str] = &["apply", "--yes", "--offline", "--only", "nothing"];

/// The trees between which a command leads.
struct Ends {
    before: Tree,
    after: Tree,
}

impl Ends {
    fn of(start: &Evolving, command: &[&str]) -> Self {
        let done = start.copy();
        done.run(command).success();
        let ends = Self { before: start.project.committed(), after: done.project.committed() };
        assert_ne!(ends.before, ends.after);
        ends
    }

    #[track_caller]
    fn hold(&self, world: &Evolving, when: &str) {
        let tree = world.project.committed();
        if tree == self.before || tree == self.after {
            return;
        }
        // What differs from either says more than two whole trees.
        let differing = |other: &Tree| -> Vec<String> {
            let paths = tree.keys().chain(other.keys()).filter(|path| tree.get(*path) != other.get(*path));
            paths.cloned().collect()
        };
        panic!(
            "{when} left a mixture\nnot as before: {:?}\nnot as after: {:?}",
            differing(&self.before),
            differing(&self.after)
        );
    }
}

/// Kills `command` before each of its changing calls that `which` takes, and demands one end of `ends`
/// as soon as the next command ran, and no trace of it afterwards.
fn survives(start: &Evolving, command: &[&str], ends: &Ends, which: impl Fn(&str) -> bool) {
    let command = start.args(command);
    let calls = kernel::changing_calls(&start.project, &command);
    let calls: Vec<&Call> = calls.iter().filter(|(name, _)| which(name)).collect();
    assert!(!calls.is_empty(), "no such call at all: the test tests nothing");
    for call in calls {
        let world = start.copy();
        assert!(kernel::killed_at(&world.project, &command, call), "{call:?} was not reached");
        world.run(RECOVER).success();
        ends.hold(&world, &format!("{call:?}"));
        world.apply().success();
        world.is_settled();
        no_leftovers(&world);
    }
}

/// Nothing that an interrupted command prepared is left behind.
#[track_caller]
fn no_leftovers(world: &Evolving) {
    let run = tree_of(&world.project.join(".quickscale/run"));
    let journals = run.keys().filter(|path| path.ends_with("/journal")).count();
    let numbers = run.keys().filter_map(|path| path.strip_prefix("transactions/")?.split('/').next());
    let numbers: std::collections::BTreeSet<_> = numbers.collect();
    assert_eq!(numbers.len(), journals, "{:#?}", run.keys());
    assert!(numbers.len() <= 3 && !run.keys().any(|path| path.ends_with(".waiting")), "{:#?}", run.keys());
    assert_eq!(run[".gitignore"].bytes, b"*\n");
}

fn an_apply_survives(which: impl Fn(&str) -> bool) {
    if kernel::has_strace() {
        let world = world();
        survives(&world, APPLY, &Ends::of(&world, APPLY), which);
    }
}

const SYNCS: [&str; 2] = ["fsync", "fdatasync"];
const WRITES: [&str; 4] = ["write", "pwrite64", "writev", "ftruncate"];

#[test]
fn an_apply_killed_at_every_write() {
    an_apply_survives(|name| WRITES.contains(&name));
}

#[test]
fn an_apply_killed_at_every_sync() {
    an_apply_survives(|name| SYNCS.contains(&name));
}

#[test]
fn an_apply_killed_at_every_rename_and_removal() {
    an_apply_survives(|name| name.starts_with("rename") || name.starts_with("unlink"));
}

#[test]
fn an_apply_killed_at_every_creation_and_all_the_rest() {
    let elsewhere = |name: &str| name.starts_with("rename") || name.starts_with("unlink");
    an_apply_survives(|name| !WRITES.contains(&name) && !SYNCS.contains(&name) && !elsewhere(name));
}

#[test]
fn the_first_apply_killed_at_every_call() {
    if !kernel::has_strace() {
        return;
    }
    let world = Evolving::new(&[("a.txt", "a\n"), ("deep/er/b.txt", "b\n")]);
    survives(&world, APPLY, &Ends::of(&world, APPLY), |name| !SYNCS.contains(&name));
}

#[test]
fn an_undo_killed_at_every_call() {
    if !kernel::has_strace() {
        return;
    }
    let world = world();
    world.apply().success();
    survives(&world, UNDO, &Ends::of(&world, UNDO), |name| !SYNCS.contains(&name));
}

#[test]
fn an_undo_killed_at_every_sync() {
    if !kernel::has_strace() {
        return;
    }
    let world = world();
    world.apply().success();
    survives(&world, UNDO, &Ends::of(&world, UNDO), |name| SYNCS.contains(&name));
}

/// A journal's last line can be cut short by a power failure; what is appended later still counts.
#[test]
fn an_undo_killed_after_its_journal_was_cut_short() {
    if !kernel::has_strace() {
        return;
    }
    let world = world();
    world.apply().success();
    let journal = world.project.read(".quickscale/run/transactions/2/journal");
    world.project.write(".quickscale/run/transactions/2/journal", journal + "ba");
    survives(&world, UNDO, &Ends::of(&world, UNDO), |name| name.starts_with("rename"));
}

/// The command that ends an interrupted one is interrupted too.
fn a_recovery_survives(command: &[&str]) {
    if !kernel::has_strace() {
        return;
    }
    let start = world();
    if command == UNDO {
        start.apply().success();
    }
    let ends = Ends::of(&start, command);
    let args = start.args(command);
    let calls = kernel::changing_calls(&start.project, &args);
    let renames: Vec<&Call> = calls.iter().filter(|(name, _)| name == "renameat2").collect();
    assert!(kernel::killed_at(&start.project, &args, renames[renames.len() / 2]));
    let half = start.project.committed();
    assert!(half != ends.before && half != ends.after, "not killed half-way");
    start.plan().says("interrupted");
    survives(&start, RECOVER, &ends, |name| !SYNCS.contains(&name));
}

#[test]
fn a_recovery_that_finishes_killed_at_every_call() {
    a_recovery_survives(APPLY);
}

#[test]
fn a_recovery_that_takes_back_killed_at_every_call() {
    a_recovery_survives(UNDO);
}

/// A call that fails: everything is as it was, it is said, and the same command works afterwards.
fn a_failure_is_taken_back(error: &str, which: impl Fn(&str) -> bool) {
    if !kernel::has_strace() {
        return;
    }
    let start = world();
    let ends = Ends::of(&start, APPLY);
    let args = start.args(APPLY);
    let calls = kernel::changing_calls(&start.project, &args);
    let calls: Vec<&Call> = calls.iter().filter(|(name, _)| which(name)).collect();
    assert!(!calls.is_empty(), "no such call at all: the test tests nothing");
    for call in calls {
        let world = start.copy();
        let run = kernel::failed_at(&world.project, &args, call, error);
        let when = format!("{call:?} with {error}");
        ends.hold(&world, &when);
        match run.code {
            Some(0) => assert_eq!(world.project.committed(), ends.after, "{when}"),
            _ => assert!(run.stderr.contains("::"), "{when}: no code in\n{}", run.stderr),
        }
        world.apply().success();
        world.is_settled();
        no_leftovers(&world);
    }
}

#[test]
fn a_disk_that_fills_up_at_any_write() {
    a_failure_is_taken_back("ENOSPC", |name| WRITES.contains(&name));
}

#[test]
fn a_disk_that_fails_at_any_sync() {
    a_failure_is_taken_back("EIO", |name| SYNCS.contains(&name));
}

#[test]
fn a_file_that_cannot_be_moved() {
    a_failure_is_taken_back("EIO", |name| name.starts_with("rename"));
}

#[test]
fn a_place_where_nothing_can_be_made_or_removed() {
    a_failure_is_taken_back("EACCES", |name| ["mkdirat", "openat", "unlinkat", "fchmod"].contains(&name));
}

/// A file system that cannot swap two files: three renames do it, killed between any of them.
#[test]
fn an_apply_without_renameat2_killed_at_every_rename() {
    if !kernel::has_strace() {
        return;
    }
    let start = world();
    let ends = Ends::of(&start, APPLY);
    let args = start.args(APPLY);
    for nth in 1.. {
        let world = start.copy();
        let run = kernel::killed_without_renameat2(&world.project, &args, nth);
        if !run {
            assert!(nth > 6, "only {nth} renames");
            ends.hold(&world, "no kill");
            break;
        }
        world.run(RECOVER).success();
        ends.hold(&world, &format!("renameat number {nth}"));
        world.apply().success();
        world.is_settled();
        no_leftovers(&world);
    }
}

#[test]
fn a_disk_without_room_for_the_apply() {
    let start = world();
    let Some(world) = start.copy_of_kilobytes(4096) else { return };
    let ends = Ends::of(&start, APPLY);
    let ballast = world.project.join("ballast");
    let mut refused = 0;
    for free in 0.. {
        fill_all_but(&ballast, free);
        let run = world.apply();
        std::fs::remove_file(&ballast).unwrap();
        if run.code == Some(0) {
            break;
        }
        refused += 1;
        run.exits(1).says("workspace::disk-full").says("help");
        ends.hold(&world, &format!("{free} free pages"));
    }
    assert!(refused > 3, "the disk was full only {refused} times");
    assert_eq!(world.project.committed(), ends.after);
    world.is_settled();
}

/// Leaves room for `pages` pages.
fn fill_all_but(ballast: &std::path::Path, pages: usize) {
    use std::io::Write as _;
    let mut file = File::create(ballast).unwrap();
    let mut written = 0_u64;
    while file.write_all(&[0; 4096]).is_ok() {
        written += 4096;
    }
    file.set_len(written.saturating_sub(4096 * pages as u64)).unwrap();
}

#[test]
fn a_project_that_cannot_be_written_can_be_planned() {
    let Some(world) = world().copy_of_kilobytes(4096) else { return };
    let before = world.project.tree();
    let plan = world.plan().exits(2).stdout;
    world.project.mount().freeze();
    assert_eq!(world.plan().exits(2).stdout, plan);
    world.run(&["status", "--offline"]).success();
    world.apply().exits(1).says("workspace::unwritable").says("help");
    world.run(UNDO).exits(1).says("workspace::unwritable");
    assert_eq!(world.project.tree(), before);
}

/// The lock is the operating system's: it is held here by nobody but this test.
#[test]
fn a_second_command_is_refused_while_one_runs_and_reading_is_not() {
    let world = world();
    let before = world.project.tree();
    let lock = File::options().append(true).open(world.project.join(".quickscale/run/lock")).unwrap();
    lock.lock().unwrap();
    world.apply().exits(6).says("apply::locked");
    world.run(UNDO).exits(6).says("apply::locked");
    world.plan().exits(2);
    world.run(&["status", "--offline"]).success();
    assert_eq!(world.project.tree(), before);
    lock.unlock().unwrap();
    world.apply().success();
    world.is_settled();
}

#[test]
fn a_lock_file_that_somebody_left_stops_nobody() {
    let world = world();
    world.project.write(".quickscale/run/lock", "process 1: apply\n");
    world.apply().success();
}

#[test]
fn two_at_once_do_not_mix() {
    let world = world();
    let args = world.args(APPLY);
    let start = || {
        let mut command = world.project.command();
        command.args(&args).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap()
    };
    let running: Vec<_> = (0..4).map(|_| start()).collect();
    let mut codes: Vec<_> =
        running.into_iter().map(|child| child.wait_with_output().unwrap().status.code()).collect();
    codes.sort();
    assert!(codes.contains(&Some(0)), "{codes:?}");
    // One that planned before another was done finds out under the lock, and is stale.
    assert!(codes.iter().all(|code| matches!(code, Some(0 | 5 | 6))), "{codes:?}");
    world.is_settled();
}

/// Killed in the middle, and then a person edits a file that was still to be written.
#[test]
fn an_edit_after_a_kill_is_neither_lost_nor_overwritten() {
    if !kernel::has_strace() {
        return;
    }
    let world = world();
    let args = world.args(APPLY);
    let calls = kernel::changing_calls(&world.project, &args);
    let first = calls.iter().find(|(name, _)| name == "renameat2").unwrap();
    assert!(kernel::killed_at(&world.project, &args, first));
    world.project.write("updated.txt", "typed after the crash\n");
    world.apply().exits(3).says("apply::stuck").says("updated.txt").says("quickscale undo");
    assert_eq!(world.project.read("updated.txt"), "typed after the crash\n");
    world.run(UNDO).success().says("updated.txt stays as it is");
    assert_eq!(world.project.read("updated.txt"), "typed after the crash\n");
    world.plan().exits(3).prints("updated.txt");
}
