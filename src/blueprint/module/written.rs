//! `module.kdl` as it is written. The doc comments are the module author's documentation: they become
//! the descriptions of the JSON Schema and the hints of error messages.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{
    blueprint::layer_file::{FrontendFiles, Moved, Rules},
    manifest::VariableType,
};

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
    /// Django's label of its app; the module's name unless it is written.
    pub(super) label: Option<String>,
    /// What can be chosen in the manifest.
    #[serde(default)]
    pub(super) options: IndexMap<String, OptionFile>,
    /// Python packages that it needs.
    #[serde(default)]
    pub(super) dependency: Vec<Dependency>,
    /// Packages without type annotations, for example `allauth.*`: mypy reads their code instead.
    #[serde(default)]
    pub(super) untyped: Vec<String>,
    /// Django apps of those packages. The module's own app comes first and is not written.
    #[serde(default)]
    pub(super) app: Vec<App>,
    /// What it adds to the settings.
    #[serde(default)]
    pub(super) setting: Vec<Setting>,
    /// What it adds to the middleware.
    #[serde(default)]
    pub(super) middleware: Vec<Middleware>,
    /// What it adds to the context of every template.
    #[serde(default, rename = "context-processor")]
    pub(super) context_processor: Vec<ContextProcessor>,
    /// What it adds to the URLs.
    #[serde(default)]
    pub(super) urls: Vec<Urls>,
    /// Templates that pages of the project include.
    #[serde(default)]
    pub(super) slot: Vec<Slot>,
    /// What it reads from the environment of the running project.
    #[serde(default)]
    pub(super) variable: Vec<Variable>,
    /// What it does in the background.
    #[serde(default)]
    pub(super) task: Vec<Task>,
    /// Permissions that its models declare.
    #[serde(default)]
    pub(super) permission: Vec<Permission>,
    /// The tables of its models: what goes when its data is dropped.
    #[serde(default)]
    pub(super) table: Vec<String>,
    /// What is special about files below `files/`, which every frontend gets.
    #[serde(default)]
    pub(super) files: Rules,
    /// Files below `files/` that have another path than in an earlier version.
    #[serde(default)]
    pub(super) moved: Vec<Moved>,
    /// The frontends it has pages for, in folders of the same names; every one unless some are written.
    #[serde(default)]
    pub(super) frontend: Vec<FrontendFiles>,
    /// What there is to know and to do on the way to a version.
    #[serde(default)]
    pub(super) release: Vec<Release>,
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
    /// What changing it later brings about, for one that is guarded or immutable.
    pub(super) consequences: Option<String>,
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

/// A Python package.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("x-kdl-args" = ["requirement"]))]
pub(super) struct Dependency {
    /// The requirement with the lowest version that was tested, for example `django-filter>=26.1`.
    pub(super) requirement: String,
    /// Where it is needed, unless everywhere.
    pub(super) group: Option<Group>,
    /// What must hold.
    #[serde(default)]
    pub(super) when: Vec<String>,
}

/// Where a Python package is needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(in crate::blueprint) enum Group {
    /// Where the project is developed and tested.
    Dev,
    /// Where it is served.
    Prod,
}

/// A Django app.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("x-kdl-args" = ["path"]))]
pub(super) struct App {
    /// Its dotted path.
    pub(super) path: String,
    /// What must hold.
    #[serde(default)]
    pub(super) when: Vec<String>,
}

/// A setting with a Python literal.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "ModuleSetting", extend("x-kdl-args" = ["name", "value"]))]
pub(super) struct Setting {
    /// The name, in capitals.
    pub(super) name: String,
    /// The value: a Python literal that may name `options.NAME`, `env.NAME` and `BASE_DIR`.
    pub(super) value: String,
    /// The Python type; needed for lists, sets, tuples and dicts.
    #[serde(rename = "type")]
    pub(super) annotation: Option<String>,
    /// Whether several modules may add to the list, set or dict.
    #[serde(default)]
    pub(super) append: bool,
    /// The settings it is for alone, when it is not for all of them.
    pub(super) settings: Option<SettingsFile>,
    /// What must hold.
    #[serde(default)]
    pub(super) when: Vec<String>,
}

/// Settings of one purpose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum SettingsFile {
    /// Those of the test suite, in place of what the module sets everywhere.
    Test,
}

/// A middleware and its place.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("x-kdl-args" = ["path"]))]
pub(super) struct Middleware {
    /// Its dotted path.
    pub(super) path: String,
    /// Its place among those of the project.
    pub(super) at: Anchor,
    /// What must hold.
    #[serde(default)]
    pub(super) when: Vec<String>,
}

