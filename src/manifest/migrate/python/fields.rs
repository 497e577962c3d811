//! The fields of a configuration, taken one by one: what nobody takes is noted, never forgotten.

use super::{
    Note,
    yaml::{Key, Value, Yaml},
};
use crate::diagnostics::{Issue, SourceFile, codes};

/// What reading a configuration has come to so far.
#[derive(Debug)]
pub(super) struct Findings<'s> {
    pub(super) source: &'s SourceFile,
    pub(super) notes: Vec<Note>,
    pub(super) issues: Vec<Issue>,
}

/// The entries of a map that nobody has taken yet.
#[derive(Debug)]
pub(super) struct Fields {
    /// Where the map is, with dots.
    path: String,
    entries: Vec<(Key, Yaml)>,
}

impl Findings<'_> {
    /// Says that a field was not carried over, or not as it was.
    pub(super) fn note(&mut self, field: impl Into<String>, why: impl Into<String>) {
        self.notes.push(Note { field: field.into(), why: why.into() });
    }

    /// The fields of a map; nothing at all is an empty map, as `auth:` alone is.
    pub(super) fn fields(&mut self, path: &str, yaml: Option<Yaml>) -> Fields {
        let entries = match yaml.map(|yaml| (yaml.value, yaml.span)) {
            Some((Value::Map(entries), _)) => entries,
            None | Some((Value::Null, _)) => Vec::new(),
            Some((_, span)) => {
                self.wrong_type(path, "a block of fields", span);
                Vec::new()
            }
        };
        Fields { path: path.to_owned(), entries }
    }

    fn wrong_type(&mut self, path: &str, wanted: &str, span: std::ops::Range<usize>) {
        let what = if path.is_empty() { "the file".to_owned() } else { format!("`{}`", path.escape_debug()) };
        let issue = Issue::error(&codes::migrate::WRONG_TYPE, format!("{what} is not {wanted}"))
            .help(format!("write {wanted}, or remove the field"))
            .label(span, "this value")
            .in_source(self.source);
        self.issues.push(issue);
    }
}

impl Fields {
    /// Takes out a field; one without a value counts as not there.
    pub(super) fn take(&mut self, name: &str) -> Option<Yaml> {
        let index = self.entries.iter().position(|(key, _)| key.name == name)?;
        let (_, yaml) = self.entries.remove(index);
        (!matches!(yaml.value, Value::Null)).then_some(yaml)
    }

    /// Takes out a text; a number is one as well.
    pub(super) fn text(&mut self, name: &str, findings: &mut Findings<'_>) -> Option<String> {
        let yaml = self.take(name)?;
        match yaml.value {
            Value::Text(text) => Some(text),
            Value::Integer(number) => Some(number.to_string()),
            Value::Null | Value::Boolean(_) | Value::List(_) | Value::Map(_) => {
                findings.wrong_type(&self.path_of(name), "a text", yaml.span);
                None
            }
        }
    }

    /// Takes out a boolean.
    pub(super) fn boolean(&mut self, name: &str, findings: &mut Findings<'_>) -> Option<bool> {
        let yaml = self.take(name)?;
        let Value::Boolean(flag) = yaml.value else {
            findings.wrong_type(&self.path_of(name), "`true` or `false`", yaml.span);
            return None;
        };
        Some(flag)
    }

    /// Takes out a whole number.
    pub(super) fn integer(&mut self, name: &str, findings: &mut Findings<'_>) -> Option<i64> {
        let yaml = self.take(name)?;
        let Value::Integer(number) = yaml.value else {
            findings.wrong_type(&self.path_of(name), "a whole number", yaml.span);
            return None;
        };
        Some(number)
    }

    /// Takes out every field that is left: its name, its path and its value.
    pub(super) fn drain(self) -> impl Iterator<Item = (String, String, Yaml)> {
        let path = self.path;
        self.entries.into_iter().map(move |(key, yaml)| (key.name.clone(), joined(&path, &key.name), yaml))
    }

    /// Notes each field that nobody has taken.
    pub(super) fn note_rest(self, why: &str, findings: &mut Findings<'_>) {
        for (key, _) in &self.entries {
            let why = if is_secret(&key.name) { SECRET } else { why };
            findings.note(self.path_of(&key.name), why);
        }
    }

    /// The path of a field, with dots.
    pub(super) fn path_of(&self, name: &str) -> String {
        joined(&self.path, name)
    }
}

fn joined(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") }
}

/// What is said about a secret that stands in the file.
const SECRET: &str = "a secret is never written into a manifest: replace it by a new one, since it stood in a file, \
                      and set that as a variable where the project runs";

/// Whether a field holds a secret itself, not the name of a variable that does.
pub(super) fn is_secret(field: &str) -> bool {
    let field = field.to_ascii_lowercase();
    let words = [
        "secret",
        "password",
        "passwd",
        "token",
        "api_key",
        "access_key",
        "private_key",
        "credential",
        "dsn",
    ];
    words.iter().any(|word| field.contains(word)) && !field.ends_with("_env_var") && !field.ends_with("_env")
}
