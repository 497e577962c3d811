//! Making what is on Railway what the plan says: one step after the other, each recorded before the next one begins.

use std::{
    thread,
    time::{Duration, Instant},
};

use serde_json::{Map, Value, json};

use super::{
    Deployed, Deploying, DnsRecord,
    answers::{
        CustomDomain, CustomDomainCreated, EnvironmentCreated, Instance, ProjectAnswer, ProjectCreated,
        Record, ServiceCreated, ServiceDomainCreated, Stage, TemplateAnswer, TemplateDeployed,
        WorkflowAnswer,
    },
    api::Api,
    documents::{self, Document},
    failure::Failure,
    note::{Begun, Making},
    propose::{self, ADDRESS, ENVIRONMENT, PROJECT, Planner},
    secret::{Secret, secret_key},
    seen::{self, Seen},
    settings,
    transport::Place,
    trouble::{self, Done},
    variables::Change,
    wait::Awaited,
    wanted::{PORT, Role, Store, Wanted},
};
use crate::{
    diagnostics::{Issue, codes::railway as codes},
    executor::Events,
    plan::{Action, Step},
    state::railway_path,
    workspace::Root,
};

/// So often is a change repeated that nobody knows the fate of, each time after looking.
const ATTEMPTS: u32 = 3;

/// So often is it looked whether a change that Railway took has taken effect.
const LOOKS: u32 = 10;

/// The same for a database, of which Railway makes a service, a volume and a deployment: a minute at the usual pace.
const PATIENT_LOOKS: u32 = 32;

/// So long may it take until a new database runs.
const STORE_PATIENCE: Duration = Duration::from_mins(5);

/// What one deployment works with.
pub(super) struct Work<'w> {
    pub(super) root: &'w Root,
    pub(super) api: &'w Api,
    pub(super) wanted: &'w Wanted,
    pub(super) seen: &'w mut Seen,
    pub(super) deploying: &'w Deploying,
    pub(super) events: &'w mut dyn Events,
    pub(super) done: Done,
    pub(super) deployed: Deployed,
    /// The key of a new site, the same however often its service is asked for.
    pub(super) key: Option<Secret>,
}

