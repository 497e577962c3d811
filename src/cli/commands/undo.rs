//! `quickscale undo`.

use clap::Args;

use crate::{
    apply,
    cli::{Context, Exit, Failure},
    diagnostics::{Issue, codes},
    workspace::Root,
};

/// Take the last apply back: the files are as they were before it.
///
/// Refuses when one of the files was changed since, so that no edit is lost. The last applies are kept
/// in `.quickscale/run/`; undo takes them back one by one, the latest first.
#[derive(Debug, Args)]
pub(in crate::cli) struct Undo {
    /// Show what could be taken back, and change nothing.
    #[arg(long)]
    list: bool,

    /// Do not ask.
    #[arg(short, long)]
    yes: bool,
}

impl Undo {
    pub(in crate::cli) fn run(self, context: &Context) -> Result<Exit, Failure> {
        let root = Root::find(&context.directory)?;
        if self.list {
            for applied in apply::history(&root)? {
                context.ui.out(&format!("{}\n", line(&applied)));
            }
            return Ok(Exit::Success);
        }
        if !self.agreed(context, &root)? {
            context.ui.say("nothing was changed");
            return Ok(Exit::Success);
        }
        let undone = apply::undo(&root)?;
        for path in &undone.left {
            context.ui.say(&format!("{path} stays as it is: it was changed in the meantime"));
        }
        context.ui.say(&format!("Taken back: {}", line(&undone.applied)));
        Ok(Exit::Success)
    }

    fn agreed(&self, context: &Context, root: &Root) -> Result<bool, Failure> {
        if self.yes {
            return Ok(true);
        }
        if !context.ui.is_interactive() {
            return Err(Issue::error(&codes::command::NEEDS_YES, "nobody is there to agree to the undo")
                .help("run `quickscale undo --yes`")
                .into());
        }
        let last = apply::history(root)?.into_iter().next();
        Ok(last.is_none_or(|last| context.ui.confirm(&format!("Take back {}?", line(&last)))))
    }
}

fn line(applied: &apply::Applied) -> String {
    let files = applied.files.len();
    let plural = if files == 1 { "" } else { "s" };
    format!("{} number {}, {files} file{plural}", applied.command, applied.number)
}
