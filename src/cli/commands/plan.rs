//! `quickscale plan`.

use camino::Utf8PathBuf;
use clap::Args;

use crate::{
    cli::{
        Context, Exit, Failure,
        display::Display,
        planning::Planning,
        session::{Planned, Session},
    },
    plan, workspace,
};

/// Show what apply would change, and change nothing.
///
/// Compares three things: what the manifest and the blueprints want, what was applied last, and what
/// is there now. What it shows is exactly what `quickscale apply` does next, or apply refuses.
#[derive(Debug, Args)]
pub(in crate::cli) struct Plan {
    #[command(flatten)]
    planning: Planning,

    #[command(flatten)]
    display: Display,

    /// Print the plan as JSON; `quickscale schema plan` describes it.
    #[arg(long)]
    json: bool,

    /// Save the plan, for `quickscale apply FILE`.
    #[arg(long, value_name = "FILE")]
    out: Option<Utf8PathBuf>,

    /// Exit with 2 when there is something to do, 3 when a conflict needs a person.
    #[arg(long)]
    detailed_exitcode: bool,
}

impl Plan {
    pub(in crate::cli) fn run(self, context: &Context) -> Result<Exit, Failure> {
        let session = Session::open(context)?;
        context.report(session.warnings());
        context.warn_of_interrupted(&session.root)?;
        let Planned { plan, .. } = session.plan(context, &self.planning)?;
        if self.json {
            context.ui.out(&plan.to_json());
        } else {
            context.ui.out(&self.display.text(&plan, &context.ui));
        }
        if let Some(file) = &self.out {
            workspace::replace_file(&context.resolve(file), &plan.to_json())?;
            context.ui.say(&format!("saved; carry it out with `quickscale apply {file}`"));
        }
        Ok(self.exit(&plan))
    }

    fn exit(&self, plan: &plan::Plan) -> Exit {
        match self.detailed_exitcode {
            true if plan.conflicts().next().is_some() => Exit::Conflict,
            true if !plan.is_empty() => Exit::Pending,
            _ => Exit::Success,
        }
    }
}
