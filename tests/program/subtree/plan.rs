//! Subtrees in `plan` and `apply`.

use pretty_assertions::assert_eq;

use super::world::{MANIFEST, PREFIX, TEXT, World};

/// A project that is applied but for the subtree that its manifest declares.
fn declared() -> World {
    let world = World::new();
    world.quickscale(&["apply", "--yes", "--offline"]).success();
    let remote = world.core();
    let declared = format!("{MANIFEST}\nsubtree \"{PREFIX}\" {{\n    remote \"{}\"\n}}\n", remote.display());
    world.app.write("quickscale.kdl", declared);
    world.commit_all("applied");
    world
}

#[test]
fn what_is_declared_is_planned_applied_and_then_settled() {
    let world = declared();
    let before = world.picture();
    let plan = world.quickscale(&["plan", "--only", "subtree", "--detailed-exitcode"]).exits(2);
    plan.prints("libs/core").prints("declared, and not in the project yet");
    assert_eq!(world.picture(), before);
    world.quickscale(&["apply", "--yes", "--only", "subtree"]).success();
    assert_eq!(world.app.read("libs/core/a.txt"), TEXT);
    world.is_clean();
    world.quickscale(&["plan", "--only", "subtree", "--detailed-exitcode"]).exits(0);
    world.quickscale(&["undo", "--yes"]).success().says("apply number 2, a commit");
    assert_eq!(world.picture(), before);
}

#[test]
fn another_reference_is_followed_and_the_branch_alone_is_not() {
    let world = declared();
    world.quickscale(&["apply", "--yes", "--only", "subtree"]).success();
    world.edit("libs/core/a.txt", "nine", "nine, ours");
    world.release("v2", &[("a.txt", &TEXT.replace("one", "ONE"))]);
    world.quickscale(&["plan", "--only", "subtree", "--detailed-exitcode"]).exits(0);
    world.quickscale(&["update", "--preview"]).success();
    let plan = world.quickscale(&["plan", "--offline", "--detailed-exitcode"]).exits(0);
    plan.prints("1 commit is waiting");
    world.quickscale(&["set", "subtree.\"libs/core\".ref", "v2"]).success();
    world
        .quickscale(&["plan", "--offline"])
        .success()
        .prints("needs the network: follows `v2` now, instead of `main`");
    world
        .quickscale(&["plan", "--only", "libs/core"])
        .success()
        .prints("follows `v2` now, instead of `main`");
    world.quickscale(&["apply", "--yes", "--only", "subtree"]).success();
    assert_eq!(world.app.read("libs/core/a.txt"), TEXT.replace("one", "ONE").replace("nine", "nine, ours"));
    assert_eq!(world.git(&["status", "--porcelain"]), " M quickscale.kdl");
}

#[test]
fn a_conflict_stops_apply_and_nothing_is_touched() {
    let world = declared();
    world.quickscale(&["apply", "--yes", "--only", "subtree"]).success();
    world.edit("libs/core/a.txt", "one", "one, ours");
    world.release("v2", &[("a.txt", &TEXT.replace("one", "ONE"))]);
    world.quickscale(&["set", "subtree.\"libs/core\".ref", "v2"]).success();
    world
        .refuses(&["apply", "--yes", "--only", "subtree"], "subtree::conflict")
        .says("quickscale update libs/core");
}

#[test]
fn a_project_without_subtrees_needs_no_git() {
    let mut world = World::new();
    let nowhere = world.outside.path().to_str().unwrap().to_owned();
    world.set("PATH", nowhere);
    world.quickscale(&["plan", "--offline"]).success();
}

#[test]
fn before_the_first_commit_everything_else_is_applied_and_the_plan_says_what_is_missing() {
    let world = declared();
    std::fs::remove_dir_all(world.app.join(".git")).unwrap();
    world.app.edit("quickscale.kdl", "project \"acme\"", "project \"acme\" { title \"Acme & Co.\" }");
    for (begin, way_out) in
        [(&["status"][..], "run `git init`"), (&["init", "--quiet"], "git add -A && git commit")]
    {
        let mut git = world.prepare(std::process::Command::new("git"));
        git.current_dir(world.app.path()).args(begin).output().unwrap();
        let plan = world.quickscale(&["plan", "--no-docker", "--only", "files", "--only", "subtree"]);
        plan.success().prints("subtree libs/core").prints(way_out);
    }
    let run = world.quickscale(&["apply", "--yes", "--only", "files", "--only", "subtree"]).success();
    run.prints("left out, because").says("Applied.");
    world.commit_all("the first one");
    world.quickscale(&["apply", "--yes", "--only", "subtree"]).success();
    assert_eq!(world.app.read("libs/core/a.txt"), TEXT);
}

#[test]
fn a_subtree_that_fails_does_not_keep_the_rest_from_being_done() {
    let mut world = World::new();
    let uv = world.script("bin/uv", "#!/bin/sh\necho locked >uv.lock\n");
    world.prefer(uv.parent().unwrap());
    world.app.write(
        "quickscale.kdl",
        format!("{MANIFEST}\nsubtree \"{PREFIX}\" {{\n    remote \"/no/such/place\"\n}}\n"),
    );
    world.commit_all("declare it");
    let run = world.quickscale(&["apply", "--yes", "--no-docker"]).exits(1);
    run.says("subtree::no-remote").says("What failed is left for the next `quickscale apply`");
    assert_eq!(world.app.read("uv.lock"), "locked\n");
}
