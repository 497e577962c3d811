//! From `module.kdl` as written to a module: everything that is wrong, each at its place.

use std::{collections::BTreeMap, ops::Range};

use indexmap::IndexMap;
use semver::VersionReq;

use super::{
    Condition, ModuleSpec, OptionSpec, Part,
    condition::Known,
    written::{ModuleFile, Need, Stage},
};
use crate::{
    blueprint::header::Header,
    diagnostics::{Code, Issue, Report, SourceFile, codes},
    document::{Pointer, Spans, Typed},
};

mod names;
mod offers;
mod releases;
mod settings;

pub(in crate::blueprint) use settings::option_named;

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
}
