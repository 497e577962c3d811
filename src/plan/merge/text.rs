//! Merges texts line by line.

use std::collections::HashMap;

use super::{
    Hunk, Outcome,
    diff3::{self, Region, Source},
    lines::{Line, Lines, Style},
    markers,
};

/// Merges three texts line by line.
pub(super) fn merge(base: &str, ours: &str, theirs: &str) -> Outcome {
    merge_lines(&[base, ours, theirs].map(Lines::of))
}

/// Merges base, ours and theirs line by line.
///
/// Lines are compared without their endings: a project checked out with other line endings than it
/// was rendered with does not conflict on every line, and keeps its own.
pub(super) fn merge_lines(texts: &[Lines<'_>; 3]) -> Outcome {
    assembled(texts, diff3::regions)
}

/// One conflict of everything between the lines that both sides begin and end with.
pub(super) fn conflict(texts: &[Lines<'_>; 3]) -> Outcome {
    assembled(texts, diff3::conflict)
}

/// How base, ours and theirs are taken apart.
type Compare = fn(&[u32], &[u32], &[u32]) -> Vec<Region>;

fn assembled(texts: &[Lines<'_>; 3], compare: Compare) -> Outcome {
    let [base, ours, theirs] = texts;
    let mut numbers = HashMap::new();
    let regions = compare(
        &numbered(base, &mut numbers),
        &numbered(ours, &mut numbers),
        &numbered(theirs, &mut numbers),
    );
    let mut merged = Merged::default();
    for region in regions {
        merged.add(&region, base, ours, theirs);
    }
    let text = Style::merged(base, ours, theirs).assemble(&merged.lines, merged.ends_in_marker);
    if merged.hunks.is_empty() {
        Outcome::Clean(text.into_bytes())
    } else {
        Outcome::Conflicted { hunks: merged.hunks, with_markers: text.into_bytes() }
    }
}

/// The lines as numbers that are equal when the contents are.
fn numbered<'a>(lines: &Lines<'a>, numbers: &mut HashMap<&'a str, u32>) -> Vec<u32> {
    let number = |line: &Line<'a>| {
        let next = u32::try_from(numbers.len()).expect("internal: more lines than a file can have");
        *numbers.entry(line.content).or_insert(next)
    };
    lines.list.iter().map(number).collect()
}

#[derive(Default)]
struct Merged<'a> {
    lines: Vec<Line<'a>>,
    hunks: Vec<Hunk>,
    ends_in_marker: bool,
}

impl<'a> Merged<'a> {
    fn add(&mut self, region: &Region, base: &Lines<'a>, ours: &Lines<'a>, theirs: &Lines<'a>) {
        let before = &base.list[region.base.clone()];
        let mine = &ours.list[region.ours.clone()];
        let other = &theirs.list[region.theirs.clone()];
        self.ends_in_marker = region.source == Source::Conflict;
        match region.source {
            Source::Neither | Source::Ours | Source::Both => self.lines.extend(mine),
            // The other side's endings mean nothing in this file.
            Source::Theirs => self.lines.extend(other.iter().map(|line| Line { ending: None, ..*line })),
            Source::Conflict => {
                self.hunks.push(Hunk {
                    line: (region.ours.start + 1).min(ours.list.len().max(1)),
                    base: Lines::shown(before),
                    ours: Lines::shown(mine),
                    theirs: Lines::shown(other),
                });
                self.conflict(before, mine, other);
            }
        }
    }

    fn conflict(&mut self, base: &[Line<'a>], ours: &[Line<'a>], theirs: &[Line<'a>]) {
        let marker = |content| Line { content, ending: None };
        let foreign = |line: &Line<'a>| Line { ending: None, ..*line };
        self.lines.push(marker(markers::OURS));
        self.lines.extend(ours);
        self.lines.push(marker(markers::BASE));
        self.lines.extend(base.iter().map(foreign));
        self.lines.push(marker(markers::THEIRS));
        self.lines.extend(theirs.iter().map(foreign));
        self.lines.push(marker(markers::END));
    }
}

#[cfg(test)]
mod tests {
    use pretty_assertions::assert_eq;
    use proptest::prelude::*;

    use super::*;
    use crate::{
        blueprint::Owner,
        plan::merge::{self, Request},
        workspace::RelPath,
    };

    /// The merge as callers see it, on a file that no format is known for.
    fn merged(base: &str, ours: &str, theirs: &str) -> Outcome {
        let path = RelPath::new("a.txt").unwrap();
        merge::merge(Request {
            path: &path,
            owner: Owner::Shared,
            base: base.as_bytes(),
            ours: ours.as_bytes(),
            theirs: theirs.as_bytes(),
        })
    }

