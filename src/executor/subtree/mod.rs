//! Directories of the project that are other git repositories.
//!
//! Speaks git plumbing and nothing else: what an update brings is merged in git's object store, so that looking at it,
//! a conflict and a change of mind cost nothing. The working tree is touched last, in one move that survives
//! being killed. What was merged last stands in a [record](crate::state::SubtreeRecord) that is committed with the
//! files. `git subtree` can be used on the same repository: its trailers are written and read.
//!
//! This module knows no manifest text and no terminal.

mod advance;
mod commit;
mod copies;
mod dispute;
mod driver;
mod git;
mod history;
mod incoming;
mod index;
mod merge;
mod moves;
mod objects;
mod pull_request;
mod push;
mod remote;
mod repository;
mod resolution;
mod split;
mod work;

pub use advance::{Advance, Along};
pub use commit::Commit;
pub use dispute::Dispute;
pub use driver::Subtrees;
pub use incoming::{Incoming, Subject, Wish};
pub use merge::{Conflict, Hunk};
pub use moves::{Move, Moving, Rewritten, Settled, end_interrupted, interrupted, moves, undo};
pub use pull_request::{Proposal, pull_request_url};
pub use push::{Destination, Outgoing};
pub use remote::Tip;
pub use repository::Repository;
pub use resolution::Resolution;
pub use work::{Changed, Manifest};
