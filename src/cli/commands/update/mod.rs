//! `quickscale update`.

mod chosen;
mod modules;
mod subtrees;

use clap::Args;

use self::chosen::Chosen;
use crate::{
    apply,
    cli::{
        Context, Exit, Failure,
        applying::{self, Consents},
        session::Session,
        subtrees::Subtrees,
    },
    executor,
    workspace::Root,
};

/// Take in newer versions of modules, and what is new in the repositories of subtrees.
///
/// Shows what comes first, then asks. A newer quickscale brings newer modules: their files are merged with your edits, names that
/// changed are replaced in your code, and what every release in between asks for is listed. A subtree takes in the
/// commits of its repository. A conflict changes nothing until you decide. `quickscale undo` takes an update back.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(in crate::cli) struct Update {
    /// Modules, and directories of subtrees; may be left out when there is only one thing to update.
    #[arg(value_name = "NAME")]
    names: Vec<String>,

    /// Update every module and every subtree, or none when one of them has a conflict.
    #[arg(long, conflicts_with = "names")]
    all: bool,

    /// Show what would come, and change nothing.
    #[arg(
        short = 'n', long, visible_alias = "dry-run", group = "unattended",
        conflicts_with_all = ["yes", "allow_destroy", "accept_consequences"]
    )]
    preview: bool,

    /// Show every changed line.
    #[arg(long)]
    full: bool,

    /// Print what comes as JSON.
    #[arg(long, requires = "unattended")]
    json: bool,

    /// What to do about conflicts: `markers` writes both sides into the files, for you to sort out. In files of modules also
    /// `ours`, `theirs` and `PATH=WAY`, as for `apply`.
    #[arg(long, value_name = "WAY", conflicts_with_all = ["all", "preview"])]
    conflicts: Vec<String>,

    /// Go on with an update whose conflicts you have sorted out.
    #[arg(long = "continue", conflicts_with_all = ["names", "all", "preview", "conflicts", "abort"])]
    goes_on: bool,

    /// Take back the conflict markers; what you did about them is kept.
    #[arg(long, exclusive = true)]
    abort: bool,

    /// Take in a branch whose history was rewritten.
    #[arg(long)]
    accept_rewritten: bool,

    /// Leave out what may need the network after the files of modules: `uv lock`, and services.
    #[arg(long)]
    offline: bool,

    #[command(flatten)]
    consents: Consents,
}

const EXAMPLES: &str = "\
Examples:
  quickscale update auth --preview   what a newer auth would change here
  quickscale update libs/core        the commits of a subtree's repository
  quickscale update --all            everything, or nothing";

impl Update {
    pub(in crate::cli) fn run(self, context: &Context) -> Result<Exit, Failure> {
        let root = Root::find(&context.directory)?;
        if self.abort || self.goes_on {
            let in_files = apply::Waiting::read(&root)?.is_some();
            return match (self.abort, in_files) {
                (true, true) => applying::abort(context),
                (true, false) => subtrees::abort(&Subtrees::open(context)?),
                (false, true) => {
                    applying::go_on(context, &root)?;
                    self.modules(context, &Session::open(context)?)
                }
                (false, false) => subtrees::go_on(&Subtrees::open(context)?),
            };
        }
        if self.preview {
            context.warn_of_interrupted(&root)?;
        } else {
            context.end_interrupted(&root)?;
        }
        let session = Session::open(context)?;
        let state = executor::read_state(&session.root)?;
        let chosen = Chosen::new(&self.names, self.all, &session, &state)?;
        if !self.json {
            chosen.up_to_date.iter().for_each(|line| context.ui.out(&format!("{line}\n")));
        }
        match (chosen.modules, chosen.wishes.as_slice()) {
            (false, []) => Ok(Exit::Success),
            (true, []) => self.modules(context, &session),
            (false, wishes) => self.subtrees(context, session, wishes),
            (true, wishes) => self.both(&Subtrees::over(context, session)?, wishes),
        }
    }
}
