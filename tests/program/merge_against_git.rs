//! Compares the merge of texts with `git merge-file --zdiff3` on many small inputs.
//!
//! Where the two may differ: git compares a line with its ending, we compare them apart, so the
//! inputs here all end in a newline; and among equal lines a diff may pair one or the other, so on
//! inputs that repeat lines only the share of equal outcomes is held.

use std::{fs, path::Path, process::Command};

use pretty_assertions::assert_eq;
use quickscale::{
    blueprint::Owner,
    plan::merge::{Outcome, Request, merge},
    workspace::RelPath,
};

/// A small generator of its own, so that the same inputs come on every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        // Numerical Recipes' 64-bit linear congruential generator; its high bits are good.
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }

    /// `count` lines, all different, or out of four.
    fn lines(&mut self, count: u64, unique: bool) -> Vec<String> {
        (0..count)
            .map(|index| if unique { format!("base {index}") } else { format!("line {}", self.roll(4)) })
            .collect()
    }

    /// `lines` with some replaced, removed or added. The added ones are few, so that both sides
    /// sometimes add the same.
    fn edited(&mut self, lines: &[String]) -> Vec<String> {
        let mut result = Vec::new();
        for line in lines {
            match self.roll(12) {
                0 => result.push(format!("new {}", self.roll(3))),
                1 => {}
                2 => result.extend([line.clone(), format!("new {}", self.roll(3))]),
                _ => result.push(line.clone()),
            }
        }
        result
    }
}

fn text(lines: &[String]) -> String {
    lines.iter().flat_map(|line| [line.as_str(), "\n"]).collect()
}

/// The text that git writes, and whether it is free of conflicts.
fn by_git(folder: &Path, texts: [&str; 3]) -> (String, bool) {
    let names = ["base", "ours", "theirs"].map(|name| folder.join(name));
    for (path, text) in names.iter().zip(texts) {
        fs::write(path, text).unwrap();
    }
    let [base, ours, theirs] = names;
    let output = Command::new("git")
        .args(["merge-file", "--stdout", "--zdiff3", "--diff-algorithm=histogram"])
        .args(["-L", "yours", "-L", "last applied", "-L", "quickscale"])
        .args([ours, base, theirs])
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .current_dir(folder)
        .output()
        .unwrap();
    assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
    (String::from_utf8(output.stdout).unwrap(), output.status.success())
}

fn by_us([base, ours, theirs]: [&str; 3]) -> (String, bool) {
    let path = RelPath::new("file.txt").unwrap();
    let [base, ours, theirs] = [base, ours, theirs].map(str::as_bytes);
    match merge(Request { path: &path, owner: Owner::Shared, base, ours, theirs }) {
        Outcome::Clean(bytes) => (String::from_utf8(bytes).unwrap(), true),
        Outcome::Conflicted { with_markers, .. } => (String::from_utf8(with_markers).unwrap(), false),
    }
}

#[test]
fn texts_without_repeated_lines_merge_as_in_git() {
    let folder = tempfile::tempdir().unwrap();
    let mut dice = Dice(7);
    let mut clean = 0;
    for round in 0..300 {
        let count = 2 + dice.roll(18);
        let base = dice.lines(count, true);
        let (ours, theirs) = (dice.edited(&base), dice.edited(&base));
        let texts = [text(&base), text(&ours), text(&theirs)];
        let texts = texts.each_ref().map(String::as_str);
        let git = by_git(folder.path(), texts);
        assert_eq!(by_us(texts), git, "round {round}: {texts:#?}");
        clean += usize::from(git.1);
    }
    assert!((50..250).contains(&clean), "the inputs do not try both outcomes: {clean} of 300 are clean");
}

#[test]
fn texts_with_repeated_lines_mostly_merge_as_in_git() {
    let folder = tempfile::tempdir().unwrap();
    let mut dice = Dice(11);
    let mut equal = 0;
    for _ in 0..300 {
        let count = 2 + dice.roll(18);
        let base = dice.lines(count, false);
        let (ours, theirs) = (dice.edited(&base), dice.edited(&base));
        let texts = [text(&base), text(&ours), text(&theirs)];
        let texts = texts.each_ref().map(String::as_str);
        equal += usize::from(by_us(texts) == by_git(folder.path(), texts));
    }
    assert!(equal >= 250, "only {equal} of 300");
}
