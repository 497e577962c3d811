//! Writes one change into a text, touching no other byte.
//!
//! Knows lines and commas but no format: a caller parses the result again and compares what it
//! means with what it should mean.

use std::{borrow::Cow, ops::Range};

use super::{
    compare::{Action, Change},
    tree::{Entry, Layout, Many, Value},
};

/// A text and its keys.
#[derive(Debug)]
pub(super) struct Source<'a> {
    pub(super) text: &'a str,
    pub(super) root: Value,
}

/// `into` with `change` made, as `theirs` has it. Nothing when the texts are laid out in a way that
/// leaves no place for it.
pub(super) fn apply(
    into: &Source<'_>,
    change: &Change,
    base: &Source<'_>,
    theirs: &Source<'_>,
) -> Option<String> {
    match change.action {
        Action::Replace => {
            replace(into, into.root.entry(&change.path)?, theirs, theirs.root.entry(&change.path)?)
        }
        Action::Insert => insert(into, &change.path, theirs),
        Action::Remove => remove(into, &change.path, base),
    }
}

impl Source<'_> {
    fn line_start(&self, at: usize) -> usize {
        self.text[..at].rfind('\n').map_or(0, |newline| newline + 1)
    }

    /// Just behind the newline that ends the line of `at`.
    fn line_end(&self, at: usize) -> usize {
        self.text[at..].find('\n').map_or(self.text.len(), |newline| at + newline + 1)
    }

    /// The whole lines that an entry stands on.
    pub(super) fn lines_of(&self, entry: &Entry) -> Range<usize> {
        self.line_start(entry.span.start)..self.line_end(entry.span.end)
    }

    fn indent(&self, at: usize) -> &str {
        let line = &self.text[self.line_start(at)..];
        &line[..line.len() - line.trim_start_matches([' ', '\t']).len()]
    }

    /// Where the comment lines directly above the line of `at` begin.
    fn lead(&self, at: usize) -> usize {
        let mut start = self.line_start(at);
        while start > 0 {
            let above = self.line_start(start - 1);
            if !self.text[above..start].trim_start().starts_with('#') {
                break;
            }
            start = above;
        }
        start
    }

    /// Whether the line that ends at `end` is blank.
    fn is_blank_before(&self, end: usize) -> bool {
        end > 0 && self.text[self.line_start(end - 1)..end].trim().is_empty()
    }

    fn is_blank_or_end_at(&self, at: usize) -> bool {
        self.text[at..self.line_end(at)].trim().is_empty()
    }

    /// Just behind the comma that follows `at`, comments skipped.
    fn comma_after(&self, at: usize) -> Option<usize> {
        let mut rest = self.text[at..].trim_start();
        while rest.starts_with('#') {
            rest = rest.split_once('\n')?.1.trim_start();
        }
        rest.starts_with(',').then(|| self.text.len() - rest.len() + 1)
    }

    /// Whether nothing but a comma and a comment shares the entry's lines.
    pub(super) fn is_alone(&self, entry: &Entry) -> bool {
        let before = &self.text[self.line_start(entry.span.start)..entry.span.start];
        let after = self.text[entry.span.end..self.line_end(entry.span.end)].trim();
        let after = after.strip_prefix(',').unwrap_or(after).trim_start();
        before.trim().is_empty() && (after.is_empty() || after.starts_with('#'))
    }

    fn with(&self, range: Range<usize>, new: &str) -> String {
        [&self.text[..range.start], new, &self.text[range.end..]].concat()
    }
}

fn replace(into: &Source<'_>, mine: &Entry, theirs: &Source<'_>, other: &Entry) -> Option<String> {
    let values = (&theirs.text[other.value_span.clone()], &into.text[mine.value_span.clone()]);
    let simple = !values.0.contains('\n') && !values.1.contains('\n');
    if simple && !values.0.is_empty() && !values.1.is_empty() {
        return Some(into.with(mine.value_span.clone(), values.0));
    }
    let text = shifted(
        &theirs.text[other.span.clone()],
        theirs.indent(other.span.start),
        into.indent(mine.span.start),
    );
    Some(into.with(mine.span.clone(), &text))
}

/// `text` with the lines after its first moved from one indentation to another.
fn shifted<'a>(text: &'a str, from: &str, to: &str) -> Cow<'a, str> {
    if from == to {
        return text.into();
    }
    let mut lines = text.split('\n');
    let mut result = lines.next().unwrap_or_default().to_owned();
    for line in lines {
        result.push('\n');
        match line.strip_prefix(from) {
            Some(rest) if !line.is_empty() => result.extend([to, rest]),
            _ => result.push_str(line),
        }
    }
    result.into()
}

