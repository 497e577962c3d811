//! `examples/try.sh` is what a reader runs first.

use std::{env, path::Path};

use tempfile::TempDir;

use crate::{
    component::{PYTHON, component},
    run::{Server, fail, free_port, program, succeed},
};

#[test]
fn it_serves_a_project_and_again_when_repeated() {
    let Some(_) = component(PYTHON) else { return };
    let directory = TempDir::new().unwrap();
    for _ in 0..2 {
        let server = serve(&directory.path().join("demo"), &directory.path().join("log"));
        let home = server.get("/", &[]);
        assert_eq!(home.status, 200, "{home:#?}\n{}", server.log());
        assert!(home.body.contains("Demo"), "{}", home.body);
        let url = format!("http://127.0.0.1:{}/", server.port);
        assert!(server.log().contains(&url), "{url} is not in\n{}", server.log());
    }
}

#[test]
fn it_says_how_it_is_used() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let help = succeed(program("sh", root).args(["examples/try.sh", "--help"]));
    assert!(help.contains("\n  sh examples/try.sh [DIRECTORY] "), "{help}");
    assert!(!help.contains("set -eu"), "{help}");
    assert!(fail(program("sh", root).args(["examples/try.sh", "-x"])).contains("[DIRECTORY]"));
}

fn serve(directory: &Path, log: &Path) -> Server {
    let port = free_port();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut script = program("sh", root);
    // The program was just built with these.
    for name in [
        "CARGO_HOME",
        "CARGO_INCREMENTAL",
        "CARGO_TARGET_DIR",
        "RUSTFLAGS",
        "RUSTUP_HOME",
        "RUSTUP_TOOLCHAIN",
    ] {
        script.envs(env::var_os(name).map(|value| (name, value)));
    }
    script.arg("examples/try.sh").arg(directory).env("TRY_PORT", port.to_string());
    Server::start(&mut script, port, log)
}
