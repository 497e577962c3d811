//! `quickscale apply --commit`, in repositories of real git.

use std::{os::unix::fs::PermissionsExt as _, path::Path, process::Command};

use pretty_assertions::assert_eq;

use super::TEXT;
use crate::support::{Project, evolving::Evolving};

fn git(directory: &Path, args: &[&str]) -> String {
    let mut command = Command::new("git");
    command.current_dir(directory).env("HOME", directory).env("GIT_CONFIG_NOSYSTEM", "1").args(args);
    let output = command.output().unwrap();
    assert!(output.status.success(), "git {args:?}: {output:?}");
    String::from_utf8(output.stdout).unwrap()
}

/// Makes the directory a repository of somebody.
fn repository(directory: &Path) {
    git(directory, &["init", "-q", "-b", "main"]);
    git(directory, &["config", "user.name", "Ada"]);
    git(directory, &["config", "user.email", "ada@example.com"]);
}

/// A project that was applied and committed.
fn committed(files: &[(&str, &str)]) -> Evolving {
    let world = Evolving::new(files);
    repository(world.project.path());
    world.apply_with(&["--commit"]).success().says("Committed as ");
    world
}

fn paths_of_last(world: &Evolving) -> String {
    git(world.project.path(), &["show", "--format=%s", "--name-status", "--no-renames", "HEAD"])
}

#[test]
fn exactly_what_was_written_is_committed_from_the_first_time_on() {
    let world = committed(&[("a.txt", TEXT), ("b.txt", "b\n")]);
    let at = world.project.path();
    assert_eq!(git(at, &["status", "--porcelain"]), "");
    assert_eq!(git(at, &["log", "--format=%an %B"]), "Ada Apply quickscale.kdl\n\n- new project\n\n");

    world.project.write("mine.txt", "untracked\n");
    world.project.write("staged.txt", "staged\n");
    git(at, &["add", "staged.txt"]);
    world.project.edit("quickscale.kdl", "\"demo\"", "\"demo\" title=\"Demo\"");
    world.release("1.1.0", "", &[("a.txt", &TEXT.replace("one", "ONE")), ("c.txt", "c\n")]);
    world.apply_with(&["--commit=Take in 1.1.0"]).success().says("Committed as ");
    let listed = paths_of_last(&world);
    for line in ["Take in 1.1.0", "M\ta.txt", "D\tb.txt", "A\tc.txt", "M\tquickscale.kdl", "core.lock"] {
        assert!(listed.contains(line), "{line} in\n{listed}");
    }
    assert!(!listed.contains("mine.txt") && !listed.contains("staged.txt"), "{listed}");
    assert_eq!(git(at, &["status", "--porcelain"]), "A  staged.txt\n?? mine.txt\n");

    let head = git(at, &["rev-parse", "HEAD"]);
    world.apply_with(&["--commit"]).success().says("nothing to commit");
    assert_eq!(git(at, &["rev-parse", "HEAD"]), head);
}

#[test]
fn a_file_with_changes_of_its_own_is_not_mixed_up_with_them() {
    let world = committed(&[("a.txt", TEXT), ("b.txt", "b\n")]);
    world.project.edit("a.txt", "nine", "nine, by the team");
    world.project.write("b.txt", "b, by the team\n");
    world.rewrite("a.txt", &TEXT.replace("one", "ONE"));
    let before = (world.project.tree(), git(world.project.path(), &["rev-parse", "HEAD"]));
    world
        .apply_with(&["--commit"])
        .exits(1)
        .says("apply::uncommitted")
        .says("not committed yet: `a.txt`")
        .says("or leave out `--commit`")
        .never_says("b.txt");
    assert_eq!((world.project.tree(), git(world.project.path(), &["rev-parse", "HEAD"])), before);

    git(world.project.path(), &["commit", "-qm", "by the team", "a.txt"]);
    world.apply_with(&["--commit"]).success();
    let merged = TEXT.replace("one", "ONE").replace("nine", "nine, by the team");
    assert_eq!(git(world.project.path(), &["show", "HEAD:a.txt"]), merged);
    assert_eq!(git(world.project.path(), &["status", "--porcelain"]), " M b.txt\n");
}

#[test]
fn an_apply_that_was_not_committed_comes_first() {
    let world = committed(&[("a.txt", "a\n"), ("b.txt", "b\n")]);
    world.rewrite("a.txt", "a, new\n");
    world.apply().success();
    world.rewrite("b.txt", "b, new\n");
    world.apply_with(&["--commit"]).exits(1).says("apply::uncommitted").says("core.lock");
}

#[test]
fn conflicts_are_left_to_a_person() {
    let world = committed(&[("a.txt", TEXT)]);
    world.project.edit("a.txt", "two", "two, ours");
    git(world.project.path(), &["commit", "-qam", "ours"]);
    world.rewrite("a.txt", &TEXT.replace("two", "two, theirs"));
    let head = git(world.project.path(), &["rev-parse", "HEAD"]);
    world.apply_with(&["--commit"]).exits(3);
    world
        .apply_with(&["--commit", "--conflicts", "markers"])
        .exits(3)
        .says("Nothing was committed: do it when the conflicts are sorted out.");
    assert_eq!(git(world.project.path(), &["rev-parse", "HEAD"]), head);
}

#[test]
fn a_project_below_the_top_of_a_repository_commits_its_own() {
    let world = Evolving::new(&[("a.txt", "a\n")]);
    let outer = Project::empty();
    let inner = outer.join("services/demo");
    std::fs::create_dir_all(&inner).unwrap();
    std::fs::copy(world.project.join("quickscale.kdl"), inner.join("quickscale.kdl")).unwrap();
    repository(outer.path());
    outer.write("services/a.txt", "of another service\n");
    let directory = inner.to_str().unwrap();
    world.run(&["-C", directory, "apply", "--yes", "--offline", "--commit"]).success();
    let listed = git(outer.path(), &["ls-files"]);
    assert!(listed.contains("services/demo/a.txt\n"), "{listed}");
    assert_eq!(git(outer.path(), &["status", "--porcelain"]), "?? services/a.txt\n");
}

#[test]
fn what_git_would_refuse_is_said_before_anything_is_written() {
    let world = Evolving::new(&[("a.txt", "a\n")]);
    world.apply_with(&["--commit"]).exits(1).says("subtree::no-repository").says("git init");
    git(world.project.path(), &["init", "-q"]);
    world.apply_with(&["--commit"]).exits(1).says("subtree::no-identity").says("user.email");
    assert!(!world.project.exists("a.txt"));
}

#[test]
fn a_hook_that_refuses_leaves_the_files_and_says_what_to_do() {
    let world = committed(&[("a.txt", "a\n")]);
    world.project.write(".git/hooks/pre-commit", "#!/bin/sh\necho 'no commits on Fridays' >&2\nexit 1\n");
    let hook = world.project.join(".git/hooks/pre-commit");
    std::fs::set_permissions(hook, std::fs::Permissions::from_mode(0o755)).unwrap();
    world.rewrite("a.txt", "a, new\n");
    world
        .apply_with(&["--commit"])
        .exits(1)
        .says("no commits on Fridays")
        .says("the files are in place: do what git asks for, then run `git commit`");
    assert_eq!(world.project.read("a.txt"), "a, new\n");
    world.is_settled();
}
