//! What a step does to a file or to a lock file.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    blueprint::Owner,
    workspace::{Digest, FileState, Mode, RelPath},
};

/// What happens to one file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FileChange {
    /// The path after the step.
    pub path: RelPath,
    /// The path before, when the step moves the file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<RelPath>,
    /// Who owns the file.
    pub owner: Owner,
    /// The lock file that records it.
    pub module: String,
    /// What was observed at `from`, or else at `path`; apply refuses when it moved.
    pub before: FileState,
    /// What will be at `path`; the same as `before` when nothing is written.
    pub after: FileState,
    /// What the lock file says of `path` afterwards.
    pub record: Recorded,
    /// Why a person has to decide.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub conflict: Option<Conflict>,
}

impl FileChange {
    /// What has to be found where before the step may run: at each path, either of two states.
    ///
    /// A moved file finds nothing at its new path. After a change of case alone, some file systems
    /// find the file itself there.
    pub fn preconditions(&self) -> impl Iterator<Item = (&RelPath, [FileState; 2])> {
        let source = self.from.as_ref().unwrap_or(&self.path);
        let target = self.from.as_ref().map(|from| {
            let same_name = from.as_str().to_lowercase() == self.path.as_str().to_lowercase();
            (&self.path, [FileState::Absent, if same_name { self.before } else { FileState::Absent }])
        });
        std::iter::once((source, [self.before; 2])).chain(target)
    }

    /// Whether the step writes, moves or deletes anything in the project itself.
    pub fn touches_tree(&self) -> bool {
        self.record != Recorded::Before && (self.from.is_some() || self.before != self.after)
    }
}

/// What a lock file says of a path after a step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "as", rename_all = "lowercase", deny_unknown_fields)]
pub enum Recorded {
    /// What it said before: a person has to decide first.
    Before,
    /// What it said before, or nothing: what changes is the user's.
    Same,
    /// A file of ours; `base` is the render that the next merge starts from.
    Entry {
        /// The permission bit of the render.
        mode: Mode,
        /// The identity of the render.
        base: Digest,
    },
    /// The user deleted it on purpose.
    Gone,
    /// It carries on under another path, which has a step of its own.
    Moved {
        /// The path that carries on.
        to: RelPath,
    },
    /// The user moved it: it is followed under another path, which has a step of its own.
    Followed {
        /// Where the user has it.
        to: RelPath,
    },
    /// Nothing any more.
    Forgotten,
}

impl Recorded {
    /// The render that the next merge starts from.
    pub fn base(&self) -> Option<Digest> {
        match self {
            Self::Entry { base, .. } => Some(*base),
            Self::Before
            | Self::Same
            | Self::Gone
            | Self::Moved { .. }
            | Self::Followed { .. }
            | Self::Forgotten => None,
        }
    }
}

/// What changes in the head of a lock file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LockChange {
    /// The lock's module.
    pub module: String,
    /// The version that was applied last; none when the lock is new.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub before: Option<semver::Version>,
    /// The version that will have been applied; none when the lock goes away.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub after: Option<semver::Version>,
    /// The names of the inputs that differ.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub inputs: Vec<String>,
    /// Paths that come under protection.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub protected: Vec<RelPath>,
    /// Paths whose protection ends.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unprotected: Vec<RelPath>,
}

/// Both sides changed the same thing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Conflict {
    /// What kind it is, in a person's words.
    pub summary: String,
    /// What to do about it: starts with a verb.
    pub help: String,
    /// The new render; none when the blueprint has dropped the file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub theirs: Option<Digest>,
    /// The places, when both sides are text.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub hunks: Vec<Hunk>,
}

/// One place in a text that both sides changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Hunk {
    /// The first line in the file as it is in the project, from 1.
    pub line: usize,
    /// The lines of the last render.
    pub base: String,
    /// The lines in the project.
    pub ours: String,
    /// The lines of the new render.
    pub theirs: String,
}
