//! `quickscale push`.

use pretty_assertions::assert_eq;
use serde_json::Value;

use super::world::{TEXT, World, git_directories};

const BRANCH: &str = "feature/core-of-acme";

/// Two commits inside of the subtree by somebody else, and one that touches both sides.
fn changed() -> World {
    let world = World::embedded();
    world.app.edit("libs/core/a.txt", "nine", "nine, ours");
    world.git(&[
        "-c",
        "user.name=Grace",
        "-c",
        "user.email=grace@example.com",
        "commit",
        "--quiet",
        "-a",
        "-m",
        "Say whose line it is\n\nBecause people asked.",
        "--date=2020-02-02T02:02:02+02:00",
    ]);
    world.app.edit("libs/core/docs/b.txt", "b", "b, ours");
    world.app.edit("templates/home.html", "ours", "nobody else's business");
    world.git(&["commit", "--quiet", "-am", "Change both sides"]);
    world
}

#[test]
fn only_what_belongs_to_the_subtree_is_pushed_with_author_and_message() {
    let world = changed();
    let run = world.quickscale(&["push", "--yes"]).success();
    run.prints("2 commits on top of")
        .prints("Say whose line it is")
        .prints("+nine, ours")
        .never_says("nobody else's");
    let log = world.core_git(&[
        "log",
        "--format=%an <%ae> %ad %s",
        "--date=iso-strict",
        &format!("main..{BRANCH}"),
    ]);
    let lines: Vec<&str> = log.lines().collect();
    assert!(lines[0].ends_with("Change both sides"), "{log}");
    assert_eq!(lines[1], "Grace <grace@example.com> 2020-02-02T02:02:02+02:00 Say whose line it is");
    assert_eq!(world.core_git(&["log", "-1", "--format=%b", &format!("{BRANCH}^")]), "Because people asked.");
    assert_eq!(world.core_git(&["merge-base", "main", BRANCH]), world.core_git(&["rev-parse", "main"]));
    assert_eq!(world.core_git(&["ls-tree", "-r", "--name-only", BRANCH]), "README\na.txt\ndocs/b.txt");
}

#[test]
fn pushing_twice_gives_the_same_commits() {
    let world = changed();
    world.quickscale(&["push", "--yes"]).success();
    let first = world.core_git(&["rev-parse", BRANCH]);
    world.quickscale(&["push", "--yes", "--branch", "feature/again"]).success();
    assert_eq!(world.core_git(&["rev-parse", "feature/again"]), first);
    let clone = world.copy();
    clone.quickscale(&["push", "--yes", "--branch", "feature/elsewhere"]).success();
    assert_eq!(world.core_git(&["rev-parse", "feature/elsewhere"]), first);
    world.edit("libs/core/a.txt", "two", "two, ours");
    world.quickscale(&["push", "--yes"]).success();
    assert_eq!(world.core_git(&["rev-parse", &format!("{BRANCH}^")]), first, "the new commit is on top");
}

#[test]
fn what_was_taken_there_comes_back_as_it_is() {
    let world = changed();
    world.quickscale(&["push", "--yes"]).success();
    world.core_git(&["merge", "--quiet", "--no-ff", "-m", "Take it", BRANCH]);
    world.core_git(&["reset", "--quiet", "--hard"]);
    world.release("v2", &[("a.txt", &TEXT.replace("one", "ONE").replace("nine", "nine, ours"))]);
    world.update().success();
    world.is_clean();
    assert_eq!(world.git(&["rev-parse", "HEAD:libs/core"]), world.core_git(&["rev-parse", "v2^{tree}"]));
    world.quickscale(&["push", "--yes"]).success().prints("Nothing to push");
}

#[test]
fn edits_on_both_sides_of_an_update_are_pushed_on_top_of_it() {
    let world = changed();
    let commit = world.release("v2", &[("a.txt", &TEXT.replace("one", "ONE"))]);
    world.update().success();
    world.edit("libs/core/a.txt", "five", "five, ours");
    world.quickscale(&["push", "--yes"]).success();
    world.core_git(&["merge-base", "--is-ancestor", &commit, BRANCH]);
    assert_eq!(
        world.core_git(&["rev-parse", &format!("{BRANCH}^{{tree}}")]),
        world.git(&["rev-parse", "HEAD:libs/core"])
    );
    let subjects = world.core_git(&["log", "--format=%s", &format!("main..{BRANCH}")]);
    assert!(
        subjects.contains("Say whose line it is") && subjects.contains("edit libs/core/a.txt"),
        "{subjects}"
    );
}

