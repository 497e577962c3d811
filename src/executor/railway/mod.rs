//! Deployments on Railway: what the manifest asks for, beside what is there.
//!
//! Everything is looked at before it is planned, and what exists is found before anything is made. The ids of what was made
//! are recorded step by step in `.quickscale/lock`, so that a deployment that was interrupted goes on where it was.
//! What was not declared is left as it is: settings are merged, hand-made services and variables are untouched, and
//! nothing is ever deleted. Railway is reached by documents of our own, through its program or by HTTPS.

mod answers;
mod api;
mod carry_out;
mod deployed;
mod documents;
mod failure;
#[cfg(test)]
mod fixtures;
mod meant;
mod note;
mod propose;
mod secret;
mod seen;
mod settings;
#[cfg(test)]
mod tests;
mod transport;
mod trouble;
mod variables;
mod wait;
mod wanted;

use std::{fmt, time::Duration};

pub use self::deployed::{Deployed, DnsRecord};
use self::{
    api::Api,
    carry_out::Work,
    note::Note as Remembered,
    propose::Planner,
    secret::Secret,
    seen::{Blind, Seen},
    trouble::Done,
    variables::Problem,
    wanted::{Origin, Variable, Wanted},
};
use super::{Events, Executor, Scope};
use crate::{
    diagnostics::{Issue, Report, SourceFile, codes::railway as codes},
    plan::{ExecutorId, Note, Plan, Proposal, Step},
    state::{RailwayRecord, railway_path},
    workspace::Root,
};

/// How long a deployment may take: a first build fetches everything.
const PATIENCE: Duration = Duration::from_mins(20);

/// What is said about a deployment besides the manifest.
#[derive(Debug, Clone, Default)]
pub struct Deploying {
    /// The database is not migrated before the new version starts.
    pub skip_migrations: bool,
    /// Static files are not collected while the image is built.
    pub skip_collectstatic: bool,
    /// The project's name there, instead of the manifest's.
    pub project: Option<String>,
    /// How long a deployment may take.
    pub patience: Option<Duration>,
    /// Nobody waits for its end.
    pub detach: bool,
}

impl Deploying {
    fn patience(&self) -> Duration {
        self.patience.unwrap_or(PATIENCE)
    }
}

/// Asks a person for a secret, by its name and an example; no answer is none.
pub type Ask<'a> = dyn Fn(&str, &str) -> Option<String> + 'a;

/// Who is asked for secrets, when somebody is there.
#[derive(Clone, Copy, Default)]
pub struct Asking<'a>(pub Option<&'a Ask<'a>>);

impl fmt::Debug for Asking<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Asking").field(&self.0.is_some()).finish()
    }
}

/// The deployment of one environment.
#[derive(Debug)]
pub struct Railway<'r> {
    root: &'r Root,
    wanted: Wanted,
    deploying: Deploying,
    api: Option<Api>,
    /// What was seen, or why nothing was.
    seen: Result<Box<Seen>, Unseen>,
    deployed: Option<Deployed>,
}

/// Why Railway was not looked at.
#[derive(Debug)]
enum Unseen {
    /// Nobody wanted it.
    Offline,
    /// It cannot be reached, or not by whoever asks.
    Unable(Box<Issue>),
}

impl<'r> Railway<'r> {
    /// Looks at what the environment is deployed to; nothing when it is deployed elsewhere or nowhere. Values of
    /// variables are checked before anything is asked.
    pub fn observe(root: &'r Root, scope: Scope<'_>) -> Result<Option<Self>, Report> {
        let Some(wanted) = Wanted::of(scope)? else { return Ok(None) };
        let record = read_record(root, &wanted.environment)?;
        let note = Remembered::read(root, &wanted.environment)?;
        let unseen = Err(Unseen::Offline);
        let deploying = scope.deploying.clone();
        let mut railway = Self { root, wanted, deploying, api: None, seen: unseen, deployed: None };
        if scope.offline {
            return Ok(Some(railway));
        }
        match Api::reach() {
            Err(failure) => railway.seen = Err(Unseen::Unable(Box::new(failure.into_issue()))),
            Ok(api) => {
                match Seen::look(&api, root, &railway.wanted, record, note) {
                    Ok(seen) => railway.seen = Ok(Box::new(seen)),
                    Err(Blind::Failed(failure)) if failure.is_about_reach() => {
                        railway.seen = Err(Unseen::Unable(Box::new(api.issue(failure))));
                    }
                    Err(Blind::Failed(failure)) => return Err(api.issue(failure).into()),
                    Err(Blind::Wrong(issue)) => return Err((*issue).into()),
                }
                railway.api = Some(api);
            }
        }
        railway.ask(scope)?;
        let mut deployed = Deployed::default();
        if let Ok(seen) = &railway.seen {
            deployed.of(seen, &railway.wanted);
            railway.deployed = Some(deployed);
        }
        Ok(Some(railway))
    }

