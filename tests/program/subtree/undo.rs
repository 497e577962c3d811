//! `quickscale undo` after `embed` and `update`.

use pretty_assertions::assert_eq;

use super::world::{PREFIX, TEXT, World};

#[test]
fn every_step_goes_back_to_the_exact_commit_before() {
    let world = World::new();
    let start = world.picture();
    world.embed();
    let embedded = world.picture();
    world.release("v2", &[("a.txt", &TEXT.replace("one", "ONE")), ("new.txt", "new\n")]);
    world.update().success();
    let list = world.quickscale(&["undo", "--list"]).success().stdout;
    assert_eq!(list, "update libs/core number 2, a commit\nembed libs/core number 1, a commit\n");
    world.quickscale(&["undo", "--yes"]).success().says("Taken back: update libs/core number 2");
    assert_eq!(world.picture(), embedded);
    world.quickscale(&["undo", "--yes"]).success();
    assert_eq!(world.picture(), start);
    world.quickscale(&["undo", "--yes"]).exits(1).says("apply::nothing-to-undo");
    world.embed();
    assert_eq!(world.app.read("libs/core/new.txt"), "new\n");
}

#[test]
fn what_is_not_committed_elsewhere_stays() {
    let world = World::embedded();
    world.release("v2", &[("a.txt", &TEXT.replace("one", "ONE"))]);
    world.update().success();
    world.app.write("templates/home.html", "<h1>not committed</h1>\n");
    world.app.write("static/site.css", "staged {}\n");
    world.git(&["add", "static/site.css"]);
    let status = world.git(&["status", "--porcelain"]);
    world.quickscale(&["undo", "--yes"]).success();
    assert_eq!(world.git(&["status", "--porcelain"]), status);
    assert_eq!(world.app.read("libs/core/a.txt"), TEXT);
}

#[test]
fn an_edit_of_the_subtree_is_never_lost() {
    let world = World::embedded();
    world.app.edit("libs/core/a.txt", "nine", "nine, not committed");
    world.refuses(&["undo", "--yes"], "subtree::uncommitted");
    world.git(&["commit", "--quiet", "-am", "committed"]);
    let run = world.refuses(&["undo", "--yes"], "subtree::moved-on");
    revert_as_told(&world, &run.stderr);
    assert!(world.app.exists("libs/core/a.txt"), "git leaves the file with the edit as a conflict");
}

#[test]
fn what_was_published_is_reverted_and_not_rewritten() {
    let world = World::embedded();
    let before = world.git(&["rev-parse", "HEAD^{tree}"]);
    world.release("v2", &[("a.txt", &TEXT.replace("one", "ONE"))]);
    world.update().success();
    let origin = world.outside.join("origin.git");
    world.git_in(world.outside.path(), &["init", "--quiet", "--bare", "origin.git"]);
    world.git(&["push", "--quiet", origin.to_str().unwrap(), "main"]);
    world.git(&["remote", "add", "origin", origin.to_str().unwrap()]);
    world.git(&["fetch", "--quiet", "origin"]);
    let run = world.refuses(&["undo", "--yes"], "subtree::moved-on").says("origin/main");
    assert!(revert_as_told(&world, &run.stderr));
    assert_eq!(world.git(&["rev-parse", "HEAD^{tree}"]), before, "files and record are back");
    world.update().success().says("Updated libs/core");
    assert_eq!(world.app.read("libs/core/a.txt"), TEXT.replace("one", "ONE"));
}

/// Runs the command that the help names; whether git could.
fn revert_as_told(world: &World, said: &str) -> bool {
    let said: String = said.split_whitespace().collect::<Vec<_>>().join(" ");
    let command = said.split("`git revert ").nth(1).unwrap().split('`').next().unwrap();
    let mut git = world.prepare(std::process::Command::new("git"));
    let words = command.split(' ').chain(["--no-edit"]);
    git.current_dir(world.app.path()).arg("revert").args(words).output().unwrap().status.success()
}

#[test]
fn files_and_commits_are_taken_back_in_the_order_in_which_they_came() {
    let world = World::embedded();
    world.quickscale(&["apply", "--yes", "--offline"]).success();
    let applied = world.files();
    world.release("v2", &[("a.txt", &TEXT.replace("one", "ONE"))]);
    world.update().success();
    world.quickscale(&["undo", "--yes"]).success().says("update libs/core");
    assert_eq!(world.files(), applied);
    world.quickscale(&["undo", "--yes"]).success().says("Taken back: apply");
    assert!(!world.app.exists("manage.py"));
    assert!(world.app.exists("libs/core/a.txt"), "{PREFIX} was embedded before");
    world.is_clean();
}