/// A place among the middleware of the project.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(in crate::blueprint) enum Anchor {
    /// After the session, before forgery is looked for.
    BeforeCsrf,
    /// Once it is known who asks, and that they may.
    AfterAuth,
    /// Nearest to the views.
    Last,
}

/// A function that adds to the context of every template.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("x-kdl-args" = ["path"]))]
pub(super) struct ContextProcessor {
    /// Its dotted path.
    pub(super) path: String,
    /// What must hold.
    #[serde(default)]
    pub(super) when: Vec<String>,
}

/// URLs and where they are.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("x-kdl-args" = ["include"]))]
pub(super) struct Urls {
    /// The dotted path of the `urls.py`.
    pub(super) include: String,
    /// What the URLs start with, for example `notes/`.
    pub(super) prefix: Option<String>,
    /// The option that says what the URLs start with.
    #[serde(rename = "prefix-option")]
    pub(super) prefix_option: Option<String>,
    /// The namespace, when it is another one than the `urls.py` names.
    pub(super) namespace: Option<String>,
    /// What must hold.
    #[serde(default)]
    pub(super) when: Vec<String>,
}

/// A template in a place that pages keep free.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("x-kdl-args" = ["place", "template"]))]
pub(super) struct Slot {
    /// The place.
    pub(super) place: SlotPlace,
    /// The template, as Django finds it.
    pub(super) template: String,
    /// What must hold.
    #[serde(default)]
    pub(super) when: Vec<String>,
}

/// A place that pages keep free.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(in crate::blueprint) enum SlotPlace {
    /// Links in the head of every page.
    Head,
    /// List items of the navigation.
    Nav,
    /// List items of the account menu.
    AccountMenu,
}

/// A variable that the running project reads from its environment.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "ModuleVariable", extend("x-kdl-args" = ["name"]))]
pub(super) struct Variable {
    /// The name, in capitals.
    pub(super) name: String,
    /// How its text is read; any text unless it is written.
    #[serde(default, rename = "type")]
    pub(super) kind: VariableType,
    /// Whether its value must never be written down.
    #[serde(default)]
    pub(super) secret: bool,
    /// Whether the project starts without it.
    #[serde(default)]
    pub(super) optional: bool,
    /// Its value where nothing is set.
    pub(super) default: Option<String>,
    /// What it is for, in one line.
    pub(super) help: String,
    /// A value that shows how to write one.
    pub(super) example: Option<String>,
    /// What must hold.
    #[serde(default)]
    pub(super) when: Vec<String>,
}

/// A task, and when it runs by itself.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("x-kdl-args" = ["path"]))]
pub(super) struct Task {
    /// Its dotted path.
    pub(super) path: String,
    /// When it runs by itself, as the five fields of cron in UTC; only when it is asked for unless written.
    pub(super) schedule: Option<String>,
    /// What it does, in one line.
    pub(super) help: String,
    /// What must hold.
    #[serde(default)]
    pub(super) when: Vec<String>,
}

/// A permission that a model declares.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("x-kdl-args" = ["name"]))]
pub(super) struct Permission {
    /// The app's label and the codename, for example `notes.export_note`.
    pub(super) name: String,
    /// What it allows, in one line.
    pub(super) help: String,
}

/// What there is to know and to do on the way to a version.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("x-kdl-args" = ["version"]))]
pub(super) struct Release {
    /// The version that it leads to.
    pub(super) version: String,
    /// What people should know or do.
    #[serde(default)]
    pub(super) note: Vec<String>,
    /// What its migrations do to data, and what they cost.
    #[serde(default)]
    pub(super) migration: Vec<String>,
    /// Options that have another name now.
    #[serde(default, rename = "rename-option")]
    pub(super) rename_option: Vec<Rename>,
    /// Variables that have another name now.
    #[serde(default, rename = "rename-variable")]
    pub(super) rename_variable: Vec<Rename>,
    /// Dotted names of Python that are other ones now.
    #[serde(default)]
    pub(super) replace: Vec<Replace>,
}

/// Another name for the same thing.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("x-kdl-args" = ["from"]))]
pub(super) struct Rename {
    /// The name in earlier versions.
    pub(super) from: String,
    /// The name now.
    pub(super) to: String,
}

/// Another dotted name for the same thing.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("x-kdl-args" = ["from"]))]
pub(super) struct Replace {
    /// The dotted name in earlier versions.
    pub(super) from: String,
    /// The dotted name now.
    pub(super) with: String,
}
