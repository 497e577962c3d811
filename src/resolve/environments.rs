//! The places the project runs in, each complete.

use std::collections::{BTreeMap, BTreeSet};

use super::{Database, Deploy, Engine, Environment, Findings, Project, Setting};
use crate::{
    diagnostics::{Issue, codes},
    document::Pointer,
    manifest::{self, Manifest, Origin},
};

/// The newest major version of PostgreSQL that projects are made for.
const POSTGRES: u32 = 18;

/// The path that answers when a generated project is well.
const HEALTHCHECK: &str = "/readyz/";

/// The environments by name. Without a `local` one, development happens in containers.
pub(super) fn resolve(
    manifest: &Manifest,
    project: &str,
    findings: &mut Findings<'_>,
) -> BTreeMap<String, Environment> {
    let by_name: BTreeMap<&str, &manifest::Environment> =
        manifest.environment.iter().rev().map(|written| (written.name.as_str(), written)).collect();
    let mut environments: BTreeMap<String, Environment> = by_name
        .keys()
        .map(|name| ((*name).to_owned(), complete(&lineage(name, &by_name), project)))
        .collect();
    environments.entry(Project::LOCAL.to_owned()).or_insert_with(|| Environment {
        docker: true,
        database: Database { engine: Engine::Postgres, version: POSTGRES },
        deploy: None,
        settings: BTreeMap::new(),
    });
    check_domains(&manifest.environment, findings);
    environments
}

/// The environment and those it extends, nearest first. A circle ends where it closes.
fn lineage<'m>(
    name: &str,
    by_name: &BTreeMap<&str, &'m manifest::Environment>,
) -> Vec<&'m manifest::Environment> {
    let mut lineage: Vec<&'m manifest::Environment> = Vec::new();
    let mut seen = BTreeSet::new();
    let mut next = by_name.get(name).copied();
    while let Some(written) = next.filter(|written| seen.insert(written.name.as_str())) {
        lineage.push(written);
        next = written.extends.as_deref().and_then(|base| by_name.get(base).copied());
    }
    lineage
}

/// Takes each field from the nearest environment that writes it.
fn complete(lineage: &[&manifest::Environment], project: &str) -> Environment {
    let mut settings = BTreeMap::new();
    for setting in lineage.iter().flat_map(|written| &written.set) {
        let value = match (&setting.value, setting.from) {
            (_, Some(Origin::Env)) => Setting::FromEnv,
            (Some(value), None) => Setting::Value(value.as_str().to_owned()),
            (None, None) => continue,
        };
        settings.entry(setting.name.clone()).or_insert(value);
    }
    Environment {
        docker: lineage.iter().find_map(|written| written.docker).unwrap_or_default(),
        database: database(lineage),
        deploy: deploy(lineage, project),
        settings,
    }
}

/// The nearest engine, with the nearest version that was written for that engine.
fn database(lineage: &[&manifest::Environment]) -> Database {
    let mut written = lineage.iter().filter_map(|written| written.database).peekable();
    let engine = written.peek().map(|database| database.engine).unwrap_or_default();
    let version = written.filter(|database| database.engine == engine).find_map(|database| database.version);
    let version = version.filter(|_| engine == Engine::Postgres).unwrap_or(POSTGRES);
    Database { engine, version }
}

/// The nearest target, with the nearest fields that were written for it. Domains are not taken over:
/// each leads to one environment.
fn deploy(lineage: &[&manifest::Environment], project: &str) -> Option<Deploy> {
    let written: Vec<&manifest::Deploy> =
        lineage.iter().filter_map(|written| written.deploy.as_ref()).collect();
    let target = &written.first()?.target;
    let of_target = || written.iter().filter(|deploy| deploy.target == *target);
    let name = of_target().find_map(|deploy| deploy.project.as_deref()).unwrap_or(project);
    let healthcheck = of_target().find_map(|deploy| deploy.healthcheck.as_deref()).unwrap_or(HEALTHCHECK);
    let service = of_target().find_map(|deploy| deploy.service.as_deref()).unwrap_or(project);
    let own = lineage.first().and_then(|written| written.deploy.as_ref());
    Some(Deploy {
        target: target.clone(),
        project: name.to_owned(),
        workspace: of_target().find_map(|deploy| deploy.workspace.clone()),
        service: service.to_owned(),
        database: of_target().find_map(|deploy| deploy.database.clone()),
        healthcheck: healthcheck.to_owned(),
        domains: own.map(|deploy| deploy.domain.clone()).unwrap_or_default(),
    })
}

fn check_domains(written: &[manifest::Environment], findings: &mut Findings<'_>) {
    let mut owners: BTreeMap<&str, (usize, Pointer)> = BTreeMap::new();
    for (index, environment) in written.iter().enumerate() {
        let domains = environment.deploy.iter().flat_map(|deploy| &deploy.domain);
        for (position, domain) in domains.enumerate() {
            let at =
                Pointer::root().key("environment").index(index).key("deploy").key("domain").index(position);
            let Some((owner, first)) = owners.get(domain.as_str()).filter(|(owner, _)| *owner != index)
            else {
                owners.insert(domain, (index, at));
                continue;
            };
            let names = (written[*owner].name.escape_debug(), environment.name.escape_debug());
            let message = format!("`{}` and `{}` both claim `{}`", names.0, names.1, domain.escape_debug());
            let issue = Issue::error(&codes::resolve::SHARED_DOMAIN, message)
                .help("give each environment a domain of its own")
                .label(findings.spans.value(&at), "claimed again")
                .label(findings.spans.value(first), "claimed first")
                .in_source(findings.source);
            findings.report.push(issue);
        }
    }
}
