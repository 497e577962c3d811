//! What each example generates is committed below `tests/golden/`, so that a change of a blueprint shows in review
//! what it does to users. `UPDATE_GOLDEN=1 cargo nextest run golden` writes it anew.
//!
//! Locks are left out: package managers write them, not this program.

use std::{collections::BTreeMap, env, fs, path::Path};

use crate::support::{Project, tree_of};
use pretty_assertions::assert_eq;

#[test]
fn golden_trees_are_what_examples_generate() {
    let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    let names = fs::read_dir(examples).unwrap().map(|entry| entry.unwrap().path());
    for example in names.filter(|path| path.join("quickscale.kdl").is_file()) {
        let name = example.file_name().unwrap().to_str().unwrap();
        let project = Project::example(name);
        project.quickscale(["generate", "generated"]).success();
        let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(name);
        if env::var_os("UPDATE_GOLDEN").is_some() {
            rewrite(&golden, &project.join("generated"));
        }
        compare(name, &texts(&golden), &texts(&project.join("generated")));
    }
}

/// The files below a directory by path. Modes are git's to keep.
fn texts(root: &Path) -> BTreeMap<String, String> {
    let tree = tree_of(root).into_iter();
    tree.map(|(path, file)| (path, String::from_utf8_lossy(&file.bytes).into_owned())).collect()
}

#[track_caller]
fn compare(example: &str, golden: &BTreeMap<String, String>, generated: &BTreeMap<String, String>) {
    let way_out = "if that is meant, run `UPDATE_GOLDEN=1 cargo nextest run golden`, look at the difference, and commit it";
    let [golden_paths, generated_paths] = [golden, generated].map(|tree| tree.keys().collect::<Vec<_>>());
    assert_eq!(golden_paths, generated_paths, "the files of {example} changed: {way_out}");
    for (path, text) in generated {
        assert_eq!(&golden[path], text, "{path} of {example} changed: {way_out}");
    }
}

fn rewrite(golden: &Path, generated: &Path) {
    if golden.exists() {
        fs::remove_dir_all(golden).unwrap();
    }
    for path in tree_of(generated).into_keys() {
        let copy = golden.join(&path);
        fs::create_dir_all(copy.parent().unwrap()).unwrap();
        fs::copy(generated.join(&path), copy).unwrap();
    }
}
