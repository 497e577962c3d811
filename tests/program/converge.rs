//! Edits, new blueprints and what becomes of both: nothing of the user's is lost, and what is decided for
//! a person is said.

use std::{fs, os::unix::fs::PermissionsExt as _};

use crate::support::evolving::Evolving;
use pretty_assertions::assert_eq;

const TEXT: &str = "one\ntwo\nthree\nfour\nfive\nsix\nseven\neight\nnine\n";

fn kept_aside(world: &Evolving) -> Vec<String> {
    let tree = world.project.tree();
    tree.iter()
        .filter(|(path, _)| path.starts_with(".quickscale/run/kept/"))
        .map(|(_, file)| String::from_utf8_lossy(&file.bytes).into_owned())
        .collect()
}

#[test]
fn an_edit_and_a_new_render_are_both_kept() {
    let world = Evolving::applied(&[("a.txt", TEXT)]);
    world.project.edit("a.txt", "two", "TWO, by the team");
    world.rewrite("a.txt", &TEXT.replace("eight", "EIGHT, by the blueprint"));
    world.plan().exits(2).prints("a.txt").prints("EIGHT, by the blueprint");
    world.apply().success();
    let merged = TEXT.replace("two", "TWO, by the team").replace("eight", "EIGHT, by the blueprint");
    assert_eq!(world.project.read("a.txt"), merged);
    world.is_settled();
}

#[test]
fn a_conflict_writes_nothing_and_names_file_and_line() {
    let world = Evolving::applied(&[("a.txt", TEXT), ("b.txt", "b\n")]);
    world.project.edit("a.txt", "two", "TWO, by the team");
    world.rewrite("a.txt", &TEXT.replace("two", "TWO, by the blueprint"));
    world.rewrite("b.txt", "b, new\n");
    let before = world.project.committed();
    world.plan().exits(3).prints("a.txt:2").prints("TWO, by the team").prints("TWO, by the blueprint");
    world.apply().exits(3).says("apply::undecided").says("a.txt");
    assert_eq!(world.project.committed(), before, "half an update was written");
}

#[test]
fn a_conflict_is_decided_for_all_files_or_for_one() {
    let decide = |flags: &[&str]| {
        let world = Evolving::applied(&[("a.txt", "base\n"), ("b.txt", "base\n")]);
        for path in ["a.txt", "b.txt"] {
            world.project.write(path, "ours\n");
            world.rewrite(path, "theirs\n");
        }
        let run = world.apply_with(flags);
        (world, run)
    };
    let (world, run) = decide(&["--conflicts", "ours"]);
    run.success();
    assert_eq!([world.project.read("a.txt"), world.project.read("b.txt")], ["ours\n", "ours\n"]);
    world.is_settled();

    let (world, run) = decide(&["--conflicts", "ours", "--conflicts", "b.txt=theirs", "--allow-destroy"]);
    run.success();
    assert_eq!([world.project.read("a.txt"), world.project.read("b.txt")], ["ours\n", "theirs\n"]);
    assert_eq!(kept_aside(&world), ["ours\n"]);
    world.is_settled();
}

#[test]
fn markers_are_written_on_demand_and_stop_the_next_apply() {
    let world = Evolving::applied(&[("a.txt", TEXT)]);
    world.project.edit("a.txt", "two", "ours");
    world.rewrite("a.txt", &TEXT.replace("two", "theirs"));
    world.apply_with(&["--conflicts", "markers"]).exits(3).says("a.txt");
    let marked = world.project.read("a.txt");
    assert!(marked.contains("<<<<<<<") && marked.contains("ours") && marked.contains("theirs"), "{marked}");
    world.rewrite("a.txt", &TEXT.replace("two", "theirs").replace("nine", "NINE"));
    world.apply().exits(3).says("marker");
    world.project.write("a.txt", TEXT.replace("two", "both"));
    world.apply().success();
    assert_eq!(world.project.read("a.txt"), TEXT.replace("two", "both").replace("nine", "NINE"));
    world.is_settled();
}

