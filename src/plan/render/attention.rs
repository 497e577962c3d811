//! The paths that a person must look at, one by one.

use super::{
    View,
    escape::visible,
    paint::{Look, Style},
    stat, symbols,
};
use crate::plan::{Action, Fidelity, Plan, Step};

/// A row of a table: sign and target, and what is said about it.
struct Row {
    action: Action,
    target: String,
    words: String,
}

/// The sections, each with a title and one line per path; a path is in the first that fits.
pub(super) fn sections(plan: &Plan, view: View) -> Vec<Vec<String>> {
    let mut sections: [(&str, Vec<Row>); 5] = [
        ("Refused, because it is protected", Vec::new()),
        ("You decide", Vec::new()),
        ("Overwrites or deletes an edit; a copy is kept aside", Vec::new()),
        ("Deletes", Vec::new()),
        ("Runs, and decides itself what comes out", Vec::new()),
    ];
    for step in &plan.steps {
        if let Some(index) = section(step) {
            sections[index].1.push(row(step, plan, view));
        }
    }
    let width = sections.iter().flat_map(|(_, rows)| rows).map(|row| row.target.chars().count()).max();
    let width = width.unwrap_or_default().min(48);
    let mut blocks: Vec<Vec<String>> = sections
        .into_iter()
        .filter(|(_, rows)| !rows.is_empty())
        .map(|(title, rows)| {
            let title = view.style.paint(Look::Title, title);
            let rows = rows.into_iter().map(|row| line(&row, width, view.style));
            std::iter::once(title).chain(rows).collect()
        })
        .collect();
    blocks.extend(way_out(plan, view.style));
    blocks
}

/// Whether a path has a line of its own in a section, so that the overview leaves it out.
pub(super) fn is_listed(step: &Step) -> bool {
    section(step).is_some()
}

fn section(step: &Step) -> Option<usize> {
    let conflict = step.file().is_some_and(|change| change.conflict.is_some());
    if step.protected.is_some() {
        Some(0)
    } else if conflict {
        Some(1)
    } else if step.risk.is_some() {
        Some(2)
    } else if step.action == Action::Delete {
        Some(3)
    } else {
        (step.fidelity != Fidelity::Exact || step.action == Action::Run).then_some(4)
    }
}

fn row(step: &Step, plan: &Plan, view: View) -> Row {
    let mut target = symbols::target(step);
    let mut words = step.reason.clone();
    if let Some(conflict) = step.file().and_then(|change| change.conflict.as_ref()) {
        let lines: Vec<String> = conflict.hunks.iter().map(|hunk| hunk.line.to_string()).collect();
        match lines.as_slice() {
            [] => {}
            [line] => target = format!("{target}:{line}"),
            [first, rest @ ..] => target = format!("{target}:{first} and {} more", rest.len()),
        }
        words.clone_from(&conflict.summary);
        if step.action != Action::Conflict {
            words.push_str("; both sides between markers");
        }
    }
    if let Some(protected) = &step.protected {
        words = format!("`{protected}` is protected");
    }
    let mut words = visible(&words).into_owned();
    if let Some(change) = step.file().filter(|_| view.diffs == super::Diffs::Stat) {
        let stat = stat::stat(change, &plan.contents, view.style);
        words = if stat.is_empty() { words } else { format!("{words}  {stat}") };
    }
    Row { action: step.action, target: visible(&target).into_owned(), words }
}

fn line(row: &Row, width: usize, style: Style) -> String {
    let sign = style.paint(symbols::look(row.action), symbols::symbol(row.action));
    format!("  {sign} {:width$}  {}", row.target, row.words)
}

/// What to do about conflicts and protected paths, said once.
fn way_out(plan: &Plan, style: Style) -> Option<Vec<String>> {
    let mut lines = Vec::new();
    if plan.conflicts().next().is_some() {
        lines.push(
            "Decide with `--conflicts PATH=markers` (sort it out in the file), `=ours` or `=theirs`; `--full` shows both sides."
                .to_owned(),
        );
    }
    if plan.protected().next().is_some() {
        lines.push("A protected path changes only when it is named: `--lift-protection PATH`.".to_owned());
    }
    let lines: Vec<String> = lines.into_iter().map(|line| style.paint(Look::Faint, line)).collect();
    (!lines.is_empty()).then_some(lines)
}
