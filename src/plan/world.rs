//! A project in memory: a tree, a state and base texts, with an apply of a few lines.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use crate::{
    blueprint::{Origin, Owner, Wanted, WantedFile},
    plan::{
        Action, Contents, FileChange, Header, Plan, Proposal, Step,
        files::{Comparison, Options},
        fingerprint, new_bases, next_state,
    },
    state::State,
    workspace::{Digest, Expectation, FileState, Mode, Observed, RelPath, Snapshot},
};

pub(in crate::plan) fn path(text: &str) -> RelPath {
    RelPath::new(text).unwrap()
}

/// What is at a path of the tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::plan) enum Thing {
    File(Mode, Vec<u8>),
    Directory,
    Symlink,
}

/// What is wanted, written in one line per file.
#[derive(Debug, Clone, Default)]
pub(in crate::plan) struct Blueprint(pub(super) Wanted);

impl Blueprint {
    pub(in crate::plan) fn version(version: &str) -> Self {
        let mut wanted = Wanted::default();
        wanted.versions.insert(State::CORE.to_owned(), version.parse().unwrap());
        Self(wanted)
    }

    pub(in crate::plan) fn file(self, at: &str, owner: Owner, text: &str) -> Self {
        self.file_of("core", at, owner, Mode::Regular, text)
    }

    pub(in crate::plan) fn file_of(
        mut self,
        module: &str,
        at: &str,
        owner: Owner,
        mode: Mode,
        text: &str,
    ) -> Self {
        let origin = Origin { module: module.into(), layer: "project".into(), source: path(at) };
        self.0.files.insert(path(at), WantedFile::new(owner, mode, text.as_bytes(), origin));
        let version = "1.0.0".parse().unwrap();
        self.0.versions.entry(module.to_owned()).or_insert(version);
        self
    }

    pub(in crate::plan) fn moved(mut self, old: &str, new: &str) -> Self {
        self.0.moved.insert(path(old), path(new));
        self
    }
}

/// A project.
#[derive(Debug, Clone, Default)]
pub(in crate::plan) struct World {
    pub(in crate::plan) tree: BTreeMap<RelPath, Thing>,
    pub(in crate::plan) state: State,
    pub(in crate::plan) bases: Contents,
    /// What was overwritten or deleted though a person had edited it.
    pub(in crate::plan) kept_aside: Vec<Vec<u8>>,
    pub(in crate::plan) options: Options,
}

impl World {
    /// A project in which `blueprint` has just been applied.
    pub(in crate::plan) fn after(blueprint: &Blueprint) -> Self {
        let mut world = Self::default();
        world.apply(blueprint);
        world
    }

    pub(in crate::plan) fn write(mut self, at: &str, text: &str) -> Self {
        self.tree.insert(path(at), Thing::File(Mode::Regular, text.as_bytes().to_vec()));
        self
    }

    pub(in crate::plan) fn put(mut self, at: &str, thing: Thing) -> Self {
        self.tree.insert(path(at), thing);
        self
    }

    pub(in crate::plan) fn delete(mut self, at: &str) -> Self {
        self.tree.remove(&path(at)).unwrap();
        self
    }

    pub(in crate::plan) fn resolve(mut self, text: &str) -> Self {
        self.options.resolutions.add(text).unwrap();
        self
    }

    pub(in crate::plan) fn read(&self, at: &str) -> Option<String> {
        match self.tree.get(&path(at))? {
            Thing::File(_, bytes) => Some(String::from_utf8(bytes.clone()).unwrap()),
            Thing::Directory | Thing::Symlink => None,
        }
    }

    pub(in crate::plan) fn propose(&self, blueprint: &Blueprint) -> Proposal {
        let comparison = Comparison::new(&blueprint.0, &self.state).unwrap();
        let found = self.observe(&comparison.expectations());
        let mut bases = Contents::default();
        for digest in comparison.needed_bases(&found) {
            if let Some(bytes) = self.bases.get(digest) {
                bases.insert(bytes);
            }
        }
        comparison.propose(&found, &bases, &self.options)
    }

    pub(in crate::plan) fn bases_needed(&self, blueprint: &Blueprint) -> usize {
        let comparison = Comparison::new(&blueprint.0, &self.state).unwrap();
        comparison.needed_bases(&self.observe(&comparison.expectations())).len()
    }

    fn observe(&self, expected: &BTreeMap<RelPath, Expectation>) -> Snapshot {
        let look = |path: &RelPath, known: &Expectation| match self.tree.get(path) {
            Some(Thing::File(mode, bytes)) => {
                let digest = Digest::of(bytes);
                let kept = known.needs_bytes(digest).then(|| Arc::from(bytes.as_slice()));
                Observed { state: FileState::File { mode: *mode, digest }, bytes: kept }
            }
            Some(Thing::Directory) => Observed { state: FileState::Directory, bytes: None },
            Some(Thing::Symlink) => Observed { state: FileState::Symlink, bytes: None },
            None => Observed { state: self.nothing_at(path), bytes: None },
        };
        expected.iter().map(|(path, known)| (path.clone(), look(path, known))).collect()
    }

