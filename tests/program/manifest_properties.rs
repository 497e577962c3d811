//! What holds for every manifest, however it is damaged or ordered.

use std::{fs, path::PathBuf};

use pretty_assertions::assert_eq;
use proptest::{prelude::*, sample::Index};
use quickscale::{
    diagnostics::{self, SourceFile},
    manifest::{self, Manifest},
};

fn examples() -> Vec<String> {
    let directory = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("examples");
    let manifests =
        fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().path().join("quickscale.kdl"));
    let mut paths: Vec<PathBuf> = manifests.filter(|path| path.is_file()).collect();
    paths.sort();
    paths.iter().map(|path| fs::read_to_string(path).unwrap()).collect()
}

fn read(text: &str) -> Manifest {
    let source = SourceFile::new("quickscale.kdl", text);
    let (typed, report) = manifest::read(&source);
    assert!(report.is_empty(), "{}", diagnostics::render(&report, false));
    typed.unwrap().value
}

/// Every span of the report and of the value lies in the text, between characters.
fn check_spans(text: &str) {
    let source = SourceFile::new("quickscale.kdl", text);
    let (typed, report) = manifest::read(&source);
    let labels = report.issues().iter().flat_map(|issue| &issue.labels).map(|label| label.span.clone());
    let places = typed.iter().flat_map(|typed| typed.spans.iter());
    let places = places.flat_map(|(_, place)| [place.key.clone(), place.value.clone()]);
    for span in labels.chain(places) {
        assert!(source.text().get(span.clone()).is_some(), "{span:?} in {text:?}");
    }
    assert!(typed.is_some() || report.has_errors(), "{text:?}");
    assert!(!diagnostics::render(&report, false).contains('\u{1b}'));
    diagnostics::to_json(&report);
}

#[test]
fn every_example_is_valid() {
    for text in examples() {
        read(&text);
        read(&format!("\u{feff}{}", text.replace('\n', "\r\n")));
    }
}

#[test]
fn line_ends_and_a_mark_change_nothing() {
    for text in examples() {
        assert_eq!(read(&text), read(&format!("\u{feff}{}", text.replace('\n', "\r\n"))));
    }
}

/// Pieces that change the meaning of what is around them.
const PIECES: [&str; 24] = [
    "{",
    "}",
    "\"",
    "\"\"\"",
    "#",
    "=",
    ";",
    "\n",
    "/-",
    "/*",
    "*/",
    "//",
    "(",
    ")",
    ",",
    "\\",
    "é",
    "🦀",
    "\u{feff}",
    "\0",
    "true",
    "#null",
    "-",
    "99999999999999999999",
];

#[derive(Debug, Clone)]
enum Mutation {
    Insert(Index, usize),
    Remove(Index, usize),
    Repeat(Index, usize),
    SwapLines(Index, Index),
}

impl Mutation {
    fn apply(&self, text: &str) -> String {
        let part = |at: &Index, length: usize| {
            let start = text.floor_char_boundary(at.index(text.len() + 1));
            start..text.ceil_char_boundary((start + length).min(text.len()))
        };
        let mut changed = text.to_owned();
        match self {
            Self::Insert(at, piece) => changed.insert_str(part(at, 0).start, PIECES[*piece]),
            Self::Remove(at, length) => changed.replace_range(part(at, *length), ""),
            Self::Repeat(at, length) => {
                let range = part(at, *length);
                changed.insert_str(range.start, &text[range.clone()]);
            }
            Self::SwapLines(one, other) => {
                let mut lines: Vec<&str> = text.split_inclusive('\n').collect();
                if !lines.is_empty() {
                    let (one, other) = (one.index(lines.len()), other.index(lines.len()));
                    lines.swap(one, other);
                }
                changed = lines.concat();
            }
        }
        changed
    }
}

fn mutation() -> impl Strategy<Value = Mutation> {
    prop_oneof![
        (any::<Index>(), 0..PIECES.len()).prop_map(|(at, piece)| Mutation::Insert(at, piece)),
        (any::<Index>(), 1..12usize).prop_map(|(at, length)| Mutation::Remove(at, length)),
        (any::<Index>(), 1..40usize).prop_map(|(at, length)| Mutation::Repeat(at, length)),
        any::<(Index, Index)>().prop_map(|(one, other)| Mutation::SwapLines(one, other)),
    ]
}

/// The nodes at the top of a manifest, each with the comments before it.
fn top_level_nodes(text: &str) -> Vec<String> {
    let mut nodes = vec![String::new()];
    let mut depth = 0_i32;
    for line in text.split_inclusive('\n') {
        let code = line.split("//").next().unwrap_or_default();
        depth += code.matches('{').count() as i32 - code.matches('}').count() as i32;
        nodes.last_mut().unwrap().push_str(line);
        if depth == 0 && !code.trim().is_empty() {
            nodes.push(String::new());
        }
    }
    nodes
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn damage_is_reported_and_never_a_panic(
        example in any::<Index>(),
        mutations in prop::collection::vec(mutation(), 1..6),
    ) {
        let examples = examples();
        let mut text = example.get(&examples).clone();
        for mutation in mutations {
            text = mutation.apply(&text);
        }
        check_spans(&text);
    }

    #[test]
    fn the_order_of_top_level_nodes_changes_nothing(
        example in any::<Index>(),
        keys in prop::collection::vec(any::<u32>(), 32),
    ) {
        let examples = examples();
        let text = example.get(&examples);
        let mut nodes: Vec<(u32, String)> = keys.into_iter().zip(top_level_nodes(text)).collect();
        nodes.sort();
        let shuffled: String = nodes.into_iter().map(|(_, node)| format!("{node}\n")).collect();
        let (mut one, mut other) = (read(text), read(&shuffled));
        one.environment.sort_by(|a, b| a.name.cmp(&b.name));
        other.environment.sort_by(|a, b| a.name.cmp(&b.name));
        prop_assert_eq!(one, other);
    }
}
