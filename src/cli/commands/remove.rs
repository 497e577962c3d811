//! `quickscale remove`.

use clap::{Args, ValueEnum};

use crate::{
    cli::{Context, Exit, Failure, rewrite::Rewrite},
    diagnostics::{Issue, SourceFile, codes},
    manifest::{Data, edit},
};

/// Remove modules from quickscale.kdl.
///
/// Takes the node of each out of the `modules` block, with the comment behind it. Comment lines above go too when no
/// other module follows directly: they cannot be about anything else. The files of the module go with
/// the next `quickscale apply`, which shows them first and keeps what you edited. A module that another one
/// requires can only go together with that one.
#[derive(Debug, Args)]
pub(in crate::cli) struct Remove {
    /// The modules.
    #[arg(required = true, value_name = "MODULE")]
    modules: Vec<String>,

    /// What becomes of their data: `keep` leaves the tables in the database, `export` writes them to a file as well, `drop`
    /// drops them; the next `apply` does so before any code goes. Written into the manifest, so that every `plan` tells.
    #[arg(long, value_enum, value_name = "WHAT")]
    data: Option<Choice>,
}

/// What becomes of the data of a module.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Choice {
    Keep,
    Export,
    Drop,
}

impl Remove {
    pub(in crate::cli) fn run(self, context: &Context) -> Result<Exit, Failure> {
        let rewrite = Rewrite::open(context)?;
        let mut edited = rewrite.source.clone();
        for module in &self.modules {
            edited = SourceFile::new(edited.name(), &edit::remove_module(&edited, module)?);
        }
        let choice = self.choice(context)?;
        if choice != Choice::Keep {
            for module in &self.modules {
                let path = format!("removed.{module}.data");
                let data = choice.data().as_str().to_owned();
                edited = SourceFile::new(edited.name(), &edit::set(&edited, &path, &[data])?);
            }
        }
        rewrite.edit(context, &edited.whole_text())?;
        if choice == Choice::Keep {
            context.ui.say("What they have in the database stays there; `--data drop` drops it.");
        }
        context.ui.say("Next: quickscale plan");
        Ok(Exit::Success)
    }

    fn choice(&self, context: &Context) -> Result<Choice, Failure> {
        if let Some(choice) = self.data {
            return Ok(choice);
        }
        if !context.ui.is_interactive() {
            return Ok(Choice::Keep);
        }
        let answer = context.ui.ask("What becomes of their data: keep, export or drop?", "keep");
        Choice::from_str(&answer, true).map_err(|_| {
            let message = format!("`{}` is not something that can become of data", answer.escape_debug());
            Issue::error(&codes::command::WRONG_DATA, message)
                .help("answer `keep`, `export` or `drop`")
                .into()
        })
    }
}

impl Choice {
    fn data(self) -> Data {
        match self {
            Self::Keep => Data::Keep,
            Self::Export => Data::Export,
            Self::Drop => Data::Drop,
        }
    }
}
