//! What becomes of modules besides their files: options that are not changed lightly, the data of
//! modules that go, and what a new version asks of people.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use semver::Version;
use serde::{Deserialize, Serialize};

use super::{
    Note, Plan, Proposal,
    codemods::{self, Carried, Codemod},
    data::Leaving,
};
use crate::{
    blueprint::{Change, Library, ModuleSpec},
    diagnostics::Report,
    resolve::{Data, Module, Project},
    state::{Lock, State},
    workspace::{RelPath, Snapshot},
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
    /// Modules of which a newer version was applied than there is: apply refuses.
    pub newer: Vec<Newer>,
    /// What new versions ask for, shown before an apply and ticked off after it.
    pub todo: Vec<Todo>,
    /// Modules whose data something becomes of.
    pub leaving: Vec<Leaving>,
    codemods: Vec<Codemod>,
}

/// One thing that a new version of a module brings about, or that a plan leaves to a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Todo {
    /// The module and the version, for example `notes 0.2.0`; or the app.
    pub release: String,
    /// What there is to know or to do.
    pub message: String,
    /// Whether the apply does it, so that nobody has to.
    pub done: bool,
}

/// A module that was applied in a newer version than there is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Newer {
    /// The module; `core` for the project itself.
    pub module: String,
    /// The version that was applied.
    pub applied: Version,
    /// The version there is.
    pub there: Version,
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

/// Something that was applied in an older version than there is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Behind {
    /// The module; `core` for the project itself.
    pub module: String,
    /// The version that was applied.
    pub applied: Version,
    /// The version there is.
    pub newest: Version,
}

/// What was applied in an older version than `library` has, by name.
pub fn behind(library: &Library, state: &State) -> Result<Vec<Behind>, Report> {
    let mut behind = Vec::new();
    for (module, lock) in &state.locks {
        let newest = match module.as_str() {
            State::CORE => Some(library.core_version()?),
            _ => library.module(module)?.map(|spec| &spec.version),
        };
        if let (Some(applied), Some(newest)) = (&lock.version, newest)
            && applied < newest
        {
            let (module, applied, newest) = (module.clone(), applied.clone(), newest.clone());
            behind.push(Behind { module, applied, newest });
        }
    }
    Ok(behind)
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
    if let Some(applied) = state.locks.get(State::CORE).and_then(|lock| lock.version.as_ref()) {
        found.newer(State::CORE, applied, library.core_version()?);
    }
    for (name, lock) in state.locks.iter().filter(|(name, _)| *name != State::CORE) {
        // A module that these blueprints do not have any more can still be removed.
        let spec = library.module(name)?;
        match (project.modules.get(name).filter(|module| module.available), spec) {
            (Some(module), Some(spec)) => {
                found.releases(spec, lock);
                found.options(spec, module, lock, made_anew.get(name).copied());
            }
            _ => found.removal(name, spec, project.removed.get(name).copied().unwrap_or_default()),
        }
    }
    Ok(found)
}

impl OfModules {
    /// Writes what was found into `plan`, as far as the plan is about those modules. Where it has steps for the data of
    /// one itself, only other databases are left to people.
    pub fn tell(&self, plan: &mut Plan) {
        if plan.steps.is_empty() {
            return;
        }
        for leaving in &self.leaving {
            let here = plan.steps.iter().any(|step| step.data_of() == Some(&leaving.module));
            let (target, told) = (format!("modules.{}", leaving.module), leaving.told());
            if here {
                let message = format!("wherever else there is data of it, before this gets there, {told}");
                plan.notes.push(Note { target, message, quiet: false });
            } else {
                let message = format!("first, wherever there is data of it, {told}");
                plan.consequences.push(Consequence { target, message });
            }
        }
        plan.consequences.extend(self.consequences.iter().cloned());
        plan.notes.extend(self.notes.iter().cloned());
        let todo = self.todo.iter();
        plan.notes.extend(todo.map(|Todo { release, message, .. }| Note {
            target: release.clone(),
            message: message.clone(),
            quiet: false,
        }));
    }

