//! `quickscale modules list` and `search`.

use clap::Args;
use serde_json::json;

use super::Standing;
use crate::{
    blueprint::{Library, ModuleSpec},
    cli::{Context, Exit, Failure},
    diagnostics::Report,
};

/// List the modules there are, and how they stand in this project.
#[derive(Debug, Args)]
pub(super) struct List {
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

/// Find modules by what they are called, give, need, and let people choose.
#[derive(Debug, Args)]
pub(super) struct Search {
    /// What to look for, in any case.
    text: String,

    /// Print JSON.
    #[arg(long)]
    json: bool,
}

impl List {
    pub(super) fn run(self, context: &Context) -> Result<Exit, Failure> {
        let library = context.library()?;
        print(context, &all(&library)?, self.json);
        Ok(Exit::Success)
    }
}

impl Search {
    pub(super) fn run(self, context: &Context) -> Result<Exit, Failure> {
        let library = context.library()?;
        let wanted = self.text.to_lowercase();
        let found: Vec<&ModuleSpec> =
            all(&library)?.into_iter().filter(|spec| words(spec).contains(&wanted)).collect();
        if found.is_empty() {
            context.ui.say(&format!("no module has to do with `{}`", self.text));
        }
        print(context, &found, self.json);
        Ok(Exit::Success)
    }
}

fn all(library: &Library) -> Result<Vec<&ModuleSpec>, Report> {
    let mut specs = Vec::new();
    for name in library.modules() {
        specs.extend(library.module(name)?);
    }
    Ok(specs)
}

/// Everything that a search looks at, in small letters.
fn words(spec: &ModuleSpec) -> String {
    let options = spec.options.iter().map(|(name, option)| format!("{name} {}", option.help));
    let variables = spec.variables.iter().map(|part| format!("{} {}", part.value.name, part.value.help));
    let settings = spec.settings.iter().map(|part| part.value.name.clone());
    let tasks = spec.tasks.iter().map(|part| part.value.help.clone());
    let permissions = spec.permissions.values().cloned();
    let all = [spec.name.clone(), spec.summary.clone()].into_iter().chain(options).chain(spec.packages());
    let all = all.chain(variables).chain(settings).chain(tasks).chain(permissions);
    all.collect::<Vec<_>>().join("\n").to_lowercase()
}

fn print(context: &Context, specs: &[&ModuleSpec], as_json: bool) {
    let standing = Standing::look(context);
    if as_json {
        let modules: Vec<_> = specs
            .iter()
            .map(|spec| {
                json!({
                    "name": spec.name,
                    "version": spec.version.to_string(),
                    "summary": spec.summary,
                    "available": spec.available,
                    "declared": standing.declared.contains(&spec.name),
                    "applied": standing.applied.get(&spec.name).map(|version| version.as_ref().map(ToString::to_string)),
                })
            })
            .collect();
        return context.ui.value(&modules);
    }
    let rows: Vec<[String; 4]> = specs
        .iter()
        .map(|spec| [spec.name.clone(), spec.version.to_string(), standing.of(spec), spec.summary.clone()])
        .collect();
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or_default();
    let (first, second, third) = (width(0), width(1), width(2));
    for [name, version, stands, summary] in &rows {
        let line = format!("{name:<first$}  {version:<second$}  {stands:<third$}  {summary}");
        context.ui.out(&format!("{}\n", line.trim_end()));
    }
}
