//! What went wrong in the Python predecessor of this tool, each as it should be.

use std::{collections::BTreeMap, fs, process::Command, time::SystemTime};

use crate::support::{Project, evolving::Evolving};
use pretty_assertions::assert_eq;

const MINIMAL: &str = "quickscale schema=1\nproject \"demo\"\n";

#[test]
fn an_apply_that_is_declined_changes_nothing_and_can_be_repeated() {
    let project = Project::with_manifest(MINIMAL);
    let before = project.tree();
    project.quickscale(["apply", "--offline"]).exits(1).says("command::needs-yes");
    assert_eq!(project.tree(), before);
    project.quickscale(["apply", "--offline", "--yes"]).success();
}

#[test]
fn a_second_apply_right_after_the_first_does_nothing_and_is_fine() {
    let project = Project::applied("starter");
    let times = |project: &Project| (project.modification_times(), directory_times(project));
    let before = times(&project);
    project.quickscale(["apply", "--yes", "--offline"]).success().prints("Nothing to do");
    assert_eq!(times(&project), before, "the second apply wrote something");
}

/// When something was last made or removed in each directory.
fn directory_times(project: &Project) -> BTreeMap<String, SystemTime> {
    let entries = walkdir::WalkDir::new(project.path()).into_iter().map(Result::unwrap);
    let directories = entries.filter(|entry| entry.file_type().is_dir());
    directories
        .map(|entry| (entry.path().display().to_string(), entry.metadata().unwrap().modified().unwrap()))
        .collect()
}

#[test]
fn what_only_looks_touches_nothing() {
    let world = Evolving::applied(&[("a.txt", "a\n"), ("deep/b.txt", "b\n")]);
    world.project.write("a.txt", "mine\n");
    world.rewrite("deep/b.txt", "new\n");
    let state = |world: &Evolving| {
        (world.project.tree(), world.project.modification_times(), directory_times(&world.project))
    };
    let before = state(&world);
    for command in [
        &["plan", "--offline"][..],
        &["plan", "--offline", "--json"],
        &["plan", "--full"],
        &["status", "--all"],
        &["validate"],
        &["undo", "--list"],
        &["schema", "plan"],
        &["explain"],
    ] {
        world.run(command).success();
        assert_eq!(state(&world), before, "{command:?} touched something");
    }
}

#[test]
fn a_clone_without_anything_ignored_carries_on() {
    let world = Evolving::applied(&[("a.txt", "a\n"), ("b.txt", "b\n")]);
    world.project.write("a.txt", "a\nmine\n");
    fs::remove_dir_all(world.project.join(".quickscale/run")).unwrap();
    world.plan().exits(0);
    world.rewrite("b.txt", "b, new\n");
    world.apply().success();
    assert_eq!(world.project.read("a.txt"), "a\nmine\n");
    world.is_settled();
}

#[test]
fn a_clone_without_state_adopts_what_is_the_same_and_asks_about_the_rest() {
    let world = Evolving::applied(&[("a.txt", "a\n"), ("b.txt", "b\n")]);
    fs::remove_dir_all(world.project.join(".quickscale")).unwrap();
    world.project.write("a.txt", "mine\n");
    let before = world.project.tree();
    world.plan().exits(3).prints("a.txt");
    world.apply().exits(3).says("a.txt");
    assert_eq!(world.project.tree(), before);
    world.apply_with(&["--conflicts", "ours"]).success();
    assert_eq!(world.project.read("a.txt"), "mine\n");
    world.is_settled();
}

