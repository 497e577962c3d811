//! Taking back the last apply.

use std::collections::BTreeSet;

use super::{
    Error, LeftAlone, Mover, Position,
    journal::{Journal, Status},
    lock::Lock,
    recover, run_dir,
};
use crate::{
    state,
    workspace::{RelPath, Root},
};

/// An apply that is kept, so that it can be undone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Applied {
    /// Its number; the highest is the last.
    pub number: u64,
    /// The command.
    pub command: String,
    /// The project's files that it changed.
    pub files: Vec<RelPath>,
}

/// What an undo did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undone {
    /// What was taken back.
    pub applied: Applied,
    /// Whether it had been interrupted and was never finished.
    pub interrupted: bool,
    /// Files that stay as they are, because somebody changed them in the meantime.
    pub left: Vec<LeftAlone>,
}

/// The applies that are kept, the last one first; they can be undone in this order.
pub fn history(root: &Root) -> Result<Vec<Applied>, Error> {
    let recorded = run_dir::transactions(root)?.into_iter().rev();
    let done = recorded.filter(|recorded| recorded.status() == Some(Status::Done));
    Ok(done.filter_map(|recorded| Some(applied(recorded.number, &recorded.journal?))).collect())
}

/// Takes back the last apply of files, or the one that was interrupted.
///
/// A finished apply is only taken back when none of its files was changed since. An interrupted
/// one is always taken back; files that were changed since stay as they are.
pub fn undo(root: &Root) -> Result<Undone, Error> {
    run_dir::prepare(root)?;
    let _lock = Lock::take(root, "undo")?;
    let mut recorded = run_dir::transactions(root)?.into_iter().rev();
    let last = recorded.find(|recorded| !matches!(recorded.status(), None | Some(Status::Closed)));
    let Some((number, journal)) = last.and_then(|last| Some((last.number, last.journal?))) else {
        return Err(Error::NothingToUndo);
    };
    let interrupted = journal.status != Status::Done;
    if !interrupted {
        check_unchanged(root, number, &journal)?;
    }
    if journal.status != Status::TakingBack {
        run_dir::mark(root, number, Status::TakingBack)?;
    }
    let left = recover::take_back(root, number, &journal)?;
    Ok(Undone { applied: applied(number, &journal), interrupted, left })
}

fn applied(number: u64, journal: &Journal) -> Applied {
    Applied { number, command: journal.command.clone(), files: journal.project_files() }
}

/// Checks that every file is as the apply left it, and that what it replaced is still kept.
fn check_unchanged(root: &Root, number: u64, journal: &Journal) -> Result<(), Error> {
    let positions = Mover::new(root, number, journal).positions()?;
    let mut changed: Vec<RelPath> = positions
        .into_iter()
        .filter(|(path, at)| *at != Position::After && !is_replaceable(path))
        .map(|(path, _)| path)
        .collect();
    // A file only comes back when nothing else is in the directory that took its place.
    for directory in journal.making_way() {
        changed.extend(others_in(root, &directory, journal)?);
    }
    if !changed.is_empty() {
        return Err(Error::ChangedSince(changed));
    }
    recover::check_slots(root, number, journal.files().map(|file| (file.slot, file.before)))
}

/// What is in a directory besides the files and directories that `journal` has put there.
fn others_in(root: &Root, directory: &RelPath, journal: &Journal) -> Result<Vec<RelPath>, Error> {
    let directories = journal.made_directories();
    let files: BTreeSet<&RelPath> = journal.files().map(|file| &file.path).collect();
    let (mut tree, mut open, mut others) = (root.tree(), vec![directory.clone()], Vec::new());
    while let Some(directory) = open.pop() {
        for name in tree.list(&directory)? {
            let Ok(path) = RelPath::new(format!("{directory}/{name}")) else { return Ok(vec![directory]) };
            if directories.contains(&path) {
                open.push(path);
            } else if !files.contains(&path) {
                others.push(path);
            }
        }
    }
    Ok(others)
}

/// Whether nothing is lost when `path` is not there any more: kept edits and bases.
fn is_replaceable(path: &RelPath) -> bool {
    [state::RUN, state::BASES].iter().any(|directory| path.as_str().starts_with(&format!("{directory}/")))
}