    fn nothing_at(&self, path: &RelPath) -> FileState {
        let above = |above: RelPath| matches!(self.tree.get(&above), Some(Thing::File(..) | Thing::Symlink));
        if path.ancestors().any(above) { FileState::Other } else { FileState::Absent }
    }

    /// The whole plan.
    pub(in crate::plan) fn whole_plan(&self, blueprint: &Blueprint) -> Plan {
        let observed = fingerprint(&Snapshot::new(), []);
        let header = Header::new("local", "", &self.state, &blueprint.0, observed);
        Plan::assemble(header, self.propose(blueprint))
    }

    /// Plans, applies and returns the plan.
    pub(in crate::plan) fn apply(&mut self, blueprint: &Blueprint) -> Plan {
        let plan = self.whole_plan(blueprint);
        for change in plan.steps.iter().filter_map(Step::file) {
            for (path, expected) in change.preconditions() {
                let found =
                    self.observe(&BTreeMap::from([(path.clone(), Expectation { base: None, wanted: None })]));
                let later =
                    plan.steps.iter().any(|step| !step.depends_on.is_empty() && step.file() == Some(change));
                assert!(
                    later || expected.contains(&found[path].state),
                    "{path}: {:?} for {change:?}",
                    found[path].state
                );
            }
        }
        let (first, last): (Vec<&Step>, Vec<&Step>) =
            plan.steps.iter().partition(|step| step.depends_on.is_empty());
        for step in first.into_iter().chain(last) {
            if let Some(change) = step.file() {
                self.carry_out(step, change, &plan.contents);
            }
        }
        for digest in new_bases(&plan) {
            self.bases.insert(plan.contents.get(digest).expect("a new base has its text in the plan"));
        }
        self.state = next_state(&self.state, &plan, &blueprint.0, &self.options.protect);
        self.state = State::from_files(self.state.to_files()).expect("a written state can be read");
        self.options.resolutions = super::files::Resolutions::default();
        plan
    }

    fn carry_out(&mut self, step: &Step, change: &FileChange, contents: &Contents) {
        if !change.touches_tree() {
            return;
        }
        assert!(!matches!(step.action, Action::Record | Action::Conflict), "{step:?}");
        let before = self.tree.remove(change.from.as_ref().unwrap_or(&change.path));
        if let (Some(_), Some(Thing::File(_, bytes))) = (step.risk, &before) {
            self.kept_aside.push(bytes.clone());
        }
        if let FileState::File { mode, digest } = change.after {
            let moved = before.filter(|_| change.before.digest() == Some(digest));
            let bytes = match moved {
                Some(Thing::File(_, bytes)) => bytes,
                _ => contents.get(digest).expect("what is written has its text in the plan").to_vec(),
            };
            self.tree.insert(change.path.clone(), Thing::File(mode, bytes));
        }
    }

    /// What a plan says, one line per step: the picture that the tests compare.
    pub(in crate::plan) fn plan(&self, blueprint: &Blueprint) -> Vec<String> {
        lines(&self.propose(blueprint))
    }

    /// Applies, and makes sure that nothing is left to do but what a person has to decide.
    pub(in crate::plan) fn converge(&mut self, blueprint: &Blueprint) -> Vec<String> {
        let plan = self.apply(blueprint);
        let again = self.propose(blueprint);
        let open: BTreeSet<&str> = again
            .steps
            .iter()
            .filter(|step| step.action != Action::Conflict)
            .map(|step| step.id.as_str())
            .collect();
        assert!(open.is_empty(), "left after an apply: {open:?}");
        lines(&Proposal { steps: plan.steps, notes: plan.notes, ..Proposal::default() })
    }
}

fn lines(proposal: &Proposal) -> Vec<String> {
    let notes = proposal.notes.iter().map(|note| format!("note {}: {}", note.target, note.message));
    proposal.steps.iter().filter_map(line).chain(notes).collect()
}

fn line(step: &Step) -> Option<String> {
    let change = step.file()?;
    let action = format!("{:?}", step.action).to_lowercase();
    let from = change.from.as_ref().map(|from| format!("{from} -> ")).unwrap_or_default();
    let reason = change.conflict.as_ref().map_or(&step.reason, |conflict| &conflict.summary);
    let risk = if step.risk.is_some() { " [risk]" } else { "" };
    let protected = step.protected.as_ref().map(|path| format!(" [protected by {path}]")).unwrap_or_default();
    Some(format!("{action} {from}{}: {reason}{risk}{protected}", step.target))
}
