//! What a user waits for: whole runs of the program with their peak memory, beside peers that do the
//! same in the same run.
//!
//! ```console
//! cargo bench                 # everything
//! cargo bench -- subtrees     # one part: start, starter, sizes, subtrees or disk
//! ```
//!
//! `cp`, `git`, copier, cookiecutter and cruft take turns with the program, on the same files; the last three,
//! and `git subtree`, are left out where they are not installed. Times depend on the machine and on what else it does: compare
//! the ratios.

#![allow(
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a benchmark prints and prepares its own input"
)]

mod measure;
mod peers;
mod project;
mod subtrees;
mod tree;

use std::{
    env, fs,
    path::{Path, PathBuf},
};

use measure::Group;
use project::{MANIFEST, Project, WITH_MODULE, manifest_of_200_lines, quickscale};

const SIZES: [usize; 3] = [150, 1_000, 10_000];

/// Above this, copier and cruft take minutes.
const LARGEST_FOR_PYTHON: usize = 1_000;

fn main() {
    // Memory when the machine has a memory file system, so that the disk is out.
    let memory = Path::new("/dev/shm");
    let scratch = if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() };
    let scratch = scratch.expect("a temporary directory");
    let part = env::args().skip(1).find(|word| !word.starts_with('-'));
    let is_wanted = |name: &str| part.as_deref().is_none_or(|part| part == name);
    measure::print_header();
    if is_wanted("start") {
        start_up(scratch.path());
    }
    if is_wanted("starter") {
        starter(scratch.path());
    }
    for files in SIZES.into_iter().filter(|_| is_wanted("sizes")) {
        let directory = scratch.path().join(files.to_string());
        fs::create_dir(&directory).expect("a directory");
        generate(&directory, files);
        converge(&directory, files);
        fs::remove_dir_all(&directory).expect("a directory that can be removed");
    }
    if is_wanted("subtrees") {
        let directory = scratch.path().join("subtrees");
        fs::create_dir(&directory).expect("a directory");
        subtrees::long_history(&directory);
    }
    if is_wanted("disk") {
        durable();
    }
}

fn start_up(scratch: &Path) {
    let project = scratch.join("validate");
    fs::create_dir(&project).expect("a directory");
    fs::write(project.join("quickscale.kdl"), manifest_of_200_lines()).expect("a manifest");
    Group::new("start")
        .program("true", || (), || peers::program("true", &[]))
        .program("quickscale --version", || (), || quickscale(scratch, &["--version"]))
        .program("quickscale validate, 200 lines", || (), || quickscale(&project, &["validate"]))
        .run();
}

/// The project that `quickscale init` makes, from the blueprints inside of the program.
fn starter(scratch: &Path) {
    let source = scratch.join("starter");
    fs::create_dir(&source).expect("a directory");
    fs::write(source.join("quickscale.kdl"), MANIFEST).expect("a manifest");
    let rendered = scratch.join("rendered");
    peers::must(quickscale(&source, &["generate", tree::text(&rendered)]));
    let target = scratch.join("target");
    let clean = || drop(fs::remove_dir_all(&target));
    let fresh = || tree::fresh(&target, MANIFEST);
    let settled = Project::new(scratch.join("settled"), None);
    settled.apply();
    let [plan, apply] = [&["plan", "--offline"][..], &["apply", "--yes", "--offline"]];
    Group::new(&format!("the starter, {} files", tree::count(&rendered)))
        .program("cp -r", clean, || peers::cp(&rendered, &target))
        .program("quickscale generate", clean, || quickscale(&source, &["generate", tree::text(&target)]))
        .program("quickscale apply, the first", fresh, || quickscale(&target, apply))
        .program("quickscale plan, nothing to do", || (), || settled.run(plan))
        .program("quickscale apply, nothing to do", || (), || settled.run(apply))
        .run();
}

