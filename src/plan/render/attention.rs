//! The paths that a person must look at, one by one.

use std::borrow::Cow;

use super::{
    Detail, Diffs, View,
    escape::visible,
    paint::{Look, Style},
    stat, symbols,
};
use crate::plan::{Action, Change, ExecutorId, Fidelity, FieldChange, Plan, Risk, Step};

/// A row of a table: sign and target, and what is said about it.
struct Row {
    action: Action,
    target: String,
    words: String,
    /// What differs, a line each below it.
    fields: Vec<String>,
}

/// The sections, each with a title and one line per path; a path is in the first that fits.
pub(super) fn sections(plan: &Plan, view: View, listed: Listed) -> Vec<Vec<String>> {
    let mut sections: [(&str, Vec<Row>); 8] = [
        ("Runs, and decides itself what comes out", Vec::new()),
        ("Services", Vec::new()),
        ("Railway", Vec::new()),
        ("Deletes", Vec::new()),
        ("Overwrites or deletes an edit; a copy is kept aside", Vec::new()),
        ("Drops data; there is no copy", Vec::new()),
        ("Refused, because it is protected", Vec::new()),
        ("You decide", Vec::new()),
    ];
    for step in &plan.steps {
        if let Some(index) = listed.section(step) {
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
            let rows = rows
                .into_iter()
                .flat_map(|row| std::iter::once(line(&row, width, view.style)).chain(row.fields));
            std::iter::once(title).chain(rows).collect()
        })
        .collect();
    blocks.extend(way_out(plan, view));
    blocks
}

/// So many files may be deleted and still have a line each, when nothing of a person's is lost.
const FEW_DELETIONS: usize = 10;

/// Which paths have a line of their own in a section, so that the overview leaves them out.
#[derive(Debug, Clone, Copy)]
pub(super) struct Listed {
    deletions: bool,
}

impl Listed {
    pub(super) fn new(plan: &Plan, view: View) -> Self {
        let deletions = plan.steps.iter().filter(|step| step.action == Action::Delete).count();
        Self { deletions: view.detail == Detail::Full || deletions <= FEW_DELETIONS }
    }

    pub(super) fn has(self, step: &Step) -> bool {
        self.section(step).is_some()
    }

    /// The first section that fits.
    fn section(self, step: &Step) -> Option<usize> {
        let conflict = step.file().is_some_and(|change| change.conflict.is_some());
        let drops = step.risk == Some(Risk::DropsData);
        let fits = [
            !matches!(step.executor, ExecutorId::Docker | ExecutorId::Railway)
                && !drops
                && (step.action == Action::Run || step.fidelity != Fidelity::Exact),
            step.executor == ExecutorId::Docker,
            step.executor == ExecutorId::Railway,
            step.protected.is_none()
                && !conflict
                && step.risk.is_none()
                && step.action == Action::Delete
                && self.deletions,
            step.protected.is_none() && !conflict && step.risk.is_some() && !drops,
            drops,
            step.protected.is_some(),
            step.protected.is_none() && conflict,
        ];
        fits.into_iter().position(|fits| fits)
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
        words.push_str(match step.action {
            Action::Conflict => "",
            Action::Create => "; the blueprint's is written beside yours",
            Action::Update | Action::Merge | Action::Move | Action::Delete | Action::Run | Action::Record => {
                "; both sides between markers"
            }
        });
    }
    if let Some(protected) = &step.protected {
        words = format!("`{protected}` is protected");
    }
    let mut words = visible(&words).into_owned();
    if let Some(change) = step.file().filter(|change| view.diffs == Diffs::Stat && change.conflict.is_none())
    {
        let stat = stat::stat(change, &plan.contents, view.style);
        words = if stat.is_empty() { words } else { format!("{words}  {stat}") };
    }
    Row { action: step.action, target: visible(&target).into_owned(), words, fields: fields(step, view) }
}

/// What differs about something at a platform; a secret by its name alone.
fn fields(step: &Step, view: View) -> Vec<String> {
    let Change::Remote(change) = &step.change else { return Vec::new() };
    let line = |field: &FieldChange| {
        let value = |value: &Option<String>| value.as_deref().map(visible).map(Cow::into_owned);
        let words = match (value(&field.before), value(&field.after)) {
            _ if field.secret => "(secret)".to_owned(),
            (Some(before), Some(after)) => format!("{before} → {after}"),
            (Some(before), None) => format!("{before} → nothing"),
            (None, after) => after.unwrap_or_default(),
        };
        format!("      {}  {}", visible(&field.name), view.style.paint(Look::Faint, words))
    };
    change.fields.iter().map(line).collect()
}

fn line(row: &Row, width: usize, style: Style) -> String {
    let sign = style.paint(symbols::look(row.action), symbols::symbol(row.action));
    format!("  {sign} {:width$}  {}", row.target, row.words)
}

/// What to do about conflicts and protected paths, said once.
fn way_out(plan: &Plan, view: View) -> Option<Vec<String>> {
    let more =
        if view.detail == Detail::Full { "" } else { "; `--full` shows both sides and which of these fit" };
    let decide = format!(
        "Decide with `--conflicts PATH=markers` (sort it out in the file), `=ours` or `=theirs`{more}."
    );
    let lift = "A protected path changes only when it is named: `--lift-protection PATH`.".to_owned();
    let said = [(plan.conflicts().next().is_some(), decide), (plan.protected().next().is_some(), lift)];
    let lines: Vec<String> =
        said.into_iter().filter_map(|(is, line)| is.then(|| view.style.paint(Look::Faint, line))).collect();
    (!lines.is_empty()).then_some(lines)
}
