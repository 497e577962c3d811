//! Programs that finish what files began. Their steps need the network, and neither planning nor
//! writing files ever waits for them.

mod lock_inputs;
mod requirement;

use std::{collections::BTreeMap, time::Duration};

use super::{Events, Executor};
use crate::{
    diagnostics::{Issue, Report, codes},
    plan::{Action, Change, ExecutorId, Fidelity, FileChange, Note, Plan, Proposal, RunChange, Step},
    process::Command,
    workspace::{Digest, FileState, RelPath, Root},
};

use lock_inputs::LockInputs;

const PYPROJECT: &str = "pyproject.toml";
const UV_LOCK: &str = "uv.lock";

/// Where it is noted which lock file uv made of which inputs.
const ACCEPTED: &str = ".quickscale/run/uv-lock";

/// Resolving from an empty cache downloads the metadata of every dependency.
const TIME_LIMIT: Duration = Duration::from_mins(10);

const INSTALL_UV: &str = "install uv with `curl -LsSf https://astral.sh/uv/install.sh | sh` or `pip install uv`, \
     then run `quickscale apply` again; or leave it out with `quickscale apply --offline`";

/// The files that programs work on, as they were found.
#[derive(Debug)]
pub struct Tools<'r> {
    root: &'r Root,
    offline: bool,
    found: BTreeMap<&'static str, Vec<u8>>,
}

impl<'r> Tools<'r> {
    /// Looks at the files, once, without changing anything and without running a program. When
    /// `offline`, steps that need the network are left out, with a note for each.
    pub fn observe(root: &'r Root, offline: bool) -> Result<Self, Report> {
        let (mut found, mut report) = (BTreeMap::new(), Report::new());
        for name in [PYPROJECT, UV_LOCK, ACCEPTED] {
            match root.read_if_file(&own_path(name)) {
                Ok(bytes) => found.extend(bytes.map(|bytes| (name, bytes))),
                Err(issue) => report.push(issue),
            }
        }
        if report.is_empty() { Ok(Self { root, offline, found }) } else { Err(report) }
    }

    /// The text of `pyproject.toml` after the files are done.
    fn pyproject_after<'a>(&'a self, files: &'a Proposal, change: Option<&FileChange>) -> Option<&'a [u8]> {
        let found = self.found.get(PYPROJECT).map(Vec::as_slice);
        match change.map(|change| change.after) {
            None => found,
            Some(FileState::File { digest, .. }) => files.contents.get(digest).or(found),
            Some(FileState::Absent | FileState::Directory | FileState::Symlink | FileState::Other) => None,
        }
    }

    /// Why `uv.lock` has to be made anew; none when it fits.
    fn why_to_lock(&self, after: &LockInputs) -> Option<String> {
        let Some(lock) = self.found.get(UV_LOCK) else { return Some(format!("`{UV_LOCK}` does not exist")) };
        if self.found.get(ACCEPTED).is_some_and(|accepted| *accepted == acceptance(after, lock)) {
            return None;
        }
        let Some(locked) = LockInputs::of_lock(lock) else {
            return Some(format!("`{UV_LOCK}` cannot be read"));
        };
        if let Some(what) = after.difference(&locked) {
            return Some(format!("`{UV_LOCK}` does not fit `{PYPROJECT}`: {what}"));
        }
        let before = self.found.get(PYPROJECT).and_then(|bytes| LockInputs::of_pyproject(bytes)).flatten()?;
        (before.indexes != after.indexes).then(|| format!("`{PYPROJECT}` names other package indexes"))
    }

    fn run(&self, change: &RunChange) -> Result<(), Report> {
        let [program, arguments @ ..] = change.command.as_slice() else { return Ok(()) };
        let command = Command::new(program, arguments).directory(self.root.path()).time_limit(TIME_LIMIT);
        command.run().map_err(|error| error.into_issue(INSTALL_UV))?;
        for output in &change.outputs {
            if self.root.read_if_file(output)?.is_none() {
                let message = format!("`{command}` ended well, and `{output}` is not there");
                let help = format!("run `command -v {program}` to see which program that is");
                return Err(Issue::error(&codes::tools::NOTHING_MADE, message).help(help).into());
            }
        }
        self.accept()
    }

    /// Notes that uv made this lock file of these inputs, so that nothing that it writes in
    /// another way than it was told is taken for a difference.
    fn accept(&self) -> Result<(), Report> {
        let read = |name| self.root.read_if_file(&own_path(name));
        let (Some(pyproject), Some(lock)) = (read(PYPROJECT)?, read(UV_LOCK)?) else { return Ok(()) };
        if let Some(inputs) = LockInputs::of_pyproject(&pyproject).flatten() {
            self.root.write_own(&own_path(ACCEPTED), &acceptance(&inputs, &lock)).map_err(Issue::from)?;
        }
        Ok(())
    }
}

impl Executor for Tools<'_> {
    fn id(&self) -> ExecutorId {
        ExecutorId::Tools
    }

    fn seen(&self) -> String {
        let line = |(name, bytes): (&&str, &Vec<u8>)| format!("{} {name}\n", Digest::of(bytes));
        self.found.iter().map(line).collect()
    }

    fn plan(&self, before: &Proposal) -> Proposal {
        let mut proposal = Proposal::default();
        let change =
            before.steps.iter().find(|step| step.file().is_some_and(|file| file.path.as_str() == PYPROJECT));
        let Some(wanted) = self.pyproject_after(before, change.and_then(Step::file)) else { return proposal };
        let Some(after) = LockInputs::of_pyproject(wanted) else {
            let message =
                format!("`{PYPROJECT}` cannot be read, so it is not known whether `{UV_LOCK}` fits it");
            proposal.notes.push(Note { target: UV_LOCK.to_owned(), message, quiet: false });
            return proposal;
        };
        let Some(reason) = after.and_then(|after| self.why_to_lock(&after)) else { return proposal };
        if self.offline {
            let message = format!("`uv lock` is left out, because it needs the network: {reason}");
            proposal.notes.push(Note { target: UV_LOCK.to_owned(), message, quiet: false });
        } else {
            proposal.steps.push(lock_step(reason, change));
        }
        proposal
    }

    fn apply(&mut self, plan: &Plan, events: &mut dyn Events) -> Result<(), Report> {
        for step in plan.steps.iter().filter(|step| step.executor == ExecutorId::Tools) {
            if let Change::Run(change) = &step.change {
                events.started(step);
                self.run(change)?;
                events.finished(step);
            }
        }
        Ok(())
    }
}

fn lock_step(reason: String, pyproject: Option<&Step>) -> Step {
    Step {
        id: format!("{}:{UV_LOCK}", ExecutorId::Tools),
        executor: ExecutorId::Tools,
        action: Action::Run,
        target: UV_LOCK.to_owned(),
        reason,
        depends_on: pyproject.map(|step| step.id.clone()).into_iter().collect(),
        risk: None,
        protected: None,
        fidelity: Fidelity::Opaque,
        change: Change::Run(RunChange {
            command: vec!["uv".to_owned(), "lock".to_owned()],
            outputs: vec![own_path(UV_LOCK)],
            network: true,
        }),
    }
}

fn acceptance(inputs: &LockInputs, lock: &[u8]) -> Vec<u8> {
    format!("{} {}\n", inputs.digest(), Digest::of(lock)).into_bytes()
}

fn own_path(name: &str) -> RelPath {
    RelPath::new(name).expect("internal: the names of these files are paths")
}

#[cfg(test)]
mod tests;
