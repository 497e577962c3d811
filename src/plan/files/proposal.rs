//! Runs the table over every path and gathers what comes of it.

use std::{collections::BTreeMap, sync::Arc};

use super::{
    draft::{Draft, Verdict, step_id},
    dropped, heads, locked, moved,
    pairs::{Render, Subject},
    scene::Scene,
    unlocked,
};
use crate::{
    blueprint::Wanted,
    plan::{Action, Contents, Note, Proposal, Step},
    state::State,
    workspace::{Digest, FileState, RelPath},
};

pub(super) fn propose(
    wanted: &Wanted,
    state: &State,
    subjects: &[Subject<'_>],
    scene: &Scene<'_>,
) -> Proposal {
    let mut gathered = Gathered::default();
    let (later, first): (Vec<_>, Vec<_>) = subjects.iter().partition(|subject| waits(scene, subject));
    for subject in first {
        gathered.add(subject, decide(scene, subject, scene.at(subject.path)));
    }
    let vacated = gathered.vacated();
    for subject in later {
        let above = subject.path.ancestors().find_map(|above| vacated.get(&above));
        let found = if above.is_some() { FileState::Absent } else { scene.at(subject.path) };
        let verdict = decide(scene, subject, found);
        gathered.add(subject, after(verdict, above));
    }
    gathered.finish(wanted, state, subjects, scene)
}

/// Whether the path lies below something that is no directory, which another step may take away.
fn waits(scene: &Scene<'_>, subject: &Subject<'_>) -> bool {
    subject.locked.is_none() && scene.at(subject.path) == FileState::Other
}

fn decide(scene: &Scene<'_>, subject: &Subject<'_>, found: FileState) -> Verdict {
    match (subject.render, subject.locked, subject.from) {
        (None, _, _) => dropped::decide(scene, subject, found),
        (Some(render), None, None) => unlocked::decide(scene, subject, render, found),
        (Some(render), None, Some(old)) => {
            moved::elsewhere(scene, subject, old, unlocked::decide(scene, subject, render, found))
        }
        (Some(render), Some(locked), None) => locked::decide(scene, subject, render, locked, found),
        (Some(render), Some(locked), Some(old)) => moved::decide(scene, subject, render, locked, old),
    }
}

fn after(verdict: Verdict, step: Option<&String>) -> Verdict {
    match (verdict, step) {
        (Verdict::Steps(drafts), Some(step)) => {
            let after = |draft| Draft { depends_on: vec![step.clone()], ..draft };
            Verdict::Steps(drafts.into_iter().map(after).collect())
        }
        (verdict, _) => verdict,
    }
}

#[derive(Default)]
struct Gathered {
    drafts: Vec<Draft>,
    notes: Vec<Note>,
    unchanged: usize,
}

impl Gathered {
    fn add(&mut self, subject: &Subject<'_>, verdict: Verdict) {
        match verdict {
            Verdict::Unchanged => self.unchanged += 1,
            Verdict::Quiet(message) => {
                self.notes.push(Note { target: subject.path.to_string(), message, quiet: true });
            }
            Verdict::Steps(drafts) => self.drafts.extend(drafts),
        }
    }

    /// The paths at which no file is left, with the step that takes it away.
    fn vacated(&self) -> BTreeMap<RelPath, String> {
        let left = self.drafts.iter().filter_map(|draft| match (draft.action, &draft.from) {
            (Action::Delete, _) => Some((draft.path.clone(), step_id(&draft.path))),
            (Action::Move, Some(from)) => Some((from.clone(), step_id(&draft.path))),
            _ => None,
        });
        left.collect()
    }

    fn finish(
        mut self,
        wanted: &Wanted,
        state: &State,
        subjects: &[Subject<'_>],
        scene: &Scene<'_>,
    ) -> Proposal {
        self.drafts.sort_by(|a, b| a.path.cmp(&b.path));
        self.notes.sort_by(|a, b| a.target.cmp(&b.target));
        let contents = contents(&mut self.drafts, subjects, scene);
        let mut steps: Vec<Step> = self.drafts.into_iter().map(|draft| draft.into_step(scene)).collect();
        let heads = heads::steps(wanted, state, &steps, scene.manifest_protects());
        steps.reserve_exact(heads.len());
        steps.extend(heads);
        Proposal { steps, notes: self.notes, unchanged: self.unchanged, contents, ..Proposal::default() }
    }
}

/// Every text that a step speaks of: what is there, what will be, what a person has to choose from,
/// and the renders that become the base of the next merge.
fn contents(drafts: &mut [Draft], subjects: &[Subject<'_>], scene: &Scene<'_>) -> Contents {
    let mut contents = Contents::default();
    let renders = subjects.iter().filter_map(|subject| subject.render);
    let renders: BTreeMap<Digest, Render<'_>> = renders.map(|render| (render.digest, render)).collect();
    let found = scene.found_bytes();
    for draft in drafts {
        if let Some(bytes) = draft.bytes.take() {
            contents.insert(&bytes);
        }
        let base = draft.record.base().filter(|_| draft.owner.keeps_base());
        let theirs = draft.conflict.as_ref().and_then(|conflict| conflict.theirs);
        for digest in [draft.before.digest(), draft.after.digest(), base, theirs].into_iter().flatten() {
            let bytes = found.get(&digest).map(|bytes| Arc::clone(bytes));
            let bytes = bytes.or_else(|| renders.get(&digest).map(|render| Arc::clone(scene.text(*render))));
            if let Some(bytes) = bytes {
                contents.insert_known(digest, bytes);
            }
        }
    }
    contents
}
