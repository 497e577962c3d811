//! From `module.kdl` as written to a module: everything that is wrong, each at its place.

use std::{collections::BTreeMap, ops::Range};

use indexmap::IndexMap;
use semver::{Version, VersionReq};

use super::{
    Condition, ModuleSpec, OptionSpec, OptionType, Part, Prefix, Release, Requirement, SettingSpec, TaskSpec,
    UrlsSpec, VariableSpec,
    condition::Known,
    written::{self, ModuleFile, Need, Stage},
};
use crate::{
    blueprint::{
        header::Header,
        python::{self, Expression},
        wiring::VARIABLES_OF_THE_PROJECT,
    },
    diagnostics::{Code, Issue, Report, SourceFile, closest, codes, listed},
    document::{Pointer, Spans, Typed},
    manifest,
};

/// Labels of apps that every project has.
const LABELS_OF_THE_PROJECT: [&str; 8] =
    ["accounts", "admin", "auth", "contenttypes", "messages", "pages", "sessions", "staticfiles"];

/// Checks one `module.kdl`.
struct Loader<'l> {
    text: &'l SourceFile,
    spans: &'l Spans,
    options: &'l IndexMap<String, OptionSpec>,
    /// Modules that are required or used.
    modules: Vec<&'l str>,
    /// Variables that are declared.
    variables: Vec<&'l str>,
    report: Report,
}

/// The module in the folder `folder`, or everything that is wrong with what is written.
pub(super) fn spec(text: SourceFile, file: Typed<ModuleFile>, folder: &str) -> Result<ModuleSpec, Report> {
    let written = &file.value;
    let mut report = Report::new();
    let options = options(written, &text, &file.spans, &mut report);
    let needs = written.requires.iter().chain(&written.uses);
    let mut loader = Loader {
        text: &text,
        spans: &file.spans,
        options: &options,
        modules: needs.map(|need| need.module.as_str()).collect(),
        variables: written.variable.iter().map(|variable| variable.name.as_str()).collect(),
        report,
    };
    let header = Header { node: "module", name: &written.module.name, version: &written.module.version };
    let version = header.check(folder, &text, &file.spans).map_err(|issues| loader.report.extend(issues));
    let core = loader.range(&written.core, &Pointer::root().key("core"));
    let requires = loader.needs(&written.requires, "requires");
    let uses = loader.needs(&written.uses, "uses");
    let label = loader.label(written, folder);
    let variables = loader.parts("variable", &written.variable, |part| &part.when, Loader::variable);
    let settings = loader.parts("setting", &written.setting, |part| &part.when, Loader::setting);
    let urls = loader.parts("urls", &written.urls, |part| &part.when, Loader::urls);
    let tasks = loader.parts("task", &written.task, |part| &part.when, Loader::task);
    let dependencies = loader.parts("dependency", &written.dependency, |part| &part.when, Loader::dependency);
    let apps = loader.parts(
        "app",
        &written.app,
        |part| &part.when,
        |loader, part, at| loader.dotted(&part.path, &at.key("path")),
    );
    let middleware = loader.parts(
        "middleware",
        &written.middleware,
        |part| &part.when,
        |loader, part, at| Some((part.at, loader.dotted(&part.path, &at.key("path"))?)),
    );
    let context_processors = loader.parts(
        "context-processor",
        &written.context_processor,
        |part| &part.when,
        |loader, part, at| loader.dotted(&part.path, &at.key("path")),
    );
    let slots = loader.parts(
        "slot",
        &written.slot,
        |part| &part.when,
        |loader, part, at| Some((part.place, loader.template(&part.template, &at.key("template"))?)),
    );
    let permissions = loader.permissions(&written.permission, &label);
    loader.tables(&written.table);
    loader.untyped(&written.untyped);
    let releases = loader.releases(&written.release);
    let mut report = loader.report;
    report.sort_by_place();
    let (Ok(version), Some(core), true) = (version, core, report.is_empty()) else { return Err(report) };
    Ok(ModuleSpec {
        name: folder.to_owned(),
        version,
        summary: written.module.summary.clone(),
        available: written.stage == Stage::Available,
        core,
        requires,
        uses,
        label,
        frontends: written.frontend.iter().map(|part| part.name.clone()).collect(),
        variables,
        settings,
        urls,
        tasks,
        permissions,
        tables: written.table.clone(),
        untyped: written.untyped.clone(),
        releases,
        dependencies,
        apps,
        middleware,
        context_processors,
        slots,
        options,
        text,
        written: file,
    })
}

