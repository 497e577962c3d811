//! What the modules of a project bring along, and whether they can be there together.

use std::collections::BTreeMap;

use super::{Findings, Project, variables};
use crate::{
    blueprint::{Clash, Library, ModuleSpec, Prefix},
    diagnostics::{Issue, codes, listed},
    document::Pointer,
    manifest::Manifest,
};

/// Adds the variables of modules to `project`, and says what cannot be there together.
pub(super) fn add(project: &mut Project, written: &Manifest, library: &Library, findings: &mut Findings<'_>) {
    // What is wrong with a `module.kdl` was said when the module was resolved.
    let Ok(specs) = library.in_order(project) else { return };
    for spec in &specs {
        let at = Pointer::root().key("modules").key(&spec.name);
        check_frontend(spec, project, &at, findings);
        check_prefixes(spec, project, &at, findings);
    }
    for clash in library.clashes(project).unwrap_or_default() {
        push_clash(&clash, findings);
    }
    let mut brought = BTreeMap::new();
    for spec in &specs {
        for variable in spec.parts(&spec.variables, project) {
            if written.variables.contains_key(&variable.name) {
                let message =
                    format!("the variable `{}` is declared by the module `{}`", variable.name, spec.name);
                let issue = Issue::error(&codes::resolve::VARIABLE_OF_MODULE, message)
                    .help("remove the line; environments `set` it like any other");
                let at = Pointer::root().key("variables").key(&variable.name);
                findings.push_at_name(&at, issue, "declared again");
            }
            brought.insert(variable.name.clone(), variables::of_module(variable));
        }
    }
    project.variables.extend(brought);
}

fn check_frontend(spec: &ModuleSpec, project: &Project, at: &Pointer, findings: &mut Findings<'_>) {
    if spec.frontends.is_empty() || spec.frontends.contains(&project.frontend) {
        return;
    }
    let served: Vec<&str> = spec.frontends.iter().map(String::as_str).collect();
    let message = format!("the module `{}` has no pages for the frontend `{}`", spec.name, project.frontend);
    let help = format!("remove it, or choose the frontend {}", listed(&served));
    let issue = Issue::error(&codes::resolve::MODULE_WITHOUT_FRONTEND, message).help(help);
    findings.push_at_name(at, issue, "not served by it");
}

fn check_prefixes(spec: &ModuleSpec, project: &Project, at: &Pointer, findings: &mut Findings<'_>) {
    for urls in spec.parts(&spec.urls, project) {
        let Prefix::Option(option) = &urls.prefix else { continue };
        let value = project.modules.get(&spec.name).and_then(|module| module.options.get(option));
        let Some(value) = value.map(ToString::to_string) else { continue };
        let Some(problem) = Prefix::problem(&value) else { continue };
        let message = format!("`{option}` of `{}` is `{}`, which {problem}", spec.name, value.escape_debug());
        let help = format!("write `{option} \"{}/\"`", value.trim_matches('/').escape_debug());
        let issue = Issue::error(&codes::resolve::BAD_PREFIX, message).help(help);
        findings.push(&at.key(option), issue, "not the beginning of a path");
    }
}

/// One issue at both modules.
fn push_clash(clash: &Clash, findings: &mut Findings<'_>) {
    let [later, earlier] = &clash.modules;
    let at = |module: &str| Pointer::root().key("modules").key(module);
    let Clash { verb, what, .. } = clash;
    let issue = if later == earlier {
        let message = format!("`{later}` would {verb} {what} twice");
        let help = format!("give the two lines in `module.kdl` of `{later}` conditions of which one holds");
        Issue::error(&codes::resolve::MODULE_CLASH, message).help(help)
    } else {
        let message = format!("`{earlier}` and `{later}` both {verb} {what}");
        let issue = Issue::error(&codes::resolve::MODULE_CLASH, message)
            .help(format!("remove `{later}` or `{earlier}`: only one of them can have it"));
        issue.label(findings.spans.key(&at(later)), "as well")
    };
    findings.push_at_name(&at(earlier), issue, "first");
}
