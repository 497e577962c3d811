//! The options that every command which plans has in common.

use std::{borrow::Cow, collections::BTreeMap};

use clap::Args;

use super::{Failure, paths, ui::Ui};
use crate::{
    diagnostics::{self, Issue, Report, codes},
    executor::{self, Asking, Deploying, Executor, Scope},
    plan::{
        ExecutorId, Note, Plan, Proposal, Step,
        files::{Options, Resolutions},
    },
    resolve::{Data, Project},
    workspace::{RelPath, Root},
};

/// What to plan for.
#[derive(Debug, Default, Args)]
pub(super) struct Planning {
    /// The environment to plan for.
    #[arg(short, long, value_name = "NAME", default_value = Project::LOCAL)]
    environment: String,

    /// Leave out what may need the network: `uv lock`, and services, whose images may have to be fetched.
    #[arg(long)]
    offline: bool,

    /// Leave the services in containers alone: the engine is not even asked.
    #[arg(long)]
    no_docker: bool,

    /// How to decide conflicts: `ours` keeps your file, `theirs` takes the new one and keeps yours
    /// aside, `markers` writes both into the file. `PATH=WAY` decides one file; may be repeated.
    #[arg(long, value_name = "WAY")]
    conflicts: Vec<String>,

    /// Let a protected path be changed this time: a file, or everything below a directory; may be repeated.
    #[arg(long, value_name = "PATH")]
    lift_protection: Vec<String>,

    /// Make a module anew, so that an option of it may change that otherwise stays: `MODULE=keep` leaves its tables
    /// as they are, `drop` drops them, `export` writes them to a file first; may be repeated.
    #[arg(long, value_name = "MODULE=DATA", value_parser = made_anew)]
    recreate: Vec<(String, Data)>,

    /// Plan only what this names: a path, a module or an executor; may be repeated.
    #[arg(long, value_name = "WHAT")]
    only: Vec<String>,

    /// What `deploy railway` is told besides.
    #[arg(skip)]
    pub(super) deploying: Deploying,

    /// Whether somebody is asked for secrets that are nowhere.
    #[arg(skip)]
    pub(super) asks: bool,
}

impl Planning {
    /// What everything that deploys `environment` plans with.
    pub(super) fn to_deploy(environment: String, deploying: Deploying, asks: bool) -> Self {
        Self { environment, deploying, asks, ..Self::default() }
    }

    /// What `update` plans for: everything that `apply` would do where the project is developed.
    pub(super) fn of_update(offline: bool, conflicts: Vec<String>) -> Self {
        Self { environment: Project::LOCAL.to_owned(), offline, conflicts, ..Self::default() }
    }

    pub(super) fn environment(&self) -> &str {
        &self.environment
    }

    /// The modules to make anew, with what becomes of their data.
    pub(super) fn made_anew(&self) -> BTreeMap<String, Data> {
        self.recreate.iter().cloned().collect()
    }

    /// The options as they are typed behind a command, each after a blank; nothing when all are left out.
    pub(super) fn as_typed(&self) -> String {
        let mut text = String::new();
        if self.environment != Project::LOCAL {
            text.push_str(&typed("--environment", &self.environment));
        }
        if self.offline {
            text.push_str(" --offline");
        }
        if self.no_docker {
            text.push_str(" --no-docker");
        }
        let repeated = [
            ("--conflicts", &self.conflicts),
            ("--lift-protection", &self.lift_protection),
            ("--only", &self.only),
        ];
        for (option, values) in repeated {
            text.extend(values.iter().map(|value| typed(option, value)));
        }
        let anew =
            |(module, data): &(String, Data)| typed("--recreate", &format!("{module}={}", data.as_str()));
        text.extend(self.recreate.iter().map(anew));
        text
    }

    pub(super) fn check_environment(&self, project: &Project) -> Result<(), Failure> {
        if project.environments.contains_key(&self.environment) {
            return Ok(());
        }
        let names: Vec<&str> = project.environments.keys().map(String::as_str).collect();
        let help = match diagnostics::closest(&self.environment, names.iter().copied()) {
            Some(name) => format!("did you mean `{name}`?"),
            None => format!(
                "name one of these: {}, or declare it: `environment NAME {{ … }}`",
                diagnostics::listed(&names)
            ),
        };
        let message = format!("the manifest declares no environment `{}`", self.environment.escape_debug());
        Err(Issue::error(&codes::command::UNKNOWN_ENVIRONMENT, message).help(help).into())
    }