    /// Asks for secrets that are nowhere, where somebody is there to answer.
    fn ask(&mut self, scope: Scope<'_>) -> Result<(), Report> {
        let (Some(ask), Ok(_)) = (scope.asking.0, &self.seen) else { return Ok(()) };
        for name in self.missing() {
            let Some(variable) = self.wanted.variables.get_mut(&name) else { continue };
            let Some(answer) = ask(&name, &variable.example) else { continue };
            Variable::check_answer(scope.project, &name, &answer)?;
            variable.origin = Origin::Given(Secret::new(answer));
        }
        if let Some(api) = &self.api {
            api.hide(self.wanted.secrets());
        }
        Ok(())
    }

    /// The variables without which the site does not start, and that have no value anywhere.
    fn missing(&self) -> Vec<String> {
        let problems = self.planner().map(|planner| planner.variables().site.problems).unwrap_or_default();
        let missing = problems.into_iter().filter_map(|problem| match problem {
            Problem::Missing(name) => Some(name),
            Problem::Unset(_) | Problem::Broken { .. } => None,
        });
        missing.collect()
    }

    fn planner(&self) -> Option<Planner<'_>> {
        Some(Planner { wanted: &self.wanted, seen: self.seen.as_ref().ok()? })
    }
}

fn read_record(root: &Root, environment: &str) -> Result<RailwayRecord, Report> {
    let Some(path) = railway_path(environment) else { return Ok(RailwayRecord::default()) };
    match root.read_if_file(&path)? {
        None => Ok(RailwayRecord::default()),
        Some(bytes) => {
            let source = SourceFile::from_bytes(path.as_str(), &bytes)?;
            Ok(RailwayRecord::parse(environment, &source)?)
        }
    }
}

impl Executor for Railway<'_> {
    fn id(&self) -> ExecutorId {
        ExecutorId::Railway
    }

    fn seen(&self) -> String {
        match (&self.seen, self.planner()) {
            (Ok(seen), Some(planner)) => {
                let record = seen.record.to_text(&self.wanted.environment);
                // Steps name what differs, and no secret.
                format!("{record}{:?}\n", planner.propose(&Proposal::default()).steps)
            }
            _ => String::new(),
        }
    }

    fn plan(&self, before: &Proposal) -> Proposal {
        let message = match (&self.seen, self.planner()) {
            (Ok(_), Some(planner)) => return planner.propose(before),
            (Err(Unseen::Unable(issue)), _) => {
                format!("is left out, because {} ({})", issue.message, issue.code)
            }
            _ => "is left out, because it needs the network".to_owned(),
        };
        let target = format!("railway {}", self.wanted.environment);
        Proposal { notes: vec![Note { target, message, quiet: false }], ..Proposal::default() }
    }

    fn unable(&self) -> Option<Report> {
        if let Err(Unseen::Unable(issue)) = &self.seen {
            return Some((**issue).clone().into());
        }
        let problems = self.planner()?.variables().site.problems;
        let report: Report = problems.iter().filter_map(|problem| self.wrong(problem)).collect();
        (!report.is_empty()).then_some(report)
    }

    fn detail(&self) -> Option<String> {
        let api = self.api.as_ref()?;
        Some(format!("{} requests to Railway, by {}", api.requests(), api.name()))
    }

    fn deployed(&self) -> Option<&Deployed> {
        self.deployed.as_ref()
    }

    fn apply(&mut self, plan: &Plan, events: &mut dyn Events) -> Result<(), Report> {
        let steps: Vec<Step> =
            plan.steps.iter().filter(|step| step.executor == ExecutorId::Railway).cloned().collect();
        let (Some(api), Ok(seen)) = (&self.api, &mut self.seen) else { return Ok(()) };
        let mut work = Work {
            root: self.root,
            api,
            wanted: &self.wanted,
            seen,
            deploying: &self.deploying,
            events,
            done: Done::default(),
            deployed: Deployed::default(),
            key: None,
        };
        let ended = work.run(&steps);
        work.events.said(&format!("{} requests to Railway", api.requests()));
        let Work { done, deployed, .. } = work;
        self.deployed = Some(deployed);
        ended.map_err(|issue| done.add_to(issue, &self.wanted.environment).into())
    }
}

impl Railway<'_> {
    /// The error for something about a variable that keeps the site from starting.
    fn wrong(&self, problem: &Problem) -> Option<Issue> {
        match problem {
            Problem::Missing(name) => {
                let variable = self.wanted.variables.get(name)?;
                let value = if variable.secret { "from=\"env\"" } else { "\"…\"" };
                let message = format!("`{name}` has no value, and the site does not start without one");
                let help = format!(
                    "write `set {name} {value}` into `environment \"{}\"`, and give it to this command: \
                     `{name}={}`",
                    self.wanted.environment, variable.example
                );
                let plain = format!(
                    "write `set {name} \"{}\"` into `environment \"{}\"`",
                    variable.example, self.wanted.environment
                );
                let help = if variable.secret { help } else { plain };
                Some(trouble::issue(&codes::MISSING_VARIABLE, message, &help))
            }
            Problem::Broken { name, service } if self.wanted.variables.contains_key(name) => {
                let message = format!("`{name}` refers to a service `{service}`, which is not there");
                let help = "correct the name on Railway, or delete the variable there";
                Some(trouble::issue(&codes::BROKEN_REFERENCE, message, help))
            }
            Problem::Broken { .. } | Problem::Unset(_) => None,
        }
    }
}