fn options(
    written: &ModuleFile,
    text: &SourceFile,
    spans: &Spans,
    report: &mut Report,
) -> IndexMap<String, OptionSpec> {
    let mut options = IndexMap::new();
    for (name, option) in &written.options {
        match OptionSpec::new(option) {
            Ok(spec) => {
                options.insert(name.clone(), spec);
            }
            Err((field, problem)) => {
                let message =
                    format!("the {field} of `{}` does not fit: {}", name.escape_debug(), problem.message);
                let place = spans.value(&Pointer::root().key("options").key(name).key(field));
                let issue = Issue::error(&codes::blueprint::BAD_OPTION, message).help(problem.help);
                report.push(issue.label(place, "").in_source(text));
            }
        }
    }
    options
}

impl Loader<'_> {
    fn say(&mut self, issue: Issue, at: &Pointer) {
        self.push(issue, self.spans.value(at));
    }

    fn push(&mut self, issue: Issue, place: Range<usize>) {
        self.report.push(issue.label(place, "").in_source(self.text));
    }

    fn refuse(&mut self, code: &'static Code, at: &Pointer, message: String, help: impl Into<String>) {
        self.say(Issue::error(code, message).help(help), at);
    }

    /// Each of `written` that is right, with its conditions.
    fn parts<W, T>(
        &mut self,
        list: &str,
        written: &[W],
        when: fn(&W) -> &[String],
        mut part: impl FnMut(&mut Self, &W, &Pointer) -> Option<T>,
    ) -> Vec<Part<T>> {
        let mut parts = Vec::new();
        for (index, written) in written.iter().enumerate() {
            let at = Pointer::root().key(list).index(index);
            let conditions = self.conditions(when(written), &at.key("when"));
            parts.extend(part(self, written, &at).map(|value| Part::new(value, conditions)));
        }
        parts
    }

    fn conditions(&mut self, written: &[String], at: &Pointer) -> Vec<Condition> {
        let known = Known { options: self.options, modules: &self.modules };
        let parsed: Vec<_> = written.iter().map(|text| Condition::parse(text, &known)).collect();
        let mut conditions = Vec::new();
        for (index, parsed) in parsed.into_iter().enumerate() {
            match parsed {
                Ok(condition) => conditions.push(condition),
                Err((message, help)) => {
                    self.refuse(&codes::blueprint::BAD_CONDITION, &at.index(index), message, help);
                }
            }
        }
        conditions
    }

    fn needs(&mut self, written: &[Need], field: &str) -> BTreeMap<String, VersionReq> {
        let at = Pointer::root().key(field);
        let mut needs = BTreeMap::new();
        for (index, need) in written.iter().enumerate() {
            let range = self.range(&need.version, &at.index(index).key("version"));
            needs.extend(range.map(|range| (need.module.clone(), range)));
        }
        needs
    }

    fn range(&mut self, text: &str, at: &Pointer) -> Option<VersionReq> {
        let range = VersionReq::parse(text);
        range
            .map_err(|error| self.unreadable("a range of versions", text, &error, ">=1.0.0, <2.0.0", at))
            .ok()
    }

    fn unreadable(&mut self, what: &str, text: &str, error: &semver::Error, example: &str, at: &Pointer) {
        let message = format!("`{}` is not {what}: {error}", text.escape_debug());
        self.refuse(&codes::blueprint::BAD_VERSION, at, message, format!("write it as `{example}`"));
    }

    /// The label of the module's app. What is only announced has no app yet.
    fn label(&mut self, written: &ModuleFile, folder: &str) -> String {
        let label = written.label.clone().unwrap_or_else(|| folder.replace('-', "_"));
        let at = Pointer::root().key(if written.label.is_some() { "label" } else { "module" });
        if !python::is_name(&label) {
            let message = format!("`{}` cannot be the label of an app", label.escape_debug());
            self.refuse(&codes::blueprint::BAD_NAME, &at, message, "write small letters, digits and `_`");
        } else if written.stage == Stage::Available && LABELS_OF_THE_PROJECT.contains(&label.as_str()) {
            let message = format!("the label `{label}` belongs to an app that every project has");
            let help =
                format!("write `label \"{label}_module\"`, and the same `label` in the app's `apps.py`");
            self.refuse(&codes::blueprint::BAD_NAME, &at, message, help);
        }
        label
    }

    fn dotted(&mut self, path: &str, at: &Pointer) -> Option<String> {
        if python::is_dotted(path) && path.contains('.') || python::is_name(path) {
            return Some(path.to_owned());
        }
        let message = format!("`{}` is not a dotted name of Python", path.escape_debug());
        self.refuse(
            &codes::blueprint::BAD_NAME,
            at,
            message,
            "write it as `modules.notes.middleware.Recent`",
        );
        None
    }

    fn template(&mut self, path: &str, at: &Pointer) -> Option<String> {
        let plain = |c: char| c.is_ascii_alphanumeric() || "-_./".contains(c);
        if path.chars().all(plain) && path.ends_with(".html") {
            return Some(path.to_owned());
        }
        let message = format!("`{}` is not the name of a template", path.escape_debug());
        self.refuse(&codes::blueprint::BAD_NAME, at, message, "write it as `notes/slots/nav.html`");
        None
    }

    fn dependency(
        &mut self,
        written: &written::Dependency,
        at: &Pointer,
    ) -> Option<(Requirement, Option<written::Group>)> {
        match Requirement::parse(&written.requirement) {
            Ok(requirement) => Some((requirement, written.group)),
            Err(problem) => {
                let message = format!("`{}` {problem}", written.requirement.escape_debug());
                let help = "write the name and the lowest version that was tested: `django-filter>=26.1`";
                self.refuse(&codes::blueprint::BAD_DEPENDENCY, &at.key("requirement"), message, help);
                None
            }
        }
    }

    fn variable(&mut self, written: &written::Variable, at: &Pointer) -> Option<VariableSpec> {
        let name = &written.name;
        if let Some((issue, _)) = manifest::variable_name_problem(name) {
            self.say(issue, &at.key("name"));
        }
        let secret = written.secret && written.default.is_some();
        if secret {
            let message = format!("the secret `{}` has a default", name.escape_debug());
            let help = "leave the default out: a project starts without it when it is `optional=#true`";
            self.refuse(&codes::manifest::LITERAL_SECRET, &at.key("default"), message, help);
        }
        for (field, value) in [("default", &written.default), ("example", &written.example)] {
            let Some(value) = value.as_deref().filter(|_| !secret) else { continue };
            if let Some((issue, _)) = manifest::variable_value_problem(name, written.kind, value) {
                self.say(issue, &at.key(field));
            }
        }
        Some(VariableSpec {
            name: name.clone(),
            kind: written.kind,
            secret: written.secret,
            optional: written.optional,
            default: written.default.clone(),
            help: written.help.clone(),
            example: written.example.clone(),
        })
    }

    fn setting(&mut self, written: &written::Setting, at: &Pointer) -> Option<SettingSpec> {
        let name = &written.name;
        let capitals = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_';
        if !name.starts_with(|c: char| c.is_ascii_uppercase()) || !name.chars().all(capitals) {
            let message = format!("`{}` cannot be the name of a setting", name.escape_debug());
            let help = format!("write `{}`", name.to_uppercase().replace('-', "_").escape_debug());
            self.refuse(&codes::blueprint::BAD_SETTING, &at.key("name"), message, help);
        }
        let place = at.key("value");
        let value = match python::parse(&written.value) {
            Ok(value) => value,
            Err(mistake) => {
                let message =
                    format!("the value of `{}` is not a literal: {}", name.escape_debug(), mistake.message);
                let issue = Issue::error(&codes::blueprint::BAD_SETTING, message)
                    .help("write texts, numbers, lists, sets, tuples, dicts, `options.NAME`, `env.NAME` or `BASE_DIR`");
                let marked = self.inside(&place, mistake.at);
                self.push(issue, marked);
                return None;
            }
        };
        self.names_in(&value, &place);
        let several = matches!(
            value,
            Expression::List(_) | Expression::Tuple(_) | Expression::Set(_) | Expression::Dict(_)
        ) || self.is_list_option(&value);
        if several && written.annotation.is_none() {
            let message = format!("`{}` has no type, which several values need", name.escape_debug());
            let help = "write `type=\"list[str]\"`, or what else it is";
            self.refuse(&codes::blueprint::BAD_SETTING, &place, message, help);
        }
        let appendable = matches!(value, Expression::List(_) | Expression::Set(_) | Expression::Dict(_));
        if written.append && !appendable {
            let message = format!("`{}` has `append`, and its value no items", name.escape_debug());
            let help = "write a list, a set or a dict; `[*options.NAME]` for an option";
            self.refuse(&codes::blueprint::BAD_SETTING, &place, message, help);
        }
        Some(SettingSpec {
            name: name.clone(),
            annotation: written.annotation.clone(),
            append: written.append,
            settings: written.settings,
            value,
        })
    }

    fn is_list_option(&self, value: &Expression) -> bool {
        let Expression::Name(name) = value else { return false };
        let option = name.strip_prefix("options.").and_then(|name| option_named(self.options, name));
        option.is_some_and(|(_, option)| option.kind == OptionType::List)
    }

    /// Checks every name in a setting's value.
    fn names_in(&mut self, value: &Expression, at: &Pointer) {
        for name in value.names() {
            let problem = match name.split_once('.') {
                Some(("options", option)) if option_named(self.options, option).is_none() => {
                    let known: Vec<String> = self.options.keys().map(|name| name.replace('-', "_")).collect();
                    let near = closest(option, known.iter().map(String::as_str));
                    let help = near.map_or_else(
                        || format!("declare `{option}` in `options`"),
                        |near| format!("write `options.{near}`"),
                    );
                    Some((format!("there is no option `{option}`"), help))
                }
                Some(("env", variable)) if !self.is_variable(variable) => {
                    let near = closest(variable, self.variables.iter().copied());
                    let help = near.map_or_else(
                        || format!("declare it: `variable \"{variable}\" help=\"…\"`"),
                        |near| format!("write `env.{near}`"),
                    );
                    Some((format!("no variable is called `{variable}`"), help))
                }
                Some(("options" | "env", _)) => None,
                None if matches!(name, "True" | "False" | "None" | "BASE_DIR") => None,
                _ => Some((
                    format!("`{name}` means nothing in `module.kdl`"),
                    "use `options.NAME`, `env.NAME` or `BASE_DIR`, or write a text in quotes".to_owned(),
                )),
            };
            if let Some((message, help)) = problem {
                self.refuse(&codes::blueprint::BAD_SETTING, at, message, help);
            }
        }
    }

    fn is_variable(&self, name: &str) -> bool {
        self.variables.contains(&name) || VARIABLES_OF_THE_PROJECT.contains(&name)
    }

    /// The byte at `offset` of a text that is written at `at`, or all of it when escapes move bytes about.
    fn inside(&self, at: &Pointer, offset: usize) -> Range<usize> {
        let whole = self.spans.value(at);
        let written = self.text.slice(&whole);
        let quote = written.bytes().take_while(|b| matches!(b, b'#' | b'"')).count();
        let raw = written.starts_with('#') || !written.contains('\\');
        let at = whole.start + quote + offset;
        if raw && quote > 0 && at < whole.end && !written.starts_with("\"\"\"") { at..at + 1 } else { whole }
    }

    fn urls(&mut self, written: &written::Urls, at: &Pointer) -> Option<UrlsSpec> {
        let include = self.dotted(&written.include, &at.key("include"));
        if let Some(namespace) = written.namespace.as_ref().filter(|name| !python::is_name(name)) {
            let message = format!("`{}` cannot be a namespace", namespace.escape_debug());
            let help = "write small letters, digits and `_`";
            self.refuse(&codes::blueprint::BAD_NAME, &at.key("namespace"), message, help);
        }
        let prefix = match (&written.prefix, &written.prefix_option) {
            (Some(prefix), None) => {
                if let Some(problem) = Prefix::problem(prefix) {
                    let message = format!("`{}` {problem}", prefix.escape_debug());
                    self.refuse(
                        &codes::blueprint::BAD_URLS,
                        &at.key("prefix"),
                        message,
                        "write it as `notes/`",
                    );
                }
                Prefix::Fixed(prefix.clone())
            }
            (None, Some(option)) => {
                let kind = self.options.get(option).map(|option| option.kind);
                if kind != Some(OptionType::String) {
                    let texts: Vec<&str> = self
                        .options
                        .iter()
                        .filter(|(_, option)| option.kind == OptionType::String)
                        .map(|(name, _)| name.as_str())
                        .collect();
                    let message = format!("there is no option `{}` that is a text", option.escape_debug());
                    let help = match texts.is_empty() {
                        true => "write `prefix=\"…\"`".to_owned(),
                        false => format!("use one of {}", listed(&texts)),
                    };
                    self.refuse(&codes::blueprint::BAD_URLS, &at.key("prefix-option"), message, help);
                }
                Prefix::Option(option.clone())
            }
            _ => {
                let message = "the URLs need either `prefix` or `prefix-option`".to_owned();
                self.refuse(&codes::blueprint::BAD_URLS, at, message, "write `prefix=\"notes/\"`");
                return None;
            }
        };
        Some(UrlsSpec { include: include?, prefix, namespace: written.namespace.clone() })
    }

    fn task(&mut self, written: &written::Task, at: &Pointer) -> Option<TaskSpec> {
        let path = self.dotted(&written.path, &at.key("path"));
        if let Some(schedule) = written.schedule.as_ref().filter(|schedule| !is_cron(schedule)) {
            let message = format!("`{}` is not a schedule", schedule.escape_debug());
            let help = "write minute, hour, day, month and weekday: `15 3 * * *`";
            self.refuse(&codes::blueprint::BAD_SCHEDULE, &at.key("schedule"), message, help);
        }
        Some(TaskSpec { path: path?, schedule: written.schedule.clone(), help: written.help.clone() })
    }

    fn permissions(&mut self, written: &[written::Permission], label: &str) -> IndexMap<String, String> {
        for (index, permission) in written.iter().enumerate() {
            let codename = permission.name.strip_prefix(label).and_then(|rest| rest.strip_prefix('.'));
            if !codename.is_some_and(python::is_name) {
                let at = Pointer::root().key("permission").index(index).key("name");
                let message =
                    format!("`{}` is not a permission of the module", permission.name.escape_debug());
                let help = format!("write it as `{label}.export_note`");
                self.refuse(&codes::blueprint::BAD_NAME, &at, message, help);
            }
        }
        written.iter().map(|permission| (permission.name.clone(), permission.help.clone())).collect()
    }

    fn tables(&mut self, written: &[String]) {
        for (index, table) in written.iter().enumerate() {
            if !python::is_name(table) {
                let at = Pointer::root().key("table").index(index);
                let message = format!("`{}` cannot be the name of a table", table.escape_debug());
                self.refuse(&codes::blueprint::BAD_NAME, &at, message, "write it as `notes_note`");
            }
        }
    }

    fn untyped(&mut self, written: &[String]) {
        for (index, package) in written.iter().enumerate() {
            self.dotted(
                package.strip_suffix(".*").unwrap_or(package),
                &Pointer::root().key("untyped").index(index),
            );
        }
    }

    fn releases(&mut self, written: &[written::Release]) -> Vec<Release> {
        let mut releases = Vec::new();
        for (index, release) in written.iter().enumerate() {
            let at = Pointer::root().key("release").index(index);
            let version = Version::parse(&release.version);
            if let Err(error) = &version {
                self.unreadable("a version", &release.version, error, "1.0.0", &at.key("version"));
            }
            let renames = |renames: &[written::Rename]| {
                renames.iter().map(|rename| (rename.from.clone(), rename.to.clone())).collect()
            };
            for (index, rename) in release.rename_option.iter().enumerate() {
                self.renamed(
                    &rename.to,
                    self.options.contains_key(&rename.to),
                    &at.key("rename-option").index(index),
                );
            }
            for (index, rename) in release.rename_variable.iter().enumerate() {
                let declared = self.variables.contains(&rename.to.as_str());
                self.renamed(&rename.to, declared, &at.key("rename-variable").index(index));
            }
            for (index, replace) in release.replace.iter().enumerate() {
                let at = at.key("replace").index(index);
                self.dotted(&replace.from, &at.key("from"));
                self.dotted(&replace.with, &at.key("with"));
            }
            releases.extend(version.ok().map(|version| Release {
                version,
                notes: release.note.clone(),
                migrations: release.migration.clone(),
                options: renames(&release.rename_option),
                variables: renames(&release.rename_variable),
                names: release.replace.iter().map(|part| (part.from.clone(), part.with.clone())).collect(),
            }));
        }
        releases.sort_by(|a, b| a.version.cmp(&b.version));
        releases
    }

    /// A rename leads to something that there is.
    fn renamed(&mut self, to: &str, exists: bool, at: &Pointer) {
        if !exists {
            let message = format!("nothing is called `{}` now", to.escape_debug());
            self.refuse(
                &codes::blueprint::BAD_RENAME,
                &at.key("to"),
                message,
                "write the name that it has now",
            );
        }
    }
}

