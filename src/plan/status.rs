//! How the project's files stand beside what was applied last.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use super::{Action, Plan};
use crate::{
    blueprint::Owner,
    state::{Entry, State},
    workspace::{FileState, RelPath, Snapshot},
};

/// One file that the tool knows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct FileStatus {
    /// Its path.
    pub path: RelPath,
    /// Who may write it.
    pub owner: Owner,
    /// The lock file that records it.
    pub module: String,
    /// How it stands beside the last render.
    pub here: Here,
    /// What the next apply would do about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pending: Option<Action>,
}

/// How a file stands beside the last render.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Here {
    /// As it was applied.
    AsApplied,
    /// With an edit.
    Edited,
    /// With another permission bit.
    ModeChanged,
    /// Deleted by the user.
    Deleted,
    /// Something that is no regular file is in its place.
    Replaced,
    /// Not applied yet.
    New,
}

/// Every file that is recorded or planned, by path.
pub fn file_statuses(state: &State, found: &Snapshot, plan: &Plan) -> Vec<FileStatus> {
    let mut statuses = BTreeMap::new();
    for (module, lock) in &state.locks {
        for (path, entry) in &lock.entries {
            let here = found.get(path).map_or(Here::AsApplied, |observed| here(*entry, observed.state));
            let status = FileStatus {
                path: path.clone(),
                owner: entry.owner,
                module: module.clone(),
                here,
                pending: None,
            };
            statuses.insert(path.clone(), status);
        }
    }
    for step in &plan.steps {
        let Some(change) = step.file() else { continue };
        let status = statuses.entry(change.path.clone()).or_insert_with(|| FileStatus {
            path: change.path.clone(),
            owner: change.owner,
            module: change.module.clone(),
            here: Here::New,
            pending: None,
        });
        status.pending = Some(step.action);
    }
    statuses.into_values().collect()
}

fn here(entry: Entry, found: FileState) -> Here {
    match found {
        FileState::Absent => Here::Deleted,
        FileState::File { digest, .. } if digest != entry.base => Here::Edited,
        FileState::File { mode, .. } if mode != entry.mode => Here::ModeChanged,
        FileState::File { .. } => Here::AsApplied,
        FileState::Directory | FileState::Symlink | FileState::Other => Here::Replaced,
    }
}
