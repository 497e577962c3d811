//! Why the blueprint wants something else than before, in a person's words.

use std::collections::BTreeMap;

use crate::{blueprint::Wanted, state::State};

/// The cause of change for each lock module.
#[derive(Debug)]
pub(super) struct Causes(BTreeMap<String, String>);

impl Causes {
    pub(super) fn new(wanted: &Wanted, state: &State) -> Self {
        let modules = wanted.versions.keys().chain(state.locks.keys());
        Self(modules.map(|module| (module.clone(), cause(module, wanted, state))).collect())
    }

    pub(super) fn of(&self, module: &str) -> String {
        self.0.get(module).cloned().unwrap_or_else(|| "the blueprint changed".to_owned())
    }
}

fn cause(module: &str, wanted: &Wanted, state: &State) -> String {
    let Some(lock) = state.locks.get(module) else {
        return if state.locks.is_empty() {
            "new project".to_owned()
        } else {
            format!("module `{module}` added")
        };
    };
    let Some(version) = wanted.versions.get(module) else {
        return format!("module `{module}` removed");
    };
    if let Some(before) = lock.version.as_ref().filter(|before| *before != version) {
        return format!("`{module}` {before} → {version}");
    }
    let changed = changed_inputs(module, wanted, state);
    match changed.as_slice() {
        // Variables are no inputs, so it may be either of the two.
        [] => format!("the manifest or the blueprint of `{module}` changed"),
        names => {
            let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
            format!("{} of `{module}` changed", names.join(", "))
        }
    }
}

/// The names of the inputs that differ from those of the last apply, sorted.
pub(in crate::plan) fn changed_inputs(module: &str, wanted: &Wanted, state: &State) -> Vec<String> {
    let none = BTreeMap::new();
    let before = state.locks.get(module).map_or(&none, |lock| &lock.inputs);
    let after = wanted.inputs.get(module).unwrap_or(&none);
    let mut names: Vec<&String> = before.keys().chain(after.keys()).collect();
    names.sort_unstable();
    names.dedup();
    names.into_iter().filter(|name| before.get(*name) != after.get(*name)).cloned().collect()
}
