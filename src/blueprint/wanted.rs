//! The rendered files of a project.

use std::{borrow::Cow, collections::BTreeMap};

use super::Owner;
use crate::workspace::{Digest, Mode, RelPath};

/// Everything the blueprints want to exist for one project.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// The files by their path in the project.
    pub files: BTreeMap<RelPath, WantedFile>,
    /// Paths that older versions used, with the path that carries on, old to new.
    pub moved: BTreeMap<RelPath, RelPath>,
    /// The version of each lock module that renders files (`core` and one per module).
    pub versions: BTreeMap<String, semver::Version>,
    /// The inputs of each lock module, as lock files record them (never a secret).
    pub inputs: BTreeMap<String, BTreeMap<String, String>>,
}

/// One rendered file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WantedFile {
    /// Who may write it.
    pub owner: Owner,
    /// Its permission bit.
    pub mode: Mode,
    /// Its content; borrowed from the program when it is copied byte for byte.
    pub bytes: Cow<'static, [u8]>,
    /// Where it comes from.
    pub origin: Origin,
}

impl WantedFile {
    /// The content's identity.
    pub fn digest(&self) -> Digest {
        Digest::of(&self.bytes)
    }
}

/// Where a rendered file comes from; what `quickscale why` answers with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// The lock file that records the path: `core` or the name of a module.
    pub module: String,
    /// The layer, for example `project` or `themes/starter`.
    pub layer: String,
    /// The path inside the blueprints.
    pub source: String,
}

impl Wanted {
    /// The identity of everything wanted: paths, owners, modes and contents.
    pub fn digest(&self) -> Digest {
        let files = self
            .files
            .iter()
            .map(|(path, file)| format!("{} {} {} {path}\n", file.owner, file.mode, file.digest()));
        let moved = self.moved.iter().map(|(old, new)| format!("moved {old} {new}\n"));
        Digest::of(files.chain(moved).collect::<String>().as_bytes())
    }
}
