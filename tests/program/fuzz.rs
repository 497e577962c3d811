//! Texts that come from outside, damaged in thousands of ways that are the same on every run: nothing panics, every
//! refusal has a code, and what is accepted keeps its promises.
//!
//! The texts to start from are in `tests/corpus/`, a folder for each reader, and the manifests of the examples.

use std::{fs, path::Path};

use pretty_assertions::assert_eq;
use quickscale::{
    blueprint::Owner,
    diagnostics::{self, Report, SourceFile},
    manifest,
    plan::{
        Plan,
        merge::{Outcome, Request, merge},
    },
    state::{State, lock_path},
    workspace::RelPath,
};

/// Every text of a folder, with its name.
fn corpus(folder: &str) -> Vec<(String, Vec<u8>)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus").join(folder);
    let entries = walkdir::WalkDir::new(root).sort_by_file_name().into_iter().map(Result::unwrap);
    let files = entries.filter(|entry| entry.file_type().is_file());
    let texts: Vec<_> = files
        .map(|entry| (entry.file_name().to_str().unwrap().to_owned(), fs::read(entry.path()).unwrap()))
        .collect();
    assert!(!texts.is_empty(), "{folder} is empty");
    texts
}

/// Numbers that look random and are the same on every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        // Numerical Recipes' generator; its high bits are good.
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % sides.max(1)
    }

    /// One to four damages, each of a kind that texts suffer or attackers try.
    fn damage(&mut self, text: &[u8], pieces: &[&[u8]]) -> Vec<u8> {
        let mut bytes = text.to_vec();
        for _ in 0..=self.roll(3) {
            let (one, other) = (self.roll(bytes.len() + 1), self.roll(bytes.len() + 1));
            let (start, end) = (one.min(other), one.max(other).min(one.min(other) + 60));
            let piece = pieces[self.roll(pieces.len())].to_vec();
            match self.roll(7) {
                0 => bytes.truncate(start),
                1 => drop(bytes.drain(start..end)),
                2 => drop(bytes.splice(start..start, piece)),
                3 => drop(bytes.splice(start..end, piece)),
                4 => {
                    let copy = bytes[start..end].to_vec();
                    drop(bytes.splice(other..other, copy));
                }
                5 if start < bytes.len() => bytes[start] ^= 1 << self.roll(8),
                _ => {
                    let mut lines: Vec<&[u8]> = bytes.split_inclusive(|byte| *byte == b'\n').collect();
                    let (from, to) = (self.roll(lines.len()), self.roll(lines.len()));
                    if !lines.is_empty() {
                        lines.swap(from, to);
                    }
                    bytes = lines.concat();
                }
            }
        }
        bytes
    }
}

/// Calls `check` with every text of a folder, whole and damaged in `count` ways.
fn each(folder: &str, count: u64, pieces: &[&[u8]], check: impl Fn(&[u8])) {
    for (name, text) in corpus(folder) {
        check(&text);
        for seed in 0..count {
            let damaged = Dice(seed).damage(&text, pieces);
            let shown = || String::from_utf8_lossy(&damaged).into_owned();
            let checked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| check(&damaged)));
            assert!(checked.is_ok(), "{name}, seed {seed}:\n{}", shown());
        }
    }
}

/// A refusal says why, in a way that can be shown.
fn is_explained(report: &Report) {
    assert!(report.has_errors());
    for issue in report.issues() {
        assert!(issue.code.id.contains("::") && !issue.message.is_empty(), "{issue:?}");
    }
    let shown = diagnostics::render(report, false);
    assert!(!shown.contains('\u{1b}') && !shown.contains('\u{9b}'), "{shown:?}");
    let json: serde_json::Value = serde_json::from_str(&diagnostics::to_json(report)).unwrap();
    assert_eq!(json["issues"].as_array().unwrap().len(), report.issues().len());
}

