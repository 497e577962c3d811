//! How many lines come and go.

use similar::{Algorithm, ChangeTag, TextDiff};

use super::paint::{Look, Style};
use crate::{
    plan::{Contents, FileChange},
    workspace::Digest,
};

/// The content of a file, as far as it can be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shown<'a> {
    /// There is no file.
    Nothing,
    /// It was not kept for the plan.
    Unknown,
    /// Not text; this many bytes.
    Binary(usize),
    Text(&'a str),
}

impl<'a> Shown<'a> {
    pub(super) fn of(digest: Option<Digest>, contents: &'a Contents) -> Self {
        let Some(digest) = digest else { return Self::Nothing };
        let Some(bytes) = contents.get(digest) else { return Self::Unknown };
        match std::str::from_utf8(bytes) {
            Ok(text) if !text.contains('\0') => Self::Text(text),
            _ => Self::Binary(bytes.len()),
        }
    }

    /// The text; that of no file is empty.
    fn text(self) -> Option<&'a str> {
        match self {
            Self::Nothing => Some(""),
            Self::Text(text) => Some(text),
            Self::Unknown | Self::Binary(_) => None,
        }
    }
}

/// The two texts of a change, when both can be shown; otherwise what to say instead.
pub(super) fn sides<'a>(change: &FileChange, contents: &'a Contents) -> Result<(&'a str, &'a str), String> {
    let conflict = change.conflict.as_ref().filter(|_| change.before == change.after);
    let after = conflict.map_or(change.after.digest(), |conflict| conflict.theirs);
    let (before, after) = (Shown::of(change.before.digest(), contents), Shown::of(after, contents));
    match (before.text(), after.text()) {
        (Some(before), Some(after)) => Ok((before, after)),
        _ => Err([after, before]
            .into_iter()
            .find_map(|side| match side {
                Shown::Binary(length) => Some(format!("binary, {}", size(length))),
                Shown::Nothing | Shown::Unknown | Shown::Text(_) => None,
            })
            .unwrap_or_default()),
    }
}

/// `+12 -3`, `binary, 12 KiB`, or nothing when no line changes.
pub(super) fn stat(change: &FileChange, contents: &Contents, style: Style) -> String {
    let (before, after) = match sides(change, contents) {
        Ok((before, after)) if before == after => return String::new(),
        Ok(sides) => sides,
        Err(instead) => return style.paint(Look::Faint, instead),
    };
    let (mut added, mut removed) = (0, 0);
    for change in diff(before, after).iter_all_changes() {
        match change.tag() {
            ChangeTag::Insert => added += 1,
            ChangeTag::Delete => removed += 1,
            ChangeTag::Equal => {}
        }
    }
    let parts = [(added, "+", Look::Added), (removed, "-", Look::Removed)];
    let parts: Vec<String> = parts
        .into_iter()
        .filter(|(count, ..)| *count > 0)
        .map(|(count, sign, look)| style.paint(look, format!("{sign}{count}")))
        .collect();
    parts.join(" ")
}

/// The same diff everywhere, whatever the machine's speed.
pub(super) fn diff<'a>(before: &'a str, after: &'a str) -> TextDiff<'a, 'a, str> {
    TextDiff::configure().algorithm(Algorithm::Histogram).diff_lines(before, after)
}

fn size(bytes: usize) -> String {
    match bytes {
        0..1024 => format!("{bytes} bytes"),
        1024..1_048_576 => format!("{} KiB", bytes.div_ceil(1024)),
        _ => format!("{} MiB", bytes.div_ceil(1_048_576)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_rounded_up_to_what_a_person_reads() {
        let cases =
            [(0, "0 bytes"), (1023, "1023 bytes"), (1024, "1 KiB"), (12_000, "12 KiB"), (2 << 20, "2 MiB")];
        for (bytes, expected) in cases {
            assert_eq!(size(bytes), expected);
        }
    }
}
