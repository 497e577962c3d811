//! `quickscale status` and `plan`: every way a file can drift, and how much of a plan is made and shown.

use std::{
    fs,
    os::unix::fs::{PermissionsExt as _, symlink},
};

use pretty_assertions::assert_eq;

use super::TEXT;
use crate::support::evolving::Evolving;

#[test]
fn every_kind_of_drift_is_shown_with_its_reason_and_changes_nothing() {
    let names = ["deleted.py", "directory.py", "edited.py", "link.py", "mode.py", "own.py", "same.py"];
    let world = Evolving::new(&[]);
    let rules = "files { managed \"deleted.py\" \"edited.py\" \"mode.py\" }";
    world.release("1.0.0", rules, &names.map(|name| (name, TEXT)));
    world.apply().success();
    let place = |name| world.project.join(name);
    world.project.edit("edited.py", "two", "TWO");
    world.project.edit("own.py", "two", "TWO");
    fs::set_permissions(place("mode.py"), fs::Permissions::from_mode(0o755)).unwrap();
    ["deleted.py", "directory.py", "link.py"].into_iter().for_each(|name| world.project.remove(name));
    fs::create_dir(place("directory.py")).unwrap();
    symlink("same.py", place("link.py")).unwrap();
    let before = world.project.tree();
    let status = world.run(&["status"]).success();
    let lines: Vec<&str> = status.stdout.lines().filter(|line| line.contains(".py")).collect();
    let expected = [
        "  deleted   managed  deleted.py",
        "  replaced  shared   directory.py",
        "  edited    managed  edited.py",
        "  replaced  shared   link.py",
        "  mode      managed  mode.py",
        "  edited    shared   own.py",
    ];
    assert_eq!(lines, expected);
    let plan = world.plan().exits(3);
    for reason in [
        "drift: a file that quickscale manages was deleted",
        "a directory is where the file belongs",
        "drift: edited since the last apply; the edit is kept aside",
        "a symbolic link is where the file belongs, and links are not followed",
        "drift: the mode was changed since the last apply",
    ] {
        assert!(plan.stdout.contains(reason), "no {reason:?} in\n{}", plan.stdout);
    }
    assert!(!plan.stdout.contains("own.py"), "an edit of a shared file is nothing to do:\n{}", plan.stdout);
    assert_eq!(world.project.tree(), before);
}

#[test]
fn a_plan_is_narrowed_to_a_path_a_module_or_an_executor() {
    let world = Evolving::applied(&[("a.txt", TEXT), ("deep/b.txt", TEXT)]);
    world.rewrite("a.txt", "new\n");
    world.rewrite("deep/b.txt", "new\n");
    let targets = |words: &[&str]| {
        let run = world.run(&[&["plan", "--offline", "--json"][..], words].concat()).success().json();
        let steps = run["steps"].as_array().unwrap().clone();
        steps.iter().map(|step| step["target"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(targets(&[]), ["a.txt", "deep/b.txt"]);
    assert_eq!(targets(&["--only", "a.txt"]), ["a.txt"]);
    assert_eq!(targets(&["--only", "deep"]), ["deep/b.txt"]);
    assert_eq!(targets(&["--only", "core"]), ["a.txt", "deep/b.txt"]);
    assert_eq!(targets(&["--only", "files"]), ["a.txt", "deep/b.txt"]);
    assert_eq!(targets(&["--only", "tools"]), Vec::<String>::new());
    world.apply_with(&["--only", "deep"]).success();
    assert_eq!([world.project.read("a.txt"), world.project.read("deep/b.txt")], [TEXT, "new\n"]);
    assert_eq!(targets(&[]), ["a.txt"]);
}

#[test]
fn how_much_of_a_change_is_shown_is_chosen() {
    let world = Evolving::applied(&[("a.txt", TEXT)]);
    world.rewrite("a.txt", &TEXT.replace("two", "TWO"));
    let shown = |diff| world.run(&["plan", "--offline", "--diff", diff]).success().stdout;
    let has = |diff| [shown(diff).contains("\n+TWO\n"), shown(diff).contains("+1 -1")];
    assert_eq!(has("full"), [true, false]);
    assert_eq!(has("stat"), [false, true]);
    assert_eq!(has("none"), [false, false]);
}