/// The same files from everybody's template.
fn generate(directory: &Path, files: usize) {
    let [rendered, target] = ["rendered", "target"].map(|name| directory.join(name));
    let blueprints = project::blueprints(directory.join("blueprints"), files, 1);
    let source = Project::new(directory.join("source"), Some(&blueprints));
    peers::must(source.run(&["generate", tree::text(&rendered)]));
    let clean = || drop(fs::remove_dir_all(&target));
    let fresh = || tree::fresh(&target, MANIFEST);
    let apply = ["--blueprints", tree::text(&blueprints), "apply", "--yes", "--offline"];
    let title = format!("{files} files, new");
    let mut group = Group::new(&title)
        .program("cp -r", clean, || peers::cp(&rendered, &target))
        .program("quickscale generate", clean, || source.run(&["generate", tree::text(&target)]))
        .program("quickscale apply, the first", fresh, || quickscale(&target, &apply));
    if files <= LARGEST_FOR_PYTHON {
        if let Some(peer) = peers::Cookiecutter::new(directory, files) {
            group = group.program("cookiecutter", clean, move || peer.generate(directory));
        }
        if let Some(peer) = peers::Copier::new(directory, files) {
            let target = target.clone();
            group = group.program("copier copy", clean, move || peer.copy(&target));
        }
    }
    group.run();
}

/// A project that exists: nothing to do, and a new version of the blueprints.
fn converge(directory: &Path, files: usize) {
    let old = project::blueprints(directory.join("old"), files, 1);
    let settled = Project::new(directory.join("settled"), Some(&old));
    settled.apply();
    tree::commit(&settled.path);
    Group::new(&format!("{files} files, nothing to do"))
        .program("git status", || (), || peers::git(&settled.path, &["status", "--porcelain"]))
        .program("quickscale plan", || (), || settled.run(&["plan", "--offline"]))
        .program("quickscale apply", || (), || settled.run(&["apply", "--yes", "--offline"]))
        .run();

    let line = project::blueprints(directory.join("line"), files, 1);
    tree::append(&line.join(tree::path_of(1, "project/files/", ".liquid")), "LAST = 1\n");
    let new = project::blueprints(directory.join("new"), files, 2);
    tree::edit_some(&settled.path, files);
    let work = Project::new(directory.join("work"), None);
    let again = || tree::copy_anew(&settled.path, &work.path);
    let with_module = || {
        again();
        fs::write(work.path.join("quickscale.kdl"), WITH_MODULE).expect("a manifest");
    };
    let steps = |blueprints: &Path, command: &[&str]| {
        let path = ["--blueprints", tree::text(blueprints)];
        quickscale(&work.path, &[&path[..], command].concat())
    };
    let [plan, apply] = [&["plan", "--offline"][..], &["apply", "--yes", "--offline"]];
    again();
    let title = format!("{files} files, updated");
    let mut group = Group::new(&title)
        .program("cp -r", again, || peers::cp(&settled.path, &directory.join("copy")))
        .program("quickscale plan, one line changed", again, || steps(&line, plan))
        .program("quickscale apply, one line changed", again, || steps(&line, apply))
        .program("quickscale plan, module added", with_module, || steps(&old, plan))
        .program("quickscale apply, module added", with_module, || steps(&old, apply))
        .program("quickscale plan, 2 % changed, 1 % edited", again, || steps(&new, plan))
        .program("quickscale apply, 2 % changed, 1 % edited", again, || steps(&new, apply));
    if files <= LARGEST_FOR_PYTHON {
        if let Some(peer) = peers::Copier::new(directory, files) {
            let (project, copy) = peer.project(directory, files);
            let again = prepared(project, &copy);
            group =
                group.program("copier update, 2 % changed, 1 % edited", again, move || peer.update(&copy));
        }
        if let Some(peer) = peers::Cruft::new(directory, files) {
            let (project, copy) = peer.project(directory, files);
            let again = prepared(project, &copy);
            group = group.program("cruft update, 2 % changed, 1 % edited", again, move || peer.update(&copy));
        }
    }
    group.run();
}

/// Makes `copy` anew from `project`.
fn prepared(project: PathBuf, copy: &Path) -> impl Fn() + use<> {
    let copy = copy.to_owned();
    move || tree::copy_anew(&project, &copy)
}

/// The first apply where writing has to reach a disk.
fn durable() {
    let disk = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a temporary directory");
    let target = disk.path().join("target");
    let fresh = || tree::fresh(&target, MANIFEST);
    Group::new("the starter, on the disk of the build")
        .program("quickscale apply, the first", fresh, || {
            quickscale(&target, &["apply", "--yes", "--offline"])
        })
        .run();
}
