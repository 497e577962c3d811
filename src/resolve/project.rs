//! The complete project: what every later stage reads, with nothing left to default.

use std::{collections::BTreeMap, fmt};

use serde::Serialize;

use crate::{
    manifest::{Cache, Data, Engine, Tasks, VariableType},
    workspace::RelPath,
};

/// A project with every default filled in and every reference checked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Project {
    /// The slug, for example `acme-crm`.
    pub name: String,
    /// The Python package, for example `acme_crm`.
    pub package: String,
    /// The name people read, for example `Acme CRM`.
    pub title: String,
    /// The name of a theme that exists.
    pub theme: String,
    /// The name of a frontend that exists.
    pub frontend: String,
    /// What carries out background tasks.
    pub tasks: Tasks,
    /// What keeps the cache.
    pub cache: Cache,
    /// The modules by name, requirements included.
    pub modules: BTreeMap<String, Module>,
    /// Modules that were there, with what becomes of their data.
    pub removed: BTreeMap<String, Data>,
    /// The declared variables by name.
    pub variables: BTreeMap<String, Variable>,
    /// The git subtrees by prefix.
    pub subtrees: BTreeMap<RelPath, Subtree>,
    /// The environments by name, `extends` already applied. `local` always exists.
    pub environments: BTreeMap<String, Environment>,
    /// Paths that apply must neither change nor delete.
    pub protect: Vec<RelPath>,
}

impl Project {
    /// The name of the environment that development happens in.
    pub const LOCAL: &'static str = "local";

    /// The environment that development happens in.
    pub fn local(&self) -> &Environment {
        &self.environments[Self::LOCAL]
    }

    /// Whether anything of the project speaks to a Redis server.
    pub fn uses_redis(&self) -> bool {
        self.tasks == Tasks::Celery || self.cache == Cache::Redis
    }
}

/// One module with all of its options.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Module {
    /// Every option the module has, with the declared value or its default.
    pub options: BTreeMap<String, ModuleOption>,
    /// Whether this version of the tool renders files for the module.
    pub available: bool,
}

/// The value of a module's option.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum ModuleOption {
    /// `#true` or `#false`.
    Boolean(bool),
    /// A whole number.
    Integer(i64),
    /// One text.
    String(String),
    /// Several texts.
    List(Vec<String>),
}

impl fmt::Display for ModuleOption {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Boolean(value) => value.fmt(f),
            Self::Integer(value) => value.fmt(f),
            Self::String(text) => f.write_str(text),
            Self::List(texts) => f.write_str(&texts.join(", ")),
        }
    }
}

/// A variable that the running project reads from its environment.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Variable {
    /// How its text is read.
    #[serde(rename = "type")]
    pub kind: VariableType,
    /// Whether its value must never be written down.
    pub secret: bool,
    /// Whether the project starts without it.
    pub optional: bool,
    /// Its value when nothing is set.
    pub default: Option<String>,
    /// A line that says what it is for.
    pub help: Option<String>,
    /// A value that shows how to write one.
    pub example: Option<String>,
}

/// A git repository that lives in a directory of this one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Subtree {
    /// Where it comes from.
    pub remote: String,
    /// The branch, tag or commit that is followed.
    pub reference: String,
    /// Whether its history is folded into one commit.
    pub squash: bool,
}

/// One place the project runs in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Environment {
    /// Whether its services run in containers on this machine.
    pub docker: bool,
    /// Its database.
    pub database: Database,
    /// Where it is deployed to.
    pub deploy: Option<Deploy>,
    /// What its variables are set to.
    pub settings: BTreeMap<String, Setting>,
}

impl Environment {
    /// How it is deployed to Railway, if it is.
    pub fn railway(&self) -> Option<&Deploy> {
        self.deploy.as_ref().filter(|deploy| deploy.target == "railway")
    }
}

/// The database of an environment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Database {
    /// The server, or a file.
    pub engine: Engine,
    /// The major version of the server; PostgreSQL's newest when the engine is SQLite.
    pub version: u32,
}

/// Where an environment is deployed to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Deploy {
    /// The target, for example `railway`.
    pub target: String,
    /// The project's name or id there.
    pub project: String,
    /// The workspace there, when it matters.
    pub workspace: Option<String>,
    /// The name of the site's service there.
    pub service: String,
    /// The name of the database's service there, when it matters.
    pub database: Option<String>,
    /// The path that answers when the service is well.
    pub healthcheck: String,
    /// Own domains.
    pub domains: Vec<String>,
}

/// What a variable is set to in one environment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Setting {
    /// This text.
    Value(String),
    /// The variable of the same name in the environment of whoever runs the tool.
    FromEnv,
}
