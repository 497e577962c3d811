//! A module: what its `module.kdl` says it is, needs, offers and adds to a project.
//!
//! [`written`] is the file as written, [`spec`] and [`load`] check it, the others are its parts.

mod condition;
mod cron;
mod extract;
mod load;
mod option;
mod parts;
mod release;
mod requirement;
mod spec;
mod structure;
#[cfg(test)]
mod tests;
mod written;

pub use condition::Condition;
pub use extract::{Extracted, extract_module};
pub(in crate::blueprint) use load::option_named;
pub use option::{Misfit, OptionSpec};
pub use parts::{Part, Prefix, SettingSpec, TaskSpec, UrlsSpec, VariableSpec};
pub use release::Release;
pub use requirement::Requirement;
pub use spec::{ModuleSpec, module_schema};
#[cfg(test)]
pub(in crate::blueprint) use structure::check as check_structure;
pub use structure::check_module;
pub(in crate::blueprint) use written::{Anchor, Group, SlotPlace};
pub use written::{Change, OptionType, SettingsFile};
