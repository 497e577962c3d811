//! What a module adds to the settings: Python literals that may name options and variables.

use std::ops::Range;

use indexmap::IndexMap;

use super::Loader;
use crate::{
    blueprint::{
        module::{OptionSpec, OptionType, SettingSpec, written},
        python::{self, Expression},
        wiring::VARIABLES_OF_THE_PROJECT,
    },
    diagnostics::{Issue, closest, codes},
    document::Pointer,
};

impl Loader<'_> {
    pub(super) fn setting(&mut self, written: &written::Setting, at: &Pointer) -> Option<SettingSpec> {
        let name = &written.name;
        let capitals = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_';
        if !name.starts_with(|c: char| c.is_ascii_uppercase()) || !name.chars().all(capitals) {
            let message = format!("`{}` cannot be the name of a setting", name.escape_debug());
            let help = format!("write `{}`", name.to_uppercase().replace('-', "_").escape_debug());
            self.refuse(&codes::blueprint::BAD_SETTING, &at.key("name"), message, help);
        }
        let place = at.key("value");
        let value = match python::parse(&written.value) {
            Ok(value) => value,
            Err(mistake) => {
                let message =
                    format!("the value of `{}` is not a literal: {}", name.escape_debug(), mistake.message);
                let issue = Issue::error(&codes::blueprint::BAD_SETTING, message)
                    .help("write texts, numbers, lists, sets, tuples, dicts, `options.NAME`, `env.NAME` or `BASE_DIR`");
                let marked = self.inside(&place, mistake.at);
                self.push(issue, marked);
                return None;
            }
        };
        self.names_in(&value, &place);
        let several = matches!(
            value,
            Expression::List(_) | Expression::Tuple(_) | Expression::Set(_) | Expression::Dict(_)
        ) || self.is_list_option(&value);
        if several && written.annotation.is_none() {
            let message = format!("`{}` has no type, which several values need", name.escape_debug());
            let help = "write `type=\"list[str]\"`, or what else it is";
            self.refuse(&codes::blueprint::BAD_SETTING, &place, message, help);
        }
        let appendable = matches!(value, Expression::List(_) | Expression::Set(_) | Expression::Dict(_));
        if written.append && !appendable {
            let message = format!("`{}` has `append`, and its value no items", name.escape_debug());
            let help = "write a list, a set or a dict; `[*options.NAME]` for an option";
            self.refuse(&codes::blueprint::BAD_SETTING, &place, message, help);
        }
        Some(SettingSpec {
            name: name.clone(),
            annotation: written.annotation.clone(),
            append: written.append,
            settings: written.settings,
            value,
        })
    }

    fn is_list_option(&self, value: &Expression) -> bool {
        let Expression::Name(name) = value else { return false };
        let option = name.strip_prefix("options.").and_then(|name| option_named(self.options, name));
        option.is_some_and(|(_, option)| option.kind == OptionType::List)
    }

    /// Checks every name in a setting's value.
    fn names_in(&mut self, value: &Expression, at: &Pointer) {
        for name in value.names() {
            let problem = match name.split_once('.') {
                Some(("options", option)) if option_named(self.options, option).is_none() => {
                    let known: Vec<String> = self.options.keys().map(|name| name.replace('-', "_")).collect();
                    let near = closest(option, known.iter().map(String::as_str));
                    let help = near.map_or_else(
                        || format!("declare `{option}` in `options`"),
                        |near| format!("write `options.{near}`"),
                    );
                    Some((format!("there is no option `{option}`"), help))
                }
                Some(("env", variable)) if !self.is_variable(variable) => {
                    let near = closest(variable, self.variables.iter().copied());
                    let help = near.map_or_else(
                        || format!("declare it: `variable \"{variable}\" help=\"…\"`"),
                        |near| format!("write `env.{near}`"),
                    );
                    Some((format!("no variable is called `{variable}`"), help))
                }
                Some(("options" | "env", _)) => None,
                None if matches!(name, "True" | "False" | "None" | "BASE_DIR") => None,
                _ => Some((
                    format!("`{name}` means nothing in `module.kdl`"),
                    "use `options.NAME`, `env.NAME` or `BASE_DIR`, or write a text in quotes".to_owned(),
                )),
            };
            if let Some((message, help)) = problem {
                self.refuse(&codes::blueprint::BAD_SETTING, at, message, help);
            }
        }
    }

    fn is_variable(&self, name: &str) -> bool {
        self.variables.contains(&name) || VARIABLES_OF_THE_PROJECT.contains(&name)
    }

    /// The byte at `offset` of a text that is written at `at`, or all of it when escapes move bytes about.
    fn inside(&self, at: &Pointer, offset: usize) -> Range<usize> {
        let whole = self.spans.value(at);
        let written = self.text.slice(&whole);
        let quote = written.bytes().take_while(|b| matches!(b, b'#' | b'"')).count();
        let raw = written.starts_with('#') || !written.contains('\\');
        let at = whole.start + quote + offset;
        if raw && quote > 0 && at < whole.end && !written.starts_with("\"\"\"") { at..at + 1 } else { whole }
    }
}

/// The option that Python code calls `name`.
pub(in crate::blueprint) fn option_named<'o>(
    options: &'o IndexMap<String, OptionSpec>,
    name: &str,
) -> Option<(&'o str, &'o OptionSpec)> {
    let found = options.iter().find(|(option, _)| option.replace('-', "_") == name);
    found.map(|(name, option)| (name.as_str(), option))
}
