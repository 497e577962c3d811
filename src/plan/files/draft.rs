//! A step before it gets its name.

use super::{
    pairs::{Render, Subject},
    scene::Scene,
};
use crate::{
    blueprint::Owner,
    plan::{Action, Change, Conflict, ExecutorId, Fidelity, FileChange, Recorded, Risk, Step},
    workspace::{FileState, RelPath},
};

/// What is to be done about one path.
#[derive(Debug)]
pub(super) enum Verdict {
    /// It is as wanted.
    Unchanged,
    /// It is not as wanted, on purpose; worth a quiet note.
    Quiet(String),
    /// Something is to be done, to be recorded or to be decided.
    Steps(Vec<Draft>),
}

/// A step, and the bytes that only it knows.
#[derive(Debug)]
pub(super) struct Draft {
    pub(super) action: Action,
    pub(super) reason: String,
    pub(super) risk: Option<Risk>,
    pub(super) path: RelPath,
    pub(super) from: Option<RelPath>,
    pub(super) owner: Owner,
    pub(super) module: String,
    pub(super) before: FileState,
    pub(super) after: FileState,
    pub(super) record: Recorded,
    pub(super) conflict: Option<Conflict>,
    /// The content of `after`, when it is neither the render nor what was found.
    pub(super) bytes: Option<Vec<u8>>,
    pub(super) depends_on: Vec<String>,
}

impl Draft {
    /// A step that leaves the tree as it is and only has something recorded.
    pub(super) fn record(
        subject: &Subject<'_>,
        found: FileState,
        record: Recorded,
        reason: impl Into<String>,
    ) -> Self {
        let (owner, module) = subject.owner_and_module();
        Self {
            action: Action::Record,
            reason: reason.into(),
            risk: None,
            path: subject.path.clone(),
            from: None,
            owner,
            module,
            before: found,
            after: found,
            record,
            conflict: None,
            bytes: None,
            depends_on: Vec::new(),
        }
    }

    /// A step that turns what was found into `after`.
    pub(super) fn write(
        subject: &Subject<'_>,
        action: Action,
        (before, after): (FileState, FileState),
        record: Recorded,
        reason: impl Into<String>,
    ) -> Self {
        Self { action, after, ..Self::record(subject, before, record, reason) }
    }

    /// Makes the file of `render` where there is none.
    pub(super) fn create(subject: &Subject<'_>, render: Render<'_>, reason: impl Into<String>) -> Self {
        let change = (FileState::Absent, render.state());
        Self::write(subject, Action::Create, change, render.record(), reason)
    }

    /// Says in the lock file that the path a file was recorded under carries on elsewhere.
    pub(super) fn carries_on(subject: &Subject<'_>, old: &RelPath, scene: &Scene<'_>) -> Self {
        let record = Recorded::Moved { to: subject.path.clone() };
        let reason = format!("carries on as `{}`", subject.path);
        Self { path: old.clone(), ..Self::record(subject, scene.at(old), record, reason) }
    }

    /// Names the step.
    pub(super) fn into_step(self, scene: &Scene<'_>) -> Step {
        let change = FileChange {
            path: self.path,
            from: self.from,
            owner: self.owner,
            module: self.module,
            before: self.before,
            after: self.after,
            record: self.record,
            conflict: self.conflict,
        };
        let changes = change.touches_tree() && self.action != Action::Create;
        let protected = [Some(&change.path), change.from.as_ref()]
            .into_iter()
            .flatten()
            .filter(|_| changes)
            .find_map(|path| scene.protecting(path));
        Step {
            id: step_id(&change.path),
            executor: ExecutorId::Files,
            action: self.action,
            target: change.path.to_string(),
            reason: self.reason,
            depends_on: self.depends_on,
            risk: self.risk,
            protected: protected.cloned(),
            fidelity: Fidelity::Exact,
            change: Change::File(change),
        }
    }
}

impl Verdict {
    pub(super) fn into_drafts(self) -> Vec<Draft> {
        match self {
            Self::Steps(drafts) => drafts,
            Self::Unchanged | Self::Quiet(_) => Vec::new(),
        }
    }
}

impl From<Draft> for Verdict {
    fn from(draft: Draft) -> Self {
        Self::Steps(vec![draft])
    }
}

impl Render<'_> {
    /// The file as it is to be.
    pub(super) fn state(self) -> FileState {
        FileState::File { mode: self.file.mode, digest: self.digest }
    }

    /// What the lock file says once the render has been taken over.
    pub(super) fn record(self) -> Recorded {
        Recorded::Entry { mode: self.file.mode, base: self.digest }
    }
}

impl Subject<'_> {
    /// Who owns the file, and the lock that records it.
    pub(super) fn owner_and_module(&self) -> (Owner, String) {
        let wanted = self.render.map(|render| (render.file.owner, render.file.origin.module.to_string()));
        let locked = || self.locked.map(|locked| (locked.entry.owner, locked.module.to_owned()));
        let gone = || (Owner::Shared, self.gone.unwrap_or_default().to_owned());
        wanted.or_else(locked).unwrap_or_else(gone)
    }

    /// The lock that records the file.
    pub(super) fn module(&self) -> String {
        self.owner_and_module().1
    }
}

/// The name of the step for `path`; the same in every plan.
pub(in crate::plan) fn step_id(path: &RelPath) -> String {
    format!("{}:{path}", ExecutorId::Files)
}
