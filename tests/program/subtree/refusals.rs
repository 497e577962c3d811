//! Situations in which nothing is done, and what is said about each.

use std::fs;

use super::world::{MANIFEST, PREFIX, TEXT, World};

/// Something new waits in the other repository.
fn waiting() -> World {
    let world = World::embedded();
    world.release("v2", &[("a.txt", &TEXT.replace("one", "ONE")), ("new.txt", "new\n")]);
    world
}

#[test]
fn a_project_without_a_repository_or_without_a_commit() {
    let world = World::new();
    let remote = world.core().display().to_string();
    let embed = ["embed", PREFIX, "--remote", &remote, "--yes"];
    fs::remove_dir_all(world.app.join(".git")).unwrap();
    world.quickscale(&embed).exits(1).says("subtree::no-repository").says("git init");
    world.git(&["init", "--quiet"]);
    world.quickscale(&embed).exits(1).says("subtree::no-commit").says("git commit");
    assert!(!world.app.exists("libs"));
}

#[test]
fn a_commit_instead_of_a_branch() {
    let world = waiting();
    world.git(&["switch", "--quiet", "--detach"]);
    world.refuses(&["update", "--yes"], "subtree::detached-head").says("git switch -c NAME");
}

#[test]
fn a_merge_a_rebase_and_a_cherry_pick_in_progress() {
    let world = waiting();
    world.git(&["branch", "other"]);
    world.edit("templates/home.html", "ours", "one");
    world.git(&["switch", "--quiet", "other"]);
    world.edit("templates/home.html", "ours", "two");
    for (begin, code) in [
        (&["merge", "main"][..], "a merge is in progress"),
        (&["cherry-pick", "main"], "a cherry-pick is in progress"),
        (&["revert", "--no-edit", "main"], "a revert is in progress"),
        (&["rebase", "main"], "a rebase is in progress"),
    ] {
        let mut git = world.prepare(std::process::Command::new("git"));
        assert!(
            !git.current_dir(world.app.path()).args(begin).output().unwrap().status.success(),
            "{begin:?}"
        );
        world.refuses(&["update", "--yes"], "subtree::in-progress").says(code).says("--abort");
        world.git(&[begin[0], "--abort"]);
    }
    world.update().success();
}

#[test]
fn a_git_that_does_not_know_who_commits() {
    let world = waiting();
    world.git(&["config", "--global", "--unset", "user.email"]);
    world.refuses(&["update", "--yes"], "subtree::no-identity").says("user.email you@example.com");
    let mut asked = world.command();
    asked.env("GIT_AUTHOR_EMAIL", "a@example.com").env("GIT_COMMITTER_EMAIL", "c@example.com");
    crate::support::Run::of(asked.args(["update", "--yes"])).success();
    assert_eq!(world.git(&["log", "-1", "--format=%ae %ce"]), "a@example.com c@example.com");
    assert_eq!(fs::read_to_string(world.app.join(".git/config")).unwrap().matches("[user]").count(), 0);
}

#[test]
fn an_index_that_another_git_holds() {
    let world = waiting();
    let before = (world.files(), world.head());
    fs::write(world.app.join(".git/index.lock"), "").unwrap();
    world.update().exits(1).says("subtree::index-locked").says("when none is running");
    fs::remove_file(world.app.join(".git/index.lock")).unwrap();
    assert_eq!((world.files(), world.head()), before);
    world.is_clean();
    world.update().success();
}

#[test]
fn a_git_that_is_too_old_and_none_at_all() {
    let mut world = waiting();
    let script = world.script("old/git", "#!/bin/sh\necho git version 2.30.1\n");
    world.prefer(script.parent().unwrap());
    world.quickscale(&["update", "--yes"]).exits(1).says("subtree::old-git").says("2.38");
    let nowhere = world.outside.path().to_str().unwrap().to_owned();
    world.set("PATH", nowhere);
    world.quickscale(&["update", "--yes"]).exits(1).says("tools::missing-program").says("git-scm.com");
}

#[test]
fn changes_in_the_subtree_that_are_not_committed() {
    let world = waiting();
    world.app.edit("libs/core/a.txt", "nine", "nine, not committed");
    world.refuses(&["update", "--yes"], "subtree::uncommitted").says("`libs/core/a.txt`");
    world.git(&["add", "libs/core/a.txt"]);
    world.refuses(&["update", "--yes"], "subtree::uncommitted");
    world.git(&["restore", "--staged", "--worktree", "libs/core/a.txt"]);
    world.app.write("libs/core/mine.txt", "not known to git\n");
    world.refuses(&["update", "--yes"], "subtree::uncommitted").says("`libs/core/mine.txt`");
}

#[test]
fn a_file_that_git_ignores_and_the_update_would_overwrite() {
    let world = waiting();
    world.app.write(".gitignore", "new.txt\n");
    world.commit_all("ignore it");
    world.app.write("libs/core/new.txt", "exists only here\n");
    let run = world.refuses(&["update", "--yes"], "subtree::in-the-way");
    run.says("libs/core/new.txt");
    assert_eq!(world.app.read("libs/core/new.txt"), "exists only here\n");
}

#[test]
fn a_history_that_was_rewritten() {
    let world = World::embedded();
    world.core_git(&["commit", "--quiet", "--amend", "-m", "another first commit"]);
    world.release("v2", &[("a.txt", &TEXT.replace("one", "ONE"))]);
    world.refuses(&["update", "--yes"], "subtree::rewritten").says("--accept-rewritten");
    world.edit("libs/core/a.txt", "nine", "nine, ours");
    world.quickscale(&["update", "--yes", "--accept-rewritten"]).success();
    assert_eq!(world.app.read("libs/core/a.txt"), TEXT.replace("one", "ONE").replace("nine", "nine, ours"));
    world.is_clean();
}

