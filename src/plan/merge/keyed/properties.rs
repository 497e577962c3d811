//! Random files of each format against a merge of plain maps.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::{
    super::{Outcome, Request},
    Format, merge,
    tree::{Meaning, Value},
};
use crate::{blueprint::Owner, workspace::RelPath};
use pretty_assertions::assert_eq;

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

/// How a list is written: on one line or on lines of its own, the last with a comma or without.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ListStyle {
    Inline,
    Lines,
    LinesWithoutLast,
    Commented,
}

fn list_of(format: Format, elements: &BTreeMap<u8, u8>, style: ListStyle) -> String {
    let spelled = |(name, version): (&u8, &u8)| match format {
        Format::Toml => format!("\"p{name}>={version}\""),
        Format::Json | Format::Yaml | Format::Dotenv | Format::Ignore | Format::Attributes => {
            format!("\"p{name}\"")
        }
    };
    let elements: Vec<String> = elements.iter().map(spelled).collect();
    let style = if format == Format::Json && style != ListStyle::Inline {
        ListStyle::LinesWithoutLast
    } else {
        style
    };
    let separated = match style {
        _ if format == Format::Yaml => elements.iter().map(|element| format!("\n  - {element}")).collect(),
        ListStyle::Inline => elements.join(", "),
        ListStyle::Lines => {
            elements.iter().map(|element| format!("\n    {element},")).collect::<String>() + "\n"
        }
        ListStyle::LinesWithoutLast => format!("\n    {}\n", elements.join(",\n    ")),
        ListStyle::Commented => {
            let line = |element| format!("\n    # above\n    {element}, # behind");
            elements.iter().map(line).collect::<String>() + "\n"
        }
    };
    match format {
        Format::Toml => format!("[project]\ndependencies = [{separated}]\nname = \"x\"\n"),
        Format::Json => format!("{{\n  \"list\": [{separated}],\n  \"name\": \"x\"\n}}\n"),
        Format::Yaml | Format::Dotenv | Format::Ignore | Format::Attributes => {
            format!("list:{separated}\nname: x\n")
        }
    }
}

fn lists() -> impl Strategy<Value = BTreeMap<u8, u8>> {
    prop::collection::btree_map(1_u8..6, 0_u8..3, 0..6).prop_map(|mut elements| {
        elements.insert(KEEP, 0);
        elements
    })
}

proptest! {
    #[test]
    fn lists_merge_like_sets(
        format in prop::sample::select(vec![Format::Toml, Format::Json, Format::Yaml]),
        base in lists(),
        ours in lists(),
        theirs in lists(),
        style in prop::sample::select(vec![ListStyle::Inline, ListStyle::Lines, ListStyle::LinesWithoutLast, ListStyle::Commented]),
        rendered in prop::sample::select(vec![ListStyle::Inline, ListStyle::Lines, ListStyle::LinesWithoutLast]),
    ) {
        let level = |list: BTreeMap<u8, u8>| -> BTreeMap<u8, u8> {
            list.into_iter().map(|(name, version)| (name, if format == Format::Toml { version } else { 0 })).collect()
        };
        let [base, ours, theirs] = [base, ours, theirs].map(level);
        let base_text = list_of(format, &base, rendered);
        let ours_text = list_of(format, &ours, style);
        let theirs_text = list_of(format, &theirs, rendered);
        let outcome = merge(format, &base_text, &ours_text, &theirs_text);
        let group = |list: &BTreeMap<u8, u8>| Model::from([(0, list.clone())]);
        let model = expected(&group(&base), &group(&ours), &group(&theirs)).map(|mut model| model.remove(&0).unwrap());
        let told = format!("{base_text}\n--- ours\n{ours_text}\n--- theirs\n{theirs_text}\n--- {outcome:?}");
        match (outcome, model) {
            (Outcome::Clean(bytes), Some(model)) => {
                let text = String::from_utf8(bytes).unwrap();
                prop_assert_eq!(meaning(format, &text), meaning(format, &list_of(format, &model, style)), "{}", told);
                if style == ListStyle::Commented && format == Format::Toml {
                    for element in ours.keys() {
                        let behind = text.lines().any(|line| line.contains(&format!("\"p{element}>")) && line.ends_with("# behind"));
                        prop_assert!(behind, "{text} {told}");
                    }
                }
            }
            (Outcome::Conflicted { hunks, with_markers }, model) => {
                // A comment behind an element that the new render drops is asked about.
                let dropped = ours.keys().any(|name| !theirs.contains_key(name));
                prop_assert!(model.is_none() || (style == ListStyle::Commented && dropped), "{told}");
                prop_assert!(!hunks.is_empty());
                let text = String::from_utf8(with_markers).unwrap();
                let sides = hunks.iter().flat_map(|hunk| [hunk.ours.as_str(), &hunk.theirs]);
                for element in sides.flat_map(|side| side.split(['[', ']', ',', '\n'])) {
                    prop_assert!(text.contains(element.trim()), "{element} {told}\n{text}");
                }
            }
            (Outcome::Clean(_), None) => prop_assert!(false, "{told}"),
        }
    }
}

