//! Every example is a case: it validates, plans, applies, and then there is nothing to do.

use std::fs;

use crate::support::{Project, tree_of};
use pretty_assertions::assert_eq;

fn examples() -> Vec<String> {
    let directory = concat!(env!("CARGO_MANIFEST_DIR"), "/examples");
    let mut names: Vec<String> = fs::read_dir(directory)
        .unwrap()
        .map(|entry| entry.unwrap())
        .filter(|entry| entry.path().join("quickscale.kdl").is_file())
        .map(|entry| entry.file_name().into_string().unwrap())
        .collect();
    names.sort();
    assert!(names.len() >= 3, "{names:?}");
    names
}

#[test]
fn every_example_converges() {
    for name in examples() {
        let project = Project::example(&name);
        project.quickscale(["validate"]).success().says("quickscale.kdl is valid");

        let before = project.tree();
        project.quickscale(["plan", "--offline", "--detailed-exitcode"]).exits(2).prints("to create");
        assert_eq!(project.tree(), before, "{name}: plan wrote something");

        project.quickscale(["apply", "--yes", "--offline"]).success();
        project.quickscale(["plan", "--offline", "--detailed-exitcode"]).exits(0).prints("Nothing to do");

        let applied = project.tree();
        let times = project.modification_times();
        project.quickscale(["apply", "--yes", "--offline"]).success();
        assert_eq!(project.tree(), applied, "{name}: the second apply changed something");
        assert_eq!(project.modification_times(), times, "{name}: the second apply touched something");
    }
}

#[test]
fn every_example_renders_the_same_bytes_twice() {
    for name in examples() {
        let project = Project::example(&name);
        project.quickscale(["generate", "one"]).success();
        project.quickscale(["generate", "two"]).success();
        let [one, two] = ["one", "two"].map(|directory| tree_of(&project.join(directory)));
        assert!(one.len() > 50, "{name}: {} files", one.len());
        assert_eq!(one, two, "{name}");
    }
}

#[test]
fn applying_writes_what_generating_renders() {
    for name in examples() {
        let project = Project::example(&name);
        let elsewhere = Project::empty();
        project.quickscale(["generate", elsewhere.path().to_str().unwrap()]).success();
        let rendered = elsewhere.tree();
        project.quickscale(["apply", "--yes", "--offline"]).success();
        let mut applied = project.tree();
        applied.retain(|path, _| !path.starts_with(".quickscale/") && path != "quickscale.kdl");
        assert_eq!(applied, rendered, "{name}");
    }
}

#[test]
fn what_is_declared_but_not_served_is_said_once_and_nothing_is_generated_for_it() {
    let project = Project::example("agency");
    let plan = project.quickscale(["plan", "--offline", "--full"]).success();
    let notes: Vec<&str> = plan.stdout.lines().filter(|line| line.starts_with("  i ")).collect();
    for declared in ["modules", "subtree"] {
        let lines = notes.iter().filter(|line| line.contains(declared)).count();
        assert!(lines >= 1, "no word of {declared} in\n{notes:#?}");
    }
    project.quickscale(["apply", "--yes", "--offline"]).success();
    assert!(!project.exists("modules/teams"), "a module without files was generated");
    assert!(!project.exists("quickscale_core"), "a subtree was made");
}

/// Two checkouts of a project are worked on side by side on one machine.
#[test]
fn every_port_of_a_developers_machine_has_a_variable() {
    let published = regex::Regex::new(r"- 127\.0\.0\.1:(?:\$\{(\w+):-(\d+)\})?").unwrap();
    for name in examples() {
        let project = Project::example(&name);
        project.quickscale(["generate", "made"]).success();
        if !project.exists("made/compose.yaml") {
            continue;
        }
        let documented = project.read("made/.env.example");
        for port in published.captures_iter(&project.read("made/compose.yaml")) {
            let [variable, default] = [1, 2].map(|part| port.get(part).map_or("", |text| text.as_str()));
            let line = format!("{variable}={default}\n");
            assert!(documented.contains(&line), "{name}: {} and no {line:?} in .env.example", &port[0]);
        }
    }
}
