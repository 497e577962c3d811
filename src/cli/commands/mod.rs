//! One file per command.

pub(super) mod apply;
pub(super) mod completions;
pub(super) mod explain;
pub(super) mod generate;
pub(super) mod init;
pub(super) mod plan;
pub(super) mod schema;
pub(super) mod status;
pub(super) mod undo;
pub(super) mod validate;
