//! Names that a new version of a module calls otherwise, replaced in the code of the user: steps like any other, shown
//! as diffs, written in the same transaction, taken back by `undo`.

use std::collections::{BTreeMap, BTreeSet};

use super::{Action, Change, ExecutorId, Fidelity, FileChange, Proposal, Recorded, Step, files};
use crate::{
    blueprint::{Owner, rename},
    state::State,
    workspace::{FileState, Mode, Observed, RelPath, Snapshot},
};

/// A dotted name that is another one from a release on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Codemod {
    /// The module.
    pub module: String,
    /// The module and the version that brings it, for example `notes 0.2.0`.
    pub release: String,
    /// The name before.
    pub from: String,
    /// The name from then on.
    pub to: String,
}

/// What became of one codemod.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Carried {
    /// The files in which the name was replaced.
    pub(super) files: Vec<RelPath>,
    /// Places that a person has to look at.
    pub(super) left: Vec<String>,
}

/// Adds what `codemods` change in `code`, the Python files as they were found, to what is planned for files.
pub(super) fn carry_out(
    codemods: &[Codemod],
    proposal: &mut Proposal,
    code: &Snapshot,
    state: &State,
    protect: &BTreeSet<RelPath>,
) -> Vec<Carried> {
    let mut carried = vec![Carried::default(); codemods.len()];
    let heads = proposal.steps.iter().position(|step| step.lock().is_some());
    let heads = proposal.steps.split_off(heads.unwrap_or(proposal.steps.len()));
    let planned: BTreeMap<RelPath, usize> = planned(&proposal.steps);
    for (path, seen) in code {
        let step = planned.get(path).copied();
        let Some(file) = UsersFile::of(path, seen, step, proposal, state) else { continue };
        let (text, by) = renamed(path, &file, codemods, &mut carried);
        if by.is_empty() {
            continue;
        }
        let is_kept = file.is_undecided || protect.iter().any(|directory| path.is_within(directory));
        for index in by.iter().copied() {
            match is_kept {
                true => carried[index].left.push(path.to_string()),
                false => carried[index].files.push(path.clone()),
            }
        }
        if let (false, Some(last)) = (is_kept, by.last()) {
            let reasons: Vec<String> = by.iter().map(|index| reason(&codemods[*index])).collect();
            write(proposal, path, seen, &file, text.as_bytes(), (&codemods[*last], reasons.join("; ")));
        }
    }
    proposal
        .steps
        .sort_by(|a, b| a.file().map(|change| &change.path).cmp(&b.file().map(|change| &change.path)));
    proposal.steps.extend(heads);
    carried
}

/// The steps by the path that their file is found at.
fn planned(steps: &[Step]) -> BTreeMap<RelPath, usize> {
    let source = |(index, step): (usize, &Step)| {
        let change = step.file()?;
        let leads_on = matches!(change.record, Recorded::Moved { .. });
        (!leads_on).then(|| (change.from.as_ref().unwrap_or(&change.path).clone(), index))
    };
    steps.iter().enumerate().filter_map(source).collect()
}

/// A file with something of the user's in it, as it will be without a codemod.
struct UsersFile {
    text: String,
    mode: Mode,
    owner: Owner,
    step: Option<usize>,
    /// Whether a person has to decide about it first.
    is_undecided: bool,
}

impl UsersFile {
    /// The file at `path`, unless it is wholly the tool's, goes away, or is no text.
    fn of(
        path: &RelPath,
        seen: &Observed,
        step: Option<usize>,
        proposal: &Proposal,
        state: &State,
    ) -> Option<Self> {
        let FileState::File { mode, digest } = seen.state else { return None };
        let entry = state.entry(path).map(|(_, entry)| entry);
        if entry.is_some_and(|entry| entry.owner == Owner::Managed || entry.base == digest) {
            return None;
        }
        let found = seen.bytes.as_deref()?;
        let owner = entry.map_or(Owner::Once, |entry| entry.owner);
        let Some(change) = step.and_then(|index| proposal.steps[index].file()) else {
            let text = str::from_utf8(found).ok()?.to_owned();
            return Some(Self { text, mode, owner, step: None, is_undecided: false });
        };
        let FileState::File { mode, digest: after } = change.after else { return None };
        if change.owner == Owner::Managed || change.record.base() == Some(after) {
            return None;
        }
        let bytes = if after == digest { found } else { proposal.contents.get(after)? };
        let text = str::from_utf8(bytes).ok()?.to_owned();
        Some(Self { text, mode, owner: change.owner, step, is_undecided: change.conflict.is_some() })
    }
}

/// The text with every codemod carried out, and those that changed something in it.
fn renamed(
    path: &RelPath,
    file: &UsersFile,
    codemods: &[Codemod],
    carried: &mut [Carried],
) -> (String, Vec<usize>) {
    let (mut text, mut by) = (file.text.clone(), Vec::new());
    for (index, codemod) in codemods.iter().enumerate() {
        let renamed = rename(&text, &codemod.from, &codemod.to);
        carried[index].left.extend(renamed.left.iter().map(|line| format!("{path}:{line}")));
        if renamed.text != text {
            by.push(index);
        }
        text = renamed.text;
    }
    (text, by)
}

fn reason(codemod: &Codemod) -> String {
    format!("{}: `{}` is `{}` now", codemod.release, codemod.from, codemod.to)
}

/// Changes the step that is planned for the file, or adds one.
fn write(
    proposal: &mut Proposal,
    path: &RelPath,
    seen: &Observed,
    file: &UsersFile,
    text: &[u8],
    (codemod, reason): (&Codemod, String),
) {
    let after = FileState::File { mode: file.mode, digest: proposal.contents.insert(text) };
    if let (Some(digest), Some(bytes)) = (seen.state.digest(), &seen.bytes) {
        proposal.contents.insert_known(digest, bytes.clone());
    }
    if let Some(step) = file.step.map(|index| &mut proposal.steps[index]) {
        if step.action == Action::Record {
            step.action = Action::Update;
        }
        step.reason = format!("{}; {reason}", step.reason);
        if let Change::File(change) = &mut step.change {
            change.after = after;
        }
        return;
    }
    proposal.steps.push(Step {
        id: files::step_id(path),
        executor: ExecutorId::Files,
        action: Action::Update,
        target: path.to_string(),
        reason,
        depends_on: Vec::new(),
        risk: None,
        protected: None,
        fidelity: Fidelity::Exact,
        change: Change::File(FileChange {
            path: path.clone(),
            from: None,
            owner: file.owner,
            module: codemod.module.clone(),
            before: seen.state,
            after,
            record: Recorded::Same,
            conflict: None,
        }),
    });
}
