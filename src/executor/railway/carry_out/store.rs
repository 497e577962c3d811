//! Databases, which Railway makes from templates of its own.

use std::{
    thread,
    time::{Duration, Instant},
};

use serde_json::{Map, Value, json};

use super::{LOOKS, Work};
use crate::{
    diagnostics::{Issue, codes::railway as codes},
    executor::railway::{
        answers::{Instance, Stage, TemplateAnswer, TemplateDeployed, WorkflowAnswer},
        api::Api,
        documents,
        failure::Failure,
        seen, trouble,
        wanted::Store,
    },
};

/// The same for a database, of which Railway makes a service, a volume and a deployment: a minute at the usual pace.
const PATIENT_LOOKS: u32 = 32;

/// So long may it take until a new database runs.
const STORE_PATIENCE: Duration = Duration::from_mins(5);

impl Work<'_> {
    pub(super) fn store(&mut self, store: Store) -> Result<(), Issue> {
        let what = store.as_str();
        let template: TemplateAnswer = self.ask(documents::TEMPLATE, json!({ "code": what }))?;
        let template = template.template;
        let (config, kept) = filled(template.serialized_config, store, self.wanted.postgres_version);
        if let Some(image) = kept {
            self.events.reached(&format!("Railway's template decides the version: {image}"));
        }
        let input = json!({
            "projectId": self.project_id(),
            "environmentId": self.environment_id(),
            "templateId": template.id,
            "serializedConfig": config,
        });
        // A command that was interrupted may have asked for it: making a database takes Railway its time.
        let asked = self.seen.note.making.as_ref().is_some_and(|making| making.what == what);
        let mut found = if asked { self.until(PATIENT_LOOKS, |work| work.new_store(store))? } else { None };
        if found.is_none() {
            let make = |api: &Api| {
                let answer: TemplateDeployed =
                    api.ask(documents::TEMPLATE_DEPLOY, json!({ "input": input }))?;
                Ok(answer.template_deploy.workflow_id)
            };
            // It is there or will be; a workflow that nobody named cannot be followed.
            let look =
                |work: &Self| Ok(work.looked(PATIENT_LOOKS, |work| work.new_store(store))?.map(|_| None));
            let workflow = self.make(what, self.stores_now(store), make, look)?;
            if let Some(workflow) = workflow {
                self.follow(&workflow, store)?;
            }
            found = self.until(PATIENT_LOOKS, |work| work.new_store(store))?;
        }
        let Some((id, name)) = found else {
            let message = format!("Railway took the template of {what}, and no such service appears");
            let help = "look at the project on Railway: it may still be made";
            return Err(trouble::issue(&codes::REFUSED, message, help));
        };
        self.done.note(format!("database `{name}`"));
        self.seen.record.services.insert(what.to_owned(), (id, name));
        self.record()?;
        self.wait_for_store(store)
    }

    /// The ids of databases of this kind that are there.
    fn stores_now(&self, store: Store) -> Vec<String> {
        let services = self.seen.environment.iter().flat_map(|it| it.services());
        services.filter(|it| seen::is_store(it, store)).map(|it| it.service_id.clone()).collect()
    }

    /// The database that was not there before.
    fn new_store(&self, store: Store) -> Result<Option<(String, String)>, Failure> {
        let environment = seen::environment(self.api, &self.project_id(), &self.environment_id())?;
        let found: Vec<&Instance> = environment.services().filter(|it| seen::is_store(it, store)).collect();
        let ids: Vec<&str> = found.iter().map(|it| it.service_id.as_str()).collect();
        let made = self.seen.note.made(store.as_str(), &ids).map(str::to_owned);
        let made = made.and_then(|id| found.iter().find(|it| it.service_id == id));
        Ok(made.map(|it| (it.service_id.clone(), it.service_name.clone())))
    }

    /// Follows a workflow to its end.
    fn follow(&mut self, workflow: &str, store: Store) -> Result<(), Issue> {
        let deadline = Instant::now() + STORE_PATIENCE;
        loop {
            let answer: WorkflowAnswer = self.ask(documents::WORKFLOW, json!({ "id": workflow }))?;
            let status = answer.workflow_status;
            match status.status.as_str() {
                "Complete" => return Ok(()),
                "Error" => {
                    let said = status.error.filter(|error| !error.is_empty());
                    let said = said.unwrap_or_else(|| format!("{} could not be made", store.usual_name()));
                    return Err(self.api.issue(Failure::of_messages(&[said])));
                }
                // One that was just begun may not be known yet.
                _ if Instant::now() > deadline => {
                    let message =
                        format!("Railway does not come to an end with making {}", store.usual_name());
                    let help = "look at the project on Railway; it may still be made";
                    return Err(trouble::issue(&codes::TIMEOUT, message, help));
                }
                _ => thread::sleep(self.api.pace() * 4),
            }
        }
    }

    /// A first migration must not meet a database that is still starting.
    pub(super) fn wait_for_store(&mut self, store: Store) -> Result<(), Issue> {
        let Some((id, name)) = self.seen.record.services.get(store.as_str()).cloned() else { return Ok(()) };
        let latest = self.until(LOOKS, |work| {
            let environment = seen::environment(work.api, &work.project_id(), &work.environment_id())?;
            Ok(environment.service(&id).and_then(|it| it.latest_deployment.clone()))
        })?;
        match latest {
            Some(latest) if latest.stage() != Stage::Well => {
                self.until_well(&latest.id, &name, &id, None, STORE_PATIENCE)
            }
            _ => Ok(()),
        }
    }
}