#[test]
fn no_flag_at_all_touches_git_or_a_file_of_somebody_else() {
    let world = Evolving::applied(&[("a.txt", "a\n")]);
    world.project.write(".git/config", "[user]\n    name = Ada\n");
    world.project.write(".git/HEAD", "ref: refs/heads/main\n");
    world.project.write("notes/own.txt", "own\n");
    fs::remove_dir_all(world.project.join(".quickscale")).unwrap();
    world.project.write("a.txt", "mine\n");
    let others = |world: &Evolving| {
        let mut tree = world.project.tree();
        tree.retain(|path, _| path.starts_with(".git/") || path.starts_with("notes/"));
        tree
    };
    let before = others(&world);
    world.apply_with(&["--conflicts", "theirs", "--allow-destroy"]).success();
    world.run(&["undo", "--yes"]).success();
    assert_eq!(others(&world), before);
    assert_eq!(world.project.read("a.txt"), "mine\n", "undo did not bring the replaced file back");
}

#[test]
fn a_deleted_an_edited_and_a_renamed_file_are_shown() {
    let names = ["deleted.txt", "edited.txt", "renamed.txt"];
    let world = Evolving::applied(&names.map(|name| (name, "text\n")));
    world.project.remove("deleted.txt");
    world.project.write("edited.txt", "mine\n");
    fs::rename(world.project.join("renamed.txt"), world.project.join("elsewhere.txt")).unwrap();
    let status = world.run(&["status"]).success();
    names.iter().fold(status, |status, name| status.prints(name));
    world.plan().prints("deleted.txt").prints("renamed.txt");
}

#[test]
fn editing_the_manifest_between_a_failure_and_the_next_try_is_honoured() {
    let world = Evolving::applied(&[("a.txt", "a\n"), ("b.txt", "b\n")]);
    world.project.write("a.txt", "mine\n");
    world.rewrite("a.txt", "theirs\n");
    world.rewrite("b.txt", "b, new\n");
    world.apply().exits(3);
    world.project.write("quickscale.kdl", format!("{MINIMAL}protect \"b.txt\"\n"));
    world.apply_with(&["--conflicts", "ours"]).exits(4).says("b.txt");
    assert_eq!(world.project.read("b.txt"), "b\n");
}

#[test]
fn a_file_dropped_and_brought_back_by_the_blueprint_is_there_again() {
    let world = Evolving::applied(&[("a.txt", "a\n"), ("b.txt", "b\n")]);
    world.release("2.0.0", "", &[("a.txt", "a\n")]);
    world.apply().success();
    world.release("3.0.0", "", &[("a.txt", "a\n"), ("b.txt", "b, again\n")]);
    world.apply().success();
    assert_eq!(world.project.read("b.txt"), "b, again\n");
    world.is_settled();
}

#[test]
fn a_change_of_name_package_and_database_is_planned_in_place() {
    let project = Project::applied("starter");
    let text = project.read("quickscale.kdl");
    let name = text.split('"').nth(1).unwrap();
    project.write("quickscale.kdl", text.replace(name, "other-name"));
    let run = project.quickscale(["plan", "--offline", "--detailed-exitcode"]);
    assert!(matches!(run.code, Some(1..=3)), "{run:#?}");
    assert!(!project.exists("other-name") && !project.exists("other_name/manage.py"), "a nested project");
}

