//! The modules of a project: that they exist, that their options are right, and that each has the
//! others it needs.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::{Findings, Module};
use crate::{
    blueprint::{Library, ModuleSpec},
    diagnostics::{Issue, closest, codes, listed},
    document::Pointer,
};

type Written = BTreeMap<String, BTreeMap<String, Value>>;

pub(super) fn resolve(
    written: &Written,
    library: &Library,
    findings: &mut Findings<'_>,
) -> BTreeMap<String, Module> {
    let mut modules = BTreeMap::new();
    let mut graph = Graph { written, library, cycles: BTreeSet::new() };
    for (name, options) in written {
        let at = Pointer::root().key("modules").key(name);
        match library.module(name) {
            Ok(Some(spec)) => {
                modules.insert(name.clone(), module(spec, options, &at, findings));
                check_core(spec, library, &at, findings);
                graph.check(spec, &at, findings);
            }
            Ok(None) => findings.push_at_name(&at, unknown(name, library), "unknown"),
            Err(report) => findings.report.extend(report),
        }
    }
    modules
}

fn unknown(name: &str, library: &Library) -> Issue {
    let known: Vec<&str> = library.modules().collect();
    let help = match closest(name, known.iter().copied()) {
        Some(near) => format!("write `{near}`; there is {}", listed(&known)),
        None => format!("say where it is with `--blueprints DIR`, or write one of {}", listed(&known)),
    };
    let message = format!("there is no module `{}`", name.escape_debug());
    Issue::error(&codes::resolve::UNKNOWN_MODULE, message).help(help)
}

fn module(
    spec: &ModuleSpec,
    written: &BTreeMap<String, Value>,
    at: &Pointer,
    findings: &mut Findings<'_>,
) -> Module {
    let mut options: BTreeMap<_, _> =
        spec.options.iter().map(|(name, option)| (name.clone(), option.default.clone())).collect();
    for (name, value) in written {
        let at = at.key(name);
        let Some(option) = spec.options.get(name) else {
            findings.push_at_name(&at, unknown_option(spec, name), "unknown");
            continue;
        };
        match option.read(value) {
            Ok(value) => {
                options.insert(name.clone(), value);
            }
            Err(misfit) => {
                let message = format!("`{name}` of `{}` does not fit: {}", spec.name, misfit.message);
                let issue = Issue::error(&codes::resolve::BAD_OPTION_VALUE, message).help(misfit.help);
                findings.push(&at, issue, &option.help);
            }
        }
    }
    Module { options, available: spec.available }
}

fn unknown_option(spec: &ModuleSpec, name: &str) -> Issue {
    let known: Vec<&str> = spec.options.keys().map(String::as_str).collect();
    let renames = spec.releases.iter().flat_map(|release| &release.options);
    let renamed = renames.filter(|(from, _)| from == name).map(|(_, to)| to.as_str()).next_back();
    let help = match renamed.or_else(|| closest(name, known.iter().copied())) {
        Some(near) if renamed.is_some() => {
            format!("write `{near}`, as it is called now, or run `quickscale migrate`")
        }
        Some(near) => format!("write `{near}`; its options are {}", listed(&known)),
        None if known.is_empty() => format!("remove it: `{}` has no options", spec.name),
        None => format!("remove it, or write one of {}", listed(&known)),
    };
    let message = format!("the module `{}` has no option `{}`", spec.name, name.escape_debug());
    Issue::error(&codes::resolve::UNKNOWN_OPTION, message).help(help)
}

fn check_core(spec: &ModuleSpec, library: &Library, at: &Pointer, findings: &mut Findings<'_>) {
    match library.core_version() {
        Ok(version) if spec.core.matches(version) => {}
        Ok(version) => {
            let message = format!(
                "`{}` {} works with project {}, there is {version}",
                spec.name, spec.version, spec.core
            );
            findings.push_at_name(at, incompatible(message), "too old or too new");
        }
        // Rendering will say it, and once.
        Err(_) => {}
    }
}

fn incompatible(message: String) -> Issue {
    let help = "leave `--blueprints` out, or name blueprints that belong together";
    Issue::error(&codes::resolve::INCOMPATIBLE, message).help(help)
}

