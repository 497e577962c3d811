//! What becomes of the data of modules that go or are made anew, in the database that the project is developed with. It
//! comes before the files: only the code of a module knows its tables.

use std::time::Duration;

use super::{Docker, Events, Executor};
use crate::{
    diagnostics::{Issue, Report, codes},
    plan::{Change, ExecutorId, Leaving, Plan, Proposal},
    process::Command,
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

    fn run(&self, command: &[String]) -> Result<(), Report> {
        let (command, install) = if self.project.local().docker {
            (Docker::observe(self.root, self.project)?.inside(None, command, false)?, INSTALL_DOCKER)
        } else {
            (with_uv(self.root, command.iter().map(String::as_str))?, INSTALL_UV)
        };
        let command = command.directory(self.root.path()).time_limit(TIME_LIMIT);
        command.run().map(drop).map_err(|error| error.into_issue(install).into())
    }
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
        for step in plan.steps.iter().filter(|step| step.executor == ExecutorId::Data) {
            let Change::Run(change) = &step.change else { continue };
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
