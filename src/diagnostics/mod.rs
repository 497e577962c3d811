//! What the tool has to say about something that is wrong: [`Issue`]s with a stable [`Code`],
//! gathered in a [`Report`] and rendered for a person or a machine.
//!
//! Every other module returns issues or typed errors; only `cli` prints them, through here.
//! This is the only user of miette's rendering.

mod catalogue;
mod code;
mod explain;
mod issue;
mod render;
mod source;
mod suggest;

pub use catalogue::{catalogue, codes};
pub use code::Code;
pub use explain::explain;
pub use issue::{Issue, Label, Report, Severity};
pub use render::{Look, render, to_json};
pub use source::{Position, SourceFile};
pub use suggest::{closest, counted, listed};
