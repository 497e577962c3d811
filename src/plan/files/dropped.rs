//! Paths that are recorded and not wanted any more.

use super::{
    conflicts::{self, Place},
    draft::{Draft, Verdict},
    pairs::Subject,
    scene::Scene,
    settle::Clash,
};
use crate::{
    blueprint::Owner,
    plan::{Action, Recorded},
    workspace::{FileState, Mode},
};

pub(super) fn decide(scene: &Scene<'_>, subject: &Subject<'_>, found: FileState) -> Verdict {
    let forget = |reason: &str| Draft::record(subject, found, Recorded::Forgotten, reason).into();
    let Some(locked) = subject.locked else {
        return forget("not generated any more; nothing to keep deleted");
    };
    let cause = scene.causes.of(locked.module);
    let goes = scene.causes.is_removed(locked.module);
    let delete = |reason: String| {
        Draft::write(subject, Action::Delete, (found, FileState::Absent), Recorded::Forgotten, reason).into()
    };
    let untouched = matches!(found, FileState::File { digest, .. } if digest == locked.entry.base);
    match (locked.entry.owner, found) {
        // Nobody wrote a word of it, and nothing else is left of its module.
        (Owner::Once, _) if untouched && goes => delete(cause),
        (Owner::Once | Owner::Ejected, _) => forget("not generated any more; the file is yours and stays"),
        (_, FileState::Absent) => forget("not generated any more, and deleted here already"),
        (_, FileState::Directory | FileState::Symlink | FileState::Other) => {
            forget("not generated any more; what is there now is yours and stays")
        }
        (_, FileState::File { .. }) if untouched && goes => delete(cause),
        (_, FileState::File { .. }) if untouched => delete(format!("dropped by the blueprint: {cause}")),
        (_, FileState::File { mode, .. }) => edited(scene, subject, found, mode),
    }
}

fn edited(scene: &Scene<'_>, subject: &Subject<'_>, found: FileState, mode: Mode) -> Verdict {
    let summary = "dropped by the blueprint, edited here".to_owned();
    let clash = Clash { summary, keepable: true, ..Clash::default() };
    conflicts::verdict(scene, subject, Place { from: None, found, mode }, clash)
}
