//! Random files of each format against a merge of plain maps.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::{
    super::Outcome,
    Format, merge,
    tree::{Meaning, Value},
};

/// Groups of keys. The key `keep` is in every group and never changes, so that no group goes.
type Model = BTreeMap<u8, BTreeMap<u8, u8>>;

const KEEP: u8 = 0;

fn models() -> impl Strategy<Value = Model> {
    let group = prop::collection::btree_map(1_u8..6, 0_u8..3, 0..5).prop_map(|mut keys| {
        keys.insert(KEEP, 0);
        keys
    });
    prop::collection::vec(group, 3).prop_map(|groups| (0_u8..).zip(groups).collect())
}

/// How a person writes: which keys have a comment above or behind, and in which order they stand.
#[derive(Debug, Clone)]
struct Hand {
    above: BTreeSet<(u8, u8)>,
    behind: BTreeSet<(u8, u8)>,
    reversed: bool,
    crlf: bool,
}

fn hands() -> impl Strategy<Value = Hand> {
    let places = || prop::collection::btree_set((0_u8..3, 0_u8..6), 0..6);
    (places(), places(), any::<bool>(), prop::bool::weighted(0.2))
        .prop_map(|(above, behind, reversed, crlf)| Hand { above, behind, reversed, crlf })
}

impl Hand {
    fn plain() -> Self {
        Self { above: BTreeSet::new(), behind: BTreeSet::new(), reversed: false, crlf: false }
    }
}

fn written(format: Format, model: &Model, hand: &Hand) -> String {
    let mut groups: Vec<String> =
        model.iter().map(|(group, keys)| group_of(format, *group, keys, hand)).collect();
    if hand.reversed {
        groups.reverse();
    }
    let text = match format {
        Format::Json => format!("{{\n{}\n}}\n", groups.join(",\n")),
        Format::Yaml => groups.concat(),
        Format::Toml | Format::Dotenv | Format::Ignore | Format::Attributes => groups.join("\n"),
    };
    if hand.crlf { text.replace('\n', "\r\n") } else { text }
}

fn group_of(format: Format, group: u8, keys: &BTreeMap<u8, u8>, hand: &Hand) -> String {
    let comment = |places: &BTreeSet<(u8, u8)>, key: u8| places.contains(&(group, key));
    let mut lines: Vec<String> = Vec::new();
    for (key, value) in keys {
        let (above, behind) = (comment(&hand.above, *key), comment(&hand.behind, *key));
        let mark = format!("# mine {group}.{key}");
        let (indent, line) = match format {
            Format::Toml => ("", format!("k{key} = {value}")),
            Format::Json => ("    ", format!("\"k{key}\": {value}")),
            Format::Yaml => ("  ", format!("k{key}: {value}")),
            Format::Dotenv => ("", format!("G{group}_K{key}={value}")),
            Format::Ignore => ("", format!("g{group}-k{key}")),
            Format::Attributes => ("", format!("g{group}-k{key} v{value}")),
        };
        let comments = format != Format::Json;
        let tail = comments && behind && !matches!(format, Format::Ignore | Format::Attributes);
        let above = if comments && above { format!("{indent}{mark}\n") } else { String::new() };
        let tail = if tail { format!(" {mark}!") } else { String::new() };
        lines.push(format!("{above}{indent}{line}{tail}"));
    }
    match format {
        Format::Toml => format!("[g{group}]\n{}\n", lines.join("\n")),
        Format::Json => format!("  \"g{group}\": {{\n{}\n  }}", lines.join(",\n")),
        Format::Yaml => format!("g{group}:\n{}\n", lines.join("\n")),
        Format::Dotenv | Format::Ignore | Format::Attributes => format!("{}\n", lines.join("\n")),
    }
}

/// The merge of the maps; nothing when both sides changed one key.
fn expected(base: &Model, ours: &Model, theirs: &Model) -> Option<Model> {
    let mut merged = Model::new();
    for group in base.keys() {
        for key in 0..6 {
            let [b, o, t] = [base, ours, theirs].map(|model| model[group].get(&key).copied());
            let value = if b == t || o == t {
                o
            } else if o == b {
                t
            } else {
                return None;
            };
            if let Some(value) = value {
                merged.entry(*group).or_default().insert(key, value);
            }
        }
    }
    Some(merged)
}

