//! Whether a plan is carried out: by a flag, or by whoever is asked.

use std::fmt;

use super::{Context, Exit, Failure};
use crate::{
    diagnostics::{Issue, codes},
    plan::{Plan, Risk},
};

/// The command that carries a plan out.
#[derive(Debug, Clone)]
pub(super) struct Invocation {
    /// Its name.
    pub(super) name: &'static str,
    /// What else was typed and decides over the plan: names and options, each after a blank.
    pub(super) rest: String,
    /// Whether the plan was looked at before, and saved.
    pub(super) saved: bool,
}

impl fmt::Display for Invocation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "quickscale {}{}", self.name, self.rest)
    }
}

/// What was agreed to on the command line.
#[derive(Debug, Clone, Copy)]
pub(super) struct Agreement<'a> {
    pub(super) command: &'a Invocation,
    /// Nobody is asked about the plan as such.
    pub(super) yes: bool,
    /// Steps that replace or delete an edit are agreed to.
    pub(super) allow_destroy: bool,
    /// What follows besides is agreed to.
    pub(super) accept_consequences: bool,
}

impl Agreement<'_> {
    /// Whether the plan may be carried out.
    pub(super) fn covers(self, context: &Context, plan: &Plan) -> Result<bool, Failure> {
        let ui = &context.ui;
        let asks = ui.is_interactive();
        if plan.risky().next().is_some() && !self.allow_destroy {
            if self.yes || !asks {
                return Err(Failure { exit: Exit::Refused, report: self.needs_allow_destroy(plan).into() });
            }
            let question = match drops_data(plan) {
                true => "Drop data as shown above? There is no copy.",
                false => "Replace or delete edits as shown above? Copies are kept.",
            };
            if !ui.confirm(question) {
                return Ok(false);
            }
        }
        if !plan.consequences.is_empty() && !self.accept_consequences {
            if self.yes || !asks {
                return Err(Failure { exit: Exit::Refused, report: self.needs_consent(plan).into() });
            }
            if !ui.confirm("Go on, with what follows from it as said above?") {
                return Ok(false);
            }
        }
        if self.yes || self.command.saved {
            return Ok(true);
        }
        if !asks {
            let command = self.command;
            let help = match command.name {
                "update" => format!("run `{command} --yes` when what comes is what you want"),
                _ => format!(
                    "run `{command} --yes`, or save the plan and apply that: `quickscale plan --out FILE`"
                ),
            };
            let issue = Issue::error(&codes::command::NEEDS_YES, "nobody is there to agree to the plan");
            return Err(issue.help(help).into());
        }
        Ok(ui.confirm("Apply this plan?"))
    }

    fn needs_allow_destroy(self, plan: &Plan) -> Issue {
        let mut targets: Vec<String> = plan.risky().map(|step| format!("`{}`", step.target)).collect();
        targets.dedup();
        let targets = targets.join(", ");
        let (message, then) = match drops_data(plan) {
            true => (format!("the plan drops data, of {targets}"), "there is no copy"),
            false => {
                (format!("the plan replaces or deletes edits in {targets}"), "copies of the edits are kept")
            }
        };
        let help = format!("run `{} --allow-destroy` when that is meant; {then}", self.command);
        Issue::error(&codes::command::NEEDS_ALLOW_DESTROY, message).help(help)
    }

    fn needs_consent(self, plan: &Plan) -> Issue {
        let targets: Vec<String> = plan.consequences.iter().map(|one| format!("`{}`", one.target)).collect();
        let message = format!("more follows from the plan than files that change: {}", targets.join(", "));
        let help =
            format!("do what the plan says comes first, then run `{} --accept-consequences`", self.command);
        Issue::error(&codes::command::NEEDS_CONSENT, message).help(help)
    }
}

fn drops_data(plan: &Plan) -> bool {
    plan.risky().any(|step| step.risk == Some(Risk::DropsData))
}
