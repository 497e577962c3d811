//! Paths that are wanted and recorded, with the file where it is to be.

use super::{
    conflicts::{self, Place},
    draft::{Draft, Verdict},
    pairs::{Locked, Render, Subject},
    scene::{FoundFile, Scene},
    settle::{How, Settled, Sides},
    unlocked::in_the_way,
};
use crate::{
    blueprint::Owner,
    plan::{Action, Recorded},
    state::Entry,
    workspace::{FileState, RelPath},
};

const DRIFTED: &str = "the blueprint has changed it since you took it over";
const DELETED: &str = "deleted here; stays deleted (if you moved it: `quickscale state mv OLD NEW`)";

pub(super) fn decide(
    scene: &Scene<'_>,
    subject: &Subject<'_>,
    render: Render<'_>,
    locked: Locked<'_>,
    found: FileState,
) -> Verdict {
    if let Some(entry) = users_entry(render, locked.entry) {
        return users(scene, subject, render, locked, entry, found);
    }
    match (found, scene.file(subject.path)) {
        (FileState::File { .. }, Some(file)) => {
            let settled = Sides { scene, path: subject.path, render, locked, found: file }.settle();
            finish(scene, subject, render, locked, (None, file), settled)
        }
        (FileState::Absent, _) if render.file.owner == Owner::Managed => {
            Draft::create(subject, render, "drift: a file that quickscale manages was deleted").into()
        }
        (FileState::Absent, _) if scene.restores(subject.path) => {
            Draft::create(subject, render, "deleted here, and wanted again").into()
        }
        (FileState::Absent, _) => Draft::record(subject, found, Recorded::Gone, DELETED).into(),
        _ => conflicts::verdict(
            scene,
            subject,
            Place { from: None, found, mode: render.file.mode },
            in_the_way(found),
        ),
    }
}

/// The entry of a file that the user has to himself, before or from now on.
pub(super) fn users_entry(render: Render<'_>, entry: Entry) -> Option<Entry> {
    match (entry.owner, render.file.owner) {
        (Owner::Ejected, _) => Some(entry),
        (_, owner @ (Owner::Once | Owner::Ejected)) => Some(Entry { owner, ..entry }),
        _ => None,
    }
}

/// A file that the user has to himself is left alone; at most the lock file says so.
fn users(
    scene: &Scene<'_>,
    subject: &Subject<'_>,
    render: Render<'_>,
    locked: Locked<'_>,
    entry: Entry,
    found: FileState,
) -> Verdict {
    let same_lock = locked.module == &*render.file.origin.module;
    if entry == locked.entry && same_lock && subject.from.is_none() {
        return if entry.owner == Owner::Ejected && entry.base != render.digest {
            Verdict::Quiet(format!("{DRIFTED} (`quickscale eject --back {}` merges it)", subject.path))
        } else {
            Verdict::Unchanged
        };
    }
    let record = Recorded::Entry { mode: entry.mode, base: entry.base };
    let reason = match subject.from.filter(|old| scene.file(old).is_some()) {
        Some(old) => format!("renamed by the blueprint; yours stays at `{old}` until you move it"),
        None if entry.owner == locked.entry.owner => "recorded where it belongs now".to_owned(),
        None => "yours from now on".to_owned(),
    };
    Draft { owner: entry.owner, ..Draft::record(subject, found, record, reason) }.into()
}

/// Turns what became of a file into steps; `from` is where it is, when the step moves it.
pub(super) fn finish(
    scene: &Scene<'_>,
    subject: &Subject<'_>,
    render: Render<'_>,
    locked: Locked<'_>,
    (from, file): (Option<&RelPath>, FoundFile<'_>),
    settled: Settled,
) -> Verdict {
    let change = (file.state(), settled.state());
    let cause = || scene.causes.of_file(render.file);
    let (action, reason, risk, bytes) = match settled.how {
        How::Clash(clash) => {
            let place = Place { from, found: file.state(), mode: settled.mode };
            return conflicts::verdict(scene, subject, place, clash);
        }
        How::Kept if change.0 == change.1 && from.is_none() => return kept(subject, render, locked, file),
        How::Kept | How::Updated => (Action::Update, cause(), None, None),
        How::Merged(bytes) => {
            (Action::Merge, format!("{}; merged with your edit", cause()), None, Some(bytes))
        }
        How::Restored { reason, risk } => (Action::Update, reason.to_owned(), risk, None),
    };
    let action = if from.is_some() { Action::Move } else { action };
    let draft = Draft::write(subject, action, change, render.record(), reason);
    Draft { from: from.cloned(), risk: risk.filter(|_| is_lost(change)), bytes, ..draft }.into()
}

fn is_lost((before, after): (FileState, FileState)) -> bool {
    before.digest() != after.digest()
}

fn kept(subject: &Subject<'_>, render: Render<'_>, locked: Locked<'_>, file: FoundFile<'_>) -> Verdict {
    let entry = Entry { owner: render.file.owner, mode: render.file.mode, base: render.digest };
    if entry == locked.entry && locked.module == &*render.file.origin.module && subject.from.is_none() {
        return Verdict::Unchanged;
    }
    let reason =
        if file.digest == render.digest { "already as the blueprint has it" } else { "your edit stays" };
    Draft::record(subject, file.state(), render.record(), reason).into()
}
