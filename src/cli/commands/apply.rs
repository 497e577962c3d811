//! `quickscale apply`.

use camino::Utf8PathBuf;
use clap::Args;

use crate::{
    apply,
    cli::{
        Context, Exit, Failure,
        agreement::Agreement,
        display::Display,
        planning::Planning,
        progress::Progress,
        session::{Planned, Session},
    },
    diagnostics::{Issue, Report, SourceFile, codes},
    plan::{self, ExecutorId, Plan},
    workspace::{self, Root},
};

/// Make the project what its manifest says.
///
/// Plans, shows the plan, asks, and carries it out: wholly, or not at all. Your edits are merged with
/// what is new; where that needs a decision, nothing is written and the plan says why. An apply
/// that is killed half-way is finished by the next command. `quickscale undo` takes it back.
#[derive(Debug, Args)]
pub(in crate::cli) struct Apply {
    /// A plan saved by `quickscale plan --out`: exactly that is applied, or nothing. The options that
    /// it was planned with, such as `--offline`, are given again.
    plan: Option<Utf8PathBuf>,

    /// Go on after you have sorted out the conflict markers that `--conflicts markers` wrote.
    #[arg(long = "continue", conflicts_with_all = ["plan", "abort"])]
    goes_on: bool,

    /// Take back the apply that wrote conflict markers; what you did to its files is kept aside.
    #[arg(long, conflicts_with = "plan")]
    abort: bool,

    /// Do not ask.
    #[arg(short, long)]
    yes: bool,

    /// Agree to steps that replace or delete an edit; a copy of it is kept.
    #[arg(long)]
    allow_destroy: bool,

    /// Agree to what follows outside of the files: guarded options, and the data of modules that go.
    #[arg(long)]
    accept_consequences: bool,

    #[command(flatten)]
    planning: Planning,

    #[command(flatten)]
    display: Display,
}

impl Apply {
    pub(in crate::cli) fn run(mut self, context: &Context) -> Result<Exit, Failure> {
        if self.abort {
            return abort(context);
        }
        let session = Session::open(context)?;
        context.end_interrupted(&session.root)?;
        if self.goes_on {
            go_on(context, &session.root)?;
        }
        self.planning.asks = !self.yes;
        let mut planned = session.plan(context, &self.planning)?;
        self.check_saved(context, &planned.plan)?;
        context.ui.out(&self.display.text(&planned.plan, &context.ui));
        Session::refuse_unable(&planned)?;
        if planned.plan.is_empty() {
            apply::Waiting::end(&session.root)?;
            return Ok(Exit::Success);
        }
        refuse(&planned.plan)?;
        if !self.agreement().covers(context, &planned.plan)? {
            context.ui.say("nothing was changed");
            return Ok(Exit::Success);
        }
        // What was planned without the lock is checked again under it, before the first write.
        let begun = apply::Session::begin(&session.root, "apply")?;
        let exit = carry_out(context, &begun, &mut planned)?;
        if planned.plan.steps.iter().any(|step| step.executor == ExecutorId::Docker) {
            session.say_address(context)?;
        }
        planned.say_deployed(context);
        apply::Waiting::end(&session.root)?;
        Ok(exit)
    }

    fn agreement(&self) -> Agreement<'static> {
        let Self { yes, allow_destroy, accept_consequences, .. } = *self;
        Agreement { command: "apply", yes, allow_destroy, accept_consequences, saved: self.plan.is_some() }
    }

    /// A saved plan is never carried out itself: it is made anew and compared.
    fn check_saved(&self, context: &Context, fresh: &Plan) -> Result<(), Failure> {
        let Some(file) = &self.plan else { return Ok(()) };
        let bytes = workspace::read_file(&context.resolve(file))?;
        let saved = Plan::from_json(&SourceFile::from_bytes(file.as_str(), &bytes)?)?;
        let moved = plan::compare(&saved, fresh);
        let stale = |moved: plan::Moved| {
            Issue::error(&codes::apply::STALE, moved.to_string()).help(format!(
                "give `apply` the options that the plan was made with, or make the plan again: \
                     `quickscale plan --out {file}`; nothing was written"
            ))
        };
        let report: Report = moved.into_iter().map(stale).collect();
        if report.is_empty() { Ok(()) } else { Err(Failure { exit: Exit::Stale, report }) }
    }
}

/// Checks that every conflict is sorted out that an apply has written into files.
fn go_on(context: &Context, root: &Root) -> Result<(), Failure> {
    let waiting = apply::Waiting::read(root)?.ok_or(apply::Error::NoConflict)?;
    let left = waiting.left(root)?;
    if !left.is_empty() {
        return Err(apply::Error::Unresolved(left).into());
    }
    apply::Waiting::end(root)?;
    context.ui.say("Every conflict is sorted out.");
    Ok(())
}

fn abort(context: &Context) -> Result<Exit, Failure> {
    let root = Root::find(&context.directory)?;
    context.end_interrupted(&root)?;
    let kept = apply::Session::begin(&root, "apply --abort")?.abort()?;
    for kept in &kept {
        context.ui.say(&format!("what you did to {} is kept in {}", kept.path, kept.kept));
    }
    context.ui.say("Taken back: everything is as it was before the apply that wrote the markers.");
    Ok(Exit::Success)
}

/// Says why a plan can not be carried out, before anybody is asked.
pub(in crate::cli) fn refuse(plan: &Plan) -> Result<(), Failure> {
    apply::Error::refuse(plan).map_or(Ok(()), |error| Err(error.into()))
}

/// Carries `planned` out under the lock, and says how it went.
pub(in crate::cli) fn carry_out(
    context: &Context,
    begun: &apply::Session<'_>,
    planned: &mut Planned<'_>,
) -> Result<Exit, Failure> {
    let Planned { plan, next, executors, .. } = planned;
    let mut progress = Progress::new(&context.ui);
    let marked: Vec<&str> = plan.marked().map(|step| step.target.as_str()).collect();
    // No program understands a file with conflict markers: the rest waits for `--continue`.
    let done = match marked.as_slice() {
        [] => begun.run(plan, next, executors, &mut progress),
        _ => begun.run(plan, next, &mut [], &mut progress),
    };
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
    if marked.is_empty() {
        return Ok(Exit::Success);
    }
    context.ui.say(&format!(
        "Conflict markers wait for you in {}. When they are sorted out, run `quickscale apply --continue`; \
         `quickscale apply --abort` takes everything back.",
        marked.join(", ")
    ));
    Ok(Exit::Conflict)
}
