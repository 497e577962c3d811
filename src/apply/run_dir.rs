//! `.quickscale/run/`: what belongs to this copy of the project and is never committed.
//!
//! ```text
//! lock                     held by the command that writes
//! stat-cache               what was read of unchanged files
//! transactions/<n>/journal what transaction n does, and how far it has come
//! transactions/<n>/<slot>  a file that it puts into place, afterwards what was there before
//! kept/<n>/<path>          an edit that it replaced
//! moves/<n>                a move of a git branch, which shares the numbers of transactions
//! ```

use std::io::{Read as _, Write as _};

use super::{Error, journal::Journal, journal::Status, sync::sync_all};
use crate::workspace::{Found, FsError, KEPT, RelPath, Root, TRANSACTIONS, run_path};

const JOURNAL: &str = "journal";

/// So many applies can be undone; older ones are forgotten.
const KEPT_TRANSACTIONS: usize = 10;

/// A transaction as it lies on the disk; without a journal it never committed.
#[derive(Debug)]
pub(super) struct Recorded {
    pub(super) number: u64,
    pub(super) journal: Option<Journal>,
}

impl Recorded {
    pub(super) fn status(&self) -> Option<Status> {
        self.journal.as_ref().map(|journal| journal.status)
    }
}

/// Makes the directories, and keeps git from committing them even where no other rule does.
pub(super) fn prepare(root: &Root) -> Result<(), Error> {
    let mut tree = root.tree();
    let transactions = run_path(TRANSACTIONS);
    if matches!(tree.find(&transactions)?, Found::Entry(..)) {
        return Ok(());
    }
    tree.make_directories_above(&transactions, 0o777)?;
    let ignore = run_path(".gitignore");
    if tree.find(&ignore)? == Found::Absent {
        root.write_own(&ignore, b"*\n")?;
    }
    // Last, because whoever finds it takes everything above for done.
    tree.make_directory(&transactions, 0o777)?;
    let above: Vec<RelPath> = transactions.ancestors().collect();
    sync_directories(root, [None].into_iter().chain(above.iter().map(Some)))
}

/// Waits until the entries of these directories are on the disk; none is the project's own.
pub(super) fn sync_directories<'p>(
    root: &Root,
    directories: impl Iterator<Item = Option<&'p RelPath>>,
) -> Result<(), Error> {
    let mut tree = root.tree();
    let opened: Vec<_> = directories.map(|path| tree.directory(path)).collect::<Result<_, _>>()?;
    sync_all(&opened).map_err(|error| FsError::new("sync", root.path().as_str(), error).into())
}

/// The directory of a transaction.
pub(super) fn transaction_path(number: u64) -> RelPath {
    run_path(&format!("{TRANSACTIONS}/{number}"))
}

/// The journal of a transaction.
pub(super) fn journal_path(number: u64) -> RelPath {
    run_path(&format!("{TRANSACTIONS}/{number}/{JOURNAL}"))
}

/// The file that a file operation puts into place, and where it leaves what was there.
pub(super) fn slot_path(number: u64, slot: usize) -> RelPath {
    run_path(&format!("{TRANSACTIONS}/{number}/{slot}"))
}

/// Where the file of a slot waits while two files are swapped in three steps.
pub(super) fn waiting_path(number: u64, slot: usize) -> RelPath {
    run_path(&format!("{TRANSACTIONS}/{number}/{slot}.waiting"))
}

/// Where an edit that a transaction replaces is kept.
pub(super) fn kept_path(number: u64, path: &RelPath) -> Option<RelPath> {
    RelPath::new(format!("{}/{number}/{path}", run_path(KEPT))).ok()
}

/// Everything that is recorded, oldest first.
pub(super) fn transactions(root: &Root) -> Result<Vec<Recorded>, Error> {
    let recorded = |number| {
        let journal = read_journal(root, number)?.and_then(|text| Journal::parse(&text));
        Ok(Recorded { number, journal })
    };
    numbers(root)?.into_iter().map(recorded).collect()
}

/// The oldest transaction that nobody has ended.
pub(super) fn open_transaction(root: &Root) -> Result<Option<Journal>, Error> {
    for number in numbers(root)? {
        if let Some(journal) = read_journal(root, number)?.and_then(|text| Journal::parse_open(&text)) {
            return Ok(Some(journal));
        }
    }
    Ok(None)
}

fn numbers(root: &Root) -> Result<Vec<u64>, Error> {
    let names = root.tree().list(&run_path(TRANSACTIONS))?;
    let mut numbers: Vec<u64> = names.iter().filter_map(|name| name.parse().ok()).collect();
    numbers.sort_unstable();
    Ok(numbers)
}

fn read_journal(root: &Root, number: u64) -> Result<Option<String>, Error> {
    let (path, mut tree) = (journal_path(number), root.tree());
    if tree.find(&path)? == Found::Absent {
        return Ok(None);
    }
    let mut bytes = Vec::new();
    let read = tree.open(&path)?.read_to_end(&mut bytes);
    read.map_err(|error| FsError::new("read", path.as_str(), error))?;
    Ok(String::from_utf8(bytes).ok())
}

/// Notes durably how far a transaction has come.
pub(super) fn mark(root: &Root, number: u64, status: Status) -> Result<(), Error> {
    let path = journal_path(number);
    let mut file = root.tree().open_to_append(&path)?;
    // A line of its own, even when a power failure has cut the last one short.
    let line = format!("\n{}", status.line());
    let written = file.write_all(line.as_bytes()).and_then(|()| file.sync_data());
    written.map_err(|error| FsError::new("write", path.as_str(), error).into())
}

/// Removes a transaction that never committed: its journal first, so that it never will.
pub(super) fn discard(root: &Root, number: u64) -> Result<(), Error> {
    let (path, mut tree) = (journal_path(number), root.tree());
    if tree.find(&path)? != Found::Absent {
        tree.remove_file(&path)?;
    }
    remove(root, number)
}

/// Removes a closed transaction; the journal last, so that a crash leaves no riddle.
pub(super) fn remove(root: &Root, number: u64) -> Result<(), Error> {
    let (directory, mut tree) = (transaction_path(number), root.tree());
    let mut names = tree.list(&directory)?;
    names.sort_by_key(|name| name == JOURNAL);
    for name in names {
        let path = run_path(&format!("{TRANSACTIONS}/{number}/{name}"));
        tree.remove_file(&path)?;
    }
    tree.remove_directory(&directory)?;
    Ok(())
}

/// Forgets what was taken back, and all but the last few transactions.
pub(super) fn prune(root: &Root) -> Result<(), Error> {
    let mut kept = 0;
    for Recorded { number, journal } in transactions(root)?.into_iter().rev() {
        match journal.map(|journal| journal.status) {
            Some(Status::Done) if kept < KEPT_TRANSACTIONS => kept += 1,
            Some(Status::Done) => {
                mark(root, number, Status::Closed)?;
                remove(root, number)?;
            }
            Some(Status::Closed) => remove(root, number)?,
            None => discard(root, number)?,
            Some(Status::Committed | Status::TakingBack) => {}
        }
    }
    Ok(())
}
