//! A project made by `quickscale apply`, with its dependencies installed.

use std::{
    env,
    fs::{self, File},
    path::{Path, PathBuf},
    process::Command,
};

use crate::{
    component::{PYTHON, component},
    run::{program, succeed},
};

/// An example's project. It is made once per test run and shared by the run's tests, which may add caches and
/// collected static files to it but change nothing else.
pub(crate) struct Made {
    pub(crate) directory: PathBuf,
    /// Held as long as the value lives, so that another test run does not make the project anew meanwhile.
    _in_use: File,
}

impl Made {
    /// The project of an example; `None` where there is no Python to install it with.
    #[track_caller]
    pub(crate) fn of(example: &str) -> Option<Self> {
        component(PYTHON)?;
        let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join("made").join(example);
        fs::create_dir_all(&directory).unwrap();
        let lock = File::create(directory.with_extension("lock")).unwrap();
        let stamp = directory.with_extension("run");
        loop {
            lock.lock_shared().unwrap();
            if fs::read_to_string(&stamp).is_ok_and(|run| run == this_run()) {
                return Some(Self { directory, _in_use: lock });
            }
            lock.unlock().unwrap();
            lock.lock().unwrap();
            if !fs::read_to_string(&stamp).is_ok_and(|run| run == this_run()) {
                make(example, &directory);
                fs::write(&stamp, this_run()).unwrap();
            }
            lock.unlock().unwrap();
        }
    }

    /// A program of the project's virtual environment, in the project.
    pub(crate) fn tool(&self, name: &str) -> Command {
        let mut command = program(self.directory.join(".venv/bin").join(name), &self.directory);
        let path = env::var("PATH").unwrap_or_default();
        command.env("PATH", format!("{}:{path}", self.directory.join(".venv/bin").display()));
        command
    }

    /// `manage.py`, under the settings it takes by itself: those of a developer's machine.
    pub(crate) fn manage<'a>(&self, arguments: impl IntoIterator<Item = &'a str>) -> Command {
        let mut command = self.tool("python");
        command.arg("manage.py").args(arguments);
        command
    }
}

/// What tells one test run from another. nextest starts a process per test and names the run; under `cargo test`
/// the process is the run.
fn this_run() -> String {
    env::var("NEXTEST_RUN_ID").unwrap_or_else(|_| std::process::id().to_string())
}

fn make(example: &str, directory: &Path) {
    fs::remove_dir_all(directory).unwrap();
    fs::create_dir(directory).unwrap();
    let manifest =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("examples").join(example).join("quickscale.kdl");
    fs::copy(manifest, directory.join("quickscale.kdl")).unwrap();
    succeed(program(env!("CARGO_BIN_EXE_quickscale"), directory).args(["apply", "--yes"]));
    assert!(directory.join("uv.lock").is_file(), "apply made no uv.lock");
    succeed(program("uv", directory).args([
        "sync",
        "--locked",
        "--all-groups",
        "--compile-bytecode",
        "--quiet",
    ]));
}
