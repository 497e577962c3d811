//! What there is on Railway: workspaces, projects, environments, services, deployments, and who may touch them.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::{deployment::Deployment, rules::Rules, workflow::Workflow};

#[derive(Default)]
pub struct World {
    /// How often something was asked. Everything that takes time goes on by one step each time.
    pub clock: u64,
    pub rules: Rules,
    pub tokens: BTreeMap<String, Caller>,
    pub workspaces: Vec<Workspace>,
    pub projects: Vec<Project>,
    pub deployments: Vec<Deployment>,
    pub workflows: Vec<Workflow>,
    made: u64,
}

/// Who asks.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Caller {
    /// A person, by a token or by a login.
    Account,
    /// A token of a workspace: it has no `me`.
    Workspace(String),
    /// A token of one environment: it has no `me` either, and sees nothing else.
    Project {
        project: String,
        environment: String,
    },
    Nobody,
    /// Whoever shows a token of a project that is none.
    NoProject,
}

impl Caller {
    pub fn is_project(&self) -> bool {
        matches!(self, Self::Project { .. })
    }
}

pub struct Workspace {
    pub id: String,
    pub name: String,
}

pub struct Project {
    pub id: String,
    pub name: String,
    pub workspace: String,
    pub is_deleted: bool,
    pub environments: Vec<Environment>,
    pub services: Vec<Service>,
}

pub struct Environment {
    pub id: String,
    pub name: String,
    /// As Railway writes it: `services`, by id, each with its `source`, `build`, `deploy`, `variables`, `networking`.
    pub config: Value,
    /// Which resource belongs to which partial of `railway config`.
    pub partials: Value,
}

pub struct Service {
    pub id: String,
    pub name: String,
    /// Where it came from, when a template made it.
    pub template: Option<String>,
}

impl World {
    /// An id as Railway's look.
    pub fn id(&mut self) -> String {
        self.made += 1;
        format!(
            "{:08x}-5fce-4a7d-9c1e-{:012x}",
            self.made.wrapping_mul(2_654_435_761) & 0xffff_ffff,
            self.made
        )
    }

    pub fn add_workspace(&mut self, name: &str) -> String {
        let id = self.id();
        self.workspaces.push(Workspace { id: id.clone(), name: name.to_owned() });
        id
    }

    /// A project with one environment, as every new one has. Names need not be unique.
    pub fn add_project(&mut self, workspace: &str, name: &str) -> &mut Project {
        let id = self.id();
        let (name, workspace) = (name.to_owned(), workspace.to_owned());
        self.projects.push(Project {
            id: id.clone(),
            name,
            workspace,
            is_deleted: false,
            environments: Vec::new(),
            services: Vec::new(),
        });
        self.add_environment(&id, "production");
        self.projects.last_mut().unwrap()
    }

    pub fn add_environment(&mut self, project: &str, name: &str) -> String {
        let id = self.id();
        let config = json!({ "services": {} });
        let environment = Environment { id: id.clone(), name: name.to_owned(), config, partials: json!({}) };
        self.project_mut(project).environments.push(environment);
        id
    }

    /// A service in one environment. Names need not be unique here either.
    pub fn add_service(&mut self, environment: &str, name: &str, source: Value) -> String {
        let id = self.id();
        let service = Service { id: id.clone(), name: name.to_owned(), template: None };
        self.project_of_mut(environment).services.push(service);
        let instance =
            json!({ "source": source, "build": {}, "deploy": {}, "variables": {}, "networking": {} });
        self.environment_mut(environment).config["services"][&id] = instance;
        id
    }

    pub fn set_variable(&mut self, environment: &str, service: &str, name: &str, value: &str) {
        self.instance_mut(environment, service)["variables"][name] = json!({ "value": value });
    }

    pub fn project(&self, id: &str) -> Option<&Project> {
        self.projects.iter().find(|project| project.id == id)
    }

    pub fn project_mut(&mut self, id: &str) -> &mut Project {
        self.projects.iter_mut().find(|project| project.id == id).unwrap()
    }

    /// The project that an environment belongs to.
    pub fn project_of(&self, environment: &str) -> Option<&Project> {
        self.projects.iter().find(|project| project.environments.iter().any(|each| each.id == environment))
    }

    pub fn project_of_mut(&mut self, environment: &str) -> &mut Project {
        let id = self.project_of(environment).unwrap().id.clone();
        self.project_mut(&id)
    }

    pub fn environment(&self, id: &str) -> Option<&Environment> {
        self.projects.iter().flat_map(|project| &project.environments).find(|each| each.id == id)
    }

    pub fn environment_mut(&mut self, id: &str) -> &mut Environment {
        let mut all = self.projects.iter_mut().flat_map(|project| &mut project.environments);
        all.find(|each| each.id == id).unwrap()
    }

    pub fn service(&self, id: &str) -> Option<&Service> {
        self.projects.iter().flat_map(|project| &project.services).find(|each| each.id == id)
    }

    /// The settings of a service in an environment.
    pub fn instance(&self, environment: &str, service: &str) -> Option<&Value> {
        self.environment(environment)?.config["services"].get(service)
    }

    pub fn instance_mut(&mut self, environment: &str, service: &str) -> &mut Value {
        &mut self.environment_mut(environment).config["services"][service]
    }

    /// The variables of a service as they were written.
    pub fn variables(&self, environment: &str, service: &str) -> Map<String, Value> {
        let instance = self.instance(environment, service).cloned().unwrap_or_default();
        let variables = instance["variables"].as_object().cloned().unwrap_or_default();
        variables.into_iter().map(|(name, variable)| (name, variable["value"].clone())).collect()
    }

    /// Whether this caller may touch what belongs to a project, and to an environment where one is named.
    pub fn allows(&self, caller: &Caller, project: &str, environment: Option<&str>) -> bool {
        match caller {
            Caller::Account => true,
            Caller::Workspace(id) => self.project(project).is_some_and(|project| project.workspace == *id),
            Caller::Project { project: own, environment: only } => {
                own == project && environment.is_none_or(|environment| environment == only)
            }
            Caller::Nobody | Caller::NoProject => false,
        }
    }
}
