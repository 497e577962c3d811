//! What a module brings along and where people find it: packages, variables, URLs and tasks.

use super::Loader;
use crate::{
    blueprint::{
        module::{OptionType, Prefix, Requirement, TaskSpec, UrlsSpec, VariableSpec, cron::is_cron, written},
        python,
    },
    diagnostics::{codes, listed},
    document::Pointer,
    manifest,
};

impl Loader<'_> {
    pub(super) fn dependency(
        &mut self,
        written: &written::Dependency,
        at: &Pointer,
    ) -> Option<(Requirement, Option<written::Group>)> {
        match Requirement::parse(&written.requirement) {
            Ok(requirement) => Some((requirement, written.group)),
            Err(problem) => {
                let message = format!("`{}` {problem}", written.requirement.escape_debug());
                let help = "write the name and the lowest version that was tested: `django-filter>=26.1`";
                self.refuse(&codes::blueprint::BAD_DEPENDENCY, &at.key("requirement"), message, help);
                None
            }
        }
    }

    pub(super) fn variable(&mut self, written: &written::Variable, at: &Pointer) -> Option<VariableSpec> {
        let name = &written.name;
        if let Some((issue, _)) = manifest::variable_name_problem(name) {
            self.say(issue, &at.key("name"));
        }
        let secret = written.secret && written.default.is_some();
        if secret {
            let message = format!("the secret `{}` has a default", name.escape_debug());
            let help = "leave the default out: a project starts without it when it is `optional=#true`";
            self.refuse(&codes::manifest::LITERAL_SECRET, &at.key("default"), message, help);
        }
        for (field, value) in [("default", &written.default), ("example", &written.example)] {
            let Some(value) = value.as_deref().filter(|_| !secret) else { continue };
            if let Some((issue, _)) = manifest::variable_value_problem(name, written.kind, value) {
                self.say(issue, &at.key(field));
            }
        }
        Some(VariableSpec {
            name: name.clone(),
            kind: written.kind,
            secret: written.secret,
            optional: written.optional,
            default: written.default.clone(),
            help: written.help.clone(),
            example: written.example.clone(),
        })
    }

    pub(super) fn urls(&mut self, written: &written::Urls, at: &Pointer) -> Option<UrlsSpec> {
        let include = self.dotted(&written.include, &at.key("include"));
        if let Some(namespace) = written.namespace.as_ref().filter(|name| !python::is_name(name)) {
            let message = format!("`{}` cannot be a namespace", namespace.escape_debug());
            let help = "write small letters, digits and `_`";
            self.refuse(&codes::blueprint::BAD_NAME, &at.key("namespace"), message, help);
        }
        let prefix = match (&written.prefix, &written.prefix_option) {
            (Some(prefix), None) => {
                if let Some(problem) = Prefix::problem(prefix) {
                    let message = format!("`{}` {problem}", prefix.escape_debug());
                    self.refuse(
                        &codes::blueprint::BAD_URLS,
                        &at.key("prefix"),
                        message,
                        "write it as `notes/`",
                    );
                }
                Prefix::Fixed(prefix.clone())
            }
            (None, Some(option)) => {
                let kind = self.options.get(option).map(|option| option.kind);
                if kind != Some(OptionType::String) {
                    let texts: Vec<&str> = self
                        .options
                        .iter()
                        .filter(|(_, option)| option.kind == OptionType::String)
                        .map(|(name, _)| name.as_str())
                        .collect();
                    let message = format!("there is no option `{}` that is a text", option.escape_debug());
                    let help = match texts.is_empty() {
                        true => "write `prefix=\"…\"`".to_owned(),
                        false => format!("use one of {}", listed(&texts)),
                    };
                    self.refuse(&codes::blueprint::BAD_URLS, &at.key("prefix-option"), message, help);
                }
                Prefix::Option(option.clone())
            }
            _ => {
                let message = "the URLs need either `prefix` or `prefix-option`".to_owned();
                self.refuse(&codes::blueprint::BAD_URLS, at, message, "write `prefix=\"notes/\"`");
                return None;
            }
        };
        Some(UrlsSpec { include: include?, prefix, namespace: written.namespace.clone() })
    }

    pub(super) fn task(&mut self, written: &written::Task, at: &Pointer) -> Option<TaskSpec> {
        let path = self.dotted(&written.path, &at.key("path"));
        if let Some(schedule) = written.schedule.as_ref().filter(|schedule| !is_cron(schedule)) {
            let message = format!("`{}` is not a schedule", schedule.escape_debug());
            let help = "write minute, hour, day, month and weekday: `15 3 * * *`";
            self.refuse(&codes::blueprint::BAD_SCHEDULE, &at.key("schedule"), message, help);
        }
        Some(TaskSpec { path: path?, schedule: written.schedule.clone(), help: written.help.clone() })
    }
}
