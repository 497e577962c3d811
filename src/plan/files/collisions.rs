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
    let folded = |path: &RelPath| path.as_str().to_lowercase();
    let files: BTreeMap<String, &RelPath> = wanted.files.keys().map(|path| (folded(path), path)).collect();
    let mut by_case: BTreeMap<String, &RelPath> = BTreeMap::new();
    let layer = |path: &RelPath| wanted.files.get(path).map_or("", |file: &WantedFile| &file.origin.layer);
    for path in wanted.files.keys() {
        if let Some(other) = by_case.insert(folded(path), path) {
            let message = format!(
                "`{other}` (layer `{}`) and `{path}` (layer `{}`) are one file where case does not matter",
                layer(other),
                layer(path)
            );
            let help = "rename one of them in its blueprint";
            issues.push(Issue::error(&codes::CASE_COLLISION, message).help(help));
        }
        if let Some(file) = path.ancestors().find_map(|above| files.get(&folded(&above))) {
            let message = format!(
                "`{path}` (layer `{}`) needs a directory where `{file}` (layer `{}`) is a file",
                layer(path),
                layer(file)
            );
            issues
                .push(Issue::error(&codes::PATH_CLASH, message).help("rename one of them in its blueprint"));
        }
        if state::is_own(path) {
            let message =
                format!("layer `{}` wants to write `{path}`, which is quickscale's own", layer(path));
            let help = format!("move the file out of `{}` in its blueprint", state::DIRECTORY);
            issues.push(Issue::error(&codes::RESERVED_PATH, message).help(help));
        }
    }
    if issues.is_empty() { Ok(()) } else { Err(issues) }
}
