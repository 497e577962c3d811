//! Making the services what the plan says.

use std::time::Duration;

use super::{
    Docker, Seen,
    compose::{self, Compose},
    compose_file::ComposeFile,
    propose::WEB,
    record::{Built, Migrated, Started},
    trouble::{self, Doing},
    wait,
};
use crate::{
    diagnostics::{Issue, Report, SourceFile, codes::docker as codes},
    executor::Events,
    plan::{Action, Change, Step},
    process::{Command, Transcript},
};

/// How much is done, besides what is planned.
#[derive(Debug, Clone, Copy)]
pub struct Effort {
    /// Images are built whether or not their files changed.
    pub build: bool,
    /// Nothing is taken from the cache when images are built.
    pub no_cache: bool,
    /// Compose is asked to start what is not running, whether or not something is planned.
    pub start: bool,
    /// How long services may take to become healthy.
    pub patience: Duration,
}

impl Default for Effort {
    fn default() -> Self {
        Self { build: false, no_cache: false, start: false, patience: Duration::from_mins(2) }
    }
}

/// What one convergence works with.
struct Work<'w> {
    seen: Seen,
    file: ComposeFile,
    compose: Compose,
    steps: &'w [&'w Step],
    effort: &'w Effort,
}

impl Docker<'_> {
    /// Carries out `steps`, in the order build, start, migrate. Each leaves a note behind, so that what was interrupted
    /// goes on where it was.
    pub fn converge(&self, steps: &[&Step], effort: &Effort, events: &mut dyn Events) -> Result<(), Report> {
        // The files of the plan are in place by now.
        let mut seen = self.look()?.map_err(|absent| absent.to_issue())?;
        seen.record.project = Some(seen.name.clone());
        self.root.path().clone_into(&mut seen.record.directory);
        let file = seen.readable_compose_file()?;
        let compose = Compose::ready(self.root, &seen)?;
        events.said(&compose.name());
        let mut work = Work { seen, file, compose, steps, effort };
        self.check_volumes(&work.seen, &work.file)?;
        self.build(&mut work, events)?;
        let started = self.start(&mut work, events)?;
        self.migrate(&mut work, started, events)
    }

    fn build(&self, work: &mut Work<'_>, events: &mut dyn Events) -> Result<(), Report> {
        let steps = work.named(|step| matches!(&step.change, Change::Run(_)) && step.target != "migrations");
        let names: Vec<&str> = match work.effort.build {
            true => work
                .file
                .services
                .iter()
                .filter(|(_, it)| it.build.is_some())
                .map(|(name, _)| name.as_str())
                .collect(),
            false => steps.iter().filter_map(|step| step.target.strip_suffix(" image")).collect(),
        };
        if names.is_empty() {
            return Ok(());
        }
        steps.iter().for_each(|step| events.started(step));
        let cache = work.effort.no_cache.then_some("--no-cache");
        let words = ["build"].into_iter().chain(cache).chain(names.iter().copied());
        let said = work.run(self, words, events)?;
        if !said.success() {
            return Err(self.trouble(Doing::Build, &work.seen, &work.file, &said).into());
        }
        steps.iter().for_each(|step| events.finished(step));
        // Which image came of it is known once a container runs it.
        for name in names {
            let inputs = work.file.services.get(name).and_then(|service| service.build.as_ref());
            let inputs = inputs.map(|build| work.seen.inputs_of(build)).unwrap_or_default();
            work.seen.record.built.insert(name.to_owned(), Built { image: String::new(), inputs });
        }
        Ok(())
    }

    /// Whether anything was started.
    fn start(&self, work: &mut Work<'_>, events: &mut dyn Events) -> Result<bool, Report> {
        let steps = work.named(|step| matches!(step.change, Change::Service(_)));
        let built = work.seen.record.built.values().any(|built| built.image.is_empty());
        if steps.is_empty() && !work.effort.start && !built {
            return Ok(false);
        }
        steps.iter().for_each(|step| events.started(step));
        let orphans = steps.iter().any(|step| step.action == Action::Delete).then_some("--remove-orphans");
        let said = work.run(self, ["up", "--detach"].into_iter().chain(orphans), events)?;
        if !said.success() {
            return Err(self.trouble(Doing::Start, &work.seen, &work.file, &said).into());
        }
        let before = work.seen.containers.clone();
        work.seen.containers = wait::until_well(self, &work.seen, &work.file, work.effort.patience)?;
        steps.iter().for_each(|step| events.finished(step));
        work.note_started();
        work.seen.record.write(self.root)?;
        let ids = |containers: &[super::Container]| -> Vec<String> {
            containers.iter().map(|container| format!("{} {}", container.id, container.state)).collect()
        };
        Ok(ids(&before) != ids(&work.seen.containers))
    }

    fn migrate(&self, work: &mut Work<'_>, started: bool, events: &mut dyn Events) -> Result<(), Report> {
        let steps = work.named(|step| step.target == "migrations");
        if steps.is_empty() && !started {
            return Ok(());
        }
        let Some(container) = work.seen.container(WEB) else { return Ok(()) };
        steps.iter().for_each(|step| events.started(step));
        let words = ["exec", &container.id, "python", "manage.py", "migrate", "--no-input"];
        let command = Command::new("docker", words).time_limit(Duration::from_mins(30));
        let said = command.report(&mut |line| events.said(line)).map_err(compose::not_run)?;
        if !said.success() {
            return Err(not_migrated(&said).into());
        }
        steps.iter().for_each(|step| events.finished(step));
        work.seen.record.migrated = Some(Migrated {
            names: work.seen.migrations.clone(),
            packages: work.seen.packages,
            database: work.seen.database().map(|container| container.id.clone()),
        });
        Ok(work.seen.record.write(self.root)?)
    }
}

