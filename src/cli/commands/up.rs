//! `quickscale up`.

use std::time::Duration;

use clap::Args;

use crate::{
    apply,
    cli::{
        Context, Exit, Failure,
        progress::Progress,
        session::Session,
        site::{INSTALL_DOCKER, INSTALL_UV, Site, port, with_uv},
        ui::Ui,
    },
    executor::{Docker, Effort, Executor as _},
    plan::{Proposal, Step},
    process::Command,
    workspace::Root,
};

/// Start the site, and say where it is.
///
/// Builds what has to be built, starts the services of `compose.yaml`, waits until they are healthy and migrates the
/// database. What runs as it should is left alone. Without `docker` in the environment `local`, the site runs in
/// this terminal with uv, on the database that `DATABASE_URL` names.
#[derive(Debug, Args)]
pub(in crate::cli) struct Up {
    /// Build images even when no file of theirs changed.
    #[arg(long)]
    build: bool,

    /// Build images from nothing, without the cache.
    #[arg(long)]
    no_cache: bool,

    /// Wait for healthy services as long as it takes, or so many seconds; two minutes unless given.
    #[arg(long, value_name = "SECONDS", num_args = 0..=1, require_equals = true, default_missing_value = "86400")]
    wait: Option<u64>,
}

impl Up {
    pub(in crate::cli) fn run(self, context: &Context) -> Result<Exit, Failure> {
        let session = Session::open(context)?;
        match session.site()? {
            Site::Containers(docker) => self.start(context, &session, &docker),
            Site::Here(root) => serve(context, root),
        }
    }

    fn start(&self, context: &Context, session: &Session, docker: &Docker<'_>) -> Result<Exit, Failure> {
        let begun = apply::Session::begin(&session.root, "up")?;
        let planned = docker.plan(&Proposal::default());
        let steps: Vec<&Step> = planned.steps.iter().collect();
        let defaults = Effort::default();
        let effort = Effort {
            build: self.build || self.no_cache,
            no_cache: self.no_cache,
            start: true,
            patience: self.wait.map_or(defaults.patience, Duration::from_secs),
        };
        let first = docker.was_never_migrated();
        docker.converge(&steps, &effort, &mut Progress::new(&context.ui))?;
        drop(begun);
        if let Some(address) = docker.address()? {
            context.ui.say(&format!("{} is up:", session.project.title));
            context.ui.out(&format!("{address}\n"));
        }
        if first && context.ui.is_interactive() && docker.has_superuser() == Some(false) {
            return offer_superuser(context, docker);
        }
        Ok(Exit::Success)
    }
}

fn offer_superuser(context: &Context, docker: &Docker<'_>) -> Result<Exit, Failure> {
    if !context.ui.confirm("Nobody can sign in to the admin pages yet. Create a superuser?") {
        context.ui.say("later: `quickscale manage createsuperuser`");
        return Ok(Exit::Success);
    }
    let words = ["python", "manage.py", "createsuperuser"].map(str::to_owned);
    let fresh = docker.inside(None, &words, Ui::is_terminal())?;
    Err(context.become_program(&fresh, INSTALL_DOCKER))
}

/// The site in this terminal.
fn serve(context: &Context, root: &Root) -> Result<Exit, Failure> {
    let run = |command: Command| {
        context.ui.say(&format!("{command} …"));
        command.time_limit(Duration::from_mins(30)).run().map_err(|error| error.into_issue(INSTALL_UV))
    };
    run(Command::new("uv", ["sync"]).directory(root.path()))?;
    run(with_uv(root, ["python", "manage.py", "migrate", "--no-input"])?)?;
    let port = port();
    context.ui.say("The site runs in this terminal; Ctrl-C stops it:");
    context.ui.out(&format!("http://localhost:{port}/\n"));
    let address = format!("127.0.0.1:{port}");
    let server = with_uv(root, ["python", "manage.py", "runserver", &address])?;
    Err(context.become_program(&server, INSTALL_UV))
}
