//! Whether the files of a module are what its `module.kdl` and Django expect.

use std::collections::{BTreeMap, BTreeSet};

use camino::Utf8Path;

use super::{ModuleSpec, Part};
use crate::{
    blueprint::source::Source,
    diagnostics::{Code, Issue, Report, codes},
    document::Pointer,
};

/// Reads the module in `directory` and says everything that is wrong with it and with its files.
pub fn check_module(directory: &Utf8Path) -> Result<ModuleSpec, Report> {
    let name = directory.file_name().unwrap_or_default();
    let source = Source::module(directory, name)?;
    check(&source, name)
}

/// The same, for a module that is one of several.
pub(in crate::blueprint) fn check(source: &Source, name: &str) -> Result<ModuleSpec, Report> {
    let spec = ModuleSpec::load(source, name)?;
    let mut report = Report::new();
    let folder = format!("modules/{name}");
    let folders: BTreeSet<&str> =
        source.below(&folder).filter_map(|(_, rest)| Some(rest.split_once('/')?.0)).collect();
    for frontend in folders {
        if let Err(issues) = spec.layers(source, frontend) {
            report.extend(issues);
        }
    }
    if spec.available {
        let structure = Structure::new(source, &spec, &folder)?;
        structure.check(&mut report);
    }
    let mut seen = BTreeSet::new();
    let once: Report = report.into_iter().filter(|issue| seen.insert(format!("{issue:?}"))).collect();
    if once.is_empty() { Ok(spec) } else { Err(once) }
}

/// The files of a module by the path that they get in a project, `.liquid` left out.
struct Structure<'s> {
    spec: &'s ModuleSpec,
    /// The folder of its app in a project.
    app: String,
    files: BTreeMap<String, String>,
}

impl<'s> Structure<'s> {
    fn new(source: &Source, spec: &'s ModuleSpec, folder: &str) -> Result<Self, Report> {
        let mut files = BTreeMap::new();
        let mut reader = source.files();
        for (path, rest) in source.below(folder) {
            if let Some((_, target)) = rest.split_once('/') {
                let text = String::from_utf8_lossy(&reader.bytes(path)?).into_owned();
                files.insert(target.strip_suffix(".liquid").unwrap_or(target).to_owned(), text);
            }
        }
        Ok(Self { spec, app: format!("modules/{}", spec.name.replace('-', "_")), files })
    }

    fn check(&self, report: &mut Report) {
        self.places(report);
        self.app(report);
        self.migrations(report);
        self.targets(report);
    }

    fn say(&self, report: &mut Report, code: &'static Code, at: &Pointer, message: String, help: String) {
        let place = self.spec.written.spans.value(at);
        report.push(Issue::error(code, message).help(help).label(place, "").in_source(&self.spec.text));
    }

    fn part(&self, report: &mut Report, message: String, help: String) {
        self.say(report, &codes::blueprint::MODULE_PART, &Pointer::root().key("module"), message, help);
    }

    /// What the module would put where only others have something to say.
    fn places(&self, report: &mut Report) {
        if self.files.contains_key("modules/__init__.py") {
            let message = format!("`{}` would turn the namespace `modules` into a package", self.spec.name);
            let help = "delete `files/modules/__init__.py`".to_owned();
            let at = Pointer::root().key("module");
            self.say(report, &codes::blueprint::NAMESPACE_PACKAGE, &at, message, help);
        }
        let own = format!("{}/", self.app);
        let astray = self.files.keys().find(|path| {
            path.starts_with("modules/") && !path.starts_with(&own) && *path != "modules/__init__.py"
        });
        if let Some(path) = astray {
            self.part(
                report,
                format!("`{path}` lies in the folder of another module"),
                format!("move it below `{own}`"),
            );
        }
    }

    /// What every app has.
    fn app(&self, report: &mut Report) {
        for (file, why) in [
            ("__init__.py", "which makes it a package"),
            ("apps.py", "which names the app"),
            ("README.md", "which says what it is for"),
        ] {
            let path = format!("{}/{file}", self.app);
            if !self.files.contains_key(&path) {
                self.part(
                    report,
                    format!("the module has no `{path}`, {why}"),
                    format!("add `files/{path}`"),
                );
            }
        }
        let tests = format!("{}/tests/test_", self.app);
        if !self.files.keys().any(|path| path.starts_with(&tests)) {
            let help = format!("add `files/{tests}{}.py`", self.spec.label);
            self.part(report, "the module has no tests".to_owned(), help);
        }
        let config = self.files.get(&format!("{}/apps.py", self.app)).map_or("", String::as_str);
        let label = format!("label = \"{}\"", self.spec.label);
        if self.spec.label != self.spec.name.replace('-', "_")
            && !config.is_empty()
            && !config.contains(&label)
        {
            let message = format!("`{}/apps.py` does not have the label of `module.kdl`", self.app);
            self.part(report, message, format!("write `{label}` into its `AppConfig`"));
        }
    }

