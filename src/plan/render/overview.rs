//! One screen about a plan of any size.

use std::collections::BTreeMap;

use super::{
    Detail, View,
    attention::{self, Listed},
    escape::visible,
    heads,
    paint::{Look, Style},
    symbols,
    tree::{Leaf, Tree},
};
use crate::plan::{Action, Change, Consequence, Note, Plan, Step};

/// How many lines a screen has.
const SCREEN: usize = 40;
/// The overview has at least this many, however much there is to look at.
const LEAST: usize = 10;
/// How many notes and records are told before the rest becomes a count.
const FEW: usize = 5;

/// The blocks of the text, which are separated by empty lines.
pub(super) fn blocks(plan: &Plan, view: View) -> Vec<Vec<String>> {
    let listed = Listed::new(plan, view);
    let mut blocks = vec![heads::versions(plan, view.style)];
    blocks.extend(attention::sections(plan, view, listed));
    let (records, notes) = (records(plan, view), notes(plan, view));
    let said: usize = blocks.iter().chain([&records, &notes]).map(|block| block.len() + 1).sum();
    let room = match view.detail {
        Detail::Full => usize::MAX,
        Detail::Short | Detail::Normal => SCREEN.saturating_sub(said + 2).max(LEAST),
    };
    // What is shown last is seen first.
    let attention = blocks.split_off(1);
    blocks.push(overview(plan, view, listed, room));
    blocks.extend([records, notes]);
    blocks.extend(attention);
    blocks.push(consequences(plan, view));
    blocks
}

/// Everything that is written and needs nobody's attention, as a tree of at most `room` lines.
fn overview(plan: &Plan, view: View, listed: Listed, room: usize) -> Vec<String> {
    let shown = |step: &&Step| step.file().is_some() && step.action != Action::Record && !listed.has(step);
    let leaves = plan.steps.iter().filter(shown).map(|step| Leaf::new(step, plan, view));
    Tree::new(leaves).lines(room, view.style)
}

/// What is only recorded: a line per reason.
fn records(plan: &Plan, view: View) -> Vec<String> {
    let mut reasons: BTreeMap<&str, Vec<&Step>> = BTreeMap::new();
    for step in &plan.steps {
        if step.action == Action::Record && matches!(step.change, Change::File(_)) {
            reasons.entry(&step.reason).or_default().push(step);
        }
    }
    let mut lines = Vec::new();
    for (reason, steps) in reasons {
        if steps.len() > FEW && view.detail != Detail::Full {
            lines.push(record(&heads::files(steps.len()), reason, view.style));
        } else {
            lines.extend(steps.iter().map(|step| record(&step.target, reason, view.style)));
        }
    }
    capped(lines, 2 * FEW, view)
}

fn record(target: &str, reason: &str, style: Style) -> String {
    let sign = symbols::symbol(Action::Record);
    format!(
        "  {} {}  {}",
        style.paint(Look::Faint, sign),
        visible(target),
        style.paint(Look::Faint, visible(reason))
    )
}

/// What needs a yes of its own, however much there is.
fn consequences(plan: &Plan, view: View) -> Vec<String> {
    let title = view.style.paint(Look::Title, "Needs a yes of its own");
    let line = |consequence: &Consequence| {
        let sign = view.style.paint(Look::Alarm, "!");
        format!("  {sign} {}  {}", visible(&consequence.target), visible(&consequence.message))
    };
    let lines: Vec<String> = plan.consequences.iter().map(line).collect();
    if lines.is_empty() { lines } else { std::iter::once(title).chain(lines).collect() }
}

fn notes(plan: &Plan, view: View) -> Vec<String> {
    let shown = |note: &&Note| !note.quiet || view.detail == Detail::Full;
    let line = |note: &Note| {
        let sign = view.style.paint(Look::Moved, "i");
        format!("  {sign} {}  {}", visible(&note.target), visible(&note.message))
    };
    capped(plan.notes.iter().filter(shown).map(line).collect(), FEW, view)
}

fn capped(mut lines: Vec<String>, most: usize, view: View) -> Vec<String> {
    if view.detail != Detail::Full && lines.len() > most {
        let more = lines.len() - most + 1;
        lines.truncate(most - 1);
        lines.push(format!("    and {more} more: `--full` lists them"));
    }
    lines
}
