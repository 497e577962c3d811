//! `quickscale schema`.

use clap::{Args, ValueEnum};

use crate::{
    blueprint,
    cli::{Exit, Failure, ui::Ui},
    manifest, plan, state,
};

/// Print a JSON Schema, for editors and programs.
#[derive(Debug, Args)]
pub(in crate::cli) struct Schema {
    /// Of what.
    #[arg(value_enum)]
    of: Kind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Kind {
    /// `quickscale.kdl`, as the JSON it is checked as.
    Manifest,
    /// The output of `plan --json`.
    Plan,
    /// The output of `state show --json`.
    State,
    /// `module.kdl`, as the JSON it is checked as.
    Module,
    /// `theme.kdl`, as the JSON it is checked as.
    Theme,
}

impl Schema {
    pub(in crate::cli) fn run(self, ui: &Ui) -> Result<Exit, Failure> {
        let schema = match self.of {
            Kind::Manifest => manifest::json_schema(),
            Kind::Plan => plan::json_schema(),
            Kind::State => state::json_schema(),
            Kind::Module => blueprint::module_schema(),
            Kind::Theme => blueprint::theme_schema(),
        };
        ui.out(&format!("{schema:#}\n"));
        Ok(Exit::Success)
    }
}
