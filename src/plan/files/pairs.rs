//! Pairs what is wanted with what is recorded, across renames.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    blueprint::{Owner, Wanted, WantedFile},
    plan::followed::destination,
    state::{Entry, State},
    workspace::{Digest, Expectation, RelPath, Snapshot},
};

/// One path to decide about.
#[derive(Debug, Clone, Copy)]
pub(super) struct Subject<'a> {
    /// Where the file is to be, or was recorded when it is not wanted any more.
    pub(super) path: &'a RelPath,
    /// What is to be there.
    pub(super) render: Option<Render<'a>>,
    /// What was applied last, here or at `from`.
    pub(super) locked: Option<Locked<'a>>,
    /// The path that the file was recorded under, when the blueprint has renamed it.
    pub(super) from: Option<&'a RelPath>,
    /// The lock that remembers that the user deleted the file on purpose.
    pub(super) gone: Option<&'a str>,
}

/// A wanted file whose content's identity is known.
#[derive(Debug, Clone, Copy)]
pub(super) struct Render<'a> {
    pub(super) file: &'a WantedFile,
    pub(super) digest: Digest,
}

/// A file as a lock records it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Locked<'a> {
    pub(super) module: &'a str,
    pub(super) entry: Entry,
}

impl Subject<'_> {
    /// Whether what was found is what was applied and what is wanted still, so that nobody asks for its text.
    pub(super) fn rests(&self, found: &Snapshot) -> bool {
        let (Some(render), Some(locked), None) = (self.render, self.locked, self.from) else { return false };
        let wanted = (render.file.owner, render.file.mode, render.digest, &*render.file.origin.module);
        let applied = (locked.entry.owner, locked.entry.mode, locked.entry.base, locked.module);
        let seen = found.get(self.path).and_then(|observed| observed.state.digest());
        wanted == applied && seen == Some(render.digest)
    }

    /// What is known before anything is observed. A path that belongs to the user is looked at
    /// without keeping its content.
    pub(super) fn expectation(&self) -> Expectation {
        let is_users = |owner: Owner| matches!(owner, Owner::Once | Owner::Ejected);
        let entry = self.locked.map(|locked| locked.entry);
        let user = match (entry, self.render) {
            (Some(entry), render) => {
                is_users(entry.owner)
                    && render
                        .is_none_or(|render| entry.owner == Owner::Ejected || is_users(render.file.owner))
            }
            (None, Some(render)) => is_users(render.file.owner),
            (None, None) => true,
        };
        if user {
            return Expectation { base: None, wanted: None };
        }
        Expectation { base: entry.map(|entry| entry.base), wanted: self.render.map(|render| render.digest) }
    }
}

/// Everything to decide about, sorted by path.
pub(super) fn subjects<'a>(wanted: &'a Wanted, state: &'a State) -> Vec<Subject<'a>> {
    let locked: BTreeMap<&RelPath, Locked<'a>> = state
        .locks
        .iter()
        .flat_map(|(module, lock)| {
            lock.entries.iter().map(move |(path, entry)| (path, Locked { module, entry: *entry }))
        })
        .collect();
    let gone: BTreeMap<&RelPath, &str> = state
        .locks
        .iter()
        .flat_map(|(module, lock)| lock.gone.iter().map(move |path| (path, module.as_str())))
        .collect();
    let recorded: BTreeSet<&RelPath> = locked.keys().chain(gone.keys()).copied().collect();
    let left: Vec<&RelPath> =
        recorded.iter().copied().filter(|path| !wanted.files.contains_key(*path)).collect();
    let carried = carried(wanted, &recorded, &left);
    let taken: BTreeSet<&RelPath> = carried.values().copied().collect();
    let mut subjects = Vec::with_capacity(wanted.files.len());
    for (path, file) in &wanted.files {
        let from = carried.get(path).copied();
        let source = from.unwrap_or(path);
        let render = Some(Render { file, digest: file.digest() });
        let (locked, gone) = (locked.get(source).copied(), gone.get(source).copied());
        subjects.push(Subject { path, render, locked, from, gone });
    }
    subjects.extend(left.into_iter().filter(|path| !taken.contains(path)).map(|path| Subject {
        path,
        render: None,
        locked: locked.get(path).copied(),
        from: None,
        gone: gone.get(path).copied(),
    }));
    subjects.sort_by_key(|subject| subject.path);
    subjects
}

/// The wanted paths that carry on what is recorded under another path, one of `left`, new to old.
///
/// A path that is wanted itself is not carried away, and one that is recorded itself takes nothing
/// over. A change of case alone is a rename even when the blueprint does not say so: on some file
/// systems both names are one file.
fn carried<'a>(
    wanted: &'a Wanted,
    recorded: &BTreeSet<&'a RelPath>,
    left: &[&'a RelPath],
) -> BTreeMap<&'a RelPath, &'a RelPath> {
    let mut carried = BTreeMap::new();
    if left.is_empty() {
        return carried;
    }
    let by_case: BTreeMap<String, &RelPath> =
        wanted.files.keys().map(|path| (path.as_str().to_lowercase(), path)).collect();
    for old in left {
        let new = destination(wanted, old).or_else(|| by_case.get(&old.as_str().to_lowercase()).copied());
        if let Some(new) = new.filter(|new| !recorded.contains(*new)) {
            carried.entry(new).or_insert(*old);
        }
    }
    carried
}
