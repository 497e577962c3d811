//! Wanted paths whose file is recorded under another path, because the blueprint renamed it.

use super::{
    conflicts::{self, Place},
    draft::{Draft, Verdict},
    dropped, locked,
    pairs::{Locked, Render, Subject},
    scene::{FoundFile, Scene},
    settle::{Clash, Sides, two_way},
    unlocked,
};
use crate::{
    blueprint::Owner,
    plan::Recorded,
    workspace::{FileState, RelPath},
};

pub(super) fn decide(
    scene: &Scene<'_>,
    subject: &Subject<'_>,
    render: Render<'_>,
    locked: Locked<'_>,
    old: &RelPath,
) -> Verdict {
    let there = scene.at(subject.path);
    if locked::users_entry(render, locked.entry).is_some() {
        return elsewhere(scene, subject, old, locked::decide(scene, subject, render, locked, there));
    }
    // Where case does not matter, both names of a change of case find the same file.
    let same_name = old.as_str().to_lowercase() == subject.path.as_str().to_lowercase();
    let same_file = same_name && there.digest().is_some() && there == scene.at(old);
    let there = if same_file { FileState::Absent } else { there };
    let was = scene.file(old);
    match (was, there) {
        (Some(file), FileState::Absent) => {
            let settled = Sides { scene, path: subject.path, render, locked, found: file }.settle();
            locked::finish(scene, subject, render, locked, (Some(old), file), settled)
        }
        (Some(file), _) => occupied(scene, subject, render, locked, (old, file), there),
        // The user may have renamed the file himself: what is at the new path is the file.
        (None, FileState::File { .. }) => {
            elsewhere(scene, subject, old, locked::decide(scene, subject, render, locked, there))
        }
        (None, FileState::Absent) if scene.at(old) == FileState::Absent => {
            elsewhere(scene, subject, old, locked::decide(scene, subject, render, locked, there))
        }
        (None, _) => blocked(scene, subject, render, old, there),
    }
}

/// The file is not at its old path, and whatever is decided about the new one carries it on.
pub(super) fn elsewhere(
    scene: &Scene<'_>,
    subject: &Subject<'_>,
    old: &RelPath,
    verdict: Verdict,
) -> Verdict {
    match verdict {
        Verdict::Steps(mut drafts) => {
            if drafts.iter().all(|draft| draft.record != Recorded::Before) {
                drafts.push(Draft::carries_on(subject, old, scene));
            }
            Verdict::Steps(drafts)
        }
        Verdict::Unchanged | Verdict::Quiet(_) => Draft::carries_on(subject, old, scene).into(),
    }
}

/// Both paths exist.
fn occupied(
    scene: &Scene<'_>,
    subject: &Subject<'_>,
    render: Render<'_>,
    locked: Locked<'_>,
    (old, file): (&RelPath, FoundFile<'_>),
    there: FileState,
) -> Verdict {
    let here = Subject { from: None, locked: None, ..*subject };
    if file.digest == locked.entry.base {
        // Nothing of the user's is at the old path: two ordinary cases.
        let leftover = Subject { path: old, render: None, locked: Some(locked), from: None, gone: None };
        let verdicts =
            [unlocked::decide(scene, &here, render, there), dropped::decide(scene, &leftover, file.state())];
        return Verdict::Steps(verdicts.into_iter().flat_map(Verdict::into_drafts).collect());
    }
    let summary = format!("carries on what is edited at `{old}`, but exists as well");
    let clash = match scene.file(subject.path) {
        Some(file) => {
            Clash { marked: None, beside: None, ..two_way(scene, subject.path, render, file, summary) }
        }
        None => Clash { summary, keepable: true, ..Clash::default() },
    };
    let place = Place { from: None, found: there, mode: render.file.mode };
    let verdict = conflicts::verdict(scene, &here, place, clash);
    elsewhere(scene, subject, old, verdict)
}

/// Neither path has the file, and something else is at one of them.
fn blocked(
    scene: &Scene<'_>,
    subject: &Subject<'_>,
    render: Render<'_>,
    old: &RelPath,
    there: FileState,
) -> Verdict {
    let clash = match there {
        FileState::Absent if render.file.owner == Owner::Managed => {
            let draft = Draft::create(subject, render, "drift: a file that quickscale manages was replaced");
            return elsewhere(scene, subject, old, draft.into());
        }
        FileState::Absent => {
            let summary = format!("carries on `{old}`, which is no file any more");
            Clash { summary, keepable: true, ..Clash::default() }
        }
        FileState::File { .. } | FileState::Directory | FileState::Symlink | FileState::Other => {
            unlocked::in_the_way(there)
        }
    };
    let place = Place { from: None, found: there, mode: render.file.mode };
    elsewhere(scene, subject, old, conflicts::verdict(scene, subject, place, clash))
}
