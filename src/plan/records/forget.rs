//! `state rm`: what was recorded of a path is forgotten.

use super::known::{Draft, Known};
use crate::{
    blueprint::Owner,
    diagnostics::Report,
    plan::{Proposal, Recorded},
    workspace::RelPath,
};

/// Forgets what the lock files say of `named`.
pub fn forget(known: &Known<'_>, named: &[RelPath]) -> Result<Proposal, Report> {
    let mut draft = Draft::default();
    for subject in known.named(named)? {
        match subject.locked {
            Some((_, entry)) => draft.record(&subject, entry.owner, Recorded::Forgotten, REASON),
            None if known.state.is_gone(subject.path) => {
                draft.record(
                    &subject,
                    Owner::Shared,
                    Recorded::Forgotten,
                    "forgotten; no longer kept deleted",
                );
            }
            None => {
                draft.note(subject.path, "is not recorded");
                draft.unchanged();
            }
        }
    }
    Ok(known.finish(draft))
}

const REASON: &str = "forgotten; the file stays, as if quickscale had never made it";
