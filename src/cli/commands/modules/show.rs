//! `quickscale modules show`.

use clap::Args;
use indexmap::IndexSet;
use serde_json::{Value, json};

use super::{Standing, unknown};
use crate::{
    blueprint::{Change, ModuleSpec, OptionSpec, Prefix},
    cli::{Context, Exit, Failure},
};

/// Say what a module gives, needs, and lets you choose.
#[derive(Debug, Args)]
pub(super) struct Show {
    /// The module.
    name: String,

    /// Print JSON.
    #[arg(long)]
    json: bool,
}

impl Show {
    pub(super) fn run(self, context: &Context) -> Result<Exit, Failure> {
        let library = context.library()?;
        let Some(spec) = library.module(&self.name)? else {
            return Err(unknown(&self.name, library.modules()).into());
        };
        if self.json {
            context.ui.value(&as_json(spec));
        } else {
            context.ui.out(&text(spec, &Standing::look(context).of(spec)));
        }
        Ok(Exit::Success)
    }
}

fn text(spec: &ModuleSpec, stands: &str) -> String {
    let mut lines = vec![format!("{} {}  {}", spec.name, spec.version, stands).trim_end().to_owned()];
    lines.push(format!("  {}", spec.summary));
    let mut section = |title: &str, rows: Vec<String>| {
        if !rows.is_empty() {
            lines.push(format!("\n{title}"));
            lines.extend(rows.into_iter().map(|row| format!("  {row}")));
        }
    };
    let needs = |needs: &std::collections::BTreeMap<String, semver::VersionReq>| {
        needs.iter().map(|(name, range)| format!("{name} {range}")).collect()
    };
    section("Needs", needs(&spec.requires));
    section("Makes use of", needs(&spec.uses));
    section("Options", spec.options.iter().map(|(name, option)| option_line(name, option)).collect());
    let variables = spec.variables.iter().map(|part| {
        let variable = &part.value;
        let kind = if variable.secret { ", secret" } else { "" };
        let need = if variable.optional || variable.default.is_some() { "optional" } else { "required" };
        format!("{} ({need}{kind}): {}", variable.name, variable.help)
    });
    section("Reads from the environment", variables.collect());
    section("Sets", settings(spec).into_iter().map(str::to_owned).collect());
    let urls = spec.urls.iter().map(|part| match &part.value.prefix {
        Prefix::Fixed(text) => format!("/{text}"),
        Prefix::Option(option) => format!("where `{option}` says"),
    });
    section("Pages", urls.collect());
    section("Python packages", spec.packages().into_iter().collect());
    section("Frontends", spec.frontends.iter().cloned().collect());
    let tasks = spec.tasks.iter().map(|part| {
        let when = part.value.schedule.as_ref().map(|schedule| format!(" ({schedule})")).unwrap_or_default();
        format!("{}{when}: {}", part.value.path, part.value.help)
    });
    section("Does in the background", tasks.collect());
    section("Permissions", spec.permissions.iter().map(|(name, help)| format!("{name}: {help}")).collect());
    section("Tables", spec.tables.clone());
    lines.join("\n") + "\n"
}

/// The names of what it sets, each once: the value may hang on conditions.
fn settings(spec: &ModuleSpec) -> IndexSet<&str> {
    spec.settings.iter().map(|part| part.value.name.as_str()).collect()
}

fn option_line(name: &str, option: &OptionSpec) -> String {
    let default = option.default.to_string();
    let default = if default.is_empty() { String::new() } else { format!(" = {default}") };
    let change = match option.change {
        Change::Mutable => "",
        Change::Guarded => " [asks before it changes]",
        Change::Immutable => " [stays as first applied]",
    };
    let values =
        if option.values.is_empty() { String::new() } else { format!(" ({})", option.values.join(", ")) };
    format!("{name}{default}{values}{change}: {}", option.help)
}

fn as_json(spec: &ModuleSpec) -> Value {
    let ranges = |needs: &std::collections::BTreeMap<String, semver::VersionReq>| -> Value {
        needs
            .iter()
            .map(|(name, range)| (name.clone(), range.to_string().into()))
            .collect::<serde_json::Map<_, _>>()
            .into()
    };
    let options: serde_json::Map<String, Value> = spec
        .options
        .iter()
        .map(|(name, option)| {
            let described = json!({
                "type": option.kind, "default": option.default, "change": option.change, "help": option.help,
                "values": option.values, "consequences": option.consequences,
            });
            (name.clone(), described)
        })
        .collect();
    let variables: Vec<Value> = spec
        .variables
        .iter()
        .map(|part| {
            let variable = &part.value;
            json!({
                "name": variable.name, "type": variable.kind, "secret": variable.secret,
                "optional": variable.optional, "default": variable.default, "help": variable.help,
            })
        })
        .collect();
    let tasks: Vec<Value> = spec
        .tasks
        .iter()
        .map(|part| json!({ "path": part.value.path, "schedule": part.value.schedule, "help": part.value.help }))
        .collect();
    json!({
        "name": spec.name,
        "version": spec.version.to_string(),
        "summary": spec.summary,
        "available": spec.available,
        "core": spec.core.to_string(),
        "requires": ranges(&spec.requires),
        "uses": ranges(&spec.uses),
        "options": options,
        "variables": variables,
        "settings": settings(spec).into_iter().collect::<Vec<_>>(),
        "packages": spec.packages(),
        "frontends": spec.frontends,
        "tasks": tasks,
        "permissions": spec.permissions,
        "tables": spec.tables,
    })
}
