//! A project's files.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use liquid::Object;

use super::{
    CORE, Library, ModuleSpec, Origin, Text, Wanted, WantedFile,
    compose::{Composed, compose},
    context::{self, CONTEXT, Flag},
    layer::{File, Layer},
    source::Files,
    template::{Checked, Engine, check},
    wiring::{self, Wiring},
};
use crate::{
    diagnostics::{Issue, Report, codes},
    parallel::in_parts,
    resolve::Project,
    workspace::{Digest, RelPath, RelPathError},
};

/// So many files are worth a thread of their own.
const FILES_PER_THREAD: usize = 200;

/// The segment of a path that stands for the project's package.
const PACKAGE: &str = "__package__";

impl Library {
    /// Everything that should exist for `project`, or everything that is wrong with the blueprints.
    pub fn render(&self, project: &Project) -> Result<Wanted, Report> {
        self.render_but(project, &BTreeSet::new())
    }

    /// The same, letting go of texts that are among `recorded`: where nothing has changed none of them is read
    /// again, and all together they are most of what a plan would hold. [`texts`](Self::texts) makes the others.
    pub fn render_but(&self, project: &Project, recorded: &BTreeSet<Digest>) -> Result<Wanted, Report> {
        let rendering = Rendering::of(self, project)?;
        let files: Vec<_> = rendering.composed.files.iter().collect();
        let rendered = in_parts(&files, FILES_PER_THREAD, |part| {
            let mut renderer = rendering.renderer();
            let slim =
                |file: WantedFile| if recorded.contains(&file.digest()) { file.let_go() } else { file };
            let mut render =
                |(layer, file): &(&Layer, &File)| Ok::<_, Report>(renderer.file(layer, file)?.map(slim));
            part.iter().map(|(_, origin)| render(origin)).collect()
        });
        let mut wanted =
            Wanted { versions: versions(&rendering.layers), inputs: inputs(project), ..Wanted::default() };
        let (mut named, mut report) = (Vec::with_capacity(rendered.len()), Report::new());
        for ((path, _), rendered) in files.into_iter().zip(rendered) {
            match rendered {
                Ok(Some(file)) => {
                    let to = substitute(path, project);
                    wanted.packaged.extend(is_packaged(path).then(|| ((*path).clone(), to.clone())));
                    named.push((to, file));
                }
                Ok(None) => {}
                Err(issues) => report.extend(issues),
            }
        }
        wanted.files = named.into_iter().collect();
        for moved in &rendering.composed.moved {
            let to = substitute(&moved.to, project);
            if wanted.files.contains_key(&to) {
                wanted.packaged.extend(is_packaged(&moved.from).then(|| (moved.from.clone(), to.clone())));
                wanted.moved.insert(substitute(&moved.from, project), to);
            }
        }
        if report.is_empty() && !rendering.specs.is_empty() {
            let settings = wanted.files.iter().find(|(path, _)| path.as_str() == wiring::BASE_SETTINGS);
            let texts = rendering.texts(&settings.map(|(_, file)| file).into_iter().collect::<Vec<_>>())?;
            let settings = texts.first().map(|(_, text)| text.as_ref());
            report.extend(wiring::misplaced(&rendering.specs, project, settings));
        }
        if report.is_empty() { Ok(wanted) } else { Err(report) }
    }

    /// The texts of `files`, which [`render_but`](Self::render_but) made of `project`, by their digests.
    pub fn texts(&self, project: &Project, files: &[&WantedFile]) -> Result<Vec<Text>, Report> {
        Rendering::of(self, project)?.texts(files)
    }
}

/// What is to be rendered, and what with.
struct Rendering<'r> {
    library: &'r Library,
    project: &'r Project,
    layers: Vec<(&'r Layer, &'r str)>,
    composed: Composed<'r>,
    specs: Vec<&'r ModuleSpec>,
    /// The lock module of each layer.
    modules: BTreeMap<&'r str, Arc<str>>,
    values: Object,
}

