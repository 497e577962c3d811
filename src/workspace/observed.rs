//! What is found at a path, without following links.

use std::{collections::BTreeMap, sync::Arc};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Digest, Mode, RelPath};

/// What is at a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "is", rename_all = "lowercase")]
pub enum FileState {
    /// Nothing.
    Absent,
    /// A regular file.
    File {
        /// Its permission bit.
        mode: Mode,
        /// Its content's identity.
        digest: Digest,
    },
    /// A directory.
    Directory,
    /// A symbolic link; never followed.
    Symlink,
    /// A socket, pipe or device, or something below a path that is not a directory.
    Other,
}

impl FileState {
    /// The content's identity, when it is a regular file.
    pub fn digest(self) -> Option<Digest> {
        match self {
            Self::File { digest, .. } => Some(digest),
            Self::Absent | Self::Directory | Self::Symlink | Self::Other => None,
        }
    }
}

/// What was found at one path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Observed {
    /// Kind, mode and identity.
    pub state: FileState,
    /// The content, kept only when planning may need it: see [`Expectation`].
    pub bytes: Option<Arc<[u8]>>,
}

/// What is already known of a path that is to be observed.
///
/// The content is kept in every case in which a plan could merge, update, delete or show it, or has
/// to look for conflict markers in it: whenever it is not what is wanted. A path of which neither
/// is known belongs to the user, and nobody looks into it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Expectation {
    /// The identity of the last render.
    pub base: Option<Digest>,
    /// The identity of the new render; none when the path is not wanted any more.
    pub wanted: Option<Digest>,
}

impl Expectation {
    /// Whether a plan may need the content of a file whose identity is `found`.
    pub fn needs_bytes(self, found: Digest) -> bool {
        self.wanted != Some(found) && (self.wanted.is_some() || self.base.is_some())
    }
}

/// Everything that was found, by path.
pub type Snapshot = BTreeMap<RelPath, Observed>;
