//! The words of the manifest that keep their meaning in the resolved project.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How a variable's text is read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum VariableType {
    /// Any text.
    #[default]
    String,
    /// A whole number.
    Integer,
    /// `true` or `false`.
    Boolean,
    /// An absolute URL.
    Url,
    /// An e-mail address.
    Email,
    /// Texts separated by commas.
    List,
}

/// What becomes of a module's data when the module goes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Data {
    /// Its tables stay.
    #[default]
    Keep,
    /// Its tables stay, and are written to a file before.
    Export,
    /// Its tables go.
    Drop,
}

impl Data {
    /// Every choice, in the order of the documentation.
    pub const ALL: [Self; 3] = [Self::Keep, Self::Export, Self::Drop];

    /// The choice as it is written.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Keep => "keep",
            Self::Export => "export",
            Self::Drop => "drop",
        }
    }
}

/// A database engine.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Engine {
    /// A PostgreSQL server.
    #[default]
    Postgres,
    /// A file; for trying things out.
    Sqlite,
}

impl Engine {
    /// The engine as it is written in manifests and lock files.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Postgres => "postgres",
            Self::Sqlite => "sqlite",
        }
    }
}

/// What carries out background tasks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Tasks {
    /// A worker that takes them from the project's database.
    #[default]
    Database,
    /// Celery, with Redis between the site and its workers.
    Celery,
}

impl Tasks {
    /// The engine as it is written in manifests and lock files.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Database => "database",
            Self::Celery => "celery",
        }
    }
}

/// What keeps the cache.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Cache {
    /// A table of the project's database.
    #[default]
    Database,
    /// A Redis server.
    Redis,
}

impl Cache {
    /// The cache as it is written in manifests and lock files.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Database => "database",
            Self::Redis => "redis",
        }
    }
}
