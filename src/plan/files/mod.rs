//! Plans the project's files: wanted × locked × found, path by path.
//!
//! [`Comparison`] is made once; it says what to look at, which base texts that makes necessary, and
//! then what to do. The table itself is spread over one file per situation: `unlocked` paths,
//! `locked` ones, those the blueprint has `dropped` and those it has `moved`.

mod cause;
mod collisions;
mod conflicts;
mod draft;
mod dropped;
mod heads;
mod locked;
mod moved;
mod pairs;
mod proposal;
mod resolution;
mod scene;
mod settle;
mod unlocked;

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

pub(in crate::plan) use draft::step_id;
pub(in crate::plan) use heads::new_heads;
pub use resolution::{Resolution, ResolutionError, Resolutions};

use self::pairs::Subject;
use super::{Contents, Proposal, merge};
use crate::{
    blueprint::{Owner, Wanted, WantedFile},
    diagnostics::Report,
    state::State,
    workspace::{Digest, Expectation, RelPath, Snapshot},
};

/// What a person decided besides the manifest.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// How conflicts are resolved.
    pub resolutions: Resolutions,
    /// The paths that the manifest protects.
    pub protect: BTreeSet<RelPath>,
    /// Paths whose protection does not count this time, because a person named them.
    pub lifted: BTreeSet<RelPath>,
}

/// What is wanted beside what was applied.
#[derive(Debug)]
pub struct Comparison<'a> {
    wanted: &'a Wanted,
    state: &'a State,
    subjects: Vec<Subject<'a>>,
}

impl<'a> Comparison<'a> {
    /// Pairs the wanted files with the recorded ones, or says which wanted paths cannot exist
    /// beside each other.
    pub fn new(wanted: &'a Wanted, state: &'a State) -> Result<Self, Report> {
        collisions::check(wanted)?;
        Ok(Self { wanted, state, subjects: pairs::subjects(wanted, state) })
    }

    /// The paths to look at, with what is known of them.
    pub fn expectations(&self) -> BTreeMap<RelPath, Expectation> {
        let at = |subject: &Subject<'a>| {
            let known = subject.expectation();
            [Some(subject.path), subject.from].into_iter().flatten().map(move |path| (path.clone(), known))
        };
        self.subjects.iter().flat_map(at).collect()
    }

    /// The files that need their text, which was let go when they were rendered.
    pub fn needed_texts(&self, found: &Snapshot) -> Vec<&'a WantedFile> {
        let let_go = |subject: &&Subject<'a>| {
            subject.render.is_some_and(|render| render.file.held().is_none()) && !subject.rests(found)
        };
        self.subjects
            .iter()
            .filter(let_go)
            .filter_map(|subject| subject.render)
            .map(|render| render.file)
            .collect()
    }

    /// Where the blueprint's version of a binary file could be written beside the user's.
    pub fn places_beside(&self, found: &Snapshot, texts: &Contents) -> BTreeMap<RelPath, Expectation> {
        let differs = |subject: &Subject<'a>, path: &RelPath| {
            let (Some(render), Some(seen)) = (subject.render, found.get(path)) else { return false };
            let Some(ours) = &seen.bytes else { return false };
            let rests = subject.locked.is_some_and(|locked| Some(locked.entry.base) == seen.state.digest());
            !rests && [ours, scene::text(render, texts)].into_iter().any(|bytes| !merge::is_text(bytes))
        };
        let mut places = BTreeMap::new();
        for subject in &self.subjects {
            let at = [Some(subject.path), subject.from];
            if at.into_iter().flatten().any(|path| differs(subject, path)) {
                let nothing_known = Expectation { base: None, wanted: None };
                places.extend(settle::beside(subject.path).map(|path| (path, nothing_known)));
            }
        }
        places
    }

    /// The last renders that a merge needs, after what was found.
    pub fn needed_bases(&self, found: &Snapshot) -> BTreeSet<Digest> {
        let digest = |path: &RelPath| found.get(path).and_then(|observed| observed.state.digest());
        let needed = |subject: &Subject<'a>| {
            let (render, locked) = (subject.render?, subject.locked?);
            let base = locked.entry.base;
            let edited = [Some(subject.path), subject.from]
                .into_iter()
                .flatten()
                .filter_map(digest)
                .any(|found| found != render.digest && found != base);
            let merges = matches!(render.file.owner, Owner::Shared | Owner::Keyed) && base != render.digest;
            (merges && edited).then_some(base)
        };
        self.subjects.iter().filter_map(needed).collect()
    }

    /// What to do about every path, given what was found and the needed texts: those of the bases, and those that
    /// were let go.
    pub fn propose(&self, found: &Snapshot, texts: &Contents, options: &Options) -> Proposal {
        proposal::propose(
            self.wanted,
            self.state,
            &self.subjects,
            &scene::Scene::new(self, found, texts, options),
        )
    }
}
