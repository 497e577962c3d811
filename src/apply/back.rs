//! Putting everything back, whatever somebody has changed in the meantime.

use super::{
    Error, Mover,
    journal::{FileOperation, Journal, Status, content},
    run_dir::{self, kept_path, slot_path},
};
use crate::{
    state,
    workspace::{FsError, Reader, RelPath, Root},
};

/// A file that is not put back, because somebody changed it in the meantime.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftAlone {
    /// The file.
    pub path: RelPath,
    /// Where it is now what was there before; none when nothing was, or when it never went.
    pub kept: Option<RelPath>,
}

/// Takes a transaction back whose journal says so, closes it, and returns the project's files that are left alone.
pub(super) fn take_back(root: &Root, number: u64, journal: &Journal) -> Result<Vec<LeftAlone>, Error> {
    let mut mover = Mover::new(root, number, journal);
    mover.settle()?;
    let paths = mover.back()?;
    let files = journal.files().filter(|file| paths.contains(&file.path) && !state::is_own(&file.path));
    // The slots go with the transaction, and nobody has what is in these anywhere else.
    let aside = root.next_number()?;
    let keep = |file: &FileOperation| {
        let kept = keep(root, &slot_path(number, file.slot), aside, file)?;
        Ok::<_, Error>(LeftAlone { path: file.path.clone(), kept })
    };
    let left = files.map(keep).collect::<Result<_, _>>()?;
    run_dir::mark(root, number, Status::Closed)?;
    Ok(left)
}

/// Keeps what `file` was before, when that is in its slot.
fn keep(root: &Root, slot: &RelPath, aside: u64, file: &FileOperation) -> Result<Option<RelPath>, FsError> {
    let (found, _) = Reader::new(root).state(slot)?;
    let is_before = file.before.is_some() && content(found) == Some(file.before);
    let Some(kept) = kept_path(aside, &file.path).filter(|_| is_before) else { return Ok(None) };
    let (mut tree, mut slots) = (root.tree(), root.tree());
    tree.make_directories_above(&kept, 0o777)?;
    slots.move_to_absent(slot, (&mut tree, &kept))?;
    Ok(Some(kept))
}
