//! `quickscale adopt`: a project that the tool did not make, or whose lock files are lost.

use std::fs;

use pretty_assertions::assert_eq;

use super::TEXT;
use crate::support::evolving::Evolving;

/// A project with an edit whose lock files are lost.
fn lost() -> Evolving {
    let world = Evolving::applied(&[("same.txt", "same\n"), ("edited.txt", TEXT), ("gone.txt", "gone\n")]);
    world.project.edit("edited.txt", "two", "TWO, by the team");
    world.project.remove("gone.txt");
    fs::remove_dir_all(world.project.join(".quickscale")).unwrap();
    world
}

#[test]
fn identical_files_are_adopted_and_others_are_left_to_a_person() {
    let world = lost();
    let files = world.project.committed();
    world.run(&["adopt", "--yes"]).success().prints("same.txt").prints("quickscale adopt edited.txt");
    let mut after = world.project.committed();
    after.retain(|path, _| !path.starts_with(".quickscale/"));
    assert_eq!(after, files, "a file of the project was changed");
    world.plan().exits(3).prints("edited.txt").prints("quickscale adopt edited.txt").prints("gone.txt");
    world.run(&["adopt", "edited.txt", "--yes"]).success();
    world.apply().success();
    world.is_settled();

    // From here on the edit is merged like every other.
    world.rewrite("edited.txt", &TEXT.replace("eight", "EIGHT"));
    world.apply().success();
    let merged = TEXT.replace("two", "TWO, by the team").replace("eight", "EIGHT");
    assert_eq!(world.project.read("edited.txt"), merged);
}

#[test]
fn everything_is_adopted_at_once_and_taken_back() {
    let world = lost();
    let before = world.project.committed();
    world.run(&["adopt", "--all"]).exits(1).says("command::needs-yes");
    assert_eq!(world.project.committed(), before);
    world.run(&["adopt", "--all", "--yes"]).success();
    world.plan().exits(2).prints("gone.txt").never_says("conflict");
    assert!(world.project.read(".quickscale/lock/core.lock").contains("version 1.0.0"));
    world.run(&["adopt", "--all", "--yes"]).success().prints("Nothing to do");
    world.run(&["undo", "--yes"]).success();
    assert_eq!(world.project.committed(), before);
}

#[test]
fn a_managed_file_that_differs_is_adopted_as_drift() {
    let world = Evolving::new(&[]);
    world.release("1.0.0", "files { managed \"a.py\" }", &[("a.py", "x = 1\n")]);
    world.project.write("a.py", "x = 2\n");
    world.run(&["adopt", "a.py", "--yes"]).success().prints("quickscale eject a.py");
    world.apply().exits(4).says("command::needs-allow-destroy");
    assert_eq!(world.project.read("a.py"), "x = 2\n");
}

#[test]
fn what_cannot_be_adopted_is_said() {
    let world = Evolving::applied(&[("a.txt", "a\n"), ("b.txt", "b\n")]);
    world.run(&["adopt", "quickscale.kdl"]).exits(1).says("plan::unknown-path");
    world.run(&["adopt", "a.txt"]).success().prints("Nothing to do");
    world.run(&["state", "rm", "a.txt", "--yes"]).success();
    world.project.remove("a.txt");
    world.run(&["adopt", "a.txt"]).exits(1).says("plan::no-file").says("quickscale plan");
    world.release("2.0.0", "", &[("b.txt", "b\n")]);
    world.run(&["adopt", "a.txt"]).exits(1).says("plan::unknown-path");
}
