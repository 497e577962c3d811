//! Ending what a killed command began.

use super::{
    Error, LeftAlone, Mover, Position, back,
    journal::{FileOperation, Journal, Status, content},
    run_dir::{self, Recorded, slot_path},
};
use crate::{
    diagnostics::{Issue, codes},
    workspace::{Reader, RelPath, Root},
};

/// How an interrupted command was ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Recovered {
    /// It had prepared everything; what was missing was done.
    Finished {
        /// The command.
        command: String,
        /// The project's files that it changed.
        files: Vec<RelPath>,
    },
    /// It was being taken back; what was missing was done.
    TakenBack {
        /// The command.
        command: String,
        /// Files that stay as they are, because somebody changed them in the meantime.
        left: Vec<LeftAlone>,
    },
    /// It had changed nothing yet; what it had prepared was removed.
    Dropped,
}

/// A command that was interrupted and not yet ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pending {
    /// The command.
    pub command: String,
    /// The project's files that it is about.
    pub files: Vec<RelPath>,
}

/// The interrupted command that the next one that writes would end first. Writes nothing; without
/// the lock, so it may also be one that is just running.
pub fn pending(root: &Root) -> Result<Option<Pending>, Error> {
    Ok(run_dir::open_transaction(root)?
        .map(|journal| Pending { files: journal.project_files(), command: journal.command }))
}

/// Ends every interrupted command; the caller holds the lock.
pub(super) fn recover(root: &Root) -> Result<Vec<Recovered>, Error> {
    let recorded = run_dir::transactions(root)?;
    let newest = recorded.last().map(|last| last.number);
    let mut recovered = Vec::new();
    for Recorded { number, journal } in recorded {
        match journal {
            None => {
                run_dir::discard(root, number)?;
                recovered.extend((Some(number) == newest).then_some(Recovered::Dropped));
            }
            Some(journal) => recovered.extend(end(root, number, journal)?),
        }
    }
    Ok(recovered)
}

fn end(root: &Root, number: u64, journal: Journal) -> Result<Option<Recovered>, Error> {
    match journal.status {
        Status::Committed => {
            finish(root, number, &journal)?;
            let files = journal.project_files();
            Ok(Some(Recovered::Finished { command: journal.command, files }))
        }
        Status::TakingBack => {
            let left = take_back(root, number, &journal)?;
            Ok(Some(Recovered::TakenBack { command: journal.command, left }))
        }
        Status::Closed => run_dir::remove(root, number).map(|()| None),
        Status::Done => Ok(None),
    }
}

fn finish(root: &Root, number: u64, journal: &Journal) -> Result<(), Error> {
    let mut mover = Mover::new(root, number, journal);
    mover.settle()?;
    let positions = mover.positions()?;
    let (mut reader, mut elsewhere) = (Reader::new(root), Vec::new());
    for (file, (path, at)) in journal.files().zip(&positions) {
        if *at == Position::Elsewhere || (*at == Position::Before && was_written(&mut reader, number, file)?)
        {
            elsewhere.push(path.clone());
        }
    }
    if !elsewhere.is_empty() {
        return Err(Error::Stuck(elsewhere));
    }
    let waiting = journal.files().zip(positions).filter(|(_, (_, at))| *at == Position::Before);
    check_slots(root, number, waiting.map(|(file, _)| (file.slot, file.after)))?;
    mover.forward(None).map_err(|halt| halt.into_error(Error::Stuck))?;
    run_dir::mark(root, number, Status::Done)
}

/// Whether `file` was written and somebody has put it back since: its slot holds what was there before.
fn was_written(reader: &mut Reader<'_>, number: u64, file: &FileOperation) -> Result<bool, Error> {
    let (found, _) = reader.state(&slot_path(number, file.slot))?;
    Ok(file.after.is_some() && content(found) == Some(file.before))
}

/// Takes a transaction back whose journal says so, forgets it, and returns the files that are left alone.
pub(super) fn take_back(root: &Root, number: u64, journal: &Journal) -> Result<Vec<LeftAlone>, Error> {
    let left = back::take_back(root, number, journal)?;
    run_dir::remove(root, number)?;
    Ok(left)
}

/// Checks that slots hold what the journal says, before anything is moved.
pub(super) fn check_slots(
    root: &Root,
    number: u64,
    slots: impl Iterator<Item = (usize, super::journal::Content)>,
) -> Result<(), Error> {
    let mut reader = Reader::new(root);
    for (slot, expected) in slots.filter(|(_, expected)| expected.is_some()) {
        let path = slot_path(number, slot);
        let (found, _) = reader.state(&path)?;
        if content(found).flatten().map(|(_, digest)| digest) != expected.map(|(_, digest)| digest) {
            let directory = run_dir::transaction_path(number);
            let message = format!("`{path}` does not hold what the journal beside it says");
            let help = format!(
                "move `{directory}` away, because it may hold what your files were before; then run `quickscale plan` to see what is missing"
            );
            return Err(Issue::error(&codes::apply::DAMAGED, message).help(help).into());
        }
    }
    Ok(())
}
