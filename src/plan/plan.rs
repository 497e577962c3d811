//! The plan itself; `schema/plan.schema.json` is derived from it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Action, Consequence, Contents, Step};
use crate::{
    blueprint::Wanted,
    state::State,
    workspace::{Digest, FileState, Hasher, RelPath, Snapshot},
};

/// Everything that `apply` would do, in the order in which it would do it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Plan {
    /// The version of this format.
    pub format: u32,
    /// What the plan was made from; when any of it moves, the plan is stale.
    pub header: Header,
    /// What to do. A plan without steps has nothing to do.
    pub steps: Vec<Step>,
    /// What a person should know though nothing is done about it.
    pub notes: Vec<Note>,
    /// What follows outside of the files, and needs a yes of its own.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub consequences: Vec<Consequence>,
    /// How many files are already as wanted.
    pub unchanged: usize,
    /// The texts behind the digests of the steps. Never saved: a saved plan is made anew and
    /// compared, so that no text from a plan file ever reaches the project.
    #[serde(skip)]
    pub contents: Contents,
}

/// What a plan was made from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Header {
    /// The version of quickscale.
    pub tool: String,
    /// The manifest's text.
    pub manifest: Digest,
    /// The lock files' texts.
    pub state: Digest,
    /// The rendered files.
    pub blueprint: Digest,
    /// Everything that was observed.
    pub observed: Digest,
    /// The environment the plan is for.
    pub environment: String,
}

impl Header {
    /// What a plan for `environment` was made from, with the manifest's text and the
    /// [`fingerprint`] of what was observed.
    pub fn new(environment: &str, manifest: &str, state: &State, wanted: &Wanted, observed: Digest) -> Self {
        Self {
            tool: env!("CARGO_PKG_VERSION").to_owned(),
            manifest: Digest::of(manifest.as_bytes()),
            state: state.digest(),
            blueprint: wanted.digest(),
            observed,
            environment: environment.to_owned(),
        }
    }
}

/// Everything that was observed as one digest: the files that were found, and what each of the
/// other drivers has `seen`.
pub fn fingerprint(found: &Snapshot, seen: impl IntoIterator<Item = String>) -> Digest {
    let line = |path: &RelPath, state: FileState| match state {
        FileState::Absent => format!("absent {path}"),
        FileState::File { mode, digest } => format!("{mode} {digest} {path}"),
        FileState::Directory => format!("directory {path}"),
        FileState::Symlink => format!("symlink {path}"),
        FileState::Other => format!("other {path}"),
    };
    let lines = found.iter().map(|(path, found)| line(path, found.state));
    Hasher::of_lines(lines.chain(seen))
}

/// Something a person should know though nothing is done about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Note {
    /// What it is about: a path, or a node of the manifest.
    pub target: String,
    /// What there is to know.
    pub message: String,
    /// Whether it is worth a line only when everything is shown: a file that stays deleted.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub quiet: bool,
}

/// What one driver would do, or several of them in their order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Proposal {
    /// The steps, in their order.
    pub steps: Vec<Step>,
    /// What a person should know besides.
    pub notes: Vec<Note>,
    /// What needs a yes of its own.
    pub consequences: Vec<Consequence>,
    /// How many files are already as wanted.
    pub unchanged: usize,
    /// The texts behind the digests of the steps.
    pub contents: Contents,
}

impl Proposal {
    /// Adds what the next driver would do.
    pub fn extend(&mut self, next: Self) {
        self.steps.extend(next.steps);
        self.notes.extend(next.notes);
        self.consequences.extend(next.consequences);
        self.unchanged += next.unchanged;
        self.contents.extend(next.contents);
    }
}

impl Plan {
    /// The version of the format that this program writes.
    pub const FORMAT: u32 = 1;

    /// The plan of what every driver would do.
    pub fn assemble(header: Header, proposal: Proposal) -> Self {
        let Proposal { steps, notes, consequences, unchanged, contents } = proposal;
        Self { format: Self::FORMAT, header, steps, notes, consequences, unchanged, contents }
    }

    /// Whether there is nothing to do.
    pub fn is_empty(&self) -> bool {
        self.steps.is_empty()
    }

    /// The steps that wait for a person's decision.
    pub fn conflicts(&self) -> impl Iterator<Item = &Step> {
        self.steps.iter().filter(|step| step.action == Action::Conflict)
    }

    /// The steps that write both sides of a conflict between markers, for a person to sort out.
    pub fn marked(&self) -> impl Iterator<Item = &Step> {
        self.steps.iter().filter(|step| {
            step.action != Action::Conflict && step.file().is_some_and(|change| change.conflict.is_some())
        })
    }

    /// The steps that would change a protected path: apply refuses a plan that has any.
    pub fn protected(&self) -> impl Iterator<Item = &Step> {
        self.steps.iter().filter(|step| step.protected.is_some())
    }

    /// The steps that destroy something.
    pub fn risky(&self) -> impl Iterator<Item = &Step> {
        self.steps.iter().filter(|step| step.risk.is_some())
    }
}
