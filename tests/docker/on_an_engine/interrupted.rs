//! Killed between two of its steps, and by a person at the terminal.

use std::{fs, os::unix::fs::PermissionsExt as _};

use crate::{checkout::Checkout, support::Run};

#[test]
fn what_is_killed_between_build_and_start_goes_on() {
    let Some(checkout) = Checkout::small("killed") else { return };
    // The program that starts the services kills who asked for that, and does nothing.
    let bin = checkout.project.join(".bin");
    fs::create_dir(&bin).unwrap();
    let real = which("docker");
    let script =
        format!("#!/bin/sh\ncase \" $* \" in *' up '*) kill -9 $PPID; exit 1 ;; esac\nexec {real} \"$@\"\n");
    fs::write(bin.join("docker"), script).unwrap();
    fs::set_permissions(bin.join("docker"), fs::Permissions::from_mode(0o755)).unwrap();
    let path = format!("{}:{}", bin.display(), std::env::var("PATH").unwrap());
    let killed = Run::of(checkout.command().env("PATH", path).args(["up", "-v"]));
    assert_eq!(killed.code, None, "{killed:?}");
    assert!(killed.stderr.contains("docker:build:web done"), "it was built before:\n{}", killed.stderr);
    assert_eq!(checkout.quickscale(["ps", "--json"]).success().json(), serde_json::json!([]));

    checkout.quickscale(["plan", "--only", "docker"]).success().prints("+ web");
    checkout.quickscale(["up"]).success();
    checkout.quickscale(["plan", "--only", "docker"]).success().prints("Nothing to do.");
}

fn which(program: &str) -> String {
    let path = std::env::var_os("PATH").unwrap();
    let found =
        std::env::split_paths(&path).map(|directory| directory.join(program)).find(|file| file.is_file());
    found.unwrap().to_str().unwrap().to_owned()
}
