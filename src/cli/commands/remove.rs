//! `quickscale remove`.

use clap::Args;

use crate::{
    cli::{Context, Exit, Failure, rewrite::Rewrite},
    diagnostics::SourceFile,
    manifest::edit,
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
}

impl Remove {
    pub(in crate::cli) fn run(self, context: &Context) -> Result<Exit, Failure> {
        let rewrite = Rewrite::open(context)?;
        let mut edited = rewrite.source.clone();
        for module in &self.modules {
            edited = SourceFile::new(edited.name(), &edit::remove_module(&edited, module)?);
        }
        rewrite.edit(context, &edited.whole_text())?;
        context.ui.say("Next: quickscale plan");
        Ok(Exit::Success)
    }
}
