//! manifest
pub mod format;
