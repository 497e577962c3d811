//! What would change, as data: wanted × applied × observed becomes a [`Plan`].
//!
//! Pure functions only. Nothing here reads a file, asks a program or prints; `apply` executes the
//! very object that was shown.

mod contents;
mod file_change;
pub mod files;
pub mod merge;
mod next_state;
#[expect(clippy::module_inception, reason = "the file is named after its main type")]
mod plan;
mod step;

pub use contents::Contents;
pub use file_change::{Conflict, FileChange, Hunk, LockChange, Recorded};
pub use next_state::{new_bases, next_state};
pub use plan::{Header, Note, Plan, Proposal};
pub use step::{Action, Change, ExecutorId, Fidelity, Risk, RunChange, Step};
