//! Development commands where no engine answers: files are not in the way of that, and that is not in the way of files.

use std::{os::unix::net::UnixListener, process::Command};

use crate::support::{Project, Run};

/// The program, with an engine that should be at `socket`.
fn with_engine_at(project: &Project, socket: &str) -> Command {
    let mut command = project.command();
    command.env("DOCKER_HOST", format!("unix://{}", project.join(socket).display()));
    command
}

#[test]
fn files_are_applied_without_an_engine_and_the_plan_says_so() {
    let project = Project::example("starter");
    project.quickscale(["plan"]).success().prints("services are left out, because");
    project.quickscale(["apply", "--yes", "--only", "files"]).success();
    assert!(project.exists("compose.yaml"));
    project.quickscale(["plan", "--offline"]).success().prints("Nothing to do.");
    project.quickscale(["plan", "--no-docker"]).success().never_says("services are left out");
}

#[test]
fn each_way_in_which_an_engine_is_absent_has_a_way_out() {
    let project = Project::applied("starter").file("a-file", "");
    let up = |command: &mut Command| Run::of(command.arg("up")).exits(1);
    up(with_engine_at(&project, "nowhere").env("PATH", "")).says("docker::not-installed").says("get-docker");
    up(&mut with_engine_at(&project, "a-file"))
        .says("docker::not-running")
        .says("sudo systemctl start docker");

    // It takes the question and stays silent.
    let _listener = UnixListener::bind(project.join("silent.sock")).unwrap();
    up(&mut with_engine_at(&project, "silent.sock")).says("docker::no-answer").says("stayed silent");
    for command in [["ps"].as_slice(), &["down"], &["shell"], &["manage", "check"], &["logs"]] {
        Run::of(with_engine_at(&project, "a-file").args(command)).exits(1).says("docker::not-running");
    }
}

#[test]
fn without_docker_in_the_manifest_nothing_of_it_is_looked_at() {
    let project = Project::applied("sqlite");
    project.quickscale(["plan", "--offline"]).success().prints("Nothing to do.");
    project.quickscale(["ps"]).success().says("quickscale up");
    project.quickscale(["down"]).success().says("Ctrl-C stops");
    project.quickscale(["logs"]).exits(1).says("docker::no-containers");
    project.quickscale(["shell", "db"]).exits(1).says("docker::no-containers");
}
