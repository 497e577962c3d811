//! `quickscale explain`.

use clap::Args;

use crate::{
    cli::{Exit, Failure, ui::Ui},
    diagnostics,
};

/// Explain an error code, or list them all.
///
/// Every error ends with a code such as `manifest::unknown-variable`. This says why it is an error and
/// what to write instead.
#[derive(Debug, Args)]
pub(in crate::cli) struct Explain {
    /// The code; without it, every code with its title.
    code: Option<String>,
}

impl Explain {
    pub(in crate::cli) fn run(self, ui: &Ui) -> Result<Exit, Failure> {
        match self.code {
            Some(code) => ui.out(&diagnostics::explain(&code)?),
            None => {
                diagnostics::catalogue().for_each(|code| ui.out(&format!("{:<40} {}\n", code.id, code.title)))
            }
        }
        Ok(Exit::Success)
    }
}
