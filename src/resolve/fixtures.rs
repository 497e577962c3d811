//! Projects for tests of later stages.

use std::collections::BTreeMap;

use super::{Cache, Database, Engine, Environment, Project, Tasks};

/// The project that `project "acme-crm"` alone resolves to.
pub(crate) fn project() -> Project {
    let local = Environment {
        docker: true,
        database: Database { engine: Engine::Postgres, version: 18 },
        deploy: None,
        settings: BTreeMap::new(),
    };
    Project {
        name: "acme-crm".to_owned(),
        package: "acme_crm".to_owned(),
        title: "Acme CRM".to_owned(),
        theme: "starter".to_owned(),
        frontend: "htmx".to_owned(),
        tasks: Tasks::Database,
        cache: Cache::Database,
        modules: BTreeMap::new(),
        removed: BTreeMap::new(),
        variables: BTreeMap::new(),
        subtrees: BTreeMap::new(),
        environments: [(Project::LOCAL.to_owned(), local)].into(),
        protect: Vec::new(),
    }
}
