//! `quickscale logs`.

use clap::Args;

use crate::{
    cli::{
        Context, Exit, Failure,
        session::Session,
        site::{INSTALL_DOCKER, Site, no_containers},
    },
    executor,
};

/// Print what the services have written.
#[derive(Debug, Args)]
pub(in crate::cli) struct Logs {
    /// Go on with what comes; Ctrl-C ends it.
    #[arg(short, long)]
    follow: bool,

    /// Only the last lines of each service.
    #[arg(long, value_name = "N")]
    tail: Option<u32>,

    /// Only what is younger: `10m`, `2h`, or a date such as `2026-01-31T12:00:00`.
    #[arg(long, value_name = "WHEN")]
    since: Option<String>,

    /// The services, as `quickscale ps` calls them; all of them unless given.
    #[arg(value_name = "SERVICE")]
    services: Vec<String>,
}

impl Logs {
    pub(in crate::cli) fn run(self, context: &Context) -> Result<Exit, Failure> {
        let session = Session::open(context)?;
        let Site::Containers(docker) = session.site()? else {
            return Err(no_containers(
                "no service writes a log here, because the environment `local` has no `docker`",
                "look at the terminal in which `quickscale up` runs",
            ));
        };
        let Self { follow, tail, since, services } = self;
        let command = docker.logs(&executor::Logs { follow, tail, since, services })?;
        Err(context.become_program(&command, INSTALL_DOCKER))
    }
}
