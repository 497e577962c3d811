//! `quickscale plan`.

use camino::{Utf8Path, Utf8PathBuf};
use clap::Args;

use crate::{
    cli::{
        Context, Exit, Failure,
        display::Display,
        planning::Planning,
        session::{Planned, Session},
    },
    diagnostics::{Issue, SourceFile, codes},
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
        self.out.as_deref().map_or(Ok(()), |file| check_replaceable(context, file))?;
        let session = Session::open(context)?;
        context.warn_of_interrupted(&session.root)?;
        let Planned { plan, .. } = session.plan(context, &self.planning)?;
        if self.json {
            context.ui.json(&plan.to_json());
        } else {
            context.ui.out(&self.display.text(&plan, &context.ui));
        }
        if let Some(file) = &self.out {
            workspace::replace_file(&context.resolve(file), &plan.to_json())?;
            // A saved plan is made anew before it is applied, so apply needs what this one was made with.
            let options = self.planning.as_typed();
            context.ui.say(&format!("saved; carry it out with `quickscale apply {file}{options}`"));
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

/// Refuses to save a plan in the place of anything but an older one.
fn check_replaceable(context: &Context, file: &Utf8Path) -> Result<(), Failure> {
    let path = context.resolve(file);
    if !workspace::exists(&path) {
        return Ok(());
    }
    let is_plan = path.is_file()
        && workspace::read_file(&path).is_ok_and(|bytes| {
            let source = SourceFile::from_bytes(file.as_str(), &bytes).ok();
            bytes.is_empty() || source.is_some_and(|source| plan::Plan::is_saved(&source))
        });
    if is_plan {
        return Ok(());
    }
    let message = format!("`{}` exists and is no saved plan", file.as_str().escape_debug());
    let help = "name a file that does not exist yet: `quickscale plan --out saved-plan.json`";
    Err(Issue::error(&codes::command::NOT_A_SAVED_PLAN, message).help(help).into())
}