    fn note(&mut self, target: String, message: String) {
        self.notes.push(Note { target, message, quiet: false });
    }

    fn warn(&mut self, target: String, message: String) {
        self.consequences.push(Consequence { target, message });
    }

    fn newer(&mut self, module: &str, applied: &Version, there: &Version) {
        if applied > there {
            let (applied, there) = (applied.clone(), there.clone());
            self.newer.push(Newer { module: module.to_owned(), applied, there });
        }
    }

    fn releases(&mut self, spec: &ModuleSpec, lock: &Lock) {
        let Some(before) = &lock.version else { return };
        self.newer(&spec.name, before, &spec.version);
        for release in spec.releases_after(before) {
            let target = format!("{} {}", spec.name, release.version);
            let mut ask = |message: String, done: bool| {
                self.todo.push(Todo { release: target.clone(), message, done });
            };
            release.notes.iter().for_each(|note| ask(note.clone(), false));
            release.migrations.iter().for_each(|migration| ask(format!("migration {migration}"), false));
            for (from, to) in &release.variables {
                ask(format!("the variable `{from}` is `{to}` now: rename it where it is set"), false);
            }
            self.codemods.extend(release.names.iter().map(|(from, to)| Codemod {
                module: spec.name.clone(),
                release: target.clone(),
                from: from.clone(),
                to: to.clone(),
            }));
        }
    }

    /// Whether the code of the project has to be looked at.
    pub fn rename_in_code(&self) -> bool {
        !self.codemods.is_empty()
    }

    /// Adds what new versions change in `code`, the Python files of the project, to what is planned for files. What
    /// lies below `protect` stays as it is.
    pub fn carry_out(
        &mut self,
        proposal: &mut Proposal,
        code: &Snapshot,
        state: &State,
        protect: &BTreeSet<RelPath>,
    ) {
        let carried = codemods::carry_out(&self.codemods, proposal, code, state, protect);
        for (codemod, carried) in self.codemods.iter().zip(carried) {
            self.todo.extend(asked(codemod, &carried));
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
        let Some(data) = anew.filter(|_| moves_data) else { return };
        match Leaving::new(spec, data, true) {
            Some(leaving) => self.leaving.push(leaving),
            None => {
                let message = "its tables stay as they are: check that they fit the new value".to_owned();
                self.warn(format!("modules.{}", spec.name), message);
            }
        }
    }

    fn removal(&mut self, name: &str, spec: Option<&ModuleSpec>, data: Data) {
        let target = format!("modules.{name}");
        let tables = spec.map(|spec| spec.tables.join(", ")).filter(|tables| !tables.is_empty());
        let Some((spec, tables)) = spec.zip(tables) else {
            return self.note(target, "removed; what it has in the database stays there".to_owned());
        };
        if let Some(leaving) = Leaving::new(spec, data, false) {
            return self.leaving.push(leaving);
        }
        let choice = format!("quickscale remove {name} --data drop");
        self.note(target, format!("removed; its tables stay in the database: {tables} (or `{choice}`)"));
    }
}

/// What there is to say about a codemod: where it was carried out, and where a person has to.
fn asked(codemod: &Codemod, carried: &Carried) -> Vec<Todo> {
    let Codemod { release, from, to, .. } = codemod;
    let what = format!("`{from}` is `{to}` now");
    let todo = |message, done| Todo { release: release.clone(), message, done };
    let mut todos = Vec::new();
    match carried.files.as_slice() {
        [] if carried.left.is_empty() => todos.push(todo(format!("{what}: no code of yours names it"), true)),
        [] => {}
        [file] => todos.push(todo(format!("{what}: replaced in {file}"), true)),
        files => todos.push(todo(format!("{what}: replaced in {} files", files.len()), true)),
    }
    if !carried.left.is_empty() {
        todos.push(todo(format!("{what}: replace it yourself in {}", carried.left.join(", ")), false));
    }
    todos
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
