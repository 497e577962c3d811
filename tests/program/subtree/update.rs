//! `quickscale update`.

use pretty_assertions::assert_eq;

use super::world::{MANIFEST, PREFIX, TEXT, World};

#[test]
fn commits_and_lines_are_shown_before_anything_changes() {
    let world = World::embedded();
    world.release("v2", &[("a.txt", &TEXT.replace("one", "ONE")), ("new.txt", "new\n")]);
    let before = world.picture();
    let preview = world.quickscale(&["update", "--preview"]).success();
    let preview =
        preview.prints("release v2").prints("-one\n+ONE").prints("2 files change, all of them in libs/core");
    assert_eq!(world.picture(), before);
    let run = world.update().success().says("2 files in it changed, nothing else did");
    assert_eq!(run.stdout, preview.stdout, "the preview is what the update shows");
    assert_eq!(world.app.read("libs/core/new.txt"), "new\n");
    world.is_clean();
    world.update().success().prints("up to date");
}

#[test]
fn an_edit_inside_is_merged_and_what_is_outside_stays() {
    let world = World::embedded();
    world.edit("libs/core/a.txt", "nine", "nine, ours");
    world.release("v2", &[("a.txt", &TEXT.replace("one", "ONE")), ("docs/b.txt", "-")]);
    world.app.write("templates/home.html", "<h1>not committed</h1>\n");
    world.update().success().prints("You have edited 1 file of it; your edits are kept.");
    assert_eq!(world.app.read("libs/core/a.txt"), TEXT.replace("one", "ONE").replace("nine", "nine, ours"));
    assert!(!world.app.exists("libs/core/docs"));
    assert_eq!(world.git(&["status", "--porcelain"]), " M templates/home.html");
}

#[test]
fn a_file_that_moved_there_takes_the_edit_along() {
    let world = World::embedded();
    world.edit("libs/core/a.txt", "nine", "nine, ours");
    world.release("v2", &[("a.txt", "-"), ("text/a.txt", &TEXT.replace("one", "ONE"))]);
    world.update().success();
    assert_eq!(
        world.app.read("libs/core/text/a.txt"),
        TEXT.replace("one", "ONE").replace("nine", "nine, ours")
    );
    assert!(!world.app.exists("libs/core/a.txt"));
}

#[test]
fn a_tag_can_be_moved_to_and_back() {
    let world = World::embedded();
    world.edit("libs/core/a.txt", "nine", "nine, ours");
    world.release("v2", &[("a.txt", &TEXT.replace("one", "ONE"))]);
    world.release("v3", &[("a.txt", &TEXT.replace("one", "three")), ("c.txt", "c\n")]);
    let manifest = world.app.read("quickscale.kdl");
    for (tag, first) in [("v2", "ONE"), ("v3", "three"), ("v1", "one"), ("v2", "ONE")] {
        world.app.write("quickscale.kdl", manifest.replace("branch \"main\"", &format!("ref \"{tag}\"")));
        world.commit_all("another version");
        world.update().success();
        assert_eq!(
            world.app.read("libs/core/a.txt"),
            TEXT.replace("one", first).replace("nine", "nine, ours")
        );
        assert_eq!(world.app.exists("libs/core/c.txt"), tag == "v3");
        world.is_clean();
    }
}

#[test]
fn all_are_updated_or_none() {
    let world = World::embedded();
    let other = world.outside.join("other");
    world.git_in(world.outside.path(), &["clone", "--quiet", "core", "other"]);
    world.quickscale(&["embed", "libs/other", "--remote", other.to_str().unwrap(), "--yes"]).success();
    world.refuses(&["update", "--yes"], "subtree::needs-name").says("`libs/core`, `libs/other`");
    world.edit("libs/core/a.txt", "one", "one, ours");
    world.release("v2", &[("a.txt", &TEXT.replace("one", "ONE"))]);
    world.outside.write("other/docs/b.txt", "bb\n");
    world.git_in(&other, &["commit", "--quiet", "-am", "b"]);
    world.refuses(&["update", "--all", "--yes"], "subtree::conflict");
    world.edit("libs/core/a.txt", "one, ours", "ONE");
    let before = world.head();
    world.quickscale(&["update", "--all", "--yes"]).success();
    assert_eq!(world.app.read("libs/other/docs/b.txt"), "bb\n");
    world.is_clean();
    world
        .quickscale(&["update", "--all", "--yes"])
        .success()
        .prints("libs/core is up to date")
        .prints("libs/other is up");
    world.quickscale(&["undo", "--yes"]).success();
    assert_eq!(world.head(), before, "one undo takes all of them back");
    world.quickscale(&["update", "libs/other", "--yes"]).success();
    assert_eq!(world.app.read("libs/other/docs/b.txt"), "bb\n");
}