/// The option that Python code calls `name`.
pub(in crate::blueprint) fn option_named<'o>(
    options: &'o IndexMap<String, OptionSpec>,
    name: &str,
) -> Option<(&'o str, &'o OptionSpec)> {
    let found = options.iter().find(|(option, _)| option.replace('-', "_") == name);
    found.map(|(name, option)| (name.as_str(), option))
}

/// Whether `text` has the five fields of cron, each with numbers in its range.
fn is_cron(text: &str) -> bool {
    let fields: Vec<&str> = text.split(' ').collect();
    let ranges = [(0, 59), (0, 23), (1, 31), (1, 12), (0, 7)];
    let within = |text: &str, (least, most): (u8, u8)| {
        text.parse::<u8>().is_ok_and(|number| (least..=most).contains(&number))
    };
    let part = |part: &str, range: (u8, u8)| {
        let (span, step) = part.split_once('/').unwrap_or((part, "1"));
        let span = match span.split_once('-') {
            Some((from, to)) => within(from, range) && within(to, range),
            None => span == "*" || within(span, range),
        };
        span && within(step, (1, range.1.max(1)))
    };
    fields.len() == 5
        && fields.iter().zip(ranges).all(|(field, range)| field.split(',').all(|single| part(single, range)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn schedules_are_those_of_cron() {
        for good in ["15 3 * * *", "*/5 * * * *", "0 9-17/2 1,15 * 1-5"] {
            assert!(is_cron(good), "{good}");
        }
        for bad in ["", "60 * * * *", "* * * *", "@daily", "5 24 * * *", "0 0 0 * *", "0  0 * * *"] {
            assert!(!is_cron(bad), "{bad}");
        }
    }
}
