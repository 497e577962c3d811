//! The plan tells the truth: what `plan --json` says is what `apply` then does, path by path and byte by byte, over
//! made-up projects, edits and updates.

use std::collections::{BTreeMap, BTreeSet};

use crate::support::{File, evolving::Evolving};
use pretty_assertions::assert_eq;
use proptest::{
    prelude::*,
    test_runner::{Config, RngAlgorithm, TestRng, TestRunner},
};
use quickscale::workspace::Digest;

const PATHS: [&str; 6] = ["a.txt", "b.py", "deep/c.txt", "deep/er/d.toml", "run.sh", "e e.txt"];

/// What happens to one path: its text in the first version, what the team did to it, its text in the second version.
type Part = (Option<u8>, Deed, Option<u8>);
type Story = Vec<Part>;

#[derive(Debug, Clone, Copy)]
enum Deed {
    Nothing,
    Edit(u8),
    Delete,
}

fn stories() -> impl Strategy<Value = Story> {
    let deed = prop_oneof![
        3 => Just(Deed::Nothing),
        3 => (0..9_u8).prop_map(Deed::Edit),
        1 => Just(Deed::Delete),
    ];
    let version = || prop::option::weighted(0.8, 0..9_u8);
    prop::collection::vec((version(), deed, version()), PATHS.len())
}

/// A text with keys, one of which is different for each number.
fn text(number: u8) -> String {
    (0..9).map(|line| format!("key{line} = {}\n\n", if line == number { "1" } else { "0" })).collect()
}

fn tell(story: &Story) {
    let version = |pick: fn(&Part) -> Option<u8>| -> Vec<(&str, String)> {
        let texts = PATHS.iter().zip(story).filter_map(|(path, part)| Some((*path, text(pick(part)?))));
        texts.collect()
    };
    let (first, second) = (version(|part| part.0), version(|part| part.2));
    let borrowed = |files: &[(&'static str, String)]| -> Vec<(&'static str, &'static str)> {
        files.iter().map(|(path, text)| (*path, &*text.clone().leak())).collect()
    };
    let world = Evolving::applied(&borrowed(&first));
    for (path, (was, deed, _)) in PATHS.iter().zip(story) {
        match deed {
            Deed::Edit(line) => {
                let old = was.map_or_else(|| text(0), text);
                world
                    .project
                    .write(path, old.replace(&format!("key{line} ="), &format!("# ours\nkey{line} =")));
            }
            Deed::Delete if was.is_some() => world.project.remove(path),
            Deed::Delete | Deed::Nothing => {}
        }
    }
    let keyed = second.iter().any(|(path, _)| *path == "deep/er/d.toml");
    let rules = if keyed { "files { keyed \"deep/er/d.toml\" }" } else { "" };
    world.release("2.0.0", rules, &borrowed(&second));

    let flags = ["--conflicts", "theirs"];
    let plan = world.run(&[&["plan", "--offline", "--json"][..], &flags].concat()).success().json();
    let before = files(&world);
    world.apply_with(&[&flags[..], &["--allow-destroy"]].concat()).success();
    let after = files(&world);
    assert_eq!(promised(&plan), changed(&before, &after));
    world.is_settled();
    let times = world.project.modification_times();
    world.apply().success();
    assert_eq!(world.project.modification_times(), times, "a second apply wrote something");
    world.run(&["undo", "--yes"]);
    world.run(&["plan", "--offline"]).success();
}

fn files(world: &Evolving) -> BTreeMap<String, File> {
    let mut tree = world.project.tree();
    tree.retain(|path, _| !path.starts_with(".quickscale/"));
    tree
}

/// Each path that an apply changed, with the digest of what is there now.
fn changed(
    before: &BTreeMap<String, File>,
    after: &BTreeMap<String, File>,
) -> BTreeMap<String, Option<String>> {
    let paths: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let paths = paths.into_iter().filter(|path| before.get(*path) != after.get(*path));
    paths
        .map(|path| (path.clone(), after.get(path).map(|file| Digest::of(&file.bytes).to_string())))
        .collect()
}

fn promised(plan: &serde_json::Value) -> BTreeMap<String, Option<String>> {
    let steps = plan["steps"].as_array().unwrap().iter().filter(|step| step["change"]["kind"] == "file");
    let mut promised = BTreeMap::new();
    for step in steps {
        let change = &step["change"];
        assert_ne!(step["action"], "conflict", "{step}");
        if let Some(from) = change["from"].as_str() {
            promised.insert(from.to_owned(), None);
        }
        if change["before"] != change["after"] {
            let digest = change["after"]["digest"].as_str().map(str::to_owned);
            promised.insert(change["path"].as_str().unwrap().to_owned(), digest);
        }
    }
    promised
}

#[test]
fn apply_does_what_the_plan_said_and_then_nothing_is_left_to_do() {
    let seed = TestRng::from_seed(RngAlgorithm::ChaCha, &[7; 32]);
    let config = Config { cases: 24, failure_persistence: None, max_shrink_iters: 30, ..Config::default() };
    TestRunner::new_with_rng(config, seed)
        .run(&stories(), |story| {
            tell(&story);
            Ok(())
        })
        .unwrap();
}
