//! `quickscale gc`.

use pretty_assertions::assert_eq;

use crate::support::evolving::Evolving;

fn bases(world: &Evolving) -> usize {
    world.project.tree().keys().filter(|path| path.starts_with(".quickscale/base/")).count()
}

#[test]
fn texts_that_no_lock_names_go_and_can_come_back() {
    let world = Evolving::applied(&[("a.txt", "a\n"), ("b.txt", "b\n")]);
    world.run(&["gc", "--yes"]).success().prints("Nothing to do");
    world.rewrite("a.txt", "a, new\n");
    world.apply().success();
    world.run(&["eject", "b.txt", "--yes"]).success();
    let before = world.project.committed();
    assert_eq!(bases(&world), 3);
    world.run(&["gc", "--dry-run"]).success().prints("no lock file names it");
    world.run(&["gc"]).exits(1).says("command::needs-yes");
    assert_eq!(bases(&world), 3);
    world.run(&["gc", "--yes"]).success();
    assert_eq!(bases(&world), 2, "an ejected file keeps the text it would be merged from");
    world.is_settled();
    world.run(&["undo", "--yes"]).success();
    assert_eq!(world.project.committed(), before);
}