    fn written(outcome: Outcome) -> String {
        let (Outcome::Clean(bytes) | Outcome::Conflicted { with_markers: bytes, .. }) = outcome;
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn changes_that_do_not_touch_are_both_kept() {
        let cases = [
            ("far apart", "a\nb\nc\n", "A\nb\nc\n", "a\nb\nC\n", "A\nb\nC\n"),
            ("identical edits", "a\nb\nc\n", "a\nB\nc\n", "a\nB\nc\n", "a\nB\nc\n"),
            ("identical edit and one more", "a\nb\nc\nd\n", "a\nB\nc\nd\n", "a\nB\nc\nD\n", "a\nB\nc\nD\n"),
            ("both append the same", "a\n", "a\nx\n", "a\nx\n", "a\nx\n"),
            ("insert and delete", "a\nb\nc\nd\n", "x\na\nb\nc\nd\n", "a\nb\nc\n", "x\na\nb\nc\n"),
            ("both delete", "a\nb\nc\n", "a\nc\n", "a\nc\n", "a\nc\n"),
            ("from nothing, the same", "", "a\n", "a\n", "a\n"),
            ("CRLF in the project", "a\nb\nc\n", "A\r\nb\r\nc\r\n", "a\nb\nC\n", "A\r\nb\r\nC\r\n"),
            ("CRLF in the render", "a\nb\nc\n", "A\nb\nc\n", "a\r\nb\r\nC\r\n", "A\r\nb\r\nC\r\n"),
            ("CRLF only in the base", "a\r\nb\r\nc\r\n", "A\nb\nc\n", "a\nb\nC\n", "A\nb\nC\n"),
            ("mixed endings stay", "a\nb\nc\nd\n", "A\r\nb\nc\r\nd\n", "a\nb\nc\nD\n", "A\r\nb\nc\r\nD\n"),
            ("project drops the newline", "a\nb\nc\n", "a\nb\nc", "A\nb\nc\n", "A\nb\nc"),
            ("render drops the newline", "a\nb\nc\n", "A\nb\nc\n", "a\nb\nc", "A\nb\nc"),
            ("project adds the newline", "a\nb\nc", "a\nb\nc\n", "A\nb\nc", "A\nb\nc\n"),
            ("newline and append", "a\nb", "a\nb\n", "a\nb\nc", "a\nb\nc\n"),
            ("never a newline", "a\nb\nc", "A\nb\nc", "a\nb\nC", "A\nb\nC"),
            ("project adds a mark", "a\nb\nc\n", "\u{feff}a\nb\nc\n", "a\nb\nC\n", "\u{feff}a\nb\nC\n"),
            ("render drops the mark", "\u{feff}a\nb\nc\n", "\u{feff}a\nb\nC\n", "a\nb\nc\n", "a\nb\nC\n"),
            ("mark on one side only", "a\nb\nc\n", "\u{feff}A\nb\nc\n", "a\nb\nC\n", "\u{feff}A\nb\nC\n"),
        ];
        for (name, base, ours, theirs, expected) in cases {
            let outcome = merged(base, ours, theirs);
            assert!(matches!(outcome, Outcome::Clean(_)), "{name}: {outcome:?}");
            assert_eq!(written(outcome), expected, "{name}");
        }
    }

    #[test]
    fn a_line_changed_on_both_sides_is_named_and_marked() {
        let outcome = merged("a\nb\nc\n", "a\nmine\nc\n", "a\ntheirs\nc\n");
        let Outcome::Conflicted { hunks, with_markers } = outcome else { panic!("{outcome:?}") };
        let hunk = Hunk { line: 2, base: "b\n".into(), ours: "mine\n".into(), theirs: "theirs\n".into() };
        assert_eq!(hunks, [hunk]);
        let expected =
            "a\n<<<<<<< yours\nmine\n||||||| last applied\nb\n=======\ntheirs\n>>>>>>> quickscale\nc\n";
        assert_eq!(String::from_utf8(with_markers).unwrap(), expected);
        assert_eq!(merge::markers_in(expected), Some(2));
    }

    #[test]
    fn conflicts_are_no_larger_than_what_differs() {
        let cases = [
            ("both append", "a\n", "a\nx\n", "a\ny\n", 2, "", "x\n", "y\n"),
            ("a shared first line is not in it", "a\n", "a\ns\nx\n", "a\ns\ny\n", 3, "", "x\n", "y\n"),
            ("a shared last line is not in it", "a\n", "a\nx\ns\n", "a\ny\ns\n", 2, "", "x\n", "y\n"),
            ("adjacent lines", "a\nb\nc\n", "A\nb\nc\n", "a\nB\nc\n", 1, "a\nb\n", "A\nb\n", "a\nB\n"),
            ("edit against removal", "a\nb\nc\n", "a\nB\nc\n", "a\nc\n", 2, "b\n", "B\n", ""),
            ("removal against edit", "a\nb\nc\n", "a\nc\n", "a\nB\nc\n", 2, "b\n", "", "B\n"),
            ("removal of all", "a\n", "", "b\n", 1, "a\n", "", "b\n"),
            ("without newline", "a", "b", "c", 1, "a\n", "b\n", "c\n"),
        ];
        for (name, base, ours, theirs, line, before, mine, other) in cases {
            let outcome = merged(base, ours, theirs);
            let Outcome::Conflicted { hunks, .. } = outcome else { panic!("{name}: {outcome:?}") };
            let hunk = Hunk { line, base: before.into(), ours: mine.into(), theirs: other.into() };
            assert_eq!(hunks, [hunk], "{name}");
        }
    }

    #[test]
    fn markers_take_the_endings_of_the_project() {
        let expected =
            "a\r\n<<<<<<< yours\r\nx\r\n||||||| last applied\r\nb\r\n=======\r\ny\r\n>>>>>>> quickscale\r\n";
        assert_eq!(written(merged("a\nb\n", "a\r\nx\r\n", "a\ny\n")), expected);
        assert_eq!(written(merged("a\r\nb", "a\r\nx", "a\r\ny")), expected);
    }

    #[test]
    fn binary_content_changed_on_both_sides_is_left_as_it_is() {
        let path = RelPath::new("logo.png").unwrap();
        let owner = Owner::Shared;
        let run = |base: &[u8], ours: &[u8], theirs: &[u8]| {
            merge::merge(Request { path: &path, owner, base, ours, theirs })
        };
        let untouched = Outcome::Conflicted { hunks: Vec::new(), with_markers: b"\x89\0mine".to_vec() };
        assert_eq!(run(b"\x89\0", b"\x89\0mine", b"\x89\0theirs"), untouched);
        assert_eq!(run(b"text\n", b"\x89\0mine", b"other\n"), untouched);
        assert_eq!(run(b"\x89\0", b"\x89\0", b"\x89\0theirs"), Outcome::Clean(b"\x89\0theirs".to_vec()));
        assert_eq!(run(b"\xff", b"\xff\n", b"\xff"), Outcome::Clean(b"\xff\n".to_vec()));
    }

    prop_compose! {
        /// A short text over few lines, so that equal lines and equal changes are common.
        fn texts()(
            lines in prop::collection::vec(("[a-e]?", prop::sample::select(vec!["\n", "\n", "\n", "\r\n"])), 0..10),
            last in "[a-e]?",
            mark in prop::bool::weighted(0.1),
        ) -> String {
            let mark = if mark { "\u{feff}" } else { "" };
            let lines: String = lines.into_iter().map(|(line, ending)| line + ending).collect();
            format!("{mark}{lines}{last}")
        }
    }

    fn count(text: &str, line: &str) -> usize {
        Lines::of(text).list.iter().filter(|candidate| candidate.content == line).count()
    }

    proptest! {
        #[test]
        fn a_side_without_changes_gives_way(base in texts(), other in texts()) {
            prop_assert_eq!(written(merged(&base, &other, &base)), other.clone());
            prop_assert_eq!(written(merged(&base, &base, &other)), other.clone());
            prop_assert_eq!(written(merged(&base, &other, &other)), other);
        }

        #[test]
        fn the_sides_are_equals(base in texts(), ours in texts(), theirs in texts()) {
            let clean = |outcome: &Outcome| matches!(outcome, Outcome::Clean(_));
            let (one, other) = (merged(&base, &ours, &theirs), merged(&base, &theirs, &ours));
            prop_assert_eq!(clean(&one), clean(&other));
        }

        /// A line that a side added is written as often as the side has it; no line is made up.
        #[test]
        fn every_added_line_is_written(base in texts(), ours in texts(), theirs in texts()) {
            let result = written(merged(&base, &ours, &theirs));
            for line in ["a", "b", "c", "d", "e"] {
                let [b, o, t, r] = [&base, &ours, &theirs, &result].map(|text| count(text, line));
                prop_assert!(r >= o.saturating_sub(b) && r >= t.saturating_sub(b), "{line}: {result:?}");
                prop_assert!(r <= b + o + t, "{line}: {result:?}");
            }
        }

        /// What was merged once and recorded as the new base merges to itself.
        #[test]
        fn a_second_merge_changes_nothing(base in texts(), ours in texts(), theirs in texts()) {
            let result = written(merged(&base, &ours, &theirs));
            prop_assert_eq!(written(merged(&theirs, &result, &theirs)), result);
        }
    }
}
