//! A project together with blueprints that change, as they do between two versions of the tool.

use std::{fs, rc::Rc};

use super::{Project, Run};

/// A project that is made from blueprints of its own.
pub struct Evolving {
    pub project: Project,
    blueprints: Rc<Project>,
}

impl Evolving {
    /// A project whose blueprint has these files, all of them shared.
    pub fn new(files: &[(&str, &str)]) -> Self {
        let project = Project::with_manifest("quickscale schema=1\nproject \"demo\"\n");
        let evolving = Self { project, blueprints: Rc::new(Project::empty()) };
        evolving.release("1.0.0", "", files);
        evolving
    }

    /// The same, applied.
    pub fn applied(files: &[(&str, &str)]) -> Self {
        let evolving = Self::new(files);
        evolving.apply().success();
        evolving
    }

    /// The project as it is now, a second time; both are made from the same blueprints.
    #[must_use]
    pub fn copy(&self) -> Self {
        Self { project: self.project.copy(), blueprints: Rc::clone(&self.blueprints) }
    }

    /// The same on a file system of this size of its own; none where nothing can be mounted.
    pub fn copy_of_kilobytes(&self, size: usize) -> Option<Self> {
        Some(Self { project: self.project.copy_of_kilobytes(size)?, blueprints: Rc::clone(&self.blueprints) })
    }

    /// Writes a file beside those of the layer, with any path below the blueprints' directory.
    pub fn plant(&self, path: &str, text: impl AsRef<[u8]>) -> std::path::PathBuf {
        self.blueprints.write(path, text);
        self.blueprints.join(path)
    }

    /// Replaces the blueprint: `rules` is the inside of `layer.kdl`.
    pub fn release(&self, version: &str, rules: &str, files: &[(&str, &str)]) {
        let old = self.blueprints.join("project");
        if old.exists() {
            fs::remove_dir_all(old).unwrap();
        }
        let layer = |name: &str, version: &str, rules: &str| {
            format!("layer \"{name}\" version=\"{version}\" summary=\"for a test\"\n{rules}\n")
        };
        self.blueprints.write("project/layer.kdl", layer("project", version, rules));
        self.blueprints.write("frontends/htmx/layer.kdl", layer("htmx", "1.0.0", ""));
        let theme = "theme \"starter\" version=\"1.0.0\" summary=\"for a test\"\nfrontend \"htmx\"\n";
        self.blueprints.write("themes/starter/theme.kdl", theme);
        for (path, text) in files {
            self.blueprints.write(&format!("project/files/{path}"), text);
        }
    }

    /// Replaces one file of the blueprint.
    pub fn rewrite(&self, path: &str, text: &str) {
        self.blueprints.write(&format!("project/files/{path}"), text);
    }

    /// The program's arguments with the blueprints before them.
    pub fn args<'a>(&'a self, args: &[&'a str]) -> Vec<&'a str> {
        let blueprints = self.blueprints.path().to_str().unwrap();
        [&["--blueprints", blueprints][..], args].concat()
    }

    pub fn run(&self, args: &[&str]) -> Run {
        self.project.quickscale(self.args(args))
    }

    pub fn plan(&self) -> Run {
        self.run(&["plan", "--offline", "--detailed-exitcode", "--full"])
    }

    pub fn apply(&self) -> Run {
        self.run(&["apply", "--yes", "--offline"])
    }

    pub fn apply_with(&self, flags: &[&str]) -> Run {
        self.run(&[&["apply", "--yes", "--offline"][..], flags].concat())
    }

    /// Demands that there is nothing to do.
    #[track_caller]
    pub fn is_settled(&self) {
        self.plan().exits(0).prints("Nothing to do");
    }
}
