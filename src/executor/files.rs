//! The project's files: what to look at, and what was seen, for the plan of them.
//!
//! They are carried out by [`apply`](crate::apply) itself, in one transaction with the state.

use std::collections::BTreeMap;

use crate::{
    blueprint::{Text, Wanted, WantedFile},
    diagnostics::{Issue, Report},
    plan::{
        Contents, Proposal,
        files::{Comparison, Options},
    },
    state::{self, State},
    workspace::{Digest, Expectation, FileState, RelPath, Root, Snapshot},
};

/// The files as they were found.
#[derive(Debug)]
pub struct Files<'a> {
    comparison: Comparison<'a>,
    found: Snapshot,
    /// Those of last renders that merges start from, and those of renders that were let go and are needed.
    texts: Contents,
}

impl<'a> Files<'a> {
    /// Looks at every path that is wanted or recorded, once, without changing anything. `again` makes texts that
    /// were let go.
    pub fn observe(
        root: &Root,
        wanted: &'a Wanted,
        state: &'a State,
        again: impl FnOnce(&[&WantedFile]) -> Result<Vec<Text>, Report>,
    ) -> Result<Self, Report> {
        let comparison = Comparison::new(wanted, state)?;
        let mut found = root.observe(&comparison.expectations())?;
        let mut texts = Contents::default();
        match comparison.needed_texts(&found).as_slice() {
            [] => {}
            needed => texts.extend(again(needed)?),
        }
        found.extend(root.observe(&comparison.places_beside(&found, &texts))?);
        texts.extend(read_bases(root, comparison.needed_bases(&found))?);
        Ok(Self { comparison, found, texts })
    }

    /// What was found, by path.
    pub fn found(&self) -> &Snapshot {
        &self.found
    }

    /// What was found, for whoever needs no plan any more.
    pub fn into_found(self) -> Snapshot {
        self.found
    }

    /// What would have to be done. Pure.
    pub fn plan(&self, options: &Options) -> Proposal {
        self.comparison.propose(&self.found, &self.texts, options)
    }
}

/// The Python files of the project with their contents, for what a new version of a module renames in them.
pub fn read_code(root: &Root) -> Result<Snapshot, Report> {
    // Compared with a text that no file of interest has, every content is kept.
    let look = Expectation { base: Some(Digest::of(b"")), wanted: None };
    let paths = root.files_ending(".py").map_err(Issue::from)?;
    root.observe(&paths.into_iter().map(|path| (path, look)).collect())
}

/// What was applied last, from the lock files.
pub fn read_state(root: &Root) -> Result<State, Report> {
    State::from_files(root.files_in(state::LOCKS)?)
}

/// The texts of last renders, those that are kept and undamaged.
pub fn read_bases(root: &Root, digests: impl IntoIterator<Item = Digest>) -> Result<Contents, Report> {
    let mut bases = Contents::default();
    let mut report = Report::new();
    for digest in digests {
        match root.verified(&state::base_path(digest), digest) {
            Ok(bytes) => bases.extend(bytes.map(|bytes| (digest, bytes.into()))),
            Err(issue) => report.push(issue),
        }
    }
    if report.is_empty() { Ok(bases) } else { Err(report) }
}

/// The base texts that are kept, each with what is found at its path. Other files among them are left out.
pub fn kept_bases(root: &Root) -> Result<BTreeMap<Digest, FileState>, Report> {
    let mut paths = Vec::new();
    for directory in root.names_in(state::BASES)? {
        let directory = format!("{}/{directory}", state::BASES);
        let names = root.names_in(&directory)?;
        paths.extend(names.iter().filter_map(|name| RelPath::new(format!("{directory}/{name}")).ok()));
    }
    let nothing_known = Expectation { base: None, wanted: None };
    let paths = paths.into_iter().filter(state::is_base);
    let found = root.observe(&paths.map(|path| (path, nothing_known)).collect())?;
    Ok(found.into_iter().filter_map(|(path, seen)| Some((state::base_of(&path)?, seen.state))).collect())
}
