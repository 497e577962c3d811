//! The rendered files of a project.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use super::{Owner, render::in_package};
use crate::workspace::{Digest, Hasher, Mode, RelPath};

/// Everything the blueprints want to exist for one project.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// The files by their path in the project.
    pub files: BTreeMap<RelPath, WantedFile>,
    /// Paths that older versions used, with the path that carries on, old to new.
    pub moved: BTreeMap<RelPath, RelPath>,
    /// Paths of this and of older versions with `__package__` where the package's name belongs, with the path
    /// that carries on.
    pub(super) packaged: BTreeMap<RelPath, RelPath>,
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
    /// Where it comes from.
    pub origin: Origin,
    /// The inputs of `core` that path and content depend on.
    pub inputs: BTreeSet<&'static str>,
    /// Nothing where the text was let go.
    bytes: Option<Arc<[u8]>>,
    digest: Digest,
}

impl WantedFile {
    /// A file with this content.
    pub fn new(owner: Owner, mode: Mode, bytes: impl Into<Arc<[u8]>>, origin: Origin) -> Self {
        let bytes = bytes.into();
        let digest = Digest::of(&bytes);
        Self { owner, mode, origin, inputs: BTreeSet::new(), bytes: Some(bytes), digest }
    }

    /// The same file without its text, which [`Library::texts`](super::Library::texts) makes again.
    pub(crate) fn let_go(self) -> Self {
        Self { bytes: None, ..self }
    }

    /// The same file with another content.
    #[cfg(test)]
    pub(crate) fn set_bytes(&mut self, bytes: impl Into<Arc<[u8]>>) {
        *self = Self::new(self.owner, self.mode, bytes, self.origin.clone());
    }

    /// Its content, of a file that was rendered with all texts held.
    pub fn bytes(&self) -> &Arc<[u8]> {
        self.held().expect("internal: a text that was let go is made again before it is read")
    }

    /// Its content, unless it was let go.
    pub(crate) fn held(&self) -> Option<&Arc<[u8]>> {
        self.bytes.as_ref()
    }

    /// The content's identity, taken once: hashing is most of what planning would otherwise do.
    pub fn digest(&self) -> Digest {
        self.digest
    }
}

/// A text with its identity.
pub type Text = (Digest, Arc<[u8]>);

/// Where a rendered file comes from; what `quickscale why` answers with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// The lock file that records the path: `core` or the name of a module.
    pub module: Arc<str>,
    /// The layer, for example `project` or `themes/starter`.
    pub layer: Arc<str>,
    /// The path inside the blueprints.
    pub source: RelPath,
}

impl Wanted {
    /// The input of `core` that names the package.
    pub const PACKAGE: &'static str = "package";

    /// What stands for the modules of the project among the inputs of a file.
    pub const MODULES: &'static str = "modules";

    /// Takes along what lies where it was generated while the package was called `before`.
    pub fn rename_package(&mut self, before: &str) {
        for (pattern, to) in &self.packaged {
            // What a lock file calls a package may be anything.
            let from = in_package(pattern, before).ok();
            if let Some(from) = from.filter(|from| !self.files.contains_key(from)) {
                self.moved.insert(from, to.clone());
            }
        }
    }

    /// The identity of everything wanted: paths, owners, modes and contents.
    pub fn digest(&self) -> Digest {
        let files = self.files.iter();
        let files =
            files.map(|(path, file)| format!("{} {} {} {path}", file.owner, file.mode, file.digest()));
        let moved = self.moved.iter().map(|(old, new)| format!("moved {old} {new}"));
        Hasher::of_lines(files.chain(moved))
    }
}
