//! One file per command.

pub(super) mod add;
pub(super) mod adopt;
pub(super) mod apply;
pub(super) mod completions;
pub(super) mod eject;
pub(super) mod explain;
pub(super) mod fmt;
pub(super) mod gc;
pub(super) mod generate;
pub(super) mod init;
pub(super) mod migrate;
pub(super) mod plan;
pub(super) mod remove;
pub(super) mod resolve;
pub(super) mod schema;
pub(super) mod set;
pub(super) mod state;
pub(super) mod status;
pub(super) mod undo;
pub(super) mod validate;
pub(super) mod why;
