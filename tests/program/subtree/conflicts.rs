//! An update that contradicts an edit.

use pretty_assertions::assert_eq;

use super::world::{TEXT, World};

/// Both sides have changed the first line, and only the other one the last.
fn contradicting() -> World {
    let world = World::embedded();
    world.edit("libs/core/a.txt", "one", "one, ours");
    world.release(
        "v2",
        &[("a.txt", &TEXT.replace("one", "ONE").replace("nine", "NINE")), ("new.txt", "new\n")],
    );
    world
}

const MARKED: &str = "<<<<<<< yours\none, ours\n=======\nONE\n>>>>>>> theirs\n";

#[test]
fn nothing_is_touched_and_the_lines_are_shown() {
    let world = contradicting();
    let run = world.refuses(&["update", "--yes"], "subtree::conflict");
    let run = run.exits(3).prints("libs/core/a.txt:1").prints("    <<<<<<< yours\n    one, ours\n");
    assert!(
        run.stderr.contains("--conflicts markers") || run.stderr.contains("--conflicts\n"),
        "{}",
        run.stderr
    );
    world.refuses(&["update", "--preview"], "subtree::conflict").exits(3);
    let json = world.quickscale(&["update", "--preview", "--json"]).exits(3).json();
    let conflict = &json["subtrees"][0]["conflicts"][0];
    assert_eq!(conflict["hunks"][0], serde_json::json!({ "line": 1, "text": MARKED }));
}

#[test]
fn markers_are_written_sorted_out_and_committed() {
    let world = contradicting();
    let before = world.head();
    world.app.write("templates/home.html", "<h1>not committed</h1>\n");
    world
        .quickscale(&["update", "--yes", "--conflicts", "markers"])
        .exits(3)
        .says("quickscale update --continue");
    assert_eq!(world.head(), before);
    assert_eq!(world.git(&["diff", "--cached", "--name-only"]), "", "the index is left alone");
    assert!(world.app.read("libs/core/a.txt").starts_with(MARKED));
    assert_eq!(world.app.read("libs/core/new.txt"), "new\n");
    world.refuses(&["update", "--continue"], "subtree::unresolved").exits(3).says("libs/core/a.txt:1");
    world.refuses(&["update", "--yes"], "subtree::under-way");
    world.app.edit("libs/core/a.txt", MARKED, "ONE, both\n");
    world.quickscale(&["update", "--continue"]).success();
    assert_eq!(world.git(&["status", "--porcelain"]), " M templates/home.html");
    let expected = TEXT.replace("one", "ONE, both").replace("nine", "NINE");
    assert_eq!(world.git(&["show", "HEAD:libs/core/a.txt"]), expected.trim_end());
    world.update().success().prints("up to date");
    world.quickscale(&["undo", "--yes"]).success();
    assert_eq!(world.head(), before);
}

#[test]
fn an_abort_puts_everything_back_and_keeps_what_was_done() {
    let world = contradicting();
    world.app.write("templates/home.html", "<h1>not committed</h1>\n");
    let before = world.picture();
    world.quickscale(&["update", "--yes", "--conflicts", "markers"]).exits(3);
    let run = world.quickscale(&["update", "--abort"]).success().says("as it was before");
    run.never_says("git show");
    assert_eq!(world.picture(), before);
    world.quickscale(&["update", "--yes", "--conflicts", "markers"]).exits(3);
    world.app.edit("libs/core/a.txt", MARKED, "an hour of work\n");
    let run = world.quickscale(&["update", "--abort"]).success().says("git show");
    assert_eq!(world.picture(), before);
    let kept = run.stderr.split("git show ").nth(1).unwrap().split('`').next().unwrap().to_owned();
    assert!(world.git(&["show", &format!("{kept}:libs/core/a.txt")]).starts_with("an hour of work"));
    world.refuses(&["update", "--abort"], "subtree::not-under-way");
    world.refuses(&["update", "--continue"], "subtree::not-under-way");
}

#[test]
fn a_plain_commit_ends_it_as_well() {
    let world = contradicting();
    world.quickscale(&["update", "--yes", "--conflicts", "markers"]).exits(3);
    world.app.edit("libs/core/a.txt", MARKED, "ONE, both\n");
    world.commit_all("sorted out by hand");
    world.update().success().prints("up to date");
    world.release("v3", &[("docs/b.txt", "bb\n")]);
    world.update().success();
    assert_eq!(world.app.read("libs/core/docs/b.txt"), "bb\n");
}

#[test]
fn of_a_binary_file_both_versions_are_written() {
    let world = World::embedded();
    world.release("v2", &[("logo.png", "\0first")]);
    world.update().success();
    world.app.write("libs/core/logo.png", "\0ours");
    world.commit_all("our logo");
    world.release("v3", &[("logo.png", "\0theirs")]);
    world.refuses(&["update", "--yes"], "subtree::conflict").exits(3).prints("libs/core/logo.png");
    world.quickscale(&["update", "--yes", "--conflicts", "markers"]).exits(3);
    assert_eq!(world.app.read("libs/core/logo.png"), "\0ours");
    assert_eq!(world.app.read("libs/core/logo.png.theirs"), "\0theirs");
    world.refuses(&["update", "--continue"], "subtree::unresolved").says("logo.png.theirs");
    world.app.remove("libs/core/logo.png.theirs");
    world.quickscale(&["update", "--continue"]).success();
    assert_eq!(world.app.read("libs/core/logo.png"), "\0ours");
    world.is_clean();
}

#[test]
fn a_file_that_was_deleted_there_and_edited_here_is_a_conflict() {
    let world = World::embedded();
    world.edit("libs/core/a.txt", "one", "one, ours");
    world.release("v2", &[("a.txt", "-")]);
    let run = world.refuses(&["update", "--yes"], "subtree::conflict").exits(3);
    run.prints("modify/delete").prints("deleted in theirs and modified in yours");
    world.quickscale(&["update", "--yes", "--conflicts", "markers"]).exits(3);
    assert_eq!(world.app.read("libs/core/a.txt"), TEXT.replace("one", "one, ours"));
    world.quickscale(&["update", "--continue"]).success();
    assert_eq!(
        world.app.read("libs/core/a.txt"),
        TEXT.replace("one", "one, ours"),
        "keeping it is a decision too"
    );
}
