//! Merges files whose lines have keys, so that changes to different keys never conflict however
//! near they stand, and a key is never there twice.
//!
//! Three steps, the same for every format: compare what the three texts mean key by key, write what
//! the new render changed into the project's text, and read the result again. A result that does not
//! mean exactly what was expected, or that lacks a comment of the project, is thrown away, and the
//! texts are merged line by line. So a format may be read with as little understanding as one likes:
//! what it does not understand costs convenience, never content.

mod compare;
mod conflict;
mod dotenv;
mod ignore;
mod json;
mod requirement;
mod splice;
mod toml;
mod tree;
mod yaml;

use std::collections::BTreeMap;

use self::{compare::Comparison, splice::Source, tree::Value};
use super::{
    Hunk, Outcome,
    lines::{Line, Lines, Style},
    markers, text,
};
use crate::workspace::RelPath;

/// The formats that are merged by keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    Toml,
    Json,
    Yaml,
    Dotenv,
    Ignore,
    Attributes,
}

impl Format {
    /// The format of a file, by its name.
    pub(super) fn of(path: &RelPath) -> Option<Self> {
        let name = path.file_name();
        let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
        match (name, extension) {
            (".gitignore" | ".dockerignore", _) => Some(Self::Ignore),
            (".gitattributes", _) => Some(Self::Attributes),
            (_, "toml") => Some(Self::Toml),
            (_, "json") => Some(Self::Json),
            (_, "yaml" | "yml") => Some(Self::Yaml),
            _ if name == ".env" || name.starts_with(".env.") => Some(Self::Dotenv),
            _ => None,
        }
    }

    fn parse(self, text: &str) -> Option<Value> {
        match self {
            Self::Toml => toml::parse(text),
            Self::Json => json::parse(text),
            Self::Yaml => yaml::parse(text),
            Self::Dotenv => dotenv::parse(text),
            Self::Ignore => ignore::parse(text),
            Self::Attributes => ignore::parse_attributes(text),
        }
    }

    fn source(self, text: &str) -> Option<Source<'_>> {
        Some(Source { text, root: self.parse(text)? })
    }
}

/// What came of a merge by keys, in plain lines.
enum Merged {
    Clean(String),
    Conflicted { hunks: Vec<Hunk>, with_markers: String },
}

/// Merges key by key, or line by line where keys do not help.
pub(super) fn merge(format: Format, base: &str, ours: &str, theirs: &str) -> Outcome {
    let lines = [base, ours, theirs].map(Lines::of);
    let plain = lines.each_ref().map(|lines| Lines::shown(&lines.list));
    let [Some(base), Some(ours), Some(theirs)] = plain.each_ref().map(|text| format.source(text)) else {
        return text::merge_lines(&lines);
    };
    let [before, mine, other] = &lines;
    // Only line by line does each line keep the ending it has.
    if mine.is_mixed() {
        return by_lines(format, &lines);
    }
    let style = Style::merged(before, mine, other);
    let styled = |text: &str| {
        let ends_in_marker = text.lines().next_back() == Some(markers::END);
        let lines: Vec<Line<'_>> =
            text.split_terminator('\n').map(|content| Line { content, ending: None }).collect();
        style.assemble(&lines, ends_in_marker).into_bytes()
    };
    match by_keys(format, &base, &ours, &theirs) {
        Some(Merged::Clean(text)) => Outcome::Clean(styled(&text)),
        Some(Merged::Conflicted { hunks, with_markers }) => {
            Outcome::Conflicted { hunks, with_markers: styled(&with_markers) }
        }
        None => by_lines(format, &lines),
    }
}

fn by_keys(format: Format, base: &Source<'_>, ours: &Source<'_>, theirs: &Source<'_>) -> Option<Merged> {
    let by_line = match text::merge(base.text, ours.text, theirs.text) {
        Outcome::Clean(bytes) => String::from_utf8(bytes).ok(),
        Outcome::Conflicted { .. } => None,
    };
    if format == Format::Ignore && ignore::moves_exceptions(base.text, ours.text, theirs.text) {
        return None;
    }
    let comparison = compare::compare(&base.root, &ours.root, &theirs.root)?;
    // Line by line keeps more of how the new render is written: its blank lines, its comments.
    if let Some(text) = by_line
        && is_expected(format, &text, &comparison, [base, ours, theirs])
    {
        return Some(Merged::Clean(text));
    }
    let text = written(format, base, ours, theirs, &comparison)?;
    if comparison.conflicts.is_empty() {
        return Some(Merged::Clean(text));
    }
    conflict::mark(format, [base, ours, theirs], text, &comparison.conflicts)
}

