//! Lock files as values.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::Serialize;

use crate::{
    blueprint::Owner,
    workspace::{Digest, Hasher, Mode, RelPath},
};

/// Everything that was applied last: one [`Lock`] per module.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct State {
    /// The locks by module name; `core` holds the project, its frontend and its theme.
    pub locks: BTreeMap<String, Lock>,
}

/// What one module's last render put into the project: `.quickscale/lock/<module>.lock`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Lock {
    /// The version of the blueprint that was rendered.
    #[schemars(with = "Option<String>")]
    pub version: Option<semver::Version>,
    /// Where the blueprint came from: `builtin`, or the reference of a package.
    pub source: String,
    /// What the render was made for: option and value.
    pub inputs: BTreeMap<String, String>,
    /// Paths under protection, kept here so that dropping the manifest's line is noticed.
    pub protect: BTreeSet<RelPath>,
    /// The files, by path.
    pub entries: BTreeMap<RelPath, Entry>,
    /// Files the user deleted on purpose: they are not made again.
    pub gone: BTreeSet<RelPath>,
    /// Files that carry on under another path, old to new.
    pub moved: BTreeMap<RelPath, RelPath>,
    /// Files that the user has moved, from the blueprint's path to the user's: they are looked for there.
    pub followed: BTreeMap<RelPath, RelPath>,
}

/// One file of the last render.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Entry {
    /// Who may write it.
    pub owner: Owner,
    /// Its permission bit.
    pub mode: Mode,
    /// The identity of the rendered text: the base of the next merge.
    pub base: Digest,
}

impl Lock {
    /// The source of what comes with the program.
    pub const BUILTIN: &'static str = "builtin";
}

impl State {
    /// The lock of the project, its frontend and its theme; it also holds what is protected.
    pub const CORE: &'static str = "core";

    /// Whether a file of ours at `path` was deleted by the user on purpose.
    pub fn is_gone(&self, path: &RelPath) -> bool {
        self.locks.values().any(|lock| lock.gone.contains(path))
    }

    /// Every path that was under protection when something was applied last.
    pub fn protected(&self) -> impl Iterator<Item = &RelPath> {
        self.locks.values().flat_map(|lock| &lock.protect)
    }

    /// The identity of everything that was applied.
    pub fn digest(&self) -> Digest {
        let mut hasher = Hasher::default();
        self.locks.iter().for_each(|(module, lock)| hasher.update(lock.to_text(module).as_bytes()));
        hasher.digest()
    }

    /// The identities of the rendered texts that are recorded.
    pub fn bases(&self) -> BTreeSet<Digest> {
        self.locks.values().flat_map(|lock| lock.entries.values()).map(|entry| entry.base).collect()
    }

    /// The lock that records `path`, and its entry.
    pub fn entry(&self, path: &RelPath) -> Option<(&str, Entry)> {
        self.locks.iter().find_map(|(module, lock)| Some((module.as_str(), *lock.entries.get(path)?)))
    }
}
