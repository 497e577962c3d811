//! Killed at every call that changes something on disk: the next command finishes the apply or drops it,
//! and the tree is wholly before or wholly after.
//!
//! The real program runs under strace, which kills it right before the n-th call of a kind, for
//! every n there is. Without strace these tests say so and pass, except in CI, where it has to be there.

#![allow(
    clippy::disallowed_methods,
    clippy::print_stderr,
    clippy::unwrap_used,
    reason = "tests start programs"
)]

mod support;

use std::{
    os::unix::process::ExitStatusExt as _,
    process::{Command, Stdio},
};

use pretty_assertions::assert_eq;
use support::{Run, Tree, evolving::Evolving, tree_of};

const TEXT: &str = "one\ntwo\nthree\nfour\nfive\nsix\nseven\neight\nnine\n";

/// A project before an apply that creates, updates, merges, moves and deletes.
fn world() -> Evolving {
    let world = Evolving::applied(&[
        ("updated.txt", TEXT),
        ("merged.txt", TEXT),
        ("dropped/a.txt", "dropped\n"),
        ("old.txt", TEXT),
        ("same.txt", "same\n"),
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
        ],
    );
    world
}

/// What of the project can be committed, without the tool's own memory of it.
fn project_files(tree: &Tree) -> Tree {
    let own = |path: &str| path.starts_with(".quickscale/run/");
    tree.iter().filter(|(path, _)| !own(path)).map(|(path, file)| (path.clone(), file.clone())).collect()
}

/// Kills an apply right before the `nth` of `calls`; whether there were that many.
fn kill_at(world: &Evolving, calls: &str, nth: usize) -> bool {
    let args = world.args(&["apply", "--yes", "--offline"]);
    let inject = format!("inject={calls}:signal=KILL:when={nth}");
    let status = Command::new("strace")
        .args(["-f", "-qq", "-o", "/dev/null", "-e", &format!("trace={calls}"), "-e", &inject])
        .arg(env!("CARGO_BIN_EXE_quickscale"))
        .args(args)
        .current_dir(world.project.path())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .unwrap();
    status.signal() == Some(9) || status.code() == Some(137)
}

fn survives_being_killed_at(calls: &str) {
    if Command::new("strace").arg("-V").stdout(Stdio::null()).status().is_err() {
        assert!(std::env::var_os("CI").is_none(), "strace has to be there in CI");
        eprintln!("not run: needs strace");
        return;
    }
    let whole = world();
    let before = project_files(&whole.project.tree());
    whole.apply().success();
    let after = project_files(&whole.project.tree());
    assert_ne!(before, after);

    for nth in 1.. {
        let world = world();
        if !kill_at(&world, calls, nth) {
            assert!(nth > 1, "no {calls} at all: the test tests nothing");
            break;
        }
        world.run(&["plan", "--offline"]);
        world.run(&["apply", "--yes", "--offline", "--only", "nothing"]).success();
        let recovered = project_files(&world.project.tree());
        let wholly = recovered == before || recovered == after;
        assert!(wholly, "{calls} number {nth} left a mixture:\n{:#?}", recovered.keys());

        world.apply().success();
        assert_eq!(project_files(&world.project.tree()), after, "{calls} number {nth}");
        world.is_settled();
        no_leftovers(&world);
    }
}

/// Nothing that an interrupted command prepared is left behind.
#[track_caller]
fn no_leftovers(world: &Evolving) {
    let transactions = tree_of(&world.project.join(".quickscale/run"));
    let count = |tree: &Tree| {
        let numbers = tree.keys().filter_map(|path| path.strip_prefix("transactions/")?.split('/').next());
        numbers.collect::<std::collections::BTreeSet<_>>().len()
    };
    assert!(count(&transactions) <= 3, "{:#?}", transactions.keys());
}

#[test]
fn killed_at_every_write() {
    survives_being_killed_at("write,pwrite64,writev");
}

#[test]
fn killed_at_every_rename() {
    survives_being_killed_at("rename,renameat,renameat2");
}

#[test]
fn killed_at_every_sync() {
    survives_being_killed_at("fsync,fdatasync");
}

#[test]
fn killed_at_every_removal() {
    survives_being_killed_at("unlink,unlinkat,rmdir");
}

#[test]
fn killed_at_every_creation() {
    survives_being_killed_at("mkdir,mkdirat,link,linkat,fchmod,fchmodat,ftruncate");
}

/// The disk is full, or a call fails for another reason: everything is as it was, and it is said.
#[test]
fn a_failing_call_is_taken_back() {
    if Command::new("strace").arg("-V").stdout(Stdio::null()).status().is_err() {
        assert!(std::env::var_os("CI").is_none(), "strace has to be there in CI");
        eprintln!("not run: needs strace");
        return;
    }
    for (calls, error) in [("fsync,fdatasync", "ENOSPC"), ("renameat2", "EIO"), ("mkdirat", "EACCES")] {
        for nth in 1.. {
            let world = world();
            let before = project_files(&world.project.tree());
            let inject = format!("inject={calls}:error={error}:when={nth}");
            let mut command = Command::new("strace");
            command.args([
                "-f",
                "-qq",
                "-o",
                "/tmp/strace-log",
                "-e",
                &format!("trace={calls}"),
                "-e",
                &inject,
            ]);
            command.arg(env!("CARGO_BIN_EXE_quickscale")).args(world.args(&["apply", "--yes", "--offline"]));
            let run = Run::of(command.current_dir(world.project.path()));
            if run.code == Some(0) && nth > 1 {
                break;
            }
            let tree = project_files(&world.project.tree());
            if run.code != Some(0) {
                assert!(run.stderr.contains("::"), "{calls} {nth}: no code in\n{}", run.stderr);
                world.run(&["apply", "--yes", "--offline", "--only", "nothing"]);
            }
            let after = project_files(&world.project.tree());
            assert!(tree == before || tree == after, "{calls} number {nth} failed and left a mixture");
            world.apply().success();
            world.is_settled();
        }
    }
}

#[test]
fn two_at_once_do_not_mix() {
    let world = world();
    let args = world.args(&["apply", "--yes", "--offline"]);
    let start = || {
        let mut command = world.project.command();
        command.args(&args).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap()
    };
    let running: Vec<_> = (0..4).map(|_| start()).collect();
    let mut codes: Vec<_> =
        running.into_iter().map(|child| child.wait_with_output().unwrap().status.code()).collect();
    codes.sort();
    assert!(codes.contains(&Some(0)), "{codes:?}");
    assert!(codes.iter().all(|code| matches!(code, Some(0 | 6))), "{codes:?}");
    world.is_settled();
}
