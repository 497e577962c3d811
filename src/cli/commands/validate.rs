//! `quickscale validate`.

use clap::Args;

use crate::cli::{Context, Exit, Failure, args::Format, session::Session};

/// Check quickscale.kdl and report every mistake at once.
///
/// Reads the manifest and the blueprints, nothing else: neither the project's files nor the network.
#[derive(Debug, Args)]
pub(in crate::cli) struct Validate {
    /// How mistakes are reported; `json` gives code, message, help, file, bytes, line and column.
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t)]
    format: Format,
}

impl Validate {
    pub(in crate::cli) fn run(self, context: &Context) -> Result<Exit, Failure> {
        let opened = Session::read(context);
        match (self.format, opened) {
            (Format::Text, Ok(session)) => {
                context.report(session.warnings());
                context.ui.say(&format!("{} is valid", session.source.name()));
                Ok(Exit::Success)
            }
            (Format::Text, Err(failure)) => Err(failure),
            (Format::Json, Ok(session)) => {
                context.ui.json(&crate::diagnostics::to_json(session.warnings()));
                Ok(Exit::Success)
            }
            (Format::Json, Err(failure)) => {
                context.ui.json(&crate::diagnostics::to_json(&failure.report));
                Ok(failure.exit)
            }
        }
    }
}
