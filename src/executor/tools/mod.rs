//! Programs that finish what files began. Their steps need the network, and neither planning nor
//! writing files ever waits for them.

mod locker;
mod npm;
mod uv;

use std::{collections::BTreeMap, panic::resume_unwind, sync::mpsc, thread, time::Duration};

use self::{
    locker::{Fit, Inputs, Listing, Locker},
    npm::NPM,
    uv::UV,
};
use super::{Events, Executor};
use crate::{
    diagnostics::{Issue, Report, codes},
    plan::{Action, Change, ExecutorId, Fidelity, Note, Plan, Proposal, RunChange, Step},
    process::Command,
    workspace::{Digest, FileState, RelPath, Root},
};

/// The programs that are run, in their order.
const LOCKERS: [&Locker; 2] = [&UV, &NPM];

/// Resolving from an empty cache downloads the metadata of every dependency.
const TIME_LIMIT: Duration = Duration::from_mins(10);

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
        for name in LOCKERS.iter().flat_map(|locker| [locker.listing, locker.lock, locker.accepted]) {
            match root.read_if_file(&own_path(name)) {
                Ok(bytes) => found.extend(bytes.map(|bytes| (name, bytes))),
                Err(issue) => report.push(issue),
            }
        }
        if report.is_empty() { Ok(Self { root, offline, found }) } else { Err(report) }
    }

    fn found(&self, name: &str) -> Option<&[u8]> {
        self.found.get(name).map(Vec::as_slice)
    }

    fn plan_lock(&self, locker: &Locker, before: &Proposal, proposal: &mut Proposal) {
        let change = before
            .steps
            .iter()
            .find(|step| step.file().is_some_and(|file| file.path.as_str() == locker.listing));
        let Some(listing) = self.after(locker.listing, before, change) else {
            if change.is_some() && self.found(locker.lock).is_some() {
                let message = format!("nothing needs it any more: `{}` goes; delete it", locker.listing);
                proposal.notes.push(Note { target: locker.lock.to_owned(), message, quiet: false });
            }
            return;
        };
        let message = match (locker.read)(listing) {
            Listing::Foreign => return,
            Listing::Damaged => format!(
                "`{}` cannot be read, so it is not known whether `{}` fits it",
                locker.listing, locker.lock
            ),
            Listing::Read(inputs) => match self.why_to_lock(locker, inputs.as_ref()) {
                None => return,
                Some(reason) if self.offline => {
                    format!("`{}` is left out, because it needs the network: {reason}", locker.spelled())
                }
                Some(reason) => return proposal.steps.push(lock_step(locker, reason, change)),
            },
        };
        proposal.notes.push(Note { target: locker.lock.to_owned(), message, quiet: false });
    }

    /// The text of a file after `files` are done, of which `change` changes it.
    fn after<'a>(&'a self, name: &str, files: &'a Proposal, change: Option<&Step>) -> Option<&'a [u8]> {
        let found = self.found(name);
        match change.and_then(Step::file).map(|change| change.after) {
            None => found,
            Some(FileState::File { digest, .. }) => files.contents.get(digest).or(found),
            Some(FileState::Absent | FileState::Directory | FileState::Symlink | FileState::Other) => None,
        }
    }

    /// Why the lock file has to be made anew; none when it fits.
    fn why_to_lock(&self, locker: &Locker, after: &dyn Inputs) -> Option<String> {
        let Locker { listing, lock: name, .. } = locker;
        let Some(lock) = self.found(name) else { return Some(format!("`{name}` does not exist")) };
        if self.found(locker.accepted).is_some_and(|accepted| *accepted == acceptance(after, lock)) {
            return None;
        }
        match after.compare(lock) {
            Fit::Unreadable => return Some(format!("`{name}` cannot be read")),
            Fit::Differs(what) => return Some(format!("`{name}` does not fit `{listing}`: {what}")),
            Fit::Fits => {}
        }
        let Listing::Read(before) = (locker.read)(self.found(listing)?) else { return None };
        let differs = before.unrecorded() != after.unrecorded();
        differs.then(|| format!("`{listing}` {}", after.unrecorded_differs()))
    }

    fn run(&self, change: &RunChange, said: &mut dyn FnMut(&str)) -> Result<(), Report> {
        let [program, arguments @ ..] = change.command.as_slice() else { return Ok(()) };
        let locker = LOCKERS.into_iter().find(|locker| change.outputs == [own_path(locker.lock)]);
        let Some(locker) = locker else { return Ok(()) };
        let command = Command::new(program, arguments);
        let command = command.directory(self.root.path()).time_limit(TIME_LIMIT);
        let ended = command.report(said).and_then(|said| said.of_success(&command));
        ended.map_err(|error| error.into_issue(locker.install))?;
        for output in &change.outputs {
            if self.root.read_if_file(output)?.is_none() {
                let message = format!("`{command}` ended well, and `{output}` is not there");
                let help = format!("run `command -v {program}` to see which program that is");
                return Err(Issue::error(&codes::tools::NOTHING_MADE, message).help(help).into());
            }
        }
        self.accept(locker)
    }

    /// Notes that the program made this lock file of these inputs, so that nothing that it writes in
    /// another way than it was told is taken for a difference.
    fn accept(&self, locker: &Locker) -> Result<(), Report> {
        let read = |name| self.root.read_if_file(&own_path(name));
        let (Some(listing), Some(lock)) = (read(locker.listing)?, read(locker.lock)?) else { return Ok(()) };
        if let Listing::Read(inputs) = (locker.read)(&listing) {
            let accepted = acceptance(inputs.as_ref(), &lock);
            self.root.write_own(&own_path(locker.accepted), &accepted).map_err(Issue::from)?;
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
        for locker in LOCKERS {
            self.plan_lock(locker, before, &mut proposal);
        }
        proposal
    }

    /// They wait for the network and not for one another: all run at once, and none for another's failure.
    fn apply(&mut self, plan: &Plan, events: &mut dyn Events) -> Result<(), Report> {
        let tools = &*self;
        let (sender, heard) = mpsc::channel();
        thread::scope(|scope| {
            let mut running = Vec::new();
            for step in plan.steps.iter().filter(|step| step.executor == ExecutorId::Tools) {
                let Change::Run(change) = &step.change else { continue };
                events.started(step);
                let sender = sender.clone();
                running.push(scope.spawn(move || {
                    tools.run(change, &mut |line| drop(sender.send(Heard::Said(line.to_owned()))))?;
                    drop(sender.send(Heard::Finished(step)));
                    Ok(())
                }));
            }
            drop(sender);
            for heard in heard {
                match heard {
                    Heard::Said(line) => events.said(&line),
                    Heard::Finished(step) => events.finished(step),
                }
            }
            let ended =
                running.into_iter().map(|run| run.join().unwrap_or_else(|panic| resume_unwind(panic)));
            let report: Report = ended.filter_map(Result::<(), Report>::err).flatten().collect();
            if report.is_empty() { Ok(()) } else { Err(report) }
        })
    }
}

/// What comes from a program that runs beside others.
enum Heard<'s> {
    Said(String),
    Finished(&'s Step),
}

fn lock_step(locker: &Locker, reason: String, listing: Option<&Step>) -> Step {
    Step {
        id: format!("{}:{}", ExecutorId::Tools, locker.lock),
        executor: ExecutorId::Tools,
        action: Action::Run,
        target: locker.lock.to_owned(),
        reason,
        depends_on: listing.map(|step| step.id.clone()).into_iter().collect(),
        risk: None,
        protected: None,
        fidelity: Fidelity::Opaque,
        change: Change::Run(RunChange {
            command: locker.command.iter().map(|word| (*word).to_owned()).collect(),
            outputs: vec![own_path(locker.lock)],
            network: true,
        }),
    }
}

fn acceptance(inputs: &dyn Inputs, lock: &[u8]) -> Vec<u8> {
    format!("{} {}\n", inputs.digest(), Digest::of(lock)).into_bytes()
}

fn own_path(name: &str) -> RelPath {
    RelPath::new(name).expect("internal: the names of these files are paths")
}

#[cfg(test)]
mod tests;
