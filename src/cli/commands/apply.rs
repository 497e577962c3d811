//! `quickscale apply`.

use camino::Utf8PathBuf;
use clap::Args;

use crate::{
    apply,
    cli::{
        Context, Exit, Failure,
        display::Display,
        planning::Planning,
        progress::Progress,
        session::{Planned, Session},
    },
    diagnostics::{Issue, Report, SourceFile, codes},
    plan::{self, Plan},
    workspace,
};

/// Make the project what its manifest says.
///
/// Plans, shows the plan, asks, and carries it out: wholly, or not at all. Your edits are merged with
/// what is new; where that needs a decision, nothing is written and the plan says why. An apply
/// that is killed half-way is finished by the next command. `quickscale undo` takes it back.
#[derive(Debug, Args)]
pub(in crate::cli) struct Apply {
    /// A plan saved by `quickscale plan --out`: exactly that is applied, or nothing.
    plan: Option<Utf8PathBuf>,

    /// Do not ask.
    #[arg(short, long)]
    yes: bool,

    /// Agree to steps that replace or delete an edit; a copy of it is kept.
    #[arg(long)]
    allow_destroy: bool,

    #[command(flatten)]
    planning: Planning,

    #[command(flatten)]
    display: Display,
}

impl Apply {
    pub(in crate::cli) fn run(self, context: &Context) -> Result<Exit, Failure> {
        let session = Session::open(context)?;
        context.report(session.warnings());
        context.end_interrupted(&session.root)?;
        let mut planned = session.plan(context, &self.planning)?;
        self.check_saved(context, &planned.plan)?;
        context.ui.out(&self.display.text(&planned.plan, &context.ui));
        if planned.plan.is_empty() {
            return Ok(Exit::Success);
        }
        refuse(&planned.plan)?;
        if !self.agreed(context, &planned.plan)? {
            context.ui.say("nothing was changed");
            return Ok(Exit::Success);
        }
        // What was planned without the lock is checked again under it, before the first write.
        let begun = apply::Session::begin(&session.root, "apply")?;
        carry_out(context, &begun, &mut planned)
    }

    /// A saved plan is never carried out itself: it is made anew and compared.
    fn check_saved(&self, context: &Context, fresh: &Plan) -> Result<(), Failure> {
        let Some(file) = &self.plan else { return Ok(()) };
        let bytes = workspace::read_file(&context.resolve(file))?;
        let saved = Plan::from_json(&SourceFile::from_bytes(file.as_str(), &bytes)?)?;
        let moved = plan::compare(&saved, fresh);
        let stale = |moved: plan::Moved| {
            Issue::error(&codes::apply::STALE, moved.to_string())
                .help(format!("make the plan again: `quickscale plan --out {file}`; nothing was written"))
        };
        let report: Report = moved.into_iter().map(stale).collect();
        if report.is_empty() { Ok(()) } else { Err(Failure { exit: Exit::Stale, report }) }
    }

    fn agreed(&self, context: &Context, plan: &Plan) -> Result<bool, Failure> {
        let ui = &context.ui;
        let asks = ui.is_interactive();
        if plan.risky().next().is_some() && !self.allow_destroy {
            if self.yes || !asks {
                return Err(Failure { exit: Exit::Refused, report: needs_allow_destroy(plan).into() });
            }
            if !ui.confirm("Replace or delete edits as shown above? Copies are kept.") {
                return Ok(false);
            }
        }
        if self.yes || self.plan.is_some() {
            return Ok(true);
        }
        if !asks {
            return Err(Issue::error(&codes::command::NEEDS_YES, "nobody is there to agree to the plan")
                .help("run `quickscale apply --yes`, or save the plan and apply that: `quickscale plan --out FILE`")
                .into());
        }
        Ok(ui.confirm("Apply this plan?"))
    }
}

/// Says why a plan can not be carried out, before anybody is asked.
fn refuse(plan: &Plan) -> Result<(), Failure> {
    apply::Error::refuse(plan).map_or(Ok(()), |error| Err(error.into()))
}

fn needs_allow_destroy(plan: &Plan) -> Issue {
    let targets: Vec<String> = plan.risky().map(|step| format!("`{}`", step.target)).collect();
    let message = format!("the plan replaces or deletes edits in {}", targets.join(", "));
    Issue::error(&codes::command::NEEDS_ALLOW_DESTROY, message)
        .help("run `quickscale apply --allow-destroy` when that is meant; copies of the edits are kept")
}

fn carry_out(
    context: &Context,
    begun: &apply::Session<'_>,
    planned: &mut Planned<'_>,
) -> Result<Exit, Failure> {
    let Planned { plan, next, tools, .. } = planned;
    let mut progress = Progress::new(&context.ui);
    let done = begun.run(plan, next, &mut [tools], &mut progress);
    let (outcome, failed) = match done {
        Ok(outcome) => (outcome, None),
        Err(apply::Error::Unfinished { outcome, report }) => (outcome, Some(report)),
        Err(error) => return Err(error.into()),
    };
    for kept in &outcome.kept {
        context.ui.say(&format!("your version of {} is kept in {}", kept.path, kept.kept));
    }
    if let Some(report) = failed {
        context.ui.say("The files are in place. What failed is left for the next `quickscale apply`.");
        return Err(report.into());
    }
    context.ui.say("Applied.");
    let marked: Vec<&str> = plan.marked().map(|step| step.target.as_str()).collect();
    if marked.is_empty() {
        return Ok(Exit::Success);
    }
    context.ui.say(&format!("Conflict markers wait for you in {}.", marked.join(", ")));
    Ok(Exit::Conflict)
}
