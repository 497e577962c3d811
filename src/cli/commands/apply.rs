//! `quickscale apply`.

use camino::Utf8PathBuf;
use clap::Args;

use crate::{
    cli::{
        Context, Exit, Failure,
        agreement::Invocation,
        applying::{self, Consents},
        committing::Committing,
        display::Display,
        planning::Planning,
        session::Session,
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
    /// A plan saved by `quickscale plan --out`: exactly that is applied, or nothing. The options that
    /// it was planned with, such as `--offline`, are given again.
    plan: Option<Utf8PathBuf>,

    /// Go on after you have sorted out the conflict markers that `--conflicts markers` wrote.
    #[arg(long = "continue", conflicts_with_all = ["plan", "abort"])]
    goes_on: bool,

    /// Take back the apply that wrote conflict markers; what you did to its files is kept aside.
    #[arg(long, conflicts_with = "plan")]
    abort: bool,

    /// Commit to git what is written, the manifest included, and nothing else; the reasons of the plan are the
    /// message if none is given. Refused before anything is written where one of the files has changes that are not
    /// committed.
    #[arg(
        long,
        value_name = "MESSAGE",
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "",
        conflicts_with_all = ["goes_on", "abort"]
    )]
    commit: Option<String>,

    #[command(flatten)]
    consents: Consents,

    #[command(flatten)]
    planning: Planning,

    #[command(flatten)]
    display: Display,
}

impl Apply {
    pub(in crate::cli) fn run(mut self, context: &Context) -> Result<Exit, Failure> {
        if self.abort {
            return applying::abort(context);
        }
        let session = Session::open(context)?;
        context.end_interrupted(&session.root)?;
        if self.goes_on {
            applying::go_on(context, &session.root)?;
        }
        self.planning.asks = !self.consents.yes;
        let mut planned = session.plan(context, &self.planning)?;
        self.check_saved(context, &planned.plan)?;
        context.ui.out(&self.display.text(&planned.plan, &context.ui));
        let prepare = |message: &String| Committing::prepare(&session.root, &planned.plan, message);
        let committing = self.commit.as_ref().map(prepare).transpose()?;
        let exit = self.consents.carry_out(context, &session, &mut planned, &self.invocation())?;
        if let Some(committing) = committing {
            committing.end(context, exit)?;
        }
        Ok(exit)
    }

    fn invocation(&self) -> Invocation {
        let file = self.plan.as_ref().map(|file| format!(" {file}"));
        let rest = file.clone().unwrap_or_default() + &self.planning.as_typed();
        Invocation { name: "apply", rest, saved: file.is_some() }
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
