//! `quickscale down`.

use clap::Args;

use crate::{
    apply,
    cli::{Context, Exit, Failure, progress::Progress, session::Session, site::Site},
    diagnostics::{Issue, codes, listed},
    executor::Docker,
};

/// Stop the services of this checkout, and keep their data.
#[derive(Debug, Args)]
pub(in crate::cli) struct Down {
    /// Delete the volumes too: the database with everything in it.
    #[arg(long)]
    volumes: bool,

    /// Do not ask before data are deleted.
    #[arg(short, long, requires = "volumes")]
    yes: bool,
}

impl Down {
    pub(in crate::cli) fn run(self, context: &Context) -> Result<Exit, Failure> {
        let session = Session::open(context)?;
        let Site::Containers(docker) = session.site()? else {
            context.ui.say("Nothing runs in the background: Ctrl-C stops `quickscale up`.");
            return Ok(Exit::Success);
        };
        if self.volumes && !self.agreed(context, &docker)? {
            context.ui.say("nothing was changed");
            return Ok(Exit::Success);
        }
        let _begun = apply::Session::begin(&session.root, "down")?;
        docker.down(self.volumes, &mut Progress::new(&context.ui))?;
        context.ui.say(if self.volumes {
            "Stopped, and the data are deleted."
        } else {
            "Stopped; the data are kept."
        });
        Ok(Exit::Success)
    }

    fn agreed(&self, context: &Context, docker: &Docker<'_>) -> Result<bool, Failure> {
        let volumes = docker.volumes()?;
        if self.yes || volumes.is_empty() {
            return Ok(true);
        }
        let names = listed(&volumes);
        if !context.ui.is_interactive() {
            let message = format!("nobody is there to agree to the end of {names} with all data");
            let issue = Issue::error(&codes::command::NEEDS_YES, message)
                .help("run `quickscale down --volumes --yes` when that is meant");
            return Err(Failure { exit: Exit::Refused, report: issue.into() });
        }
        Ok(context.ui.confirm(&format!("Delete {names} with all data?")))
    }
}
