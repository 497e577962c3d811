//! The services of a developer's machine: what the compose file asks for, beside what the engine runs.
//!
//! The plan is made from texts and from one question to the engine, without compose and without the network. What
//! compose makes of a text cannot be known by looking at it, so what it wrote on its containers is noted beside
//! the text that they were started with; as long as both are the same, nothing has to be done.

mod carry_out;
mod compose;
mod compose_file;
mod container;
mod development;
mod engine;
#[cfg(test)]
mod fixtures;
mod inputs;
mod migrations;
mod name;
mod ports;
mod propose;
mod record;
#[cfg(test)]
mod tests;
mod trouble;
mod variables;
mod volume;
mod wait;
mod yaml;

use std::collections::{BTreeMap, BTreeSet};

use camino::Utf8Path;

use self::{
    compose_file::ComposeFile, container::Container, engine::Engine, inputs::Inputs, name::Choice,
    record::Record, variables::Variables,
};
use super::{Events, Executor};
use crate::{
    diagnostics::{Issue, Report},
    plan::{ExecutorId, Note, Plan, Proposal, Step},
    resolve::Project,
    workspace::{Digest, RelPath, Root},
};

pub use carry_out::Effort;
pub use development::{Logs, Running};
pub use engine::Absent;

/// The files that compose reads, unless `COMPOSE_FILE` names others. The first one is generated.
const COMPOSE_FILES: [&str; 3] = ["compose.yaml", "compose.override.yaml", "compose.override.yml"];

const DOTENV: &str = ".env";

const UV_LOCK: &str = "uv.lock";

/// The services of one checkout, as they were found.
#[derive(Debug)]
pub struct Docker<'r> {
    root: &'r Root,
    project: String,
    secrets: BTreeSet<String>,
    engine: Engine,
    seen: Result<Seen, Absent>,
}

/// What was found.
#[derive(Debug, Default)]
struct Seen {
    /// What compose calls the project.
    name: String,
    /// The containers of this checkout.
    containers: Vec<Container>,
    /// The compose files, whether or not they are there.
    compose: Vec<RelPath>,
    /// The texts of those and of Dockerfiles that are there.
    texts: BTreeMap<RelPath, String>,
    /// The files that images are built from.
    inputs: Inputs,
    variables: Variables,
    /// The variables whose values must leave no trace.
    secrets: BTreeSet<String>,
    migrations: BTreeSet<String>,
    /// The digest of what names the packages.
    packages: Option<Digest>,
    record: Record,
}

impl<'r> Docker<'r> {
    /// Looks at the engine and the files that decide what it runs, without changing anything.
    pub fn observe(root: &'r Root, project: &Project) -> Result<Self, Report> {
        let secret = project.variables.iter().filter(|(_, variable)| variable.secret);
        let mut docker = Self {
            root,
            project: project.name.clone(),
            secrets: secret.map(|(name, _)| name.clone()).collect(),
            engine: Engine::from_environment(),
            seen: Ok(Seen::default()),
        };
        docker.seen = docker.look()?;
        Ok(docker)
    }

    /// Looks again.
    fn look(&self) -> Result<Result<Seen, Absent>, Report> {
        let record = Record::read(self.root)?;
        let containers = match container::all(&self.engine) {
            Ok(containers) => containers,
            Err(absent) => return Ok(Err(absent)),
        };
        let mut seen = Seen { record, secrets: self.secrets.clone(), ..Seen::default() };
        seen.read_files(self.root)?;
        match seen.choose_name(self, &containers) {
            Ok(name) => seen.name = name,
            Err(absent) => return Ok(Err(absent)),
        }
        seen.containers = containers.into_iter().filter(|container| container.project == seen.name).collect();
        Ok(Ok(seen))
    }

    /// What was found, or the error for a command that needs an engine.
    fn seen(&self) -> Result<&Seen, Issue> {
        self.seen.as_ref().map_err(Absent::to_issue)
    }

    fn containers_of(&self, name: &str) -> Result<Vec<Container>, Absent> {
        let mut containers = container::all(&self.engine)?;
        containers.retain(|container| container.project == name);
        Ok(containers)
    }
}

