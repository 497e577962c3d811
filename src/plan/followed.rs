//! Files that lie elsewhere because of the user: what is wanted follows them.

use std::collections::BTreeSet;

use crate::{blueprint::Wanted, state::State, workspace::RelPath};

/// What is wanted, at the paths to which the user has moved files, with the renames that a new name of the
/// package brings. A path that the blueprint itself takes is not given away.
pub fn follow(mut wanted: Wanted, state: &State) -> Wanted {
    let before = state.locks.get(State::CORE).and_then(|core| core.inputs.get(Wanted::PACKAGE));
    before.into_iter().for_each(|package| wanted.rename_package(package));
    for (old, place) in state.locks.values().flat_map(|lock| &lock.followed) {
        if wanted.files.contains_key(place) {
            continue;
        }
        let Some(from) = destination(&wanted, old).cloned() else { continue };
        if let Some(file) = wanted.files.remove(&from) {
            wanted.files.insert(place.clone(), file);
        }
    }
    wanted
}

/// What the blueprint calls `old` now.
pub(super) fn latest_name(wanted: &Wanted, old: &RelPath) -> RelPath {
    let (mut seen, mut path) = (BTreeSet::new(), old);
    while let Some(next) = wanted.moved.get(path).filter(|_| seen.insert(path)) {
        path = next;
    }
    path.clone()
}

/// The wanted path that is `old` itself, or at the end of the blueprint's renames that start there.
pub(super) fn destination<'a>(wanted: &'a Wanted, old: &RelPath) -> Option<&'a RelPath> {
    let mut seen = BTreeSet::new();
    let mut path = old;
    loop {
        if let Some((path, _)) = wanted.files.get_key_value(path) {
            return Some(path);
        }
        if !seen.insert(path) {
            return None;
        }
        path = wanted.moved.get(path)?;
    }
}
