//! `quickscale gc`.

use clap::Args;

use crate::{
    cli::{
        Context, Exit, Failure,
        recording::{Consent, Recording},
    },
    executor,
    plan::records,
};

/// Remove texts of old renders that no lock file names any more.
///
/// Every render that a later merge may start from is kept in `.quickscale/base/`, so that a merge never
/// depends on git's history or a network. Apply only ever adds to it. Clean up on the main branch, after
/// other branches were merged: one that still needs an old text brings it along when it is merged later.
///
/// Shows what would go and asks; `quickscale undo` brings it back.
#[derive(Debug, Args)]
pub(in crate::cli) struct Gc {
    #[command(flatten)]
    consent: Consent,
}

impl Gc {
    pub(in crate::cli) fn run(self, context: &Context) -> Result<Exit, Failure> {
        let recording = Recording::open(context, &self.consent, &[])?;
        let kept = executor::kept_bases(&recording.session.root)?;
        let proposal = records::prune(&recording.known(), &kept);
        recording.finish("gc", &self.consent, proposal)
    }
}
