//! Input that is wrong in ways a file system or an attacker can think of. Each gets a code and a way
//! out, and loses nothing.

use std::{fmt::Write as _, fs, os::unix::fs::symlink};

use crate::support::{Project, Run, Tree};
use pretty_assertions::assert_eq;

const MINIMAL: &str = "quickscale schema=1\nproject \"demo\"\n";

/// Runs every command that reads the manifest, and demands the same refusal from each.
#[track_caller]
fn refuses(project: &Project, code: &str) -> Run {
    let before = project.tree();
    for command in [&["plan"][..], &["apply", "--yes"], &["status"], &["generate", "out"]] {
        let run = project.quickscale(command.iter().copied()).exits(1);
        assert!(run.stderr.contains(code), "{command:?}: no {code} in\n{}", run.stderr);
    }
    assert_eq!(project.tree(), before, "a refused command wrote something");
    let run = project.quickscale(["validate"]).exits(1).says(code);
    assert!(run.stderr.contains("help"), "no way out in\n{}", run.stderr);
    run
}

#[test]
fn no_manifest() {
    refuses(&Project::empty(), "workspace::no-project").says("quickscale init");
}

#[test]
fn an_empty_manifest() {
    refuses(&Project::with_manifest(""), "::").says("project");
}

#[test]
fn a_directory_in_the_place_of_the_manifest() {
    let project = Project::empty().file("quickscale.kdl/x", "");
    refuses(&project, "workspace::not-a-file").says("directory");
}

#[test]
fn a_manifest_that_is_a_link_out_of_the_project() {
    let project = Project::empty();
    symlink("/etc/hostname", project.join("quickscale.kdl")).unwrap();
    refuses(&project, "workspace::not-a-file").says("link");
}

#[test]
fn nesting_without_end() {
    let text = format!("{}{}", "a {\n".repeat(20_000), "}\n".repeat(20_000));
    refuses(&Project::with_manifest(&text), "::");
}

#[test]
fn ten_megabytes_of_noise() {
    let mut noise = String::new();
    let mut state = 1_u32;
    while noise.len() < 10 * 1024 * 1024 {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        write!(noise, "{}", char::from(32 + (state >> 24) as u8 % 95)).unwrap();
    }
    refuses(&Project::with_manifest(&noise), "::");
}

#[test]
fn bytes_that_are_no_text() {
    let project = Project::empty().file("quickscale.kdl", b"project \"d\xff\"\n");
    refuses(&project, "::").says("UTF-8");
}

#[test]
fn an_escape_sequence_in_the_manifest_never_reaches_the_terminal() {
    let project = Project::with_manifest("quickscale schema=1\nproject \"de\u{1b}[2Jmo\"\nx\u{1b}[31m\n");
    let run = project.quickscale(["validate"]).exits(1);
    assert!(!run.stderr.contains('\u{1b}'), "{:?}", run.stderr);
}

#[test]
fn a_file_that_stands_where_one_would_be_written_is_kept() {
    let project = Project::with_manifest(MINIMAL).file("manage.py", "print('mine')\n");
    let before = project.tree();
    project.quickscale(["plan", "--offline"]).prints("manage.py").prints("conflict");
    project.quickscale(["apply", "--yes", "--offline"]).exits(3).says("manage.py");
    assert_eq!(project.tree(), before);
}

#[test]
fn a_directory_that_stands_where_a_file_would_be_written_is_kept() {
    let project = Project::with_manifest(MINIMAL).file("manage.py/mine.txt", "mine");
    let before = project.tree();
    project.quickscale(["apply", "--yes", "--offline"]).exits(3).says("manage.py");
    assert_eq!(project.tree(), before);
}

#[test]
fn a_link_that_leads_out_of_the_project_is_not_followed() {
    let outside = Project::empty();
    let project = Project::with_manifest(MINIMAL);
    symlink(outside.path(), project.join("config")).unwrap();
    project.quickscale(["apply", "--yes", "--offline"]).exits(3).says("config");
    assert_eq!(outside.tree(), Tree::new(), "something was written through the link");
}

#[test]
fn a_place_that_cannot_be_written_to() {
    let project = Project::with_manifest(MINIMAL).file(".quickscale", "a file where a directory has to be");
    let before = project.tree();
    let run = project.quickscale(["apply", "--yes", "--offline"]).exits(1).says(".quickscale");
    assert!(run.stderr.contains("help"), "{}", run.stderr);
    assert_eq!(project.tree(), before);
}

#[test]
fn a_directory_named_on_the_command_line_that_does_not_exist() {
    Project::empty().quickscale(["-C", "nowhere", "plan"]).exits(1).says("nowhere").says("workspace::");
}

#[test]
fn generate_refuses_a_directory_with_files() {
    let project = Project::with_manifest(MINIMAL).file("out/mine.txt", "mine");
    project.quickscale(["generate", "out"]).exits(1).says("command::not-empty");
    assert_eq!(project.tree().len(), 2);
}

#[test]
fn a_wrong_command_line_is_a_usage_error() {
    Project::empty().quickscale(["aply"]).exits(64).says("apply");
    Project::empty().quickscale(["plan", "--no-such-flag"]).exits(64);
    Project::empty().quickscale([]).exits(64).says("Usage");
}

#[test]
fn an_apply_without_a_terminal_asks_for_a_flag_instead_of_hanging() {
    let project = Project::with_manifest(MINIMAL);
    project.quickscale(["apply", "--offline"]).exits(1).says("--yes");
    assert!(!project.exists("manage.py"));
    assert!(fs::metadata(project.join(".quickscale")).is_err());
}
