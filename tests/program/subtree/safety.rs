//! Ten releases, taken one by one and at once, whatever was done to the history in between.

use pretty_assertions::assert_eq;

use super::world::{TEXT, World};
use crate::support::Tree;

const RELEASES: usize = 10;

/// A file of the other repository; release `n` changes line `4n`.
fn release_text(release: usize) -> String {
    let line = |number: usize| match number {
        number if number % 4 == 0 && number / 4 <= release => {
            format!("line {number}, release {}\n", number / 4)
        }
        number => format!("line {number}\n"),
    };
    (1..=4 * RELEASES + 1).map(line).collect()
}

fn release(world: &World, number: usize) {
    let name = format!("r{number}");
    let added = format!("added/{name}.txt");
    world.release(&name, &[("lines.txt", &release_text(number)), (&added, "new\n")]);
}

/// A project with edits of its own: committed inside of the subtree, and of every kind outside.
fn edited() -> World {
    let world = World::new();
    world.release("r0", &[("lines.txt", &release_text(0))]);
    world.embed();
    world.edit("libs/core/lines.txt", "line 1\n", "line 1, ours\n");
    world.edit("libs/core/a.txt", "nine", "nine, ours");
    world.app.write("templates/home.html", "<h1>not committed</h1>\n");
    world.app.write("static/extra.css", "b {}\n");
    world
}

fn outside(world: &World) -> Tree {
    let mut files = world.files();
    files.retain(|path, _| !path.starts_with("libs/core/") && !path.ends_with(".subtree"));
    files
}

#[track_caller]
fn is_at(world: &World, number: usize) {
    let expected = release_text(number).replace("line 1\n", "line 1, ours\n");
    assert_eq!(world.app.read("libs/core/lines.txt"), expected);
    assert_eq!(world.app.read("libs/core/a.txt"), TEXT.replace("nine", "nine, ours"));
    assert_eq!(world.git(&["status", "--porcelain", "libs", ".quickscale"]), "");
    for added in 1..=number {
        assert!(world.app.exists(&format!("libs/core/added/r{added}.txt")), "release {added}");
    }
}

#[test]
fn one_by_one() {
    let world = edited();
    let before = outside(&world);
    for number in 1..=RELEASES {
        release(&world, number);
        world.update().success();
        is_at(&world, number);
    }
    assert_eq!(outside(&world), before);
    // As `git blame` sees it, every line of the last release came with the update to it.
    let blamed = world.git(&["blame", "-s", "-L40,40", "libs/core/lines.txt"]);
    let update = world.git(&["log", "-1", "--format=%h", "--grep=^Update libs/core"]);
    assert!(blamed.starts_with(&update[..7]), "{blamed} is not of {update}");
}

#[test]
fn at_once() {
    let world = edited();
    let before = outside(&world);
    (1..=RELEASES).for_each(|number| release(&world, number));
    world.update().success().says("10 commits");
    is_at(&world, RELEASES);
    assert_eq!(outside(&world), before);
}

#[test]
fn after_a_squash_merge() {
    let world = edited();
    world.git(&["stash", "push", "--quiet", "--include-untracked"]);
    world.git(&["switch", "--quiet", "-c", "work"]);
    release(&world, 1);
    world.update().success();
    world.git(&["switch", "--quiet", "main"]);
    world.git(&["merge", "--quiet", "--squash", "work"]);
    world.commit_all("squashed");
    world.git(&["branch", "--quiet", "-D", "work"]);
    let before = outside(&world);
    release(&world, 2);
    world.update().success().says("1 commit:");
    is_at(&world, 2);
    assert_eq!(outside(&world), before);
}

#[test]
fn after_a_squash_merge_of_the_embedding_itself() {
    let world = World::new();
    world.release("r0", &[("lines.txt", &release_text(0))]);
    world.git(&["switch", "--quiet", "-c", "work"]);
    world.embed();
    world.git(&["switch", "--quiet", "main"]);
    world.git(&["merge", "--quiet", "--squash", "work"]);
    world.commit_all("squashed");
    world.git(&["branch", "--quiet", "-D", "work"]);
    world.edit("libs/core/lines.txt", "line 1\n", "line 1, ours\n");
    world.edit("libs/core/a.txt", "nine", "nine, ours");
    release(&world, 1);
    world.update().success();
    is_at(&world, 1);
}

