//! `quickscale adopt`.

use clap::Args;

use crate::{
    cli::{
        Context, Exit, Failure, paths,
        recording::{Consent, Recording},
    },
    plan::records,
};

/// Count files that are there already as generated; change none of them.
///
/// For a project that quickscale did not make, or whose lock files are lost. A file that is exactly
/// what the blueprint renders is adopted without being named. Of a file that differs, you say that
/// the render of now is what it started from: every difference then counts as your edit, and is
/// merged with what is new from then on.
///
/// Without PATH, files that differ are listed and left alone; `--all` adopts those too.
#[derive(Debug, Args)]
pub(in crate::cli) struct Adopt {
    /// Files, or directories for everything below them that is wanted.
    #[arg(value_name = "PATH")]
    paths: Vec<String>,

    /// Adopt every file that is there, whether it differs or not.
    #[arg(long, conflicts_with = "paths")]
    all: bool,

    #[command(flatten)]
    consent: Consent,
}

impl Adopt {
    pub(in crate::cli) fn run(self, context: &Context) -> Result<Exit, Failure> {
        let named = paths::named(&self.paths)?;
        let recording = Recording::open(context, &self.consent, &named)?;
        let proposal = records::adopt(&recording.known(), &named, self.all)?;
        recording.finish("adopt", &self.consent, proposal)
    }
}
