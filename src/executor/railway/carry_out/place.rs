//! The project and the environment in it.

use serde_json::json;

use super::Work;
use crate::{
    diagnostics::Issue,
    executor::railway::{
        answers::{EnvironmentCreated, ProjectAnswer, ProjectCreated},
        api::Api,
        documents, meant,
        propose::{ENVIRONMENT, PROJECT},
    },
};

impl Work<'_> {
    pub(super) fn project(&mut self) -> Result<(), Issue> {
        let name = self.wanted.project.clone();
        let workspace = self.seen.workspace.as_ref().map(|workspace| workspace.id.clone());
        let input = json!({
            "name": name,
            "workspaceId": workspace,
            "defaultEnvironmentName": self.wanted.environment,
        });
        let make = |api: &Api| {
            let answer: ProjectCreated = api.ask(documents::PROJECT_CREATE, json!({ "input": input }))?;
            Ok(answer.project_create)
        };
        let look = |work: &Self| {
            let workspaces = meant::workspaces(work.api)?;
            let candidates = meant::candidates(&workspaces, work.wanted);
            let ids: Vec<&str> = candidates.iter().map(|it| it.id.as_str()).collect();
            let Some(id) = work.seen.note.made(PROJECT, &ids) else { return Ok(None) };
            let answer: ProjectAnswer = work.api.ask(documents::PROJECT, json!({ "id": id }))?;
            Ok(Some(answer.project))
        };
        let project = self.make(PROJECT, Vec::new(), make, look)?;
        let mut environments = project.environments.living();
        let environment = environments.find(|it| it.name == self.wanted.environment);
        self.seen.record.environment = environment.map(|it| it.id.clone());
        self.seen.record.project = Some((project.id, project.name));
        self.record()?;
        self.done.note(format!("project `{name}`"));
        if self.seen.record.environment.is_none() {
            self.environment()?;
        }
        Ok(())
    }

    pub(super) fn environment(&mut self) -> Result<(), Issue> {
        let project = self.project_id();
        let name = self.wanted.environment.clone();
        let input = json!({ "projectId": project, "name": name });
        let make = |api: &Api| {
            let answer: EnvironmentCreated =
                api.ask(documents::ENVIRONMENT_CREATE, json!({ "input": input }))?;
            Ok(answer.environment_create.id)
        };
        let look = |work: &Self| {
            let answer: ProjectAnswer = work.api.ask(documents::PROJECT, json!({ "id": project }))?;
            let mut living = answer.project.environments.living();
            Ok(living.find(|it| it.name == name).map(|it| it.id.clone()))
        };
        // Names of environments are unique, so there is nothing that it could be taken for.
        self.seen.record.environment = Some(self.make(ENVIRONMENT, Vec::new(), make, look)?);
        self.record()?;
        self.done.note(format!("environment `{name}`"));
        Ok(())
    }
}
