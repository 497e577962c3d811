//! `quickscale state`.

use clap::{Args, Subcommand};

use crate::{
    cli::{
        Context, Exit, Failure, paths,
        recording::{Consent, Recording},
    },
    executor,
    plan::records,
    state::State as Applied,
    workspace::{RelPath, Root},
};

/// Look at what is recorded of the project's files, and correct it.
///
/// What was applied last stands in `.quickscale/lock/`, one file per module, committed with the project.
/// None of these commands touches a file of the project itself.
#[derive(Debug, Args)]
pub(in crate::cli) struct State {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Show(Show),
    Mv(Mv),
    Rm(Rm),
}

/// Print what is recorded.
#[derive(Debug, Args)]
struct Show {
    /// Only this file, or everything below this directory.
    path: Option<String>,

    /// Print JSON; `quickscale schema state` describes it.
    #[arg(long)]
    json: bool,
}

/// Follow a file that you have moved.
///
/// Move the file first (`git mv OLD NEW`). What the blueprint changes in it from now on is merged at its
/// new path.
#[derive(Debug, Args)]
struct Mv {
    /// Where the file was.
    old: String,

    /// Where it is now.
    new: String,

    #[command(flatten)]
    consent: Consent,
}

/// Forget files, as if quickscale had never made them; they stay where they are.
///
/// A forgotten file that the blueprint still makes is in the way of the next apply, unless it is
/// what would be made. To keep a file of yours for good, use `quickscale eject`.
#[derive(Debug, Args)]
struct Rm {
    /// Files, or directories for everything recorded below them.
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<String>,

    #[command(flatten)]
    consent: Consent,
}

impl State {
    pub(in crate::cli) fn run(self, context: &Context) -> Result<Exit, Failure> {
        match self.command {
            Command::Show(command) => command.run(context),
            Command::Mv(command) => command.run(context),
            Command::Rm(command) => command.run(context),
        }
    }
}

impl Show {
    fn run(self, context: &Context) -> Result<Exit, Failure> {
        let root = Root::find(&context.directory)?;
        let mut state = executor::read_state(&root)?;
        if let Some(path) = &self.path {
            let named = paths::named(std::slice::from_ref(path))?;
            named.iter().for_each(|path| narrow(&mut state, path));
        }
        if self.json {
            context.ui.value(&state);
        } else {
            let locks = state.locks.iter().map(|(module, lock)| lock.to_text(module));
            context.ui.out(&locks.collect::<Vec<_>>().join("\n"));
        }
        Ok(Exit::Success)
    }
}

/// Leaves only what is said of `path` and what lies below it.
fn narrow(state: &mut Applied, path: &RelPath) {
    for lock in state.locks.values_mut() {
        lock.entries.retain(|at, _| at.is_within(path));
        lock.gone.retain(|at| at.is_within(path));
        lock.moved.retain(|old, new| old.is_within(path) || new.is_within(path));
        lock.followed.retain(|old, new| old.is_within(path) || new.is_within(path));
    }
    let speaks = |lock: &crate::state::Lock| {
        !(lock.entries.is_empty()
            && lock.gone.is_empty()
            && lock.moved.is_empty()
            && lock.followed.is_empty())
    };
    state.locks.retain(|_, lock| speaks(lock));
}

impl Mv {
    fn run(self, context: &Context) -> Result<Exit, Failure> {
        let named = paths::named(&[self.old, self.new])?;
        let recording = Recording::open(context, &self.consent, &named)?;
        let [old, new] = named.as_slice() else { return Ok(Exit::Usage) };
        let proposal = records::follow(&recording.known(), old, new)?;
        recording.finish("state mv", &self.consent, proposal)
    }
}

impl Rm {
    fn run(self, context: &Context) -> Result<Exit, Failure> {
        let named = paths::named(&self.paths)?;
        let recording = Recording::open(context, &self.consent, &named)?;
        let proposal = records::forget(&recording.known(), &named)?;
        recording.finish("state rm", &self.consent, proposal)
    }
}
