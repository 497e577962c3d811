//! The project's files: what to look at, and what was seen, for the plan of them.
//!
//! They are carried out by [`apply`](crate::apply) itself, in one transaction with the state.

use std::collections::BTreeMap;

use crate::{
    blueprint::{Owner, Text, Wanted, WantedFile},
    diagnostics::{Issue, Report, listed},
    plan::{
        Contents, Note, Proposal,
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

/// What stays in the directory of a package that has another name from now on: no plan moves what only the user knows.
pub fn left_in_package(root: &Root, wanted: &Wanted, state: &State) -> Result<Option<Note>, Report> {
    let package = |inputs: Option<&BTreeMap<String, String>>| inputs?.get(Wanted::PACKAGE).cloned();
    let before = package(state.locks.get(State::CORE).map(|core| &core.inputs));
    let after = package(wanted.inputs.get(State::CORE));
    let (Some(before), Some(after)) = (before, after) else { return Ok(None) };
    let Some(directory) = RelPath::new(before.as_str()).ok().filter(|_| before != after) else {
        return Ok(None);
    };
    let owner = |path: &RelPath| state.locks.values().find_map(|lock| Some(lock.entries.get(path)?.owner));
    let is_users = |path: &RelPath| matches!(owner(path), None | Some(Owner::Once | Owner::Ejected));
    let files = root.files_ending("").map_err(Issue::from)?;
    let files: Vec<&str> = files
        .iter()
        .filter(|path| path.is_within(&directory) && is_users(path))
        .map(RelPath::as_str)
        .collect();
    if files.is_empty() {
        return Ok(None);
    }
    let message = format!(
        "files of yours stay there: {}; move what belongs into `{after}/`, and write `{after}` for `{before}` in your code",
        listed(&files)
    );
    Ok(Some(Note { target: before, message, quiet: false }))
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
