//! One place of a conflict, with its three texts.

use super::{
    escape::visible,
    paint::{Look, Style},
};
use crate::plan::Hunk;

/// What each side says, line by line.
pub(super) fn both_sides(hunk: &Hunk, style: Style) -> Vec<String> {
    let mut lines = vec![style.paint(Look::Place, format!("line {}", hunk.line))];
    if [&hunk.base, &hunk.ours, &hunk.theirs].iter().all(|text| text.is_empty()) {
        return lines;
    }
    let sides = [
        ("last applied", &hunk.base, Look::Faint),
        ("yours", &hunk.ours, Look::Removed),
        ("blueprint", &hunk.theirs, Look::Added),
    ];
    for (name, text, look) in sides {
        let shown = if text.is_empty() { vec!["(nothing)"] } else { text.lines().collect() };
        for (index, line) in shown.into_iter().enumerate() {
            let name = if index == 0 { name } else { "" };
            lines.push(format!("  {name:>12} {}", style.paint(look, format!("│ {}", visible(line)))));
        }
    }
    lines
}
