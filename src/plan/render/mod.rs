//! Plans as text for people.
//!
//! Three levels: a line per module, one screen, or every changed line. All of them end with the same
//! one-line summary. Nothing is printed here, and nothing that comes from a file or a name reaches
//! the text without its control characters made visible.
//!
//! Each path has a symbol, so that the text reads the same without colour:
//!
//! ```text
//! +  is created            >  moves, with its edits
//! ~  is updated            -  is deleted
//! &  your edit and the     =  stays, and is recorded
//!    blueprint's merged    !  you decide
//! $  is run
//! ```

mod attention;
mod diff;
mod escape;
mod heads;
mod hunks;
mod overview;
mod paint;
mod stat;
mod summary;
mod symbols;
mod tree;

use super::Plan;

pub use escape::{is_hidden, visible};
pub use paint::Style;
pub use summary::summary;

/// The changed lines of one file; without a text before, the file is new.
pub fn text_diff(name: &str, before: Option<&str>, after: &str, style: Style) -> String {
    let old = before.map(|_| name);
    let lines = diff::of_texts([old, Some(name)], before.unwrap_or_default(), after, style);
    lines.iter().map(|line| format!("{line}\n")).collect()
}

/// How much is told.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Detail {
    /// A line per module.
    Short,
    /// One screen: what a person must look at path by path, the rest in counts.
    #[default]
    Normal,
    /// Every path.
    Full,
}

/// How much of the changed text is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Diffs {
    /// Nothing.
    None,
    /// How many lines come and go.
    Stat,
    /// The lines.
    Full,
}

/// How a plan is shown.
#[derive(Debug, Clone, Copy)]
pub struct View {
    /// How much is told.
    pub detail: Detail,
    /// How much of the changed text is shown.
    pub diffs: Diffs,
    /// With colour or without.
    pub style: Style,
}

impl View {
    /// The view at one level, with the diffs that belong to it.
    pub fn new(detail: Detail, style: Style) -> Self {
        let diffs = match detail {
            Detail::Short => Diffs::None,
            Detail::Normal => Diffs::Stat,
            Detail::Full => Diffs::Full,
        };
        Self { detail, diffs, style }
    }
}

/// `plan` as text; each line ends with a line feed.
pub fn render(plan: &Plan, view: View) -> String {
    let blocks = match view.detail {
        Detail::Short => vec![heads::short(plan, view.style)],
        Detail::Normal | Detail::Full => overview::blocks(plan, view),
    };
    let diffs = if view.diffs == Diffs::Full { diff::all(plan, view.style) } else { Vec::new() };
    let mut text = String::new();
    for block in diffs.into_iter().chain(blocks).filter(|block| !block.is_empty()) {
        for line in block {
            text.push_str(line.trim_end());
            text.push('\n');
        }
        if view.detail != Detail::Short {
            text.push('\n');
        }
    }
    if view.detail != Detail::Short || text.is_empty() {
        text.push_str(&summary(plan, view.style));
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests;
