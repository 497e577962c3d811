//! `quickscale eject`.

use clap::Args;

use crate::{
    cli::{
        Context, Exit, Failure, paths,
        recording::{Consent, Recording},
    },
    plan::records,
};

/// Take files over: quickscale never writes them again.
///
/// The files stay as they are; only the lock file says that they are yours. `quickscale status` goes on
/// to list them, and says when the blueprint has changed one since.
///
/// `--back` gives files back. The next apply then merges what the blueprint has changed in the
/// meantime with what you did.
#[derive(Debug, Args)]
pub(in crate::cli) struct Eject {
    /// Files, or directories for every generated file below them.
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<String>,

    /// Give the files back.
    #[arg(long)]
    back: bool,

    #[command(flatten)]
    consent: Consent,
}

impl Eject {
    pub(in crate::cli) fn run(self, context: &Context) -> Result<Exit, Failure> {
        let named = paths::named(&self.paths)?;
        let recording = Recording::open(context, &self.consent, &named)?;
        let known = recording.known();
        let (command, proposal) = if self.back {
            ("eject --back", records::give_back(&known, &named)?)
        } else {
            ("eject", records::eject(&known, &named)?)
        };
        recording.finish(command, &self.consent, proposal)
    }
}
