//! With somebody at the terminal: what is asked, and what a yes and a no do.
//!
//! `script` from util-linux gives the program a terminal; without it these tests say so and pass, except in CI.

use std::{
    fs,
    io::{BufRead as _, BufReader},
    os::unix::{
        fs::PermissionsExt as _,
        process::{CommandExt as _, ExitStatusExt as _},
    },
    process::{Command, Stdio},
};

use crate::support::{Project, Run, Tree, terminal::Terminal};

/// Runs the program at a terminal at which `answers` are typed; what was on the screen, when that can be had.
fn type_into(project: &Project, args: &str, answers: &str) -> Option<String> {
    if !Terminal::can_be_had() {
        return None;
    }
    let mut terminal = Terminal::start(&project.command(), args);
    for answer in answers.lines() {
        terminal.types(answer);
    }
    Some(terminal.ends().1)
}

#[test]
fn init_asks_and_an_empty_answer_takes_the_default() {
    let project = Project::empty();
    let Some(screen) = type_into(&project, "init harbour-office", "Hafenbüro\n\n\n\nsqlite\n") else {
        return;
    };
    for question in ["Title", "Python package", "Theme", "Frontend", "database"] {
        assert!(screen.contains(question), "{question} was not asked:\n{screen}");
    }
    let manifest = project.read("harbour-office/quickscale.kdl");
    for line in
        ["title \"Hafenbüro\"", "package=\"harbour_office\"", "theme \"starter\"", "database \"sqlite\""]
    {
        assert!(manifest.contains(line), "no {line} in\n{manifest}");
    }
}

#[test]
fn a_no_changes_nothing() {
    let project = Project::example("sqlite");
    let Some(screen) = type_into(&project, "apply --offline", "n\n") else { return };
    assert!(screen.contains("Apply this plan?") && screen.contains("nothing was changed"), "{screen}");
    assert_eq!(project.tree().into_keys().collect::<Vec<_>>(), ["quickscale.kdl"]);
}

#[test]
fn a_yes_applies_and_a_later_yes_takes_it_back() {
    let project = Project::example("sqlite");
    let Some(screen) = type_into(&project, "apply --offline", "y\n") else { return };
    assert!(screen.contains("Applied."), "{screen}");
    assert!(project.exists("manage.py"));
    let screen = type_into(&project, "undo", "y\n").unwrap_or_default();
    assert!(screen.contains("Take back") && screen.contains("Taken back"), "{screen}");
    let left: Tree = project.committed();
    assert_eq!(left.into_keys().collect::<Vec<_>>(), ["quickscale.kdl"]);
}

/// A project in which `uv` says something and makes a lock file, and the program in it.
fn with_talking_uv() -> (Project, Command) {
    let uv = "#!/bin/sh\necho 'Resolved 57 packages' >&2\necho 'version = 1' > uv.lock\n";
    let project = Project::example("starter").file("bin/uv", uv);
    fs::set_permissions(project.join("bin/uv"), fs::Permissions::from_mode(0o755)).unwrap();
    let mut command = project.command();
    command.env("PATH", format!("{}:{}", project.join("bin").display(), std::env::var("PATH").unwrap()));
    (project, command)
}

#[test]
fn what_a_program_says_passes_by_at_a_terminal() {
    let (_project, mut command) = with_talking_uv();
    command.env("NO_COLOR", "").env("TERM", "xterm");
    if !Terminal::can_be_had() {
        return;
    }
    let (_, screen) = Terminal::start(&command, "apply --yes --no-docker").ends();
    assert!(screen.contains("uv.lock …"), "{screen}");
    let (_, after) = screen.split_once("Resolved 57 packages").expect("what uv says is to be seen");
    assert!(after.contains("\r\u{1b}[2K"), "and is wiped away: {screen:?}");
}

#[test]
fn elsewhere_only_what_runs_is_said() {
    let (_project, mut command) = with_talking_uv();
    Run::of(command.args(["apply", "--yes", "--no-docker"]))
        .success()
        .says("uv.lock …")
        .never_says("Resolved 57 packages")
        .never_says("\u{1b}");
}

/// What is typed at a terminal goes to everything in its foreground, as a signal to a process group does.
#[test]
fn ctrl_c_ends_uv_with_the_program_that_waits_for_it() {
    let project =
        Project::example("starter").file("bin/uv", "#!/bin/sh\nexec > lives\necho running\nexec sleep 300\n");
    fs::set_permissions(project.join("bin/uv"), fs::Permissions::from_mode(0o755)).unwrap();
    let lives = project.join("lives");
    assert!(Command::new("mkfifo").arg(&lives).status().unwrap().success());
    let path = format!("{}:{}", project.join("bin").display(), std::env::var("PATH").unwrap());
    let mut command = project.command();
    command.args(["apply", "--yes"]).env("PATH", path).stdout(Stdio::null()).stderr(Stdio::null());
    let mut child = command.process_group(0).spawn().unwrap();
    let mut reader = BufReader::new(fs::File::open(&lives).unwrap());
    let mut line = String::new();
    reader.read_line(&mut line).unwrap();
    assert_eq!(line, "running\n");
    let foreground = format!("-{}", child.id());
    assert!(Command::new("kill").args(["-INT", "--", &foreground]).status().unwrap().success());
    assert_eq!(child.wait().unwrap().signal(), Some(2));
    // The end comes when nobody holds the pipe any more.
    assert_eq!(reader.read_line(&mut line).unwrap(), 0);
    assert!(project.exists("manage.py"), "the files are in place before uv begins");
}
