//! `quickscale modules`.

mod check;
mod extract;
mod list;
mod show;

use std::collections::BTreeMap;

use clap::{Args, Subcommand};
use semver::Version;

use crate::{
    blueprint::ModuleSpec,
    cli::{Context, Exit, Failure, session::Session},
    diagnostics::{Issue, closest, codes, listed},
    executor,
};

/// Look at modules, and write them.
///
/// A module is a Django app with everything it takes to wire it into a project. `quickscale add` puts one into the
/// manifest, `quickscale remove` takes it out.
#[derive(Debug, Args)]
pub(in crate::cli) struct Modules {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    List(list::List),
    Show(show::Show),
    Search(list::Search),
    Check(check::Check),
    Extract(extract::Extract),
}

impl Modules {
    pub(in crate::cli) fn run(self, context: &Context) -> Result<Exit, Failure> {
        match self.command {
            Command::List(command) => command.run(context),
            Command::Show(command) => command.run(context),
            Command::Search(command) => command.run(context),
            Command::Check(command) => command.run(context),
            Command::Extract(command) => command.run(context),
        }
    }
}

/// How a module stands in the project that the program works in, if it works in one.
struct Standing {
    declared: Vec<String>,
    applied: BTreeMap<String, Option<Version>>,
}

impl Standing {
    /// Looks at the project around; none is no mistake.
    fn look(context: &Context) -> Self {
        let session = Session::read(context).ok();
        let state = session.as_ref().and_then(|session| executor::read_state(&session.root).ok());
        let locks = state.into_iter().flat_map(|state| state.locks);
        Self {
            declared: session
                .map(|session| session.project.modules.into_keys().collect())
                .unwrap_or_default(),
            applied: locks.map(|(module, lock)| (module, lock.version)).collect(),
        }
    }

    /// In a word or two.
    fn of(&self, spec: &ModuleSpec) -> String {
        let declared = self.declared.contains(&spec.name);
        match self.applied.get(&spec.name) {
            _ if !spec.available => "announced".to_owned(),
            Some(Some(version)) if *version < spec.version => format!("behind: {version}"),
            Some(_) if declared => "in use".to_owned(),
            Some(_) => "goes with the next apply".to_owned(),
            None if declared => "comes with the next apply".to_owned(),
            None => String::new(),
        }
    }
}

/// The issue of naming a module that there is not.
fn unknown<'n>(name: &str, known: impl Iterator<Item = &'n str>) -> Issue {
    let known: Vec<&str> = known.collect();
    let help = match closest(name, known.iter().copied()) {
        Some(near) => format!("run it with `{near}`; there is {}", listed(&known)),
        None => format!("name one of {}", listed(&known)),
    };
    let message = format!("there is no module `{}`", name.escape_debug());
    Issue::error(&codes::resolve::UNKNOWN_MODULE, message).help(help)
}
