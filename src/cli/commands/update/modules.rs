//! Updating modules, alone and together with subtrees.

use super::{Update, subtrees};
use crate::{
    apply,
    cli::{
        Context, Exit, Failure,
        agreement::Invocation,
        applying,
        planning::Planning,
        progress::Progress,
        session::{Planned, Session},
        subtrees::Subtrees,
    },
    executor::subtree::{Advance, Incoming, Wish},
    plan::{
        Plan,
        render::{Detail, View, render},
    },
};

impl Update {
    /// Brings the project up to date with the modules of this program.
    pub(super) fn modules(&self, context: &Context, session: &Session) -> Result<Exit, Failure> {
        let mut planned = session.plan(context, &self.planning())?;
        if self.json {
            context.ui.value(&serde_json::json!({ "modules": planned.plan }));
        } else {
            context.ui.out(&self.picture(context, &planned.plan));
        }
        if self.preview {
            return Ok(exit(&planned.plan));
        }
        self.consents.carry_out(context, session, &mut planned, &self.invocation())
    }

    /// Updates modules and subtrees, all of them or none.
    pub(super) fn both(&self, subtrees: &Subtrees<'_>, wishes: &[Wish]) -> Result<Exit, Failure> {
        let (context, session) = (subtrees.context, &subtrees.session);
        let all = self.incoming(subtrees, wishes)?;
        let planned = session.plan(context, &self.planning())?;
        if !self.json {
            self.show(subtrees, &all)?;
            context.ui.out(&self.picture(context, &planned.plan));
        }
        let refused = subtrees::conflicted(&all);
        if self.json && (self.preview || !refused.is_empty()) {
            self.print(subtrees, &all, &planned.plan, None)?;
        }
        if !refused.is_empty() {
            return Err(subtrees::refuse(&refused));
        }
        if self.preview {
            return Ok(exit(&planned.plan));
        }
        self.take_both(subtrees, &all, planned)
    }

    fn print(
        &self,
        subtrees: &Subtrees<'_>,
        all: &[Incoming],
        plan: &Plan,
        advance: Option<&Advance>,
    ) -> Result<(), Failure> {
        let mut json = subtrees.json(all, advance)?;
        json["modules"] = serde_json::json!(plan);
        subtrees.ui().value(&json);
        Ok(())
    }

    fn take_both(
        &self,
        subtrees: &Subtrees<'_>,
        all: &[Incoming],
        planned: Planned<'_>,
    ) -> Result<Exit, Failure> {
        let (context, session) = (subtrees.context, &subtrees.session);
        let Planned { plan, next, todo, mut executors, .. } = planned;
        let begun = self.consents.begin(context, session, &plan, &self.invocation())?;
        let Some(begun) = begun else { return Ok(Exit::Success) };
        // What programs do comes last: when a repository refuses, the files go back.
        let outcome = begun.run(
            &plan,
            &next,
            applying::before_files(&mut executors),
            &mut Progress::new(&context.ui),
        )?;
        let new: Vec<Incoming> = all.iter().filter(|incoming| !incoming.is_nothing()).cloned().collect();
        let taken = if new.is_empty() { Ok(None) } else { subtrees::take(subtrees, &new).map(Some) };
        drop(begun);
        let advance = match (taken, outcome.number) {
            (Ok(advance), _) => advance,
            (Err(failure), None) => return Err(failure),
            (Err(failure), Some(_)) => {
                apply::undo(&session.root)?;
                context.ui.say("The modules are as they were before.");
                return Err(failure);
            }
        };
        if self.json {
            self.print(subtrees, all, &plan, advance.as_ref())?;
        }
        context.applied(&outcome, &todo);
        let mut rest = session.plan(context, &self.planning())?;
        applying::finish(context, session, &mut rest)
    }

    fn invocation(&self) -> Invocation {
        let all = self.all.then_some("--all");
        let words = self.names.iter().map(String::as_str).chain(all).map(|word| format!(" {word}"));
        let rest = words.collect::<String>() + &self.planning().as_typed();
        Invocation { name: "update", rest, saved: false }
    }

    fn planning(&self) -> Planning {
        Planning::of_update(self.offline, self.conflicts.clone())
    }

    fn picture(&self, context: &Context, plan: &Plan) -> String {
        let detail = if self.full { Detail::Full } else { Detail::Normal };
        render(plan, View::new(detail, context.style()))
    }
}

fn exit(plan: &Plan) -> Exit {
    if plan.conflicts().next().is_some() { Exit::Conflict } else { Exit::Success }
}
