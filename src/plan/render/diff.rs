//! Every changed line, as a diff that `git apply` takes when it is copied out without colour.

use similar::{ChangeTag, DiffOp, TextDiff};

use super::{
    escape::visible,
    hunks,
    paint::{Look, Style},
    stat, symbols,
};
use crate::{
    plan::{Action, Contents, FileChange, Plan, Step},
    workspace::{FileState, RelPath},
};

const CONTEXT: usize = 3;

/// The diff of each file that changes, and both sides of each conflict.
pub(super) fn all(plan: &Plan, style: Style) -> Vec<Vec<String>> {
    let shown = plan.steps.iter().filter(|step| !matches!(step.action, Action::Record | Action::Run));
    shown
        .filter_map(|step| {
            let change = step.file()?;
            let mut block = vec![title(step, change, style)];
            block.extend(body(step, change, &plan.contents, style));
            Some(block)
        })
        .collect()
}

fn title(step: &Step, change: &FileChange, style: Style) -> String {
    let sign = style.paint(symbols::look(step.action), symbols::symbol(step.action));
    let target = style.paint(Look::Title, visible(&symbols::target(step)));
    let reason = change.conflict.as_ref().map_or(&step.reason, |conflict| &conflict.summary);
    let words = format!("{}, {}: {}", change.owner, visible(&change.module), visible(reason));
    format!("{sign} {target}  {}", style.paint(Look::Faint, words))
}

fn body(step: &Step, change: &FileChange, contents: &Contents, style: Style) -> Vec<String> {
    let mut lines = Vec::new();
    if let Some(mode) = mode(change) {
        lines.push(mode);
    }
    let conflict = change.conflict.as_ref().filter(|_| step.action == Action::Conflict);
    match (conflict, stat::sides(change, contents)) {
        (Some(conflict), _) if !conflict.hunks.is_empty() => {
            lines.extend(conflict.hunks.iter().flat_map(|hunk| hunks::both_sides(hunk, style)));
        }
        (_, Ok((before, after))) if before != after => {
            lines.extend(unified(change, before, after, style));
        }
        (_, Ok(_)) => {}
        (_, Err(instead)) => lines.push(instead),
    }
    if let Some(conflict) = conflict {
        lines.push(style.paint(Look::Faint, visible(&conflict.help)));
    }
    lines
}

fn mode(change: &FileChange) -> Option<String> {
    match (change.before, change.after) {
        (FileState::File { mode: before, .. }, FileState::File { mode: after, .. }) if before != after => {
            Some(format!("mode {before} → {after}"))
        }
        _ => None,
    }
}

fn unified(change: &FileChange, before: &str, after: &str, style: Style) -> Vec<String> {
    let old = change.before.digest().map(|_| change.from.as_ref().unwrap_or(&change.path));
    let new = change.after.digest().map(|_| &change.path);
    of_texts([old.map(RelPath::as_str), new.map(RelPath::as_str)], before, after, style)
}

/// The diff of two texts under the names of their files; a side without a name does not exist.
pub(super) fn of_texts(names: [Option<&str>; 2], before: &str, after: &str, style: Style) -> Vec<String> {
    let name = |side: &str, path: Option<&str>| match path {
        Some(path) => format!("{side}/{}", visible(path)),
        None => "/dev/null".to_owned(),
    };
    let mut lines = vec![
        style.paint(Look::Title, format!("--- {}", name("a", names[0]))),
        style.paint(Look::Title, format!("+++ {}", name("b", names[1]))),
    ];
    let diff = stat::diff(before, after);
    for group in diff.grouped_ops(CONTEXT) {
        lines.push(style.paint(Look::Place, place(&group)));
        for op in &group {
            push_op(&mut lines, &diff, op, style);
        }
    }
    lines
}

/// `@@ -1,3 +1,4 @@`
fn place(group: &[DiffOp]) -> String {
    let (Some(first), Some(last)) = (group.first(), group.last()) else { return String::new() };
    let range = |start: usize, end: usize| match end - start {
        0 => format!("{start},0"),
        1 => format!("{}", start + 1),
        length => format!("{},{length}", start + 1),
    };
    let old = range(first.old_range().start, last.old_range().end);
    let new = range(first.new_range().start, last.new_range().end);
    format!("@@ -{old} +{new} @@")
}

fn push_op(lines: &mut Vec<String>, diff: &TextDiff<'_, '_, str>, op: &DiffOp, style: Style) {
    // Without a deadline: with one, a slow machine would show other words than a fast one.
    for change in diff.iter_inline_changes_deadline(op, None) {
        let (sign, look, word) = match change.tag() {
            ChangeTag::Equal => (" ", Look::Plain, Look::Plain),
            ChangeTag::Delete => ("-", Look::Removed, Look::RemovedWord),
            ChangeTag::Insert => ("+", Look::Added, Look::AddedWord),
        };
        let mut line = style.paint(look, sign);
        for (emphasised, text) in change.iter_strings_lossy() {
            let text = text.strip_suffix('\n').unwrap_or(&text);
            if !text.is_empty() {
                line.push_str(&style.paint(if emphasised { word } else { look }, visible(text)));
            }
        }
        lines.push(line);
        if change.missing_newline() {
            lines.push(style.paint(Look::Faint, "\\ No newline at end of file"));
        }
    }
}
