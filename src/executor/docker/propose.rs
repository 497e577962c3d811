//! What would have to be done to the services. Pure.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Seen,
    compose_file::{ComposeFile, Service, postgres_of},
    container::{Container, Health},
    inputs,
};
use crate::{
    diagnostics::listed,
    plan::{
        Action, Change, ExecutorId, Fidelity, Note, Proposal, RunChange, ServiceChange, ServiceState, Step,
    },
    workspace::{FileState, RelPath},
};

/// The service that runs Django.
pub(super) const WEB: &str = "web";

const COMPOSE: &str = "compose.yaml";

/// What would have to be done once `before` is.
pub(super) fn propose(seen: &Seen, before: &Proposal) -> Proposal {
    let Some(texts) = texts_after(seen, before) else {
        return noted(COMPOSE, "is not there, so services are left as they are".to_owned());
    };
    match ComposeFile::parse(texts.iter().map(String::as_str)) {
        Ok(file) => Planner { seen, before, file: &file }.propose(),
        Err(error) => noted(
            COMPOSE,
            format!(
                "cannot be read at line {}, so services are left as they are: {}",
                error.line, error.message
            ),
        ),
    }
}

fn noted(target: &str, message: String) -> Proposal {
    Proposal { notes: vec![Note { target: target.to_owned(), message, quiet: false }], ..Proposal::default() }
}

/// The compose files after the files are done; none without the first one.
fn texts_after(seen: &Seen, before: &Proposal) -> Option<Vec<String>> {
    let mut texts = seen.compose.iter().map(|path| text_after(seen, before, path));
    let first = texts.next()??;
    Some(std::iter::once(first).chain(texts.flatten()).collect())
}

/// The text at `path` after the files are done.
fn text_after(seen: &Seen, before: &Proposal, path: &RelPath) -> Option<String> {
    let found = || seen.texts.get(path).cloned();
    match change_of(before, path).and_then(Step::file).map(|change| change.after) {
        None => found(),
        Some(FileState::File { digest, .. }) => {
            let text = before.contents.get(digest).map(|bytes| String::from_utf8_lossy(bytes).into_owned());
            text.or_else(found)
        }
        Some(FileState::Absent | FileState::Directory | FileState::Symlink | FileState::Other) => None,
    }
}

/// The step that changes the file at `path`.
fn change_of<'p>(before: &'p Proposal, path: &RelPath) -> Option<&'p Step> {
    let writes = |step: &&Step| match &step.change {
        Change::File(change) => {
            change.path == *path && !matches!(step.action, Action::Record | Action::Conflict)
        }
        Change::Run(run) => run.outputs.contains(path),
        Change::Lock(_) | Change::Service(_) | Change::Remote(_) => false,
    };
    before.steps.iter().find(writes)
}

struct Planner<'s> {
    seen: &'s Seen,
    before: &'s Proposal,
    file: &'s ComposeFile,
}

