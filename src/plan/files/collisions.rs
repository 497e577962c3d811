//! Wanted paths that cannot exist beside each other.

use std::collections::BTreeMap;

use crate::{
    blueprint::{Wanted, WantedFile},
    diagnostics::{Issue, Report, codes::plan as codes},
    state,
    workspace::RelPath,
};

/// Refuses two paths that differ in case only, a file where another needs a directory, and the
/// tool's own directory.
pub(super) fn check(wanted: &Wanted) -> Result<(), Report> {
    let mut issues = Report::new();
    let layer = |path: &RelPath| wanted.files.get(path).map_or("", |file: &WantedFile| &*file.origin.layer);
    let mut folded: BTreeMap<String, &RelPath> = BTreeMap::new();
    for path in wanted.files.keys() {
        if let Some(other) = folded.insert(path.as_str().to_lowercase(), path) {
            let message = format!(
                "`{other}` (layer `{}`) and `{path}` (layer `{}`) are one file where case does not matter",
                layer(other),
                layer(path)
            );
            let help = "rename one of them in its blueprint";
            issues.push(Issue::error(&codes::CASE_COLLISION, message).help(help));
        }
        if state::is_own(path) {
            let message =
                format!("layer `{}` wants to write `{path}`, which is quickscale's own", layer(path));
            let help = format!("move the file out of `{}` in its blueprint", state::DIRECTORY);
            issues.push(Issue::error(&codes::RESERVED_PATH, message).help(help));
        }
    }
    let mut directory = "";
    for (spelled, path) in &folded {
        let above = spelled.rsplit_once('/').map_or("", |(above, _)| above);
        if above == directory {
            continue;
        }
        directory = above;
        if let Some(file) = file_above(spelled, &folded) {
            let message = format!(
                "`{path}` (layer `{}`) needs a directory where `{file}` (layer `{}`) is a file",
                layer(path),
                layer(file)
            );
            issues
                .push(Issue::error(&codes::PATH_CLASH, message).help("rename one of them in its blueprint"));
        }
    }
    if issues.is_empty() { Ok(()) } else { Err(issues) }
}

/// The nearest file where the path needs a directory.
fn file_above<'a>(path: &str, files: &BTreeMap<String, &'a RelPath>) -> Option<&'a RelPath> {
    path.rmatch_indices('/').find_map(|(end, _)| files.get(&path[..end]).copied())
}
