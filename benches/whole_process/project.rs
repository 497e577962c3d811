//! Projects of the program that is measured, and blueprints for them.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use super::{peers, tree};

pub(crate) const MANIFEST: &str = "quickscale schema=1\nproject \"acme-crm\"\n";

/// The same project with the module of [`blueprints`].
pub(crate) const WITH_MODULE: &str = "quickscale schema=1\nproject \"acme-crm\"\nmodules { extra }\n";

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

/// Writes blueprints of `files` files, half of them templates, and a module of a twentieth as many.
pub(crate) fn blueprints(root: PathBuf, files: usize, version: u32) -> PathBuf {
    let head = |kind: &str, name: &str| {
        format!("{kind} \"{name}\" version=\"{version}.0.0\" summary=\"for measuring\"\n")
    };
    let theme = head("theme", "starter") + "frontend \"htmx\"\n";
    let module = head("module", "extra") + "core \"*\"\n";
    for (path, text) in [
        ("project/layer.kdl", head("layer", "project")),
        ("frontends/htmx/layer.kdl", head("layer", "htmx")),
        ("themes/starter/theme.kdl", theme),
        ("modules/extra/layer.kdl", head("layer", "extra")),
        ("modules/extra/module.kdl", module),
    ] {
        let path = root.join(path);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a directory");
        fs::write(path, text).expect("a file");
    }
    tree::write(&root.join("project/files"), files, version, "{{ project.name }}", ".liquid");
    tree::write(
        &root.join("modules/extra/files/extra"),
        files / 20,
        version,
        "{{ project.name }}",
        ".liquid",
    );
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
