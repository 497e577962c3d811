//! What Railway does in the background: setting up a template, carrying out a change of an environment.

use serde_json::{Map, Value};

use super::{template, world::World};

pub struct Workflow {
    pub id: String,
    /// When it is done.
    due: u64,
    pub error: Option<String>,
    is_done: bool,
    work: Work,
}

pub enum Work {
    Template { environment: String, config: Value },
    Patch { environment: String, patch: Value },
}

/// What Railway knows of a service; everything else in a patch is dropped without a word.
const SERVICE: [&str; 7] = ["source", "build", "deploy", "variables", "networking", "isDeleted", "isCreated"];
const BUILD: [&str; 5] = ["builder", "buildCommand", "dockerfilePath", "watchPatterns", "railpackVersion"];
const DEPLOY: [&str; 13] = [
    "cronSchedule",
    "drainingSeconds",
    "healthcheckPath",
    "healthcheckTimeout",
    "multiRegionConfig",
    "numReplicas",
    "overlapSeconds",
    "preDeployCommand",
    "preDeployTimeoutSeconds",
    "restartPolicyMaxRetries",
    "restartPolicyType",
    "sleepApplication",
    "startCommand",
];

impl World {
    /// Begins work that is done after so many requests, and says by which id to ask for it.
    pub fn begin(&mut self, work: Work, delay: u64) -> String {
        let id = self.id();
        let due = self.clock + delay;
        self.workflows.push(Workflow { id: id.clone(), due, error: None, is_done: false, work });
        id
    }

    /// Does what is due.
    pub fn go_on(&mut self) {
        self.clock += 1;
        for index in 0..self.workflows.len() {
            let workflow = &mut self.workflows[index];
            if workflow.is_done || workflow.due > self.clock {
                continue;
            }
            workflow.is_done = true;
            let work = match &workflow.work {
                Work::Template { environment, config } => (environment.clone(), config.clone(), true),
                Work::Patch { environment, patch } => (environment.clone(), patch.clone(), false),
            };
            let outcome = match work {
                (environment, config, true) => template::set_up(self, &environment, &config),
                (environment, patch, false) => self.carry_out(&environment, &patch),
            };
            self.workflows[index].error = outcome.err();
        }
    }

    /// `Running`, `Complete`, `Error` or `NotFound`.
    pub fn workflow_status(&self, id: &str) -> (&'static str, Option<String>) {
        match self.workflows.iter().find(|workflow| workflow.id == id) {
            None => ("NotFound", None),
            Some(workflow) if workflow.error.is_some() => ("Error", workflow.error.clone()),
            Some(workflow) if workflow.is_done => ("Complete", None),
            Some(_) => ("Running", None),
        }
    }

    fn carry_out(&mut self, environment: &str, patch: &Value) -> Result<(), String> {
        let services = patch["services"].as_object().cloned().unwrap_or_default();
        let known = &self.environment(environment).ok_or("environment is gone")?.config["services"];
        if let Some(unknown) = services.keys().find(|id| known.get(id).is_none()) {
            return Err(format!("Service {unknown} not found in environment"));
        }
        for (id, change) in services {
            let before = self.instance(environment, &id).cloned();
            merge(self.instance_mut(environment, &id), &only_known(&change));
            without_defaults(self.instance_mut(environment, &id));
            let is_deployed = self.deployments_of(environment, &id).next().is_some();
            if is_deployed && before.as_ref() != self.instance(environment, &id) {
                self.deploy_again(environment, &id);
            }
        }
        Ok(())
    }
}

/// Lays a change over what there is; `null` takes away.
fn merge(into: &mut Value, change: &Value) {
    let Some(change) = change.as_object() else { return *into = change.clone() };
    if !into.is_object() {
        *into = Value::Object(Map::new());
    }
    let into = into.as_object_mut().unwrap();
    for (key, value) in change {
        if value.is_null() {
            into.remove(key);
        } else {
            merge(into.entry(key).or_insert(Value::Null), value);
        }
    }
}

fn only_known(change: &Value) -> Value {
    let mut change = change.clone();
    let keep = |value: Option<&mut Value>, names: &[&str]| {
        if let Some(map) = value.and_then(Value::as_object_mut) {
            map.retain(|key, _| names.contains(&key.as_str()));
        }
    };
    keep(Some(&mut change), &SERVICE);
    keep(change.get_mut("build"), &BUILD);
    keep(change.get_mut("deploy"), &DEPLOY);
    change
}

/// Railway gives back only what differs from its defaults.
fn without_defaults(instance: &mut Value) {
    if let Some(deploy) = instance["deploy"].as_object_mut() {
        deploy.retain(|key, value| match key.as_str() {
            "restartPolicyType" => value != "ON_FAILURE",
            "restartPolicyMaxRetries" => value != 10,
            "numReplicas" => value != 1,
            _ => true,
        });
    }
}
