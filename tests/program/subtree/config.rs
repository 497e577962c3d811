//! `quickscale config`.

use pretty_assertions::assert_eq;

use super::world::{PREFIX, TEXT, World};

#[test]
fn settings_are_written_shown_and_taken_where_nothing_else_says_anything() {
    let world = World::new();
    let remote = world.core().display().to_string();
    world.core_git(&["branch", "work"]);
    world.release("v2", &[("a.txt", "later\n")]);
    for (key, value) in [("remote", remote.as_str()), ("branch", "work"), ("prefix", PREFIX)] {
        world.quickscale(&["config", "set", key, value]).success().says("config.kdl");
    }
    let shown = world.quickscale(&["config", "show"]).success();
    assert!(
        shown.stdout.contains(&format!("remote       {remote}\nbranch       work\nprefix       libs/core\n"))
    );
    let place = "Library/Application Support/quickscale/config.kdl";
    let place = if cfg!(target_os = "macos") { place } else { ".config/quickscale/config.kdl" };
    assert_eq!(
        world.outside.read(place),
        format!("remote \"{remote}\"\n\nbranch \"work\"\n\nprefix \"libs/core\"\n")
    );
    world.quickscale(&["embed", "--yes"]).success();
    assert_eq!(world.app.read("libs/core/a.txt"), TEXT);
    assert!(world.app.read("quickscale.kdl").contains("branch \"work\""));
}

#[test]
fn a_flag_comes_first() {
    let world = World::new();
    let remote = world.core().display().to_string();
    world.quickscale(&["config", "set", "remote", "/nowhere"]).success();
    world.quickscale(&["config", "set", "prefix", "elsewhere"]).success();
    world.quickscale(&["embed", PREFIX, "--remote", &remote, "--yes"]).success();
    assert!(world.app.exists("libs/core/a.txt") && !world.app.exists("elsewhere"));
}

#[test]
fn every_mistake_is_shown_in_the_file() {
    let mut world = World::new();
    world.set("XDG_CONFIG_HOME", world.outside.join("xdg").to_str().unwrap());
    world.outside.write("xdg/quickscale/config.kdl", "remot \"x\"\nsquash \"yes\"\nbranch \"a b\"\n");
    let run = world.quickscale(&["config", "show"]).exits(1);
    let run = run.says("kdl::unknown-node").says("remot \"x\"").says("write `remote`").says("kdl::");
    assert!(run.stderr.contains("xdg/quickscale/config.kdl:1:1"), "{}", run.stderr);
    world.outside.write("xdg/quickscale/config.kdl", "branch \"a b\"\n");
    world.quickscale(&["config", "show"]).exits(1).says("manifest::bad-reference").says("branch \"a b\"");
    world.refuses(&["embed", PREFIX, "--yes"], "manifest::bad-reference");
}

#[test]
fn a_value_that_cannot_be_is_not_written() {
    let world = World::new();
    world.quickscale(&["config", "set", "remot", "x"]).exits(1).says("edit::unknown-path").says("`remote`");
    world.quickscale(&["config", "set", "remote", "-x"]).exits(1).says("manifest::bad-remote");
    world.quickscale(&["config", "set", "squash", "perhaps"]).exits(1).says("kdl::");
    world
        .quickscale(&["config", "set", "remote", "https://me:hunter2@example.com/x"])
        .exits(1)
        .says("manifest::literal-secret")
        .never_says("hunter2");
    world.quickscale(&["config", "show"]).success().says("does not exist yet");
}

#[test]
fn the_settings_can_be_read_by_a_program() {
    let world = World::new();
    world.quickscale(&["config", "set", "squash", "false"]).success();
    let json = world.quickscale(&["config", "show", "--json"]).success().json();
    assert_eq!(json["settings"]["squash"], false);
    assert!(json["path"].as_str().unwrap().ends_with("quickscale/config.kdl"));
    let mut nowhere = world.command();
    nowhere.env_remove("HOME");
    crate::support::Run::of(nowhere.args(["config", "show"])).exits(1).says("command::no-config-directory");
}
