//! All blueprints there are.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::OnceLock,
};

use camino::Utf8Path;
use semver::Version;

use super::{
    CORE,
    layer::Layer,
    layer_files,
    module::ModuleSpec,
    source::Source,
    theme::ThemeSpec,
    theme_file::ThemeApp,
    wiring::{self, Clash},
};
use crate::{
    diagnostics::{Issue, Report, closest, codes, listed},
    resolve::Project,
};

/// The themes, frontends and modules that manifests can name, and the layers that projects are
/// rendered from. Each is read when it is asked for, and then once.
#[derive(Debug)]
pub struct Library {
    source: Source,
    frontends: BTreeSet<String>,
    themes: Shelf<ThemeSpec>,
    modules: Shelf<ModuleSpec>,
    /// The layers by the folder of their `layer.kdl`.
    layers: Shelf<Layer>,
    /// The layers of each theme with each frontend.
    theme_layers: Shelf<Vec<Layer>, (String, String)>,
    /// The layers of each module with each frontend.
    module_layers: Shelf<Vec<Layer>, (String, String)>,
}

/// Things by name, each read when it is asked for.
type Shelf<T, Name = String> = BTreeMap<Name, OnceLock<Result<T, Report>>>;

fn shelf<T, Name: Ord>(names: impl IntoIterator<Item = Name>) -> Shelf<T, Name> {
    names.into_iter().map(|name| (name, OnceLock::new())).collect()
}

impl Library {
    /// The blueprints inside of the program.
    pub fn embedded() -> Self {
        Self::over(Source::embedded())
    }

    /// The blueprints of a directory. One that has themes or modules alone is completed by those inside of the program.
    pub fn directory(root: &Utf8Path) -> Result<Self, Report> {
        let source = Source::directory(root)?;
        if source.contains("project/layer.kdl") {
            return Ok(Self::over(source));
        }
        let library = Self::over(source);
        if !(library.themes.is_empty() && library.modules.is_empty()) {
            return Ok(Self::over(library.source.completed()));
        }
        let root = root.as_str().escape_debug();
        let message = format!("`{root}` has neither `project/layer.kdl` nor a theme or a module");
        let issue = Issue::error(&codes::blueprint::NOT_BLUEPRINTS, message);
        let help = format!(
            "put a module into `{root}/modules/NAME`, name another directory, or leave `--blueprints` out"
        );
        Err(issue.help(help).into())
    }

    fn over(source: Source) -> Self {
        let folders = |directory: &str, file: &str| -> BTreeSet<String> {
            let named = |(_, rest): (_, &str)| rest.strip_suffix(file)?.strip_suffix('/').map(str::to_owned);
            source.below(directory).filter_map(named).filter(|name| !name.contains('/')).collect()
        };
        let frontends = folders("frontends", "layer.kdl");
        let themes = folders("themes", "theme.kdl");
        let modules = folders("modules", "module.kdl");
        let layers = std::iter::once("project".to_owned())
            .chain(frontends.iter().map(|name| format!("frontends/{name}")));
        let with_frontends = |names: &BTreeSet<String>| -> Vec<(String, String)> {
            names.iter().flat_map(|name| frontends.iter().map(|with| (name.clone(), with.clone()))).collect()
        };
        Self {
            layers: shelf(layers),
            theme_layers: shelf(with_frontends(&themes)),
            module_layers: shelf(with_frontends(&modules)),
            themes: shelf(themes),
            modules: shelf(modules),
            frontends,
            source,
        }
    }

    /// Blueprints made up by a test.
    #[cfg(test)]
    pub(crate) fn given(files: &[(&str, &str)]) -> Self {
        Self::over(Source::given(files))
    }

    /// The names of the themes, sorted; those among them that are only there to be extended too.
    pub fn themes(&self) -> impl Iterator<Item = &str> {
        self.themes.keys().map(String::as_str)
    }

    /// The names of the frontends, sorted.
    pub fn frontends(&self) -> impl Iterator<Item = &str> {
        self.frontends.iter().map(String::as_str)
    }

    /// The names of the modules, sorted.
    pub fn modules(&self) -> impl Iterator<Item = &str> {
        self.modules.keys().map(String::as_str)
    }

    /// The theme called `name`, when there is one; everything wrong with its `theme.kdl` otherwise.
    pub fn theme(&self, name: &str) -> Result<Option<&ThemeSpec>, Report> {
        let Some(cell) = self.themes.get(name) else { return Ok(None) };
        let loaded = cell.get_or_init(|| ThemeSpec::load(&self.source, name));
        loaded.as_ref().map(Some).map_err(Clone::clone)
    }

    /// The module called `name`, when there is one; everything wrong with its `module.kdl` otherwise.
    pub fn module(&self, name: &str) -> Result<Option<&ModuleSpec>, Report> {
        let Some(cell) = self.modules.get(name) else { return Ok(None) };
        let loaded = cell.get_or_init(|| ModuleSpec::load(&self.source, name));
        loaded.as_ref().map(Some).map_err(Clone::clone)
    }

