//! Carrying out the operations of a committed transaction, in either direction.

use std::{collections::BTreeSet, io};

use super::{
    Error,
    journal::{FileOperation, Journal, Operation, content},
    run_dir::{self, slot_path, waiting_path},
};
use crate::workspace::{FileState, Found, FsError, Kind, Reader, RelPath, Root, Stat, Tree};

/// Moves files between the project and the slots of one transaction, whose journal says what is to be done.
///
/// Each operation is one call that either happens or does not, and whose outcome can be told from
/// the path alone; so it can be repeated, and taken back.
#[derive(Debug)]
pub(super) struct Mover<'r> {
    root: &'r Root,
    number: u64,
    journal: &'r Journal,
    /// The files that go so that a directory can take their place.
    making_way: BTreeSet<RelPath>,
    project: Tree<'r>,
    slots: Tree<'r>,
    reader: Reader<'r>,
}

/// Where a path stands in relation to an operation on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Position {
    Before,
    After,
    /// Somebody else changed it.
    Elsewhere,
}

/// Why moving stopped.
#[derive(Debug)]
pub(super) enum Halt {
    /// Somebody else changed this path.
    Elsewhere(RelPath),
    Failed(Error),
}

impl Halt {
    /// The error of a command that stops here; `elsewhere` says what a foreign change means.
    pub(super) fn into_error(self, elsewhere: impl FnOnce(Vec<RelPath>) -> Error) -> Error {
        match self {
            Self::Elsewhere(path) => elsewhere(vec![path]),
            Self::Failed(error) => error,
        }
    }
}

impl<E: Into<Error>> From<E> for Halt {
    fn from(error: E) -> Self {
        Self::Failed(error.into())
    }
}

impl<'r> Mover<'r> {
    pub(super) fn new(root: &'r Root, number: u64, journal: &'r Journal) -> Self {
        let (project, slots, reader) = (root.tree(), root.tree(), Reader::new(root));
        Self { root, number, journal, making_way: journal.making_way(), project, slots, reader }
    }

    /// Where each file stands.
    pub(super) fn positions(&mut self) -> Result<Vec<(RelPath, Position)>, Error> {
        self.journal.files().map(|file| Ok((file.path.clone(), self.position(file)?))).collect()
    }

    /// Ends a swap in three steps that a crash interrupted, in either direction.
    pub(super) fn settle(&mut self) -> Result<(), Error> {
        for file in self.journal.files().filter(|file| file.before.is_some() && file.after.is_some()) {
            let (slot, waiting) = (slot_path(self.number, file.slot), waiting_path(self.number, file.slot));
            if self.slots.find(&waiting)? == Found::Absent {
                continue;
            }
            if self.slots.find(&slot)? == Found::Absent {
                self.slots.replace(&waiting, (&mut self.project, &slot))?;
            } else if self.project.find(&file.path)? == Found::Absent {
                self.slots.move_to_absent(&waiting, (&mut self.project, &file.path))?;
            }
        }
        Ok(())
    }

    /// Puts everything into place. `seen` holds what the file system said of each slot's path a
    /// moment ago; without it, every path is read.
    pub(super) fn forward(&mut self, seen: Option<&[Option<Stat>]>) -> Result<(), Halt> {
        for operation in &self.journal.operations {
            match operation {
                Operation::MakeDirectory { path } => drop(self.project.make_directory(path, 0o777)?),
                Operation::RemoveDirectory { path, .. } => drop(self.project.remove_directory(path)?),
                Operation::File(file) => {
                    let stat = seen.and_then(|seen| seen.get(file.slot).copied());
                    if self.is_due(file, stat, Position::Before)? {
                        self.put(file)?;
                    }
                }
            }
        }
        Ok(self.sync()?)
    }

    /// Takes everything back, and returns the paths that are left alone because somebody else
    /// changed them.
    pub(super) fn back(&mut self) -> Result<Vec<RelPath>, Error> {
        let mut left = Vec::new();
        for operation in self.journal.operations.iter().rev() {
            match operation {
                Operation::MakeDirectory { path } => drop(self.project.remove_directory(path)?),
                Operation::RemoveDirectory { path, bits } => drop(self.project.make_directory(path, *bits)?),
                Operation::File(file) => match self.take_back(file) {
                    Ok(()) => {}
                    Err(Halt::Elsewhere(path)) => left.push(path),
                    Err(Halt::Failed(error)) => return Err(error),
                },
            }
        }
        self.sync()?;
        Ok(left)
    }

