//! Committing what an apply wrote, when that is asked for.

use super::{Context, Exit, Failure};
use crate::{
    executor::subtree::Commit,
    plan::{Change, Plan},
    workspace::{RelPath, Root},
};

/// A commit that was asked for, and what it will say.
#[derive(Debug)]
pub(super) struct Committing {
    commit: Commit,
    message: String,
}

impl Committing {
    /// Checks that what `plan` writes can be committed; with no `message`, the reasons of its steps are one.
    pub(super) fn prepare(root: &Root, plan: &Plan, message: &str) -> Result<Self, Failure> {
        let message = if message.is_empty() { reasons(plan) } else { message.to_owned() };
        Ok(Self { commit: Commit::prepare(root, written(plan).cloned().collect())?, message })
    }

    /// Makes the commit of a plan that was carried out as far as `exit` says, and says so.
    pub(super) fn end(&self, context: &Context, exit: Exit) -> Result<(), Failure> {
        if exit != Exit::Success {
            context.ui.say("Nothing was committed: do it when the conflicts are sorted out.");
            return Ok(());
        }
        match self.commit.make(&self.message)? {
            Some(commit) => context.ui.say(&format!("Committed as {commit}.")),
            None => context.ui.say("There is nothing to commit."),
        }
        Ok(())
    }
}

/// The paths that a plan writes, moves or deletes, and those that programs write for it.
fn written(plan: &Plan) -> impl Iterator<Item = &RelPath> {
    plan.steps.iter().flat_map(|step| match &step.change {
        Change::File(file) => std::iter::once(&file.path).chain(&file.from).collect(),
        Change::Run(run) => run.outputs.iter().collect(),
        Change::Lock(_) | Change::Service(_) | Change::Remote(_) => Vec::new(),
    })
}

fn reasons(plan: &Plan) -> String {
    let mut reasons: Vec<&str> = Vec::new();
    for step in &plan.steps {
        if !reasons.contains(&step.reason.as_str()) {
            reasons.push(&step.reason);
        }
    }
    let reasons: String = reasons.iter().map(|reason| format!("- {reason}\n")).collect();
    format!("Apply {}\n\n{reasons}", Root::MANIFEST)
}
