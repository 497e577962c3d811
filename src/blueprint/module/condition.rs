//! `when`: what part of a module depends on.

use indexmap::IndexMap;

use super::{OptionSpec, OptionType};
use crate::{
    diagnostics::{closest, listed},
    resolve::{ModuleOption, Project},
};

/// One thing that must hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Condition {
    subject: Subject,
    /// Whether it holds where the subject is as described, or where it is not.
    holds: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Subject {
    /// A boolean option.
    On(String),
    /// An option with a value, or a list with it among others.
    Value(String, String),
    /// The project's frontend.
    Frontend(String),
    /// Another module.
    Module(String),
}

/// What a condition can speak of.
pub(super) struct Known<'k> {
    pub(super) options: &'k IndexMap<String, OptionSpec>,
    /// Modules that are required or used.
    pub(super) modules: &'k [&'k str],
}

impl Condition {
    /// The condition that is written, or why there is none: a message and a way out.
    pub(super) fn parse(text: &str, known: &Known<'_>) -> Result<Self, (String, String)> {
        let (name, rest) = match text.find(['=', '!']).filter(|at| *at > 0) {
            Some(at) => text.split_at(at),
            None => (text, ""),
        };
        if rest.is_empty() {
            let (name, holds) = name.strip_prefix('!').map_or((name, true), |name| (name, false));
            return known.on(name).map(|()| Self { subject: Subject::On(name.to_owned()), holds });
        }
        let (value, holds) = match (rest.strip_prefix("!="), rest.strip_prefix('=')) {
            (Some(value), _) => (value, false),
            (None, Some(value)) => (value, true),
            (None, None) => {
                let message = format!("`{}` is not a condition", text.escape_debug());
                return Err((message, "write `name`, `!name`, `name=value` or `name!=value`".to_owned()));
            }
        };
        let owned = value.to_owned();
        let subject = match name {
            "frontend" => Subject::Frontend(owned),
            "module" => {
                known.module(value)?;
                Subject::Module(owned)
            }
            _ => {
                known.value(name, value)?;
                Subject::Value(name.to_owned(), owned)
            }
        };
        Ok(Self { subject, holds })
    }

    /// Whether it holds for `module` in `project`.
    pub(super) fn holds(&self, module: &str, project: &Project) -> bool {
        let option = |name: &str| project.modules.get(module).and_then(|module| module.options.get(name));
        let is_so = match &self.subject {
            Subject::On(name) => option(name) == Some(&ModuleOption::Boolean(true)),
            Subject::Value(name, value) => match option(name) {
                Some(ModuleOption::List(texts)) => texts.contains(value),
                Some(option) => option.to_string() == *value,
                None => false,
            },
            Subject::Frontend(name) => project.frontend == *name,
            Subject::Module(name) => project.modules.get(name).is_some_and(|module| module.available),
        };
        is_so == self.holds
    }
}

impl Known<'_> {
    fn option(&self, name: &str) -> Result<&OptionSpec, (String, String)> {
        self.options.get(name).ok_or_else(|| {
            let names: Vec<&str> = self.options.keys().map(String::as_str).collect();
            let message = format!("`when` speaks of an option `{}` that there is not", name.escape_debug());
            let help = match closest(name, names.iter().copied()) {
                Some(near) => format!("write `{near}`"),
                None if names.is_empty() => "declare it in `options`, or leave `when` out".to_owned(),
                None => format!("use one of {}, `frontend=…` or `module=…`", listed(&names)),
            };
            (message, help)
        })
    }

    fn on(&self, name: &str) -> Result<(), (String, String)> {
        if self.option(name)?.kind == OptionType::Boolean {
            return Ok(());
        }
        let message = format!("`{name}` is not on or off");
        Err((message, format!("write `when=\"{name}=value\"`")))
    }

    fn value(&self, name: &str, value: &str) -> Result<(), (String, String)> {
        let option = self.option(name)?;
        let written = match option.kind {
            OptionType::Boolean => {
                let message = format!("`{name}` is on or off, and has no other value");
                return Err((message, format!("write `when=\"{name}\"` or `when=\"!{name}\"`")));
            }
            OptionType::Integer => value.parse::<i64>().map_or(value.into(), Into::into),
            OptionType::String | OptionType::List => value.into(),
        };
        option.read(&written).map(|_| ()).map_err(|misfit| {
            (format!("`{name}` is never `{}`: {}", value.escape_debug(), misfit.message), misfit.help)
        })
    }

    fn module(&self, name: &str) -> Result<(), (String, String)> {
        if self.modules.contains(&name) {
            return Ok(());
        }
        let message = format!("`when` speaks of the module `{}`, which is not used", name.escape_debug());
        Err((message, format!("write `uses \"{name}\" version=\"…\"` as well")))
    }
}
