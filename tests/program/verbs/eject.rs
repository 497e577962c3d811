//! `quickscale eject`, there and back.

use pretty_assertions::assert_eq;

use super::TEXT;
use crate::support::evolving::Evolving;

#[test]
fn an_ejected_file_is_left_alone_and_comes_back_with_its_edits() {
    let world = Evolving::applied(&[("a.txt", TEXT), ("b.txt", "b\n")]);
    world.run(&["eject", "--yes", "a.txt"]).success().prints("yours from now on");
    world.is_settled();
    world.project.edit("a.txt", "two", "TWO, by the team");
    world.rewrite("a.txt", &TEXT.replace("eight", "EIGHT, by the blueprint"));
    world.is_settled();
    world.apply().success();
    assert_eq!(world.project.read("a.txt"), TEXT.replace("two", "TWO, by the team"));
    let status = world.run(&["status"]).success().prints("ejected");
    assert!(status.stdout.contains("the blueprint has changed it since you took it over"), "{status:?}");

    world.run(&["eject", "--back", "--yes", "a.txt"]).success().prints("given back");
    world.apply().success();
    let merged = TEXT.replace("two", "TWO, by the team").replace("eight", "EIGHT, by the blueprint");
    assert_eq!(world.project.read("a.txt"), merged);
    world.is_settled();
}

#[test]
fn a_managed_file_can_be_taken_over_and_given_back() {
    let world = Evolving::new(&[]);
    world.release("1.0.0", "files { managed \"a.py\" }", &[("a.py", "x = 1\n")]);
    world.apply().success();
    world.project.write("a.py", "x = 2\n");
    world.run(&["eject", "--yes", "a.py"]).success();
    world.is_settled();
    world.run(&["eject", "--back", "--yes", "a.py"]).success().prints("the next apply replaces your edits");
    world.apply().exits(4).says("command::needs-allow-destroy");
    assert_eq!(world.project.read("a.py"), "x = 2\n");
}

#[test]
fn ejecting_changes_no_file_asks_first_and_is_undone() {
    let world = Evolving::applied(&[("dir/a.txt", "a\n"), ("dir/b.txt", "b\n"), ("c.txt", "c\n")]);
    let before = world.project.committed();
    world.run(&["eject", "dir"]).exits(1).says("command::needs-yes").says("--dry-run");
    world.run(&["eject", "dir", "--dry-run"]).success().prints("dir/a.txt").prints("dir/b.txt");
    assert_eq!(world.project.committed(), before);
    world.run(&["eject", "dir", "--yes"]).success();
    assert!(world.project.read(".quickscale/lock/core.lock").contains("ejected 644"));
    world.run(&["eject", "dir", "--yes"]).success().prints("is yours already").prints("Nothing to do");
    world.run(&["undo", "--list"]).prints("eject number 2, the lock files alone");
    world.run(&["undo", "--yes"]).success();
    assert_eq!(world.project.committed(), before);
}

#[test]
fn a_file_in_the_way_is_kept_by_ejecting_it() {
    let world = Evolving::new(&[("a.txt", TEXT), ("b.txt", "b\n")]);
    world.project.write("a.txt", "mine\n");
    world.apply().exits(3);
    world.run(&["eject", "a.txt", "--yes"]).success();
    world.apply().success();
    assert_eq!(world.project.read("a.txt"), "mine\n");
    world.is_settled();
}

#[test]
fn what_cannot_be_ejected_or_given_back_is_said() {
    let world = Evolving::applied(&[("config/urls.py", "a\n")]);
    world.run(&["eject", "config/ulrs.py"]).exits(1).says("plan::unknown-path").says("config/urls.py");
    world.run(&["eject", "../x"]).exits(1).says("command::wrong-path");
    world.run(&["eject", "--back", "config/urls.py"]).success().prints("is not ejected");
    world.run(&["eject", "config", "--yes"]).success();
    world.release("2.0.0", "", &[]);
    world.run(&["eject", "--back", "config/urls.py"]).exits(1).says("plan::not-wanted").says("state rm");
}

#[test]
fn nothing_is_given_back_that_could_not_be_merged() {
    let world = Evolving::new(&[]);
    world.release("1.0.0", "files { managed \"a.py\" }", &[("a.py", "x = 1\n")]);
    world.apply().success();
    world.run(&["eject", "--yes", "a.py"]).success();
    world.project.write("a.py", "x = 3\n");
    world.release("2.0.0", "", &[("a.py", "x = 2\n")]);
    world.run(&["eject", "--back", "a.py"]).exits(1).says("plan::no-base").says("quickscale adopt a.py");
    world.run(&["adopt", "a.py", "--yes"]).success();
    world.apply().success();
    world.is_settled();
    assert_eq!(world.project.read("a.py"), "x = 3\n");
}
