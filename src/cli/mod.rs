//! The command line: one file per command; the only place that prints or prompts.

mod agreement;
mod applying;
mod args;
mod commands;
mod committing;
mod deployed;
mod display;
mod exit;
mod failure;
mod paths;
mod planning;
mod progress;
mod recording;
mod rewrite;
mod session;
mod site;
mod subtrees;
mod ui;

use std::{ffi::OsString, io};

use camino::Utf8PathBuf;
use clap::Parser as _;

use self::{
    args::{Cli, Command, Global},
    failure::Failure,
    ui::Ui,
};
use crate::{
    apply::{self, LeftAlone, Pending, Recovered},
    diagnostics::{self, Issue, counted},
    executor::subtree::{self, Repository, Settled},
    workspace::{FsError, Root},
};

pub use exit::Exit;

/// What every command has at hand.
#[derive(Debug)]
struct Context {
    ui: Ui,
    /// Where the program was told to work.
    directory: Utf8PathBuf,
    /// Where blueprints are read from instead of from the program itself.
    blueprints: Option<Utf8PathBuf>,
}

/// Runs the program with `args` and returns its exit code.
pub fn run(args: impl Iterator<Item = OsString>) -> Exit {
    let cli = match Cli::try_parse_from(args) {
        Ok(cli) => cli,
        Err(error) => return say_usage(&error),
    };
    let context = Context::new(&cli.global);
    match dispatch(cli.command, &context) {
        Ok(exit) => context.delivered(exit),
        Err(failure) => {
            context.report(&failure.report);
            failure.exit
        }
    }
}

fn dispatch(command: Command, context: &Context) -> Result<Exit, Failure> {
    match command {
        Command::Init(command) => command.run(context),
        Command::Validate(command) => command.run(context),
        Command::Fmt(command) => command.run(context),
        Command::Add(command) => command.run(context),
        Command::Remove(command) => command.run(context),
        Command::Set(command) => command.run(context),
        Command::Migrate(command) => command.run(context),
        Command::Modules(command) => command.run(context),
        Command::Plan(command) => command.run(context),
        Command::Apply(command) => command.run(context),
        Command::Status(command) => command.run(context),
        Command::Undo(command) => command.run(context),
        Command::Up(command) => command.run(context),
        Command::Down(command) => command.run(context),
        Command::Shell(command) => command.run(context),
        Command::Manage(command) => command.run(context),
        Command::Logs(command) => command.run(context),
        Command::Ps(command) => command.run(context),
        Command::Resolve(command) => command.run(context),
        Command::Eject(command) => command.run(context),
        Command::Adopt(command) => command.run(context),
        Command::Why(command) => command.run(context),
        Command::State(command) => command.run(context),
        Command::Gc(command) => command.run(context),
        Command::Deploy(command) => command.run(context),
        Command::Embed(command) => command.run(context),
        Command::Update(command) => command.run(context),
        Command::Push(command) => command.run(context),
        Command::Config(command) => command.run(context),
        Command::Generate(command) => command.run(context),
        Command::Schema(command) => command.run(&context.ui),
        Command::Explain(command) => command.run(&context.ui),
        Command::Completions(command) => command.run(&context.ui),
    }
}

/// clap prints help and errors itself; only the exit code is ours.
fn say_usage(error: &clap::Error) -> Exit {
    let _ = error.print();
    if error.use_stderr() { Exit::Usage } else { Exit::Success }
}

impl Context {
    fn new(global: &Global) -> Self {
        Self {
            ui: Ui::new(global),
            directory: global.directory.clone().unwrap_or_else(|| ".".into()),
            blueprints: global.blueprints.clone(),
        }
    }

    /// How the command ends, now that its results are written or lost.
    fn delivered(&self, exit: Exit) -> Exit {
        let Some(error) = self.ui.lost() else { return exit };
        let issue = Issue::from(FsError::new("write", "stdout", io::Error::from(error.kind())));
        self.report(&issue.into());
        Exit::Failure
    }

    /// Prints issues for a person.
    fn report(&self, report: &diagnostics::Report) {
        self.ui.err(&diagnostics::render(report, self.ui.color_err));
    }

    /// Ends an interrupted command and says how; for commands that write.
    fn end_interrupted(&self, root: &Root) -> Result<(), Failure> {
        let is_half_written = subtree::Resolution::read(root)?.is_some_and(|found| found.is_half_written());
        if apply::pending(root)?.is_none() && subtree::interrupted(root)?.is_none() && !is_half_written {
            return Ok(());
        }
        let session = apply::Session::begin(root, "apply")?;
        for ended in session.recovered() {
            self.ui.say(&match ended {
                Recovered::Finished { command, files } => {
                    format!("finished an interrupted `{command}`: {}", counted(files.len(), "file"))
                }
                Recovered::TakenBack { command, left } => {
                    self.left_alone(left);
                    format!("took an interrupted `{command}` back")
                }
                Recovered::Dropped => "dropped what an interrupted command had prepared".to_owned(),
            });
        }
        if let Some((ended, settled)) = subtree::end_interrupted(root)? {
            let command = &ended.command;
            self.ui.say(&match settled {
                Settled::Before => format!("took an interrupted `{command}` back"),
                Settled::After => format!("finished an interrupted `{command}`"),
                Settled::Elsewhere => {
                    format!("`{command}` was interrupted, and the branch has moved on since")
                }
            });
        }
        if is_half_written && Repository::open(root)?.end_half_written(root)? {
            self.ui.say("took an interrupted `update` back");
        }
        Ok(())
    }

    /// Says which files an apply that was taken back has not put back.
    fn left_alone(&self, left: &[LeftAlone]) {
        for LeftAlone { path, kept } in left {
            let kept = kept.as_ref().map(|kept| format!("; what it was before is kept in {kept}"));
            let kept = kept.unwrap_or_default();
            self.ui.say(&format!("{path} stays as it is: it was changed in the meantime{kept}"));
        }
    }

    /// Says that an interrupted command waits to be ended; for commands that write nothing.
    fn warn_of_interrupted(&self, root: &Root) -> Result<(), Failure> {
        if let Some(pending) = apply::pending(root)? {
            let Pending { command, files } = pending;
            self.ui.say(&format!(
                "`{command}` of {} was interrupted: the next `quickscale apply` finishes it first",
                counted(files.len(), "file")
            ));
        }
        if let Some(moving) = subtree::interrupted(root)? {
            let command = moving.command;
            self.ui.say(&format!("`{command}` was interrupted: the next `quickscale apply` ends it first"));
        }
        Ok(())
    }
}
