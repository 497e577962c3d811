//! Services, with the settings and variables that they run with.

use serde_json::{Map, Value, json};

use super::{LOOKS, Work};
use crate::{
    diagnostics::{Issue, codes::railway as codes},
    executor::railway::{
        answers::{Instance, ServiceCreated},
        api::Api,
        documents,
        propose::Planner,
        secret::{Secret, secret_key},
        seen, settings, trouble,
        variables::Change,
        wanted::Role,
    },
};

impl Work<'_> {
    pub(super) fn service(&mut self, role: Role) -> Result<(), Issue> {
        let name = self.wanted.name(role);
        let variables = self.texts(role)?;
        let input = json!({
            "name": name,
            "projectId": self.project_id(),
            "environmentId": self.environment_id(),
            // Set before anything is deployed, so that the first deployment has them.
            "variables": variables,
        });
        let make = |api: &Api| {
            let answer: ServiceCreated = api.ask(documents::SERVICE_CREATE, json!({ "input": input }))?;
            Ok((answer.service_create.id, answer.service_create.name))
        };
        let look = |work: &Self| {
            let environment = seen::environment(work.api, &work.project_id(), &work.environment_id())?;
            let found: Vec<&Instance> = environment.services().filter(|it| it.service_name == name).collect();
            let ids: Vec<&str> = found.iter().map(|it| it.service_id.as_str()).collect();
            Ok(work.seen.note.made(role.as_str(), &ids).map(|id| (id.to_owned(), name.clone())))
        };
        let (id, name) = self.make(role.as_str(), Vec::new(), make, look)?;
        self.done.note(format!("service `{name}`"));
        self.seen.record.services.insert(role.as_str().to_owned(), (id, name));
        self.record()
    }

    /// The variables to set, with their texts.
    fn texts(&mut self, role: Role) -> Result<Map<String, Value>, Issue> {
        let planner = Planner { wanted: self.wanted, seen: self.seen };
        let changes = planner.variables().of(role).changes.clone();
        let mut texts = Map::new();
        for Change { name, after, .. } in changes {
            let text = match after {
                Some(text) => text,
                None => self.key()?,
            };
            texts.insert(name, Value::String(text.reveal().to_owned()));
        }
        Ok(texts)
    }

    fn key(&mut self) -> Result<Secret, Issue> {
        if self.key.is_none() {
            self.key = secret_key();
        }
        let Some(key) = self.key.clone() else {
            let message = "this system has no random numbers to make `SECRET_KEY` of";
            let help = "give one: `set SECRET_KEY from=\"env\"` in the manifest";
            return Err(trouble::issue(&codes::MISSING_VARIABLE, message, help));
        };
        self.api.hide([&key]);
        Ok(key)
    }

    pub(super) fn settings(&mut self, role: Role) -> Result<(), Issue> {
        let Some((id, name)) = self.seen.record.services.get(role.as_str()).cloned() else { return Ok(()) };
        let differences = settings::differences(role, self.wanted, self.seen.config(role));
        let asked = json!({
            "environmentId": self.environment_id(),
            "patch": { "services": { id.clone(): settings::patch(&differences) } },
            "commitMessage": "quickscale: settings",
        });
        let is_set = |work: &Self| {
            let environment = seen::environment(work.api, &work.project_id(), &work.environment_id())?;
            let config = &environment.config["services"][&id];
            Ok(settings::differences(role, work.wanted, config).is_empty().then_some(()))
        };
        let commit =
            |api: &Api| api.ask::<Value>(documents::ENVIRONMENT_PATCH_COMMIT, asked.clone()).map(drop);
        self.certainly(commit, is_set).map_err(|failure| self.api.issue(failure))?;
        if self.until(LOOKS, is_set)?.is_none() {
            let message = format!("Railway took the settings of `{name}`, and does not show them");
            let help =
                "look at the settings of the service on Railway: something may wait there to be applied";
            return Err(trouble::issue(&codes::CONFIG_REJECTED, message, help));
        }
        self.done.note(format!("settings of `{name}`"));
        Ok(())
    }

    pub(super) fn variables(&mut self, role: Role) -> Result<(), Issue> {
        let Some((id, name)) = self.seen.record.services.get(role.as_str()).cloned() else { return Ok(()) };
        let asked = json!({ "input": {
            "projectId": self.project_id(),
            "environmentId": self.environment_id(),
            "serviceId": id,
            "variables": self.texts(role)?,
            // A deployment of the new files follows.
            "skipDeploys": true,
        } });
        let set =
            |api: &Api| api.ask::<Value>(documents::VARIABLE_COLLECTION_UPSERT, asked.clone()).map(drop);
        // Setting the same again changes nothing.
        self.certainly(set, |_| Ok(None)).map_err(|failure| self.api.issue(failure))?;
        self.done.note(format!("variables of `{name}`"));
        Ok(())
    }
}
