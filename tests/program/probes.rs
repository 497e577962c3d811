//! Nine situations in which tools that update projects from templates lose work, crash or keep silent.

use std::fs;

use crate::support::{Project, Run, evolving::Evolving, kernel};
use pretty_assertions::assert_eq;

const TEXT: &str = "one\ntwo\nthree\nfour\nfive\nsix\nseven\neight\nnine\n";

#[test]
fn p1_the_same_line_edited_on_both_sides_is_named_and_can_be_gone_on_with() {
    let world = Evolving::applied(&[("a.txt", TEXT)]);
    world.project.edit("a.txt", "two", "two, by the team");
    world.rewrite("a.txt", &TEXT.replace("two", "two, by the blueprint"));
    let before = world.project.tree();
    world.plan().exits(3).prints("a.txt:2");
    world.apply().exits(3).says("a.txt");
    assert_eq!(world.project.tree(), before);
    world.project.write("a.txt", TEXT.replace("two", "two, by the blueprint"));
    world.apply().success();
    world.is_settled();
}

#[test]
fn p2_a_file_that_the_blueprint_renames_takes_the_edit_along() {
    let world = Evolving::applied(&[("b.txt", TEXT)]);
    world.project.edit("b.txt", "two", "two, by the team");
    world.release("2.0.0", "moved \"b.txt\" \"c.txt\"", &[("c.txt", TEXT)]);
    world.plan().exits(2).prints("b.txt").prints("c.txt");
    world.apply().success();
    assert_eq!(world.project.read("c.txt"), TEXT.replace("two", "two, by the team"));
    assert!(!world.project.exists("b.txt"));
}

#[test]
fn p3_a_file_that_the_blueprint_drops_and_the_team_edited_stays() {
    let world = Evolving::applied(&[("a.txt", TEXT), ("b.txt", "b\n")]);
    world.project.edit("a.txt", "two", "two, by the team");
    world.release("2.0.0", "", &[("b.txt", "b\n")]);
    world.plan().exits(3).prints("a.txt");
    world.apply().exits(3).says("a.txt");
    assert_eq!(world.project.read("a.txt"), TEXT.replace("two", "two, by the team"));
}

#[test]
fn p4_a_file_that_the_team_moved_is_reported_when_the_blueprint_changes_it() {
    let world = Evolving::applied(&[("a.txt", TEXT), ("b.txt", "b\n")]);
    fs::create_dir(world.project.join("ours")).unwrap();
    fs::rename(world.project.join("a.txt"), world.project.join("ours/a.txt")).unwrap();
    world.rewrite("a.txt", &TEXT.replace("nine", "NINE"));
    world.plan().prints("a.txt").prints("deleted here");
    world.apply().success();
    assert_eq!(world.project.read("ours/a.txt"), TEXT);
    assert!(!world.project.exists("a.txt"), "the file came back beside the moved one");
    world.plan().prints("a.txt").prints("--conflicts a.txt=theirs");
    world.apply_with(&["--conflicts", "a.txt=theirs"]).success();
    assert_eq!(world.project.read("a.txt"), TEXT.replace("nine", "NINE"));
}

#[test]
fn p5_a_binary_file_changed_on_both_sides_is_a_conflict_that_keeps_both() {
    let world = Evolving::new(&[("a.txt", "a\n")]);
    let image = world.plant("project/files/logo.png", b"\x89PNG\0base");
    world.apply().success();
    world.project.write("logo.png", b"\x89PNG\0ours");
    fs::write(image, b"\x89PNG\0theirs").unwrap();
    world.plan().exits(3).prints("logo.png");
    world.apply().exits(3).says("logo.png");
    assert_eq!(fs::read(world.project.join("logo.png")).unwrap(), b"\x89PNG\0ours");
    world.apply_with(&["--conflicts", "theirs", "--allow-destroy"]).success();
    assert_eq!(fs::read(world.project.join("logo.png")).unwrap(), b"\x89PNG\0theirs");
    let kept = |file: &crate::support::File| file.bytes == b"\x89PNG\0ours";
    assert!(world.project.tree().iter().any(|(path, file)| path.contains("/kept/") && kept(file)));
}

