//! What a module adds to a project, checked but not yet for a project.

use super::{Condition, SettingsFile};
use crate::{blueprint::python::Expression, manifest::VariableType, resolve::Project};

/// Something with what must hold for it.
#[derive(Debug, Clone)]
pub struct Part<T> {
    /// The thing itself.
    pub value: T,
    when: Vec<Condition>,
}

impl<T> Part<T> {
    pub(super) fn new(value: T, when: Vec<Condition>) -> Self {
        Self { value, when }
    }

    /// Whether everything holds that must, for `module` in `project`.
    pub(super) fn holds(&self, module: &str, project: &Project) -> bool {
        self.when.iter().all(|condition| condition.holds(module, project))
    }
}

/// A setting.
#[derive(Debug, Clone)]
pub struct SettingSpec {
    /// Its name.
    pub name: String,
    /// The Python type that it is annotated with.
    pub annotation: Option<String>,
    /// Whether several modules may add to it.
    pub append: bool,
    /// The settings it is for alone.
    pub settings: Option<SettingsFile>,
    pub(in crate::blueprint) value: Expression,
}

/// URLs and where they are.
#[derive(Debug, Clone)]
pub struct UrlsSpec {
    /// The dotted path of the `urls.py`.
    pub include: String,
    /// What they start with.
    pub prefix: Prefix,
    /// Another namespace than the `urls.py` names.
    pub namespace: Option<String>,
}

/// What URLs start with.
#[derive(Debug, Clone)]
pub enum Prefix {
    /// This text.
    Fixed(String),
    /// The value of this option.
    Option(String),
}

/// A variable of the running project.
#[derive(Debug, Clone)]
pub struct VariableSpec {
    /// Its name.
    pub name: String,
    /// How its text is read.
    pub kind: VariableType,
    /// Whether its value must never be written down.
    pub secret: bool,
    /// Whether the project starts without it.
    pub optional: bool,
    /// Its value when nothing is set.
    pub default: Option<String>,
    /// What it is for.
    pub help: String,
    /// A value that shows how to write one.
    pub example: Option<String>,
}

/// A task.
#[derive(Debug, Clone)]
pub struct TaskSpec {
    /// Its dotted path.
    pub path: String,
    /// When it runs by itself.
    pub schedule: Option<String>,
    /// What it does.
    pub help: String,
}

impl Prefix {
    /// Why URLs cannot start with `prefix`, if so.
    pub fn problem(prefix: &str) -> Option<&'static str> {
        let plain = |c: char| c.is_ascii_alphanumeric() || "-_.~/<>:".contains(c);
        if prefix.starts_with('/') {
            Some("starts with a slash, which Django adds itself")
        } else if !prefix.is_empty() && !prefix.ends_with('/') {
            Some("does not end with a slash")
        } else if !prefix.chars().all(plain) || prefix.contains("//") {
            Some("cannot be the beginning of a path")
        } else {
            None
        }
    }
}