/// The configuration of a template with its defaults filled in, and with the wanted version of PostgreSQL. An image
/// whose version cannot be told from its tag is left as it is, and returned.
fn filled(mut config: Value, store: Store, version: u32) -> (Value, Option<String>) {
    let mut kept = None;
    for service in config["services"].as_object_mut().into_iter().flat_map(Map::values_mut) {
        for variable in service["variables"].as_object_mut().into_iter().flat_map(Map::values_mut) {
            let default =
                variable["defaultValue"].as_str().filter(|text| !text.is_empty()).map(str::to_owned);
            if let (Some(default), Some(variable)) = (default, variable.as_object_mut()) {
                variable.insert("value".to_owned(), Value::String(default));
            }
        }
        let image = service["source"]["image"].as_str().unwrap_or_default().to_owned();
        if store == Store::Postgres && image.contains("postgres") {
            match (image.rsplit_once(':'), seen::major_of(&image)) {
                (_, Some(found)) if found == version => {}
                (Some((name, _)), Some(_)) => {
                    service["source"]["image"] = Value::String(format!("{name}:{version}"));
                }
                _ => kept = Some(image),
            }
        }
    }
    (config, kept)
}

#[cfg(test)]
mod tests {
    use pretty_assertions::assert_eq;

    use super::*;

    fn template(image: &str) -> Value {
        json!({ "services": { "t-1": {
            "name": "Postgres",
            "source": { "image": image },
            "variables": {
                "PGDATA": { "defaultValue": "/var/lib/postgresql/data/pgdata" },
                "POSTGRES_PASSWORD": { "defaultValue": "${{secret(32)}}" },
                "OPTIONAL": { "isOptional": true },
            },
            "clusterRole": "root",
        } } })
    }

    #[test]
    fn a_template_is_sent_as_it_came_but_for_its_defaults_and_the_version() {
        let (config, kept) =
            filled(template("ghcr.io/railwayapp-templates/postgres-ssl:16"), Store::Postgres, 18);
        let service = &config["services"]["t-1"];
        assert_eq!(service["source"]["image"], "ghcr.io/railwayapp-templates/postgres-ssl:18");
        assert_eq!(service["variables"]["PGDATA"]["value"], "/var/lib/postgresql/data/pgdata");
        assert_eq!(service["variables"]["OPTIONAL"].get("value"), None);
        assert_eq!(service["clusterRole"], "root");
        assert_eq!(kept, None);
    }

    #[test]
    fn a_version_that_cannot_be_told_is_left_and_said() {
        let (config, kept) = filled(template("ghcr.io/x/postgres-ssl:latest"), Store::Postgres, 18);
        assert_eq!(config["services"]["t-1"]["source"]["image"], "ghcr.io/x/postgres-ssl:latest");
        assert_eq!(kept.as_deref(), Some("ghcr.io/x/postgres-ssl:latest"));
        let (config, kept) = filled(template("redis:8"), Store::Redis, 18);
        assert_eq!((config["services"]["t-1"]["source"]["image"].as_str(), kept), (Some("redis:8"), None));
    }
}
