//! How much of a plan is shown.

use clap::{Args, ValueEnum};

use super::ui::Ui;
use crate::plan::{
    Plan,
    render::{Detail, Diffs, Style, View, render},
};

/// How a plan is shown.
#[derive(Debug, Args)]
pub(super) struct Display {
    /// Show one line per module.
    #[arg(long, conflicts_with = "full")]
    short: bool,

    /// Show every path and every diff.
    #[arg(long)]
    full: bool,

    /// How much of the changed text is shown.
    #[arg(long, value_enum, value_name = "WHAT")]
    diff: Option<Diff>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Diff {
    /// How many lines come and go.
    Stat,
    /// The lines.
    Full,
    /// Nothing.
    None,
}

impl Display {
    /// The plan as text for stdout.
    pub(super) fn text(&self, plan: &Plan, ui: &Ui) -> String {
        let detail = match (self.short, self.full) {
            (true, _) => Detail::Short,
            (false, true) => Detail::Full,
            (false, false) => Detail::Normal,
        };
        let mut view = View::new(detail, if ui.color { Style::Ansi } else { Style::Plain });
        if let Some(diff) = self.diff {
            view.diffs = match diff {
                Diff::Stat => Diffs::Stat,
                Diff::Full => Diffs::Full,
                Diff::None => Diffs::None,
            };
        }
        render(plan, view)
    }
}
