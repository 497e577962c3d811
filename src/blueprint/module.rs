//! A module as the catalogue knows it.

use std::collections::BTreeMap;

use indexmap::IndexMap;
use semver::{Version, VersionReq};
use serde_json::Value;

use super::{
    module_file::{ModuleFile, Need, Stage},
    option::OptionSpec,
    source::Source,
};
use crate::{
    diagnostics::{Issue, Report, SourceFile, codes},
    document::{self, Pointer, Spans},
    workspace::RelPath,
};

/// What a module is, needs and offers; everything in it is checked.
#[derive(Debug, Clone, PartialEq, Eq)]
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
    /// What can be chosen in the manifest, in the order of its documentation.
    pub options: IndexMap<String, OptionSpec>,
}

/// The JSON Schema of `module.kdl`.
pub fn module_schema() -> Value {
    document::json_schema::<ModuleFile>("module", "module.kdl")
}

impl ModuleSpec {
    /// Reads the module in the folder `name`, or says everything that is wrong with it.
    pub(super) fn load(source: &Source, name: &str) -> Result<Self, Report> {
        let path = RelPath::new(format!("modules/{name}/module.kdl"));
        let path = path.map_err(|error| Issue::error(&codes::blueprint::BAD_PATH, error.to_string()))?;
        let text = source.text(&path)?;
        let typed = document::read::<ModuleFile>(&text)?;
        let mut loader = Loader { text: &text, spans: &typed.spans, report: Report::new() };
        let spec = loader.spec(&typed.value, name);
        match spec {
            Some(spec) if loader.report.is_empty() => Ok(spec),
            _ => Err(loader.report),
        }
    }
}

struct Loader<'l> {
    text: &'l SourceFile,
    spans: &'l Spans,
    report: Report,
}

impl Loader<'_> {
    fn say(&mut self, issue: Issue, at: &Pointer) {
        self.report.push(issue.label(self.spans.value(at), "").in_source(self.text));
    }

    fn spec(&mut self, written: &ModuleFile, folder: &str) -> Option<ModuleSpec> {
        let header = Pointer::root().key("module");
        let name = &written.module.name;
        if name != folder {
            let message = format!("the module is called `{}`, its folder `{folder}`", name.escape_debug());
            let issue = Issue::error(&codes::blueprint::WRONG_NAME, message);
            self.say(issue.help(format!("write `module \"{folder}\"`")), &header.key("name"));
        }
        let version = self.version(&written.module.version, &header.key("version"));
        let core = self.range(&written.core, &Pointer::root().key("core"));
        let requires = self.needs(&written.requires, "requires");
        let uses = self.needs(&written.uses, "uses");
        let mut options = IndexMap::new();
        for (name, option) in &written.options {
            match OptionSpec::new(option) {
                Ok(spec) => {
                    options.insert(name.clone(), spec);
                }
                Err((field, problem)) => {
                    let message =
                        format!("the {field} of `{}` does not fit: {}", name.escape_debug(), problem.message);
                    let issue = Issue::error(&codes::blueprint::BAD_OPTION, message).help(problem.help);
                    self.say(issue, &Pointer::root().key("options").key(name).key(field));
                }
            }
        }
        Some(ModuleSpec {
            name: folder.to_owned(),
            version: version?,
            summary: written.module.summary.clone(),
            available: written.stage == Stage::Available,
            core: core?,
            requires,
            uses,
            options,
        })
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

    fn version(&mut self, text: &str, at: &Pointer) -> Option<Version> {
        Version::parse(text)
            .map_err(|error| self.say(unreadable("a version", text, &error, "1.0.0"), at))
            .ok()
    }

    fn range(&mut self, text: &str, at: &Pointer) -> Option<VersionReq> {
        let example = ">=1.0.0, <2.0.0";
        VersionReq::parse(text)
            .map_err(|error| self.say(unreadable("a range of versions", text, &error, example), at))
            .ok()
    }
}

fn unreadable(what: &str, text: &str, error: &semver::Error, example: &str) -> Issue {
    let message = format!("`{}` is not {what}: {error}", text.escape_debug());
    Issue::error(&codes::blueprint::BAD_VERSION, message).help(format!("write it as `{example}`"))
}
