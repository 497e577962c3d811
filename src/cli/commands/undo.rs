//! `quickscale undo`.

use clap::Args;

use crate::{
    apply,
    cli::{Context, Exit, Failure},
    diagnostics::{Issue, codes, counted},
    executor::subtree,
    workspace::Root,
};

/// Take the last apply back: the files are as they were before it.
///
/// Refuses when one of the files was changed since, so that no edit is lost. The last applies are kept
/// in `.quickscale/run/`; undo takes them back one by one, the latest first. What `embed` and `update` have committed
/// is taken back to the exact commit before, unless there are later commits or it was published.
#[derive(Debug, Args)]
pub(in crate::cli) struct Undo {
    /// Show what could be taken back, and change nothing.
    #[arg(long)]
    list: bool,

    /// Do not ask.
    #[arg(short, long)]
    yes: bool,
}

/// Something that can be taken back.
enum Last {
    Files(apply::Applied),
    Branch(subtree::Move),
}

impl Undo {
    pub(in crate::cli) fn run(self, context: &Context) -> Result<Exit, Failure> {
        let root = Root::find(&context.directory)?;
        if self.list {
            let history = history(&root)?;
            if history.is_empty() {
                context.ui.say("Nothing is kept that could be taken back.");
            }
            for last in history {
                context.ui.out(&format!("{}\n", last.line()));
            }
            return Ok(Exit::Success);
        }
        // An interrupted apply of files is undone as it is; an interrupted move of a branch is ended first.
        if subtree::interrupted(&root)?.is_some() {
            context.end_interrupted(&root)?;
        }
        let last = history(&root)?.into_iter().next();
        if !self.agreed(context, last.as_ref())? {
            context.ui.say("nothing was changed");
            return Ok(Exit::Success);
        }
        match last {
            Some(Last::Branch(last)) => {
                let _held = apply::Session::begin(&root, "undo")?;
                subtree::undo(&root, &last)?;
                context.ui.say(&format!("Taken back: {}", Last::Branch(last).line()));
            }
            _ => {
                let undone = apply::undo(&root)?;
                context.left_alone(&undone.left);
                context.ui.say(&format!("Taken back: {}", Last::Files(undone.applied).line()));
            }
        }
        Ok(Exit::Success)
    }

    fn agreed(&self, context: &Context, last: Option<&Last>) -> Result<bool, Failure> {
        if self.yes {
            return Ok(true);
        }
        if !context.ui.is_interactive() {
            return Err(Issue::error(&codes::command::NEEDS_YES, "nobody is there to agree to the undo")
                .help("run `quickscale undo --yes`")
                .into());
        }
        Ok(last.is_none_or(|last| context.ui.confirm(&format!("Take back {}?", last.line()))))
    }
}

/// What can be taken back, the last one first.
fn history(root: &Root) -> Result<Vec<Last>, Failure> {
    let files = apply::history(root)?.into_iter().map(Last::Files);
    let mut all: Vec<Last> = files.chain(subtree::moves(root)?.into_iter().map(Last::Branch)).collect();
    all.sort_by_key(|last| std::cmp::Reverse(last.number()));
    Ok(all)
}

impl Last {
    fn number(&self) -> u64 {
        match self {
            Self::Files(applied) => applied.number,
            Self::Branch(moved) => moved.number,
        }
    }

    fn line(&self) -> String {
        let (command, what) = match self {
            Self::Files(apply::Applied { command, files, .. }) => (
                command,
                match files.len() {
                    0 => "the lock files alone".to_owned(),
                    files => counted(files, "file"),
                },
            ),
            Self::Branch(subtree::Move { command, .. }) => (command, "a commit".to_owned()),
        };
        format!("{command} number {}, {what}", self.number())
    }
}
