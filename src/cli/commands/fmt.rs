//! `quickscale fmt`.

use clap::Args;

use crate::{
    cli::{Context, Exit, Failure, rewrite::Rewrite},
    manifest::format,
};

/// Lay quickscale.kdl out: four blanks per level, one node per line.
///
/// Comments, blank lines, the order of things and the spelling of values stay as they are. A manifest that means
/// nothing is laid out too, as long as it is KDL. The result is read again before it is written: where the
/// layout could change what the manifest says, nothing is written.
#[derive(Debug, Args)]
pub(in crate::cli) struct Fmt {
    /// Write nothing: show what would change, and exit with 2 if something would.
    #[arg(long)]
    check: bool,
}

impl Fmt {
    pub(in crate::cli) fn run(self, context: &Context) -> Result<Exit, Failure> {
        let rewrite = Rewrite::open(context)?;
        let text = format::format(&rewrite.source)?;
        let name = rewrite.source.name();
        if text == rewrite.source.whole_text() {
            context.ui.say(&format!("{name} is laid out already"));
            return Ok(Exit::Success);
        }
        if self.check {
            context.ui.out(&rewrite.diff(context, &text));
            context.ui.say("Run `quickscale fmt` to change this.");
            return Ok(Exit::Pending);
        }
        rewrite.write(&text)?;
        context.ui.say(&format!("{name} is laid out"));
        Ok(Exit::Success)
    }
}