#[test]
fn a_managed_file_is_restored_after_a_yes_and_the_edit_is_kept() {
    let world = Evolving::new(&[("a.py", "x = 1\n")]);
    world.release("1.0.0", "files { managed \"a.py\" }", &[("a.py", "x = 1\n")]);
    world.apply().success();
    world.project.write("a.py", "x = 2\n");
    world.plan().exits(2).prints("a.py").prints("edited");
    world.apply().exits(4).says("command::needs-allow-destroy").says("a.py");
    assert_eq!(world.project.read("a.py"), "x = 2\n");
    let run = world.apply_with(&["--allow-destroy"]).success();
    assert!(run.stderr.contains(".quickscale/run/kept/"), "{}", run.stderr);
    assert_eq!(world.project.read("a.py"), "x = 1\n");
    assert_eq!(kept_aside(&world), ["x = 2\n"]);
    world.is_settled();
}

#[test]
fn a_file_the_user_deleted_stays_deleted() {
    let world = Evolving::applied(&[("a.txt", "a\n"), ("b.txt", "b\n")]);
    world.project.remove("a.txt");
    world.plan().prints("a.txt");
    world.apply().success();
    world.rewrite("a.txt", "a, new\n");
    world.apply().success();
    assert!(!world.project.exists("a.txt"));
    world.is_settled();
}

#[test]
fn a_file_the_blueprint_dropped_goes_unless_it_was_edited() {
    let world =
        Evolving::applied(&[("kept.txt", "kept\n"), ("same.txt", "same\n"), ("edited.txt", "base\n")]);
    world.project.write("edited.txt", "base\nand mine\n");
    world.release("2.0.0", "", &[("kept.txt", "kept\n")]);
    world.plan().exits(3).prints("same.txt").prints("edited.txt");
    world.apply().exits(3);
    assert!(world.project.exists("same.txt"), "half an update was written");
    world.apply_with(&["--conflicts", "edited.txt=ours"]).success();
    assert!(!world.project.exists("same.txt"));
    assert_eq!(world.project.read("edited.txt"), "base\nand mine\n");
    world.is_settled();
}

#[test]
fn a_rename_in_the_blueprint_carries_the_edit_along() {
    let world = Evolving::applied(&[("old.txt", TEXT)]);
    world.project.edit("old.txt", "two", "TWO, by the team");
    let renamed = TEXT.replace("nine", "NINE, by the blueprint");
    world.release("2.0.0", "moved \"old.txt\" \"new/name.txt\"", &[("new/name.txt", &renamed)]);
    world.plan().exits(2).prints("old.txt").prints("new/name.txt");
    world.apply().success();
    assert!(!world.project.exists("old.txt"));
    assert_eq!(world.project.read("new/name.txt"), renamed.replace("two", "TWO, by the team"));
    world.is_settled();
}

#[test]
fn a_file_that_is_once_written_is_the_users() {
    let world = Evolving::new(&[("README.md", "hello\n")]);
    world.release("1.0.0", "files { once \"README.md\" }", &[("README.md", "hello\n")]);
    world.apply().success();
    world.project.write("README.md", "ours\n");
    world.rewrite("README.md", "hello, new\n");
    world.is_settled();
    world.project.remove("README.md");
    world.is_settled();
    assert!(!world.project.exists("README.md"));
}

#[test]
fn the_permission_bit_is_merged_too() {
    let world = Evolving::applied(&[("run.sh", "#!/bin/sh\n")]);
    let rules = "files { executable \"run.sh\" }";
    world.project.write("run.sh", "#!/bin/sh\necho mine\n");
    world.release("1.1.0", rules, &[("run.sh", "#!/bin/sh\n")]);
    world.apply().success();
    assert_eq!(world.project.read("run.sh"), "#!/bin/sh\necho mine\n");
    let mode = fs::metadata(world.project.join("run.sh")).unwrap().permissions().mode();
    assert_eq!(mode & 0o111, 0o111);
    world.is_settled();
}