#[test]
fn after_a_rebase() {
    let world = World::new();
    world.release("r0", &[("lines.txt", &release_text(0))]);
    world.git(&["switch", "--quiet", "-c", "work"]);
    world.embed();
    world.edit("libs/core/lines.txt", "line 1\n", "line 1, ours\n");
    release(&world, 1);
    world.update().success();
    world.edit("libs/core/a.txt", "nine", "nine, ours");
    world.git(&["switch", "--quiet", "main"]);
    world.app.write("templates/other.html", "<p>of a colleague</p>\n");
    world.commit_all("meanwhile");
    let root = world.git(&["ls-tree", "--name-only", "HEAD"]);
    world.git(&["switch", "--quiet", "work"]);
    world.git(&["rebase", "--quiet", "main"]);
    let expected = format!(".quickscale\nlibs\n{root}");
    let mut found: Vec<String> =
        world.git(&["ls-tree", "--name-only", "HEAD"]).lines().map(str::to_owned).collect();
    let mut expected: Vec<String> = expected.lines().map(str::to_owned).collect();
    found.sort();
    expected.sort();
    assert_eq!(found, expected, "the rebase has put files into the root");
    is_at(&world, 1);
    assert_eq!(world.git(&["rev-list", "--merges", "--count", "HEAD"]), "0");
    let before = outside(&world);
    release(&world, 2);
    world.update().success().says("1 commit:");
    is_at(&world, 2);
    assert_eq!(outside(&world), before);
}

#[test]
fn in_a_shallow_clone_and_in_a_second_one() {
    let world = edited();
    world.git(&["stash", "push", "--quiet", "--include-untracked"]);
    release(&world, 1);
    world.update().success();
    for depth in [&["--depth=1"][..], &[]] {
        let clone = world.copy();
        std::fs::remove_dir_all(clone.app.path()).unwrap();
        let address = format!("file://{}", world.app.path().display());
        let directory = clone.app.path().to_str().unwrap().to_owned();
        let command = [&["clone", "--quiet"], depth, &[&address, &directory]].concat();
        world.git_in(world.outside.path(), &command);
        let before = outside(&clone);
        clone.update().success().prints("up to date");
        release(&world, 2);
        clone.update().success().says("1 commit:");
        is_at(&clone, 2);
        assert_eq!(outside(&clone), before);
        world.core_git(&["reset", "--quiet", "--hard", "r1"]);
        world.core_git(&["tag", "--delete", "r2"]);
    }
}

#[test]
fn two_branches_that_took_the_same_release_merge_without_a_conflict() {
    let world = World::embedded();
    world.git(&["branch", "other"]);
    world.release("v2", &[("a.txt", &TEXT.replace("one", "ONE"))]);
    world.update().success();
    world.git(&["switch", "--quiet", "other"]);
    world.update().success();
    world.git(&["merge", "--quiet", "--no-edit", "main"]);
    assert_eq!(world.app.read("libs/core/a.txt"), TEXT.replace("one", "ONE"));
    world.update().success().prints("up to date");
}

#[test]
fn a_merge_of_two_different_releases_is_said_to_need_a_person() {
    let world = World::embedded();
    world.git(&["branch", "other"]);
    world.release("v2", &[("a.txt", &TEXT.replace("one", "ONE"))]);
    world.update().success();
    world.git(&["switch", "--quiet", "other"]);
    let newer = world.release("v3", &[("docs/b.txt", "bb\n")]);
    world.update().success();
    let merge = world.prepare(std::process::Command::new("git"));
    let mut merge = merge;
    merge.current_dir(world.app.path()).args(["merge", "--quiet", "main"]);
    assert!(!merge.output().unwrap().status.success(), "both have changed the record");
    world.quickscale(&["update", "--preview"]).exits(1).says("state::subtree").says("quickscale resolve");
    let record = ".quickscale/lock/libs%2Fcore.subtree";
    let text = world.app.read(record);
    let newer_side = text.split("<<<<<<<").nth(1).unwrap().split("=======").next().unwrap();
    assert!(newer_side.contains(&newer));
    world.refuses(&["resolve"], "command::needs-yes");
    world.quickscale(&["resolve", "--dry-run"]).success().prints(&newer[..8]);
    assert_eq!(world.app.read(record), text);
    world.quickscale(&["resolve", "--yes"]).success().prints("which contains the other").says("git add");
    assert_eq!(world.app.read(record), world.git(&["show", &format!("other:{record}")]) + "\n");
    world.quickscale(&["resolve", "--yes"]).success().says("The lock files are sound");
    world.commit_all("merged");
    world.update().success().prints("up to date");
    world.is_clean();
}

#[test]
fn a_merge_of_two_releases_that_have_nothing_to_do_with_one_another_is_left_to_a_person() {
    let world = World::embedded();
    world.git(&["branch", "other"]);
    world.core_git(&["switch", "--quiet", "-c", "stable"]);
    world.release("s1", &[("a.txt", &TEXT.replace("one", "stable"))]);
    world.core_git(&["switch", "--quiet", "main"]);
    world.release("v2", &[("docs/b.txt", "bb\n")]);
    world.update().success();
    world.git(&["switch", "--quiet", "other"]);
    world.quickscale(&["set", "subtree.\"libs/core\".branch", "stable"]).success();
    world.commit_all("follow stable");
    world.update().success();
    let mut merge = world.prepare(std::process::Command::new("git"));
    merge.current_dir(world.app.path()).args(["merge", "--quiet", "main"]);
    assert!(!merge.output().unwrap().status.success(), "both have changed the record");
    world
        .refuses(&["resolve", "--yes"], "state::subtree")
        .says("neither contains the")
        .says("keep the lines");
}
