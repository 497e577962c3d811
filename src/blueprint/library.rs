//! All blueprints there are.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::OnceLock,
};

use camino::Utf8Path;
use semver::Version;

use super::{layer::Layer, module::ModuleSpec, source::Source};
use crate::{
    diagnostics::{Issue, Report, codes},
    resolve::Project,
};

/// The themes, frontends and modules that manifests can name, and the layers that projects are
/// rendered from. Each is read when it is asked for, and then once.
#[derive(Debug)]
pub struct Library {
    source: Source,
    themes: BTreeSet<String>,
    frontends: BTreeSet<String>,
    modules: BTreeMap<String, OnceLock<Result<ModuleSpec, Report>>>,
    layers: BTreeMap<String, OnceLock<Result<Layer, Report>>>,
}

impl Library {
    /// The blueprints inside of the program.
    pub fn embedded() -> Self {
        Self::over(Source::embedded())
    }

    /// The blueprints of a directory.
    pub fn directory(root: &Utf8Path) -> Result<Self, Report> {
        let source = Source::directory(root)?;
        if source.contains("project/layer.kdl") {
            return Ok(Self::over(source));
        }
        let message = format!("`{}` has no `project/layer.kdl`", root.as_str().escape_debug());
        let issue = Issue::error(&codes::blueprint::NOT_BLUEPRINTS, message);
        Err(issue.help("name a directory of blueprints with `--blueprints`, or leave the option out").into())
    }

    fn over(source: Source) -> Self {
        let folders = |directory: &str, file: &str| -> BTreeSet<String> {
            let named = |(_, rest): (_, &str)| rest.strip_suffix(file)?.strip_suffix('/').map(str::to_owned);
            source.below(directory).filter_map(named).filter(|name| !name.contains('/')).collect()
        };
        let themes = folders("themes", "layer.kdl");
        let frontends = folders("frontends", "layer.kdl");
        let modules = folders("modules", "module.kdl");
        let project = std::iter::once("project".to_owned());
        let layers = project
            .chain(frontends.iter().map(|name| format!("frontends/{name}")))
            .chain(themes.iter().map(|name| format!("themes/{name}")))
            .chain(modules.iter().map(|name| format!("modules/{name}")));
        Self {
            layers: layers.map(|id| (id, OnceLock::new())).collect(),
            modules: modules.into_iter().map(|name| (name, OnceLock::new())).collect(),
            themes,
            frontends,
            source,
        }
    }

    /// Blueprints made up by a test.
    #[cfg(test)]
    pub(crate) fn given(files: &[(&str, &str)]) -> Self {
        Self::over(Source::given(files))
    }

    /// The names of the themes, sorted.
    pub fn themes(&self) -> impl Iterator<Item = &str> {
        self.themes.iter().map(String::as_str)
    }

    /// The names of the frontends, sorted.
    pub fn frontends(&self) -> impl Iterator<Item = &str> {
        self.frontends.iter().map(String::as_str)
    }

    /// The names of the modules, sorted.
    pub fn modules(&self) -> impl Iterator<Item = &str> {
        self.modules.keys().map(String::as_str)
    }

    /// The module called `name`, when there is one; everything wrong with its `module.kdl` otherwise.
    pub fn module(&self, name: &str) -> Result<Option<&ModuleSpec>, Report> {
        let Some(cell) = self.modules.get(name) else { return Ok(None) };
        let loaded = cell.get_or_init(|| ModuleSpec::load(&self.source, name));
        loaded.as_ref().map(Some).map_err(Clone::clone)
    }

    /// The version of the project's own blueprint, which modules name as `core`.
    pub fn core_version(&self) -> Result<&Version, Report> {
        self.layer("project").map(|layer| &layer.version)
    }

    /// The layers of `project` in their order, each with the lock module that records its files.
    pub(super) fn layers<'l>(&'l self, project: &'l Project) -> Result<Vec<(&'l Layer, &'l str)>, Report> {
        let core = [
            "project".to_owned(),
            format!("frontends/{}", project.frontend),
            format!("themes/{}", project.theme),
        ];
        let core = core.into_iter().map(|id| (id, super::CORE));
        let rendered = project.modules.iter().filter(|(_, module)| module.available);
        let modules = rendered.map(|(name, _)| (format!("modules/{name}"), name.as_str()));
        let mut report = Report::new();
        let mut layers = Vec::new();
        for (id, module) in core.chain(modules) {
            match self.layer(&id) {
                Ok(layer) => layers.push((layer, module)),
                Err(issues) => report.extend(issues),
            }
        }
        if report.is_empty() { Ok(layers) } else { Err(report) }
    }

    fn layer(&self, id: &str) -> Result<&Layer, Report> {
        let cell = self.layers.get(id).expect("internal: a resolved project names layers that exist");
        cell.get_or_init(|| Layer::load(&self.source, id)).as_ref().map_err(Clone::clone)
    }

    pub(super) fn source(&self) -> &Source {
        &self.source
    }
}