impl Work<'_> {
    /// Carries out `steps` in their order.
    pub(super) fn run(&mut self, steps: &[Step]) -> Result<(), Issue> {
        // What was found and not recorded, and what was agreed to.
        self.record()?;
        for step in steps {
            self.events.started(step);
            self.step(step)?;
            self.events.finished(step);
        }
        self.seen.note.making = None;
        self.remember()?;
        self.tell();
        Ok(())
    }

    fn step(&mut self, step: &Step) -> Result<(), Issue> {
        let what = step.id.trim_start_matches("railway:");
        let of_role = |role: &Role| {
            let rest = what.strip_prefix(role.as_str())?;
            Some((*role, rest.trim_start_matches('-')))
        };
        if let Some((role, part)) = Role::ALL.iter().find_map(of_role) {
            return match part {
                "" => self.service(role),
                "settings" => self.settings(role),
                "variables" => self.variables(role),
                _ => self.deployment(role),
            };
        }
        match what {
            PROJECT => self.project(),
            ENVIRONMENT => self.environment(),
            ADDRESS => self.address(),
            "postgres" => self.store(Store::Postgres),
            "redis" => self.store(Store::Redis),
            _ if step.action == Action::Record => Ok(()),
            domain => self.domain(domain.trim_start_matches("domain-")),
        }
    }

    fn record(&self) -> Result<(), Issue> {
        let environment = &self.wanted.environment;
        let Some(path) = railway_path(environment) else { return Ok(()) };
        Ok(self.root.write_own(&path, self.seen.record.to_text(environment).as_bytes())?)
    }

    fn remember(&self) -> Result<(), Issue> {
        self.seen.note.write(self.root, &self.wanted.environment)
    }

    /// Makes something, unless it turns out to have been made when nobody heard of it. `look` finds it again.
    fn make<T>(
        &mut self,
        what: &str,
        before: Vec<String>,
        make: impl Fn(&Api) -> Result<T, Failure>,
        look: impl Fn(&Self) -> Result<Option<T>, Failure>,
    ) -> Result<T, Issue> {
        self.seen.note.making = Some(Making { what: what.to_owned(), before });
        self.remember()?;
        let made = self.certainly(make, look);
        if made.as_ref().is_err_and(|failure| !failure.leaves_doubt()) {
            self.seen.note.making = None;
            self.remember()?;
        }
        made.map_err(|failure| self.api.issue(failure))
    }

    /// Does something until it is known to be done.
    fn certainly<T>(
        &self,
        act: impl Fn(&Api) -> Result<T, Failure>,
        look: impl Fn(&Self) -> Result<Option<T>, Failure>,
    ) -> Result<T, Failure> {
        let mut attempt = 1;
        loop {
            let answer = act(self.api);
            let doubtful = answer.as_ref().is_err_and(Failure::leaves_doubt);
            if !doubtful || attempt == ATTEMPTS {
                return answer;
            }
            thread::sleep(self.api.pace() * 2 * attempt);
            if let Some(done) = look(self)? {
                return Ok(done);
            }
            attempt += 1;
        }
    }

    fn project(&mut self) -> Result<(), Issue> {
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
            let workspaces = seen::workspaces(work.api)?;
            let candidates = seen::candidates(&workspaces, work.wanted);
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

    fn environment(&mut self) -> Result<(), Issue> {
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

    fn store(&mut self, store: Store) -> Result<(), Issue> {
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
    fn wait_for_store(&mut self, store: Store) -> Result<(), Issue> {
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

    fn service(&mut self, role: Role) -> Result<(), Issue> {
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

    fn settings(&mut self, role: Role) -> Result<(), Issue> {
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

    fn variables(&mut self, role: Role) -> Result<(), Issue> {
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

    fn address(&mut self) -> Result<(), Issue> {
        let Some((id, _)) = self.seen.record.services.get(Role::Site.as_str()).cloned() else {
            return Ok(());
        };
        let asked = json!({ "input": {
            "environmentId": self.environment_id(),
            "serviceId": id,
            "targetPort": PORT,
        } });
        let make = |api: &Api| {
            let answer: ServiceDomainCreated = api.ask(documents::SERVICE_DOMAIN_CREATE, asked.clone())?;
            Ok(answer.service_domain_create.domain)
        };
        let look = |work: &Self| {
            let environment = seen::environment(work.api, &work.project_id(), &work.environment_id())?;
            let domains = environment.service(&id).map(|site| site.domains.service_domains.clone());
            Ok(domains.and_then(|domains| domains.first().map(|it| it.domain.clone())))
        };
        let domain = self.certainly(make, look).map_err(|failure| self.api.issue(failure))?;
        self.done.note(format!("address `{domain}`"));
        self.deployed.url = Some(address(&domain));
        Ok(())
    }

    fn domain(&mut self, domain: &str) -> Result<(), Issue> {
        let Some((id, _)) = self.seen.record.services.get(Role::Site.as_str()).cloned() else {
            return Ok(());
        };
        let asked = json!({ "input": {
            "projectId": self.project_id(),
            "environmentId": self.environment_id(),
            "serviceId": id,
            "domain": domain,
            "targetPort": PORT,
        } });
        let make = |api: &Api| {
            let answer: CustomDomainCreated = api.ask(documents::CUSTOM_DOMAIN_CREATE, asked.clone())?;
            Ok(answer.custom_domain_create)
        };
        let look = |work: &Self| {
            let environment = seen::environment(work.api, &work.project_id(), &work.environment_id())?;
            let domains = environment.service(&id).map(|site| site.domains.custom_domains.clone());
            Ok(domains.and_then(|domains| domains.into_iter().find(|it| it.domain == domain)))
        };
        let made = self.certainly(make, look).map_err(|failure| self.api.issue(failure))?;
        self.deployed.records.extend(records(&made));
        self.done.note(format!("domain `{domain}`"));
        Ok(())
    }

    fn deployment(&mut self, role: Role) -> Result<(), Issue> {
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

    fn until_well(
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

    /// Looks again and again, for a while.
    fn looked<T>(
        &self,
        looks: u32,
        look: impl Fn(&Self) -> Result<Option<T>, Failure>,
    ) -> Result<Option<T>, Failure> {
        for turn in 0..looks {
            thread::sleep(self.api.pace() * turn.min(4));
            if let Some(found) = look(self)? {
                return Ok(Some(found));
            }
        }
        Ok(None)
    }

    /// The same, with the error for a person.
    fn until<T>(
        &self,
        looks: u32,
        look: impl Fn(&Self) -> Result<Option<T>, Failure>,
    ) -> Result<Option<T>, Issue> {
        self.looked(looks, look).map_err(|failure| self.api.issue(failure))
    }

    fn ask<T: serde::de::DeserializeOwned>(&self, document: Document, variables: Value) -> Result<T, Issue> {
        self.api.ask(document, variables).map_err(|failure| self.api.issue(failure))
    }

    fn project_id(&self) -> String {
        self.seen.record.project.as_ref().map(|(id, _)| id.clone()).unwrap_or_default()
    }

    fn environment_id(&self) -> String {
        self.seen.record.environment.clone().unwrap_or_default()
    }

    /// What there is to say in the end.
    fn tell(&mut self) {
        self.deployed.of(self.seen, self.wanted);
        self.deployed.requests = self.api.requests();
    }
}

impl Deployed {
    /// Fills in what is known of where the site is.
    pub(super) fn of(&mut self, seen: &Seen, wanted: &Wanted) {
        let Some((id, name)) = seen.record.project.clone() else { return };
        self.dashboard = dashboard(&id);
        self.project = name;
        let service = seen.record.services.get(Role::Site.as_str()).map(|(_, name)| name.as_str());
        let service = service.unwrap_or(&wanted.service);
        self.shell =
            format!("railway ssh --project {id} --environment {} --service {service}", wanted.environment);
        wanted.environment.clone_into(&mut self.environment);
        let Some(site) = seen.service(Role::Site) else { return };
        let domains = &site.domains;
        let found = domains.service_domains.first().map(|it| address(&it.domain));
        self.url = self.url.take().or(found);
        self.deployment =
            self.deployment.take().or_else(|| Some(site.latest_deployment.as_ref()?.id.clone()));
        self.records.extend(domains.custom_domains.iter().filter(|it| !it.status.verified).flat_map(records));
    }
}

fn records(domain: &CustomDomain) -> Vec<DnsRecord> {
    let open = domain.status.dns_records.iter().filter(|record| !record.status.ends_with("PROPAGATED"));
    let record = |record: &Record| DnsRecord {
        domain: domain.domain.clone(),
        kind: record.record_type.trim_start_matches("DNS_RECORD_TYPE_").to_owned(),
        name: record.fqdn.clone(),
        value: record.required_value.clone(),
    };
    open.map(record).collect()
}

fn address(domain: &str) -> String {
    format!("https://{domain}")
}

fn dashboard(project: &str) -> String {
    format!("https://railway.com/project/{project}")
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
