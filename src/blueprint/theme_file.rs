//! `theme.kdl` as it is written: the interface between themes and the rest.

use schemars::JsonSchema;
use serde::Deserialize;

use super::layer_file::{FrontendFiles, Moved, Rules};

/// What a theme is, what it builds on, and which frontends it has pages for.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ThemeFile {
    /// The theme itself.
    pub(super) theme: ThemeHeader,
    /// What is special about files below `files/`, which every frontend gets.
    #[serde(default)]
    pub(super) files: Rules,
    /// Files below `files/` that have another path than in an earlier version.
    #[serde(default)]
    pub(super) moved: Vec<Moved>,
    /// The Django applications it brings, each in `files/__package__/` under its name.
    #[serde(default)]
    pub(super) app: Vec<ThemeApp>,
    /// The frontends it has pages for. Their files lie in folders of the same names.
    #[serde(default)]
    pub(super) frontend: Vec<FrontendFiles>,
}

/// Name, version, a line for people, and the theme it builds on.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("x-kdl-args" = ["name"]))]
pub(super) struct ThemeHeader {
    /// The name of the theme's folder.
    pub(super) name: String,
    /// The version, for example `1.0.0`.
    pub(super) version: String,
    /// What it looks like, in one line.
    #[expect(dead_code, reason = "read by people who choose a theme, and required of its authors")]
    pub(super) summary: String,
    /// The theme whose files come first.
    pub(super) extends: Option<String>,
    /// Whether it is only there to be extended, and no manifest can name it.
    #[serde(default, rename = "abstract")]
    pub(super) is_abstract: bool,
}

/// A Django application that the theme brings: the project installs it and includes its URLs.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("x-kdl-args" = ["name"]))]
pub(super) struct ThemeApp {
    /// The application's name, and that of its folder.
    pub(super) name: String,
    /// Where its `urls.py` is included, such as `todo/`.
    pub(super) url: String,
}