#[test]
fn a_squashed_and_a_rebased_history_are_pushed_as_well() {
    let world = World::new();
    world.git(&["switch", "--quiet", "-c", "work"]);
    world.embed();
    world.edit("libs/core/a.txt", "nine", "nine, ours");
    world.release("v2", &[("a.txt", &TEXT.replace("one", "ONE"))]);
    world.update().success();
    world.git(&["switch", "--quiet", "main"]);
    world.app.write("x.txt", "x\n");
    world.commit_all("meanwhile");
    let base = world.head();
    world.git(&["merge", "--quiet", "--squash", "work"]);
    world.commit_all("Everything at once");
    world.quickscale(&["push", "--yes", "--branch", "feature/squashed"]).success();
    world.git(&["reset", "--quiet", "--hard", &base]);
    world.git(&["switch", "--quiet", "work"]);
    world.git(&["rebase", "--quiet", "main"]);
    world.quickscale(&["push", "--yes", "--branch", "feature/rebased"]).success();
    let tree = world.git(&["rev-parse", "HEAD:libs/core"]);
    for branch in ["feature/squashed", "feature/rebased"] {
        assert_eq!(world.core_git(&["rev-parse", &format!("{branch}^{{tree}}")]), tree, "{branch}");
        world.core_git(&["merge-base", "--is-ancestor", "main", branch]);
    }
    let rebased = world.core_git(&["log", "--format=%s", "main..feature/rebased"]);
    assert!(rebased.contains("edit libs/core/a.txt"), "{rebased}");
}

#[test]
fn a_dry_run_and_an_unchanged_subtree_push_nothing() {
    let world = World::embedded();
    world.quickscale(&["push", "--yes"]).success().prints("Nothing to push");
    world.app.edit("libs/core/a.txt", "nine", "nine, not committed");
    world.quickscale(&["push", "--yes"]).success().prints("Nothing to push");
    world.git(&["commit", "--quiet", "-am", "committed"]);
    world.app.edit("libs/core/a.txt", "one", "one, not committed");
    let run = world.quickscale(&["push", "--dry-run"]).success();
    run.says("you may write there").says("not committed").prints("+nine, not committed");
    assert_eq!(world.core_git(&["branch", "--format=%(refname:short)"]), "main");
}

#[test]
fn the_default_branch_is_for_others_to_decide() {
    let world = changed();
    let before = world.core_git(&["rev-parse", "main"]);
    world
        .refuses(&["push", "--yes", "--branch", "main"], "subtree::default-branch")
        .says("--branch feature/NAME");
    assert_eq!(world.core_git(&["rev-parse", "main"]), before);
    world.quickscale(&["push", "--yes", "--branch", "main", "--allow-default-branch"]).success();
    assert_ne!(world.core_git(&["rev-parse", "main"]), before);
}

#[test]
fn a_branch_with_other_commits_is_never_overwritten() {
    let world = changed();
    world.core_git(&["switch", "--quiet", "-c", BRANCH]);
    let theirs = world.release("x1", &[("x.txt", "x\n")]);
    world.core_git(&["switch", "--quiet", "main"]);
    world.refuses(&["push", "--yes"], "subtree::push-rejected").says("--branch");
    assert_eq!(world.core_git(&["rev-parse", BRANCH]), theirs);
}

#[test]
fn a_hook_there_or_here_may_refuse() {
    use std::os::unix::fs::PermissionsExt as _;
    let executable = || std::fs::Permissions::from_mode(0o755);
    let world = changed();
    world.outside.write("core/.git/hooks/pre-receive", "#!/bin/sh\necho only on Mondays >&2\nexit 1\n");
    std::fs::set_permissions(world.outside.join("core/.git/hooks/pre-receive"), executable()).unwrap();
    world.refuses(&["push", "--yes"], "subtree::push-rejected").says("only on Mondays");
    world.outside.remove("core/.git/hooks/pre-receive");
    world.app.write(".git/hooks/pre-push", "#!/bin/sh\necho run the tests first >&2\nexit 1\n");
    std::fs::set_permissions(world.app.join(".git/hooks/pre-push"), executable()).unwrap();
    world.refuses(&["push", "--yes"], "subtree::hook").says("run the tests first");
}

