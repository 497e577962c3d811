//! What was applied last: lock files and the texts of the last render, committed with the project.
//!
//! State is untrusted input: every path, digest and word in it is checked when it is read.
//! Reading and writing files is left to [`workspace`](crate::workspace); here are text and values.

mod lock;

pub use lock::{Entry, Lock, State};
