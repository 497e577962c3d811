//! Looking for files that nobody has named.

use super::{Found, FsError, Kind, RelPath, Root, Tree};

/// Directories that hold what others made.
const FOREIGN: [&str; 4] = ["__pycache__", "node_modules", "site-packages", "venv"];

impl Root {
    /// The regular files whose names end with `suffix`, sorted. Hidden directories, other repositories and what package
    /// managers install are left out, and no link is followed.
    pub fn files_ending(&self, suffix: &str) -> Result<Vec<RelPath>, FsError> {
        let (mut found, mut tree) = (Vec::new(), self.tree());
        let mut open: Vec<Option<RelPath>> = vec![None];
        while let Some(directory) = open.pop() {
            for path in names(&mut tree, directory.as_ref())? {
                match tree.find(&path)? {
                    Found::Entry(Kind::File, _) if path.as_str().ends_with(suffix) => found.push(path),
                    Found::Entry(Kind::Directory, _) => open.push(Some(path)),
                    Found::Entry(..) | Found::Absent | Found::Blocked => {}
                }
            }
        }
        found.sort();
        Ok(found)
    }
}

/// What a directory holds that is the project's own.
fn names(tree: &mut Tree<'_>, directory: Option<&RelPath>) -> Result<Vec<RelPath>, FsError> {
    let names = tree.list(directory)?;
    if directory.is_some() && names.iter().any(|name| name == ".git") {
        return Ok(Vec::new());
    }
    let own = names.into_iter().filter(|name| !name.starts_with('.') && !FOREIGN.contains(&name.as_str()));
    let path = |name: String| match directory {
        Some(directory) => RelPath::new(format!("{directory}/{name}")),
        None => RelPath::new(name),
    };
    Ok(own.filter_map(|name| path(name).ok()).collect())
}
