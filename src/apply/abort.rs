//! Taking back an apply that wrote conflict markers, with whatever a person did to its files since.
//!
//! Unlike an undo it does not mind later edits: each is kept aside. So it is a transaction of its own,
//! which can itself be undone.

use super::{
    Error, Kept,
    journal::{Journal, Status, content},
    recover, run_dir,
    stage::{self, NewFile, Source, Write},
    transaction,
    waiting::Waiting,
};
use crate::{
    state,
    workspace::{FileState, Reader, RelPath, Root},
};

/// What the journal of such a transaction calls its command.
pub const ABORT: &str = "apply --abort";

/// Puts every file back as it was before the last apply, which wrote conflict markers; returns what
/// is kept aside.
pub(super) fn run(root: &Root) -> Result<Vec<Kept>, Error> {
    let (written, journal) = marking(root)?;
    recover::check_slots(root, written, journal.files().map(|file| (file.slot, file.before)))?;
    let number = run_dir::transactions(root)?.last().map_or(1, |last| last.number + 1);
    let (writes, kept) = reversed(root, number, written, &journal)?;
    let staged = stage::stage(root, number, ABORT, writes).and_then(|staged| {
        stage::commit(root, number, &staged.journal)?;
        Ok(staged)
    });
    match staged {
        Ok(staged) => transaction::finish(root, number, &staged)?,
        Err(error) => {
            // What was written aside is of no use; when it cannot be removed now, the next command does.
            let _ = run_dir::discard(root, number);
            return Err(error);
        }
    }
    run_dir::prune(root)?;
    Ok(kept)
}

/// The apply that wrote the markers; it has to be the last, but for those that were aborted already.
fn marking(root: &Root) -> Result<(u64, Journal), Error> {
    if Waiting::read(root)?.is_none() {
        return Err(Error::NoConflict);
    }
    let mut done = run_dir::transactions(root)?;
    done.retain(|recorded| recorded.status() == Some(Status::Done));
    let mut done: Vec<_> = done.into_iter().filter_map(|last| Some((last.number, last.journal?))).collect();
    let mut aborted = 0;
    while let Some((_, last)) = done.last() {
        match last.command.as_str() {
            ABORT => aborted += 1,
            _ if aborted > 0 => aborted -= 1,
            _ => break,
        }
        done.pop();
    }
    let last = done.pop().ok_or(Error::NoConflict)?;
    let marks = last.1.files().any(|file| file.path == Waiting::path() && file.after.is_some());
    if marks { Ok(last) } else { Err(Error::NotLast(last.1.command)) }
}

/// The writes that put everything back, and what of a person's they keep aside.
fn reversed(
    root: &Root,
    number: u64,
    written: u64,
    journal: &Journal,
) -> Result<(Vec<Write<'static>>, Vec<Kept>), Error> {
    let mut reader = Reader::new(root);
    let (mut writes, mut kept) = (Vec::new(), Vec::new());
    for file in journal.files().filter(|file| !is_run(&file.path) || file.path == Waiting::path()) {
        let (found, _) = reader.state(&file.path)?;
        let now = content(found);
        if let FileState::File { mode, digest } = found
            && now != Some(file.after)
            && now != Some(file.before)
            && let Some(aside) = run_dir::kept_path(number, &file.path)
        {
            let copy = NewFile { mode, digest, source: Source::CopyOf(file.path.clone()) };
            writes.push(Write { path: aside.clone(), before: FileState::Absent, after: Some(copy) });
            kept.push(Kept { path: file.path.clone(), kept: aside });
        }
        let after = file.before.map(|(mode, digest)| {
            let slot = run_dir::slot_path(written, file.slot);
            NewFile { mode, digest, source: Source::CopyOf(slot) }
        });
        writes.push(Write { path: file.path.clone(), before: found, after });
    }
    Ok((writes, kept))
}

fn is_run(path: &RelPath) -> bool {
    path.as_str().strip_prefix(state::RUN).is_some_and(|rest| rest.starts_with('/'))
}
