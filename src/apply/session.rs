//! A command that may write.

use std::collections::BTreeSet;

use super::{Error, Recovered, abort, lock::Lock, recover, run_dir, transaction};
use crate::{
    diagnostics::Report,
    executor::{Events, Executor},
    plan::{ExecutorId, Plan, Step},
    state::State,
    workspace::{RelPath, Root},
};

/// The time in which one command has the project for itself.
#[derive(Debug)]
pub struct Session<'r> {
    root: &'r Root,
    command: String,
    recovered: Vec<Recovered>,
    _lock: Lock,
}

/// What an apply did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outcome {
    /// What `undo` calls it; none when no file was written.
    pub number: Option<u64>,
    /// The edits that were replaced, and where they are now.
    pub kept: Vec<Kept>,
}

/// An edit that was replaced and is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// Where it was.
    pub path: RelPath,
    /// Where it is now.
    pub kept: RelPath,
}

impl<'r> Session<'r> {
    /// Takes the lock for `command` and ends what an interrupted command left.
    pub fn begin(root: &'r Root, command: &str) -> Result<Self, Error> {
        run_dir::prepare(root)?;
        let lock = Lock::take(root, command)?;
        let recovered = recover::recover(root)?;
        Ok(Self { root, command: command.to_owned(), recovered, _lock: lock })
    }

    /// How interrupted commands were ended when the session began.
    pub fn recovered(&self) -> &[Recovered] {
        &self.recovered
    }

    /// Carries `plan` out: what comes first, its files and `next`, the state after it, in one transaction, then the
    /// steps of every other driver, in the order of `executors`. Where one fails, those go on whose steps need none of
    /// its steps.
    pub fn run(
        &self,
        plan: &Plan,
        next: &State,
        executors: &mut [Box<dyn Executor + '_>],
        events: &mut dyn Events,
    ) -> Result<Outcome, Error> {
        Error::refuse(plan).map_or(Ok(()), Err)?;
        let files = |step: &&Step| step.executor == ExecutorId::Files;
        let (mut first, executors): (Vec<_>, Vec<_>) =
            executors.iter_mut().partition(|executor| executor.comes_first());
        let mut do_first = || -> Result<(), Error> {
            for executor in &mut first {
                executor.apply(plan, events)?;
            }
            plan.steps.iter().filter(files).for_each(|step| events.started(step));
            Ok(())
        };
        let (number, kept) = transaction::run(self.root, &self.command, plan, next, &mut do_first)?;
        plan.steps.iter().filter(files).for_each(|step| events.finished(step));
        let outcome = Outcome { number, kept };
        let (mut undone, mut report) = (BTreeSet::new(), Report::new());
        for executor in executors {
            let own: Vec<&Step> = plan.steps.iter().filter(|step| step.executor == executor.id()).collect();
            let waits = own.iter().any(|step| step.depends_on.iter().any(|id| undone.contains(id)));
            let failed = match own.is_empty() || waits {
                true => None,
                false => executor.apply(plan, events).err(),
            };
            if waits || failed.is_some() {
                undone.extend(own.iter().map(|step| &step.id));
            }
            report.extend(failed.into_iter().flatten());
        }
        // The files are in place whatever became of the rest.
        let tidied = self.tidy(next);
        if report.is_empty() {
            return tidied.map(|()| outcome);
        }
        report.extend(tidied.err().into_iter().flat_map(Error::into_report));
        Err(Error::Unfinished { outcome, report })
    }

    /// Takes back the apply that wrote conflict markers, and returns what was kept aside.
    pub fn abort(&self) -> Result<Vec<Kept>, Error> {
        abort::run(self.root)
    }

    /// Forgets old transactions and remembers what is unchanged.
    fn tidy(&self, next: &State) -> Result<(), Error> {
        run_dir::prune(self.root)?;
        let recorded = next.locks.values().flat_map(|lock| lock.entries.keys());
        let paths: Vec<RelPath> = recorded.cloned().collect();
        Ok(self.root.refresh_stat_cache(&paths)?)
    }
}
