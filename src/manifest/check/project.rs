//! The project's names.

use super::{
    Findings,
    package::{self, default_package},
    words,
};
use crate::{
    diagnostics::{Issue, codes},
    document::Pointer,
    manifest::Project,
};

/// The longest title: it stands in a page's header.
const MAX_TITLE: usize = 80;

pub(super) fn check(project: &Project, findings: &mut Findings<'_>) {
    let at = Pointer::root().key("project");
    let named_well = slug("project", &project.name, &at.key("name"), findings);
    match &project.package {
        Some(package) => package::check(package, &at.key("package"), findings),
        None if named_well => package::check(&default_package(&project.name), &at.key("name"), findings),
        None => {}
    }
    if let Some(title) = &project.title {
        check_title(title, &at.key("title"), findings);
    }
}

/// Reports a name that is not a slug; `what` is what it is the name of.
pub(super) fn slug(what: &str, name: &str, at: &Pointer, findings: &mut Findings<'_>) -> bool {
    let Some(fault) = words::slug_fault(name) else { return true };
    let message = format!("`{}` cannot be the name of the {what}: {fault}", name.escape_debug());
    let help = match words::to_slug(name) {
        Some(slug) => format!("write \"{slug}\""),
        None => "write a short name such as \"acme-crm\"".to_owned(),
    };
    findings.push(at, Issue::error(&codes::manifest::BAD_NAME, message).help(help), "not a name");
    false
}

fn check_title(title: &str, at: &Pointer, findings: &mut Findings<'_>) {
    let fault = if title.trim().is_empty() {
        "the title is empty"
    } else if title.chars().count() > MAX_TITLE {
        "the title is longer than 80 characters"
    } else if title.contains(char::is_control) {
        "the title has a line break or another control character in it"
    } else {
        return;
    };
    let issue = Issue::error(&codes::manifest::BAD_TITLE, fault)
        .help("write one short line, or remove it to get a title made from the project's name");
    findings.push(at, issue, "not a title");
}