/// Where something new goes.
enum Anchor<'a> {
    After(&'a Entry),
    Before(&'a Entry),
}

fn insert(into: &Source<'_>, path: &[String], theirs: &Source<'_>) -> Option<String> {
    let (key, parent) = path.split_last()?;
    let (Value::Many(here), Value::Many(there)) = (into.root.at(parent)?, theirs.root.at(parent)?) else {
        return None;
    };
    let position = there.entries.iter().position(|entry| entry.key == *key)?;
    let other = there.entries.get(position)?;
    let anchor = anchor(here, there, position);
    match here.layout {
        Layout::Lines { body } => {
            let end = into.root.entry(parent).map_or(into.text.len(), |entry| into.line_end(entry.span.end));
            Some(insert_lines(into, anchor, body, end, theirs, other))
        }
        Layout::Commas { open, .. } => Some(insert_between_commas(into, anchor, open, theirs, other)),
    }
}

/// The nearest neighbour of the new render's entry that the project has too: one before it, or else
/// one after it.
fn anchor<'a>(here: &'a Many, there: &Many, position: usize) -> Option<Anchor<'a>> {
    let known = |entry: &Entry| here.entries.iter().find(|candidate| candidate.key == entry.key);
    let (before, after) = there.entries.split_at(position);
    before
        .iter()
        .rev()
        .find_map(known)
        .map(Anchor::After)
        .or_else(|| after.iter().find_map(known).map(Anchor::Before))
        .or_else(|| here.entries.last().map(Anchor::After))
}

fn insert_lines(
    into: &Source<'_>,
    anchor: Option<Anchor<'_>>,
    body: usize,
    end: usize,
    theirs: &Source<'_>,
    other: &Entry,
) -> String {
    let lead = theirs.lead(other.span.start);
    let taken = theirs.line_end(other.span.end);
    let to = match &anchor {
        Some(Anchor::After(entry) | Anchor::Before(entry)) => into.indent(entry.span.start),
        None => theirs.indent(other.span.start),
    };
    let text = format!("\n{}", &theirs.text[lead..taken]);
    let text = shifted(&text, theirs.indent(other.span.start), to);
    let text = text.trim_start_matches('\n').trim_end_matches('\n');
    let goes_before = matches!(anchor, Some(Anchor::Before(_)));
    let mut opens_block = theirs.is_blank_before(lead);
    let at = match anchor {
        Some(Anchor::After(entry)) => after_block(into, entry, opens_block, end),
        Some(Anchor::Before(entry)) => into.lead(entry.span.start).max(body),
        None => body,
    };
    opens_block &= at > 0 && !into.is_blank_before(at);
    let is_last_of_block = taken < theirs.text.len() && theirs.is_blank_or_end_at(taken);
    let closes_block = !into.is_blank_or_end_at(at) && (opens_block || (goes_before && is_last_of_block));
    let before = match (at > 0 && !into.text[..at].ends_with('\n'), opens_block) {
        (true, true) => "\n\n",
        (true, false) | (false, true) => "\n",
        (false, false) => "",
    };
    let after = if closes_block { "\n\n" } else { "\n" };
    into.with(at..at, &[before, text, after].concat())
}

/// Behind `entry`, what is indented under it, and, for something that opens a block of its own, the
/// rest of the entry's block.
fn after_block(into: &Source<'_>, entry: &Entry, opens_block: bool, end: usize) -> usize {
    let mut at = into.line_end(entry.span.end);
    let depth = into.indent(entry.span.start).len();
    while at < end && !into.is_blank_or_end_at(at) {
        let indent = into.indent(at).len();
        let comment = into.text[at + indent..].starts_with('#');
        let belongs = comment && indent > depth;
        if !(opens_block || belongs) {
            break;
        }
        at = into.line_end(at);
    }
    at
}

