//! `gc`: base texts that no lock file names.

use std::collections::BTreeMap;

use super::known::{Draft, Known};
use crate::{
    blueprint::Owner,
    plan::{Action, FileChange, Proposal, Recorded},
    state::{State, base_path},
    workspace::{Digest, FileState},
};

/// Deletes those of the `kept` base texts that no lock file names.
pub fn prune(known: &Known<'_>, kept: &BTreeMap<Digest, FileState>) -> Proposal {
    let named = known.state.bases();
    let mut draft = Draft::default();
    for (digest, state) in kept {
        if named.contains(digest) {
            draft.unchanged();
            continue;
        }
        let change = FileChange {
            path: base_path(*digest),
            from: None,
            owner: Owner::Managed,
            module: State::CORE.to_owned(),
            before: *state,
            after: FileState::Absent,
            record: Recorded::Forgotten,
            conflict: None,
        };
        draft.push(change, Action::Delete, "no lock file names it");
    }
    known.finish(draft)
}
