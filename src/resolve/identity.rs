//! What the project is called and looks like.

use super::{Findings, title::default_title};
use crate::{
    blueprint::Library,
    diagnostics::{Code, Issue, closest, codes, listed},
    document::Pointer,
    manifest,
};

/// The names of a project, none left out.
pub(super) struct Identity {
    pub(super) name: String,
    pub(super) package: String,
    pub(super) title: String,
    pub(super) theme: String,
    pub(super) frontend: String,
}

const THEME: &str = "starter";
const FRONTEND: &str = "htmx";

pub(super) fn resolve(
    written: &manifest::Project,
    library: &Library,
    findings: &mut Findings<'_>,
) -> Identity {
    let name = written.name.clone();
    let theme = written.theme.clone().unwrap_or_else(|| THEME.to_owned());
    let frontend = written.frontend.clone().unwrap_or_else(|| FRONTEND.to_owned());
    let themes: Vec<&str> = library.themes().collect();
    let frontends: Vec<&str> = library.frontends().collect();
    check(&codes::resolve::UNKNOWN_THEME, "theme", &theme, &themes, findings);
    check(&codes::resolve::UNKNOWN_FRONTEND, "frontend", &frontend, &frontends, findings);
    Identity {
        package: written.package.clone().unwrap_or_else(|| manifest::default_package(&name)),
        title: written.title.clone().unwrap_or_else(|| default_title(&name)),
        name,
        theme,
        frontend,
    }
}

fn check(code: &'static Code, what: &str, name: &str, known: &[&str], findings: &mut Findings<'_>) {
    if known.contains(&name) {
        return;
    }
    let help = match (closest(name, known.iter().copied()), known.first()) {
        (Some(near), _) => format!("write `{what} \"{near}\"`; there is {}", listed(known)),
        (None, Some(first)) => format!("write `{what} \"{first}\"`; there is {}", listed(known)),
        (None, None) => format!("name a directory of blueprints that has a {what} with `--blueprints`"),
    };
    let issue = Issue::error(code, format!("there is no {what} `{}`", name.escape_debug())).help(help);
    findings.push(&Pointer::root().key("project").key(what), issue, "unknown");
}
