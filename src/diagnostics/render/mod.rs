//! A report as text for a person, or as JSON for a machine.

mod clean;
mod human;
mod json;

pub use human::{Look, render};
pub use json::to_json;

use super::{Issue, Report};

/// The issues in the order in which they are shown: file by file, each from top to bottom.
fn in_order(report: &Report) -> Vec<&Issue> {
    let mut files: Vec<&str> = Vec::new();
    let mut ordered: Vec<(usize, usize, &Issue)> = Vec::new();
    for issue in report.issues() {
        let file = issue.source.as_ref().map_or("", |source| source.name());
        let index = files.iter().position(|other| *other == file).unwrap_or_else(|| {
            files.push(file);
            files.len() - 1
        });
        let start = issue.labels.first().map_or(0, |label| label.span.start);
        ordered.push((index, start, issue));
    }
    ordered.sort_by_key(|(file, start, _)| (*file, *start));
    ordered.into_iter().map(|(_, _, issue)| issue).collect()
}