impl<'r> Rendering<'r> {
    fn of(library: &'r Library, project: &'r Project) -> Result<Self, Report> {
        let layers = library.layers(project)?;
        let composed = compose(&layers.iter().map(|(layer, _)| *layer).collect::<Vec<_>>())?;
        check_package(&composed, project)?;
        let specs = library.in_order(project)?;
        let wiring = Wiring::of(&specs, project);
        let values = context::values(project, &library.apps(&project.theme)?, &wiring);
        let modules = layers.iter().map(|(layer, module)| (&*layer.id, Arc::from(*module))).collect();
        Ok(Self { library, project, layers, composed, specs, modules, values })
    }

    fn renderer(&self) -> Renderer<'_> {
        let (files, engine) = (self.library.source().files(), Engine::new(&self.values));
        Renderer { project: self.project, modules: &self.modules, files, engine }
    }

    /// The texts of `files` by their digests; those that were let go are made again.
    fn texts(&self, files: &[&WantedFile]) -> Result<Vec<Text>, Report> {
        let origins = self.composed.files.values();
        let origins: BTreeMap<_, _> =
            origins.map(|(layer, file)| ((&*layer.id, &file.source), (*layer, *file))).collect();
        let texts = in_parts(files, FILES_PER_THREAD, |part| {
            let mut renderer = self.renderer();
            let mut text = |wanted: &WantedFile| -> Result<Text, Report> {
                if let Some(bytes) = wanted.held() {
                    return Ok((wanted.digest(), Arc::clone(bytes)));
                }
                let Origin { layer, source, .. } = &wanted.origin;
                let (layer, file) = origins[&(&**layer, source)];
                let again = renderer.file(layer, file)?.expect("internal: what was rendered is wanted");
                Ok((again.digest(), Arc::clone(again.bytes())))
            };
            part.iter().map(|wanted| text(wanted)).collect()
        });
        texts.into_iter().collect()
    }
}

struct Renderer<'r> {
    project: &'r Project,
    /// The lock module of each layer.
    modules: &'r BTreeMap<&'r str, Arc<str>>,
    files: Files<'r>,
    engine: Engine<'r>,
}

impl Renderer<'_> {
    /// What `file` becomes; nothing where its flags are not set, though its mistakes are said.
    fn file(&mut self, layer: &Layer, file: &File) -> Result<Option<WantedFile>, Report> {
        let is_wanted = file.when.iter().all(|flag| flag.holds(self.project));
        let mut inputs = inputs_of(layer, file);
        let bytes: Arc<[u8]> = match file.is_template {
            true => {
                let source = self.files.text(&file.source)?;
                let template = check(&source, CONTEXT)?;
                if !is_wanted {
                    return Ok(None);
                }
                inputs.extend(template.names().filter_map(input_behind));
                self.text(&template)?.into_bytes().into()
            }
            false if is_wanted => self.files.bytes(&file.source)?.into(),
            false => return Ok(None),
        };
        let module = Arc::clone(&self.modules[&*layer.id]);
        let origin = Origin { module, layer: Arc::clone(&layer.id), source: file.source.clone() };
        let mut wanted = WantedFile::new(file.owner, file.mode, bytes, origin);
        wanted.inputs = inputs;
        Ok(Some(wanted))
    }

    fn text(&mut self, checked: &Checked<'_>) -> Result<String, Report> {
        let text = self.engine.render(checked)?;
        let template = checked.source();
        let complaint = if text.contains('\r') {
            "has a carriage return"
        } else if template.text().ends_with('\n') && !text.is_empty() && !text.ends_with('\n') {
            "does not end with a line feed"
        } else {
            return Ok(text);
        };
        let message =
            format!("what `{}` renders to for `{}` {complaint}", template.name(), self.project.name);
        let issue = Issue::error(&codes::blueprint::NOT_CLEAN, message).label(0..0, "").in_source(template);
        Err(issue.help("write `%}` instead of `-%}` in the last tag, or check the value at the end").into())
    }
}

/// The path in `project` of what a layer calls `path`.
fn substitute(path: &RelPath, project: &Project) -> RelPath {
    if !is_packaged(path) {
        return path.clone();
    }
    in_package(path, &project.package).expect("internal: a resolved package is an identifier")
}

