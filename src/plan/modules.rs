//! What becomes of modules besides their files: options that are not changed lightly, the data of
//! modules that go, and what a new version asks of people.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Note, Plan};
use crate::{
    blueprint::{Change, Library, ModuleSpec},
    diagnostics::Report,
    resolve::{Data, Module, Project},
    state::{Lock, State},
};

/// Something that follows from a plan outside of the files, and that needs a yes of its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Consequence {
    /// The module or the option.
    pub target: String,
    /// What follows, or what has to be done first.
    pub message: String,
}

/// What is to be said about the modules of a project.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OfModules {
    /// What needs a yes.
    pub consequences: Vec<Consequence>,
    /// What is good to know.
    pub notes: Vec<Note>,
    /// Options that cannot change: apply refuses.
    pub fixed: Vec<Fixed>,
}

/// An option that cannot change any more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fixed {
    /// The module.
    pub module: String,
    /// The option.
    pub option: String,
    /// The value that the module was applied with.
    pub before: String,
    /// The value that is written now.
    pub after: String,
}

/// Compares the modules of `project` with those that were applied. `made_anew` are modules whose fixed
/// options may change this time, with what becomes of their data.
pub fn of_modules(
    library: &Library,
    project: &Project,
    state: &State,
    made_anew: &BTreeMap<String, Data>,
) -> Result<OfModules, Report> {
    let mut found = OfModules::default();
    for (name, lock) in state.locks.iter().filter(|(name, _)| *name != State::CORE) {
        // A module that these blueprints do not have any more can still be removed.
        let spec = library.module(name)?;
        match (project.modules.get(name).filter(|module| module.available), spec) {
            (Some(module), Some(spec)) => {
                found.release_notes(spec, lock);
                found.options(spec, module, lock, made_anew.get(name).copied());
            }
            _ => found.removal(name, spec, project.removed.get(name).copied().unwrap_or_default()),
        }
    }
    Ok(found)
}

impl OfModules {
    /// Writes what was found into `plan`, as far as the plan is about those modules.
    pub fn tell(&self, plan: &mut Plan) {
        if plan.steps.is_empty() {
            return;
        }
        plan.consequences.extend(self.consequences.iter().cloned());
        plan.notes.extend(self.notes.iter().cloned());
    }

    fn note(&mut self, target: String, message: String) {
        self.notes.push(Note { target, message, quiet: false });
    }

    fn warn(&mut self, target: String, message: String) {
        self.consequences.push(Consequence { target, message });
    }

    fn release_notes(&mut self, spec: &ModuleSpec, lock: &Lock) {
        let Some(before) = &lock.version else { return };
        for release in spec.releases_after(before) {
            let target = format!("{} {}", spec.name, release.version);
            for note in &release.notes {
                self.note(target.clone(), note.clone());
            }
            for migration in &release.migrations {
                self.note(target.clone(), format!("migration {migration}"));
            }
            for (from, to) in &release.variables {
                self.note(
                    target.clone(),
                    format!("the variable `{from}` is `{to}` now: rename it where it is set"),
                );
            }
            for (from, to) in &release.names {
                self.note(target.clone(), format!("`{from}` is `{to}` now: rename it in code of your own"));
            }
        }
    }

    fn options(&mut self, spec: &ModuleSpec, module: &Module, lock: &Lock, anew: Option<Data>) {
        let mut moves_data = false;
        for (name, option) in &spec.options {
            let after = module.options.get(name).map(ToString::to_string).unwrap_or_default();
            let Some(before) = applied_value(spec, lock, name).filter(|before| **before != after) else {
                continue;
            };
            let target = format!("modules.{}.{name}", spec.name);
            let follows = option.consequences.as_deref().unwrap_or(&option.help);
            match (option.change, anew) {
                (Change::Mutable, _) => {}
                (Change::Guarded, _) => self.warn(target, format!("`{before}` becomes `{after}`: {follows}")),
                (Change::Immutable, Some(_)) => {
                    moves_data = true;
                    self.warn(target, format!("`{before}` becomes `{after}`: {follows}"));
                }
                (Change::Immutable, None) => self.fixed.push(Fixed {
                    module: spec.name.clone(),
                    option: name.clone(),
                    before: before.clone(),
                    after,
                }),
            }
        }
        if let Some(data) = anew.filter(|_| moves_data) {
            let message = match data {
                Data::Keep => "its tables stay as they are: check that they fit the new value".to_owned(),
                Data::Export | Data::Drop => {
                    format!("{}; `migrate` makes the tables again", first(spec, data))
                }
            };
            self.warn(format!("modules.{}", spec.name), message);
        }
    }

    fn removal(&mut self, name: &str, spec: Option<&ModuleSpec>, data: Data) {
        let target = format!("modules.{name}");
        let tables = spec.map(|spec| spec.tables.join(", ")).filter(|tables| !tables.is_empty());
        let Some((spec, tables)) = spec.zip(tables) else {
            return self.note(target, "removed; what it has in the database stays there".to_owned());
        };
        match data {
            Data::Keep => {
                let choice = format!("quickscale remove {name} --data drop");
                self.note(
                    target,
                    format!("removed; its tables stay in the database: {tables} (or `{choice}`)"),
                );
            }
            Data::Export | Data::Drop => self.warn(target, first(spec, data)),
        }
    }
}

/// What has to be done while the module is still there.
fn first(spec: &ModuleSpec, data: Data) -> String {
    let (label, tables) = (&spec.label, spec.tables.join(", "));
    match data {
        Data::Drop => format!(
            "first, wherever there is data of it, run `python manage.py migrate {label} zero`: it drops {tables}, \
             and once the module is gone nothing here knows how"
        ),
        Data::Export | Data::Keep => format!(
            "first, wherever there is data of it, run `python manage.py dumpdata {label} --output {label}.json`; \
             the tables stay: {tables}"
        ),
    }
}

/// The value that an option was applied with, under the name that it had then.
fn applied_value<'l>(spec: &ModuleSpec, lock: &'l Lock, option: &str) -> Option<&'l String> {
    let former = || {
        let before = lock.version.as_ref()?;
        let renames = spec.releases_after(before).flat_map(|release| &release.options);
        renames.filter(|(_, to)| to == option).find_map(|(from, _)| lock.inputs.get(from))
    };
    lock.inputs.get(option).or_else(former)
}