#[test]
fn p6_the_preview_is_the_merged_result() {
    let world = Evolving::applied(&[("a.txt", TEXT)]);
    world.project.edit("a.txt", "two", "two, by the team");
    world.rewrite("a.txt", &TEXT.replace("nine", "NINE"));
    let plan = world.run(&["plan", "--offline", "--json"]).success().json();
    let step = plan["steps"].as_array().unwrap().iter().find(|step| step["target"] == "a.txt").unwrap();
    world.plan().prints("-nine").prints("+NINE");
    world.apply().success();
    let digest = quickscale::workspace::Digest::of(world.project.read("a.txt").as_bytes());
    assert_eq!(step["change"]["after"]["digest"], digest.to_string());
}

#[test]
fn p7_a_killed_update_of_many_files_is_finished_with_every_edit() {
    if !kernel::has_strace() {
        return;
    }
    let names: Vec<String> = (0..60).map(|number| format!("f{number:02}.txt")).collect();
    let files = |text: &str| names.iter().map(|name| (name.clone(), text.to_owned())).collect::<Vec<_>>();
    fn borrowed(files: &[(String, String)]) -> Vec<(&str, &str)> {
        files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect()
    }
    let world = Evolving::applied(&borrowed(&files(TEXT)));
    for name in &names[..20] {
        world.project.edit(name, "two", "two, by the team");
    }
    world.release("2.0.0", "", &borrowed(&files(&TEXT.replace("nine", "NINE"))));
    let args = world.args(&["apply", "--yes", "--offline"]);
    assert!(kernel::killed_at(&world.project, &args, &("renameat2".to_owned(), 31)));
    world.plan().says("interrupted");
    world.apply().success().says("finished an interrupted");
    for (index, name) in names.iter().enumerate() {
        let new = TEXT.replace("nine", "NINE");
        let expected = if index < 20 { new.replace("two", "two, by the team") } else { new };
        assert_eq!(world.project.read(name), expected, "{name}");
    }
    world.is_settled();
}

#[test]
fn p8_relative_directories_mean_the_same_from_everywhere() {
    let parent = Project::empty();
    parent.write("work/demo/quickscale.kdl", "quickscale schema=1\nproject \"demo\"\n");
    parent.write("common/project/layer.kdl", "layer \"project\" version=\"1.0.0\" summary=\"x\"\n");
    parent.write("common/project/files/a.txt", "a\n");
    parent.write("common/frontends/htmx/layer.kdl", "layer \"htmx\" version=\"1.0.0\" summary=\"x\"\n");
    parent.write(
        "common/themes/starter/theme.kdl",
        "theme \"starter\" version=\"1.0.0\" summary=\"x\"\nfrontend \"htmx\"\n",
    );
    let apply = ["--blueprints", "common", "-C", "work/demo", "apply", "--yes", "--offline"];
    parent.quickscale(apply).success();
    assert_eq!(parent.read("work/demo/a.txt"), "a\n");
    let inside = |blueprints: &str| {
        let mut command = parent.command();
        command.current_dir(parent.join("work/demo"));
        Run::of(command.args(["--blueprints", blueprints, "plan", "--offline", "--detailed-exitcode"]))
    };
    inside("../../common").exits(0);
    let wrong = inside("common").exits(1).says("common").says("help");
    assert!(!wrong.stderr.contains("panicked"), "{}", wrong.stderr);
}

#[test]
fn p9_everything_is_made_offline_with_no_program_on_the_path() {
    let project = Project::example("starter");
    let run = |args: &[&str]| Run::of(project.command().env("PATH", "").args(args));
    run(&["apply", "--yes", "--offline"]).success();
    run(&["plan", "--offline", "--detailed-exitcode"]).exits(0);
    assert!(project.exists("manage.py"));
    // What needs the network is a step of its own, left for later.
    run(&["plan", "--detailed-exitcode"]).exits(2).prints("uv.lock");
}