/// What a layer calls `path`, in a project whose package is called `package`.
pub(super) fn in_package(path: &RelPath, package: &str) -> Result<RelPath, RelPathError> {
    let segment = |segment| if segment == PACKAGE { package } else { segment };
    RelPath::new(path.as_str().split('/').map(segment).collect::<Vec<_>>().join("/"))
}

fn is_packaged(path: &RelPath) -> bool {
    // Nearly all are told apart by a search, which is faster than taking them apart.
    path.as_str().contains(PACKAGE) && path.as_str().split('/').any(|segment| segment == PACKAGE)
}

/// Refuses a package that shares its folder with files that are not the package's.
fn check_package(composed: &Composed<'_>, project: &Project) -> Result<(), Report> {
    let folder = |path: &RelPath| path.as_str().split('/').next().is_some_and(|top| top == project.package);
    let Some(taken) = composed.files.keys().find(|path| folder(path)) else { return Ok(()) };
    let package = &project.package;
    let message = format!("the package `{package}` would share its folder with `{taken}`");
    let issue = Issue::error(&codes::blueprint::PACKAGE_TAKEN, message);
    Err(issue.help(format!("write `project \"{}\" package=\"{package}_app\"`", project.name)).into())
}

fn versions(layers: &[(&Layer, &str)]) -> BTreeMap<String, semver::Version> {
    let own = |(layer, module): &&(&Layer, &str)| *module != CORE || *layer.id == *"project";
    layers.iter().filter(own).map(|(layer, module)| ((*module).to_owned(), layer.version.clone())).collect()
}

/// The inputs that decide whether a file is there, and where.
fn inputs_of(layer: &Layer, file: &File) -> BTreeSet<&'static str> {
    let by_layer = [("themes/", "theme"), ("frontends/", "frontend")];
    let chosen = by_layer.into_iter().find(|(folder, _)| layer.id.starts_with(folder));
    let flags = file.when.iter().filter_map(|flag| match flag {
        Flag::Docker | Flag::Image => Some("docker"),
        Flag::Postgres | Flag::Sqlite => Some("database"),
        Flag::Celery => Some("tasks"),
        Flag::Usernames => Some(Wanted::MODULES),
        Flag::Redis | Flag::Railway | Flag::Sentry => None,
    });
    let package = is_packaged(&file.source).then_some(Wanted::PACKAGE);
    chosen.map(|(_, input)| input).into_iter().chain(flags).chain(package).collect()
}

/// The input that a name in a template gets its value from.
fn input_behind(name: &str) -> Option<&'static str> {
    let (root, member) = name.split_once('.').unwrap_or((name, ""));
    match (root, member) {
        ("cache", _) => Some("cache"),
        ("tasks", _) => Some("tasks"),
        ("project", "frontend") => Some("frontend"),
        ("project", "name") => Some("name"),
        ("project", "package") => Some(Wanted::PACKAGE),
        ("project", "theme") | ("apps", _) => Some("theme"),
        ("project", "title") => Some("title"),
        ("database", _) => Some("database"),
        ("docker", _) => Some("docker"),
        ("modules" | "usernames" | "variables" | "wiring", _) => Some(Wanted::MODULES),
        _ => None,
    }
}

/// What the files of each lock module depend on. Values of variables are not among it: their
/// defaults are in the files, and what an environment sets them to never is.
fn inputs(project: &Project) -> BTreeMap<String, BTreeMap<String, String>> {
    let local = project.local();
    let core = [
        ("cache", project.cache.as_str().to_owned()),
        ("database", format!("{} {}", local.database.engine.as_str(), local.database.version)),
        ("docker", local.docker.to_string()),
        ("frontend", project.frontend.clone()),
        ("name", project.name.clone()),
        (Wanted::PACKAGE, project.package.clone()),
        ("tasks", project.tasks.as_str().to_owned()),
        ("theme", project.theme.clone()),
        ("title", project.title.clone()),
    ];
    let core = core.map(|(name, value)| (name.to_owned(), value)).into();
    let rendered = project.modules.iter().filter(|(_, module)| module.available);
    let options = rendered.map(|(name, module)| {
        let options = module.options.iter().map(|(option, value)| (option.clone(), value.to_string()));
        (name.clone(), options.collect())
    });
    std::iter::once((CORE.to_owned(), core)).chain(options).collect()
}