fn insert_between_commas(
    into: &Source<'_>,
    anchor: Option<Anchor<'_>>,
    open: usize,
    theirs: &Source<'_>,
    other: &Entry,
) -> String {
    let own = |entry: &Entry| {
        let to = into.indent(entry.span.start);
        shifted(&theirs.text[other.span.clone()], theirs.indent(other.span.start), to)
    };
    match anchor {
        None => into.with(open..open, &theirs.text[other.span.clone()]),
        Some(Anchor::Before(entry)) if into.is_alone(entry) => {
            let at = into.lead(entry.span.start).max(into.line_end(open));
            into.with(at..at, &line_of(&own(entry), into.indent(entry.span.start), true, theirs, other))
        }
        Some(Anchor::Before(entry)) => {
            into.with(entry.span.start..entry.span.start, &format!("{}, ", own(entry)))
        }
        Some(Anchor::After(entry)) if into.is_alone(entry) => {
            let comma = into.comma_after(entry.span.end);
            let at = into.line_end(comma.unwrap_or(entry.span.end));
            let line = line_of(&own(entry), into.indent(entry.span.start), comma.is_some(), theirs, other);
            let separator = if comma.is_some() { "" } else { "," };
            [&into.text[..entry.span.end], separator, &into.text[entry.span.end..at], &line, &into.text[at..]]
                .concat()
        }
        Some(Anchor::After(entry)) => into.with(entry.span.end..entry.span.end, &format!(", {}", own(entry))),
    }
}

/// The lines of an element with its comments, when the new render has it on lines of its own.
fn line_of(text: &str, indent: &str, comma: bool, theirs: &Source<'_>, other: &Entry) -> String {
    let comma = if comma { "," } else { "" };
    if !theirs.is_alone(other) {
        return format!("{indent}{text}{comma}\n");
    }
    let start = theirs.line_start(other.span.start);
    let lead: String = theirs.text[theirs.lead(other.span.start)..start]
        .lines()
        .flat_map(|line| [indent, line.trim(), "\n"])
        .collect();
    let rest = theirs.text[other.span.end..theirs.line_end(other.span.end)].trim_end();
    let comment = rest.find('#').map_or("", |at| {
        let gap = rest[..at].trim_end_matches([' ', '\t']).len();
        &rest[gap..]
    });
    format!("{lead}{indent}{text}{comma}{comment}\n")
}

fn remove(into: &Source<'_>, path: &[String], base: &Source<'_>) -> Option<String> {
    let (key, parent) = path.split_last()?;
    let Value::Many(here) = into.root.at(parent)? else { return None };
    let position = here.entries.iter().position(|entry| entry.key == *key)?;
    let entry = here.entries.get(position)?;
    let next = here.entries.get(position + 1);
    let previous = position.checked_sub(1).and_then(|index| here.entries.get(index));
    match here.layout {
        Layout::Commas { .. } if !into.is_alone(entry) => Some(match (previous, next) {
            (_, Some(next)) => into.with(entry.span.start..next.span.start, ""),
            (Some(previous), None) => into.with(previous.span.end..entry.span.end, ""),
            (None, None) => {
                into.with(entry.span.start..into.comma_after(entry.span.end).unwrap_or(entry.span.end), "")
            }
        }),
        Layout::Commas { .. } => {
            let text = into.with(removed_lines(into, entry, base, path), "");
            let kept = into.comma_after(entry.span.end).is_some();
            match previous.filter(|_| next.is_none() && !kept) {
                // The last element had no comma, so neither has the one that is last now.
                Some(previous) => {
                    let comma = into.comma_after(previous.span.end)?;
                    Some([&text[..comma - 1], &text[comma..]].concat())
                }
                None => Some(text),
            }
        }
        Layout::Lines { .. } => {
            let lines = removed_lines(into, entry, base, path);
            Some(into.with(with_one_gap(into, lines), ""))
        }
    }
}

/// Removed lines with one of the blank lines around them, when they had a block of their own.
fn with_one_gap(into: &Source<'_>, lines: Range<usize>) -> Range<usize> {
    let blank_before = into.is_blank_before(lines.start);
    if lines.end == into.text.len() {
        let start = if blank_before { into.line_start(lines.start - 1) } else { lines.start };
        return start..lines.end;
    }
    let gap = (blank_before || lines.start == 0) && into.is_blank_or_end_at(lines.end);
    lines.start..if gap { into.line_end(lines.end) } else { lines.end }
}

/// The entry's lines, with the comment above them when it came with a render.
fn removed_lines(into: &Source<'_>, entry: &Entry, base: &Source<'_>, path: &[String]) -> Range<usize> {
    let lines = into.lines_of(entry);
    let lead = into.lead(entry.span.start);
    let comment = |source: &Source<'_>, range: Range<usize>| {
        source.text[range].lines().map(|line| line.trim().to_owned()).collect::<Vec<_>>()
    };
    let rendered = base.root.entry(path).map(|known| {
        let start = base.line_start(known.span.start);
        comment(base, base.lead(known.span.start)..start)
    });
    let start = if rendered == Some(comment(into, lead..lines.start)) { lead } else { lines.start };
    start..lines.end
}
