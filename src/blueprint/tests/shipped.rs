//! The blueprints inside of the program.

use std::collections::BTreeSet;

use pretty_assertions::assert_eq;

use super::told;
use crate::{
    blueprint::Library,
    resolve::{Cache, Deploy, Engine, Project, Tasks, Variable, VariableType, fixtures::project},
};

/// Every theme with every frontend, database, and way to run.
fn projects(library: &Library) -> Vec<Project> {
    let mut projects = Vec::new();
    for theme in library.themes() {
        let spec = library.theme(theme).unwrap_or_else(|report| panic!("{:#?}", told(&report))).unwrap();
        for frontend in spec.frontends.iter().filter(|_| !spec.is_abstract) {
            for flags in 0..64 {
                let on = |flag: u32| flags & (1 << flag) != 0;
                let mut project =
                    Project { theme: theme.to_owned(), frontend: frontend.clone(), ..project() };
                let local = project.environments.get_mut(Project::LOCAL).unwrap();
                local.docker = on(0);
                local.database.engine = if on(1) { Engine::Sqlite } else { Engine::Postgres };
                if on(2) {
                    local.deploy = Some(deploy());
                }
                if on(3) {
                    project.variables = variables();
                }
                project.tasks = if on(4) { Tasks::Celery } else { Tasks::Database };
                project.cache = if on(5) { Cache::Redis } else { Cache::Database };
                projects.push(project);
            }
        }
    }
    projects
}

fn deploy() -> Deploy {
    Deploy {
        target: "railway".to_owned(),
        project: "acme-crm".to_owned(),
        workspace: None,
        service: "x".to_owned(),
        database: None,
        healthcheck: "/readyz/".to_owned(),
        domains: Vec::new(),
    }
}

/// A variable of each type, with and without everything else.
fn variables() -> std::collections::BTreeMap<String, Variable> {
    let kinds = [
        VariableType::String,
        VariableType::Integer,
        VariableType::Boolean,
        VariableType::Url,
        VariableType::Email,
        VariableType::List,
    ];
    let mut variables = std::collections::BTreeMap::new();
    for (index, kind) in kinds.into_iter().enumerate() {
        for flags in 0..8 {
            let on = |flag: u32| flags & (1 << flag) != 0;
            let variable = Variable {
                kind,
                secret: on(0),
                optional: on(1),
                default: (on(2) && !on(0)).then(|| "1".to_owned()),
                help: on(2).then(|| "What it is \"for\"".to_owned()),
                example: on(2).then(|| "an \"example\"".to_owned()),
            };
            variables.insert(format!("V{index}_{flags}"), variable);
        }
    }
    variables
}

#[test]
fn every_combination_renders_to_clean_text() {
    let library = Library::embedded();
    for project in projects(&library) {
        let wanted = library.render(&project).unwrap_or_else(|report| panic!("{:#?}", told(&report)));
        assert!(!wanted.files.is_empty());
        for (path, file) in &wanted.files {
            if let Ok(text) = str::from_utf8(file.bytes()) {
                assert!(!text.contains('\r'), "{path} has carriage returns");
                assert!(text.is_empty() || text.ends_with('\n'), "{path} does not end with a line feed");
            }
        }
        assert_eq!(wanted.digest(), library.render(&project).unwrap().digest());
    }
}

#[test]
fn every_module_is_right_and_fits_the_others() {
    let library = Library::embedded();
    let names: BTreeSet<&str> = library.modules().collect();
    assert!(names.is_superset(&BTreeSet::from([
        "admin",
        "api",
        "auth",
        "billing",
        "notifications",
        "teams"
    ])));
    for name in &names {
        let spec = library.module(name).unwrap_or_else(|report| panic!("{:#?}", told(&report))).unwrap();
        for (needed, range) in spec.requires.iter().chain(&spec.uses) {
            let other = library.module(needed).unwrap();
            let other = other.unwrap_or_else(|| panic!("`{name}` names `{needed}`, which does not exist"));
            assert!(
                range.matches(&other.version),
                "`{name}` needs `{needed}` {range}, there is {}",
                other.version
            );
        }
        for option in spec.options.values() {
            assert!(!option.help.is_empty() && !option.help.ends_with('.'), "{name}: {}", option.help);
        }
    }
}
