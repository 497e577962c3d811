//! The modules: what version they go to and why.

use std::collections::BTreeMap;

use super::{
    escape::visible,
    paint::{Look, Style},
    summary::plural,
    symbols,
};
use crate::plan::{Action, LockChange, Plan, Step};

/// One line per module whose version or options change.
pub(super) fn versions(plan: &Plan, style: Style) -> Vec<String> {
    locks(plan).into_values().map(|lock| version(lock, style)).collect()
}

fn locks(plan: &Plan) -> BTreeMap<&str, &LockChange> {
    plan.steps.iter().filter_map(Step::lock).map(|lock| (lock.module.as_str(), lock)).collect()
}

fn version(lock: &LockChange, style: Style) -> String {
    let name = style.paint(Look::Title, visible(&lock.module));
    let version = match (&lock.before, &lock.after) {
        (None, Some(after)) => format!(" {after} {}", style.paint(Look::Added, "added")),
        (Some(before), None) => format!(" {before} {}", style.paint(Look::Removed, "removed")),
        (Some(before), Some(after)) if before != after => format!(" {before} → {after}"),
        (_, Some(same)) => format!(" {same}"),
        (None, None) => String::new(),
    };
    let mut line = format!("{name}{version}");
    if lock.before.is_some() && !lock.inputs.is_empty() {
        let names: Vec<String> = lock.inputs.iter().map(|name| format!("`{}`", visible(name))).collect();
        line.push_str(&style.paint(Look::Faint, format!(" {} changed", names.join(", "))));
    }
    for path in &lock.unprotected {
        line.push_str(
            &style.paint(Look::Alarm, format!(" `{}` is not protected any more", visible(path.as_str()))),
        );
    }
    line
}

/// One line per module: `core 1.0.0 → 1.1.0: 2 changed, 1 in conflict`.
pub(super) fn short(plan: &Plan, style: Style) -> Vec<String> {
    let locks = locks(plan);
    let mut modules: BTreeMap<&str, BTreeMap<Action, usize>> = BTreeMap::new();
    for step in &plan.steps {
        let counts = modules.entry(step.group()).or_default();
        if step.lock().is_none() {
            *counts.entry(step.action).or_default() += 1;
        }
    }
    let line = |(module, counts): (&str, BTreeMap<Action, usize>)| {
        let head = locks
            .get(module)
            .map_or_else(|| style.paint(Look::Title, visible(module)), |lock| version(lock, style));
        if counts.is_empty() { head } else { format!("{head}  {}", tally(&counts, style)) }
    };
    modules.into_iter().map(line).collect()
}

/// `3 new, 2 changed`.
pub(super) fn tally(counts: &BTreeMap<Action, usize>, style: Style) -> String {
    let part = |(action, count): (&Action, &usize)| {
        style.paint(symbols::look(*action), format!("{count} {}", symbols::participle(*action)))
    };
    counts.iter().map(part).collect::<Vec<_>>().join(", ")
}

/// `12 files`.
pub(super) fn files(count: usize) -> String {
    format!("{count} {}", plural(count, "file"))
}