/// A file that is merged in the format.
fn name_of(format: Format) -> &'static str {
    match format {
        Format::Toml => "pyproject.toml",
        Format::Json => "frontend/package.json",
        Format::Yaml => "compose.yaml",
        Format::Dotenv => ".env.example",
        Format::Ignore => ".gitignore",
        Format::Attributes => ".gitattributes",
    }
}

#[test]
fn a_file_is_merged_in_the_format_of_its_name() {
    let of = |name: &str| Format::of(&RelPath::new(name).unwrap());
    for format in
        [Format::Toml, Format::Json, Format::Yaml, Format::Dotenv, Format::Ignore, Format::Attributes]
    {
        assert_eq!(of(name_of(format)), Some(format));
    }
    assert_eq!(of("docker-compose.yml"), Some(Format::Yaml));
    assert_eq!(of("README.md"), None);
    assert_eq!(of("environment.env.py"), None);
}

/// Texts made of what the formats give a meaning to, mostly broken.
fn scraps() -> impl Strategy<Value = String> {
    let scrap = prop::sample::select(vec![
        "a", "b", "é", "\u{feff}", ":", ": ", "=", " = ", "\"", "'", "#", " # ", "[", "]", "[[", "]]", "{",
        "}", ",", "\n", "\n", "\n  ", "\n    ", "- ", "|", "!", "\\", "\t", "\r\n", "1", "export ", "---\n",
        ".", "\"\"\"", "\u{1f}",
    ]);
    prop::collection::vec(scrap, 0..14).prop_map(|scraps| scraps.concat())
}

proptest! {
    #[test]
    fn broken_texts_are_merged_too(
        format in formats(),
        base in scraps(),
        ours in scraps(),
        theirs in scraps(),
    ) {
        let by_name = |base: &str, ours: &str, theirs: &str| {
            let [base, ours, theirs] = [base, ours, theirs].map(str::as_bytes);
            let path = RelPath::new(name_of(format)).unwrap();
            super::super::merge(Request { path: &path, owner: Owner::Keyed, base, ours, theirs })
        };
        let same = |text: &str| Outcome::Clean(text.as_bytes().to_vec());
        prop_assert_eq!(by_name(&base, &ours, &ours), same(&ours));
        prop_assert_eq!(by_name(&base, &ours, &base), same(&ours));
        prop_assert_eq!(by_name(&base, &base, &theirs), same(&theirs));
        if let Outcome::Conflicted { hunks, with_markers } = by_name(&base, &ours, &theirs) {
            let text = String::from_utf8(with_markers).unwrap();
            prop_assert!(!hunks.is_empty() && super::markers::markers_in(&text).is_some());
            prop_assert!(hunks.iter().all(|hunk| hunk.line > 0 && hunk.line <= ours.lines().count().max(1)));
        }
    }
}
