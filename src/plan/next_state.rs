//! What the lock files say once a plan has been applied.

use std::collections::{BTreeMap, BTreeSet};

use super::{Change, FileChange, Plan, Recorded, Step, followed::latest_name};
use crate::{
    blueprint::Wanted,
    state::{Entry, Lock, State},
    workspace::{Digest, RelPath},
};

/// The state after `plan` has been applied to `state`; `protect` is what the manifest protects.
pub fn next_state(state: &State, plan: &Plan, wanted: &Wanted, protect: &BTreeSet<RelPath>) -> State {
    let mut next = with_heads(recorded(state, &plan.steps), wanted, protect);
    // What `--only` leaves out is not written down either: it is planned again the next time.
    let planned: BTreeSet<&str> =
        plan.steps.iter().filter_map(Step::lock).map(|change| change.module.as_str()).collect();
    for (module, before) in state.locks.iter().filter(|(module, _)| !planned.contains(module.as_str())) {
        let lock = next.locks.entry(module.clone()).or_default();
        lock.version.clone_from(&before.version);
        lock.source.clone_from(&before.source);
        lock.inputs.clone_from(&before.inputs);
        lock.protect.clone_from(&before.protect);
    }
    next
}

/// The state after a plan that only writes down who owns what: the heads stay as they are, but for
/// those of new lock files.
pub fn next_recorded(state: &State, plan: &Plan, wanted: &Wanted, protect: &BTreeSet<RelPath>) -> State {
    with_new_heads(state, &plan.steps, wanted, protect)
}

pub(super) fn with_new_heads(
    state: &State,
    steps: &[Step],
    wanted: &Wanted,
    protect: &BTreeSet<RelPath>,
) -> State {
    let mut next = recorded(state, steps);
    for (module, lock) in next.locks.iter_mut().filter(|(module, _)| !state.locks.contains_key(*module)) {
        set_head(lock, module, wanted);
        if module == State::CORE {
            lock.protect.clone_from(protect);
        }
    }
    next
}

/// The renders that `plan` makes the base of the next merge: apply adds them to the base store. The
/// text of each is among the plan's contents.
pub fn new_bases(plan: &Plan) -> BTreeSet<Digest> {
    let files = plan.steps.iter().filter_map(Step::file).filter(|change| change.owner.keeps_base());
    files.filter_map(|change| change.record.base()).collect()
}

/// The state with what the steps for files record.
pub(super) fn recorded(state: &State, steps: &[Step]) -> State {
    let mut next = state.clone();
    for step in steps {
        if let Change::File(change) = &step.change {
            record(&mut next, change);
        }
    }
    next
}

fn record(state: &mut State, change: &FileChange) {
    if matches!(change.record, Recorded::Before | Recorded::Same) {
        return;
    }
    forget(state, &change.path);
    if let Some(old) = &change.from {
        forget(state, old);
        carry_on(state, &change.module, old, &change.path);
    }
    match &change.record {
        Recorded::Before | Recorded::Same => {}
        Recorded::Forgotten => {
            for lock in state.locks.values_mut() {
                lock.followed.retain(|_, place| *place != change.path);
            }
        }
        Recorded::Entry { mode, base } => {
            let entry = Entry { owner: change.owner, mode: *mode, base: *base };
            lock(state, &change.module).entries.insert(change.path.clone(), entry);
        }
        Recorded::Gone => {
            lock(state, &change.module).gone.insert(change.path.clone());
        }
        Recorded::Moved { to } => carry_on(state, &change.module, &change.path, to),
        Recorded::Followed { to } => {
            lock(state, &change.module).followed.insert(change.path.clone(), to.clone());
        }
    }
}

fn lock<'a>(state: &'a mut State, module: &str) -> &'a mut Lock {
    state.locks.entry(module.to_owned()).or_default()
}

fn forget(state: &mut State, path: &RelPath) {
    for lock in state.locks.values_mut() {
        lock.entries.remove(path);
        lock.gone.remove(path);
        lock.followed.remove(path);
    }
}

/// Writes a rename down; an earlier one that ended at `old` now ends at `new`.
fn carry_on(state: &mut State, module: &str, old: &RelPath, new: &RelPath) {
    for lock in state.locks.values_mut() {
        for end in lock.moved.values_mut().filter(|end| *end == old) {
            new.clone_into(end);
        }
    }
    lock(state, module).moved.insert(old.clone(), new.clone());
}

/// The state with the heads that the blueprint and the manifest ask for, without the lock of a
/// module that is not wanted and has nothing left.
pub(super) fn with_heads(mut state: State, wanted: &Wanted, protect: &BTreeSet<RelPath>) -> State {
    for module in wanted.versions.keys() {
        set_head(lock(&mut state, module), module, wanted);
    }
    for (module, lock) in &mut state.locks {
        lock.protect = if module == State::CORE { protect.clone() } else { BTreeSet::new() };
        lock.moved.retain(|old, new| wanted.files.contains_key(new) && !wanted.files.contains_key(old));
        // Under the name of now: the rename may be one that nobody tells again, such as that of the package.
        let followed = std::mem::take(&mut lock.followed).into_iter();
        let followed = followed.filter(|(_, place)| wanted.files.contains_key(place));
        lock.followed = followed.map(|(old, place)| (latest_name(wanted, &old), place)).collect();
    }
    let has_files = |lock: &Lock| !lock.entries.is_empty() || !lock.gone.is_empty();
    state.locks.retain(|module, lock| wanted.versions.contains_key(module) || has_files(lock));
    state
}

fn set_head(lock: &mut Lock, module: &str, wanted: &Wanted) {
    lock.version = wanted.versions.get(module).cloned();
    Lock::BUILTIN.clone_into(&mut lock.source);
    lock.inputs = wanted.inputs.get(module).cloned().unwrap_or_else(BTreeMap::new);
}