#[test]
fn a_protected_path_is_refused() {
    let world = Evolving::applied(&[("a.txt", "a\n")]);
    world.project.write("quickscale.kdl", "quickscale schema=1\nproject \"demo\"\nprotect \"a.txt\"\n");
    world.apply().success();
    world.rewrite("a.txt", "a, new\n");
    world.plan().prints("protect");
    world.apply().exits(4).says("apply::protected").says("a.txt");
    assert_eq!(world.project.read("a.txt"), "a\n");
}

#[test]
fn crlf_and_a_missing_final_newline_survive_a_merge() {
    let world = Evolving::applied(&[("a.txt", TEXT)]);
    let mine = TEXT.replace("two", "TWO").replace('\n', "\r\n");
    let mine = mine.trim_end();
    world.project.write("a.txt", mine);
    world.rewrite("a.txt", &TEXT.replace("five", "FIVE"));
    world.apply().success();
    assert_eq!(world.project.read("a.txt"), mine.replace("five", "FIVE"));
    world.is_settled();
}

#[test]
fn keys_of_a_keyed_file_are_merged_and_comments_stay() {
    let base = "[project]\nname = \"demo\"\ndependencies = [\n    \"django>=6.0\",\n]\n";
    let world = Evolving::new(&[("pyproject.toml", base)]);
    world.release("1.0.0", "files { keyed \"pyproject.toml\" }", &[("pyproject.toml", base)]);
    world.apply().success();
    let mine = base
        .replace("    \"django>=6.0\",\n", "    # pinned by us\n    \"django>=6.0\",\n    \"httpx>=1\",\n");
    world.project.write("pyproject.toml", &mine);
    world.rewrite("pyproject.toml", &base.replace("django>=6.0", "django>=6.1"));
    world.apply().success();
    assert_eq!(world.project.read("pyproject.toml"), mine.replace("django>=6.0", "django>=6.1"));
    world.is_settled();
}

#[test]
fn undo_restores_the_tree_byte_for_byte() {
    let world = Evolving::applied(&[("a.txt", TEXT), ("drop.txt", "drop\n")]);
    world.project.edit("a.txt", "two", "TWO");
    let before = world.project.committed();
    world.release("2.0.0", "", &[("a.txt", &TEXT.replace("nine", "NINE")), ("deep/new.txt", "new\n")]);
    world.apply().success();
    assert!(world.project.exists("deep/new.txt") && !world.project.exists("drop.txt"));
    world.run(&["undo", "--list"]).success().prints("apply");
    world.run(&["undo", "--yes"]).success();
    assert_eq!(world.project.committed(), before);
    assert!(!world.project.exists("deep"), "an empty directory was left");
}

#[test]
fn undo_refuses_to_lose_a_later_edit() {
    let world = Evolving::applied(&[("a.txt", "a\n")]);
    world.rewrite("a.txt", "b\n");
    world.apply().success();
    world.project.write("a.txt", "b\nmine\n");
    world.run(&["undo", "--yes"]).exits(3).says("apply::changed-since").says("a.txt");
    assert_eq!(world.project.read("a.txt"), "b\nmine\n");
}

#[test]
fn of_several_inputs_that_changed_each_file_names_its_own() {
    let world = Evolving::applied(&[
        ("a.txt.liquid", "{{ project.title }}\n"),
        ("b.txt.liquid", "{% if docker %}docker{% endif %} on {{ database.engine }}\n"),
        ("c.txt.liquid", "{{ project.title }} {{ database.engine }}\n"),
    ]);
    world.project.write(
        "quickscale.kdl",
        "quickscale schema=1\nproject \"demo\" { title \"Other\" }\nenvironment \"local\" { docker; database \"sqlite\" }\n",
    );
    let run = world.plan().exits(2);
    for (path, reason) in [
        ("a.txt", "`title` of `core` changed"),
        ("b.txt", "`database` of `core` changed"),
        ("c.txt", "`database`, `title` of `core` changed"),
    ] {
        let line = format!("{path}  shared, core: {reason}\n");
        assert!(run.stdout.contains(&line), "no {line:?} in\n{}", run.stdout);
    }
}