fn meaning(format: Format, text: &str) -> Option<Meaning> {
    format.parse(&text.replace("\r\n", "\n")).as_ref().map(Value::meaning)
}

/// Values mean nothing in a file of patterns.
fn without_values(format: Format, model: Model) -> Model {
    if format != Format::Ignore {
        return model;
    }
    model.into_iter().map(|(group, keys)| (group, keys.into_keys().map(|key| (key, 0)).collect())).collect()
}

fn formats() -> impl Strategy<Value = Format> {
    let all =
        vec![Format::Toml, Format::Json, Format::Yaml, Format::Dotenv, Format::Ignore, Format::Attributes];
    prop::sample::select(all)
}

proptest! {
    #[test]
    fn keys_merge_like_maps(
        format in formats(),
        base in models(),
        ours in models(),
        theirs in models(),
        mut hand in hands(),
    ) {
        let [base, ours, theirs] = [base, ours, theirs].map(|model| without_values(format, model));
        // A comment behind a key that the new render drops is asked about, and no map knows that.
        hand.behind.retain(|(group, key)| theirs[group].contains_key(key));
        let plain = Hand::plain();
        let base_text = written(format, &base, &plain);
        let ours_text = written(format, &ours, &hand);
        let theirs_text = written(format, &theirs, &plain);
        let outcome = merge(format, &base_text, &ours_text, &theirs_text);
        let told = format!("{base_text}\n--- ours\n{ours_text}\n--- theirs\n{theirs_text}\n--- {outcome:?}");
        match (outcome, expected(&base, &ours, &theirs)) {
            (Outcome::Clean(bytes), Some(model)) => {
                let text = String::from_utf8(bytes).unwrap();
                prop_assert_eq!(meaning(format, &text), meaning(format, &written(format, &model, &plain)), "{}", told);
                let lost = ours_text.lines().find(|line| line.contains("# mine") && !is_kept(line, &text));
                prop_assert!(lost.is_none(), "{lost:?} {told}");
                prop_assert_eq!(text.contains("\r\n"), hand.crlf, "{}", told);
                let again = merge(format, &theirs_text, &text, &theirs_text);
                prop_assert_eq!(again, Outcome::Clean(text.into_bytes()));
            }
            (Outcome::Conflicted { hunks, with_markers }, None) => {
                let text = String::from_utf8(with_markers).unwrap();
                prop_assert!(!hunks.is_empty());
                for line in ours_text.lines().filter(|line| line.contains("# mine")) {
                    prop_assert!(is_kept(line, &text), "{line} {told}\n{text}");
                }
                for hunk in hunks {
                    for line in [hunk.ours.as_str(), &hunk.theirs].into_iter().flat_map(str::lines) {
                        // Where the last element goes, the comma of the one before goes with it.
                        prop_assert!(text.contains(line.trim_end_matches(',')), "{line} {told}\n{text}");
                    }
                }
            }
            _ => prop_assert!(false, "{told}"),
        }
    }

    /// Where the new render changes one value, no other byte changes.
    #[test]
    fn bytes_outside_the_changed_key_stay(
        format in formats().prop_filter("patterns have no values", |format| *format != Format::Ignore),
        base in models(),
        hand in hands(),
        group in 0_u8..3,
    ) {
        let mut changed = base.clone();
        changed.get_mut(&group).unwrap().insert(KEEP, 7);
        let plain = Hand::plain();
        let [before, after] = [&base, &changed].map(|model| written(format, model, &plain));
        let ours = written(format, &base, &hand);
        let expected = written(format, &changed, &hand);
        let outcome = merge(format, &before, &ours, &after);
        prop_assert_eq!(outcome, Outcome::Clean(expected.into_bytes()));
    }
}

/// Whether the comment of a line is still in the text: its key may have got a new value.
fn is_kept(line: &str, text: &str) -> bool {
    line.find("# mine").is_some_and(|at| text.lines().any(|other| other.ends_with(&line[at..])))
}
