//! What every command has in common: help, colours, how much is said, and machine-readable output.

use crate::support::{Project, Run};
use pretty_assertions::assert_eq;

const MINIMAL: &str = "quickscale schema=1\nproject \"demo\"\n";

fn run(args: &[&str]) -> Run {
    Project::with_manifest(MINIMAL).quickscale(args.iter().copied())
}

/// The commands that `--help` lists.
fn commands() -> Vec<String> {
    let help = run(&["--help"]).success().stdout;
    let listed =
        help.split("Commands:").nth(1).and_then(|rest| rest.split("Options:").next()).unwrap_or_default();
    let names = listed.lines().filter_map(|line| line.strip_prefix("  ")?.split_whitespace().next());
    names.map(str::to_owned).collect()
}

#[test]
fn every_command_explains_itself() {
    let commands = commands();
    assert!(commands.len() >= 10, "{commands:?}");
    for command in commands {
        let help = run(&[&command, "--help"]).success().stdout;
        assert!(help.contains("Usage: quickscale"), "{command}:\n{help}");
        let short = run(&[&command, "-h"]).success().stdout;
        let summary = short.lines().next().unwrap_or_default();
        assert!(!summary.is_empty() && !summary.ends_with('.'), "{command}: {summary:?}");
    }
}

#[test]
fn completions_know_every_command() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = run(&["completions", shell]).success().stdout;
        for command in commands() {
            assert!(script.contains(&command), "{shell} does not complete {command}");
        }
    }
}

#[test]
fn every_code_is_explained_with_a_way_out() {
    let listed = run(&["explain"]).success().stdout;
    let codes: Vec<&str> = listed.lines().filter_map(|line| line.split_whitespace().next()).collect();
    assert!(codes.len() > 80, "{}", codes.len());
    for code in quickscale::diagnostics::catalogue() {
        assert!(codes.contains(&code.id), "{code} is not listed");
    }
    let explained = run(&["explain", "apply::stale"]).success().stdout;
    assert!(explained.starts_with("apply::stale: ") && explained.lines().count() > 3, "{explained}");
}

#[test]
fn a_misspelt_code_is_recognised() {
    run(&["explain", "apply::stael"]).exits(1).says("apply::stale");
}

#[test]
fn colours_come_when_they_are_asked_for_and_never_alone() {
    let escape = '\u{1b}';
    let coloured = run(&["--color", "always", "plan", "--offline"]).success().stdout;
    assert!(coloured.contains(escape));
    let plain = run(&["plan", "--offline"]).success().stdout;
    assert!(!plain.contains(escape), "a pipe is no terminal");
    assert_eq!(
        anstream::adapter::strip_str(&coloured).to_string(),
        plain,
        "colours carry a meaning of their own"
    );
    let project = Project::with_manifest("projct");
    let mut command = project.command();
    let run = Run::of(command.args(["--color", "always", "validate"]));
    assert!(run.stderr.contains(escape));
}

#[test]
fn quiet_leaves_results_and_errors() {
    let project = Project::with_manifest(MINIMAL);
    let run = project.quickscale(["-q", "apply", "--yes", "--offline"]).success();
    assert_eq!(run.stderr, "");
    project.write("quickscale.kdl", "projct");
    let run = project.quickscale(["-q", "validate"]).exits(1);
    assert!(!run.stderr.is_empty());
}

#[test]
fn verbose_says_what_is_read() {
    let run = run(&["-v", "plan", "--offline"]).success();
    assert!(run.stderr.contains("quickscale.kdl") && run.stderr.contains("files wanted"), "{}", run.stderr);
}

#[test]
fn mistakes_as_json_have_code_message_help_and_place() {
    let text = "\u{feff}quickscale schema=1\r\nproject \"demo\" {\r\n    titel \"Ærø\"\r\n}\r\n";
    let project = Project::with_manifest(text);
    let report = project.quickscale(["validate", "--format", "json"]).exits(1).json();
    let issues = report["issues"].as_array().unwrap();
    assert_eq!(issues.len(), 1, "{report:#}");
    let issue = &issues[0];
    assert_eq!(issue["code"], "kdl::unknown-node");
    assert_eq!(issue["file"], "quickscale.kdl");
    assert!(issue["help"].as_str().unwrap().contains("title"), "{issue:#}");
    let place = &issue["place"];
    let bytes = text.as_bytes();
    let [start, end] = ["start", "end"].map(|key| place[key].as_u64().unwrap() as usize);
    assert_eq!(&bytes[start..end], b"titel", "{place:#}");
    assert_eq!((place["line"].as_u64(), place["column"].as_u64()), (Some(3), Some(5)), "{place:#}");
}

#[test]
fn a_command_works_from_any_directory_of_the_project() {
    let project = Project::applied("starter");
    let from_root = project.quickscale(["plan", "--offline"]).success().stdout;
    let from_below = project.quickscale(["-C", "config/settings", "plan", "--offline"]).success().stdout;
    assert_eq!(from_root, from_below);
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let project = Project::with_manifest(MINIMAL);
    let mut command = project.command();
    let mut child =
        command.args(["schema", "manifest"]).stdout(std::process::Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    assert_eq!(child.wait().unwrap().code(), Some(0));
}

#[test]
fn a_result_that_could_not_be_written_is_an_error() {
    let project = Project::with_manifest(MINIMAL);
    let full = std::fs::File::options().write(true).open("/dev/full").unwrap();
    let mut child = project.command();
    child.args(["plan", "--offline", "--json"]).stdout(full).stderr(std::process::Stdio::piped());
    let output = child.spawn().unwrap().wait_with_output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("workspace::disk-full") && said.contains("cannot write `stdout`"), "{said}");
    assert_eq!(output.status.code(), Some(1));
}
