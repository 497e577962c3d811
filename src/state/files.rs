//! [`State`] as the files it is kept in.

use std::collections::BTreeMap;

use super::{Lock, State, lock_path, parse, paths};
use crate::{
    diagnostics::{Issue, Report, SourceFile, codes::state as codes},
    workspace::{Digest, RelPath},
};

impl State {
    /// Reads the state from the files of [`LOCKS`](super::LOCKS) with their content; files that are
    /// not lock files are left alone. Says everything that is wrong with any of them.
    pub fn from_files<B: AsRef<[u8]>>(files: impl IntoIterator<Item = (RelPath, B)>) -> Result<Self, Report> {
        let mut state = Self::default();
        let mut issues = Report::new();
        for (path, bytes) in files {
            let Some(module) = paths::module_of(&path) else { continue };
            match text(&path, bytes.as_ref()).and_then(|source| parse::parse(module, &source)) {
                Ok(lock) => drop(state.locks.insert(module.to_owned(), lock)),
                Err(report) => issues.extend(report),
            }
        }
        issues.extend(state.recorded_twice());
        if issues.is_empty() { Ok(state) } else { Err(issues) }
    }

    /// The lock files with their content.
    pub fn to_files(&self) -> BTreeMap<RelPath, Vec<u8>> {
        self.locks
            .iter()
            .map(|(module, lock)| (lock_path(module), lock.to_text(module).into_bytes()))
            .collect()
    }

    /// The identity of lock files that may be damaged: of what they say when they can be read, or of their texts.
    pub fn digest_of(files: &BTreeMap<RelPath, Vec<u8>>) -> Digest {
        Self::from_files(files.clone()).map_or_else(
            |_| {
                let texts =
                    files.iter().flat_map(|(path, text)| [path.as_str().as_bytes(), b"\0", text, b"\0"]);
                Digest::of(&texts.flatten().copied().collect::<Vec<u8>>())
            },
            |state| state.digest(),
        )
    }

    /// A path belongs to one module: which of two locks is right cannot be known.
    fn recorded_twice(&self) -> Vec<Issue> {
        let mut owners: BTreeMap<&RelPath, &str> = BTreeMap::new();
        let mut issues = Vec::new();
        // Within one lock, reading it has noticed already.
        if self.locks.len() < 2 {
            return issues;
        }
        for (module, lock) in &self.locks {
            for path in paths_of(lock) {
                if let Some(other) = owners.insert(path, module) {
                    issues.push(
                        Issue::error(
                            &codes::TWO_LOCKS,
                            format!("`{path}` is recorded by `{other}` and by `{module}`"),
                        )
                        .help(format!(
                            "run `quickscale resolve`, or delete its line from `{}` or from `{}`",
                            lock_path(other),
                            lock_path(module)
                        )),
                    );
                }
            }
        }
        issues
    }
}

/// Whether one of the files is a lock file that only a later version of the program can read.
pub fn is_newer(files: &BTreeMap<RelPath, Vec<u8>>) -> bool {
    files.iter().any(|(path, bytes)| {
        paths::module_of(path).is_some() && parse::is_newer(&String::from_utf8_lossy(bytes))
    })
}

fn paths_of(lock: &Lock) -> impl Iterator<Item = &RelPath> {
    lock.entries.keys().chain(&lock.gone)
}

fn text(path: &RelPath, bytes: &[u8]) -> Result<SourceFile, Report> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(SourceFile::new(path.as_str(), text)),
        Err(error) => {
            let message = format!("`{path}` is not UTF-8 text: byte {} is wrong", error.valid_up_to());
            let help = format!("restore it with `git checkout -- {path}`");
            Err(Issue::error(&codes::NOT_TEXT, message).help(help).into())
        }
    }
}
