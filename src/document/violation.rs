//! What jsonschema complains about, in our words and at the right place.

use std::collections::BTreeSet;

use jsonschema::{ValidationError, error::ValidationErrorKind};
use serde_json::Value;

use super::{
    Pointer, Spans,
    located::Located,
    schema::{Compiled, Schema, Shape},
};
use crate::{
    diagnostics::{Code, Issue, SourceFile, closest, codes, listed},
    workspace::RelPath,
};

/// A part that does not fit the schema.
pub(super) struct Violation {
    /// The part that cannot be used.
    pub(super) pointer: Pointer,
    /// What to say; nothing when the reason was reported while lowering.
    pub(super) issue: Option<Issue>,
}

/// Checks the value against the schema: one violation per part.
pub(super) fn check(compiled: &Compiled, tree: &Located, source: &SourceFile) -> Vec<Violation> {
    let (json, spans) = tree.finish();
    let mut seen = BTreeSet::new();
    let mut violations = Vec::new();
    for error in compiled.validator.iter_errors(&json) {
        let pointer = Pointer::from_spelled(error.instance_path().as_str());
        let schema = pointer.segments().try_fold(compiled.schema(), |schema, step| schema.step(&step));
        let context = Context { error: &error, pointer: &pointer, spans: &spans, source, schema };
        if let ValidationErrorKind::Required { property: Value::String(name) } = error.kind() {
            // The part around it stays usable: what is missing gets a stand-in.
            let missing = pointer.key(name);
            if !tree.is_broken_at(&missing) && seen.insert(missing.clone()) {
                violations.push(Violation { pointer: missing, issue: Some(context.missing(name)) });
            }
        } else if seen.insert(pointer.clone()) {
            let issue = context.wrong();
            violations.push(Violation { pointer, issue: Some(issue) });
        }
    }
    violations
}

struct Context<'a> {
    error: &'a ValidationError<'a>,
    pointer: &'a Pointer,
    spans: &'a Spans,
    source: &'a SourceFile,
    schema: Option<Schema<'a>>,
}

impl Context<'_> {
    fn missing(&self, name: &str) -> Issue {
        let owner = self.owner();
        let is_argument =
            self.schema.is_some_and(|schema| schema.arguments().any(|argument| argument == name));
        let spelled = self.spelled(name);
        let help = match (is_argument, &owner) {
            (true, Some(owner)) => format!("write `{owner} {}`", name.to_uppercase()),
            (false, Some(owner)) => format!("write `{spelled}` in the block of `{owner}`"),
            (_, None) => format!("write `{spelled}`"),
        };
        let message = match &owner {
            Some(owner) => format!("`{owner}` needs `{name}`"),
            None => format!("the file needs `{name}`"),
        };
        let about = self.schema.and_then(|schema| schema.field(name)).and_then(Schema::description);
        let label = about.and_then(|text| text.lines().next()).unwrap_or("missing").trim_end_matches('.');
        Issue::error(&codes::kdl::MISSING, message)
            .help(help)
            .label(self.spans.key(self.pointer), format!("missing: {}", lower_first(label)))
            .in_source(self.source)
    }

    /// How the field is written at the least: its name and a word for each value.
    fn spelled(&self, name: &str) -> String {
        let field = self.schema.and_then(|schema| schema.field(name));
        let values: Vec<String> = match field.map(Schema::shape) {
            Some(Shape::Object(schema)) => {
                let required: Vec<&str> = schema.required().collect();
                schema.arguments().filter(|name| required.contains(name)).map(str::to_uppercase).collect()
            }
            Some(Shape::Boolean) => Vec::new(),
            Some(Shape::List(_) | Shape::Scalar | Shape::Any) | None => vec!["\"…\"".to_owned()],
        };
        [name.to_owned()].into_iter().chain(values).collect::<Vec<_>>().join(" ")
    }

    /// The name that the person wrote for the part, or for the nearest one around it.
    fn owner(&self) -> Option<String> {
        let key = self.spans.key(self.pointer);
        let written = self.source.slice(&key);
        (!written.is_empty()).then(|| written.escape_debug().to_string().replace("\\\"", "\""))
    }

    fn wrong(&self) -> Issue {
        let (code, message, help) = self.words();
        let mut issue = Issue::error(code, message)
            .label(self.spans.value(self.pointer), "this value")
            .in_source(self.source);
        issue.help = help;
        issue
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "derived schemas use a handful of keywords")]
    fn words(&self) -> (&'static Code, String, Option<String>) {
        let name = self.name();
        let choices = self.schema.map(Schema::choices).unwrap_or_default();
        let instance = self.error.instance();
        if !choices.is_empty() {
            return wrong_choice(&name, &choices, instance);
        }
        match self.error.kind() {
            ValidationErrorKind::Type { .. } => wrong_type(&name, self.schema, instance),
            ValidationErrorKind::Pattern { pattern } => (
                &codes::kdl::WRONG_FORM,
                format!("{name} cannot be {}", shown(instance)),
                Some(format!("write a text that fits `{pattern}`")),
            ),
            ValidationErrorKind::Format { format } if format == RelPath::FORMAT => {
                let text = instance.as_str().unwrap_or_default();
                let reason = RelPath::new(text).err();
                let reason =
                    reason.map_or_else(|| format!("{name} is not a path"), |error| error.to_string());
                let plain = text.trim_start_matches("./").trim_end_matches('/');
                let help = match RelPath::new(plain) {
                    Ok(path) => format!("write \"{path}\""),
                    Err(_) => {
                        "write a path relative to the project's root, with `/` between its parts".to_owned()
                    }
                };
                (&codes::kdl::WRONG_FORM, reason, Some(help))
            }
            ValidationErrorKind::Format { format } => (
                &codes::kdl::WRONG_FORM,
                format!("{name} is not of the form `{format}`"),
                Some(format!("write a valid {format}")),
            ),
            kind => limit(kind).map_or_else(
                || (&codes::kdl::WRONG_VALUE, format!("{name} cannot be {}", shown(instance)), None),
                |help| {
                    (&codes::kdl::OUT_OF_RANGE, format!("{name} cannot be {}", shown(instance)), Some(help))
                },
            ),
        }
    }

    fn name(&self) -> String {
        let mut steps: Vec<String> = self.pointer.segments().collect();
        while steps.last().is_some_and(|step| step.parse::<usize>().is_ok()) {
            steps.pop();
        }
        steps.pop().map_or_else(|| "the file".to_owned(), |step| format!("`{}`", step.escape_debug()))
    }
}

