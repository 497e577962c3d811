//! `quickscale why`.

use pretty_assertions::assert_eq;

use crate::support::evolving::Evolving;

#[test]
fn a_file_is_traced_to_its_layer_and_source() {
    let world = Evolving::new(&[("dir/a.txt", "a\n")]);
    world.run(&["why", "dir/a.txt"]).success().prints("not made yet");
    world.apply().success();
    let run = world.run(&["why", "dir/a.txt"]).success();
    let run = run.prints("project/files/dir/a.txt").prints("shared").prints("1.0.0").prints("package=demo");
    assert!(run.stdout.contains("as it was applied"), "{run:?}");
    world.project.write("dir/a.txt", "mine\n");
    let json = world.run(&["why", "dir/a.txt", "--json"]).success().json();
    assert_eq!(json["layer"], "project");
    assert_eq!(json["owner"], "shared");
    assert_eq!(json["here"], "edited since it was rendered");
    world.run(&["why", "dir/b.txt"]).exits(1).says("plan::unknown-path").says("dir/a.txt");
}
