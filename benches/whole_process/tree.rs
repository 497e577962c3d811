//! Files to measure with: about 3 KB each, in folders of a hundred; every second one names the project.

use std::{fmt::Write as _, fs, io::Write as _, path::Path};

use super::peers;

/// The lines of a template that hold an expression.
const EXPRESSIONS: [usize; 3] = [5, 25, 45];

/// Writes `files` files below `root`; `version` 2 changes a line of every fiftieth.
pub(crate) fn write(root: &Path, files: usize, version: u32, expression: &str, suffix: &str) {
    let mut text = String::new();
    for n in 0..files {
        text.clear();
        for line in 0..60 {
            let name = if n.is_multiple_of(2) && EXPRESSIONS.contains(&line) { expression } else { "acme" };
            let word = if version == 2 && n % 50 == 0 && line == 30 { "changed" } else { "harbour" };
            writeln!(text, "value_{line} = '{word} lantern {n} meadow quarry {name}'").expect("a text");
        }
        let path = root.join(path_of(n, "", if n.is_multiple_of(2) { suffix } else { "" }));
        fs::create_dir_all(path.parent().expect("a parent")).expect("a directory");
        fs::write(path, &text).expect("a file");
    }
}

/// The path of the file number `n`.
pub(crate) fn path_of(n: usize, prefix: &str, suffix: &str) -> String {
    let suffix = if n.is_multiple_of(2) { suffix } else { "" };
    format!("{prefix}pkg{:03}/file{n:05}.py{suffix}", n / 100)
}

/// Edits every hundredth file as a user would.
pub(crate) fn edit_some(root: &Path, files: usize) {
    for n in (0..files).step_by(100) {
        append(&root.join(path_of(n, "", "")), "EDITED = True\n");
    }
}

pub(crate) fn append(path: &Path, line: &str) {
    let mut file = fs::OpenOptions::new().append(true).open(path).expect("a file to append to");
    file.write_all(line.as_bytes()).expect("a file that can be written");
}

/// Makes `directory` hold a manifest and nothing else.
pub(crate) fn fresh(directory: &Path, manifest: &str) {
    drop(fs::remove_dir_all(directory));
    fs::create_dir(directory).expect("a directory");
    fs::write(directory.join("quickscale.kdl"), manifest).expect("a manifest");
}

/// Makes `to` a copy of `from`, with its times.
pub(crate) fn copy_anew(from: &Path, to: &Path) {
    drop(fs::remove_dir_all(to));
    drop(fs::remove_dir_all(to.with_file_name("copy")));
    peers::must(peers::program("cp", &["-a", text(from), text(to)]));
}

/// Makes `directory` a git repository with everything committed.
pub(crate) fn commit(directory: &Path) {
    if !directory.join(".git").is_dir() {
        peers::must(peers::git(directory, &["init", "-q", "-b", "main"]));
    }
    peers::must(peers::git(directory, &["add", "-A"]));
    peers::must(peers::git(directory, &["commit", "-qm", "a version"]));
}

pub(crate) fn text(path: &Path) -> &str {
    path.to_str().expect("a UTF-8 path")
}

pub(crate) fn count(directory: &Path) -> usize {
    walkdir::WalkDir::new(directory).into_iter().flatten().filter(|entry| entry.file_type().is_file()).count()
}
