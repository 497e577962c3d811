//! Files that the user has moved: what is wanted follows them.

use std::collections::BTreeSet;

use crate::{blueprint::Wanted, state::State, workspace::RelPath};

/// What is wanted, at the paths to which the user has moved files. A path that the blueprint itself
/// takes is not given away.
pub fn follow(mut wanted: Wanted, state: &State) -> Wanted {
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
