//! From manifests of other times and tools to one of today.
//!
//! [`upgrade`] takes a `quickscale.kdl` of an older schema to the current one by edits that leave comments and
//! layout alone. [`from_python`] writes a manifest that says what the `quickscale.yml` of the Python
//! QuickScale said, and names every field that it could not carry over.

mod python;
mod steps;

pub use python::{Migration, Note, from_python};
pub use steps::upgrade;
