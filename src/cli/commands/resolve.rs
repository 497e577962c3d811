//! `quickscale resolve`.

use std::collections::BTreeSet;

use clap::Args;

use crate::{
    apply,
    cli::{
        Context, Exit, Failure,
        recording::{Consent, Recording},
        session::Session,
    },
    diagnostics::Issue,
    executor::{
        self,
        subtree::{Dispute, Repository},
    },
    plan::records,
    state::{self, Salvage, State},
    workspace::{Digest, Expectation, RelPath},
};

/// Repair lock files in which git left a conflict, or that were damaged.
///
/// Two branches that both changed the same module leave git's conflict markers in its lock file. Resolve
/// the manifest and the project's files first; this then derives the lock file from what both sides
/// say, the texts of the last renders and what the manifest asks for now. It changes no file of the
/// project, and what you merged stays merged. Of a subtree that both have updated, the commit is recorded that
/// contains the other one.
///
/// Conflicts between your edits and a new render are another thing: `quickscale apply --conflicts`.
#[derive(Debug, Args)]
pub(in crate::cli) struct Resolve {
    #[command(flatten)]
    consent: Consent,
}

impl Resolve {
    pub(in crate::cli) fn run(self, context: &Context) -> Result<Exit, Failure> {
        let session = Session::open(context)?;
        if !self.consent.dry_run {
            context.end_interrupted(&session.root)?;
        }
        let disputes = Dispute::all(&session.root, &session.project)?;
        if !self.settle(context, &session, &disputes)? {
            return Ok(Exit::Success);
        }
        let files = session.root.files_in(state::LOCKS)?;
        if let Err(report) = State::from_files(files.clone()) {
            if state::is_newer(&files) {
                return Err(report.into());
            }
        } else {
            if disputes.is_empty() {
                context.ui.say(
                    "The lock files are sound. Conflicts between an edit and a new render are decided by \
                     `quickscale apply --conflicts`.",
                );
            }
            return Ok(Exit::Success);
        }
        let salvage = Salvage::of(files.clone());
        let agreed = records::agreed(&salvage, &session.render()?);
        let disputed: Vec<RelPath> = salvage.claims.keys().cloned().collect();
        let recording = Recording::over(context, session, agreed, &disputed)?;
        let root = &recording.session.root;
        // Their content is needed whatever it is.
        let any = Expectation { base: None, wanted: Some(Digest::of(b"")) };
        let found = root.observe(&disputed.into_iter().map(|path| (path, any)).collect())?;
        let bases = executor::read_bases(root, salvage.bases())?;
        let kept: BTreeSet<Digest> = executor::kept_bases(root)?.into_keys().collect();
        let proposal = records::repair(&recording.known(), &salvage, (&found, &bases, &kept));
        let mut plan = recording.plan(proposal);
        plan.header.state = State::digest_of(&files);
        let exit = recording.carry_out("resolve", &self.consent, &plan)?;
        context.ui.say("`quickscale plan` shows what remains to be done.");
        Ok(exit)
    }

    /// Writes the records of subtrees that two branches have updated; whether to go on.
    fn settle(&self, context: &Context, session: &Session, disputes: &[Dispute]) -> Result<bool, Failure> {
        if disputes.is_empty() {
            return Ok(true);
        }
        let repository = Repository::open(&session.root)?;
        let mut decided = Vec::new();
        for dispute in disputes {
            let record = repository.decide(dispute)?;
            let (file, at) = (&dispute.record, record.commit.short());
            context
                .ui
                .out(&format!("  ~ {file}  {at} of `{}`, which contains the other\n", record.reference));
            decided.push((file, record.to_text()));
        }
        if self.consent.dry_run {
            return Ok(true);
        }
        if !context.agreed(self.consent.yes, "Record this?", "quickscale resolve --dry-run")? {
            return Ok(false);
        }
        let _held = apply::Session::begin(&session.root, "resolve")?;
        for (file, text) in decided {
            session.root.write_own(file, text.as_bytes()).map_err(Issue::from)?;
        }
        context.ui.say("Recorded. Add it with `git add .quickscale/lock`.");
        Ok(true)
    }
}