impl Seen {
    fn read_files(&mut self, root: &Root) -> Result<(), Report> {
        let dotenv = self.read_text(root, DOTENV)?.unwrap_or_default();
        self.variables = Variables::new(&dotenv);
        let named = self.variables.get("COMPOSE_FILE");
        let names: Vec<&str> =
            named.as_deref().map_or_else(|| COMPOSE_FILES.to_vec(), |it| it.split(':').collect());
        self.compose =
            names.into_iter().filter_map(|name| RelPath::new(name.trim_start_matches("./")).ok()).collect();
        for path in self.compose.clone() {
            let text = self.read_text(root, path.as_str())?;
            self.texts.extend(text.map(|text| (path, text)));
        }
        // A file that cannot be read is said when it is planned for.
        let file = self.compose_file().unwrap_or_default();
        for build in file.services.values().filter_map(|service| service.build.as_ref()) {
            let Some(path) = inputs::dockerfile(build) else { continue };
            let text = self.read_text(root, path.as_str())?.unwrap_or_default();
            self.inputs.extend(inputs::read(root, inputs::paths(build, &text))?);
            self.texts.insert(path, text);
        }
        self.migrations = migrations::names(root)?;
        let packages = RelPath::new(UV_LOCK).expect("internal: the name of this file is a path");
        self.packages = root.read_if_file(&packages)?.map(|bytes| Digest::of(&bytes));
        Ok(())
    }

    fn read_text(&self, root: &Root, name: &str) -> Result<Option<String>, Report> {
        let Ok(path) = RelPath::new(name) else { return Ok(None) };
        if !root.is_file(&path)? {
            return Ok(None);
        }
        Ok(Some(String::from_utf8_lossy(&root.read(&path)?).into_owned()))
    }

    fn compose_file(&self) -> Result<ComposeFile, yaml::Unreadable> {
        let texts = self.compose.iter().filter_map(|path| self.texts.get(path));
        ComposeFile::parse(texts.map(String::as_str))
    }

    fn choose_name(&self, docker: &Docker<'_>, containers: &[Container]) -> Result<String, Absent> {
        if let Some(name) = self.variables.get("COMPOSE_PROJECT_NAME") {
            return Ok(name);
        }
        let recorded = self.record.project.as_deref();
        let choice = Choice {
            root: docker.root.path(),
            plain: &docker.project,
            recorded: recorded.map(|name| (name, Utf8Path::new(&self.record.directory))),
            containers,
        };
        choice.name(|name| name::holds_data(&docker.engine, name))
    }

    fn container(&self, service: &str) -> Option<&Container> {
        self.containers.iter().find(|container| container.service == service)
    }

    /// The container of the database server.
    fn database(&self) -> Option<&Container> {
        self.containers.iter().find(|container| compose_file::postgres_of(&container.image_name).is_some())
    }
}

impl Executor for Docker<'_> {
    fn id(&self) -> ExecutorId {
        ExecutorId::Docker
    }

    fn seen(&self) -> String {
        match &self.seen {
            Ok(seen) => {
                let line = |it: &Container| format!("{} {} {} {}\n", it.service, it.id, it.state, it.hash);
                format!("{}\n{}", seen.name, seen.containers.iter().map(line).collect::<String>())
            }
            Err(absent) => format!("{absent}\n"),
        }
    }

    fn plan(&self, before: &Proposal) -> Proposal {
        match &self.seen {
            Ok(seen) => propose::propose(seen, before),
            Err(absent) => {
                let message = format!("services are left out, because {absent}");
                let note = Note { target: ExecutorId::Docker.name().to_owned(), message, quiet: false };
                Proposal { notes: vec![note], ..Proposal::default() }
            }
        }
    }

    fn apply(&mut self, plan: &Plan, events: &mut dyn Events) -> Result<(), Report> {
        let steps: Vec<&Step> =
            plan.steps.iter().filter(|step| step.executor == ExecutorId::Docker).collect();
        self.converge(&steps, &Effort::default(), events)
    }
}
