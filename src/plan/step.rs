//! One thing to do, whoever does it.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{FileChange, LockChange};
use crate::workspace::RelPath;

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
    /// The protected path that the step would change: apply refuses it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub protected: Option<RelPath>,
    /// How exactly the outcome is known.
    pub fidelity: Fidelity,
    /// Before and after.
    pub change: Change,
}

impl Step {
    /// What the step does to a file, when it does it to a file.
    pub fn file(&self) -> Option<&FileChange> {
        let Change::File(change) = &self.change else { return None };
        Some(change)
    }

    /// What the step does to the head of a lock file, when it does it to one.
    pub fn lock(&self) -> Option<&LockChange> {
        let Change::Lock(change) = &self.change else { return None };
        Some(change)
    }

    /// The module whose data the step is about.
    pub fn data_of(&self) -> Option<&str> {
        self.id.strip_prefix("data:")?.split(':').next()
    }

    /// What a person knows it as part of: the module of a file, or else who carries it out.
    pub fn group(&self) -> &str {
        let file = self.file().map(|change| change.module.as_str());
        file.or_else(|| self.lock().map(|change| change.module.as_str())).unwrap_or(self.executor.name())
    }
}

/// The driver that carries a step out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum ExecutorId {
    /// The data of modules that go, before their code does.
    Data,
    /// Files of the project.
    Files,
    /// Directories that are other git repositories.
    Subtree,
    /// Programs that finish what files began, such as `uv lock`.
    Tools,
    /// The services of a developer's machine, in containers.
    Docker,
    /// A deployment on Railway.
    Railway,
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
    /// Tables are dropped with what is in them; there is no copy.
    DropsData,
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
    /// To the head of a lock file; no file of the project itself changes.
    Lock(LockChange),
    /// By a program.
    Run(RunChange),
    /// To a service that runs in a container.
    Service(ServiceChange),
    /// To something at a platform.
    Remote(RemoteChange),
}

/// A service to start, to start anew or to remove.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ServiceChange {
    /// Its name in the compose file.
    pub service: String,
    /// The container that was found; none when there is none.
    pub before: Option<ServiceState>,
}

/// A container as it was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ServiceState {
    /// The first digits of its identity.
    pub container: String,
    /// What its image was called.
    pub image: String,
    /// `running`, `exited` or another word of the engine's.
    pub state: String,
}

/// Something at a platform, to make or to change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RemoteChange {
    /// What it is: `project`, `service`, `variables`, `deployment`.
    pub resource: String,
    /// What differs, field by field.
    pub fields: Vec<FieldChange>,
}

/// A field of something at a platform.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FieldChange {
    /// Its name.
    pub name: String,
    /// What was found; none when nothing was, or when it is a secret.
    pub before: Option<String>,
    /// What it will be; none when it is a secret.
    pub after: Option<String>,
    /// Whether its values are never shown.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub secret: bool,
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

impl ExecutorId {
    /// Every driver, in the order in which they act.
    pub const ALL: [Self; 6] =
        [Self::Data, Self::Files, Self::Subtree, Self::Tools, Self::Docker, Self::Railway];

    /// What it is called in plans and by `--only`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Data => "data",
            Self::Files => "files",
            Self::Subtree => "subtree",
            Self::Tools => "tools",
            Self::Docker => "docker",
            Self::Railway => "railway",
        }
    }
}

impl fmt::Display for ExecutorId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
