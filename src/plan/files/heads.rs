//! What changes in the heads of lock files: versions, inputs and protection.

use std::collections::BTreeSet;

use super::cause::changed_inputs;
use crate::{
    blueprint::Wanted,
    plan::{Action, Change, ExecutorId, Fidelity, LockChange, Step, next_state},
    state::{Lock, State, lock_path},
    workspace::RelPath,
};

/// A step for each lock file that changes beyond what the steps for files say.
pub(super) fn steps(
    wanted: &Wanted,
    state: &State,
    files: &[Step],
    protect: &BTreeSet<RelPath>,
) -> Vec<Step> {
    let recorded = next_state::recorded(state, files);
    let next = next_state::with_heads(recorded.clone(), wanted, protect);
    let modules: BTreeSet<&String> = recorded.locks.keys().chain(next.locks.keys()).collect();
    modules
        .into_iter()
        .filter(|module| {
            let (before, after) = (state.locks.get(*module), next.locks.get(*module));
            before.map(head) != after.map(head) || recorded.locks.get(*module) != next.locks.get(*module)
        })
        .map(|module| step(module, wanted, state, &next))
        .collect()
}

/// Everything in a lock that is not about files.
fn head(lock: &Lock) -> impl PartialEq {
    (&lock.version, &lock.source, &lock.inputs, &lock.protect)
}

fn step(module: &str, wanted: &Wanted, state: &State, next: &State) -> Step {
    let (before, after) = (state.locks.get(module), next.locks.get(module));
    let version = |lock: Option<&Lock>| lock.and_then(|lock| lock.version.clone());
    let none = BTreeSet::new();
    let protect = |lock: Option<&Lock>| lock.map_or(&none, |lock| &lock.protect).clone();
    let (protected_before, protected_after) = (protect(before), protect(after));
    let target = lock_path(module);
    let reason = match (before, after) {
        (None, _) if state.locks.is_empty() => "new project".to_owned(),
        (None, _) => format!("module `{module}` added"),
        (_, None) => format!("module `{module}` removed"),
        _ => "what was applied is written down".to_owned(),
    };
    Step {
        id: format!("{}:{target}", ExecutorId::Files),
        executor: ExecutorId::Files,
        action: Action::Record,
        target: target.to_string(),
        reason,
        depends_on: Vec::new(),
        risk: None,
        protected: None,
        fidelity: Fidelity::Exact,
        change: Change::Lock(LockChange {
            module: module.to_owned(),
            before: version(before),
            after: version(after),
            inputs: if after.is_some() { changed_inputs(module, wanted, state) } else { Vec::new() },
            protected: protected_after.difference(&protected_before).cloned().collect(),
            unprotected: protected_before.difference(&protected_after).cloned().collect(),
        }),
    }
}
