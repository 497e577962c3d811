//! Why the blueprint wants something else than before, in a person's words.

use std::collections::BTreeMap;

use crate::{
    blueprint::{Wanted, WantedFile},
    state::State,
};

/// The cause of change for each lock module.
#[derive(Debug)]
pub(super) struct Causes {
    by_module: BTreeMap<String, Cause>,
    /// What happens to modules, whose wiring is in files of the project.
    wiring: Vec<String>,
}

#[derive(Debug)]
enum Cause {
    Known(String),
    /// The module is not wanted any more.
    Removed,
    /// The names of the inputs that changed; none when it is something else.
    Inputs(Vec<String>),
}

impl Causes {
    pub(super) fn new(wanted: &Wanted, state: &State) -> Self {
        let modules = wanted.versions.keys().chain(state.locks.keys());
        let by_module = modules.map(|module| (module.clone(), cause(module, wanted, state))).collect();
        let mut causes = Self { by_module, wiring: Vec::new() };
        let of_modules = causes.by_module.iter().filter(|(module, _)| *module != State::CORE);
        let changed =
            of_modules.filter(|(_, cause)| !matches!(cause, Cause::Inputs(names) if names.is_empty()));
        causes.wiring = changed.map(|(module, _)| causes.of(module)).collect();
        causes
    }

    /// Why something of `module` changes.
    pub(super) fn of(&self, module: &str) -> String {
        self.said(module, |_| true)
    }

    /// Whether nothing of `module` is wanted any more.
    pub(super) fn is_removed(&self, module: &str) -> bool {
        matches!(self.by_module.get(module), Some(Cause::Removed))
    }

    /// Why `file` changes: of several inputs that changed, those that it depends on.
    pub(super) fn of_file(&self, file: &WantedFile) -> String {
        // Which options of its own a module's file depends on is not known.
        let any = &*file.origin.module != State::CORE;
        let changed = match self.by_module.get(&*file.origin.module) {
            Some(Cause::Inputs(names)) => names.iter().any(|input| file.inputs.contains(input.as_str())),
            Some(Cause::Known(_) | Cause::Removed) | None => true,
        };
        if !any && !changed && file.inputs.contains(Wanted::MODULES) && !self.wiring.is_empty() {
            return self.wiring.join(", ");
        }
        self.said(&file.origin.module, |input| any || file.inputs.contains(input))
    }

    fn said(&self, module: &str, matters: impl Fn(&str) -> bool) -> String {
        let names = match self.by_module.get(module) {
            Some(Cause::Known(cause)) => return cause.clone(),
            Some(Cause::Removed) => return format!("module `{module}` removed"),
            Some(Cause::Inputs(names)) => names.iter().filter(|name| matters(name)).collect(),
            None => Vec::new(),
        };
        match names.as_slice() {
            // Variables are no inputs, so it may be either of the two.
            [] => format!("the manifest or the blueprint of `{module}` changed"),
            names => {
                let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
                format!("{} of `{module}` changed", names.join(", "))
            }
        }
    }
}

fn cause(module: &str, wanted: &Wanted, state: &State) -> Cause {
    let Some(lock) = state.locks.get(module) else {
        return Cause::Known(if state.locks.is_empty() {
            "new project".to_owned()
        } else {
            format!("module `{module}` added")
        });
    };
    let Some(version) = wanted.versions.get(module) else {
        return Cause::Removed;
    };
    match lock.version.as_ref().filter(|before| *before != version) {
        Some(before) => Cause::Known(format!("`{module}` {before} → {version}")),
        None => Cause::Inputs(changed_inputs(module, wanted, state)),
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
