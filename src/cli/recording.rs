//! Commands that write down who owns what: look, propose, show, ask, carry out.

use std::collections::BTreeSet;

use clap::Args;

use super::{Context, Exit, Failure, progress::Progress, session::Session};
use crate::{
    apply,
    blueprint::Wanted,
    diagnostics::{Issue, codes},
    executor::{self, Files},
    plan::{
        self, Contents, Header, Plan, Proposal,
        records::Known,
        render::{Detail, Style, View, render},
    },
    resolve::Project,
    state::State,
    workspace::{Expectation, RelPath, Snapshot},
};

/// Whether a command asks.
#[derive(Debug, Args)]
pub(super) struct Consent {
    /// Do not ask.
    #[arg(short, long, conflicts_with = "dry_run")]
    pub(super) yes: bool,

    /// Show what would be done, and change nothing.
    #[arg(short = 'n', long)]
    pub(super) dry_run: bool,
}

/// A project as such a command sees it.
#[derive(Debug)]
pub(super) struct Recording<'c> {
    pub(super) context: &'c Context,
    pub(super) session: Session,
    pub(super) state: State,
    pub(super) wanted: Wanted,
    found: Snapshot,
    bases: Contents,
    protect: BTreeSet<RelPath>,
}

impl<'c> Recording<'c> {
    /// Opens the project, ends what was interrupted, and looks at every path that is wanted, recorded or `named`.
    pub(super) fn open(context: &'c Context, consent: &Consent, named: &[RelPath]) -> Result<Self, Failure> {
        let session = Session::open(context)?;
        if consent.dry_run {
            context.warn_of_interrupted(&session.root)?;
        } else {
            context.end_interrupted(&session.root)?;
        }
        let state = executor::read_state(&session.root)?;
        Self::over(context, session, state, named)
    }

    /// The same, with a state that was made otherwise.
    pub(super) fn over(
        context: &'c Context,
        session: Session,
        state: State,
        named: &[RelPath],
    ) -> Result<Self, Failure> {
        let wanted = plan::follow(session.render()?, &state);
        let mut found = Files::observe(&session.root, &wanted, &state, |_| Ok(Vec::new()))?.found().clone();
        let nothing_known = Expectation { base: None, wanted: None };
        let others = named.iter().filter(|path| !found.contains_key(*path));
        let others = others.map(|path| (path.clone(), nothing_known)).collect();
        found.extend(session.root.observe(&others)?);
        let bases = executor::read_bases(&session.root, state.bases())?;
        let protect = session.project.protect.iter().cloned().collect();
        Ok(Self { context, session, state, wanted, found, bases, protect })
    }

    /// What there is to know, for the command to decide.
    pub(super) fn known(&self) -> Known<'_> {
        Known {
            wanted: &self.wanted,
            state: &self.state,
            found: &self.found,
            bases: &self.bases,
            protect: &self.protect,
        }
    }

    /// The plan of what the command proposes.
    pub(super) fn plan(&self, proposal: Proposal) -> Plan {
        let text = self.session.source.text();
        let observed = plan::fingerprint(&self.found, []);
        let header = Header::new(Project::LOCAL, text, &self.state, &self.wanted, observed);
        Plan::assemble(header, proposal)
    }

    /// Shows `proposal`, asks, and carries it out in the name of `command`.
    pub(super) fn finish(
        &self,
        command: &str,
        consent: &Consent,
        proposal: Proposal,
    ) -> Result<Exit, Failure> {
        self.carry_out(command, consent, &self.plan(proposal))
    }

    /// The same, for a plan.
    pub(super) fn carry_out(&self, command: &str, consent: &Consent, plan: &Plan) -> Result<Exit, Failure> {
        let ui = &self.context.ui;
        let style = if ui.color { Style::Ansi } else { Style::Plain };
        ui.out(&render(plan, View::new(Detail::Normal, style)));
        if plan.is_empty() || consent.dry_run {
            return Ok(Exit::Success);
        }
        if !consent.yes {
            if !ui.is_interactive() {
                return Err(Issue::error(&codes::command::NEEDS_YES, "nobody is there to agree")
                    .help(format!("look with `quickscale {command} --dry-run`, then add `--yes`"))
                    .into());
            }
            if !ui.confirm("Do this?") {
                ui.say("nothing was changed");
                return Ok(Exit::Success);
            }
        }
        let next = plan::next_recorded(&self.state, plan, &self.wanted, &self.protect);
        let begun = apply::Session::begin(&self.session.root, command)?;
        begun.run(plan, &next, &mut [], &mut Progress::new(ui))?;
        ui.say("Done; `quickscale undo` takes it back.");
        Ok(Exit::Success)
    }
}
