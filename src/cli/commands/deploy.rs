//! `quickscale deploy`.

use std::time::Duration;

use clap::{Args, Subcommand};

use crate::{
    cli::{
        Context, Exit, Failure,
        agreement::Invocation,
        applying::{Consents, carry_out},
        display::Display,
        planning::Planning,
        session::Session,
    },
    diagnostics::{Issue, codes},
    executor::Deploying,
    plan::{ExecutorId, Plan},
    resolve::Project,
};

/// Bring the project to a server.
#[derive(Debug, Args)]
pub(in crate::cli) struct Deploy {
    #[command(subcommand)]
    target: Target,
}

#[derive(Debug, Subcommand)]
enum Target {
    Railway(Railway),
}

/// Deploy to Railway, and say where the site is.
///
/// Makes what is missing and changes what differs: the project, PostgreSQL, the services of the site and of its worker,
/// their settings and variables, the address; then uploads the code, builds it, migrates the database and waits until
/// the site answers. Deploying again without a change does nothing. A deployment that was interrupted goes on where it
/// was. `quickscale plan -e production` shows what would be done.
#[derive(Debug, Args)]
#[command(after_help = "\
Credentials: `railway login`, or a token in RAILWAY_API_TOKEN (account, workspace) or RAILWAY_TOKEN (one environment).
Secrets come from the environment of this command, or are asked for at a terminal: EMAIL_URL=… quickscale deploy railway")]
struct Railway {
    /// The environment of the manifest.
    #[arg(short, long, value_name = "NAME", default_value = "production")]
    environment: String,

    /// Start the new version without migrating the database before.
    #[arg(long)]
    skip_migrations: bool,

    /// Build the image without collecting static files.
    #[arg(long)]
    skip_collectstatic: bool,

    /// The project on Railway, by its name or id, instead of the manifest's.
    #[arg(long, value_name = "NAME")]
    project_name: Option<String>,

    /// How long one deployment may take; 1200 unless given.
    #[arg(long, value_name = "SECONDS")]
    timeout: Option<u64>,

    /// Do not ask.
    #[arg(short, long)]
    yes: bool,

    /// Agree to replacing or deleting edits in files; copies are kept.
    #[arg(long)]
    allow_destroy: bool,

    /// Agree to deploying to a project or service that is there and was not made from here.
    #[arg(long)]
    accept_consequences: bool,

    /// Do not wait for the deployment to end.
    #[arg(long)]
    detach: bool,

    /// Print what came of it as JSON.
    #[arg(long)]
    json: bool,

    #[command(flatten)]
    display: Display,
}

impl Deploy {
    pub(in crate::cli) fn run(self, context: &Context) -> Result<Exit, Failure> {
        let Target::Railway(railway) = self.target;
        railway.run(context)
    }
}

impl Railway {
    fn run(self, context: &Context) -> Result<Exit, Failure> {
        let session = Session::open(context)?;
        context.end_interrupted(&session.root)?;
        let planning = self.planning();
        self.check_target(&session.project)?;
        let mut planned = session.plan(context, &planning)?;
        Session::refuse_unable(&planned)?;
        let is_first = planned.plan.steps.iter().any(|step| step.id == "railway:site");
        let changed = !planned.plan.is_empty();
        if changed {
            self.show(context, &planned.plan, is_first);
            let Self { yes, allow_destroy, accept_consequences, .. } = self;
            let consents = Consents { yes, allow_destroy, accept_consequences };
            let begun = consents.begin(context, &session, &planned.plan, &self.invocation())?;
            let Some(begun) = begun else { return Ok(Exit::Success) };
            let exit = carry_out(context, &begun, &mut planned)?;
            if exit != Exit::Success {
                return Ok(exit);
            }
        } else {
            context.ui.say("Nothing to do: what runs is what the manifest says.");
        }
        let Some(deployed) = planned.deployed() else { return Ok(Exit::Success) };
        if self.json {
            context.ui.value(&deployed.to_json(changed));
            return Ok(Exit::Success);
        }
        if let Some(url) = &deployed.url {
            context.ui.out(&format!("{url}\n"));
        }
        deployed.say_next(context, is_first);
        Ok(Exit::Success)
    }

    fn invocation(&self) -> Invocation {
        Invocation { name: "deploy railway", rest: self.planning().as_typed(), saved: false }
    }

    fn planning(&self) -> Planning {
        let deploying = Deploying {
            skip_migrations: self.skip_migrations,
            skip_collectstatic: self.skip_collectstatic,
            project: self.project_name.clone(),
            patience: self.timeout.map(Duration::from_secs),
            detach: self.detach,
        };
        Planning::to_deploy(self.environment.clone(), deploying, !self.yes)
    }

    fn check_target(&self, project: &Project) -> Result<(), Failure> {
        let deploys =
            |name: &str| project.environments.get(name).is_some_and(|found| found.railway().is_some());
        let name = &self.environment;
        if deploys(name) {
            return Ok(());
        }
        let message = format!("the manifest does not deploy `{name}` to Railway");
        let other = project.environments.keys().find(|other| deploys(other));
        let help = match other {
            Some(other) => format!("name the environment that is: `-e {other}`"),
            None => format!("write it: `environment \"{name}\" {{ deploy \"railway\" }}`"),
        };
        let help = format!("{help}; more: docs/railway.md#not-deployed");
        Err(Issue::error(&codes::railway::NOT_DEPLOYED, message).help(help).into())
    }

    /// The plan, and how long it takes. Data goes to stdout only when it is not JSON that is asked for.
    fn show(&self, context: &Context, plan: &Plan, is_first: bool) {
        let text = self.display.text(plan, &context.ui);
        match self.json {
            true => context.ui.err(&text),
            false => context.ui.out(&text),
        }
        if plan.steps.iter().any(|step| step.executor == ExecutorId::Railway) {
            let minutes = if is_first { "about six minutes" } else { "about three minutes" };
            context.ui.say(&format!("On Railway this takes {minutes}."));
        }
    }
}
