//! Three-way merge of one file: the last render, the file in the project and the new render.
//!
//! Pure functions over bytes. The promise they keep is that no byte a person wrote gets lost: it is
//! in the clean result, or in a hunk that a person is asked about. What happens to a conflict, and
//! where any of the three texts comes from, is not known here.

mod diff3;
mod keyed;
mod lines;
mod markers;
mod text;

pub use markers::markers_in;

use self::keyed::Format;
use super::Hunk;
use crate::{blueprint::Owner, workspace::RelPath};

/// What to merge.
#[derive(Debug, Clone, Copy)]
pub struct Request<'a> {
    /// The file in the project; its name decides the format of a merge by keys.
    pub path: &'a RelPath,
    /// Whether to merge by lines or by keys.
    pub owner: Owner,
    /// The last render: what both sides started from.
    pub base: &'a [u8],
    /// The file as it is in the project.
    pub ours: &'a [u8],
    /// The new render.
    pub theirs: &'a [u8],
}

/// What came of a merge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// Both sides fit together.
    Clean(Vec<u8>),
    /// Both sides changed the same thing.
    Conflicted {
        /// The places; none when the content is not text.
        hunks: Vec<Hunk>,
        /// The project's file with both sides between markers at every place; the unchanged file
        /// when the content is not text.
        with_markers: Vec<u8>,
    },
}

/// Merges the changes from `base` to `theirs` into `ours`.
///
/// A side that did not change gives way to the other byte for byte, whatever the content.
pub fn merge(request: Request<'_>) -> Outcome {
    let Request { path, owner, base, ours, theirs } = request;
    if ours == theirs || base == theirs {
        return Outcome::Clean(ours.to_vec());
    }
    if base == ours {
        return Outcome::Clean(theirs.to_vec());
    }
    match (as_text(base), as_text(ours), as_text(theirs)) {
        (Some(base), Some(ours), Some(theirs)) => match Format::of(path).filter(|_| owner == Owner::Keyed) {
            Some(format) => keyed::merge(format, base, ours, theirs),
            None => text::merge(base, ours, theirs),
        },
        _ => Outcome::Conflicted { hunks: Vec::new(), with_markers: ours.to_vec() },
    }
}

/// The text of a file, unless git or an editor would take it for binary.
fn as_text(bytes: &[u8]) -> Option<&str> {
    if bytes.contains(&0) { None } else { std::str::from_utf8(bytes).ok() }
}
