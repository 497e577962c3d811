//! What would have to be done on Railway. Pure.

use super::{
    answers::{Deployment, Stage},
    seen::{Seen, major_of},
    settings,
    variables::{self, Around, Compared, Problem, Values},
    wanted::{PORT, Role, Store, Wanted},
};
use crate::{
    plan::{
        Action, Change, Consequence, ExecutorId, Fidelity, FieldChange, Note, Proposal, RemoteChange, Step,
    },
    workspace::{Digest, RelPath},
};

/// The steps by what they are about, so that whoever carries them out finds them again.
pub(super) const PROJECT: &str = "project";
pub(super) const ENVIRONMENT: &str = "environment";
pub(super) const ADDRESS: &str = "address";
const RECORD: &str = "record";

pub(super) fn id(what: &str) -> String {
    format!("{}:{what}", ExecutorId::Railway)
}

/// `site settings`, and so on.
pub(super) fn of(role: Role, what: &str) -> String {
    format!("{}-{what}", role.as_str())
}

/// What `up` is told, and what tells a deployment that came from these files.
pub(super) fn mark(digest: Digest) -> String {
    let text = digest.to_string();
    format!("quickscale {}", &text[..16])
}

/// What a plan for Railway consists of.
#[derive(Debug)]
pub(super) struct Planner<'p> {
    pub(super) wanted: &'p Wanted,
    pub(super) seen: &'p Seen,
}

/// The variables of both services, compared.
#[derive(Debug, Default)]
pub(super) struct OfBoth {
    pub(super) site: Compared,
    pub(super) worker: Compared,
}

impl OfBoth {
    pub(super) fn of(&self, role: Role) -> &Compared {
        match role {
            Role::Site => &self.site,
            Role::Worker => &self.worker,
        }
    }
}