#[test]
fn a_package_that_is_renamed_takes_its_files_and_the_edits_in_them_along() {
    let world = Evolving::new(&[
        ("__package__/a.py", "a = 1\n"),
        ("__package__/b.py.liquid", "import {{ project.package }}\none\ntwo\nthree\n"),
        ("tests/__package__/old.py", "c = 1\n"),
    ]);
    world.apply().success();
    world.project.edit("demo/b.py", "three", "three, by the team");
    world.project.edit("tests/demo/old.py", "1", "2");
    world.project.write("demo/own.py", "own = True\n");
    world.release(
        "2.0.0",
        "moved \"tests/__package__/old.py\" \"tests/__package__/new.py\"",
        &[
            ("__package__/a.py", "a = 1\n"),
            ("__package__/b.py.liquid", "import {{ project.package }}\none\ntwo\nthree\n"),
            ("tests/__package__/new.py", "c = 1\n"),
        ],
    );
    let before = world.project.committed();
    world.project.edit("quickscale.kdl", "\"demo\"", "\"demo\" package=\"renamed\"");
    world
        .plan()
        .exits(2)
        .prints("demo/a.py → renamed/a.py")
        .prints("tests/demo/old.py → tests/renamed/new.py")
        .prints("files of yours stay there: `demo/own.py`; move what belongs into `renamed/`");
    world.apply().success();
    let read = |path| world.project.read(path);
    assert_eq!(read("renamed/a.py"), "a = 1\n");
    assert_eq!(read("renamed/b.py"), "import renamed\none\ntwo\nthree, by the team\n");
    assert_eq!(read("tests/renamed/new.py"), "c = 2\n");
    assert_eq!(read("demo/own.py"), "own = True\n");
    assert!(!world.project.exists("demo/a.py") && !world.project.exists("tests/demo"), "left behind");
    world.is_settled();
    world.run(&["undo", "--yes"]).success();
    world.project.edit("quickscale.kdl", " package=\"renamed\"", "");
    assert_eq!(world.project.committed(), before);
}

#[test]
fn a_conflict_leaves_git_alone() {
    let world = Evolving::applied(&[("a.txt", "a\n")]);
    let git = |args: &[&str]| {
        let mut command = Command::new("git");
        command.current_dir(world.project.path()).env("HOME", world.project.path()).args(args);
        let output = command.output().unwrap();
        assert!(output.status.success(), "{output:?}");
        String::from_utf8(output.stdout).unwrap()
    };
    git(&["init", "-q", "-b", "main"]);
    git(&["add", "."]);
    git(&["-c", "user.name=Ada", "-c", "user.email=ada@example.com", "commit", "-qm", "first"]);
    world.project.write("a.txt", "mine\n");
    world.rewrite("a.txt", "theirs\n");
    let looks = || {
        (
            git(&["status", "--porcelain"]),
            git(&["log", "--format=%H %an"]),
            git(&["config", "--local", "--list"]),
        )
    };
    let before = looks();
    assert!(!before.0.contains(".quickscale"), "the tool's own files are dirty: {}", before.0);
    world.apply().exits(3);
    assert_eq!(looks(), before);
    assert!(!world.project.exists(".git/MERGE_HEAD"));
    world.apply_with(&["--conflicts", "theirs", "--allow-destroy"]).success();
    assert_eq!((looks().1, looks().2), (before.1, before.2), "a commit or an identity was made");
}

#[test]
fn an_update_that_is_taken_back_takes_the_recorded_version_back_too() {
    let world = Evolving::applied(&[("a.txt", "a\n")]);
    let before = world.project.committed();
    world.release("2.0.0", "", &[("a.txt", "a, new\n")]);
    world.apply().success();
    assert!(world.project.read(".quickscale/lock/core.lock").contains("version 2.0.0"));
    world.run(&["undo", "--yes"]).success();
    assert_eq!(world.project.committed(), before);
    world.plan().exits(2).prints("a.txt");
}

#[test]
fn the_manifest_with_its_comments_is_never_rewritten() {
    let text = "// ours\nquickscale schema=1\n\n/* why */ project \"demo\" // the name\n";
    let project = Project::with_manifest(text);
    project.quickscale(["apply", "--yes", "--offline"]).success();
    project.quickscale(["undo", "--yes"]).success();
    assert_eq!(project.read("quickscale.kdl"), text);
}