#[test]
fn a_shallow_clone_says_what_it_lacks() {
    let world = changed();
    let clone = world.copy();
    std::fs::remove_dir_all(clone.app.path()).unwrap();
    let address = format!("file://{}", world.app.path().display());
    world.git_in(
        world.outside.path(),
        &["clone", "--quiet", "--depth=1", &address, clone.app.path().to_str().unwrap()],
    );
    clone.refuses(&["push", "--yes"], "subtree::shallow").says("git fetch --unshallow");
    clone.git(&["fetch", "--quiet", "--unshallow"]);
    clone.quickscale(&["push", "--yes"]).success();
    world.quickscale(&["push", "--yes", "--branch", "feature/whole"]).success();
    assert_eq!(world.core_git(&["rev-parse", "feature/whole"]), world.core_git(&["rev-parse", BRANCH]));
}

#[test]
fn a_fork_of_the_configuration_is_pushed_to() {
    let world = changed();
    world.git_in(world.outside.path(), &["clone", "--quiet", "--bare", "core", "fork.git"]);
    let fork = world.outside.join("fork.git").display().to_string();
    world.quickscale(&["config", "set", "fork.remote", &fork]).success();
    world.quickscale(&["config", "set", "fork.branch", "acme"]).success();
    world.quickscale(&["push", "--yes"]).success().says("`acme`");
    assert_eq!(world.core_git(&["branch", "--format=%(refname:short)"]), "main");
    let pushed = world.git_in(world.outside.path(), &["--git-dir=fork.git", "rev-parse", "acme^{tree}"]);
    assert_eq!(pushed, world.git(&["rev-parse", "HEAD:libs/core"]));
}

/// A project whose history has `count` more commits, every other one of the subtree.
fn long(count: usize) -> World {
    let world = World::embedded();
    for number in 0..count {
        let path = if number % 2 == 0 { "libs/core/a.txt" } else { "templates/home.html" };
        world.app.write(path, format!("{number}\n"));
        world.git(&["commit", "--quiet", "-am", &format!("change {number}")]);
    }
    world
}

#[test]
fn a_long_history_starts_git_no_more_often_than_a_short_one() {
    let calls = |count| {
        let mut world = long(count);
        let git = git_directories()[0].join("git");
        let script = format!("#!/bin/sh\necho \"$*\" >>\"$HOME/calls\"\nexec '{}' \"$@\"\n", git.display());
        let script = world.script("counting/git", &script);
        world.prefer(script.parent().unwrap());
        world.quickscale(&["push", "--yes"]).success();
        let pushed = world.core_git(&["rev-list", "--count", &format!("main..{BRANCH}")]);
        assert_eq!(pushed, (count / 2).to_string());
        assert_eq!(world.git(&["for-each-ref", "refs/quickscale/split"]), "", "nothing of it is left");
        world.outside.read("calls").lines().count()
    };
    assert_eq!(calls(20), calls(4));
}

#[test]
fn what_is_pushed_can_be_read_by_a_program() {
    let world = World::embedded();
    let nothing = world.quickscale(&["push", "--yes", "--json"]).success().json();
    assert_eq!(
        (&nothing["pushed"], &nothing["commit"], &nothing["commit_count"]),
        (&false.into(), &Value::Null, &0.into())
    );
    world.edit("libs/core/a.txt", "nine", "nine, ours");
    let would = world.quickscale(&["push", "--dry-run", "--json"]).success().json();
    assert_eq!((&would["pushed"], &would["branch"]), (&false.into(), &BRANCH.into()));
    let json = world.quickscale(&["push", "--yes", "--json"]).success().json();
    assert_eq!(json["commit"], world.core_git(&["rev-parse", BRANCH]));
    assert_eq!(json["commit"], would["commit"]);
    assert_eq!(json["base"], world.core_git(&["rev-parse", "main"]));
    assert_eq!(json["commits"][0]["subject"], "edit libs/core/a.txt");
    assert_eq!(json["files"][0], serde_json::json!({ "path": "a.txt", "added": 1, "removed": 1 }));
    assert_eq!((&json["pushed"], &json["pull_request"]), (&true.into(), &Value::Null));
    world.quickscale(&["push", "--json"]).exits(64);
}
