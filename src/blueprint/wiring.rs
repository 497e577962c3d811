//! What the modules of a project add to its managed files: settings, URLs, slots and requirements.

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexMap;

use super::{
    ModuleSpec,
    module::{Anchor, Group, Prefix, Requirement, SettingSpec, SettingsFile, SlotPlace, option_named},
    python::{self, Expression},
};
use crate::{
    diagnostics::{Issue, codes},
    resolve::{ModuleOption, Project},
};

/// The settings that every environment shares, made after those of modules.
/// The settings of the project itself, for every environment.
pub(super) const BASE_SETTINGS: &str = "config/settings/base.py";

/// What `config/env.py` has in every project.
pub(super) const VARIABLES_OF_THE_PROJECT: [&str; 7] = [
    "ALLOWED_HOSTS",
    "DATABASE_URL",
    "DEFAULT_FROM_EMAIL",
    "EMAIL_URL",
    "LOG_FORMAT",
    "LOG_LEVEL",
    "SECRET_KEY",
];

/// Texts for the templates of the project that modules are wired into.
#[derive(Debug, Default)]
pub(super) struct Wiring {
    /// The statements of `config/modules.py`.
    pub(super) settings: String,
    /// The statements of `config/settings/modules_test.py`, after a blank line.
    pub(super) test_settings: String,
    /// The statements of `config/modules_urls.py`.
    pub(super) urls: String,
    /// The includes of each slot, every one after a line end.
    pub(super) slots: BTreeMap<SlotPlace, String>,
    /// Python packages by where they are needed, sorted.
    pub(super) requirements: BTreeMap<Option<Group>, Vec<String>>,
    /// Packages without type annotations, sorted.
    pub(super) untyped: BTreeSet<String>,
}

impl Wiring {
    /// What `specs`, in their order, add to `project`.
    pub(super) fn of(specs: &[&ModuleSpec], project: &Project) -> Self {
        let mut slots: BTreeMap<SlotPlace, String> = BTreeMap::new();
        for (place, template) in specs.iter().flat_map(|spec| spec.parts(&spec.slots, project)) {
            let include = ["\n{% include \"", template, "\" %}"];
            slots.entry(*place).or_default().extend(include);
        }
        Self {
            settings: settings(specs, project),
            test_settings: test_settings(specs, project),
            urls: urls(specs, project),
            slots,
            requirements: requirements(specs, project),
            untyped: specs.iter().flat_map(|spec| &spec.untyped).cloned().collect(),
        }
    }
}

/// Every package once, with what all modules need of it.
fn requirements(specs: &[&ModuleSpec], project: &Project) -> BTreeMap<Option<Group>, Vec<String>> {
    let mut groups: BTreeMap<Option<Group>, BTreeMap<String, Requirement>> = BTreeMap::new();
    for (requirement, group) in specs.iter().flat_map(|spec| spec.parts(&spec.dependencies, project)) {
        let packages = groups.entry(*group).or_default();
        let both = match packages.remove(&requirement.key()) {
            Some(other) => other.and(requirement.clone()),
            None => requirement.clone(),
        };
        packages.insert(both.key(), both);
    }
    let texts =
        |packages: BTreeMap<String, Requirement>| packages.values().map(ToString::to_string).collect();
    groups.into_iter().map(|(group, packages)| (group, texts(packages))).collect()
}

