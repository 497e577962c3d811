//! The migrations of the project, by name. Django applies a migration once and knows it by its name alone.

use std::collections::BTreeSet;

use crate::{diagnostics::Issue, workspace::Root};

/// Directories that hold no apps, and may hold very much.
const PASSED_OVER: [&str; 7] =
    ["node_modules", "venv", "static", "staticfiles", "media", "templates", "__pycache__"];

/// No app is deeper.
const DEPTH: usize = 5;

/// The names, such as `shop/accounts 0001_initial`.
pub(super) fn names(root: &Root) -> Result<BTreeSet<String>, Issue> {
    let mut names = BTreeSet::new();
    for directory in root.directories_in("")? {
        collect(root, &directory, DEPTH, &mut names)?;
    }
    Ok(names)
}

fn collect(root: &Root, directory: &str, depth: usize, names: &mut BTreeSet<String>) -> Result<(), Issue> {
    let name = directory.rsplit('/').next().unwrap_or(directory);
    if depth == 0 || name.starts_with('.') || PASSED_OVER.contains(&name) {
        return Ok(());
    }
    if let Some(app) = directory.strip_suffix("/migrations") {
        let files = root.names_in(directory)?;
        let files =
            files.iter().filter_map(|file| file.strip_suffix(".py")).filter(|file| *file != "__init__");
        names.extend(files.map(|file| format!("{app} {file}")));
        return Ok(());
    }
    for inner in root.directories_in(directory)? {
        collect(root, &inner, depth - 1, names)?;
    }
    Ok(())
}
