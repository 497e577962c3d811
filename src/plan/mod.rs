//! What would change, as data: wanted × applied × observed becomes a [`Plan`].
//!
//! Pure functions only. Nothing here reads a file, asks a program or prints; `apply` executes the
//! very object that was shown.

mod codemods;
mod contents;
mod data;
mod file_change;
pub mod files;
mod followed;
pub mod merge;
mod migrations;
mod modules;
mod next_state;
#[expect(clippy::module_inception, reason = "the file is named after its main type")]
mod plan;
pub mod records;
pub mod render;
mod saved;
mod status;
mod step;
#[cfg(test)]
mod world;

pub use codemods::Codemod;
pub use contents::Contents;
pub use data::Leaving;
pub use file_change::{Conflict, FileChange, Hunk, LockChange, Recorded};
pub use followed::follow;
pub use merge::markers_in;
pub use migrations::{Migrations, moves_migrations};
pub use modules::{Behind, Consequence, Fixed, Newer, OfModules, Todo, behind, of_modules};
pub use next_state::{new_bases, next_recorded, next_state};
pub use plan::{Header, Note, Plan, Proposal, fingerprint};
pub use saved::{Moved, compare};
pub use status::{FileStatus, Here, file_statuses};
pub use step::{
    Action, Change, ExecutorId, Fidelity, FieldChange, RemoteChange, Risk, RunChange, ServiceChange,
    ServiceState, Step,
};

/// The JSON Schema of [`Plan`]: `schema/plan.schema.json`.
pub fn json_schema() -> serde_json::Value {
    crate::schema::published::<Plan>("plan", "What `quickscale plan --json` prints")
}