impl Seen {
    /// The services, or the error that says what keeps the compose file from being read.
    pub(super) fn readable_compose_file(&self) -> Result<ComposeFile, Issue> {
        let first = self.compose.first().filter(|path| self.texts.contains_key(*path));
        let Some(path) = first else {
            return Err(Issue::error(&codes::NO_COMPOSE_FILE, "there is no `compose.yaml`")
                .help("run `quickscale apply`, which makes it; `quickscale why compose.yaml` says what became of it"));
        };
        self.compose_file().map_err(|error| {
            let source = SourceFile::new(path.as_str(), &self.texts[path]);
            let line =
                source.text().split_inclusive('\n').take(error.line.saturating_sub(1)).map(str::len).sum();
            Issue::error(&codes::COMPOSE_FILE, format!("the compose file cannot be read: {}", error.message))
                .label(line..line, "here")
                .help("correct it, or take your edit back; `quickscale plan --full` shows what was generated")
                .in_source(&source)
        })
    }

    fn inputs_of(&self, build: &super::compose_file::Build) -> super::Inputs {
        let text = super::inputs::dockerfile(build).and_then(|path| self.texts.get(&path));
        let paths = super::inputs::paths(build, text.map_or("", String::as_str));
        self.inputs
            .iter()
            .filter(|(path, _)| paths.contains(*path))
            .map(|(path, it)| (path.clone(), *it))
            .collect()
    }
}

impl Work<'_> {
    fn named(&self, is: impl Fn(&Step) -> bool) -> Vec<Step> {
        self.steps.iter().filter(|step| is(step)).map(|step| (*step).clone()).collect()
    }

    fn run<'a>(
        &'a self,
        docker: &Docker<'_>,
        arguments: impl IntoIterator<Item = &'a str>,
        events: &mut dyn Events,
    ) -> Result<Transcript, Issue> {
        let command = self.compose.command(docker.root.path(), &self.seen, arguments);
        command.report(&mut |line| events.said(line)).map_err(compose::not_run)
    }

    /// Notes what runs now, and of what.
    fn note_started(&mut self) {
        let Seen { record, containers, variables, secrets, .. } = &mut self.seen;
        record.started.clear();
        for container in containers.iter() {
            let Some(service) = self.file.services.get(&container.service) else { continue };
            let with = service.configuration(variables, secrets);
            record.started.insert(container.service.clone(), Started { with, hash: container.hash.clone() });
            if let Some(built) =
                record.built.get_mut(&container.service).filter(|built| built.image.is_empty())
            {
                built.image.clone_from(&container.image);
            }
        }
        record.built.retain(|_, built| !built.image.is_empty());
    }
}

fn not_migrated(said: &Transcript) -> Issue {
    let text = said.lines.iter().map(String::as_str).collect::<Vec<_>>().join("\n");
    trouble::migrations(&text).unwrap_or_else(|| {
        Issue::error(&codes::NOT_MIGRATED, "the database could not be migrated")
            .output(trouble::last(&said.lines))
            .help("repair what it names, then run `quickscale manage migrate`")
    })
}