fn settings(specs: &[&ModuleSpec], project: &Project) -> String {
    let groups = Settings::collect(specs, project, None);
    let mut text = imports(&groups);
    let list = |name: &str, items: Vec<String>| {
        let value = Expression::texts(items);
        format!("{}\n", python::assignment(name, Some("list[str]"), &value))
    };
    let apps = specs.iter().flat_map(|spec| {
        let own = format!("modules.{}", python_name(&spec.name));
        std::iter::once(own).chain(spec.parts(&spec.apps, project).cloned())
    });
    text.push_str(&list("MODULE_APPS", unique(apps)));
    for (anchor, name) in [
        (Anchor::BeforeCsrf, "MODULE_MIDDLEWARE_BEFORE_CSRF"),
        (Anchor::AfterAuth, "MODULE_MIDDLEWARE_AFTER_AUTH"),
        (Anchor::Last, "MODULE_MIDDLEWARE_LAST"),
    ] {
        let all = specs.iter().flat_map(|spec| spec.parts(&spec.middleware, project));
        let here = all.filter(|(at, _)| *at == anchor).map(|(_, path)| path.clone());
        text.push_str(&list(name, unique(here)));
    }
    let processors = specs.iter().flat_map(|spec| spec.parts(&spec.context_processors, project)).cloned();
    text.push_str(&list("MODULE_CONTEXT_PROCESSORS", unique(processors)));
    let schedules =
        python::assignment("MODULE_SCHEDULES", Some("dict[str, str]"), &schedules(specs, project));
    text.extend([&schedules, "\n"]);
    text.push_str(&groups.text());
    text.trim_end().to_owned()
}

/// When the tasks run that run by themselves.
fn schedules(specs: &[&ModuleSpec], project: &Project) -> Expression {
    let tasks = specs.iter().flat_map(|spec| spec.parts(&spec.tasks, project));
    let scheduled = tasks.filter_map(|task| Some((&task.path, task.schedule.as_ref()?)));
    let schedules: IndexMap<&String, &String> = scheduled.collect();
    Expression::Dict(
        schedules.into_iter().map(|(task, time)| (Expression::text(task), Expression::text(time))).collect(),
    )
}

/// What modules set for the test suite alone.
fn test_settings(specs: &[&ModuleSpec], project: &Project) -> String {
    let groups = Settings::collect(specs, project, Some(SettingsFile::Test));
    if groups.groups.is_empty() {
        return String::new();
    }
    format!("\n{}{}", imports(&groups), groups.text().trim_start()).trim_end().to_owned() + "\n"
}

/// The import that the values need.
fn imports(settings: &Settings) -> String {
    let values = settings.groups.values().flat_map(IndexMap::values);
    let names: BTreeSet<&str> = values.flat_map(|setting| setting.value.names()).collect();
    let env = names.iter().any(|name| name.starts_with("env."));
    match (names.contains("BASE_DIR"), env) {
        (false, false) => String::new(),
        (true, false) => "from config.env import BASE_DIR\n\n".to_owned(),
        (false, true) => "from config.env import env\n\n".to_owned(),
        (true, true) => "from config.env import BASE_DIR, env\n\n".to_owned(),
    }
}

/// Settings by the modules that make them.
#[derive(Default)]
struct Settings {
    groups: IndexMap<String, IndexMap<String, Setting>>,
}

struct Setting {
    annotation: Option<String>,
    value: Expression,
}

impl Settings {
    /// The assignments of each group below its title.
    fn text(&self) -> String {
        let mut text = String::new();
        for (title, settings) in &self.groups {
            text.extend(["\n# ", title, "\n"]);
            for (name, setting) in settings {
                text.push_str(&python::assignment(name, setting.annotation.as_deref(), &setting.value));
                text.push('\n');
            }
        }
        text
    }

    /// The settings of each module, and after them those that several modules add to.
    fn collect(specs: &[&ModuleSpec], project: &Project, of: Option<SettingsFile>) -> Self {
        let all = || each_setting(specs, project).filter(|(_, setting)| setting.settings == of);
        let mut makers: IndexMap<&str, Vec<&str>> = IndexMap::new();
        for (spec, setting) in all() {
            let makers = makers.entry(&setting.name).or_default();
            if makers.last() != Some(&spec.name.as_str()) {
                makers.push(&spec.name);
            }
        }
        let shared = |name: &str| makers[name].len() > 1;
        let (alone, together): (Vec<_>, Vec<_>) = all().partition(|(_, setting)| !shared(&setting.name));
        let mut settings = Self::default();
        for (spec, setting) in alone.into_iter().chain(together) {
            let value = setting.value.fill(&|name| option_value(spec, project, name));
            let group = settings.groups.entry(makers[setting.name.as_str()].join(", ")).or_default();
            match group.get_mut(&setting.name) {
                Some(before) => before.append(value),
                None => {
                    group.insert(
                        setting.name.clone(),
                        Setting { annotation: setting.annotation.clone(), value },
                    );
                }
            }
        }
        settings
    }
}

