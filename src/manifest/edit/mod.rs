//! Edits of a manifest that leave every other byte alone.
//!
//! An edit splices a few bytes into the text. The parser's own printing is never used: it loses comments and
//! spellings. Before a text is handed out it is read again, and must say what it said before with exactly the
//! intended change. Whether the result is a valid manifest is for the caller to check.

mod change;
mod insert;
mod module;
mod new_node;
mod path;
mod remove;
mod set;
mod subtree;
mod values;

pub(super) use new_node::{NewNode, Style};

pub use module::{add_module, forget_removed, remove_module, rename_option, rename_set};
pub use set::{set, set_in};
pub use subtree::{NewSubtree, add_subtree};

#[cfg(test)]
mod tests;
