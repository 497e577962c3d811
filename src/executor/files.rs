//! The project's files: what to look at, and what was seen, for the plan of them.
//!
//! They are carried out by [`apply`](crate::apply) itself, in one transaction with the state.

use crate::{
    blueprint::Wanted,
    diagnostics::Report,
    plan::{
        Contents, Proposal,
        files::{Comparison, Options},
    },
    state::{self, State},
    workspace::{Root, Snapshot},
};

/// The files as they were found.
#[derive(Debug)]
pub struct Files<'a> {
    comparison: Comparison<'a>,
    found: Snapshot,
    bases: Contents,
}

impl<'a> Files<'a> {
    /// Looks at every path that is wanted or recorded, once, without changing anything.
    pub fn observe(root: &Root, wanted: &'a Wanted, state: &'a State) -> Result<Self, Report> {
        let comparison = Comparison::new(wanted, state)?;
        let found = root.observe(&comparison.expectations())?;
        let mut bases = Contents::default();
        let mut report = Report::new();
        for digest in comparison.needed_bases(&found) {
            match root.verified(&state::base_path(digest), digest) {
                Ok(bytes) => bases.extend(bytes.map(|bytes| (digest, bytes.into()))),
                Err(issue) => report.push(issue),
            }
        }
        if report.is_empty() { Ok(Self { comparison, found, bases }) } else { Err(report) }
    }

    /// What was found, by path.
    pub fn found(&self) -> &Snapshot {
        &self.found
    }

    /// What would have to be done. Pure.
    pub fn plan(&self, options: &Options) -> Proposal {
        self.comparison.propose(&self.found, &self.bases, options)
    }
}

/// What was applied last, from the lock files.
pub fn read_state(root: &Root) -> Result<State, Report> {
    State::from_files(root.files_in(state::LOCKS)?)
}
