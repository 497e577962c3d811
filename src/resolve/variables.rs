//! What the running project reads from its environment.

use std::collections::BTreeMap;

use super::{Environment, Findings, Project, Variable, VariableType};
use crate::{
    blueprint::VariableSpec,
    diagnostics::{Issue, Severity, codes},
    document::Pointer,
    manifest::{self, Manifest},
};

pub(super) fn resolve(written: &BTreeMap<String, manifest::Variable>) -> BTreeMap<String, Variable> {
    written.iter().map(|(name, written)| (name.clone(), variable(written))).collect()
}

fn variable(written: &manifest::Variable) -> Variable {
    let kind = written.kind.unwrap_or_default();
    Variable {
        kind,
        secret: written.is_secret(),
        optional: written.optional.unwrap_or_default(),
        default: written.default.as_ref().map(|default| plain(kind, default.as_str())),
        help: written.help.as_deref().map(one_line).filter(|help| !help.is_empty()),
        example: None,
    }
}

/// A variable that a module declares.
pub(super) fn of_module(spec: &VariableSpec) -> Variable {
    Variable {
        kind: spec.kind,
        secret: spec.secret,
        optional: spec.optional,
        default: spec.default.as_ref().map(|default| plain(spec.kind, default)),
        help: Some(one_line(&spec.help)),
        example: spec.example.as_deref().map(one_line),
    }
}

/// Numbers in their shortest form: `007` is one in a manifest, but no number in Python.
fn plain(kind: VariableType, default: &str) -> String {
    match default.parse::<i64>() {
        Ok(number) if kind == VariableType::Integer => number.to_string(),
        _ => default.to_owned(),
    }
}

/// The text without line ends and controls: it becomes a comment, which must not end early.
fn one_line(text: &str) -> String {
    let blank = |c: char| if c.is_control() { ' ' } else { c };
    text.chars().map(blank).collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Warns of variables without which a deployed environment would not start. No more than a warning:
/// the value may be set at the provider by hand.
pub(super) fn check_set(
    variables: &BTreeMap<String, Variable>,
    environments: &BTreeMap<String, Environment>,
    written: &[manifest::Environment],
    findings: &mut Findings<'_>,
) {
    for (index, place) in written.iter().enumerate() {
        let Some(environment) = environments.get(&place.name).filter(|found| found.deploy.is_some()) else {
            continue;
        };
        let needed = |variable: &Variable| !variable.optional && variable.default.is_none();
        let unset = variables
            .iter()
            .filter(|(name, variable)| needed(variable) && !environment.settings.contains_key(*name));
        for (name, variable) in unset {
            let value = if variable.secret { "from=\"env\"" } else { "\"…\"" };
            let message = format!("`{}` is deployed without a value for `{name}`", place.name.escape_debug());
            let issue = Issue::warning(&codes::resolve::UNSET_VARIABLE, message).help(format!(
                "write `set {name} {value}` into it, or declare the variable `optional=#true`"
            ));
            let at = Pointer::root().key("environment").index(index).key("name");
            findings.push(&at, issue, "starts without it");
        }
    }
}

/// Checks settings against what is declared, by the manifest and by modules. That nothing declares
/// one is said by the manifest's own check where there are no modules; with modules it stays a warning
/// while some of them do not yet say what they read.
pub(super) fn check_declared(project: &Project, written: &Manifest, findings: &mut Findings<'_>) {
    if project.modules.is_empty() {
        return;
    }
    let all_known = project.modules.values().all(|module| module.available);
    for (index, environment) in written.environment.iter().enumerate() {
        for (position, setting) in environment.set.iter().enumerate() {
            let name = setting.name.as_str();
            let at = Pointer::root().key("environment").index(index).key("set").index(position);
            if written.variables.contains_key(name) || manifest::is_of_every_project(name) {
                continue;
            }
            let Some(variable) = project.variables.get(name) else {
                let declared = project.variables.keys().map(String::as_str);
                let mut issue = manifest::undeclared_variable(name, declared);
                issue.severity = if all_known { Severity::Error } else { Severity::Warning };
                findings.push(&at.key("name"), issue, "not declared");
                continue;
            };
            let Some(value) = setting.value.as_ref().map(manifest::Literal::as_str) else { continue };
            if variable.secret {
                findings.hide(&at.key("value"));
                findings.push(&at.key("value"), manifest::literal_secret(name), "a secret");
            } else if let Some((issue, label)) = manifest::variable_value_problem(name, variable.kind, value)
            {
                findings.push(&at.key("value"), issue, &label);
            }
        }
    }
}