#[test]
fn a_saved_plan_is_applied_as_it_was_shown_or_not_at_all() {
    let world = Evolving::applied(&[("a.txt", "a\n"), ("b.txt", "b\n")]);
    world.rewrite("a.txt", "a, new\n");
    world.run(&["plan", "--offline", "--out", "saved.json"]).success();
    world.run(&["apply", "--offline", "saved.json"]).success();
    assert_eq!(world.project.read("a.txt"), "a, new\n");

    world.rewrite("a.txt", "a, newer\n");
    world.run(&["plan", "--offline", "--out", "saved.json"]).success();
    world.project.write("b.txt", "an edit that the plan does not touch\n");
    world.project.write("a.txt", "a, new\nand an edit\n");
    world.run(&["apply", "--offline", "saved.json"]).exits(5).says("apply::stale").says("a.txt");
    assert_eq!(world.project.read("a.txt"), "a, new\nand an edit\n");
}

#[test]
fn the_command_that_applies_a_saved_plan_is_named_with_its_options() {
    let world = Evolving::applied(&[("a.txt", "a\n"), ("b c.txt", "b\n")]);
    world.rewrite("a.txt", "a, new\n");
    let options = ["--offline", "--conflicts", "a.txt=ours", "--only", "a.txt", "--only", "b c.txt"];
    let saved = world.run(&[&["plan", "--out", "saved.json"], &options[..]].concat()).success();
    let command =
        "quickscale apply saved.json --offline --conflicts a.txt=ours --only a.txt --only 'b c.txt'`";
    saved.says(command);
    world.run(&[&["apply", "saved.json"], &options[..]].concat()).success();
    assert_eq!(world.project.read("a.txt"), "a, new\n");
}

#[test]
fn a_misspelled_part_of_a_plan_is_said() {
    let world = Evolving::applied(&[("a.txt", "a\n")]);
    world.rewrite("a.txt", "a, new\n");
    let said = "no step is planned for `b.txt`";
    world.run(&["plan", "--offline", "--only", "b.txt"]).success().prints(said);
    let named = world.run(&["plan", "--offline", "--only", "a.txt"]).success();
    assert!(!named.stdout.contains("no step is planned"), "{}", named.stdout);
}

#[test]
fn the_plan_as_json_says_what_apply_then_does() {
    let world = Evolving::applied(&[("a.txt", "a\n"), ("drop.txt", "drop\n")]);
    world.release("2.0.0", "", &[("a.txt", "a, new\n"), ("new.txt", "new\n")]);
    let plan = world.run(&["plan", "--offline", "--json"]).success().json();
    let before = world.project.committed();
    world.apply().success();
    let after = world.project.committed();
    for step in plan["steps"].as_array().unwrap().iter().filter(|step| step["change"]["kind"] == "file") {
        let path = step["target"].as_str().unwrap();
        let was = before.contains_key(path);
        let is = after.contains_key(path);
        let expected = match step["action"].as_str().unwrap() {
            "create" => (false, true),
            "update" => (true, true),
            "delete" => (true, false),
            action => panic!("{action} {path}"),
        };
        assert_eq!((was, is), expected, "{path}");
    }
    let changed = |path: &&String| !path.starts_with(".quickscale/") && before.get(*path) != after.get(*path);
    let touched =
        before.keys().chain(after.keys()).filter(changed).collect::<std::collections::BTreeSet<_>>();
    assert_eq!(touched.len(), 3, "{touched:?}");
}

#[test]
fn a_decision_about_a_file_without_a_step_is_not_silently_taken() {
    let world = Evolving::applied(&[("a.txt", "a\n")]);
    let decided = ["plan", "--offline", "--conflicts", "b.txt=ours"];
    world.run(&decided).success().prints("--conflicts").prints("no step is planned for `b.txt`");
}
