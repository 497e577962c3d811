//! Shows the keys that both sides changed, as hunks and between markers.

use std::ops::Range;

use super::{
    super::markers,
    Format, Hunk, Merged,
    compare::{Action, Change},
    splice::{self, Source},
    tree::{Layout, Value},
};

/// The hunks of the keys at `paths`, and `text` with markers around them. `text` is the project's
/// text with every other change made. Nothing when the places cannot be kept apart.
pub(super) fn mark(
    format: Format,
    sources: [&Source<'_>; 3],
    text: String,
    paths: &[Vec<String>],
) -> Option<Merged> {
    let mut shown: Vec<Vec<String>> = Vec::new();
    for path in paths {
        let path = visible(&sources, path)?;
        if !shown.iter().any(|other| path.starts_with(other)) {
            shown.retain(|other| !other.starts_with(&path));
            shown.push(path);
        }
    }
    let [base, ours, theirs] = sources;
    let mut text = text;
    for path in shown.iter().filter(|path| ours.root.entry(path).is_none()) {
        let change = Change { path: path.clone(), action: Action::Insert };
        text = splice::apply(&format.source(&text)?, &change, base, theirs)?;
    }
    let merged = format.source(&text)?;
    let mut places = shown
        .iter()
        .map(|path| Some((merged.lines_of(merged.root.entry(path)?), path)))
        .collect::<Option<Vec<(Range<usize>, _)>>>()?;
    places.sort_by_key(|(lines, _)| lines.start);
    if places.windows(2).any(|pair| matches!(pair, [(a, _), (b, _)] if a.end > b.start)) {
        return None;
    }
    let hunks = places.iter().map(|(_, path)| hunk(&sources, path)).collect();
    let mut with_markers = text.clone();
    for (lines, path) in places.into_iter().rev() {
        let mine = if ours.root.entry(path).is_some() { &text[lines.clone()] } else { "" };
        let block = [
            &format!("{}\n{mine}{}\n", markers::OURS, markers::BASE),
            lines_at(base, path),
            &format!("{}\n{}{}\n", markers::THEIRS, lines_at(theirs, path), markers::END),
        ];
        with_markers.replace_range(lines, &block.concat());
    }
    Some(Merged::Conflicted { hunks, with_markers })
}

/// The key at `path`, or the nearest above it that has lines of its own in every text.
fn visible(sources: &[&Source<'_>; 3], path: &[String]) -> Option<Vec<String>> {
    let [_, ours, _] = sources;
    let mut path = path.to_vec();
    loop {
        let alone =
            |source: &&Source<'_>| source.root.entry(&path).is_none_or(|entry| source.is_alone(entry));
        let (_, parent) = path.split_last()?;
        let has_place = match ours.root.at(parent) {
            Some(Value::Many(many)) => match many.layout {
                Layout::Lines { .. } => true,
                Layout::Commas { .. } => many.entries.iter().any(|entry| ours.is_alone(entry)),
            },
            Some(Value::Leaf(_)) | None => false,
        };
        if sources.iter().all(alone) && has_place {
            return Some(path);
        }
        path.pop();
    }
}

fn hunk(sources: &[&Source<'_>; 3], path: &[String]) -> Hunk {
    let [base, ours, theirs] = sources;
    // Where the project has no such key, the nearest above it tells the place.
    let nearest = (1..=path.len()).rev().find_map(|length| ours.root.entry(&path[..length]));
    let before = nearest.map_or("", |entry| &ours.text[..entry.span.start]);
    Hunk {
        line: before.matches('\n').count() + 1,
        base: lines_at(base, path).to_owned(),
        ours: lines_at(ours, path).to_owned(),
        theirs: lines_at(theirs, path).to_owned(),
    }
}

fn lines_at<'a>(source: &Source<'a>, path: &[String]) -> &'a str {
    source.root.entry(path).map_or("", |entry| &source.text[source.lines_of(entry)])
}
