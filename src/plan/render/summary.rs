//! The one line that says it all.

use super::paint::{Look, Style};
use crate::plan::{Action, Change, Plan, Risk, Step};

/// `Plan: 118 to create, 2 to merge, 1 conflict.`
pub fn summary(plan: &Plan, style: Style) -> String {
    let unchanged = match plan.unchanged {
        0 => String::new(),
        1 => " 1 file is as wanted.".to_owned(),
        count => format!(" {count} files are as wanted."),
    };
    if plan.is_empty() {
        return format!("{}{unchanged}", style.paint(Look::Title, "Nothing to do."));
    }
    let parts = parts(plan, style);
    format!("{} {}.{unchanged}", style.paint(Look::Title, "Plan:"), parts.join(", "))
}

fn parts(plan: &Plan, style: Style) -> Vec<String> {
    let count = |wanted: Action| {
        let is_counted = |step: &&Step| step.action == wanted && !matches!(step.change, Change::Lock(_));
        plan.steps.iter().filter(is_counted).count()
    };
    let risks = |wanted: Risk| plan.risky().filter(|step| step.risk == Some(wanted)).count();
    let conflicts = count(Action::Conflict);
    let counted = [
        (count(Action::Create), Look::Added, "to create".to_owned()),
        (count(Action::Update), Look::Changed, "to update".to_owned()),
        (count(Action::Merge), Look::Changed, "to merge".to_owned()),
        (count(Action::Move), Look::Moved, "to move".to_owned()),
        (count(Action::Delete), Look::Removed, "to delete".to_owned()),
        (count(Action::Run), Look::Title, "to run".to_owned()),
        (count(Action::Record), Look::Faint, "to record".to_owned()),
        (conflicts, Look::Alarm, plural(conflicts, "conflict")),
        (plan.protected().count(), Look::Alarm, "refused by protection".to_owned()),
        (risks(Risk::OverwritesEdit), Look::Alarm, "overwriting an edit".to_owned()),
        (risks(Risk::DeletesEdit), Look::Alarm, "deleting an edit".to_owned()),
        (risks(Risk::DropsData), Look::Alarm, "dropping data".to_owned()),
        (plan.marked().count(), Look::Alarm, "with markers to sort out".to_owned()),
    ];
    let parts: Vec<String> = counted
        .into_iter()
        .filter(|(count, ..)| *count > 0)
        .map(|(count, look, words)| style.paint(look, format!("{count} {words}")))
        .collect();
    if parts.is_empty() { vec!["only the lock files change".to_owned()] } else { parts }
}

/// `word` for one, `words` for several.
pub(super) fn plural(count: usize, word: &str) -> String {
    if count == 1 { word.to_owned() } else { format!("{word}s") }
}