impl Planner<'_> {
    fn propose(&self) -> Proposal {
        let builds: BTreeMap<&str, Step> =
            self.wanted().filter_map(|(name, service)| Some((name, self.build(name, service)?))).collect();
        let services =
            self.wanted().filter_map(|(name, service)| self.service(name, service, builds.get(name)));
        let services = self.order(services.collect());
        let migrate = self.migrate(&services);
        let steps = builds.into_values().chain(services).chain(self.orphans()).chain(migrate).collect();
        Proposal { steps, notes: self.notes(), ..Proposal::default() }
    }

    /// The services that are started when nobody asks for others.
    fn wanted(&self) -> impl Iterator<Item = (&str, &Service)> {
        self.file
            .services
            .iter()
            .filter(|(_, service)| !service.optional)
            .map(|(name, it)| (name.as_str(), it))
    }

    fn container(&self, service: &str) -> Option<&Container> {
        self.seen.containers.iter().find(|container| container.service == service)
    }

    /// The step that builds the image of a service; none when it is built of what is there.
    fn build(&self, name: &str, service: &Service) -> Option<Step> {
        let build = service.build.as_ref()?;
        let dockerfile = inputs::dockerfile(build).and_then(|path| text_after(self.seen, self.before, &path));
        let mut paths = inputs::paths(build, &dockerfile.unwrap_or_default());
        let built = self.seen.record.built.get(name);
        paths.extend(built.into_iter().flat_map(|built| built.inputs.keys().cloned()));
        let reason = match (built, self.container(name)) {
            (None, _) => "no image was built here yet".to_owned(),
            (Some(built), Some(container)) if container.image != built.image => {
                "its container runs an image that was not built here".to_owned()
            }
            (Some(built), _) => {
                let differs = |path: &&RelPath| {
                    built.inputs.get(*path) != self.seen.inputs.get(*path)
                        || change_of(self.before, path).is_some()
                };
                let changed: Vec<&str> = paths.iter().filter(differs).map(RelPath::as_str).collect();
                if changed.is_empty() {
                    return None;
                }
                format!("{} changed", listed(&changed))
            }
        };
        let command = ["docker", "compose", "build", name].map(str::to_owned).to_vec();
        let change = RunChange { command, outputs: Vec::new(), network: true };
        let depends_on = paths.iter().filter_map(|path| change_of(self.before, path));
        Some(Step {
            action: Action::Run,
            depends_on: depends_on.map(|step| step.id.clone()).collect(),
            fidelity: Fidelity::Opaque,
            change: Change::Run(change),
            ..step(format!("build:{name}"), format!("{name} image"), reason)
        })
    }

    /// The step that starts a service, or starts it anew.
    fn service(&self, name: &str, service: &Service, build: Option<&Step>) -> Option<Step> {
        let container = self.container(name);
        let (action, reason) = self.why(name, service, container, build)?;
        let files = self.seen.compose.iter().filter_map(|path| change_of(self.before, path));
        let depends_on = files.chain(build).map(|step| step.id.clone()).collect();
        Some(Step {
            action,
            depends_on,
            fidelity: Fidelity::Predicted,
            ..step(name.to_owned(), name.to_owned(), reason.to_owned()).of_service(container)
        })
    }

    fn why(
        &self,
        name: &str,
        service: &Service,
        container: Option<&Container>,
        build: Option<&Step>,
    ) -> Option<(Action, &'static str)> {
        let Some(container) = container else { return Some((Action::Create, "has no container yet")) };
        let wanted = service.configuration(&self.seen.variables, &self.seen.secrets);
        let started = self.seen.record.started.get(name).filter(|started| started.hash == container.hash);
        let health = container.health();
        let reason = match started {
            _ if health == Health::Stopped || (health == Health::Done && service.stays) => "has stopped",
            _ if build.is_some() => "its image is built anew",
            None => "was started by something else, and may have to start anew",
            Some(started) if started.with.text != wanted.text => "its part of the compose file changed",
            Some(started) if started.with.variables != wanted.variables => {
                "a variable of its part of the compose file changed"
            }
            Some(_) => return None,
        };
        Some((Action::Update, reason))
    }

    /// Lets each service follow those that it waits for.
    fn order(&self, steps: Vec<Step>) -> Vec<Step> {
        let planned: BTreeSet<String> = steps.iter().map(|step| step.target.clone()).collect();
        let with_services = |mut step: Step| {
            let after = self.file.services.get(&step.target).into_iter().flat_map(|service| &service.after);
            let after = after.filter(|name| planned.contains(*name));
            step.depends_on.extend(after.map(|name| format!("{}:{name}", ExecutorId::Docker)));
            step
        };
        let mut waiting: Vec<Step> = steps.into_iter().map(with_services).collect();
        let mut ordered: Vec<Step> = Vec::new();
        while !waiting.is_empty() {
            let is_free = |step: &Step| !waiting.iter().any(|other| step.depends_on.contains(&other.id));
            // Compose refuses services that wait for one another, and says which.
            let next = waiting.iter().position(is_free).unwrap_or(0);
            ordered.push(waiting.remove(next));
        }
        ordered
    }

    /// The containers of services that there are no more.
    fn orphans(&self) -> Vec<Step> {
        let orphans = self.seen.containers.iter().filter(|it| !self.file.services.contains_key(&it.service));
        let removed = |container: &Container| Step {
            action: Action::Delete,
            fidelity: Fidelity::Predicted,
            ..step(
                container.service.clone(),
                container.service.clone(),
                "is no service any more; its volumes are kept".to_owned(),
            )
            .of_service(Some(container))
        };
        orphans.map(removed).collect()
    }

    fn migrate(&self, services: &[Step]) -> Option<Step> {
        self.file.services.get(WEB).filter(|service| !service.optional)?;
        let record = self.seen.record.migrated.as_ref();
        let database = self.seen.database().map(|container| &container.id);
        let news: Vec<&str> = match record {
            Some(record) => self.seen.migrations.difference(&record.names).map(String::as_str).collect(),
            None => Vec::new(),
        };
        let coming = self.before.steps.iter().any(|step| {
            step.file().is_some_and(|change| change.path.as_str().contains("/migrations/"))
                && step.action != Action::Record
        });
        let locked = self.before.steps.iter().any(|step| step.executor == ExecutorId::Tools);
        let reason = match record {
            None => "the database was not migrated from here yet".to_owned(),
            Some(_) if !news.is_empty() => format!("new: {}", listed(&news)),
            Some(_) if coming => "migrations change".to_owned(),
            Some(record) if locked || record.packages != self.seen.packages => {
                "packages may bring migrations".to_owned()
            }
            Some(record) if record.database.as_ref() != database || !services.is_empty() => {
                "services start anew".to_owned()
            }
            Some(_) => return None,
        };
        let command = ["docker", "compose", "exec", WEB, "python", "manage.py", "migrate"];
        let change =
            RunChange { command: command.map(str::to_owned).to_vec(), outputs: Vec::new(), network: false };
        Some(Step {
            action: Action::Run,
            depends_on: services.iter().map(|step| step.id.clone()).collect(),
            fidelity: Fidelity::Opaque,
            change: Change::Run(change),
            ..step("migrate".to_owned(), "migrations".to_owned(), reason)
        })
    }

    /// What is odd and needs a person.
    fn notes(&self) -> Vec<Note> {
        let mut notes = Vec::new();
        let mut note = |target: &str, message: String| {
            notes.push(Note { target: target.to_owned(), message, quiet: false });
        };
        for (name, service) in self.wanted() {
            let Some(container) = self.container(name) else { continue };
            if container.health() == Health::Unhealthy {
                note(name, format!("is unhealthy; `quickscale logs {name}` may say why"));
            }
            if let (Some(wanted), Some(found)) = (service.postgres(), postgres_of(&container.image_name))
                && wanted != found
            {
                note(
                    name,
                    format!(
                        "its volume holds data of PostgreSQL {found}, which {wanted} cannot read: apply will not start it"
                    ),
                );
            }
        }
        notes
    }
}

fn step(id: String, target: String, reason: String) -> Step {
    Step {
        id: format!("{}:{id}", ExecutorId::Docker),
        executor: ExecutorId::Docker,
        action: Action::Update,
        target: target.clone(),
        reason,
        depends_on: Vec::new(),
        risk: None,
        protected: None,
        fidelity: Fidelity::Predicted,
        change: Change::Service(ServiceChange { service: target, before: None }),
    }
}

impl Step {
    /// With the container that was found of its service.
    fn of_service(mut self, container: Option<&Container>) -> Self {
        if let Change::Service(change) = &mut self.change {
            change.before = container.map(|container| ServiceState {
                container: container.short_id().to_owned(),
                image: container.image_name.clone(),
                state: container.state.clone(),
            });
        }
        self
    }
}
