//! Projects of the program that is measured, and blueprints for them.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use super::{peers, tree};

pub(crate) const MANIFEST: &str = "quickscale schema=1\nproject \"acme-crm\"\n";

/// A project's directory, with the blueprints that it is made from.
pub(crate) struct Project {
    pub(crate) path: PathBuf,
    blueprints: Option<PathBuf>,
}

impl Project {
    /// Makes a directory that holds a manifest; without `blueprints`, those of the program are meant.
    pub(crate) fn new(path: PathBuf, blueprints: Option<&Path>) -> Self {
        tree::fresh(&path, MANIFEST);
        Self { path, blueprints: blueprints.map(Path::to_owned) }
    }

    /// The program with `args` in this project.
    pub(crate) fn run(&self, args: &[&str]) -> Command {
        let blueprints = self.blueprints.as_deref().map(|path| ["--blueprints", tree::text(path)]);
        let blueprints = blueprints.as_ref().map_or(&[][..], |args| args);
        quickscale(&self.path, &[blueprints, args].concat())
    }

    /// Applies twice: the second time remembers what the clock was too coarse for the first time.
    pub(crate) fn apply(&self) {
        for _ in 0..2 {
            peers::must(self.run(&["apply", "--yes", "--offline"]));
        }
    }
}

pub(crate) fn quickscale(directory: &Path, args: &[&str]) -> Command {
    let mut command = peers::program(env!("CARGO_BIN_EXE_quickscale"), args);
    command.current_dir(directory);
    command
}

/// Writes blueprints of `files` files, half of them templates.
pub(crate) fn blueprints(root: PathBuf, files: usize, version: u32) -> PathBuf {
    for (folder, file, node) in [
        ("project", "layer.kdl", "layer \"project\""),
        ("frontends/htmx", "layer.kdl", "layer \"htmx\""),
        ("themes/starter", "theme.kdl", "frontend \"htmx\"\ntheme \"starter\""),
    ] {
        fs::create_dir_all(root.join(folder).join("files")).expect("a directory");
        let text = format!("{node} version=\"{version}.0.0\" summary=\"for measuring\"\n");
        fs::write(root.join(folder).join(file), text).expect("a layer");
    }
    tree::write(&root.join("project/files"), files, version, "{{ project.name }}", ".liquid");
    root
}

pub(crate) fn manifest_of_200_lines() -> String {
    let variable = |n| {
        format!("    SETTING_{n} type=\"string\" default=\"value {n}\" help=\"what number {n} is for\"\n")
    };
    let variables: String = (0..188).map(variable).collect();
    format!(
        "{MANIFEST}\nvariables {{\n{variables}}}\n\n\
         environment \"local\" {{\n    docker\n    database \"postgres\" version=18\n}}\n"
    )
}