impl Setting {
    /// Adds the items of `more`; that both have items of one kind was checked.
    fn append(&mut self, more: Expression) {
        match (&mut self.value, more) {
            (Expression::List(items), Expression::List(more))
            | (Expression::Set(items), Expression::Set(more)) => {
                items.extend(more.into_iter().filter(|item| !items.contains(item)).collect::<Vec<_>>());
            }
            (Expression::Dict(items), Expression::Dict(more)) => items.extend(more),
            (value, more) => *value = more,
        }
    }
}

fn each_setting<'s>(
    specs: &'s [&ModuleSpec],
    project: &'s Project,
) -> impl Iterator<Item = (&'s ModuleSpec, &'s SettingSpec)> {
    specs.iter().flat_map(|spec| spec.parts(&spec.settings, project).map(|setting| (*spec, setting)))
}

/// What `options.NAME` stands for.
fn option_value(spec: &ModuleSpec, project: &Project, name: &str) -> Option<Expression> {
    let (option, _) = option_named(&spec.options, name.strip_prefix("options.")?)?;
    Some(match project.modules.get(&spec.name)?.options.get(option)? {
        ModuleOption::Boolean(true) => Expression::Name("True".to_owned()),
        ModuleOption::Boolean(false) => Expression::Name("False".to_owned()),
        ModuleOption::Integer(number) => Expression::Number(number.to_string()),
        ModuleOption::String(text) => Expression::text(text),
        ModuleOption::List(texts) => Expression::texts(texts),
    })
}

fn urls(specs: &[&ModuleSpec], project: &Project) -> String {
    let mut paths = Vec::new();
    for spec in specs {
        for urls in spec.parts(&spec.urls, project) {
            let namespace = urls.namespace.as_ref().map(|name| ("namespace", Expression::text(name)));
            let include = Expression::Call(
                "include",
                vec![Expression::text(&urls.include)],
                namespace.into_iter().collect(),
            );
            let prefix = Expression::text(prefix(spec, &urls.prefix, project));
            paths.push(Expression::Call("path", vec![prefix, include], Vec::new()));
        }
    }
    let start = "urlpatterns: list[URLPattern | URLResolver] = [";
    if paths.is_empty() {
        return format!("from django.urls import URLPattern, URLResolver\n\n{start}]");
    }
    let lines: String = paths.iter().map(|path| python::item(path, 1) + "\n").collect();
    format!("from django.urls import URLPattern, URLResolver, include, path\n\n{start}\n{lines}]")
}

/// What the URLs of a module begin with in `project`.
fn prefix(spec: &ModuleSpec, prefix: &Prefix, project: &Project) -> String {
    match prefix {
        Prefix::Fixed(text) => text.clone(),
        Prefix::Option(option) => {
            let value = project.modules.get(&spec.name).and_then(|module| module.options.get(option));
            value.map(ToString::to_string).unwrap_or_default()
        }
    }
}

/// The name of a module as Python imports it.
fn python_name(module: &str) -> String {
    module.replace('-', "_")
}

fn unique(items: impl Iterator<Item = String>) -> Vec<String> {
    let mut seen = BTreeSet::new();
    items.filter(|item| seen.insert(item.clone())).collect()
}

/// One name that two modules claim, or that one module claims twice.
#[derive(Debug)]
pub struct Clash {
    /// What both do with it, for example `set`.
    pub verb: &'static str,
    /// What it is, for example "`NOTES_DAYS`".
    pub what: String,
    /// The modules, the later one first.
    pub modules: [String; 2],
}

