//! What would change, as data: wanted × applied × observed becomes a [`Plan`].
//!
//! Pure functions only. Nothing here reads a file, asks a program or prints; `apply` executes the
//! very object that was shown.

pub mod merge;
mod step;

pub use step::{
    Action, Change, Conflict, Contents, ExecutorId, Fidelity, FileChange, Header, Hunk, Note, Plan, Risk,
    RunChange, Step,
};
