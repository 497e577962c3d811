//! `quickscale set`.

use clap::Args;

use crate::{
    cli::{Context, Exit, Failure, rewrite::Rewrite},
    manifest::edit,
};

/// Change a value in quickscale.kdl, and nothing else in it.
///
/// PATH names the value by the nodes around it. Blocks that are missing are made. Comments, layout and every other byte
/// stay. A value that the manifest cannot have is refused, and nothing is written. The project itself
/// follows with `quickscale apply`.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(in crate::cli) struct Set {
    /// The value's place, with dots: `project.title`, `environment.production.deploy.domain`.
    path: String,

    /// The new value; several for a list, all of which it then is.
    #[arg(required = true, allow_hyphen_values = true)]
    value: Vec<String>,
}

const EXAMPLES: &str = "\
Examples:
  quickscale set project.title \"Acme CRM\"
  quickscale set modules.auth.signup invite
  quickscale set modules.auth.social google github
  quickscale set variables.SUPPORT_EMAIL.default help@example.com
  quickscale set environment.local.database.version 17
  quickscale set environment.production.set.SUPPORT_EMAIL support@example.com
  quickscale set environment.production.set.SENTRY_DSN.from env";

impl Set {
    pub(in crate::cli) fn run(self, context: &Context) -> Result<Exit, Failure> {
        let rewrite = Rewrite::open(context)?;
        let text = edit::set(&rewrite.source, &self.path, &self.value)?;
        rewrite.edit(context, &text)?;
        Ok(Exit::Success)
    }
}
