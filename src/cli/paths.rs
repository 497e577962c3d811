//! Paths on the command line.

use crate::{
    diagnostics::{Issue, Report, codes},
    workspace::RelPath,
};

/// The paths that `texts` name, below the project's root as every report prints them.
pub(super) fn named(texts: &[String]) -> Result<Vec<RelPath>, Report> {
    let mut report = Report::new();
    let mut paths = Vec::new();
    for text in texts {
        match RelPath::new(text.trim_start_matches("./").trim_end_matches('/')) {
            Ok(path) => paths.push(path),
            Err(error) => report.push(
                Issue::error(&codes::command::WRONG_PATH, error.to_string())
                    .help("write the path as `quickscale status --all` prints it, from the project's root"),
            ),
        }
    }
    if report.is_empty() { Ok(paths) } else { Err(report) }
}