const WORDS: [&[u8]; 14] = [
    b"{",
    b"}",
    b"\"",
    b"\\",
    b"\0",
    b"\xff\xfe",
    b"\x1b[2J",
    b"\n",
    b"\r\n",
    b"..",
    b"../../x",
    b"99999999999999999999",
    b"#true",
    "é🦀\u{202e}".as_bytes(),
];

#[test]
fn manifests() {
    each("manifest", 300, &WORDS, |bytes| match SourceFile::from_bytes("quickscale.kdl", bytes) {
        Err(report) => is_explained(&report),
        Ok(source) => {
            let (typed, report) = manifest::read(&source);
            if typed.is_none() || report.has_errors() {
                is_explained(&report);
            }
        }
    });
}

#[test]
fn lock_files() {
    each("lock", 3000, &WORDS, |bytes| {
        let path = lock_path("core");
        match State::from_files([(path.clone(), bytes)]) {
            Err(report) => is_explained(&report),
            Ok(state) => {
                let written = state.to_files();
                let again = State::from_files(written.clone()).unwrap_or_else(|report| panic!("{report:?}"));
                assert_eq!(again, state, "written and read again it is something else");
                assert_eq!(again.to_files(), written);
                for file in state.locks.values().flat_map(|lock| lock.entries.keys()) {
                    assert!(!file.as_str().split('/').any(|part| part == ".."), "{file}");
                }
            }
        }
    });
}

#[test]
fn saved_plans() {
    each("plan", 1500, &WORDS, |bytes| {
        let Ok(source) = SourceFile::from_bytes("plan.json", bytes) else { return };
        match Plan::from_json(&source) {
            Err(report) => is_explained(&report),
            Ok(plan) => {
                let text = plan.to_json();
                let again = Plan::from_json(&SourceFile::new("plan.json", &text)).unwrap();
                assert_eq!(again, plan);
            }
        }
    });
}

/// Each file of `tests/corpus/keyed` is the last render; both sides are damages of it.
#[test]
fn merges_by_key_and_by_line() {
    const PIECES: [&[u8]; 9] = [
        b"# ours\n",
        b"new-key = \"v\"\n",
        b"\n",
        b"  ",
        b"\"x\": 1,\n",
        b"KEY=1\n",
        b"- item\n",
        b"[section]\n",
        b"*.log\n",
    ];
    for (name, base) in corpus("keyed") {
        let path = RelPath::new(name.clone()).unwrap();
        for seed in 0..400 {
            let ours = Dice(seed).damage(&base, &PIECES);
            let theirs = Dice(seed ^ 0xa5a5).damage(&base, &PIECES);
            for owner in [Owner::Keyed, Owner::Shared] {
                let request = Request { path: &path, owner, base: &base, ours: &ours, theirs: &theirs };
                nothing_of_ours_is_lost(request, &format!("{name}, seed {seed}, {owner}"));
            }
        }
    }
}

/// Each line that only the project has is in the clean result, or in what a conflict shows.
fn nothing_of_ours_is_lost(request: Request<'_>, when: &str) {
    let Request { base, ours, theirs, .. } = request;
    let lines = |bytes: &[u8]| -> Vec<String> {
        String::from_utf8_lossy(bytes)
            .lines()
            .map(|line| line.trim().trim_end_matches(',').to_owned())
            .collect()
    };
    let (result, conflicted) = match merge(request) {
        Outcome::Clean(bytes) => (bytes, false),
        Outcome::Conflicted { with_markers, .. } => (with_markers, true),
    };
    let result = lines(&result);
    let known = lines(base);
    for line in lines(ours).iter().filter(|line| !line.is_empty() && !known.contains(line)) {
        assert!(result.contains(line), "{when}: {line:?} is lost in {result:#?}");
    }
    if conflicted {
        assert_ne!(ours, base, "{when}: a side that did nothing cannot conflict");
        assert_ne!(theirs, base, "{when}: a side that did nothing cannot conflict");
    }
}