    /// Migrations are there when there are models, and they stay linear.
    fn migrations(&self, report: &mut Report) {
        let models = self.files.get(&format!("{}/models.py", self.app)).map_or("", String::as_str);
        let folder = format!("{}/migrations/", self.app);
        let numbered: Vec<&str> = self
            .files
            .keys()
            .filter_map(|path| path.strip_prefix(&folder)?.strip_suffix(".py"))
            .filter(|name| name.starts_with(|c: char| c.is_ascii_digit()))
            .collect();
        if models.contains("models.Model)") && numbered.is_empty() {
            let help = format!(
                "add `files/{folder}0001_initial.py`: `manage.py makemigrations {}`",
                self.spec.label
            );
            self.part(report, "the module has models and no migrations".to_owned(), help);
        }
        let numbers: Vec<&str> = numbered.iter().map(|name| name.split('_').next().unwrap_or(name)).collect();
        if let Some(twice) = numbers.windows(2).find(|pair| pair[0] == pair[1]) {
            let message = format!("two migrations have the number {}", twice[0]);
            self.part(report, message, "make them follow each other".to_owned());
        }
        let Some(last) = numbered.last() else { return };
        let named = self.files.get(&format!("{folder}max_migration.txt")).map(|text| text.trim());
        if named != Some(last) {
            let message = format!("`{folder}max_migration.txt` does not name the last migration");
            self.part(report, message, format!("write `{last}` into it"));
        }
        if self.spec.tables.is_empty() && models.contains("models.Model)") {
            let message = "the module does not say which tables it has".to_owned();
            self.part(report, message, format!("write `table \"{}_…\"` for each", self.spec.label));
        }
    }

    /// What `module.kdl` names is there.
    fn targets(&self, report: &mut Report) {
        let spec = self.spec;
        self.dotted(report, "middleware", &spec.middleware, |(_, path)| path);
        self.dotted(report, "context-processor", &spec.context_processors, |path| path);
        self.dotted(report, "task", &spec.tasks, |task| &task.path);
        for (index, urls) in spec.urls.iter().enumerate() {
            let path = format!("{}.py", urls.value.include.replace('.', "/"));
            match self.files.get(&path) {
                None if path.starts_with("modules/") => {
                    self.missing(report, "urls", index, "include", format!("there is no `files/{path}`"));
                }
                Some(text) if urls.value.namespace.is_some() && !defines(text, "app_name") => {
                    let message = format!("`files/{path}` defines no `app_name`, which a namespace needs");
                    self.missing(report, "urls", index, "namespace", message);
                }
                Some(_) | None => {}
            }
        }
        for (index, slot) in spec.slots.iter().enumerate() {
            let template = &slot.value.1;
            if !self.files.contains_key(&format!("{}/templates/{template}", self.app)) {
                self.missing(report, "slot", index, "template", format!("there is no template `{template}`"));
            }
        }
    }

    /// Names that end in something defined in a file of the module.
    fn dotted<T>(&self, report: &mut Report, list: &str, parts: &[Part<T>], path: fn(&T) -> &String) {
        for (index, part) in parts.iter().enumerate() {
            let path = path(&part.value);
            let Some((module, name)) = path.rsplit_once('.') else { continue };
            if !module.starts_with("modules.") {
                continue;
            }
            let file = format!("{}.py", module.replace('.', "/"));
            match self.files.get(&file) {
                None => self.missing(report, list, index, "path", format!("there is no `files/{file}`")),
                Some(text) if !defines(text, name) => {
                    self.missing(report, list, index, "path", format!("`files/{file}` defines no `{name}`"));
                }
                Some(_) => {}
            }
        }
    }

    fn missing(&self, report: &mut Report, list: &str, index: usize, field: &str, message: String) {
        let at = Pointer::root().key(list).index(index).key(field);
        let help = "write the name that it has, or add it".to_owned();
        self.say(report, &codes::blueprint::NO_SUCH_TARGET, &at, message, help);
    }
}

/// Whether Python code has a function, a class or an assignment of this name at its top.
fn defines(code: &str, name: &str) -> bool {
    code.lines().any(|line| {
        let keyword = ["async def ", "def ", "class "].iter().find_map(|start| line.strip_prefix(start));
        let after = keyword.unwrap_or(line).strip_prefix(name);
        let ends = |after: &str| match keyword {
            Some(_) => after.starts_with(['(', ':', '[']),
            None => after.trim_start().starts_with(['=', ':']),
        };
        after.is_some_and(ends)
    })
}
