//! `docker-compose`, a program of its own: the older one in Python, and the newer one under that name.

use std::{fs, os::unix::fs::PermissionsExt as _, path::Path, process::Command};

use crate::{
    checkout::{Checkout, docker},
    support::{
        Run,
        sshd::{on_path, path_with},
    },
};

/// A `PATH` whose `docker` has no plugin for compose.
fn without_plugin(checkout: &Checkout) -> String {
    let bin = checkout.project.join(".bin");
    fs::create_dir_all(&bin).unwrap();
    let real = on_path("docker").unwrap();
    let script = format!(
        "#!/bin/sh\n[ \"$1\" = compose ] && echo \"docker: 'compose' is not a docker command.\" >&2 && exit 1\nexec {} \"$@\"\n",
        real.display()
    );
    fs::write(bin.join("docker"), script).unwrap();
    fs::set_permissions(bin.join("docker"), fs::Permissions::from_mode(0o755)).unwrap();
    path_with(&bin)
}

fn run(checkout: &Checkout, path: &str, args: &[&str]) -> Run {
    Run::of(checkout.command().env("PATH", path).args(args))
}

#[test]
fn the_older_program_does_the_same() {
    let Some(checkout) = Checkout::small("older") else { return };
    let version = Command::new("docker-compose").arg("version").arg("--short").output();
    let version = version.map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned());
    let Some(version) = version.ok().filter(|version| version.starts_with("1.")) else {
        assert!(
            std::env::var("CI").as_deref() != Ok("true"),
            "no docker-compose 1 is here: run `sh tests/run.sh`"
        );
        println!("not run: needs docker-compose 1");
        return;
    };
    let path = without_plugin(&checkout);
    // What is generated has a name in it, which that program does not know.
    checkout.project.edit("compose.yaml", "services:\n", &format!("name: {}\nservices:\n", checkout.name));
    let up = run(&checkout, &path, &["up", "-v"]).success();
    up.says(&format!("docker-compose {version}")).prints("http://localhost:");
    run(&checkout, &path, &["ps", "--json"]).success().prints("\"healthy\"");
    run(&checkout, &path, &["plan", "--only", "docker"]).success().prints("Nothing to do.");
    run(&checkout, &path, &["manage", "exit", "7"]).exits(7);
    run(&checkout, &path, &["logs", "--tail", "3", "db"]).success().prints("db_1");
    run(&checkout, &path, &["logs", "--since", "1m"]).exits(1).says("docker::no-compose").says("--tail N");

    // What it cannot do on this engine is said, and the way out is one.
    checkout.project.edit("compose.yaml", "    init: true\n", "    init: true\n    hostname: site\n");
    let again = run(&checkout, &path, &["up"]);
    if again.code != Some(0) {
        again.exits(1).says("docker::no-compose").says("quickscale down");
        run(&checkout, &path, &["down"]).success().says("the data are kept");
        run(&checkout, &path, &["up"]).success();
    }
    run(&checkout, &path, &["shell", "-c", "hostname"]).success().prints("site");
    run(&checkout, &path, &["plan", "--only", "docker"]).success().prints("Nothing to do.");
    run(&checkout, &path, &["down", "--volumes", "--yes"]).success();
}

#[test]
fn the_older_program_reads_what_is_generated() {
    let Some(starter) = Checkout::starter("generated") else { return };
    if on_path("docker-compose").is_none() {
        return println!("not run: needs docker-compose");
    }
    let path = without_plugin(&starter);
    run(&starter, &path, &["apply", "--yes", "--only", "files"]).success();
    run(&starter, &path, &["down", "-v"]).success().says("docker-compose ");
}

#[test]
fn the_newer_program_under_the_older_name_does_too() {
    let Some(checkout) = Checkout::small("named") else { return };
    let path = without_plugin(&checkout);
    let plugin = docker(&[
        "info",
        "--format",
        "{{range .ClientInfo.Plugins}}{{if eq .Name \"compose\"}}{{.Path}}{{end}}{{end}}",
    ]);
    std::os::unix::fs::symlink(Path::new(&plugin), checkout.project.join(".bin/docker-compose")).unwrap();
    let version = docker(&["compose", "version", "--short"]);
    let up = run(&checkout, &path, &["up", "-v"]).success();
    up.says(&format!("docker-compose {}", version.trim_start_matches('v')));
    run(&checkout, &path, &["logs", "--since", "1m", "db"]).success().prints("ready to accept connections");
    run(&checkout, &path, &["down", "--volumes", "--yes"]).success();
    // With the plugin, that one is taken.
    checkout
        .quickscale(["up", "-v"])
        .success()
        .says(&format!("docker compose {}", version.trim_start_matches('v')));

    // Neither of them.
    fs::remove_file(checkout.project.join(".bin/docker-compose")).unwrap();
    let bin = checkout.project.join(".bin").display().to_string();
    run(&checkout, &bin, &["up"]).exits(1).says("docker::no-compose").says("docs.docker.com/compose/install");
}