#[test]
fn a_merge_base_that_nobody_has_any_more() {
    let world = World::embedded();
    world.core_git(&["switch", "--quiet", "--orphan", "fresh"]);
    world.release("v2", &[("a.txt", "all new\n")]);
    world.core_git(&["branch", "--quiet", "-M", "fresh", "main"]);
    world.core_git(&["tag", "--delete", "v1"]);
    world.core_git(&["reflog", "expire", "--expire=now", "--all"]);
    world.core_git(&["gc", "--quiet", "--prune=now"]);
    let clone = world.copy();
    fs::remove_dir_all(clone.app.path()).unwrap();
    let address = format!("file://{}", world.app.path().display());
    world.git_in(
        world.outside.path(),
        &["clone", "--quiet", "--depth=1", &address, clone.app.path().to_str().unwrap()],
    );
    clone.refuses(&["update", "--yes", "--accept-rewritten"], "subtree::base-missing").says("git fetch URL");
}

#[test]
fn a_reference_that_is_gone_or_misspelt() {
    let world = World::embedded();
    world.core_git(&["branch", "--quiet", "-M", "main", "trunk"]);
    world.refuses(&["update", "--yes"], "subtree::no-reference").says("`trunk`");
    let remote = world.core().display().to_string();
    world
        .refuses(
            &["embed", "lib", "--remote", &remote, "--branch", "trunc", "--yes"],
            "subtree::no-reference",
        )
        .says("did you mean `trunk`?");
    world.app.write(
        "quickscale.kdl",
        world.app.read("quickscale.kdl").replace("branch \"main\"", &format!("ref \"{}\"", "1".repeat(40))),
    );
    world.commit_all("a commit that is none");
    world.refuses(&["update", "--yes"], "subtree::no-reference");
}

#[test]
fn a_hook_that_guards_the_branch() {
    use std::os::unix::fs::PermissionsExt as _;
    let world = waiting();
    let hook = ".git/hooks/reference-transaction";
    world.app.write(hook, "#!/bin/sh\ntest \"$1\" = prepared || exit 0\ngrep -q refs/heads/ || exit 0\necho the branch is frozen >&2\nexit 1\n");
    fs::set_permissions(world.app.join(hook), fs::Permissions::from_mode(0o755)).unwrap();
    world.refuses(&["update", "--yes"], "subtree::hook").says("the branch is frozen");
    world.is_clean();
    world.app.remove(hook);
    world.update().success();
}

#[test]
fn a_commit_that_cannot_be_signed_and_one_that_can() {
    let world = waiting();
    world.configure("commit.gpgSign", "true");
    world.configure("gpg.program", "false");
    world.refuses(&["update", "--yes"], "subtree::not-signed");
    let key = world.outside.join("key");
    let mut keygen = std::process::Command::new("ssh-keygen");
    let made = keygen.args(["-q", "-t", "ed25519", "-N", "", "-f"]).arg(&key).status().unwrap();
    assert!(made.success());
    world.configure("gpg.format", "ssh");
    world.configure("user.signingKey", key.to_str().unwrap());
    world.update().success();
    for commit in ["HEAD", "HEAD^1", "HEAD^2"] {
        assert!(
            world.git(&["cat-file", "commit", commit]).contains("gpgsig -----BEGIN SSH SIGNATURE"),
            "{commit}"
        );
    }
}

#[test]
fn a_linked_worktree_a_sparse_checkout_and_line_endings_make_no_difference() {
    let world = waiting();
    world.edit("libs/core/a.txt", "nine", "nine, ours");
    let expected = TEXT.replace("one", "ONE").replace("nine", "nine, ours");

    let linked = world.outside.join("linked");
    world.git(&["worktree", "add", "--quiet", "-b", "linked", linked.to_str().unwrap()]);
    let mut command = world.command();
    crate::support::Run::of(command.arg("-C").arg(&linked).args(["update", "--yes"])).success();
    assert_eq!(fs::read_to_string(linked.join("libs/core/a.txt")).unwrap(), expected);
    assert_eq!(world.git_in(&linked, &["status", "--porcelain"]), "");
    world.is_clean();

    let sparse = world.copy();
    sparse.git(&["status"]);
    sparse.git(&["sparse-checkout", "set", "templates"]);
    assert!(!sparse.app.exists("libs/core/a.txt") && sparse.app.exists("quickscale.kdl"));
    sparse.git(&["sparse-checkout", "add", ".quickscale"]);
    sparse.update().success();
    sparse.is_clean();
    assert!(!sparse.app.exists("libs/core/a.txt"), "it stays out of sight");
    sparse.git(&["sparse-checkout", "disable"]);
    assert_eq!(sparse.app.read("libs/core/a.txt"), expected);

    world.git(&["config", "core.autocrlf", "true"]);
    world.git(&["rm", "--cached", "--quiet", "-r", "."]);
    world.git(&["reset", "--quiet", "--hard"]);
    assert!(world.app.read("libs/core/a.txt").contains("\r\n"));
    world.update().success();
    assert_eq!(world.app.read("libs/core/a.txt"), expected.replace('\n', "\r\n"));
    assert_eq!(world.git(&["show", "HEAD:libs/core/a.txt"]), expected.trim_end());
    world.is_clean();
    world.update().success().prints("up to date");
}

#[test]
fn a_prefix_that_nothing_can_be_named_after() {
    let world = World::new();
    let remote = world.core().display().to_string();
    let long = ["a"; 120].join("/");
    world.refuses(&["embed", &long, "--remote", &remote, "--yes"], "subtree::occupied").says("shorter");
    assert_eq!(world.app.read("quickscale.kdl"), MANIFEST);
}
