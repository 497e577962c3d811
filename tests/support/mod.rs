//! The harness: a project in a temporary directory, the real program, and what came of it.
//!
//! The environment is emptied before each run, so that no test depends on who runs it.

#![allow(dead_code, unreachable_pub, reason = "each test file uses its own part of the harness")]
#![allow(clippy::disallowed_methods, reason = "tests read and write their own temporary directories")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on says where")]
#![allow(clippy::print_stdout, reason = "a test that is left out says so, and a gate what was measured")]

pub mod acceptance;
pub mod evolving;
pub mod gate;
pub mod kernel;
pub mod sshd;
pub mod terminal;

use std::{
    collections::BTreeMap,
    fs,
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
    process::{Command, Output},
    time::SystemTime,
};

use pretty_assertions::assert_eq;
use tempfile::TempDir;

/// A directory to run the program in. It is removed when the value is dropped.
pub struct Project {
    /// Ends before the directory does.
    mount: Option<kernel::Mount>,
    directory: TempDir,
}

/// A file as it is compared: its permission bits and its content.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct File {
    pub mode: u32,
    pub bytes: Vec<u8>,
}

impl std::fmt::Debug for File {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // Whole contents would bury the difference.
        let start: String = String::from_utf8_lossy(&self.bytes).chars().take(60).collect();
        write!(f, "{:o} {} bytes {start:?}", self.mode, self.bytes.len())
    }
}

/// A directory's files by their path below it.
pub type Tree = BTreeMap<String, File>;

impl Project {
    /// An empty directory.
    pub fn empty() -> Self {
        Self { mount: None, directory: tempfile::tempdir().unwrap() }
    }

    /// A directory with this manifest.
    pub fn with_manifest(text: &str) -> Self {
        Self::empty().file("quickscale.kdl", text)
    }

    /// A directory with the manifest of an example.
    pub fn example(name: &str) -> Self {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples").join(name).join("quickscale.kdl");
        Self::with_manifest(&fs::read_to_string(&path).unwrap())
    }

    /// The starter, applied.
    pub fn applied(name: &str) -> Self {
        let project = Self::example(name);
        project.quickscale(["apply", "--yes", "--offline"]).success();
        project
    }

    /// The same files, links, modes and times in another directory.
    #[must_use]
    pub fn copy(&self) -> Self {
        let copy = Self::empty();
        self.copy_to(&copy);
        copy
    }

    /// The same on a file system of this size of its own; none where nothing can be mounted.
    pub fn copy_of_kilobytes(&self, size: usize) -> Option<Self> {
        let mut copy = Self::empty();
        copy.mount = Some(kernel::Mount::of_kilobytes(size, copy.path())?);
        self.copy_to(&copy);
        Some(copy)
    }

    /// The file system of its own.
    pub fn mount(&self) -> &kernel::Mount {
        self.mount.as_ref().unwrap()
    }

    fn copy_to(&self, copy: &Self) {
        let from = self.join(".");
        let status = Command::new("cp").arg("-a").arg(from).arg(copy.path()).status().unwrap();
        assert!(status.success(), "cp failed");
    }

    /// Writes a file, with the directories above it.
    #[must_use]
    pub fn file(self, path: &str, text: impl AsRef<[u8]>) -> Self {
        self.write(path, text);
        self
    }

    pub fn path(&self) -> &Path {
        self.directory.path()
    }

    pub fn join(&self, path: &str) -> PathBuf {
        self.path().join(path)
    }

    pub fn write(&self, path: &str, text: impl AsRef<[u8]>) {
        let path = self.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    pub fn read(&self, path: &str) -> String {
        fs::read_to_string(self.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    /// Replaces one piece of a file's text, which must be there.
    pub fn edit(&self, path: &str, old: &str, new: &str) {
        let text = self.read(path);
        assert!(text.contains(old), "{path} does not contain {old:?}");
        self.write(path, text.replacen(old, new, 1));
    }

    pub fn remove(&self, path: &str) {
        fs::remove_file(self.join(path)).unwrap();
    }

    pub fn exists(&self, path: &str) -> bool {
        self.join(path).symlink_metadata().is_ok()
    }

    /// Every file below the directory.
    pub fn tree(&self) -> Tree {
        tree_of(self.path())
    }

    /// When each file was written last.
    pub fn modification_times(&self) -> BTreeMap<String, SystemTime> {
        let time = |path: &String| self.join(path).symlink_metadata().unwrap().modified().unwrap();
        self.tree().into_keys().map(|path| (path.clone(), time(&path))).collect()
    }

    /// Every file but those under `.quickscale/run/`.
    pub fn committed(&self) -> Tree {
        let mut tree = self.tree();
        tree.retain(|path, _| !path.starts_with(".quickscale/run/"));
        tree
    }

    /// Runs the program here.
    pub fn quickscale<'a>(&self, args: impl IntoIterator<Item = &'a str>) -> Run {
        Run::of(self.command().args(args))
    }

    /// The program, ready to run here.
    pub fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_quickscale"));
        command.current_dir(self.path()).env_clear().env("HOME", self.path());
        command.env("PATH", std::env::var_os("PATH").unwrap_or_default());
        // Where an engine runs, plans would be about its containers too: only the tests about them ask it.
        command.env("DOCKER_HOST", "unix:///no/engine/here.sock");
        command
    }
}

/// Every file below `root`; links are listed with their target as content.
pub fn tree_of(root: &Path) -> Tree {
    walkdir::WalkDir::new(root)
        .into_iter()
        .map(Result::unwrap)
        .filter(|entry| !entry.file_type().is_dir())
        .map(|entry| {
            let path = entry.path().strip_prefix(root).unwrap().to_str().unwrap().to_owned();
            let metadata = entry.path().symlink_metadata().unwrap();
            let bytes = if metadata.is_symlink() {
                fs::read_link(entry.path()).unwrap().into_os_string().into_encoded_bytes()
            } else {
                fs::read(entry.path()).unwrap()
            };
            (path, File { mode: metadata.permissions().mode() & 0o777, bytes })
        })
        .collect()
}

/// What a run of the program came to.
#[derive(Debug)]
pub struct Run {
    pub code: Option<i32>,
    pub stdout: String,
    pub stderr: String,
}

impl Run {
    pub fn of(command: &mut Command) -> Self {
        let Output { status, stdout, stderr } = command.output().unwrap();
        Self {
            code: status.code(),
            stdout: String::from_utf8(stdout).unwrap(),
            stderr: String::from_utf8(stderr).unwrap(),
        }
    }

    /// Demands this exit code.
    #[track_caller]
    pub fn exits(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "stdout:\n{}\nstderr:\n{}", self.stdout, self.stderr);
        self
    }

    #[track_caller]
    pub fn success(self) -> Self {
        self.exits(0)
    }

    /// Demands a piece of stdout.
    #[track_caller]
    pub fn prints(self, text: &str) -> Self {
        assert!(self.stdout.contains(text), "no {text:?} in stdout:\n{}", self.stdout);
        self
    }

    /// Demands a piece of stderr.
    #[track_caller]
    pub fn says(self, text: &str) -> Self {
        assert!(self.stderr.contains(text), "no {text:?} in stderr:\n{}", self.stderr);
        self
    }

    /// Demands that neither output has this text.
    #[track_caller]
    pub fn never_says(self, text: &str) -> Self {
        assert!(!self.stdout.contains(text) && !self.stderr.contains(text), "{text:?} in\n{self:#?}");
        self
    }

    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error} in\n{}", self.stdout))
    }
}
