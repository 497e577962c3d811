//! A project in a repository, and another repository beside it that it embeds.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    rc::Rc,
};

use crate::support::{Project, Run, Tree};

pub const MANIFEST: &str = "quickscale schema=1\n\nproject \"acme\"\n";

/// Where the tests embed to.
pub const PREFIX: &str = "libs/core";

/// Nine lines, so that changes at both ends merge.
pub const TEXT: &str = "one\ntwo\nthree\nfour\nfive\nsix\nseven\neight\nnine\n";

pub struct World {
    /// The project, in a repository of its own.
    pub app: Project,
    /// Everything else: the other repository in `core`, the home directory, git's configuration.
    pub outside: Rc<Project>,
    /// Variables for every program.
    variables: Vec<(String, String)>,
}

impl World {
    /// A project with one commit, and another repository with one commit, tagged `v1`.
    pub fn new() -> Self {
        let outside = Project::empty();
        outside.write(
            "gitconfig",
            "[user]\n\tname = Ada\n\temail = ada@example.com\n[init]\n\tdefaultBranch = main\n[advice]\n\tdetachedHead = false\n",
        );
        let app = Project::with_manifest(MANIFEST)
            .file("templates/home.html", "<h1>ours</h1>\n")
            .file("static/site.css", "h1 { color: teal }\n");
        let world = Self { app, outside: Rc::new(outside), variables: Vec::new() };
        world.git(&["init", "--quiet"]);
        world.commit_all("the project");
        world.core_git(&["init", "--quiet", "."]);
        world.core_git(&["config", "receive.denyCurrentBranch", "ignore"]);
        world.release("v1", &[("a.txt", TEXT), ("docs/b.txt", "b\n"), ("README", "core\n")]);
        world
    }

    /// The same with the other repository embedded.
    pub fn embedded() -> Self {
        let world = Self::new();
        world.embed();
        world
    }

    /// The project as it is now, a second time, beside the same other repository.
    pub fn copy(&self) -> Self {
        Self { app: self.app.copy(), outside: Rc::clone(&self.outside), variables: self.variables.clone() }
    }

    #[track_caller]
    pub fn embed(&self) -> Run {
        let remote = self.core();
        self.quickscale(&["embed", PREFIX, "--remote", remote.to_str().unwrap(), "--yes"]).success()
    }

    /// Sets a variable for every program from now on.
    pub fn set(&mut self, name: &str, value: impl Into<String>) {
        self.variables.push((name.to_owned(), value.into()));
    }

    /// The directory of the other repository.
    pub fn core(&self) -> PathBuf {
        self.outside.join("core")
    }

    /// Commits files to the other repository and tags the commit; `-` as text deletes.
    pub fn release(&self, tag: &str, files: &[(&str, &str)]) -> String {
        for (path, text) in files {
            match *text {
                "-" => self.outside.remove(&format!("core/{path}")),
                text => self.outside.write(&format!("core/{path}"), text),
            }
        }
        self.core_git(&["add", "--all"]);
        self.core_git(&["commit", "--quiet", "-m", &format!("release {tag}")]);
        self.core_git(&["tag", tag]);
        self.core_git(&["rev-parse", "HEAD"])
    }