/// What needs what.
struct Graph<'g> {
    written: &'g Written,
    library: &'g Library,
    /// The circles that have been reported, each by its members.
    cycles: BTreeSet<BTreeSet<String>>,
}

impl Graph<'_> {
    /// Reports what `spec` needs and does not have.
    fn check(&mut self, spec: &ModuleSpec, at: &Pointer, findings: &mut Findings<'_>) {
        self.check_cycle(spec, at, findings);
        let missing: Vec<&str> =
            spec.requires.keys().map(String::as_str).filter(|name| !self.is_written(name)).collect();
        if !missing.is_empty() {
            findings.push_at_name(at, self.missing(spec, &missing), "needs it");
        }
        let related = spec.requires.iter().chain(&spec.uses).filter(|(name, _)| self.is_written(name));
        for (name, range) in related {
            if let Ok(Some(other)) = self.library.module(name)
                && !range.matches(&other.version)
            {
                let message =
                    format!("`{}` works with `{name}` {range}, there is {}", spec.name, other.version);
                findings.push_at_name(at, incompatible(message), "too old or too new");
            }
        }
    }

    fn is_written(&self, name: &str) -> bool {
        self.written.contains_key(name)
    }

    /// One issue for everything that is missing, with a help that adds what the missing ones need too.
    fn missing(&self, spec: &ModuleSpec, missing: &[&str]) -> Issue {
        let noun = if missing.len() == 1 { "module" } else { "modules" };
        let message = format!("`{}` needs the {noun} {}", spec.name, listed(missing));
        let issue = Issue::error(&codes::resolve::MISSING_MODULE, message);
        let absent: Vec<&str> =
            missing.iter().copied().filter(|name| matches!(self.library.module(name), Ok(None))).collect();
        if !absent.is_empty() {
            let help = format!("remove `{}`: these blueprints have no {}", spec.name, listed(&absent));
            return issue.help(help);
        }
        let all: Vec<String> =
            self.closure(missing).into_iter().filter(|name| !self.is_written(name)).collect();
        issue.help(format!(
            "run `quickscale add {}`, write {} into `modules`, or remove `{}` as well",
            all.join(" "),
            listed(&all),
            spec.name
        ))
    }

    /// The modules and all that they need.
    fn closure(&self, names: &[&str]) -> BTreeSet<String> {
        let mut found = BTreeSet::new();
        let mut open: Vec<String> = names.iter().map(ToString::to_string).collect();
        while let Some(name) = open.pop() {
            if let Ok(Some(spec)) = self.library.module(&name) {
                open.extend(spec.requires.keys().filter(|need| !found.contains(*need)).cloned());
            }
            found.insert(name);
        }
        found
    }

    /// Reports a circle that leads back to `spec`, once for all of its members.
    fn check_cycle(&mut self, spec: &ModuleSpec, at: &Pointer, findings: &mut Findings<'_>) {
        let Some(path) = self.path_back(&spec.name) else { return };
        if self.cycles.insert(path.iter().cloned().collect()) {
            let circle = path.iter().chain([&spec.name]).map(|name| format!("`{name}`"));
            let message =
                format!("modules need each other in a circle: {}", circle.collect::<Vec<_>>().join(", "));
            let issue = Issue::error(&codes::resolve::MODULE_CYCLE, message)
                .help("turn one `requires` of their `module.kdl` into `uses`");
            findings.push_at_name(at, issue, "in the circle");
        }
    }

    /// The modules from `start` on that lead back to it.
    fn path_back(&self, start: &str) -> Option<Vec<String>> {
        let mut seen = BTreeSet::new();
        let mut paths = vec![vec![start.to_owned()]];
        while let Some(path) = paths.pop() {
            let Some(last) = path.last() else { continue };
            let Ok(Some(spec)) = self.library.module(last) else { continue };
            for need in spec.requires.keys() {
                if need == start {
                    return Some(path);
                }
                if seen.insert(need.clone()) {
                    paths.push(path.iter().chain([need]).cloned().collect());
                }
            }
        }
        None
    }
}
