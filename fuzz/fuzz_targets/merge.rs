//! `cargo +nightly fuzz run merge`
//!
//! The first byte chooses the format; the rest is the last render, ours and theirs, apart by a zero.
#![no_main]

use libfuzzer_sys::fuzz_target;
use quickscale::{
    blueprint::Owner,
    plan::merge::{Outcome, Request, merge},
    workspace::RelPath,
};

const NAMES: [&str; 7] = [
    "a.txt",
    "pyproject.toml",
    "package.json",
    "compose.yaml",
    ".env.example",
    ".gitignore",
    ".gitattributes",
];

fuzz_target!(|bytes: &[u8]| {
    let Some((choice, texts)) = bytes.split_first() else { return };
    let mut texts = texts.split(|byte| *byte == 0);
    let (Some(base), Some(ours), Some(theirs)) = (texts.next(), texts.next(), texts.next()) else { return };
    let path = RelPath::new(NAMES[usize::from(*choice) % NAMES.len()]).expect("names are paths");
    let outcome = merge(Request { path: &path, owner: Owner::Keyed, base, ours, theirs });
    if base == theirs {
        assert_eq!(outcome, Outcome::Clean(ours.to_vec()));
    }
    if base == ours {
        assert_eq!(outcome, Outcome::Clean(theirs.to_vec()));
    }
});
