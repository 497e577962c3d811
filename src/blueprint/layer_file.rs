//! `layer.kdl` as it is written.

use schemars::JsonSchema;
use serde::Deserialize;

/// What a layer is, and what its files need said about them.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct LayerFile {
    /// The layer itself.
    pub(super) layer: Header,
    /// What is special about some of its files.
    #[serde(default)]
    pub(super) files: Rules,
    /// Files that have another path than in an earlier version.
    #[serde(default)]
    pub(super) moved: Vec<Moved>,
}

/// Name, version and a line for people.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("x-kdl-args" = ["name"]))]
pub(super) struct Header {
    /// The name of the layer's folder.
    pub(super) name: String,
    /// The version, for example `1.0.0`.
    pub(super) version: String,
    /// What it gives, in one line.
    #[expect(dead_code, reason = "read by people who choose a layer, and required of its authors")]
    pub(super) summary: String,
}

/// Paths of generated files; one that ends in `/` stands for everything below it.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Rules {
    /// The tool writes all of these.
    pub(super) managed: Vec<String>,
    /// Merged key by key.
    pub(super) keyed: Vec<String>,
    /// The user's after the first write.
    pub(super) once: Vec<String>,
    /// Executable files.
    pub(super) executable: Vec<String>,
    /// Files that are generated only when a flag is set.
    pub(super) when: Vec<When>,
    /// Files of earlier layers that this layer replaces.
    pub(super) replaces: Vec<String>,
}

/// Files that hang on a flag.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("x-kdl-args" = ["flag", "paths"]))]
pub(super) struct When {
    /// The flag: `docker`, `image`, `railway`, `sqlite`, `postgres`, `celery`, `redis`, `sentry` or `usernames`.
    pub(super) flag: String,
    /// The files.
    pub(super) paths: Vec<String>,
}

/// A file that carries on under another path.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("x-kdl-args" = ["from", "to"]))]
pub(super) struct Moved {
    /// The path in earlier versions.
    pub(super) from: String,
    /// The path now.
    pub(super) to: String,
}

/// A frontend that a theme or a module has pages for.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("x-kdl-args" = ["name"]))]
pub(super) struct FrontendFiles {
    /// The frontend's name, and that of the folder of its files.
    pub(super) name: String,
    /// What is special about files in that folder.
    #[serde(default)]
    pub(super) files: Rules,
    /// Files in that folder that have another path than in an earlier version.
    #[serde(default)]
    pub(super) moved: Vec<Moved>,
}
