//! Reading the files that the tool keeps in the project.

use std::{collections::BTreeMap, fs::File, io::Write as _};

use super::{Digest, Found, FsError, Kind, RelPath, Root};
use crate::diagnostics::{Issue, Report};

/// What is never committed: the lock, the journal, staged files and the stat cache.
pub const RUN: &str = ".quickscale/run";

/// Where the parts of what can be undone lie below [`RUN`], each under its number.
pub(crate) const TRANSACTIONS: &str = "transactions";
pub(crate) const KEPT: &str = "kept";
pub(crate) const MOVES: &str = "moves";

/// A path that is never committed.
pub(crate) fn run_path(name: &str) -> RelPath {
    RelPath::new(format!("{RUN}/{name}")).expect("internal: names of the tool's own files are paths")
}

impl Root {
    /// The files right in `directory` with their content; none when it does not exist. Names that
    /// no path may have are left out.
    pub fn files_in(&self, directory: &str) -> Result<BTreeMap<RelPath, Vec<u8>>, Report> {
        let (mut files, mut report) = (BTreeMap::new(), Report::new());
        let Ok(directory) = RelPath::new(directory) else { return Ok(files) };
        let mut tree = self.tree();
        for name in tree.list(&directory).map_err(Issue::from)? {
            let Ok(path) = RelPath::new(format!("{directory}/{name}")) else { continue };
            if matches!(tree.find(&path).map_err(Issue::from)?, Found::Entry(Kind::Directory, _)) {
                continue;
            }
            match self.read(&path) {
                Ok(bytes) => drop(files.insert(path, bytes)),
                Err(issue) => report.push(issue),
            }
        }
        if report.is_empty() { Ok(files) } else { Err(report) }
    }

    /// The names in `directory`, sorted; none when it does not exist or is no directory.
    pub fn names_in(&self, directory: &str) -> Result<Vec<String>, Issue> {
        let Ok(directory) = RelPath::new(directory) else { return Ok(Vec::new()) };
        let mut tree = self.tree();
        match tree.find(&directory)? {
            Found::Entry(Kind::Directory, _) => Ok(tree.list(&directory)?),
            Found::Absent | Found::Blocked | Found::Entry(..) => Ok(Vec::new()),
        }
    }

    /// Whether a regular file is at `path`.
    pub fn is_file(&self, path: &RelPath) -> Result<bool, Issue> {
        Ok(matches!(self.tree().find(path)?, Found::Entry(Kind::File, _)))
    }

    /// The directories right in `directory`, or in the root when that is empty, as paths from the root; sorted. Links are
    /// not followed.
    pub fn directories_in(&self, directory: &str) -> Result<Vec<String>, Issue> {
        let failed = |error| Issue::from(FsError::new("list", directory, error));
        let mut found = Vec::new();
        for entry in self.path().join(directory).read_dir_utf8().map_err(failed)? {
            let entry = entry.map_err(failed)?;
            if entry.file_type().map_err(failed)?.is_dir() {
                let name = entry.file_name();
                found.push(if directory.is_empty() {
                    name.to_owned()
                } else {
                    format!("{directory}/{name}")
                });
            }
        }
        found.sort();
        Ok(found)
    }

    /// The number of what is done next: one that was never used, as long as anything of it is left.
    pub(crate) fn next_number(&self) -> Result<u64, FsError> {
        let mut highest = 0;
        for directory in [TRANSACTIONS, KEPT, MOVES] {
            let names = self.tree().list(&run_path(directory))?;
            highest = names.iter().filter_map(|name| name.parse().ok()).fold(highest, u64::max);
        }
        Ok(highest.saturating_add(1))
    }

    /// The content of the file at `path`; none when nothing is there.
    pub fn read_if_file(&self, path: &RelPath) -> Result<Option<Vec<u8>>, Issue> {
        match self.tree().find(path)? {
            Found::Absent => Ok(None),
            Found::Blocked | Found::Entry(..) => self.read(path).map(Some),
        }
    }

    /// Replaces a file of the tool's own, at once.
    pub(crate) fn write_own(&self, path: &RelPath, bytes: &[u8]) -> Result<(), FsError> {
        let (fresh, mut file) = self.begin_own(path)?;
        file.write_all(bytes).map_err(|error| FsError::new("write", path.as_str(), error))?;
        self.end_own(&fresh, path)
    }

    /// Makes the file that is to take the place of `path`.
    pub(super) fn begin_own(&self, path: &RelPath) -> Result<(RelPath, File), FsError> {
        let (fresh, mut tree) = (path.with_suffix(".new"), self.tree());
        if tree.find(&fresh)? != Found::Absent {
            tree.remove_file(&fresh)?;
        }
        let file = tree.create(&fresh, 0o666)?;
        Ok((fresh, file))
    }

    pub(super) fn end_own(&self, fresh: &RelPath, path: &RelPath) -> Result<(), FsError> {
        self.tree().replace(fresh, (&mut self.tree(), path))
    }

    /// The content of the file at `path` when it is what `digest` says; none when nothing is there
    /// or it is damaged, so that a wrong text cannot be used.
    pub fn verified(&self, path: &RelPath, digest: Digest) -> Result<Option<Vec<u8>>, Issue> {
        Ok(self.read_if_file(path)?.filter(|bytes| Digest::of(bytes) == digest))
    }
}
