//! After an apply nothing is left to do, though `uv lock` wrote its file in between.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    time::SystemTime,
};

use tempfile::TempDir;

use crate::{
    component::{PYTHON, component},
    run::{program, succeed},
};

#[test]
fn a_second_apply_touches_no_file_of_starter() {
    settled("starter");
}

#[test]
fn a_second_apply_touches_no_file_of_sqlite() {
    settled("sqlite");
}

#[test]
fn a_second_apply_touches_no_file_of_agency() {
    settled("agency");
}

#[track_caller]
fn settled(example: &str) {
    let Some(_) = component(PYTHON) else { return };
    let directory = TempDir::new().unwrap();
    let quickscale = |arguments: &[&str]| {
        succeed(program(env!("CARGO_BIN_EXE_quickscale"), directory.path()).args(arguments))
    };
    let manifest =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("examples").join(example).join("quickscale.kdl");
    fs::copy(manifest, directory.path().join("quickscale.kdl")).unwrap();

    quickscale(&["apply", "--yes"]);
    assert!(directory.path().join("uv.lock").is_file(), "apply made no uv.lock");
    let before = modified(directory.path());

    quickscale(&["plan", "--detailed-exitcode"]);
    pretty_assertions::assert_eq!(before, modified(directory.path()), "plan touched files");

    quickscale(&["apply", "--yes"]);
    pretty_assertions::assert_eq!(before, modified(directory.path()), "apply touched files");
}

/// When each file and directory was last written, but for the tool's own scratch space.
fn modified(root: &Path) -> BTreeMap<PathBuf, SystemTime> {
    let entries = walkdir::WalkDir::new(root).into_iter().map(Result::unwrap);
    let kept = entries.filter(|entry| !entry.path().starts_with(root.join(".quickscale/run")));
    kept.map(|entry| (entry.path().to_owned(), entry.metadata().unwrap().modified().unwrap())).collect()
}
