//! Uploading the files, and waiting for what becomes of them.

use std::time::Duration;

use super::Work;
use crate::{
    diagnostics::Issue,
    executor::railway::{
        answers::Stage,
        api::Api,
        deployed::dashboard,
        note::Begun,
        propose::{self, Planner},
        seen, settings,
        transport::Place,
        wait::Awaited,
        wanted::{Role, Store},
    },
};

impl Work<'_> {
    pub(super) fn deployment(&mut self, role: Role) -> Result<(), Issue> {
        let Some((id, name)) = self.seen.record.services.get(role.as_str()).cloned() else { return Ok(()) };
        for store in [Store::Postgres, Store::Redis] {
            // One that was made by this command is known to be well.
            let service = self.seen.record.services.get(store.as_str());
            let found = service.and_then(|(id, _)| self.seen.environment.as_ref()?.service(id));
            let latest = found.and_then(|it| it.latest_deployment.as_ref());
            if latest.is_some_and(|it| it.stage() == Stage::Going) {
                self.wait_for_store(store)?;
            }
        }
        let digest = self.root.shipped()?.digest()?;
        let latest = self.seen.service(role).and_then(|it| it.latest_deployment.clone());
        let planner = Planner { wanted: self.wanted, seen: self.seen };
        let goes_on = latest.as_ref().filter(|latest| {
            matches!(latest.stage(), Stage::Going | Stage::NeedsApproval)
                && planner.sent(role, latest, digest)
                && !self.changed(role)
        });
        let (deployment, log) = match goes_on {
            Some(latest) => (latest.id.clone(), None),
            None => {
                let before = latest.map(|it| it.id);
                let begun = self.upload(&id, before.as_deref(), &propose::mark(digest))?;
                self.done.note(format!("upload of `{name}`"));
                begun
            }
        };
        let begun = Begun { id: deployment.clone(), digest: digest.to_string() };
        self.seen.note.begun.insert(role.as_str().to_owned(), begun);
        self.seen.note.making = None;
        self.remember()?;
        if role == Role::Site {
            self.deployed.deployment = Some(deployment.clone());
        }
        if self.deploying.detach {
            self.events.reached(&format!("{name}: begun, and goes on by itself"));
            self.deployed.detached = true;
            return Ok(());
        }
        self.until_well(&deployment, &name, &id, log, self.deploying.patience())
    }

    /// Whether this command changed what the service runs with.
    fn changed(&self, role: Role) -> bool {
        let planner = Planner { wanted: self.wanted, seen: self.seen };
        !planner.variables().of(role).changes.is_empty()
            || !settings::differences(role, self.wanted, self.seen.config(role)).is_empty()
    }

    /// Uploads the files, and returns the deployment that was begun, with the address of its log.
    fn upload(
        &mut self,
        service: &str,
        before: Option<&str>,
        mark: &str,
    ) -> Result<(String, Option<String>), Issue> {
        let (project, environment) = (self.project_id(), self.environment_id());
        let place = Place { project: &project, environment: &environment, service };
        let upload = |api: &Api| {
            let uploaded = api.upload(self.root, place, mark)?;
            Ok((uploaded.deployment_id, uploaded.logs_url))
        };
        let look = |work: &Self| {
            let environment = seen::environment(work.api, &project, &environment)?;
            let latest = environment.service(service).and_then(|it| it.latest_deployment.clone());
            let new =
                latest.filter(|it| Some(it.id.as_str()) != before && it.meta.to_string().contains(mark));
            Ok(new.map(|it| (it.id, None)))
        };
        self.certainly(upload, look).map_err(|failure| self.api.issue(failure))
    }

    pub(super) fn until_well(
        &mut self,
        deployment: &str,
        name: &str,
        service: &str,
        log: Option<String>,
        patience: Duration,
    ) -> Result<(), Issue> {
        let log = log.unwrap_or_else(|| {
            format!("{}/service/{service}?id={deployment}", dashboard(&self.project_id()))
        });
        let awaited = Awaited { id: deployment, service: name, log: &log, patience };
        awaited.until_well(self.api, self.events)
    }
}
