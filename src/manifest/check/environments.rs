//! Environments: how they build on each other, and what runs in them.

use std::ops::RangeInclusive;

use super::{Findings, project, variables, words};
use crate::{
    diagnostics::{Issue, closest, codes, listed},
    document::Pointer,
    manifest::{Database, Deploy, Engine, Environment, Manifest},
};

/// The major versions of PostgreSQL that generated projects are tested with.
const POSTGRES: RangeInclusive<u32> = 15..=18;

/// The deploy targets there are.
const TARGETS: [&str; 1] = ["railway"];

pub(super) fn check(manifest: &Manifest, findings: &mut Findings<'_>) {
    let all = Pointer::root().key("environment");
    for (index, environment) in manifest.environment.iter().enumerate() {
        let at = all.index(index);
        project::slug("environment", &environment.name, &at.key("name"), findings);
        check_unique(&manifest.environment, index, &all, findings);
        check_extends(&manifest.environment, index, &at, findings);
        if let Some(database) = environment.database {
            check_database(database, &at.key("database"), findings);
        }
        if let Some(deploy) = &environment.deploy {
            check_deploy(deploy, &at.key("deploy"), findings);
        }
        variables::check_settings(manifest, environment, &at, findings);
    }
}

fn check_unique(environments: &[Environment], index: usize, all: &Pointer, findings: &mut Findings<'_>) {
    let name = &environments[index].name;
    if let Some(first) = environments.iter().take(index).position(|other| other.name == *name) {
        let message = format!("two environments are called `{}`", name.escape_debug());
        let issue = Issue::error(&codes::manifest::DUPLICATE_ENTRY, message)
            .help("give one of them another name, or move what it says into the other");
        findings.push_pair(
            &all.index(index).key("name"),
            &all.index(first).key("name"),
            issue,
            ["the second one", "the first one"],
        );
    }
}

fn check_extends(environments: &[Environment], index: usize, at: &Pointer, findings: &mut Findings<'_>) {
    let environment = &environments[index];
    let Some(base) = environment.extends.as_deref() else { return };
    let at = at.key("extends");
    if !environments.iter().any(|other| other.name == base) {
        let names: Vec<&str> = environments
            .iter()
            .map(|other| other.name.as_str())
            .filter(|name| *name != environment.name)
            .collect();
        let help = match (closest(base, names.iter().copied()), names.is_empty()) {
            (Some(near), _) => format!("write extends=\"{near}\""),
            (None, false) => format!("extend one of {}", listed(&names)),
            (None, true) => "remove `extends`: there is no other environment".to_owned(),
        };
        let message = format!("no environment is called `{}`", base.escape_debug());
        let issue = Issue::error(&codes::manifest::UNKNOWN_ENVIRONMENT, message).help(help);
        findings.push(&at, issue, "not an environment");
    } else if let Some(cycle) = cycle(environments, index) {
        let message = format!("the environments extend each other in a circle: {}", cycle.join(" → "));
        let issue = Issue::error(&codes::manifest::CYCLIC_EXTENDS, message.escape_debug().to_string())
            .help("remove one `extends` of the circle");
        findings.push(&at, issue, "closes the circle");
    }
}

/// The circle that starts and ends at the environment; none unless it is the last of the circle, so
/// that each circle is reported once.
fn cycle(environments: &[Environment], start: usize) -> Option<Vec<&str>> {
    let mut path = vec![start];
    loop {
        let last = *path.last()?;
        let base = environments[last].extends.as_deref()?;
        let next = environments.iter().position(|other| other.name == base)?;
        if next == start {
            let is_last = path.iter().all(|index| *index <= start);
            let names = path.iter().chain([&start]).map(|index| environments[*index].name.as_str());
            return is_last.then(|| names.collect());
        }
        if path.contains(&next) {
            return None;
        }
        path.push(next);
    }
}

fn check_database(database: Database, at: &Pointer, findings: &mut Findings<'_>) {
    let Some(version) = database.version else { return };
    let (message, help) = match database.engine {
        Engine::Postgres if POSTGRES.contains(&version) => return,
        Engine::Postgres => (
            format!("PostgreSQL {version} is not supported"),
            format!(
                "write version={}; supported are {} to {}",
                POSTGRES.end(),
                POSTGRES.start(),
                POSTGRES.end()
            ),
        ),
        Engine::Sqlite => (
            "SQLite comes with Python and has no version of its own".to_owned(),
            "remove `version`".to_owned(),
        ),
    };
    let issue = Issue::error(&codes::manifest::UNSUPPORTED_DATABASE, message).help(help);
    findings.push(&at.key("version"), issue, "not supported");
}

fn check_deploy(deploy: &Deploy, at: &Pointer, findings: &mut Findings<'_>) {
    if !TARGETS.contains(&deploy.target.as_str()) {
        let message = format!("`{}` is not a deploy target", deploy.target.escape_debug());
        let help = match closest(&deploy.target, TARGETS) {
            Some(near) => format!("write \"{near}\""),
            None => format!("choose one of {}", listed(&TARGETS)),
        };
        let issue = Issue::error(&codes::manifest::UNKNOWN_DEPLOY_TARGET, message).help(help);
        findings.push(&at.key("target"), issue, "unknown");
    }
    if let Some(path) = &deploy.healthcheck
        && !words::is_url_path(path)
    {
        let message = format!("`{}` is not a path of the site", path.escape_debug());
        let issue = Issue::error(&codes::manifest::BAD_HEALTHCHECK, message)
            .help("write the path only, with a slash first, such as \"/readyz/\"");
        findings.push(&at.key("healthcheck"), issue, "not an absolute path");
    }
    for (index, domain) in deploy.domain.iter().enumerate() {
        let at = at.key("domain").index(index);
        check_domain(domain, &at, findings);
        if let Some(first) = deploy.domain.iter().take(index).position(|other| other == domain) {
            let first = at.parent().unwrap_or_default().index(first);
            let message = format!("the domain `{}` is there twice", domain.escape_debug());
            let issue = Issue::error(&codes::manifest::DUPLICATE_ENTRY, message).help("keep one of the two");
            findings.push_pair(&at, &first, issue, ["again here", "first here"]);
        }
    }
}

fn check_domain(domain: &str, at: &Pointer, findings: &mut Findings<'_>) {
    if words::is_domain(domain) {
        return;
    }
    let bare = domain.split_once("://").map_or(domain, |(_, rest)| rest);
    let bare = bare.split(['/', ':', '?']).next().unwrap_or_default().to_lowercase();
    let help = if words::is_domain(&bare) {
        format!("write \"{bare}\"")
    } else {
        "write the bare name in lowercase, such as \"app.example.com\"".to_owned()
    };
    let message = format!("`{}` is not a domain", domain.escape_debug());
    findings.push(at, Issue::error(&codes::manifest::BAD_DOMAIN, message).help(help), "not a domain");
}