    /// The drivers after the files, as far as they are asked for, each with what it saw.
    pub(super) fn observe<'r>(
        &self,
        ui: &Ui,
        root: &'r Root,
        project: &Project,
    ) -> Result<Vec<Box<dyn Executor + 'r>>, Report> {
        let chosen: Vec<ExecutorId> = ExecutorId::ALL.into_iter().filter(|id| self.asks(*id)).collect();
        let ask = |name: &str, example: &str| ui.ask_secret(name, example);
        executor::observe(
            root,
            Scope {
                project,
                environment: &self.environment,
                offline: self.offline,
                chosen: &chosen,
                deploying: &self.deploying,
                asking: Asking(if self.asks && ui.is_interactive() { Some(&ask) } else { None }),
            },
        )
    }

    /// Whether a step of this driver could be planned: `--only` names it, or something that may be a target of it.
    fn asks(&self, id: ExecutorId) -> bool {
        if (self.no_docker || self.offline) && id == ExecutorId::Docker {
            return false;
        }
        let names = |word: &String| ExecutorId::ALL.into_iter().find(|id| id.name() == word);
        self.only.is_empty() || self.only.iter().any(|word| names(word).is_none_or(|named| named == id))
    }

    /// Whether the database that the project is developed with may be changed.
    pub(super) fn acts_on_data(&self) -> bool {
        self.environment == Project::LOCAL && !self.offline && !self.no_docker
    }

    /// What a person decided besides the manifest.
    pub(super) fn options(&self, project: &Project) -> Result<Options, Failure> {
        let mut resolutions = Resolutions::default();
        for text in &self.conflicts {
            resolutions.add(text).map_err(|error| {
                Issue::error(&codes::command::WRONG_RESOLUTION, error.to_string())
                    .help("write `--conflicts markers`, or `--conflicts config/urls.py=ours` for one file")
            })?;
        }
        Ok(Options {
            resolutions,
            protect: project.protect.iter().cloned().collect(),
            lifted: paths::named(&self.lift_protection)?.into_iter().collect(),
        })
    }

    /// What is left of `proposal` for those who come after it: what `--only` leaves out does not happen.
    pub(super) fn carried_out<'p>(&self, proposal: &'p Proposal) -> Cow<'p, Proposal> {
        let mut proposal = Cow::Borrowed(proposal);
        if !self.only.is_empty() {
            let names = self.named();
            proposal.to_mut().steps.retain(|step| names.iter().any(|name| name.covers(step)));
        }
        proposal
    }

    fn named(&self) -> Vec<Only<'_>> {
        self.only.iter().map(|text| Only::new(text)).collect()
    }

    /// The plan without the steps that `--only` does not name, and with a note for each word that names nothing.
    pub(super) fn narrow(&self, mut plan: Plan, options: &Options) -> Plan {
        let decided = options.resolutions.paths.keys();
        let idle = decided.filter(|path| !plan.steps.iter().any(|step| step.target == path.as_str()));
        let idle: Vec<Note> = idle.map(|path| nothing_is_planned("--conflicts", path.as_str())).collect();
        plan.notes.extend(idle);
        if self.only.is_empty() {
            return plan;
        }
        let all = plan.steps.len();
        let names = self.named();
        let idle = names.iter().filter(|name| !plan.steps.iter().any(|step| name.covers(step)));
        let idle: Vec<Note> = idle.map(|name| nothing_is_planned("--only", name.word)).collect();
        plan.notes.extend(idle);
        plan.steps.retain(|step| names.iter().any(|name| name.covers(step)));
        let left_out = all - plan.steps.len();
        if left_out > 0 {
            let message = match left_out {
                1 => "1 step is left out".to_owned(),
                _ => format!("{left_out} steps are left out"),
            };
            plan.notes.push(Note { target: "--only".to_owned(), message, quiet: false });
        }
        plan
    }
}

fn made_anew(text: &str) -> Result<(String, Data), String> {
    let (module, data) = text.split_once('=').ok_or("write MODULE=keep, MODULE=export or MODULE=drop")?;
    let data = Data::ALL.into_iter().find(|choice| choice.as_str() == data);
    Ok((module.to_owned(), data.ok_or("the data of a module is kept with `keep`, `export` or `drop`")?))
}

/// An option and its value as a shell takes them.
fn typed(option: &str, value: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./=@+:,".contains(c);
    match value.chars().all(plain) {
        true => format!(" {option} {value}"),
        false => format!(" {option} '{}'", value.replace('\'', r"'\''")),
    }
}

/// One word of `--only`.
struct Only<'a> {
    word: &'a str,
    path: Option<RelPath>,
}

impl<'a> Only<'a> {
    fn new(word: &'a str) -> Self {
        Self { word, path: RelPath::new(word.trim_end_matches('/')).ok() }
    }

    fn covers(&self, step: &Step) -> bool {
        let within = |path: &RelPath| self.path.as_ref().is_some_and(|above| path.is_within(above));
        step.executor.name() == self.word
            || step.file().is_some_and(|change| change.module == self.word || within(&change.path))
            || step.lock().is_some_and(|change| change.module == self.word)
            || step.data_of().is_some_and(|module| {
                module == self.word
                    || RelPath::new(format!("modules/{module}")).is_ok_and(|path| within(&path))
            })
            || RelPath::new(step.target.clone()).is_ok_and(|path| within(&path))
    }
}

/// A slip of the keyboard must not look like a project that is up to date.
fn nothing_is_planned(option: &str, word: &str) -> Note {
    let message = format!("no step is planned for `{}`", word.escape_debug());
    Note { target: option.to_owned(), message, quiet: false }
}