/// Whether a text that was merged line by line means what the merge by keys asks for. What is merged
/// as a whole may have been merged inside, where it has lines.
fn is_expected(format: Format, text: &str, comparison: &Comparison, sources: [&Source<'_>; 3]) -> bool {
    let Some(mut meaning) = format.parse(text).map(|root| root.meaning()) else { return false };
    let mut expected = comparison.expected.clone();
    for path in &comparison.conflicts {
        let has_lines = |source: &&Source<'_>| {
            let entry = source.root.entry(path);
            entry.is_some_and(|entry| source.text[entry.value_span.clone()].contains('\n'))
        };
        if !sources.iter().all(has_lines) {
            return false;
        }
        meaning.forget(path);
        expected.forget(path);
    }
    meaning == expected
}

/// The project's text with every change made, when it then means what it should and lacks no
/// comment.
fn written(
    format: Format,
    base: &Source<'_>,
    ours: &Source<'_>,
    theirs: &Source<'_>,
    comparison: &Comparison,
) -> Option<String> {
    let mut text = ours.text.to_owned();
    for change in &comparison.changes {
        text = splice::apply(&format.source(&text)?, change, base, theirs)?;
    }
    let [rendered, mine, now] = [base.text, ours.text, &text].map(comments);
    let count = |found: &BTreeMap<&str, usize>, comment| found.get(comment).copied().unwrap_or(0);
    let complete =
        mine.iter().all(|(comment, here)| count(&now, comment) + count(&rendered, comment) >= *here);
    (complete && format.parse(&text)?.meaning() == comparison.expected).then_some(text)
}

/// Everything that could be a comment, and how often it is there.
fn comments(text: &str) -> BTreeMap<&str, usize> {
    let mut found = BTreeMap::new();
    for line in text.lines() {
        if let Some((_, comment)) = line.split_once('#') {
            *found.entry(comment.trim()).or_insert(0) += 1;
        }
    }
    found
}

/// Merges line by line, but never to a text that cannot be read any more, as when both sides added
/// one key in different places.
fn by_lines(format: Format, lines: &[Lines<'_>; 3]) -> Outcome {
    let outcome = text::merge_lines(lines);
    let readable = match (&outcome, format) {
        // A pattern that is there twice does no harm.
        (Outcome::Conflicted { .. }, _) | (_, Format::Ignore | Format::Attributes) => true,
        (Outcome::Clean(bytes), _) => {
            let text = String::from_utf8_lossy(bytes);
            format.parse(&Lines::shown(&Lines::of(&text).list)).is_some()
        }
    };
    if readable { outcome } else { text::conflict(lines) }
}

#[cfg(test)]
mod properties;

#[cfg(test)]
mod testing {
    //! How the tables of the formats are written.

    use pretty_assertions::assert_eq;

    use super::{super::Outcome, Format};

    /// The clean text, or each hunk as `line: base | ours | theirs`.
    pub(super) fn merged(format: Format, base: &str, ours: &str, theirs: &str) -> String {
        match super::merge(format, base, ours, theirs) {
            Outcome::Clean(bytes) => String::from_utf8(bytes).unwrap(),
            Outcome::Conflicted { hunks, .. } => hunks
                .iter()
                .map(|h| format!("{}: {:?} | {:?} | {:?}\n", h.line, h.base, h.ours, h.theirs))
                .collect(),
        }
    }

    pub(super) fn check(format: Format, cases: &[(&str, &str, &str, &str, &str)]) {
        for (name, base, ours, theirs, expected) in cases {
            assert_eq!(merged(format, base, ours, theirs), *expected, "{name}");
            let again = merged(format, theirs, expected, theirs);
            assert_eq!(again, *expected, "{name}: a second time");
        }
    }

    pub(super) fn with_markers(format: Format, base: &str, ours: &str, theirs: &str) -> String {
        let (Outcome::Clean(bytes) | Outcome::Conflicted { with_markers: bytes, .. }) =
            super::merge(format, base, ours, theirs);
        String::from_utf8(bytes).unwrap()
    }
}
