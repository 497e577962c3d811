//! A project with the blueprints of the program and the module `notes` among them.

use std::{cell::RefCell, fs, os::unix::fs::PermissionsExt as _, path::Path, process::Command};

use crate::support::{Project, Run, Tree};

pub(crate) struct World {
    pub(crate) project: Project,
    blueprints: Project,
    /// Programs that stand in for others, as long as the world is there.
    tools: RefCell<Vec<Project>>,
}

const MANIFEST: &str = "\
project \"acme\"

environment \"local\" {
    database \"sqlite\"
}
";

impl World {
    /// A project without modules, not applied yet.
    pub(crate) fn new() -> Self {
        let blueprints = Project::empty();
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        copy(&root.join("blueprints"), blueprints.path());
        copy(&root.join("tests/program/modules/notes"), &blueprints.join("modules/notes"));
        Self { project: Project::with_manifest(MANIFEST), blueprints, tools: RefCell::default() }
    }

    /// A project without modules, applied.
    pub(crate) fn applied() -> Self {
        let world = Self::new();
        world.apply().success();
        world
    }

    /// A project with the module, applied.
    pub(crate) fn with_notes() -> Self {
        let world = Self::new();
        world.add_notes(&[]);
        world.apply().success();
        world
    }

    /// Adds the module, and the one that it requires.
    pub(crate) fn add_notes(&self, options: &[&str]) {
        self.run(&[&["add", "notes", "--with-required"][..], options].concat()).success();
    }

    pub(crate) fn run(&self, args: &[&str]) -> Run {
        let blueprints = self.blueprints.path().to_str().unwrap();
        self.project.quickscale([&["--blueprints", blueprints][..], args].concat())
    }

    /// The program as a command, with a `uv` of the test's before every other program.
    pub(crate) fn command_with_uv(&self, script: &str) -> Command {
        let bin = Project::empty();
        bin.write("uv", script);
        fs::set_permissions(bin.join("uv"), fs::Permissions::from_mode(0o755)).unwrap();
        let path = format!("{}:{}", bin.path().display(), std::env::var("PATH").unwrap());
        self.tools.borrow_mut().push(bin);
        let mut command = self.project.command();
        command.env("PATH", path).arg("--blueprints").arg(self.blueprints.path());
        command
    }

    /// The options that every run of the program needs here.
    pub(crate) fn at_blueprints(&self, args: &str) -> String {
        format!("--blueprints {} {args}", self.blueprints.path().display())
    }

    pub(crate) fn plan(&self) -> Run {
        self.run(&["plan", "--offline", "--detailed-exitcode", "--full"])
    }

    pub(crate) fn apply(&self) -> Run {
        self.apply_with(&[])
    }

    pub(crate) fn apply_with(&self, flags: &[&str]) -> Run {
        self.run(&[&["apply", "--yes", "--offline"][..], flags].concat())
    }

    /// Demands that there is nothing to do.
    #[track_caller]
    pub(crate) fn is_settled(&self) {
        self.plan().exits(0).prints("Nothing to do");
    }

    /// Every file of the project but what quickscale itself keeps.
    pub(crate) fn tree(&self) -> Tree {
        let mut tree = self.project.tree();
        tree.retain(|path, _| !path.starts_with(".quickscale/"));
        tree
    }

    /// The names of the modules that have files.
    pub(crate) fn available(&self) -> Vec<String> {
        let listed = self.run(&["modules", "list", "--json"]).success().json();
        let modules = listed.as_array().unwrap().iter().filter(|module| module["available"] == true);
        modules.map(|module| module["name"].as_str().unwrap().to_owned()).collect()
    }

    /// Replaces one piece of a file of the module's blueprint, which must be there.
    pub(crate) fn rewrite(&self, path: &str, old: &str, new: &str) {
        self.blueprints.edit(&format!("modules/notes/{path}"), old, new);
    }

    pub(crate) fn blueprint(&self, path: &str) -> String {
        format!("modules/notes/{path}")
    }

    pub(crate) fn blueprints(&self) -> &Project {
        &self.blueprints
    }
}

fn copy(from: &Path, to: &Path) {
    for (path, file) in crate::support::tree_of(from) {
        let target = to.join(path);
        fs::create_dir_all(target.parent().unwrap()).unwrap();
        fs::write(target, file.bytes).unwrap();
    }
}
