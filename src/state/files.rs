//! [`State`] as the files it is kept in.

use std::collections::BTreeMap;

use super::{Lock, State, lock_path, parse, paths};
use crate::{
    diagnostics::{Issue, Report, SourceFile, codes::state as codes},
    workspace::RelPath,
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

    /// A path belongs to one module: which of two locks is right cannot be known.
    fn recorded_twice(&self) -> Vec<Issue> {
        let mut owners: BTreeMap<&RelPath, &str> = BTreeMap::new();
        let mut issues = Vec::new();
        for (module, lock) in &self.locks {
            for path in paths_of(lock) {
                if let Some(other) = owners.insert(path, module) {
                    issues.push(
                        Issue::error(
                            &codes::TWO_LOCKS,
                            format!("`{path}` is recorded by `{other}` and by `{module}`"),
                        )
                        .help(format!(
                            "delete its line from `{}` or from `{}`, then run `quickscale plan`",
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
