//! What there is to know about a project's files, and what is proposed about them.

use std::collections::BTreeSet;

use crate::{
    blueprint::{Owner, Wanted, WantedFile},
    diagnostics::{self, Issue, Report, codes::plan as codes},
    plan::{
        Action, Change, Contents, ExecutorId, Fidelity, FileChange, LockChange, Note, Proposal, Recorded,
        Step, files,
    },
    state::{Entry, State, lock_path},
    workspace::{FileState, RelPath, Snapshot},
};

/// What is wanted, what is recorded and what is there.
#[derive(Debug, Clone, Copy)]
pub struct Known<'a> {
    /// What the blueprints want, at the paths where the user has it.
    pub wanted: &'a Wanted,
    /// What was applied last.
    pub state: &'a State,
    /// What is there, at every path that is wanted, recorded or named.
    pub found: &'a Snapshot,
    /// The texts of last renders, as far as they are kept.
    pub bases: &'a Contents,
    /// What the manifest protects.
    pub protect: &'a BTreeSet<RelPath>,
}

/// What is at one path.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'a> {
    /// The path.
    pub path: &'a RelPath,
    /// What the blueprints want there.
    pub wanted: Option<&'a WantedFile>,
    /// The lock that records the path, and what it says.
    pub locked: Option<(&'a str, Entry)>,
    /// What is there now.
    pub found: FileState,
}

impl<'a> Known<'a> {
    /// What is known of `path`.
    pub(super) fn at(&self, path: &'a RelPath) -> Subject<'a> {
        let found = self.found.get(path).map_or(FileState::Absent, |observed| observed.state);
        Subject { path, wanted: self.wanted.files.get(path), locked: self.state.entry(path), found }
    }

    /// Everything that is wanted or recorded, by path.
    pub(super) fn subjects(&self) -> impl Iterator<Item = Subject<'a>> + use<'a, '_> {
        let recorded = self.state.locks.values().flat_map(|lock| lock.entries.keys().chain(&lock.gone));
        let paths: BTreeSet<&'a RelPath> = self.wanted.files.keys().chain(recorded).collect();
        paths.into_iter().map(|path| self.at(path))
    }

    /// What is known of `path`, which has to be wanted or recorded.
    pub fn one(&self, path: &'a RelPath) -> Result<Subject<'a>, Report> {
        let subject = self.at(path);
        let is_known = subject.wanted.is_some() || subject.locked.is_some() || self.state.is_gone(path);
        if is_known { Ok(subject) } else { Err(self.unknown(path).into()) }
    }

    /// Everything that `named` names: files, and files below directories. A name that is about
    /// nothing is a mistake.
    pub(super) fn named(&self, named: &[RelPath]) -> Result<Vec<Subject<'a>>, Report> {
        let all: Vec<Subject<'a>> = self.subjects().collect();
        let unknown = named.iter().filter(|name| !all.iter().any(|subject| subject.path.is_within(name)));
        let report: Report = unknown.map(|name| self.unknown(name)).collect();
        if !report.is_empty() {
            return Err(report);
        }
        Ok(all.into_iter().filter(|subject| named.iter().any(|name| subject.path.is_within(name))).collect())
    }

    /// The mistake of naming a path that is neither wanted nor recorded.
    pub(super) fn unknown(&self, path: &RelPath) -> Issue {
        let near = diagnostics::closest(path.as_str(), self.subjects().map(|subject| subject.path.as_str()));
        let help = near.map_or_else(
            || "run `quickscale status --all` to see every path it knows".to_owned(),
            |near| format!("did you mean `{near}`?"),
        );
        Issue::error(&codes::UNKNOWN_PATH, format!("quickscale neither made nor wants to make `{path}`"))
            .help(help)
    }

    /// Whether the text that the entry's next merge starts from is at hand.
    pub(super) fn has_base(&self, subject: &Subject<'_>, entry: Entry) -> bool {
        self.bases.get(entry.base).is_some() || subject.render_is(entry.base)
    }

    /// Puts together what a command proposes, with the heads of lock files that it starts.
    pub(super) fn finish(&self, draft: Draft) -> Proposal {
        let Draft { mut steps, notes, unchanged, contents } = draft;
        steps.sort_by(|a, b| a.id.cmp(&b.id));
        steps.extend(files::new_heads(self.wanted, self.state, &steps, self.protect));
        Proposal { steps, notes, unchanged, contents, ..Proposal::default() }
    }
}

impl Subject<'_> {
    /// Whether the render of now is what `digest` names.
    pub(super) fn render_is(&self, digest: crate::workspace::Digest) -> bool {
        self.wanted.is_some_and(|wanted| wanted.digest() == digest)
    }

    /// The lock that records the file, or will.
    pub(super) fn module(&self) -> &str {
        let wanted = || self.wanted.map(|wanted| &*wanted.origin.module);
        self.locked.map(|(module, _)| module).or_else(wanted).unwrap_or(State::CORE)
    }
}

/// A proposal in the making.
#[derive(Debug, Default)]
pub(super) struct Draft {
    steps: Vec<Step>,
    notes: Vec<Note>,
    unchanged: usize,
    contents: Contents,
}

impl Draft {
    /// Has `record` written down about a path; nothing happens to the file.
    pub(super) fn record(&mut self, subject: &Subject<'_>, owner: Owner, record: Recorded, reason: &str) {
        if let Recorded::Entry { base, .. } = record
            && let Some(wanted) = subject.wanted.filter(|wanted| wanted.digest() == base)
        {
            self.contents.insert_known(base, wanted.bytes().clone());
        }
        let change = FileChange {
            path: subject.path.clone(),
            from: None,
            owner,
            module: subject.module().to_owned(),
            before: subject.found,
            after: subject.found,
            record,
            conflict: None,
        };
        self.steps.push(step(change, Action::Record, reason));
    }

    /// Adds any other step.
    pub(super) fn push(&mut self, change: FileChange, action: Action, reason: &str) {
        self.steps.push(step(change, action, reason));
    }

    /// Has a lock file written anew.
    pub(super) fn push_lock(&mut self, change: LockChange) {
        let target = lock_path(&change.module);
        let id = files::step_id(&target);
        let target = target.to_string();
        let reason = "derived anew".to_owned();
        self.steps.push(Step { id, target, reason, ..bare(Action::Record, Change::Lock(change)) });
    }

    /// Says something about a path of which nothing is written down.
    pub(super) fn note(&mut self, path: &RelPath, message: impl Into<String>) {
        self.notes.push(Note { target: path.to_string(), message: message.into(), quiet: false });
    }

    /// Counts a file that is as wanted.
    pub(super) fn unchanged(&mut self) {
        self.unchanged += 1;
    }
}

fn step(change: FileChange, action: Action, reason: &str) -> Step {
    Step {
        id: files::step_id(&change.path),
        target: change.path.to_string(),
        reason: reason.to_owned(),
        ..bare(action, Change::File(change))
    }
}

fn bare(action: Action, change: Change) -> Step {
    Step {
        id: String::new(),
        executor: ExecutorId::Files,
        action,
        target: String::new(),
        reason: String::new(),
        depends_on: Vec::new(),
        risk: None,
        protected: None,
        fidelity: Fidelity::Exact,
        change,
    }
}
