//! The plan's own types; `schema/plan.schema.json` is derived from them.

use std::{collections::BTreeMap, fmt, sync::Arc};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    blueprint::Owner,
    workspace::{Digest, FileState, RelPath},
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

/// One thing to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// Stable between two plans of the same change: `files:config/urls.py`.
    pub id: String,
    /// Who carries it out.
    pub executor: ExecutorId,
    /// What happens to the target.
    pub action: Action,
    /// The path, service or setting.
    pub target: String,
    /// Why, in a person's words.
    pub reason: String,
    /// Steps that come first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub depends_on: Vec<String>,
    /// What is lost by it; such a step needs a yes of its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub risk: Option<Risk>,
    /// How exactly the outcome is known.
    pub fidelity: Fidelity,
    /// Before and after.
    pub change: Change,
}

/// The driver that carries a step out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum ExecutorId {
    /// Files of the project.
    Files,
    /// Programs that finish what files began, such as `uv lock`.
    Tools,
}

/// What happens to a step's target.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Action {
    /// It does not exist and will.
    Create,
    /// It exists, unedited, and gets a new content or mode.
    Update,
    /// It was edited, and the edit and the new content are both kept.
    Merge,
    /// It goes on under another path.
    Move,
    /// It exists and will not.
    Delete,
    /// A program runs.
    Run,
    /// Nothing is written but the state: the target is already as wanted, or gone for good.
    Record,
    /// Both sides changed the same thing: a person decides.
    Conflict,
}

/// What a step destroys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Risk {
    /// An edit in a file that the tool owns is replaced; a copy is kept aside.
    OverwritesEdit,
    /// A file with an edit is deleted; a copy is kept aside.
    DeletesEdit,
}

/// How exactly a step's outcome is known before it runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Fidelity {
    /// Byte for byte.
    Exact,
    /// From what is known of another system.
    Predicted,
    /// Not at all: another program decides.
    Opaque,
}

/// What a step does to its target.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum Change {
    /// To a file.
    File(FileChange),
    /// By a program.
    Run(RunChange),
}

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
    /// What will be there.
    pub after: FileState,
    /// The render that becomes the base of the next merge; none when the path is forgotten.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub base: Option<Digest>,
    /// Why a person has to decide.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub conflict: Option<Conflict>,
}

/// Both sides changed the same thing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Conflict {
    /// What kind it is, in a person's words.
    pub summary: String,
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

/// A program to run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RunChange {
    /// The program and its arguments; never a secret.
    pub command: Vec<String>,
    /// The files it makes or changes.
    pub outputs: Vec<RelPath>,
    /// Whether it needs the network.
    pub network: bool,
}

/// Something a person should know though nothing is done about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Note {
    /// What it is about: a path, or a node of the manifest.
    pub target: String,
    /// What there is to know.
    pub message: String,
}

/// Texts by their digest.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Contents(BTreeMap<Digest, Arc<[u8]>>);

impl Contents {
    /// Keeps `bytes` and returns their digest.
    pub fn insert(&mut self, bytes: &[u8]) -> Digest {
        let digest = Digest::of(bytes);
        self.0.entry(digest).or_insert_with(|| bytes.into());
        digest
    }

    /// The bytes of `digest`, when they were kept.
    pub fn get(&self, digest: Digest) -> Option<&[u8]> {
        self.0.get(&digest).map(AsRef::as_ref)
    }
}

impl Plan {
    /// The version of the format that this program writes.
    pub const FORMAT: u32 = 1;

    /// Whether there is nothing to do.
    pub fn is_empty(&self) -> bool {
        self.steps.is_empty()
    }

    /// The steps that wait for a person's decision.
    pub fn conflicts(&self) -> impl Iterator<Item = &Step> {
        self.steps.iter().filter(|step| step.action == Action::Conflict)
    }

    /// The steps that destroy something.
    pub fn risky(&self) -> impl Iterator<Item = &Step> {
        self.steps.iter().filter(|step| step.risk.is_some())
    }
}

impl fmt::Display for ExecutorId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Files => "files",
            Self::Tools => "tools",
        })
    }
}
