//! Where the tool's own files are, and reading those that are committed.

use std::collections::BTreeMap;

use super::{Digest, Found, RelPath, Root};
use crate::diagnostics::{Issue, Report, codes};

/// The directory that holds everything of the tool's own.
pub const OWN: &str = ".quickscale";

/// Where the lock file of `module` is.
pub fn lock_path(module: &str) -> RelPath {
    own_path(&format!("lock/{module}.lock"))
}

/// Where the text with this digest is kept as the base of merges.
pub fn base_path(digest: Digest) -> RelPath {
    let digits = digest.to_string();
    let (directory, name) = digits.split_at(2);
    own_path(&format!("base/{directory}/{name}"))
}

/// A path that is never committed.
pub(crate) fn run_path(name: &str) -> RelPath {
    own_path(&format!("run/{name}"))
}

fn own_path(name: &str) -> RelPath {
    RelPath::new(format!("{OWN}/{name}")).expect("internal: names of the tool's own files are paths")
}

impl Root {
    /// The lock files by their module's name.
    pub fn lock_files(&self) -> Result<BTreeMap<String, Vec<u8>>, Report> {
        let (mut files, mut report) = (BTreeMap::new(), Report::new());
        let names = self.tree().list(&own_path("lock")).map_err(Issue::from)?;
        for name in names {
            let Some(module) = name.strip_suffix(".lock") else { continue };
            let path = RelPath::new(format!("{OWN}/lock/{name}"));
            let read = path.map_err(|error| {
                Issue::error(&codes::workspace::NOT_A_FILE, format!("a lock file has an impossible name: {error}"))
                    .help(format!("remove it from `{OWN}/lock`"))
            });
            match read.and_then(|path| self.read(&path)) {
                Ok(bytes) => {
                    files.insert(module.to_owned(), bytes);
                }
                Err(issue) => report.push(issue),
            }
        }
        if report.is_empty() { Ok(files) } else { Err(report) }
    }

    /// The kept text with this digest; none when there is none or it is damaged, so that a wrong
    /// base cannot be used.
    pub fn base(&self, digest: Digest) -> Result<Option<Vec<u8>>, Issue> {
        let path = base_path(digest);
        if self.tree().find(&path)? == Found::Absent {
            return Ok(None);
        }
        Ok(Some(self.read(&path)?).filter(|bytes| Digest::of(bytes) == digest))
    }
}