    pub fn commit_all(&self, message: &str) -> String {
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "-m", message]);
        self.head()
    }

    /// Edits a file and commits just that.
    pub fn edit(&self, path: &str, old: &str, new: &str) {
        self.app.edit(path, old, new);
        self.git(&["commit", "--quiet", "-m", &format!("edit {path}"), "--", path]);
    }

    pub fn head(&self) -> String {
        self.git(&["rev-parse", "HEAD"])
    }

    /// What git says in the project.
    #[track_caller]
    pub fn git(&self, args: &[&str]) -> String {
        self.git_in(self.app.path(), args)
    }

    /// What git says in the other repository.
    #[track_caller]
    pub fn core_git(&self, args: &[&str]) -> String {
        fs::create_dir_all(self.core()).unwrap();
        self.git_in(&self.core(), args)
    }

    #[track_caller]
    pub fn git_in(&self, directory: &Path, args: &[&str]) -> String {
        let output = self.prepare(Command::new("git")).current_dir(directory).args(args).output().unwrap();
        let said = String::from_utf8_lossy(&output.stdout).trim_end().to_owned();
        assert!(output.status.success(), "git {args:?}: {said}\n{}", String::from_utf8_lossy(&output.stderr));
        said
    }

    /// Runs the program in the project.
    pub fn quickscale(&self, args: &[&str]) -> Run {
        Run::of(self.command().args(args))
    }

    #[track_caller]
    pub fn update(&self) -> Run {
        self.quickscale(&["update", "--yes"])
    }

    pub fn command(&self) -> Command {
        let mut command = self.prepare(self.app.command());
        command.current_dir(self.app.path());
        command
    }

    /// A program with an environment that nobody else has a say in.
    pub fn prepare(&self, mut command: Command) -> Command {
        command.env_clear().env("PATH", std::env::var_os("PATH").unwrap());
        command.env("HOME", self.outside.path()).env("GIT_CONFIG_NOSYSTEM", "1");
        command.env("GIT_CONFIG_GLOBAL", self.outside.join("gitconfig")).env("LC_ALL", "C.UTF-8");
        command.envs(self.variables.iter().map(|(name, value)| (name, value)));
        command
    }

    /// Writes a setting into the configuration of every repository here.
    pub fn configure(&self, name: &str, value: &str) {
        self.git(&["config", "--global", name, value]);
    }

    /// Every file of the project but git's and those that are never committed.
    pub fn files(&self) -> Tree {
        let mut tree = self.app.tree();
        tree.retain(|path, _| !path.starts_with(".git/") && !path.starts_with(".quickscale/run/"));
        tree
    }

    /// Everything that tells whether a command has changed something: files, index, branch, and what is staged.
    pub fn picture(&self) -> (Tree, String, String) {
        (self.files(), self.head(), self.git(&["status", "--porcelain"]))
    }

    #[track_caller]
    pub fn is_clean(&self) {
        assert_eq!(
            self.git(&["status", "--porcelain"]),
            "",
            "index and working tree do not agree with the branch"
        );
    }

    /// Demands that a command fails with this code and changes nothing.
    #[track_caller]
    pub fn refuses(&self, args: &[&str], code: &str) -> Run {
        let before = self.picture();
        let run = self.quickscale(args).says(code);
        assert_ne!(run.code, Some(0), "{run:?}");
        assert_eq!(self.picture(), before, "{args:?} has changed something");
        run
    }

    /// An executable file outside of the project.
    pub fn script(&self, path: &str, text: &str) -> PathBuf {
        use std::os::unix::fs::PermissionsExt as _;
        self.outside.write(path, text);
        let path = self.outside.join(path);
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
        path
    }

    /// Puts a directory of scripts before every other on the `PATH`.
    pub fn prefer(&mut self, directory: &Path) {
        let path = std::env::var("PATH").unwrap();
        self.set("PATH", format!("{}:{path}", directory.display()));
    }
}

/// The directory of a git that has `git subtree`; none where there is none, which CI does not accept.
pub fn with_subtree_script() -> Option<PathBuf> {
    let found = git_directories().into_iter().find(|directory| {
        let run = Command::new(directory.join("git")).arg("--exec-path").output();
        run.is_ok_and(|output| {
            Path::new(String::from_utf8_lossy(&output.stdout).trim()).join("git-subtree").exists()
        })
    });
    if found.is_none() {
        assert!(std::env::var_os("CI").is_none(), "git subtree has to be there in CI");
        eprintln!("not run: needs a git with `git subtree`");
    }
    found
}

/// The directories on the `PATH` with a git that works, one for each version.
pub fn git_directories() -> Vec<PathBuf> {
    let mut versions = Vec::new();
    let mut found = Vec::new();
    for directory in std::env::split_paths(&std::env::var_os("PATH").unwrap()) {
        let output = Command::new(directory.join("git")).arg("version").stderr(Stdio::null()).output();
        let Ok(output) = output else { continue };
        if output.status.success() && !versions.contains(&output.stdout) {
            versions.push(output.stdout);
            found.push(directory);
        }
    }
    found
}