impl Planner<'_> {
    /// What has to be set.
    pub(super) fn variables(&self) -> OfBoth {
        let none = Values::default();
        let site = self.seen.values.get(&Role::Site).unwrap_or(&none);
        let worker = self.seen.values.get(&Role::Worker).unwrap_or(&none);
        let stores = self.seen.stores();
        let environment = self.seen.environment.iter();
        let found = environment.flat_map(|it| it.services()).map(|it| it.service_name.clone());
        let known = |store: &&Store| self.seen.record.services.contains_key(store.as_str());
        let coming = self.wanted.stores.iter().filter(|store| !known(store));
        let coming = coming.map(|store| store.usual_name().to_owned());
        let own = Role::ALL.iter().map(|role| self.name(*role));
        let services: Vec<String> = found.chain(coming).chain(own).collect();
        let around = Around { services: &services, stores: &stores };
        OfBoth {
            site: variables::of_site(self.wanted, site, around),
            worker: variables::of_worker(self.wanted, &self.name(Role::Site), worker, site),
        }
    }

    /// What the service is called there, or will be.
    pub(super) fn name(&self, role: Role) -> String {
        let recorded = self.seen.record.services.get(role.as_str()).map(|(_, name)| name.clone());
        recorded.unwrap_or_else(|| self.wanted.name(role))
    }

    pub(super) fn propose(&self, before: &Proposal) -> Proposal {
        let mut steps: Vec<Step> = Vec::new();
        steps.extend(self.project());
        steps.extend(self.environment());
        steps.extend(self.wanted.stores.iter().filter_map(|store| self.store(*store)));
        let compared = self.variables();
        for role in Role::ALL {
            steps.extend(self.service(role, compared.of(role)));
        }
        steps.extend(self.addresses());
        let files_change = before.steps.iter().any(|step| self.changes_what_is_sent(step));
        for role in Role::ALL {
            let why = self.why_deploy(role, &steps, files_change);
            let deployment = why.map(|(reason, waiting)| self.deployment(role, reason, waiting, &steps));
            steps.extend(deployment);
        }
        if steps.is_empty() && self.seen.record != self.seen.written {
            let reason = "is there already: its ids are recorded".to_owned();
            steps.push(step(Action::Record, RECORD, format!("project {}", self.wanted.project), reason));
        }
        let notes = if steps.is_empty() { self.quiet_notes(&compared) } else { self.notes(&compared) };
        let consequences = if steps.is_empty() { Vec::new() } else { self.consequences() };
        Proposal { steps, notes, consequences, ..Proposal::default() }
    }

    fn project(&self) -> Option<Step> {
        if self.seen.record.project.is_some() {
            return None;
        }
        let reason = match &self.seen.workspace {
            Some(workspace) => format!("the workspace `{}` has none of that name", workspace.name),
            None => "there is none of that name".to_owned(),
        };
        Some(step(Action::Create, PROJECT, format!("project {}", self.wanted.project), reason))
    }

    fn environment(&self) -> Option<Step> {
        if self.seen.environment.is_some() {
            return None;
        }
        let reason = match self.seen.record.project {
            // It comes with the project.
            None => return None,
            Some(_) => "the project has none of that name".to_owned(),
        };
        Some(step(Action::Create, ENVIRONMENT, format!("environment {}", self.wanted.environment), reason))
    }

    fn store(&self, store: Store) -> Option<Step> {
        if self.seen.record.services.contains_key(store.as_str()) {
            return None;
        }
        let what = match store {
            Store::Postgres => format!("PostgreSQL {}", self.wanted.postgres_version),
            Store::Redis => "Redis".to_owned(),
        };
        let reason = format!("{what}, from Railway's template, with a volume");
        Some(step(Action::Create, store.as_str(), format!("database {}", store.usual_name()), reason))
    }

    /// The steps that make a service, or what differs about it.
    fn service(&self, role: Role, compared: &Compared) -> Vec<Step> {
        let name = self.name(role);
        let settings = settings::differences(role, self.wanted, self.seen.config(role));
        let fields: Vec<FieldChange> = settings.iter().map(settings::Difference::field).collect();
        let values: Vec<FieldChange> = compared.changes.iter().map(variables::Change::field).collect();
        let mut steps = Vec::new();
        if self.seen.service(role).is_none() {
            let reason = match role {
                Role::Site => "runs the site",
                Role::Worker => "carries out background tasks, such as sending mail",
            };
            let made = step(Action::Create, role.as_str(), format!("service {name}"), reason.to_owned());
            steps.push(made.with("variables", values));
            let set = step(
                Action::Update,
                &of(role, "settings"),
                format!("settings of {name}"),
                "is new".to_owned(),
            );
            steps.push(set.with("settings", fields));
            return steps;
        }
        let parts = [("variables", values), ("settings", fields)];
        for (what, fields) in parts.into_iter().filter(|(_, fields)| !fields.is_empty()) {
            let reason = "differs from what the manifest says".to_owned();
            let changed = step(Action::Update, &of(role, what), format!("{what} of {name}"), reason);
            steps.push(changed.with(what, fields));
        }
        steps
    }

    fn addresses(&self) -> Vec<Step> {
        let domains = self.seen.service(Role::Site).map(|site| &site.domains);
        let mut steps = Vec::new();
        if domains.is_none_or(|domains| domains.service_domains.is_empty()) {
            let reason = format!("Railway chooses it; leads to port {PORT}");
            steps.push(step(Action::Create, ADDRESS, "address *.up.railway.app".to_owned(), reason));
        }
        for domain in &self.wanted.domains {
            let found = domains.is_some_and(|it| it.custom_domains.iter().any(|it| it.domain == *domain));
            if !found {
                let reason = "declared; its name server has to point to Railway".to_owned();
                steps.push(step(
                    Action::Create,
                    &format!("domain-{domain}"),
                    format!("domain {domain}"),
                    reason,
                ));
            }
        }
        steps
    }

    /// Whether a step that comes first changes a file that is sent.
    fn changes_what_is_sent(&self, step: &Step) -> bool {
        let is_sent = |path: &RelPath| {
            let first = path.as_str().split('/').next().unwrap_or_default();
            self.seen.sent_from.contains(first) || first == "Dockerfile" || first.ends_with("ignore")
        };
        match &step.change {
            Change::File(change) => {
                !matches!(step.action, Action::Record | Action::Conflict) && is_sent(&change.path)
            }
            Change::Run(run) => run.outputs.iter().any(is_sent),
            Change::Lock(_) | Change::Service(_) | Change::Remote(_) => false,
        }
    }

    /// Why something has to be deployed; or waited for, which is said by `true`.
    fn why_deploy(&self, role: Role, steps: &[Step], files_change: bool) -> Option<(String, bool)> {
        let because = |text: &str| Some((text.to_owned(), false));
        let Some(latest) = self.seen.service(role).and_then(|it| it.latest_deployment.as_ref()) else {
            return because("nothing is deployed yet");
        };
        let of_service = [role.as_str().to_owned(), of(role, "settings"), of(role, "variables")];
        let changes = steps.iter().any(|step| of_service.iter().any(|what| step.id == id(what)));
        let same = self.seen.digest.is_some_and(|digest| self.sent(role, latest, digest));
        match latest.stage() {
            _ if files_change => because("files change"),
            _ if changes => because("what it runs with changes"),
            _ if !same => because("the files are others than those that are deployed"),
            Stage::Well => None,
            Stage::Going | Stage::NeedsApproval => {
                Some(("a deployment of these files goes on: waits for it".to_owned(), true))
            }
            Stage::Bad => because("the last deployment failed"),
            Stage::Gone => because("the last deployment was taken away"),
        }
    }

    /// Whether `latest` is of the files that are here now.
    pub(super) fn sent(&self, role: Role, latest: &Deployment, digest: Digest) -> bool {
        let begun = self.seen.note.begun.get(role.as_str());
        let noted = begun.is_some_and(|begun| begun.id == latest.id && begun.digest == digest.to_string());
        noted || latest.meta.to_string().contains(&mark(digest))
    }

    fn deployment(&self, role: Role, reason: String, waiting: bool, steps: &[Step]) -> Step {
        let name = self.name(role);
        let what = if waiting { "wait for" } else { "deploy" };
        let target = format!("{what} {name}");
        let depends_on = steps.iter().map(|step| step.id.clone()).collect();
        let step = step(Action::Run, &of(role, "deployment"), target, reason).with("deployment", Vec::new());
        Step { depends_on, fidelity: Fidelity::Opaque, ..step }
    }

    /// What a person should know before anything is carried out.
    fn notes(&self, compared: &OfBoth) -> Vec<Note> {
        let mut notes = self.quiet_notes(compared);
        if !self.seen.has_dockerfile {
            notes.push(note("Dockerfile", "is not sent yet: Railway builds the image from it".to_owned()));
        }
        notes
    }

    /// What stays true when there is nothing to do.
    fn quiet_notes(&self, compared: &OfBoth) -> Vec<Note> {
        let mut notes = Vec::new();
        for name in &self.seen.configuration_files {
            let message =
                "is not read by Railway any more: what it says belongs into the manifest".to_owned();
            notes.push(note(name, message));
        }
        if let Some((id, name)) = &self.seen.record.project
            && ![id, name].contains(&&self.wanted.project)
        {
            let Wanted { environment, project, .. } = self.wanted;
            let message = format!(
                "is recorded in `.quickscale/lock/{environment}.railway`, so that is where this goes; delete the record to \
                 deploy to `{project}`"
            );
            notes.push(note(&format!("project {name}"), message));
        }
        if self.wanted.sqlite {
            let message =
                "SQLite's file would be lost with every deployment: PostgreSQL takes its place".to_owned();
            notes.push(note("database", message));
        }
        for problem in &compared.site.problems {
            match problem {
                Problem::Missing(name) => {
                    notes.push(note(
                        name,
                        "has no value yet, and the site does not start without one".to_owned(),
                    ));
                }
                Problem::Broken { name, service } => {
                    let message =
                        format!("refers to a service `{service}`, which is not there, and is empty");
                    notes.push(note(name, message));
                }
                Problem::Unset(_) => {}
            }
        }
        if let Some(found) = self.postgres_found().filter(|found| *found != self.wanted.postgres_version) {
            let wanted = self.wanted.postgres_version;
            let message = format!(
                "runs PostgreSQL {found}, the manifest says {wanted}; a deploy changes neither version nor data"
            );
            notes.push(note("database", message));
        }
        let repository = |role| self.seen.service(role)?.source.as_ref()?.repo.clone();
        if let Some(repository) = repository(Role::Site) {
            let message = format!(
                "also deploys every push to {repository}; disconnect it, or it takes turns with this"
            );
            notes.push(note(&self.name(Role::Site), message));
        }
        notes
    }

    fn postgres_found(&self) -> Option<u32> {
        let (id, _) = self.seen.record.services.get(Store::Postgres.as_str())?;
        major_of(self.seen.environment.as_ref()?.service(id)?.image()?)
    }

    /// What is taken over, which nobody has agreed to yet.
    fn consequences(&self) -> Vec<Consequence> {
        let adopted = |what: &String| {
            let recorded = &self.seen.record;
            let (id, name) = match what.as_str() {
                PROJECT => recorded.project.clone()?,
                what => recorded.services.get(what).cloned()?,
            };
            let kind = if what == PROJECT { "project" } else { "service" };
            let message =
                format!("this {kind} ({id}) was not made from here, and is deployed to from now on");
            Some(Consequence { target: format!("{kind} {name}"), message })
        };
        self.seen.adopted.iter().filter_map(adopted).collect()
    }
}

fn note(target: &str, message: String) -> Note {
    Note { target: target.to_owned(), message, quiet: false }
}

fn step(action: Action, what: &str, target: String, reason: String) -> Step {
    Step {
        id: id(what),
        executor: ExecutorId::Railway,
        action,
        target,
        reason,
        depends_on: Vec::new(),
        risk: None,
        protected: None,
        fidelity: Fidelity::Predicted,
        change: Change::Remote(RemoteChange { resource: what.to_owned(), fields: Vec::new() }),
    }
}

impl Step {
    /// With the fields that differ.
    fn with(mut self, resource: &str, fields: Vec<FieldChange>) -> Self {
        self.change = Change::Remote(RemoteChange { resource: resource.to_owned(), fields });
        self
    }
}
