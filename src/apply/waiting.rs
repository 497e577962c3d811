//! Conflicts that wait for a person since an apply has written both sides of them into files.
//!
//! `.quickscale/run/conflicts` lists them. It is written and taken back in the transaction that writes
//! the markers, and goes when the last of them has been sorted out.

use std::{collections::BTreeSet, fmt};

use super::Error;
use crate::{
    plan::{Action, Plan, markers_in},
    workspace::{Found, Kind, RelPath, Root, run_path},
};

/// The files to sort out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Waiting {
    /// Files with markers.
    marked: BTreeSet<RelPath>,
    /// Files that lie beside the user's, because markers have no place in a binary file.
    beside: BTreeSet<RelPath>,
}

/// Something that is not sorted out yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Left {
    /// A marker.
    Marker {
        /// The file.
        path: RelPath,
        /// The first line with a marker, from 1.
        line: usize,
    },
    /// The blueprint's version of a binary file.
    Beside {
        /// Its path.
        path: RelPath,
    },
}

impl fmt::Display for Left {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Marker { path, line } => write!(f, "{path}:{line}"),
            Self::Beside { path } => write!(f, "{path}"),
        }
    }
}

impl Waiting {
    pub(super) fn path() -> RelPath {
        run_path("conflicts")
    }

    /// What waits, when an apply has written conflicts into files.
    pub fn read(root: &Root) -> Result<Option<Self>, Error> {
        let Some(bytes) = root.read_if_file(&Self::path())? else { return Ok(None) };
        let mut waiting = Self::default();
        for line in String::from_utf8_lossy(&bytes).lines() {
            let Some((kind, path)) = line.split_once(' ') else { continue };
            let Ok(path) = RelPath::new(path) else { continue };
            match kind {
                "marked" => drop(waiting.marked.insert(path)),
                "beside" => drop(waiting.beside.insert(path)),
                _ => {}
            }
        }
        Ok(Some(waiting))
    }

    /// The text of the list once `plan` is carried out; none when it adds nothing to it.
    pub(super) fn after(root: &Root, plan: &Plan) -> Result<Option<String>, Error> {
        if plan.marked().next().is_none() {
            return Ok(None);
        }
        let mut waiting = Self::read(root)?.unwrap_or_default();
        for step in plan.marked() {
            let Some(change) = step.file() else { continue };
            let list = if step.action == Action::Create { &mut waiting.beside } else { &mut waiting.marked };
            list.insert(change.path.clone());
        }
        let marked = waiting.marked.iter().map(|path| format!("marked {path}\n"));
        Ok(Some(marked.chain(waiting.beside.iter().map(|path| format!("beside {path}\n"))).collect()))
    }

    /// What is not sorted out yet.
    pub fn left(&self, root: &Root) -> Result<Vec<Left>, Error> {
        let mut left = Vec::new();
        for path in &self.marked {
            let is_file = matches!(root.tree().find(path)?, Found::Entry(Kind::File, _));
            let bytes = if is_file { root.read(path)? } else { Vec::new() };
            let line = std::str::from_utf8(&bytes).ok().and_then(markers_in);
            left.extend(line.map(|line| Left::Marker { path: path.clone(), line }));
        }
        for path in &self.beside {
            if root.tree().find(path)? != Found::Absent {
                left.push(Left::Beside { path: path.clone() });
            }
        }
        Ok(left)
    }

    /// Forgets the list when everything on it is sorted out.
    pub fn end(root: &Root) -> Result<(), Error> {
        let is_over = match Self::read(root)? {
            Some(waiting) => waiting.left(root)?.is_empty(),
            None => false,
        };
        if is_over {
            root.tree().remove_file(&Self::path())?;
        }
        Ok(())
    }
}