#[test]
fn what_would_come_can_be_read_by_a_program() {
    let world = World::embedded();
    world.edit("libs/core/a.txt", "nine", "nine, ours");
    let commit = world.release("v2", &[("a.txt", &TEXT.replace("one", "ONE"))]);
    let json = world.quickscale(&["update", "--preview", "--json"]).success().json();
    let subtree = &json["subtrees"][0];
    assert_eq!(subtree["prefix"], PREFIX);
    assert_eq!(subtree["to"], commit.as_str());
    assert_eq!(subtree["commits"][0]["subject"], "release v2");
    assert_eq!(
        subtree["files"][0],
        serde_json::json!({ "path": "libs/core/a.txt", "added": 1, "removed": 1 })
    );
    assert_eq!((&subtree["edited"], &json["commit"]), (&1.into(), &serde_json::Value::Null));
    let taken = world.quickscale(&["update", "--yes", "--json"]).success().json();
    assert_eq!((&taken["subtrees"], &taken["commit"]), (&json["subtrees"], &world.head().into()));
    let nothing = world.quickscale(&["update", "--yes", "--json"]).success().json();
    assert_eq!(
        (&nothing["subtrees"][0]["commit_count"], &nothing["commit"]),
        (&0.into(), &serde_json::Value::Null)
    );
    world.quickscale(&["update", "--json"]).exits(64);
}

#[test]
fn a_name_that_is_no_subtree_is_explained() {
    let world = World::embedded();
    world
        .refuses(&["update", "libs/cor", "--yes"], "subtree::not-declared")
        .says("did you mean `libs/core`?");
    world.app.write("quickscale.kdl", format!("{MANIFEST}\nmodules {{\n    auth\n}}\n"));
    world
        .quickscale(&["update", "auth"])
        .success()
        .prints("auth is not here yet: `quickscale apply` brings it.");
    world.refuses(&["push", "auth", "--yes"], "subtree::a-module").says("quickscale update");
    world.refuses(&["update", "--yes"], "subtree::needs-name").says("quickscale embed");
}

/// Applied by an older version of the program, as far as it knows.
fn behind() -> World {
    let world = World::embedded();
    world.quickscale(&["apply", "--yes", "--offline"]).success();
    world.commit_all("apply");
    world.edit(".quickscale/lock/core.lock", "version 1.0.0", "version 0.9.0");
    world
}

#[test]
fn modules_and_subtrees_are_updated_together_or_not_at_all() {
    let world = behind();
    world.edit("libs/core/a.txt", "one", "ours");
    world.release("v2", &[("a.txt", &TEXT.replace("one", "theirs"))]);
    world.refuses(&["update", "--yes"], "subtree::needs-name").says("`core`, `libs/core`");
    world.refuses(&["update", "--all", "--yes", "--offline"], "subtree::conflict");
    world.edit("libs/core/a.txt", "ours", "one");
    let json = world.quickscale(&["update", "--all", "--preview", "--json", "--offline"]).success().json();
    assert_eq!(json["subtrees"][0]["prefix"], PREFIX);
    assert_eq!(json["modules"]["steps"][0]["target"], ".quickscale/lock/core.lock");

    world
        .quickscale(&["update", "--all", "--yes", "--offline"])
        .success()
        .prints("0.9.0 → 1.0.0")
        .says("Updated libs/core")
        .says("Applied.");
    assert!(world.app.read(".quickscale/lock/core.lock").contains("version 1.0.0"));
    assert!(world.app.read("libs/core/a.txt").starts_with("theirs\n"));
}

#[test]
fn modules_go_back_when_the_repository_refuses_the_subtree() {
    let world = behind();
    world.release("v2", &[("a.txt", &TEXT.replace("one", "theirs"))]);
    let hook = world.script("refuse", "#!/bin/sh\n! grep -q refs/heads/\n");
    std::fs::copy(hook, world.app.join(".git/hooks/reference-transaction")).unwrap();
    let before = world.picture();
    world
        .quickscale(&["update", "--all", "--yes", "--offline"])
        .exits(1)
        .says("The modules are as they were before.");
    assert_eq!(world.picture(), before);
}

#[test]
fn a_name_of_two_things_is_asked_about() {
    let world = behind();
    let remote = world.core();
    world.quickscale(&["embed", "core", "--remote", remote.to_str().unwrap(), "--yes"]).success();
    world
        .refuses(&["update", "core", "--yes"], "command::two-of-a-name")
        .says("write `modules/core` for the module, or `./core` for the subtree");
    world.quickscale(&["update", "./core", "--yes"]).success().prints("core is up to date with");
    world.quickscale(&["update", "modules/core", "--yes", "--offline"]).success().says("Applied.");
}

#[test]
fn a_subtree_that_was_never_embedded_is_not_updated() {
    let world = World::new();
    let remote = world.core().display().to_string();
    world
        .app
        .write("quickscale.kdl", format!("{MANIFEST}\nsubtree \"lib\" {{\n    remote \"{remote}\"\n}}\n"));
    world.commit_all("declare it");
    world.refuses(&["update", "--yes"], "subtree::not-embedded").says("quickscale embed lib");
}

#[test]
fn text_of_another_repository_cannot_steer_the_terminal() {
    let world = World::embedded();
    world.release("v2", &[("a.txt", "\u{1b}[31mred\u{202e}\n")]);
    let run = world.quickscale(&["update", "--preview"]).success();
    assert!(!run.stdout.contains(['\u{1b}', '\u{202e}']), "{:?}", run.stdout);
}