fn wrong_choice(name: &str, choices: &[&str], instance: &Value) -> (&'static Code, String, Option<String>) {
    let near = instance.as_str().and_then(|text| closest(text, choices.iter().copied()));
    let help = match near {
        Some(near) => format!("write \"{near}\"; the choices are {}", listed(choices)),
        None => format!("choose one of {}", listed(choices)),
    };
    (&codes::kdl::WRONG_VALUE, format!("{name} cannot be {}", shown(instance)), Some(help))
}

fn wrong_type(
    name: &str,
    schema: Option<Schema<'_>>,
    instance: &Value,
) -> (&'static Code, String, Option<String>) {
    let expected = schema.and_then(Schema::type_name).unwrap_or_default();
    let wanted = match expected {
        "string" => "a text",
        "integer" => "a whole number",
        "number" => "a number",
        "boolean" => "`#true` or `#false`",
        _ => "one value",
    };
    let found = match instance {
        Value::String(text) => format!("`\"{}\"`", text.escape_debug()),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => {
            shown(instance)
        }
    };
    let help = match (expected, instance) {
        ("string", Value::Number(_) | Value::Bool(_)) => {
            Some(format!("write \"{instance}\" in double quotes"))
        }
        ("integer", Value::String(text)) if text.parse::<i64>().is_ok() => {
            Some(format!("write `{text}` without quotes"))
        }
        ("boolean", Value::String(text)) if matches!(text.as_str(), "true" | "yes" | "on" | "1") => {
            Some("write `#true`".to_owned())
        }
        ("boolean", _) => Some("write `#true` or `#false`".to_owned()),
        _ => Some(format!("write {wanted}")),
    };
    (&codes::kdl::WRONG_TYPE, format!("{name} is {wanted}, not {found}"), help)
}

#[expect(clippy::wildcard_enum_match_arm, reason = "derived schemas use a handful of keywords")]
fn limit(kind: &ValidationErrorKind) -> Option<String> {
    match kind {
        ValidationErrorKind::Minimum { limit } => Some(format!("write {limit} or more")),
        ValidationErrorKind::Maximum { limit } => Some(format!("write {limit} or less")),
        ValidationErrorKind::ExclusiveMinimum { limit } => Some(format!("write more than {limit}")),
        ValidationErrorKind::ExclusiveMaximum { limit } => Some(format!("write less than {limit}")),
        ValidationErrorKind::MinLength { limit } => {
            Some(format!("write a text of {limit} characters or more"))
        }
        ValidationErrorKind::MaxLength { limit } => {
            Some(format!("write a text of {limit} characters or less"))
        }
        ValidationErrorKind::MinItems { limit } => Some(format!("write {limit} values or more")),
        ValidationErrorKind::MaxItems { limit } => Some(format!("write {limit} values or less")),
        ValidationErrorKind::UniqueItems => Some("write each value once".to_owned()),
        _ => None,
    }
}

/// A value as it may be printed, cut to what fits on a line.
fn shown(value: &Value) -> String {
    let text = match value {
        Value::String(text) => text.escape_debug().to_string(),
        Value::Array(_) => return "a list".to_owned(),
        Value::Object(_) => return "a block".to_owned(),
        Value::Null | Value::Bool(_) | Value::Number(_) => value.to_string(),
    };
    match text.char_indices().nth(60) {
        Some((end, _)) => format!("`{}…`", &text[..end]),
        None => format!("`{text}`"),
    }
}

fn lower_first(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|first| first.to_lowercase().chain(chars).collect()).unwrap_or_default()
}
