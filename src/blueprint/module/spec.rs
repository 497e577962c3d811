//! A module as the catalogue knows it.

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexMap;
use semver::{Version, VersionReq};
use serde_json::Value;

use super::{
    Anchor, Group, OptionSpec, Part, Release, Requirement, SettingSpec, SlotPlace, TaskSpec, UrlsSpec,
    VariableSpec, load, written::ModuleFile,
};
use crate::{
    blueprint::{layer::Layer, layer_files::LayerFiles, source::Source},
    diagnostics::{Issue, Report, SourceFile, codes},
    document::{self, Typed},
    resolve::Project,
    workspace::RelPath,
};

/// What a module is, needs, offers and adds to a project; everything in it is checked.
#[derive(Debug, Clone)]
pub struct ModuleSpec {
    /// The name, which is also that of its folder.
    pub name: String,
    /// The version of its blueprint.
    pub version: Version,
    /// What it gives, in one line.
    pub summary: String,
    /// Whether it has files; `false` for one that is only announced.
    pub available: bool,
    /// The versions of the project's blueprint that it works with.
    pub core: VersionReq,
    /// Modules that it cannot work without.
    pub requires: BTreeMap<String, VersionReq>,
    /// Modules that it makes use of when they are there.
    pub uses: BTreeMap<String, VersionReq>,
    /// Django's label of its app.
    pub label: String,
    /// What can be chosen in the manifest, in the order of its documentation.
    pub options: IndexMap<String, OptionSpec>,
    /// The frontends it has pages for; empty when it serves them all.
    pub frontends: BTreeSet<String>,
    /// What it reads from the environment of the running project.
    pub variables: Vec<Part<VariableSpec>>,
    /// What it sets.
    pub settings: Vec<Part<SettingSpec>>,
    /// Where its pages are.
    pub urls: Vec<Part<UrlsSpec>>,
    /// What it does in the background.
    pub tasks: Vec<Part<TaskSpec>>,
    /// What it lets people do, by the name of the permission.
    pub permissions: IndexMap<String, String>,
    /// The tables of its models.
    pub tables: Vec<String>,
    /// What there is to know and to do on the way to each version, the oldest first.
    pub releases: Vec<Release>,
    /// Packages without type annotations.
    pub(in crate::blueprint) untyped: Vec<String>,
    pub(in crate::blueprint) dependencies: Vec<Part<(Requirement, Option<Group>)>>,
    pub(in crate::blueprint) apps: Vec<Part<String>>,
    pub(in crate::blueprint) middleware: Vec<Part<(Anchor, String)>>,
    pub(in crate::blueprint) context_processors: Vec<Part<String>>,
    pub(in crate::blueprint) slots: Vec<Part<(SlotPlace, String)>>,
    pub(super) text: SourceFile,
    pub(super) written: Typed<ModuleFile>,
}

/// The JSON Schema of `module.kdl`.
pub fn module_schema() -> Value {
    document::json_schema::<ModuleFile>("module", "module.kdl")
}

impl ModuleSpec {
    /// Reads the module in the folder `name`, or says everything that is wrong with its `module.kdl`.
    pub(in crate::blueprint) fn load(source: &Source, name: &str) -> Result<Self, Report> {
        let path = RelPath::new(format!("modules/{name}/module.kdl"));
        let path = path.map_err(|error| Issue::error(&codes::blueprint::BAD_PATH, error.to_string()))?;
        let text = source.text(&path)?;
        let written = document::read::<ModuleFile>(&text)?;
        load::spec(text, written, name)
    }

    /// The layers of the module in their order: what every frontend gets, and what `frontend` gets besides.
    pub(in crate::blueprint) fn layers(&self, source: &Source, frontend: &str) -> Result<Vec<Layer>, Report> {
        let written = &self.written.value;
        let rules = (&written.files, written.moved.as_slice());
        let id = format!("modules/{}", self.name);
        let both = LayerFiles::with_frontend(&id, rules, &written.frontend, frontend);
        LayerFiles::load_all(both, source, &self.version, &self.text, &self.written.spans)
    }

    /// The Python packages that it needs, each once.
    pub fn packages(&self) -> BTreeSet<String> {
        self.dependencies.iter().map(|part| part.value.0.to_string()).collect()
    }

    /// Those of `parts` whose conditions hold in `project`.
    pub fn parts<'s, T>(&'s self, parts: &'s [Part<T>], project: &'s Project) -> impl Iterator<Item = &'s T> {
        parts.iter().filter(|part| part.holds(&self.name, project)).map(|part| &part.value)
    }

    /// The labels of its apps that have tables: its own, and those of packages whose tables it names.
    pub fn labels_with_tables(&self) -> Vec<String> {
        let packages = self.apps.iter().filter_map(|part| part.value.rsplit('.').next());
        let mut labels: Vec<String> = vec![self.label.clone()];
        labels.extend(packages.map(str::to_owned).filter(|label| *label != self.label));
        labels.retain(|label| self.tables.iter().any(|table| table.starts_with(&format!("{label}_"))));
        labels
    }

    /// The releases after `before`, up to its own version.
    pub fn releases_after(&self, before: &Version) -> impl Iterator<Item = &Release> {
        self.releases
            .iter()
            .filter(move |release| release.version > *before && release.version <= self.version)
    }
}
