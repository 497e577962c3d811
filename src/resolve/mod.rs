//! From a manifest as written to a complete [`Project`]: defaults, environments, the module graph
//! and everything that refers to something else.
//!
//! Pure: no input, no output, no KDL. What is wrong with the manifest alone was found by
//! [`crate::manifest`]; here it meets the blueprints.

mod environments;
#[cfg(test)]
pub(crate) mod fixtures;
mod identity;
mod modules;
mod of_modules;
mod project;
#[cfg(test)]
mod tests;
mod title;
mod unserved;
mod variables;

pub use crate::manifest::{Cache, Data, Engine, Tasks, VariableType};
pub use project::{Database, Deploy, Environment, Module, ModuleOption, Project, Setting, Subtree, Variable};
pub use title::default_title;
pub use unserved::{Unserved, unserved};

use std::{collections::BTreeSet, ops::Range};

use crate::{
    blueprint::Library,
    diagnostics::{Issue, Report, SourceFile},
    document::{Pointer, Spans, Typed},
    manifest::{self, Manifest},
    workspace::RelPath,
};

/// The project that a manifest stands for, and what is wrong with what it refers to.
///
/// There is no project when a mistake leaves none to speak of. Parts that [`manifest`] has found
/// broken are passed over, so that both reports together name each mistake once.
pub fn resolve(
    manifest: &Typed<Manifest>,
    source: &SourceFile,
    library: &Library,
) -> (Option<Project>, Report) {
    let mut findings = Findings { source, spans: &manifest.spans, report: Report::new(), hidden: Vec::new() };
    let written = &manifest.value;
    let identity = identity::resolve(&written.project, library, &mut findings);
    let modules = modules::resolve(&written.modules, library, &mut findings);
    let environments = environments::resolve(written, &identity.name, &mut findings);
    let mut project = Project {
        name: identity.name,
        package: identity.package,
        title: identity.title,
        theme: identity.theme,
        frontend: identity.frontend,
        tasks: written.project.tasks.unwrap_or_default(),
        cache: written.project.cache.unwrap_or_default(),
        modules,
        removed: written.removed.iter().map(|removed| (removed.module.clone(), removed.data)).collect(),
        variables: variables::resolve(&written.variables),
        subtrees: written.subtree.iter().map(subtree).collect(),
        environments,
        // Sorted and each once: the order of lines means nothing.
        protect: written.protect.iter().cloned().collect::<BTreeSet<_>>().into_iter().collect(),
    };
    of_modules::add(&mut project, written, library, &mut findings);
    variables::check_set(&project.variables, &project.environments, &written.environment, &mut findings);
    variables::check_declared(&project, written, &mut findings);
    let Findings { mut report, hidden, .. } = findings;
    report.mask(&hidden);
    ((!report.has_errors()).then_some(project), report)
}

/// Issues about one manifest, each at its place.
struct Findings<'a> {
    source: &'a SourceFile,
    spans: &'a Spans,
    report: Report,
    /// What no issue may show.
    hidden: Vec<Range<usize>>,
}

impl Findings<'_> {
    /// Adds an issue about the value at `at`.
    fn push(&mut self, at: &Pointer, issue: Issue, label: &str) {
        self.report.push(issue.label(self.spans.value(at), label).in_source(self.source));
    }

    /// Notes that the value at `at` must not be shown to anybody.
    fn hide(&mut self, at: &Pointer) {
        self.hidden.push(self.spans.value(at));
    }

    /// Adds an issue about the part named at `at`.
    fn push_at_name(&mut self, at: &Pointer, issue: Issue, label: &str) {
        self.report.push(issue.label(self.spans.key(at), label).in_source(self.source));
    }
}

fn subtree(written: &manifest::Subtree) -> (RelPath, Subtree) {
    let reference = written.reference.as_ref().or(written.branch.as_ref());
    let subtree = Subtree {
        remote: written.remote.clone(),
        reference: reference.map_or("main", String::as_str).to_owned(),
        squash: written.squash.unwrap_or(true),
    };
    (written.prefix.clone(), subtree)
}
