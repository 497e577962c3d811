//! The programs that people use today, with the same files.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use super::tree;

pub(crate) fn program(name: &str, args: &[&str]) -> Command {
    let mut command = Command::new(name);
    command.args(args);
    command
}

pub(crate) fn git(directory: &Path, args: &[&str]) -> Command {
    let identity = ["-c", "user.name=bench", "-c", "user.email=bench@example.com", "-c", "gc.auto=0"];
    let mut command = program("git", &[&identity[..], args].concat());
    command.current_dir(directory).env("GIT_CONFIG_GLOBAL", "/dev/null");
    command
}

pub(crate) fn cp(from: &Path, to: &Path) -> Command {
    program("cp", &["-r", tree::text(from), tree::text(to)])
}

/// Runs a command that only prepares something.
pub(crate) fn must(mut command: Command) {
    let output = command.output().expect("a program");
    assert!(output.status.success(), "{command:?}\n{}", String::from_utf8_lossy(&output.stderr));
}

fn is_installed(name: &str) -> bool {
    let mut help = program(name, &["--help"]);
    help.stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok_and(|status| status.success())
}

/// A template of cookiecutter.
pub(crate) struct Cookiecutter {
    template: PathBuf,
}

impl Cookiecutter {
    pub(crate) fn new(directory: &Path, files: usize) -> Option<Self> {
        if !is_installed("cookiecutter") {
            return None;
        }
        let template = directory.join("cookiecutter");
        let inner = template.join("{{cookiecutter.name}}");
        tree::write(&inner, files, 1, "{{ cookiecutter.name }}", "");
        fs::write(template.join("cookiecutter.json"), r#"{"name": "target"}"#).expect("a template");
        Some(Self { template })
    }

    /// Makes `target` in `directory`.
    pub(crate) fn generate(&self, directory: &Path) -> Command {
        let args = ["--no-input", "-f", "-o", tree::text(directory), tree::text(&self.template)];
        program("cookiecutter", &args)
    }
}

/// A template of copier, in git with two versions.
pub(crate) struct Copier {
    template: PathBuf,
}

const ANSWERS: &str = "{{ _copier_conf.answers_file }}.jinja";

impl Copier {
    pub(crate) fn new(directory: &Path, files: usize) -> Option<Self> {
        if !is_installed("copier") {
            return None;
        }
        let template = directory.join("copier");
        if !template.is_dir() {
            for version in [1, 2] {
                tree::write(&template, files, version, "{{ name }}", ".jinja");
                fs::write(template.join("copier.yml"), "name:\n  type: str\n  default: acme\n")
                    .expect("a template");
                fs::write(template.join(ANSWERS), "{{ _copier_answers|to_nice_yaml }}").expect("a template");
                tree::commit(&template);
                must(git(&template, &["tag", &format!("v{version}.0.0")]));
            }
        }
        Some(Self { template })
    }

    /// Makes `target` from the first version.
    pub(crate) fn copy(&self, target: &Path) -> Command {
        python(
            "copier",
            &["copy", "-q", "--defaults", "-r", "v1.0.0", tree::text(&self.template), tree::text(target)],
        )
    }

    /// A project of the first version with a user's edits, and the path for a copy of it.
    pub(crate) fn project(&self, directory: &Path, files: usize) -> (PathBuf, PathBuf) {
        let project = directory.join("copier-project");
        must(self.copy(&project));
        tree::commit(&project);
        tree::edit_some(&project, files);
        tree::commit(&project);
        (project, directory.join("copier-work"))
    }

    /// Takes `project` to the second version.
    pub(crate) fn update(&self, project: &Path) -> Command {
        let mut command = python("copier", &["update", "-q", "--defaults", "-A"]);
        command.current_dir(project);
        command
    }
}

/// A template of cruft: one of cookiecutter, in git with two versions.
pub(crate) struct Cruft {
    template: PathBuf,
}

impl Cruft {
    pub(crate) fn new(directory: &Path, files: usize) -> Option<Self> {
        if !is_installed("cruft") {
            return None;
        }
        let template = directory.join("cruft");
        for version in [1, 2] {
            let inner = template.join("{{cookiecutter.name}}");
            tree::write(&inner, files, version, "{{ cookiecutter.name }}", "");
            fs::write(template.join("cookiecutter.json"), r#"{"name": "cruft-project"}"#)
                .expect("a template");
            tree::commit(&template);
            must(git(&template, &["tag", &format!("v{version}")]));
        }
        Some(Self { template })
    }

    /// A project of the first version with a user's edits, and the path for a copy of it.
    pub(crate) fn project(&self, directory: &Path, files: usize) -> (PathBuf, PathBuf) {
        let (template, parent) = (tree::text(&self.template), tree::text(directory));
        must(python(
            "cruft",
            &["create", template, "--no-input", "--checkout", "v1", "--output-dir", parent],
        ));
        let project = directory.join("cruft-project");
        tree::commit(&project);
        tree::edit_some(&project, files);
        tree::commit(&project);
        (project, directory.join("cruft-work"))
    }

    /// Takes `project` to the second version.
    pub(crate) fn update(&self, project: &Path) -> Command {
        let mut command = python("cruft", &["update", "-y", "--checkout", "v2"]);
        command.current_dir(project);
        command
    }
}

/// A program that commits, and works in temporary directories: in memory, like everybody's files here.
fn python(name: &str, args: &[&str]) -> Command {
    let mut command = program(name, args);
    command.env("GIT_CONFIG_GLOBAL", "/dev/null").env("PYTHONWARNINGS", "ignore");
    for (name, value) in [("NAME", "bench"), ("EMAIL", "bench@example.com")] {
        command.env(format!("GIT_AUTHOR_{name}"), value).env(format!("GIT_COMMITTER_{name}"), value);
    }
    let memory = Path::new("/dev/shm");
    command.env("TMPDIR", if memory.is_dir() { memory.to_owned() } else { env::temp_dir() });
    command
}
