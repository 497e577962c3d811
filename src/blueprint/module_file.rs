//! `module.kdl` as it is written.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// What a module is, needs and offers.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ModuleFile {
    /// The module itself.
    pub(super) module: Header,
    /// How far along it is.
    #[serde(default)]
    pub(super) stage: Stage,
    /// The versions of the project's blueprint that it works with, for example `>=1.0.0, <2.0.0`.
    pub(super) core: String,
    /// Modules that it cannot work without.
    #[serde(default)]
    pub(super) requires: Vec<Need>,
    /// Modules that it makes use of when they are there.
    #[serde(default)]
    pub(super) uses: Vec<Need>,
    /// What can be chosen in the manifest.
    #[serde(default)]
    pub(super) options: IndexMap<String, OptionFile>,
}

/// Name, version and a line for people.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "ModuleHeader", extend("x-kdl-args" = ["name"]))]
pub(super) struct Header {
    /// The name of the module's folder.
    pub(super) name: String,
    /// The version, for example `1.0.0`.
    pub(super) version: String,
    /// What it gives, in one line.
    pub(super) summary: String,
}

/// How far along a module is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(super) enum Stage {
    /// It has files.
    #[default]
    Available,
    /// Its options are settled and checked; its files come with a later version.
    Announced,
}

/// Another module.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("x-kdl-args" = ["module"]))]
pub(super) struct Need {
    /// Its name.
    pub(super) module: String,
    /// The versions of it that will do, for example `>=1.0.0, <2.0.0`.
    pub(super) version: String,
}

/// One thing that can be chosen.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct OptionFile {
    /// What kind of value it takes.
    #[serde(rename = "type")]
    pub(super) kind: OptionType,
    /// The value when the manifest says nothing: by default no text, an empty list, `#false` or `0`.
    pub(super) default: Option<Value>,
    /// What it takes to change the value later.
    #[serde(default)]
    pub(super) change: Change,
    /// What it is for, in one line.
    pub(super) help: String,
    /// A value that shows how to write one, when the default does not.
    pub(super) example: Option<Value>,
    /// The only texts allowed.
    #[serde(default)]
    pub(super) values: Vec<String>,
    /// The smallest number allowed.
    #[serde(default)]
    pub(super) minimum: u32,
}

/// What kind of value an option takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum OptionType {
    /// `#true` or `#false`.
    Boolean,
    /// A whole number that is not negative.
    Integer,
    /// One text.
    String,
    /// Several texts.
    List,
}

/// What it takes to change an option's value after the module was applied.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Change {
    /// Nothing: settings are rewritten.
    #[default]
    Mutable,
    /// A yes, once the consequences are shown.
    Guarded,
    /// A migration of data; the value stays as it was first applied.
    Immutable,
}
