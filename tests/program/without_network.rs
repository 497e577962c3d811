//! Planning and generating take the program and nothing else: no network, no Python, no git.

use std::{env, process::Command};

use crate::support::{Project, Run};

const EXAMPLES: [&str; 3] = ["starter", "sqlite", "agency"];

#[test]
fn generates_without_any_program_on_path() {
    for example in EXAMPLES {
        let project = Project::example(example);
        for arguments in [["plan", "--short"].as_slice(), &["apply", "--yes", "--offline"]] {
            Run::of(project.command().env("PATH", "").args(arguments)).success();
        }
        assert!(project.exists("manage.py"));
    }
}

#[test]
fn generates_in_a_network_namespace_without_a_route() {
    let Some(unshare) = [&["unshare", "--net"][..], &["sudo", "-n", "unshare", "--net"]]
        .into_iter()
        .find(|words| command(words).arg("true").output().is_ok_and(|output| output.status.success()))
    else {
        // Not a matter of what is installed but of what the kernel permits; the next test needs no permission.
        println!("not run: no network namespace can be made here");
        return;
    };
    let project = Project::example("starter");
    let mut apply = command(unshare);
    apply.arg(env!("CARGO_BIN_EXE_quickscale")).args(["apply", "--yes", "--offline"]);
    Run::of(apply.current_dir(project.path())).success();
    assert!(project.exists("manage.py"));
}

#[test]
fn under_strace_generating_opens_no_socket_and_starts_no_program() {
    if Command::new("strace").arg("--version").output().is_err() {
        assert!(env::var("CI").as_deref() != Ok("true"), "strace is not here: run `sh tests/run.sh`");
        println!("not run: strace is not here");
        return;
    }
    let project = Project::example("agency");
    let trace = tempfile::NamedTempFile::new().unwrap();
    let mut strace = command(&["strace", "--follow-forks", "--trace=%network,execve", "--output"]);
    strace.arg(trace.path()).arg(env!("CARGO_BIN_EXE_quickscale")).args(["apply", "--yes", "--offline"]);
    Run::of(strace.current_dir(project.path())).success();

    let trace = std::fs::read_to_string(trace.path()).unwrap();
    let calls: Vec<_> = trace.lines().filter(|line| line.contains('(')).collect();
    let [start] = calls[..] else { panic!("more than the start of the program:\n{trace}") };
    assert!(start.contains("execve(") && start.contains("quickscale"), "{start}");
}

fn command(words: &[&str]) -> Command {
    let mut command = Command::new(words[0]);
    command.args(&words[1..]);
    command
}
