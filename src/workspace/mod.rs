//! The project's directory: safe relative paths, digests, observation and atomic writes.
//!
//! This is the only module that touches the file system. It knows nothing of manifests or plans.

mod digest;
mod mode;
mod observed;
mod rel_path;

pub use digest::Digest;
pub use mode::Mode;
pub use observed::{Expectation, FileState, Observed, Snapshot};
pub use rel_path::{RelPath, RelPathError};
