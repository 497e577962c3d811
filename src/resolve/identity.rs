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
    let has_theme = check_theme(&theme, library, findings);
    let frontends: Vec<&str> = library.frontends().collect();
    let has_frontend = check(&codes::resolve::UNKNOWN_FRONTEND, "frontend", &frontend, &frontends, findings);
    if has_theme && has_frontend {
        check_served(&theme, &frontend, library, findings);
    }
    Identity {
        package: written.package.clone().unwrap_or_else(|| manifest::default_package(&name)),
        title: written.title.clone().unwrap_or_else(|| default_title(&name)),
        name,
        theme,
        frontend,
    }
}

/// Whether there is such a theme to choose; says so when there is not.
fn check_theme(name: &str, library: &Library, findings: &mut Findings<'_>) -> bool {
    // What is wrong with another theme is not this project's business.
    let to_choose = |name: &&str| !matches!(library.theme(name), Ok(Some(theme)) if theme.is_abstract);
    let themes: Vec<&str> = library.themes().filter(to_choose).collect();
    check(&codes::resolve::UNKNOWN_THEME, "theme", name, &themes, findings)
}

/// Checks that the theme has pages for the frontend.
fn check_served(theme: &str, frontend: &str, library: &Library, findings: &mut Findings<'_>) {
    let served: Vec<&str> = match library.theme(theme) {
        Ok(spec) => spec.iter().flat_map(|spec| &spec.frontends).map(String::as_str).collect(),
        Err(report) => return findings.report.extend(report),
    };
    if served.contains(&frontend) {
        return;
    }
    let message = format!("the theme `{theme}` has no pages for the frontend `{frontend}`");
    let help = match served.first() {
        Some(first) => format!("write `frontend \"{first}\"`; the theme is made for {}", listed(&served)),
        None => "choose another theme".to_owned(),
    };
    let issue = Issue::error(&codes::resolve::THEME_WITHOUT_FRONTEND, message).help(help);
    findings.push(&Pointer::root().key("project").key("frontend"), issue, "not served by the theme");
}

/// Whether `name` is among `known`; says so when it is not.
fn check(code: &'static Code, what: &str, name: &str, known: &[&str], findings: &mut Findings<'_>) -> bool {
    if known.contains(&name) {
        return true;
    }
    let help = match (closest(name, known.iter().copied()), known.first()) {
        (Some(near), _) => format!("write `{what} \"{near}\"`; there is {}", listed(known)),
        (None, Some(first)) => format!("write `{what} \"{first}\"`; there is {}", listed(known)),
        (None, None) => format!("name a directory of blueprints that has a {what} with `--blueprints`"),
    };
    let issue = Issue::error(code, format!("there is no {what} `{}`", name.escape_debug())).help(help);
    findings.push(&Pointer::root().key("project").key(what), issue, "unknown");
    false
}
