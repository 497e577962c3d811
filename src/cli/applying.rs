//! Carrying out a plan that was shown: what needs a yes, and what is said afterwards.

use clap::Args;

use super::{
    Context, Exit, Failure,
    agreement::{Agreement, Invocation},
    progress::Progress,
    session::{Planned, Session},
};
use crate::{
    apply::{self, Outcome},
    executor::Executor,
    plan::{ExecutorId, Plan, Todo},
    workspace::Root,
};

/// What a person agrees to in advance.
#[derive(Debug, Args)]
pub(super) struct Consents {
    /// Do not ask.
    #[arg(short, long, group = "unattended")]
    pub(super) yes: bool,

    /// Agree to steps that replace or delete an edit, of which a copy is kept, and to steps that drop data.
    #[arg(long)]
    pub(super) allow_destroy: bool,

    /// Agree to what follows outside of the files: guarded options, and the data of modules that go.
    #[arg(long)]
    pub(super) accept_consequences: bool,
}

impl Consents {
    /// Carries out a plan that was shown, once everything is agreed to; one that was saved is agreed to already.
    pub(super) fn carry_out(
        &self,
        context: &Context,
        session: &Session,
        planned: &mut Planned<'_>,
        command: &Invocation,
    ) -> Result<Exit, Failure> {
        Session::refuse_unable(planned)?;
        if planned.plan.is_empty() {
            apply::Waiting::end(&session.root)?;
            return Ok(Exit::Success);
        }
        let Some(begun) = self.begin(context, session, &planned.plan, command)? else {
            return Ok(Exit::Success);
        };
        let exit = carry_out(context, &begun, planned)?;
        if planned.plan.steps.iter().any(|step| step.executor == ExecutorId::Docker) {
            session.say_address(context)?;
        }
        planned.say_deployed(context);
        apply::Waiting::end(&session.root)?;
        Ok(exit)
    }

    /// The lock under which a plan is carried out, once everything is agreed to; none when nothing is to be changed.
    pub(super) fn begin<'s>(
        &self,
        context: &Context,
        session: &'s Session,
        plan: &Plan,
        command: &Invocation,
    ) -> Result<Option<apply::Session<'s>>, Failure> {
        // Why it cannot be carried out is said before anybody is asked.
        apply::Error::refuse(plan).map_or(Ok(()), Err)?;
        let Self { yes, allow_destroy, accept_consequences } = *self;
        if !(Agreement { command, yes, allow_destroy, accept_consequences }).covers(context, plan)? {
            context.ui.say("nothing was changed");
            return Ok(None);
        }
        // What was planned without the lock is checked again under it, before the first write.
        Ok(Some(apply::Session::begin(&session.root, command.name)?))
    }
}

/// Carries out what programs have left to do once the files are in place.
pub(super) fn finish(
    context: &Context,
    session: &Session,
    planned: &mut Planned<'_>,
) -> Result<Exit, Failure> {
    if planned.plan.is_empty() {
        return Ok(Exit::Success);
    }
    let begun = apply::Session::begin(&session.root, "update")?;
    carry_out(context, &begun, planned)
}

/// Checks that every conflict is sorted out that an apply has written into files.
pub(super) fn go_on(context: &Context, root: &Root) -> Result<(), Failure> {
    let waiting = apply::Waiting::read(root)?.ok_or(apply::Error::NoConflict)?;
    let left = waiting.left(root)?;
    if !left.is_empty() {
        return Err(apply::Error::Unresolved(left).into());
    }
    apply::Waiting::end(root)?;
    context.ui.say("Every conflict is sorted out.");
    Ok(())
}

pub(super) fn abort(context: &Context) -> Result<Exit, Failure> {
    let root = Root::find(&context.directory)?;
    context.end_interrupted(&root)?;
    let kept = apply::Session::begin(&root, apply::ABORT)?.abort()?;
    for kept in &kept {
        context.ui.say(&format!("what you did to {} is kept in {}", kept.path, kept.kept));
    }
    context.ui.say("Taken back: everything is as it was before the apply that wrote the markers.");
    Ok(Exit::Success)
}

/// The drivers that act before the files do.
pub(super) fn before_files<'e, 'r>(
    executors: &'e mut [Box<dyn Executor + 'r>],
) -> &'e mut [Box<dyn Executor + 'r>] {
    let first = executors.iter().take_while(|executor| executor.comes_first()).count();
    &mut executors[..first]
}

/// Carries `planned` out under the lock, and says how it went.
pub(super) fn carry_out(
    context: &Context,
    begun: &apply::Session<'_>,
    planned: &mut Planned<'_>,
) -> Result<Exit, Failure> {
    let Planned { plan, next, executors, todo, .. } = planned;
    let mut progress = Progress::new(&context.ui);
    let marked: Vec<&str> = plan.marked().map(|step| step.target.as_str()).collect();
    // No program understands a file with conflict markers: the rest waits for `--continue`.
    let drivers = if marked.is_empty() { &mut executors[..] } else { before_files(executors) };
    let done = begun.run(plan, next, drivers, &mut progress);
    let (outcome, failed) = match done {
        Ok(outcome) => (outcome, None),
        Err(apply::Error::Unfinished { outcome, report }) => (outcome, Some(report)),
        Err(error) => return Err(error.into()),
    };
    if let Some(report) = failed {
        context.kept(&outcome);
        context.ui.say("The files are in place. What failed is left for the next `quickscale apply`.");
        return Err(report.into());
    }
    context.applied(&outcome, todo);
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

impl Context {
    /// Says that files are in place, and what is left to do for people.
    pub(super) fn applied(&self, outcome: &Outcome, todo: &[Todo]) {
        self.kept(outcome);
        self.ui.say("Applied.");
        let mut last = "";
        for Todo { release, message, done } in todo {
            if release != last {
                self.ui.say(release);
                last = release;
            }
            self.ui.say(&format!("  [{}] {message}", if *done { 'x' } else { ' ' }));
        }
    }

    fn kept(&self, outcome: &Outcome) {
        for kept in &outcome.kept {
            self.ui.say(&format!("your version of {} is kept in {}", kept.path, kept.kept));
        }
    }
}
