//! `quickscale add`.

use clap::Args;

use crate::{
    cli::{Context, Exit, Failure, rewrite::Rewrite},
    diagnostics::SourceFile,
    manifest::edit,
};

/// Add modules to quickscale.kdl.
///
/// Writes a node for each into the `modules` block. What a module requires comes with it and needs no node of its own.
/// `quickscale plan` then shows what the modules bring, `quickscale apply` makes it so.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(in crate::cli) struct Add {
    /// The modules.
    #[arg(required = true, value_name = "MODULE")]
    modules: Vec<String>,

    /// An option of the module, when one is added; give a list's NAME once for each value.
    #[arg(short, long = "option", value_name = "NAME=VALUE", value_parser = option)]
    options: Vec<(String, String)>,
}

const EXAMPLES: &str = "\
Examples:
  quickscale add auth teams
  quickscale add billing --option trial-days=30
  quickscale add auth -o social=google -o social=github";

impl Add {
    pub(in crate::cli) fn run(self, context: &Context) -> Result<Exit, Failure> {
        let rewrite = Rewrite::open(context)?;
        let options = grouped(self.options);
        let mut edited = rewrite.source.clone();
        for module in &self.modules {
            let options = if self.modules.len() == 1 { options.as_slice() } else { &[] };
            edited = SourceFile::new(edited.name(), &edit::add_module(&edited, module, options)?);
        }
        rewrite.edit(context, &edited.whole_text())?;
        context.ui.say("Next: quickscale plan");
        Ok(Exit::Success)
    }
}

fn option(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once('=').ok_or("write NAME=VALUE")?;
    Ok((name.to_owned(), value.to_owned()))
}

/// The values of each option, in the order in which the options were first named.
fn grouped(options: Vec<(String, String)>) -> Vec<(String, Vec<String>)> {
    let mut grouped: Vec<(String, Vec<String>)> = Vec::new();
    for (name, value) in options {
        match grouped.iter_mut().find(|(known, _)| *known == name) {
            Some((_, values)) => values.push(value),
            None => grouped.push((name, vec![value])),
        }
    }
    grouped
}
