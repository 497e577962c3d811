//! Somebody who may not talk to the engine.

use std::{
    fs,
    os::unix::{
        fs::{MetadataExt as _, PermissionsExt as _},
        process::CommandExt as _,
    },
    process::Command,
};

use crate::{checkout::Checkout, support::Run};

/// An account that is in no group.
const NOBODY: u32 = 65534;

#[test]
fn who_may_not_talk_to_the_engine_is_told_and_files_are_applied() {
    let Some(checkout) = Checkout::starter("permission") else { return };
    let is_root = fs::metadata("/proc/self").unwrap().uid() == 0;
    if !is_root {
        assert!(std::env::var("CI").as_deref() != Ok("true"), "another account can only be taken by root");
        return println!("not run: needs root, to take another account");
    }
    // Another account cannot reach what lies in the home directory of this one.
    let program = checkout.project.join("quickscale");
    fs::copy(env!("CARGO_BIN_EXE_quickscale"), &program).unwrap();
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
    let blueprints = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("blueprints");
    let copied = Command::new("cp").arg("-R").arg(blueprints).arg(checkout.project.join(".b")).status();
    assert!(copied.unwrap().success());
    let own = format!("{NOBODY}:{NOBODY}");
    let chown = Command::new("chown").args(["-R", &own]).arg(checkout.project.path()).status();
    assert!(chown.unwrap().success());
    let run = |args: &[&str]| {
        let mut command = Command::new(&program);
        command.env_clear().env("PATH", std::env::var_os("PATH").unwrap());
        command.env("HOME", checkout.project.path()).current_dir(checkout.project.path());
        // Groups go with it.
        command.uid(NOBODY).gid(NOBODY);
        Run::of(command.args(["--blueprints", ".b"]).args(args))
    };
    for args in [&["up"][..], &["ps"], &["down"], &["shell"], &["manage", "check"], &["logs"]] {
        run(args).exits(1).says("docker::no-permission").says("usermod -aG docker");
    }
    run(&["plan"]).success().prints("services are left out, because you may not talk to the Docker engine");
    run(&["apply", "--yes", "--only", "files"]).success().says("Applied.");
    assert!(checkout.project.exists("compose.yaml"));
}
