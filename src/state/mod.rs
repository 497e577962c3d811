//! What was applied last: lock files and the texts of the last render, committed with the project.
//!
//! State is untrusted input: every path, digest and word in it is checked when it is read.
//! Reading and writing files is left to [`workspace`](crate::workspace); here are text and values.
//!
//! # The format of a lock file
//!
//! `.quickscale/lock/<module>.lock` is UTF-8 with LF line endings. Each line is a record: words
//! separated by one blank. A word is either bare (no blank, quote, backslash or control character)
//! or in double quotes, with `\"`, `\\`, `\n`, `\r`, `\t` and `\u{…}` inside. Written files quote only
//! where they must.
//!
//! ```text
//! format 1                                  always first
//! module teams                              as in the file's name
//! version 1.2.0                             of the blueprint that was rendered
//! source builtin                            where it came from
//! input invitations true                    what it was rendered with, sorted by name
//! protect config/settings                   paths that apply must not change
//! managed 644 <sha256> config/modules.py    a file: owner class, mode, last render, path
//! gone docs/teams.md                        deleted on purpose: stays deleted
//! moved teams/old.py teams/new.py           carries on under another path
//! followed teams/a.py teams/b.py            the user moved it: the blueprint's path, then the user's
//! ```
//!
//! Nothing in it depends on when or where it was written, and no line speaks of the whole, so two
//! branches that both applied merge without a conflict unless they changed the same module.

mod files;
mod lock;
mod parse;
mod paths;
mod railway;
mod render;
mod salvage;
mod subtree;
mod words;

#[cfg(test)]
mod tests;

pub use files::is_newer;
pub use lock::{Entry, Lock, State};
pub use paths::{BASES, DIRECTORY, LOCKS, base_path, lock_path};
pub(crate) use paths::{base_of, is_base, is_lock, is_own};
pub use railway::{RailwayRecord, railway_path};
pub use salvage::{Claim, Head, Salvage};
pub(crate) use subtree::subtree_slug;
pub use subtree::{ObjectId, ObjectIdError, SubtreeRecord, subtree_path};

pub use crate::workspace::RUN;

/// The JSON Schema of [`State`] as `state show --json` prints it.
pub fn json_schema() -> serde_json::Value {
    crate::schema::published::<State>("state", "What was applied last")
}
