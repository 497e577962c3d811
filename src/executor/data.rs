//! What becomes of the data of modules that go or are made anew, in the database that the project is developed with. It
//! comes before the files: only the code of a module knows its tables.

use std::time::Duration;

use super::{Docker, Events, Executor};
use crate::{
    diagnostics::{Issue, Report, codes},
    plan::{Change, ExecutorId, Leaving, Plan, Proposal},
    process::{self, Command},
    resolve::Project,
    workspace::{RUN, RelPath, Root},
};

/// Millions of rows take their time.
const TIME_LIMIT: Duration = Duration::from_mins(30);

/// How to get uv.
pub const INSTALL_UV: &str =
    "install uv with `curl -LsSf https://astral.sh/uv/install.sh | sh` or `pip install uv`";

/// How to get the `docker` program.
pub const INSTALL_DOCKER: &str = "install it: https://docs.docker.com/get-started/get-docker/";

/// The modules, each with the file that its data is written to.
#[derive(Debug)]
pub struct Data<'r> {
    root: &'r Root,
    project: &'r Project,
    leaving: Vec<(Leaving, RelPath)>,
}

impl<'r> Data<'r> {
    /// Looks for a free name for each file.
    pub fn observe(root: &'r Root, project: &'r Project, leaving: &[Leaving]) -> Result<Self, Report> {
        let mut named = Vec::new();
        for leaving in leaving {
            named.push((leaving.clone(), free_name(root, leaving)?));
        }
        Ok(Self { root, project, leaving: named })
    }

    fn run(&self, command: &[String]) -> Result<process::Output, Report> {
        let (command, install) = if self.project.local().docker {
            (Docker::observe(self.root, self.project)?.inside(None, command, false)?, INSTALL_DOCKER)
        } else {
            (with_uv(self.root, command.iter().map(String::as_str))?, INSTALL_UV)
        };
        let command = command.directory(self.root.path()).time_limit(TIME_LIMIT);
        command.run().map_err(|error| not_done(error, install).into())
    }

    /// Refuses to take back migrations of others.
    fn check(&self, module: &str, command: &[String]) -> Result<(), Report> {
        let Some(question) = Leaving::question(command) else { return Ok(()) };
        let answer = self.run(&question)?.stdout;
        let leaving: Vec<&Leaving> = self.leaving.iter().map(|(leaving, _)| leaving).collect();
        let others = Leaving::others(&leaving, &String::from_utf8_lossy(&answer));
        if others.is_empty() {
            return Ok(());
        }
        let others: Vec<String> = others.iter().map(|name| format!("`{name}`")).collect();
        let (command, others) = (command.join(" "), others.join(", "));
        let message = format!("`{command}` would take back {others} too, with all data in it");
        let help = format!(
            "nothing was dropped. Let no model refer to `{module}`, migrate, and squash or edit those migrations until \
             none depends on one of `{module}`; then run `quickscale apply` again"
        );
        Err(Issue::error(&codes::data::MORE_WOULD_GO, message).help(help).into())
    }
}

/// Why the data is where it was.
fn not_done(error: process::Error, install: &str) -> Issue {
    let has_failed = matches!(error, process::Error::Failed { .. });
    let issue = error.into_issue(install);
    if !has_failed {
        return issue;
    }
    let help = "no file has changed. Repair what it names, then run the same command again; or add \
                `--offline --accept-consequences`, and the data is left to you";
    Issue { code: &codes::data::FAILED, ..issue }.help(help)
}

impl Executor for Data<'_> {
    fn id(&self) -> ExecutorId {
        ExecutorId::Data
    }

    fn seen(&self) -> String {
        self.leaving.iter().map(|(_, file)| format!("{file}\n")).collect()
    }

    fn plan(&self, _before: &Proposal) -> Proposal {
        let steps = self.leaving.iter().flat_map(|(leaving, file)| leaving.steps(file)).collect();
        Proposal { steps, ..Proposal::default() }
    }

    fn apply(&mut self, plan: &Plan, events: &mut dyn Events) -> Result<(), Report> {
        let steps = plan.steps.iter().filter(|step| step.executor == ExecutorId::Data);
        let runs = steps.filter_map(|step| {
            let Change::Run(change) = &step.change else { return None };
            Some((step, change))
        });
        // All of them are asked about before the first one.
        for (step, change) in runs.clone() {
            self.check(step.data_of().unwrap_or_default(), &change.command)?;
        }
        for (step, change) in runs {
            events.started(step);
            for directory in change.outputs.iter().filter_map(|output| output.ancestors().next()) {
                self.root.tree().make_directory(&directory, 0o777).map_err(Issue::from)?;
            }
            self.run(&change.command)?;
            for output in &change.outputs {
                if !self.root.is_file(output)? {
                    let message =
                        format!("`{}` ended well, and `{output}` is not there", change.command.join(" "));
                    let help = "run it yourself where the site runs: `quickscale manage dumpdata`";
                    return Err(Issue::error(&codes::tools::NOTHING_MADE, message).help(help).into());
                }
            }
            events.finished(step);
        }
        Ok(())
    }
}

/// Where the data of a module goes: never committed, and never over what is there.
fn free_name(root: &Root, leaving: &Leaving) -> Result<RelPath, Issue> {
    let Leaving { module, version, .. } = leaving;
    let name = |suffix: String| {
        RelPath::new(format!("{RUN}/exports/{module}-{version}{suffix}.json"))
            .expect("internal: a module's name and version are parts of a path")
    };
    let mut path = name(String::new());
    let mut number = 2_u32;
    while root.is_file(&path)? {
        path = name(format!("-{number}"));
        number += 1;
    }
    Ok(path)
}

/// A program of the project's packages, with the variables of `.env`.
pub fn with_uv<'a>(root: &Root, words: impl IntoIterator<Item = &'a str>) -> Result<Command, Issue> {
    let dotenv = RelPath::new(".env").expect("internal: this is a path");
    let own = if root.is_file(&dotenv)? { ["run", "--env-file", ".env"].as_slice() } else { &["run"] };
    Ok(Command::new("uv", own.iter().copied().chain(words)).directory(root.path()))
}
