//! `quickscale add`.

use std::collections::BTreeSet;

use clap::Args;

use crate::{
    blueprint::Library,
    cli::{Context, Exit, Failure, rewrite::Rewrite},
    diagnostics::{Issue, Report, SourceFile, codes, listed},
    manifest::{self, edit},
};

/// Add modules to quickscale.kdl.
///
/// Writes a node for each into the `modules` block. Modules that they require and that are not there yet are proposed, and
/// added after a yes. `quickscale plan` then shows what the modules bring, `quickscale apply` makes it so.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(in crate::cli) struct Add {
    /// The modules.
    #[arg(required = true, value_name = "MODULE")]
    modules: Vec<String>,

    /// An option of the module, when one is added; give a list's NAME once for each value.
    #[arg(short, long = "option", value_name = "NAME=VALUE", value_parser = option)]
    options: Vec<(String, String)>,

    /// Add the modules that they require as well, without asking.
    #[arg(long)]
    with_required: bool,
}

const EXAMPLES: &str = "\
Examples:
  quickscale add auth teams
  quickscale add billing --with-required
  quickscale add billing --option trial-days=30
  quickscale add auth -o social=google -o social=github";

impl Add {
    pub(in crate::cli) fn run(self, context: &Context) -> Result<Exit, Failure> {
        let rewrite = Rewrite::open(context)?;
        if let ([_, _, ..], [(name, _), ..]) = (self.modules.as_slice(), self.options.as_slice()) {
            let issue =
                Issue::error(&codes::edit::WHOSE_OPTION, format!("which module is the option `{name}` for?"));
            return Err(issue.help("add the modules one by one").into());
        }
        let options = grouped(self.options);
        let required = required(&context.library()?, &rewrite.source, &self.modules)?;
        if !self.with_required && !required.is_empty() && !proposed(context, &self.modules, &required)? {
            context.ui.say("nothing was changed");
            return Ok(Exit::Success);
        }
        let mut edited = rewrite.source.clone();
        let mut add = |module: &str, options: &[(String, Vec<String>)]| -> Result<(), Failure> {
            let without = edit::forget_removed(&edited, module)?;
            let without =
                without.map_or_else(|| edited.clone(), |text| SourceFile::new(edited.name(), &text));
            edited = SourceFile::new(edited.name(), &edit::add_module(&without, module, options)?);
            Ok(())
        };
        for (module, by) in &required {
            add(module, &[])?;
            context.ui.say(&format!("adding `{module}` too: `{by}` requires it"));
        }
        for module in &self.modules {
            add(module, &options)?;
        }
        rewrite.edit(context, &edited.whole_text())?;
        context.ui.say("Next: quickscale plan");
        Ok(Exit::Success)
    }
}

/// Whether a person agrees to the modules that others require.
fn proposed(context: &Context, wanted: &[String], required: &[(String, String)]) -> Result<bool, Failure> {
    let names: Vec<&str> = required.iter().map(|(module, _)| module.as_str()).collect();
    let by: Vec<&str> =
        required.iter().map(|(_, by)| by.as_str()).collect::<BTreeSet<_>>().into_iter().collect();
    let message = format!("{} needs {} as well", listed(&by), listed(&names));
    if !context.ui.is_interactive() {
        let all = [&names[..], &wanted.iter().map(String::as_str).collect::<Vec<_>>()].concat().join(" ");
        let help =
            format!("run `quickscale add {all}`, or `quickscale add {} --with-required`", wanted.join(" "));
        return Err(Issue::error(&codes::edit::NEEDS_REQUIRED, message).help(help).into());
    }
    Ok(context.ui.confirm(&format!("{message}. Add?")))
}

/// The modules that `wanted` require and that neither the manifest nor `wanted` names, each with one that requires it.
fn required(
    library: &Library,
    source: &SourceFile,
    wanted: &[String],
) -> Result<Vec<(String, String)>, Report> {
    let (manifest, _) = manifest::read(source);
    let written = |name: &str| {
        manifest.as_ref().is_some_and(|manifest| manifest.value.modules.contains_key(name))
            || wanted.iter().any(|wanted| wanted == name)
    };
    let mut required: Vec<(String, String)> = Vec::new();
    let mut open: Vec<String> = wanted.to_vec();
    while let Some(module) = open.pop() {
        let needs = library.module(&module)?.into_iter().flat_map(|spec| spec.requires.keys());
        for need in needs {
            if !written(need) && required.iter().all(|(name, _)| name != need) {
                required.push((need.clone(), module.clone()));
                open.push(need.clone());
            }
        }
    }
    required.sort();
    Ok(required)
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
