//! Killed between two of its steps, and by a person at the terminal.

use std::{
    fs,
    io::{BufRead as _, BufReader, Read as _},
    os::unix::{
        fs::PermissionsExt as _,
        process::{CommandExt as _, ExitStatusExt as _},
    },
    process::{Command, Stdio},
};

use crate::{
    checkout::Checkout,
    support::{
        Run,
        sshd::{on_path, path_with},
    },
};

#[test]
fn what_is_killed_between_build_and_start_goes_on() {
    let Some(checkout) = Checkout::small("killed") else { return };
    // The program that starts the services kills who asked for that, and does nothing.
    let bin = checkout.project.join(".bin");
    fs::create_dir(&bin).unwrap();
    let real = on_path("docker").unwrap();
    let script = format!(
        "#!/bin/sh\ncase \" $* \" in *' up '*) kill -9 $PPID; exit 1 ;; esac\nexec {} \"$@\"\n",
        real.display()
    );
    fs::write(bin.join("docker"), script).unwrap();
    fs::set_permissions(bin.join("docker"), fs::Permissions::from_mode(0o755)).unwrap();
    let killed = Run::of(checkout.command().env("PATH", path_with(&bin)).args(["up", "-v"]));
    assert_eq!(killed.code, None, "{killed:?}");
    assert!(killed.stderr.contains("docker:build:web done"), "it was built before:\n{}", killed.stderr);
    assert_eq!(checkout.quickscale(["ps", "--json"]).success().json(), serde_json::json!([]));

    checkout.quickscale(["plan", "--only", "docker"]).success().prints("+ web");
    checkout.quickscale(["up"]).success();
    checkout.quickscale(["plan", "--only", "docker"]).success().prints("Nothing to do.");
}

/// What is typed at a terminal goes to everything in its foreground, as a signal to a process group does.
#[test]
fn ctrl_c_ends_a_build_with_all_that_takes_part_in_it() {
    let Some(checkout) = Checkout::small("ctrl-c") else { return };
    let lives = checkout.project.join(".lives");
    assert!(Command::new("mkfifo").arg(&lives).status().unwrap().success());
    let dockerfile = checkout.project.read("Dockerfile");
    checkout.project.edit("Dockerfile", "WORKDIR", "RUN echo it is being built; sleep 300\nWORKDIR");
    // Every program that is started holds the pipe open.
    let like = checkout.command();
    let mut shell = Command::new("sh");
    shell.args(["-c", &format!("exec 3>.lives; exec {} up -v", env!("CARGO_BIN_EXE_quickscale"))]);
    shell.env_clear().envs(like.get_envs().filter_map(|(name, value)| Some((name, value?))));
    shell.current_dir(checkout.project.path()).stdout(Stdio::null()).stderr(Stdio::piped());
    let mut child = shell.process_group(0).spawn().unwrap();
    let mut all = fs::File::open(&lives).unwrap();
    let said = BufReader::new(child.stderr.take().unwrap()).lines().map_while(Result::ok);
    let mut said = said.skip_while(|line| !line.contains("it is being built") || line.contains("echo"));
    assert!(said.next().is_some(), "it is not built");
    let foreground = format!("-{}", child.id());
    assert!(Command::new("kill").args(["-INT", "--", &foreground]).status().unwrap().success());
    assert_eq!(child.wait().unwrap().signal(), Some(2));
    assert_eq!(all.read(&mut [0]).unwrap(), 0, "the end comes when nobody holds the pipe any more");

    checkout.project.write("Dockerfile", dockerfile);
    checkout.quickscale(["up"]).success();
    checkout.quickscale(["plan", "--only", "docker"]).success().prints("Nothing to do.");
}