/// Everything that `specs` claim twice in `project`.
pub(super) fn clashes(specs: &[&ModuleSpec], project: &Project) -> Vec<Clash> {
    let mut clashes = Vec::new();
    let mut claims = Claims { owners: BTreeMap::new(), clashes: &mut clashes };
    for spec in specs {
        claims.claim("have", format!("the label `{}`", spec.label), &spec.name);
        for urls in spec.parts(&spec.urls, project) {
            let prefix = prefix(spec, &urls.prefix, project);
            if !prefix.is_empty() {
                claims.claim_once("put URLs below", format!("`{prefix}`"), &spec.name);
            }
            if let Some(namespace) = &urls.namespace {
                claims.claim("have", format!("the namespace `{namespace}`"), &spec.name);
            }
        }
        for variable in spec.parts(&spec.variables, project) {
            claims.claim("declare", format!("the variable `{}`", variable.name), &spec.name);
        }
    }
    let mut settings: BTreeMap<&str, (&ModuleSpec, &SettingSpec)> = BTreeMap::new();
    let everywhere = each_setting(specs, project).filter(|(_, setting)| setting.settings.is_none());
    for (spec, setting) in everywhere {
        let Some((owner, first)) = settings.get(setting.name.as_str()) else {
            settings.insert(&setting.name, (spec, setting));
            continue;
        };
        let alike = std::mem::discriminant(&first.value) == std::mem::discriminant(&setting.value);
        if !(first.append && setting.append && alike) {
            let modules = [spec.name.clone(), owner.name.clone()];
            claims.clashes.push(Clash { verb: "set", what: format!("`{}`", setting.name), modules });
        }
    }
    clashes
}

struct Claims<'c> {
    owners: BTreeMap<String, String>,
    clashes: &'c mut Vec<Clash>,
}

impl Claims<'_> {
    fn claim(&mut self, verb: &'static str, what: String, module: &str) {
        match self.owners.get(&what) {
            Some(owner) => {
                let modules = [module.to_owned(), owner.clone()];
                self.clashes.push(Clash { verb, what, modules });
            }
            None => {
                self.owners.insert(what, module.to_owned());
            }
        }
    }

    /// A claim that a module may make again.
    fn claim_once(&mut self, verb: &'static str, what: String, module: &str) {
        if self.owners.get(&what).is_none_or(|owner| owner != module) {
            self.claim(verb, what, module);
        }
    }
}

/// What the settings of modules refer to and do not find in the rendered project.
///
/// `base` is what the project's own [`BASE_SETTINGS`] became.
pub(super) fn misplaced(specs: &[&ModuleSpec], project: &Project, base: Option<&[u8]>) -> Vec<Issue> {
    let base = base.and_then(|bytes| str::from_utf8(bytes).ok()).unwrap_or_default();
    let own: BTreeSet<&str> = base.lines().filter_map(|line| line.split([' ', ':']).next()).collect();
    let mut issues = Vec::new();
    for (spec, setting) in each_setting(specs, project) {
        let name = &setting.name;
        if setting.settings.is_none() && own.contains(name.as_str()) {
            let message = format!("`{}` sets `{name}`, which `{BASE_SETTINGS}` sets after it", spec.name);
            let issue = Issue::error(&codes::blueprint::SETTING_OF_PROJECT, message);
            issues
                .push(issue.help(format!("use another setting, or take `{name}` out of the project's file")));
        }
        for variable in setting.value.names().into_iter().filter_map(|name| name.strip_prefix("env.")) {
            if !project.variables.contains_key(variable) && !VARIABLES_OF_THE_PROJECT.contains(&variable) {
                let message = format!(
                    "`{name}` of `{}` reads `{variable}`, which this project does not have",
                    spec.name
                );
                let issue = Issue::error(&codes::blueprint::UNREAD_VARIABLE, message);
                issues.push(issue.help(format!(
                    "give the setting and the variable the same `when` in `module.kdl` of `{}`",
                    spec.name
                )));
            }
        }
    }
    issues
}