    /// The modules of `project` that have files: each after those that it requires, and then by name.
    pub fn in_order(&self, project: &Project) -> Result<Vec<&ModuleSpec>, Report> {
        let mut waiting: BTreeMap<&str, &ModuleSpec> = BTreeMap::new();
        for (name, _) in project.modules.iter().filter(|(_, module)| module.available) {
            waiting.extend(self.module(name)?.map(|spec| (spec.name.as_str(), spec)));
        }
        let mut ordered = Vec::new();
        while !waiting.is_empty() {
            let is_ready =
                |spec: &ModuleSpec| spec.requires.keys().all(|need| !waiting.contains_key(need.as_str()));
            // A circle was reported when the project was resolved; any of its members may be first then.
            let next = waiting.values().find(|spec| is_ready(spec)).or_else(|| waiting.values().next());
            let Some(name) = next.map(|spec| spec.name.as_str()) else { break };
            ordered.extend(waiting.remove(name));
        }
        Ok(ordered)
    }

    /// Everything that the modules of `project` claim twice.
    pub fn clashes(&self, project: &Project) -> Result<Vec<Clash>, Report> {
        Ok(wiring::clashes(&self.in_order(project)?, project))
    }

    /// The version of the project's own blueprint, which modules name as `core`.
    pub fn core_version(&self) -> Result<&Version, Report> {
        self.layer("project").map(|layer| &layer.version)
    }

    /// The layers of `project` in their order, each with the lock module that records its files.
    pub(super) fn layers<'l>(&'l self, project: &'l Project) -> Result<Vec<(&'l Layer, &'l str)>, Report> {
        let mut report = Report::new();
        let mut layers = Vec::new();
        let mut take = |found: Result<&'l [Layer], Report>, module: &'l str| match found {
            Ok(found) => layers.extend(found.iter().map(|layer| (layer, module))),
            Err(issues) => report.extend(issues),
        };
        take(self.layer("project").map(std::slice::from_ref), CORE);
        take(self.layer(&format!("frontends/{}", project.frontend)).map(std::slice::from_ref), CORE);
        match self.line(&project.theme) {
            Ok(line) => line.iter().for_each(|theme| take(self.theme_layers(theme, &project.frontend), CORE)),
            Err(issues) => take(Err(issues), CORE),
        }
        match self.in_order(project) {
            Ok(specs) => {
                for spec in specs {
                    take(self.module_layers(spec, &project.frontend), &spec.name);
                }
            }
            Err(issues) => take(Err(issues), CORE),
        }
        if report.is_empty() { Ok(layers) } else { Err(report) }
    }

    /// The names of `theme` and of what it builds on, the last of those first.
    fn line<'l>(&'l self, theme: &'l str) -> Result<Vec<&'l str>, Report> {
        let mut line = vec![theme];
        let mut spec = self.theme(theme)?;
        while let Some((theme, base)) = spec.and_then(|theme| Some((theme, theme.extends.as_deref()?))) {
            if line.contains(&base) {
                let message = format!("`{base}` would extend itself: {}", listed(&line));
                return Err(theme.about_base(message).help("leave `extends` out of one of them").into());
            }
            line.push(base);
            spec = self.theme(base)?;
            if spec.is_none() {
                let help = match closest(base, self.themes()) {
                    Some(near) => format!("write `extends=\"{near}\"`"),
                    None => "leave `extends` out, or add the theme".to_owned(),
                };
                let message = format!("there is no theme `{}` to extend", base.escape_debug());
                return Err(theme.about_base(message).help(help).into());
            }
        }
        line.reverse();
        Ok(line)
    }

    /// The Django applications of `theme` and of what it builds on.
    pub(super) fn apps(&self, theme: &str) -> Result<Vec<&ThemeApp>, Report> {
        let mut apps = Vec::new();
        for name in self.line(theme)? {
            apps.extend(self.theme(name)?.iter().flat_map(|theme| theme.apps()));
        }
        Ok(apps)
    }

    fn theme_layers(&self, theme: &str, frontend: &str) -> Result<&[Layer], Report> {
        let cell = self.theme_layers.get(&(theme.to_owned(), frontend.to_owned()));
        let cell = cell.expect("internal: a resolved project names a theme and a frontend that exist");
        let load = || match self.theme(theme)? {
            Some(spec) => spec.layers(&self.source, frontend),
            None => Ok(Vec::new()),
        };
        cell.get_or_init(load).as_deref().map_err(Clone::clone)
    }

    fn module_layers(&self, spec: &ModuleSpec, frontend: &str) -> Result<&[Layer], Report> {
        let cell = self.module_layers.get(&(spec.name.clone(), frontend.to_owned()));
        let cell = cell.expect("internal: a resolved project names modules and a frontend that exist");
        cell.get_or_init(|| spec.layers(&self.source, frontend)).as_deref().map_err(Clone::clone)
    }

    fn layer(&self, id: &str) -> Result<&Layer, Report> {
        let cell = self.layers.get(id).expect("internal: a resolved project names layers that exist");
        cell.get_or_init(|| layer_files::load(&self.source, id)).as_ref().map_err(Clone::clone)
    }

    pub(super) fn source(&self) -> &Source {
        &self.source
    }
}
