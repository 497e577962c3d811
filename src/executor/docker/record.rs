//! What was started from this checkout, noted so that a plan need not ask more than the engine. It is never
//! committed, and losing it costs a question to compose and a build from the cache, nothing else.

use std::collections::{BTreeMap, BTreeSet};

use camino::Utf8PathBuf;
use serde::{Deserialize, Serialize};

use super::{compose_file::Configuration, inputs::Inputs};
use crate::{
    diagnostics::Issue,
    workspace::{Digest, RelPath, Root, run_path},
};

/// The note.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Record {
    /// What compose calls the project of this checkout.
    pub(super) project: Option<String>,
    /// Where the checkout was.
    pub(super) directory: Utf8PathBuf,
    /// What the services were started with.
    pub(super) started: BTreeMap<String, Started>,
    /// What the images were built from, by service.
    pub(super) built: BTreeMap<String, Built>,
    /// What was migrated last.
    pub(super) migrated: Option<Migrated>,
}

/// A service that was started.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Started {
    /// With this.
    pub(super) with: Configuration,
    /// What compose wrote on its container about the same.
    pub(super) hash: String,
}

/// An image that was built.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Built {
    pub(super) image: String,
    pub(super) inputs: Inputs,
}

/// A database that was migrated.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Migrated {
    /// The migrations that there were.
    pub(super) names: BTreeSet<String>,
    /// The packages that brought others.
    pub(super) packages: Option<Digest>,
    /// The container of the database.
    pub(super) database: Option<String>,
}

impl Record {
    /// The note of this checkout; an empty one when there is none, or none that can be read.
    pub(super) fn read(root: &Root) -> Result<Self, Issue> {
        let bytes = root.read_if_file(&path())?;
        Ok(bytes.and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or_default())
    }

    /// The same, once the data are gone.
    pub(super) fn without_data(&self) -> Self {
        Self { migrated: None, ..self.clone() }
    }

    /// Writes it down.
    pub(super) fn write(&self, root: &Root) -> Result<(), Issue> {
        let text = serde_json::to_vec_pretty(self).expect("internal: a note consists of what JSON has");
        root.write_own(&path(), &text).map_err(Issue::from)
    }
}

fn path() -> RelPath {
    run_path("docker")
}
