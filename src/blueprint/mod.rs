//! What a project should consist of: layers of files, embedded in the program, rendered for a
//! [`Project`](crate::resolve::Project) into [`Wanted`] files.
//!
//! ```text
//! source ─► layer, module ─► library ─► compose ─► render
//! files      checked alone   on demand   together    for a project
//! ```
//!
//! Pure but for reading a blueprint directory named with `--blueprints`. The only user of liquid.
//! It knows nothing of what is on disk or was applied before. No blueprint runs code.

mod compose;
mod context;
mod header;
mod layer;
mod layer_file;
mod layer_files;
mod library;
mod module;
mod owner;
mod python;
mod render;
mod source;
mod template;
#[cfg(test)]
mod tests;
mod theme;
mod theme_file;
mod wanted;
mod wiring;

pub use library::Library;
pub use module::{
    Change, Condition, Extracted, Misfit, ModuleSpec, OptionSpec, OptionType, Part, Prefix, Release,
    Requirement, SettingSpec, SettingsFile, TaskSpec, UrlsSpec, VariableSpec, check_module, extract_module,
    module_schema,
};
pub use owner::Owner;
pub use python::{Renamed, app_label, rename};
pub use theme::{ThemeSpec, theme_schema};
pub use wanted::{Origin, Text, Wanted, WantedFile};
pub use wiring::Clash;

/// The lock module that records the files of the project, its frontend and its theme.
const CORE: &str = "core";
