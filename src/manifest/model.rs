//! The manifest as written. The doc comments are the user's documentation: they become the
//! descriptions of the JSON Schema and the hints of error messages.

use std::{borrow::Cow, collections::BTreeMap, fmt};

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, de};

use super::vocabulary::{Cache, Data, Engine, Tasks, VariableType};
use crate::workspace::RelPath;

/// What a project is made of and where it runs. `project` alone is a complete manifest.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// The version of the manifest's language: `quickscale schema=1`.
    pub quickscale: Option<Header>,
    /// The project itself: `project "acme-crm"`.
    pub project: Project,
    /// The modules by name, each with a block of its options.
    #[serde(default)]
    pub modules: BTreeMap<String, BTreeMap<String, serde_json::Value>>,
    /// Modules that were there, and what becomes of their data: `removed "notes" data="drop"`.
    #[serde(default)]
    pub removed: Vec<Removed>,
    /// The settings that the running project reads from its environment, by name.
    #[serde(default)]
    pub variables: BTreeMap<String, Variable>,
    /// Git repositories that live in a directory of this one.
    #[serde(default)]
    pub subtree: Vec<Subtree>,
    /// The places the project runs in. `local` is where it is developed.
    #[serde(default)]
    pub environment: Vec<Environment>,
    /// Paths that apply must neither change nor delete.
    #[serde(default)]
    pub protect: Vec<RelPath>,
}

/// The version of the manifest's language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Header {
    /// The version; a newer quickscale reads every older one.
    #[schemars(range(min = 1, max = 65_535))]
    pub schema: u32,
}

/// The project itself.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("x-kdl-args" = ["name"]))]
pub struct Project {
    /// The project's name: lowercase letters, digits and hyphens, such as `acme-crm`.
    pub name: String,
    /// The Python package; the name with `_` for `-` unless it is written.
    pub package: Option<String>,
    /// The name that people read; made from the name unless it is written.
    pub title: Option<String>,
    /// The look of the pages: `starter` unless it is written.
    pub theme: Option<String>,
    /// How pages come alive: `htmx` unless it is written.
    pub frontend: Option<String>,
    /// What carries out background tasks: `database` unless it is written.
    pub tasks: Option<Tasks>,
    /// What keeps the cache: `database` unless it is written.
    pub cache: Option<Cache>,
}

/// A module that was there.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("x-kdl-args" = ["module"]))]
pub struct Removed {
    /// Its name.
    pub module: String,
    /// What becomes of its data.
    pub data: Data,
}

/// A setting that the running project reads from its environment.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Variable {
    /// How its text is read; any text unless it is written.
    #[serde(rename = "type")]
    pub kind: Option<VariableType>,
    /// Whether its value must never be written down.
    pub secret: Option<bool>,
    /// Whether the project starts without it.
    pub optional: Option<bool>,
    /// Its value where nothing is set.
    pub default: Option<Literal>,
    /// A line that says what it is for.
    pub help: Option<String>,
}

impl Variable {
    /// Whether its value must never be written down.
    pub fn is_secret(&self) -> bool {
        self.secret == Some(true)
    }
}

/// A git repository that lives in a directory of this one.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("x-kdl-args" = ["prefix"]))]
pub struct Subtree {
    /// The directory, from the project's root.
    pub prefix: RelPath,
    /// The repository: a URL, an `scp`-like address, or a path.
    pub remote: String,
    /// The branch that is followed; `main` unless something is written.
    pub branch: Option<String>,
    /// A tag or commit to stay at, instead of a branch.
    #[serde(rename = "ref")]
    pub reference: Option<String>,
    /// Whether its history is folded into one commit; yes unless `squash #false` is written.
    pub squash: Option<bool>,
}

/// A place the project runs in.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("x-kdl-args" = ["name"]))]
pub struct Environment {
    /// The environment's name, such as `production`.
    pub name: String,
    /// An environment whose fields stand wherever this one has none of its own.
    pub extends: Option<String>,
    /// Whether its services run in containers on this machine.
    pub docker: Option<bool>,
    /// Its database; PostgreSQL unless it is written.
    pub database: Option<Database>,
    /// Where it is deployed to.
    pub deploy: Option<Deploy>,
    /// What variables are set to here.
    #[serde(default)]
    pub set: Vec<Setting>,
}

/// The database of an environment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("x-kdl-args" = ["engine"]))]
pub struct Database {
    /// `postgres`, or `sqlite` for a quick try.
    pub engine: Engine,
    /// The major version of the server; the newest that is supported unless it is written.
    #[schemars(range(max = 65_535))]
    pub version: Option<u32>,
}

/// Where an environment is deployed to.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("x-kdl-args" = ["target"]))]
pub struct Deploy {
    /// The target: `railway`.
    pub target: String,
    /// The project there, by its name or its id; the name of this project unless it is written.
    pub project: Option<String>,
    /// The workspace that the project is made in; needed when you have several.
    pub workspace: Option<String>,
    /// The name of the site's service there; the name of this project unless it is written.
    pub service: Option<String>,
    /// The name of the database's service there; needed when there are several databases.
    pub database: Option<String>,
    /// The path that answers when the service is well, such as `/readyz/`.
    pub healthcheck: Option<String>,
    /// Own domains.
    #[serde(default)]
    pub domain: Vec<String>,
}

/// What a variable is set to in one environment: a value, or `from="env"`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("x-kdl-args" = ["name", "value"]))]
pub struct Setting {
    /// The variable.
    pub name: String,
    /// Its value here.
    pub value: Option<Literal>,
    /// Where the value is taken from when it must not be written down.
    pub from: Option<Origin>,
}

/// Where a value is taken from when it must not be written down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Origin {
    /// The variable of the same name in the environment of whoever runs the tool.
    Env,
}

/// A variable's value as text. A number or boolean may be written without quotes.
///
/// It may be a secret that was written by mistake, so that it does not show itself in debug output.
#[derive(Clone, PartialEq, Eq)]
pub struct Literal(String);

impl Literal {
    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Literal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Literal(…)")
    }
}

impl<'de> Deserialize<'de> for Literal {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match serde_json::Value::deserialize(deserializer)? {
            serde_json::Value::String(text) => Ok(Self(text)),
            value @ (serde_json::Value::Bool(_) | serde_json::Value::Number(_)) => {
                Ok(Self(value.to_string()))
            }
            serde_json::Value::Null | serde_json::Value::Array(_) | serde_json::Value::Object(_) => {
                Err(de::Error::custom("a variable's value is a text, a number or a boolean"))
            }
        }
    }
}

impl JsonSchema for Literal {
    fn schema_name() -> Cow<'static, str> {
        "Literal".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "A variable's value. A number or boolean may be written without quotes.",
            "type": ["string", "integer", "number", "boolean"]
        })
    }
}