#[test]
fn a_plan_whose_ground_moved_is_refused_for_every_way_it_can_move() {
    type Move = fn(&Evolving);
    let moves: [(&str, &str, Move); 8] = [
        ("edited", "a.txt", |world| world.project.write("a.txt", "typed\n")),
        ("deleted", "a.txt", |world| world.project.remove("a.txt")),
        ("mode", "a.txt", |world| chmod(world, "a.txt")),
        ("became a directory", "a.txt", |world| {
            world.project.remove("a.txt");
            world.project.write("a.txt/x", "x\n");
        }),
        ("appeared", "new.txt", |world| world.project.write("new.txt", "mine\n")),
        ("manifest", "manifest", |world| {
            world.project.write("quickscale.kdl", format!("{MINIMAL}// more\n"))
        }),
        ("lock", "lock", |world| {
            let lock = ".quickscale/lock/core.lock";
            world.project.write(lock, world.project.read(lock) + "gone other.txt\n");
        }),
        ("blueprint", "a.txt", |world| world.rewrite("a.txt", "newer still\n")),
    ];
    for (what, named, change) in moves {
        let world = Evolving::applied(&[("a.txt", "a\n"), ("b.txt", "b\n")]);
        world.release("2.0.0", "", &[("a.txt", "a, new\n"), ("b.txt", "b, new\n"), ("new.txt", "new\n")]);
        world.run(&["plan", "--offline", "--out", "saved.json"]).success();
        change(&world);
        let before = world.project.tree();
        world.run(&["apply", "--offline", "saved.json"]).exits(5).says("apply::stale").says(named);
        assert_eq!(world.project.tree(), before, "{what}: something was written");
    }
}

fn chmod(world: &Evolving, path: &str) {
    use std::os::unix::fs::PermissionsExt as _;
    fs::set_permissions(world.project.join(path), fs::Permissions::from_mode(0o755)).unwrap();
}

/// The clock may jump and times may be restored: what was read before is only believed when nothing moved.
#[test]
fn an_edit_of_the_same_size_with_its_old_time_is_noticed() {
    for (what, shift) in [("same", 0_i64), ("future", 86_400 * 365), ("past", -86_400 * 365)] {
        let world = Evolving::applied(&[("a.txt", "aaaa\n"), ("b.txt", "b\n")]);
        let path = world.project.join("a.txt");
        let time = |path: &std::path::Path| fs::metadata(path).unwrap().modified().unwrap();
        let seconds = std::time::Duration::from_secs(shift.unsigned_abs());
        let then = if shift < 0 { time(&path) - seconds } else { time(&path) + seconds };
        let set = || fs::File::options().append(true).open(&path).unwrap().set_modified(then).unwrap();
        set();
        // Makes the tool look at it and remember it.
        world.rewrite("b.txt", "b, new\n");
        world.apply().success();
        world.project.write("a.txt", "bbbb\n");
        set();
        world.run(&["status"]).success().prints("edited");
        world.rewrite("a.txt", "cccc\n");
        world.plan().exits(3).prints("a.txt");
        assert_eq!(world.project.read("a.txt"), "bbbb\n", "{what}");
    }
}

/// The number of an apply names the place of what it keeps aside; none is ever used twice.
#[test]
fn an_edit_kept_aside_is_never_in_the_way_of_another() {
    let world = Evolving::new(&[("a.py", "x = 1\n")]);
    world.release("1.0.0", "files { managed \"a.py\" }", &[("a.py", "x = 1\n")]);
    world.apply().success();
    world.project.write("a.py", "x = 2\n");
    world.apply_with(&["--allow-destroy"]).success();
    let kept = |world: &Evolving| {
        let tree = world.project.tree();
        tree.into_keys().filter(|path| path.starts_with(".quickscale/run/kept/")).collect::<Vec<_>>()
    };
    // Somebody works on the copy, so that undo leaves it.
    let copy = kept(&world).remove(0);
    world.project.write(&copy, "x = 2  # looked at\n");
    world.run(&["undo", "--yes"]).success();
    assert_eq!(world.project.read("a.py"), "x = 2\n");
    world.apply_with(&["--allow-destroy"]).success();
    assert_eq!(kept(&world).len(), 2);
    assert_eq!(world.project.read(&copy), "x = 2  # looked at\n");
}
