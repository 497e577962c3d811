//! Everything that can be done before the first change: check, and write aside.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs::{File, Permissions},
    io::{self, BufWriter, Read as _, Write as _},
    os::unix::fs::PermissionsExt as _,
};

use super::{
    Error, Moved,
    journal::{Content, FileOperation, Journal, Operation, Status, content},
    run_dir,
    sync::sync_all,
};
use crate::{
    diagnostics::{Issue, codes},
    workspace::{Digest, FileState, Found, FsError, Hasher, Mode, Reader, RelPath, Root, Stat, Tree},
};

/// One file that a transaction writes, replaces or deletes.
#[derive(Debug)]
pub(super) struct Write<'a> {
    pub(super) path: RelPath,
    /// What has to be there.
    pub(super) before: FileState,
    /// What will be there; nothing when it is deleted.
    pub(super) after: Option<NewFile<'a>>,
}

/// A file that a transaction puts into place.
#[derive(Debug)]
pub(super) struct NewFile<'a> {
    pub(super) mode: Mode,
    pub(super) digest: Digest,
    pub(super) source: Source<'a>,
}

/// Where the bytes of a new file come from.
#[derive(Debug)]
pub(super) enum Source<'a> {
    Bytes(&'a [u8]),
    /// A file of the project, as it was when it was checked.
    CopyOf(RelPath),
}

/// A transaction that only needs its journal to be committed.
#[derive(Debug)]
pub(super) struct Staged {
    pub(super) journal: Journal,
    /// What the file system said of each file operation's path when it was checked.
    pub(super) seen: Vec<Option<Stat>>,
}

/// So many files are open at once, which is far below every limit.
const OPEN_FILES: usize = 64;

/// Checks that every path is as `writes` expect it, and writes what is new into the slots of
/// transaction `number`. Writes that change nothing are left out.
pub(super) fn stage(
    root: &Root,
    number: u64,
    command: &str,
    writes: Vec<Write<'_>>,
) -> Result<Staged, Error> {
    let (writes, seen) = check(root, writes)?;
    let operations = order(root, &writes)?;
    root.tree().make_directory(&run_dir::transaction_path(number), 0o777)?;
    write_aside(root, number, &writes, &seen)?;
    let journal = Journal { command: command.to_owned(), operations, status: Status::Committed };
    Ok(Staged { journal, seen })
}

/// Writes the journal, which commits the transaction.
pub(super) fn commit(root: &Root, number: u64, journal: &Journal) -> Result<(), Error> {
    let (directory, path) = (run_dir::transaction_path(number), run_dir::journal_path(number));
    let above = directory.ancestors().next();
    // The slots have to be found after a power cut before the journal may speak of them.
    run_dir::sync_directories(root, [above.as_ref(), Some(&directory)].into_iter())?;
    let mut writer = BufWriter::new(root.tree().create(&path, 0o666)?);
    let written = journal.write(&mut writer).and_then(|()| writer.flush());
    // Taken apart, because dropping it would try again what has failed, and commit what was given up.
    let (file, _) = writer.into_parts();
    written.and_then(|()| file.sync_all()).map_err(|error| FsError::new("write", path.as_str(), error))?;
    run_dir::sync_directories(root, [Some(&directory)].into_iter())
}

type Checked<'a> = (Vec<Write<'a>>, Vec<Option<Stat>>);

fn check<'a>(root: &Root, mut writes: Vec<Write<'a>>) -> Result<Checked<'a>, Error> {
    let mut reader = Reader::new(root);
    let (mut stats, mut changing) = (Vec::with_capacity(writes.len()), Vec::with_capacity(writes.len()));
    let mut moved = Vec::new();
    let vacated = vacated(&writes);
    for write in &writes {
        let (found, stat) = match reader.state(&write.path)? {
            // Nothing is below a file that goes: it makes way for a directory.
            (FileState::Other, _) if is_below(&write.path, &vacated) => (FileState::Absent, None),
            seen => seen,
        };
        if found != write.before || content(found).is_none() {
            moved.push(Moved { path: write.path.clone(), expected: write.before, found });
        }
        changing.push(content(found) != Some(write.content()));
        stats.extend(changing.ends_with(&[true]).then_some(stat));
    }
    if !moved.is_empty() {
        return Err(Error::Stale(moved));
    }
    let mut changing = changing.into_iter();
    writes.retain(|_| changing.next().unwrap_or(true));
    Ok((writes, stats))
}

/// The paths at which no file is left.
fn vacated<'w>(writes: &'w [Write<'_>]) -> BTreeSet<&'w RelPath> {
    writes.iter().filter(|write| write.after.is_none()).map(|write| &write.path).collect()
}

fn is_below(path: &RelPath, files: &BTreeSet<&RelPath>) -> bool {
    path.ancestors().any(|above| files.contains(&above))
}

impl Write<'_> {
    fn content(&self) -> Content {
        self.after.as_ref().map(|file| (file.mode, file.digest))
    }
}

