//! The project's directory: safe relative paths, digests, observation and the calls that write.
//!
//! This is the only module that touches the file system. It knows nothing of manifests or plans.
//! What is written when, and how a crash is survived, is decided by [`apply`](crate::apply).

mod digest;
mod fresh;
mod fs_error;
mod mode;
mod observe;
mod observed;
mod rel_path;
mod root;
mod shipped;
mod stat_cache;
mod store;
mod tree;
mod walk;

pub use digest::Digest;
pub use fresh::{exists, read_file, replace_file};
pub use fs_error::FsError;
pub use mode::Mode;
pub use observed::{Expectation, FileState, Observed, Snapshot};
pub use rel_path::{RelPath, RelPathError};
pub use root::Root;
pub use store::RUN;

pub(crate) use digest::Hasher;
pub(crate) use observe::Reader;
pub(crate) use root::too_large;
pub(crate) use store::{KEPT, MOVES, TRANSACTIONS, run_path};
pub(crate) use tree::{Found, Kind, Stat, Tree};

use stat_cache::StatCache;

#[cfg(test)]
mod tests;