    fn take_back(&mut self, file: &FileOperation) -> Result<(), Halt> {
        if !self.is_due(file, None, Position::After)? {
            return Ok(());
        }
        // An operation taken back is the operation with both sides exchanged.
        let reversed = FileOperation { before: file.after, after: file.before, ..file.clone() };
        self.put(&reversed)
    }

    /// Whether the path of `file` still stands at `start`, so that it has to be moved.
    fn is_due(
        &mut self,
        file: &FileOperation,
        seen: Option<Option<Stat>>,
        start: Position,
    ) -> Result<bool, Halt> {
        let unchanged = match seen {
            Some(Some(stat)) => {
                matches!(self.project.find(&file.path)?, Found::Entry(_, found) if found == stat)
            }
            // A file that appears in the meantime is not overwritten by `put`.
            Some(None) => true,
            None => false,
        };
        if unchanged {
            return Ok(true);
        }
        match self.position(file)? {
            Position::Elsewhere => Err(Halt::Elsewhere(file.path.clone())),
            position @ (Position::Before | Position::After) => Ok(position == start),
        }
    }

    fn position(&mut self, file: &FileOperation) -> Result<Position, Error> {
        let (state, _) = self.reader.state(&file.path)?;
        let gave_way = match state {
            FileState::Directory => self.making_way.contains(&file.path),
            FileState::Other => file.path.ancestors().any(|above| self.making_way.contains(&above)),
            FileState::Absent | FileState::File { .. } | FileState::Symlink => false,
        };
        let found = if gave_way { Some(None) } else { content(state) };
        Ok(match found {
            Some(found) if found == file.after => Position::After,
            Some(found) if found == file.before => Position::Before,
            _ => Position::Elsewhere,
        })
    }

    fn put(&mut self, file: &FileOperation) -> Result<(), Halt> {
        let slot = slot_path(self.number, file.slot);
        let path = &file.path;
        match (file.before, file.after) {
            (None, None) => Ok(()),
            (None, Some(_)) => match self.slots.move_to_absent(&slot, (&mut self.project, path)) {
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                    Err(Halt::Elsewhere(path.clone()))
                }
                moved => Ok(moved?),
            },
            (Some(_), None) => Ok(self.project.move_to_absent(path, (&mut self.slots, &slot))?),
            (Some(_), Some(_)) => match self.slots.exchange(&slot, (&mut self.project, path))? {
                true => Ok(()),
                false => Ok(self.exchange_in_steps(&slot, file)?),
            },
        }
    }

    /// For file systems that cannot swap: a crash between the steps is ended by `settle`.
    fn exchange_in_steps(&mut self, slot: &RelPath, file: &FileOperation) -> Result<(), FsError> {
        let waiting = waiting_path(self.number, file.slot);
        self.project.move_to_absent(&file.path, (&mut self.slots, &waiting))?;
        self.slots.move_to_absent(slot, (&mut self.project, &file.path))?;
        self.slots.replace(&waiting, (&mut self.project, slot))
    }

    /// Waits until every directory that an operation changed is on the disk.
    fn sync(&mut self) -> Result<(), Error> {
        let mut directories = BTreeSet::from([Some(run_dir::transaction_path(self.number))]);
        for operation in &self.journal.operations {
            let (Operation::MakeDirectory { path }
            | Operation::RemoveDirectory { path, .. }
            | Operation::File(FileOperation { path, .. })) = operation;
            directories.insert(self.nearest_directory(path)?);
        }
        run_dir::sync_directories(self.root, directories.iter().map(Option::as_ref))
    }

    /// The directory above `path` that still exists; none is the project's own.
    fn nearest_directory(&mut self, path: &RelPath) -> Result<Option<RelPath>, Error> {
        for directory in path.ancestors() {
            if matches!(self.project.find(&directory)?, Found::Entry(Kind::Directory, _)) {
                return Ok(Some(directory));
            }
        }
        Ok(None)
    }
}
