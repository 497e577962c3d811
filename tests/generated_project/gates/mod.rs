//! What every generated project has to pass, a file per family of gates, a function per test.

pub(crate) mod boot;
pub(crate) mod browser;
pub(crate) mod containers;
pub(crate) mod docs;
pub(crate) mod errors;
pub(crate) mod frontend;
pub(crate) mod image;
pub(crate) mod migrations;
pub(crate) mod performance;
pub(crate) mod removal;
pub(crate) mod secrets;
pub(crate) mod server;
pub(crate) mod style;
pub(crate) mod suite;
pub(crate) mod types;
pub(crate) mod upgrade;
pub(crate) mod workflow;