/// The operations: deletions, then the directories, then the files in the order they came in.
fn order(root: &Root, writes: &[Write<'_>]) -> Result<Vec<Operation>, Error> {
    let (made, removed) = directories(root, writes)?;
    let file = |(slot, write): (usize, &Write<'_>)| {
        let before = content(write.before).flatten();
        Operation::File(FileOperation { slot, path: write.path.clone(), before, after: write.content() })
    };
    let (kept, deleted): (Vec<_>, Vec<_>) =
        writes.iter().enumerate().partition(|(_, write)| write.after.is_some());
    let mut operations: Vec<Operation> = deleted.into_iter().map(file).collect();
    operations
        .extend(removed.into_iter().rev().map(|(path, bits)| Operation::RemoveDirectory { path, bits }));
    operations.extend(made.into_iter().map(|path| Operation::MakeDirectory { path }));
    operations.extend(kept.into_iter().map(file));
    Ok(operations)
}

/// The directories that new files need and that deleted files may leave empty, both sorted, so
/// that a directory comes before those in it.
fn directories(
    root: &Root,
    writes: &[Write<'_>],
) -> Result<(BTreeSet<RelPath>, BTreeMap<RelPath, u32>), Error> {
    let mut tree = root.tree();
    let (deleted, written): (Vec<_>, Vec<_>) = writes.iter().partition(|write| write.after.is_none());
    let needed: BTreeSet<RelPath> = written.iter().flat_map(|write| write.path.ancestors()).collect();
    let left: BTreeSet<RelPath> = deleted.iter().flat_map(|write| write.path.ancestors()).collect();
    let mut made = BTreeSet::new();
    let vacated = vacated(writes);
    for path in &needed {
        let makes_way = vacated.contains(path) || is_below(path, &vacated);
        if makes_way || tree.find(path)? == Found::Absent {
            made.insert(path.clone());
        }
    }
    let mut removed = BTreeMap::new();
    for path in left.difference(&needed) {
        if let Found::Entry(_, stat) = tree.find(path)? {
            removed.insert(path.clone(), stat.bits);
        }
    }
    Ok((made, removed))
}

fn write_aside(root: &Root, number: u64, writes: &[Write<'_>], seen: &[Option<Stat>]) -> Result<(), Error> {
    let (mut slots, mut tree) = (root.tree(), root.tree());
    let sync = |files: &[File]| {
        sync_all(files)
            .map_err(|error| FsError::new("sync", run_dir::transaction_path(number).as_str(), error))
    };
    let mut files = Vec::with_capacity(OPEN_FILES);
    for (slot, (write, stat)) in writes.iter().zip(seen).enumerate() {
        let Some(new) = &write.after else { continue };
        files.push(write_slot(&mut slots, &mut tree, number, slot, new, *stat)?);
        if files.len() == OPEN_FILES {
            sync(&files)?;
            files.clear();
        }
    }
    Ok(sync(&files)?)
}

fn write_slot(
    slots: &mut Tree<'_>,
    tree: &mut Tree<'_>,
    number: u64,
    slot: usize,
    new: &NewFile<'_>,
    replaced: Option<Stat>,
) -> Result<File, Error> {
    let path = run_dir::slot_path(number, slot);
    let failed = |error: io::Error| FsError::new("write", path.as_str(), error);
    let mut file = slots.create(&path, new.mode.bits())?;
    match &new.source {
        Source::Bytes(bytes) => file.write_all(bytes).map_err(failed)?,
        Source::CopyOf(from) => {
            let copied = copy(tree.open(from)?, &mut file).map_err(failed)?;
            if copied != new.digest {
                let expected = FileState::File { mode: new.mode, digest: new.digest };
                let found = FileState::File { mode: new.mode, digest: copied };
                return Err(Error::Stale(vec![Moved { path: from.clone(), expected, found }]));
            }
        }
    }
    if let Some(stat) = replaced {
        file.set_permissions(Permissions::from_mode(bits_after(stat.bits, new.mode))).map_err(failed)?;
    }
    Ok(file)
}

fn copy(mut from: File, to: &mut File) -> io::Result<Digest> {
    let (mut hasher, mut piece) = (Hasher::default(), vec![0; 64 * 1024]);
    loop {
        let length = from.read(&mut piece)?;
        let Some(bytes) = piece.get(..length).filter(|bytes| !bytes.is_empty()) else {
            return Ok(hasher.digest());
        };
        hasher.update(bytes);
        to.write_all(bytes)?;
    }
}

/// A replaced file keeps its own permissions but for the right to execute it.
fn bits_after(bits: u32, mode: Mode) -> u32 {
    match mode {
        _ if Mode::from_bits(bits) == mode => bits,
        Mode::Regular => bits & !0o111,
        Mode::Executable => bits | (bits & 0o444) >> 2,
    }
}

/// The error for a digest whose text the plan does not carry.
pub(super) fn missing_content(path: &RelPath) -> Issue {
    let message = format!("the plan does not hold the text that it would write to `{path}`");
    Issue::error(&codes::apply::MISSING_CONTENT, message)
        .help("report this with the output of `quickscale plan --json`")
}
