//! One option of a module: which values it takes.

use serde_json::Value;

use super::written::{Change, OptionFile, OptionType};
use crate::{
    diagnostics::{closest, listed},
    resolve::ModuleOption,
};

/// An option with everything that is needed to check a value and to explain it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OptionSpec {
    /// What kind of value it takes.
    pub kind: OptionType,
    /// The value when the manifest says nothing.
    pub default: ModuleOption,
    /// What it takes to change the value later.
    pub change: Change,
    /// What changing it later brings about.
    pub consequences: Option<String>,
    /// What it is for, in one line.
    pub help: String,
    /// A value that shows how to write one.
    pub example: Option<ModuleOption>,
    /// The only texts allowed; empty when any text is.
    pub values: Vec<String>,
    /// The smallest number allowed.
    pub minimum: u32,
}

/// Why a value is not one of an option's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Misfit {
    /// What is wrong.
    pub message: String,
    /// What to write instead.
    pub help: String,
}

impl OptionSpec {
    /// Takes over what was written, or names the field that does not fit the others.
    pub(super) fn new(written: &OptionFile) -> Result<Self, (&'static str, Misfit)> {
        let mut spec = Self {
            kind: written.kind,
            default: empty(written.kind),
            change: written.change,
            consequences: written.consequences.clone(),
            help: written.help.clone(),
            example: None,
            values: written.values.clone(),
            minimum: written.minimum,
        };
        let default = written.default.clone().unwrap_or_else(|| plain(&spec.default));
        spec.default = spec.read(&default).map_err(|misfit| ("default", misfit))?;
        let example = written.example.as_ref().map(|example| spec.read(example)).transpose();
        spec.example = example.map_err(|misfit| ("example", misfit))?;
        Ok(spec)
    }

    /// The value that was written, when it is one of this option's.
    pub fn read(&self, written: &Value) -> Result<ModuleOption, Misfit> {
        match (self.kind, written) {
            (OptionType::Boolean, Value::Bool(value)) => Ok(ModuleOption::Boolean(*value)),
            (OptionType::Integer, Value::Number(number)) => match number.as_i64() {
                Some(value) if value >= i64::from(self.minimum) => Ok(ModuleOption::Integer(value)),
                Some(_) => Err(self.misfit(written, &format!("less than {}", self.minimum))),
                None => Err(self.misfit(written, "not a whole number")),
            },
            (OptionType::String, Value::String(text)) => Ok(ModuleOption::String(self.text(text)?)),
            (OptionType::List, Value::String(text)) => Ok(ModuleOption::List(vec![self.text(text)?])),
            (OptionType::List, Value::Array(items)) => {
                let text = |item: &Value| match item.as_str() {
                    Some(text) => self.text(text),
                    None => Err(self.misfit(item, "not a text")),
                };
                items.iter().map(text).collect::<Result<_, _>>().map(ModuleOption::List)
            }
            (OptionType::Boolean, _) => Err(self.misfit(written, "not a boolean")),
            (OptionType::Integer, _) => Err(self.misfit(written, "not a whole number")),
            (OptionType::String, _) => Err(self.misfit(written, "not one text")),
            (OptionType::List, _) => Err(self.misfit(written, "not a text")),
        }
    }

    fn text(&self, text: &str) -> Result<String, Misfit> {
        if self.values.is_empty() || self.values.iter().any(|value| value == text) {
            return Ok(text.to_owned());
        }
        Err(self.misfit(&Value::String(text.to_owned()), "not one of its values"))
    }

    fn misfit(&self, written: &Value, what: &str) -> Misfit {
        let shown =
            written.as_str().map_or_else(|| written.to_string(), |text| text.escape_debug().to_string());
        // A bare node stands for `#true`.
        let message = if written == &Value::Bool(true) {
            "a value is missing".to_owned()
        } else {
            format!("`{shown}` is {what}")
        };
        Misfit { message, help: self.expected(written) }
    }

    /// What to write, as a sentence that starts with a verb.
    fn expected(&self, written: &Value) -> String {
        let values: Vec<&str> = self.values.iter().map(String::as_str).collect();
        let near = written.as_str().and_then(|text| closest(text, values.iter().copied()));
        match (self.kind, near) {
            (_, Some(near)) => format!("write `\"{near}\"`; its values are {}", listed(&values)),
            (OptionType::Boolean, None) => "write `#true` or `#false`".to_owned(),
            (OptionType::Integer, None) => format!("write a whole number from {}", self.minimum),
            (OptionType::String, None) if values.is_empty() => "write one text in quotes".to_owned(),
            (OptionType::List, None) if values.is_empty() => "write one or more texts in quotes".to_owned(),
            (OptionType::String, None) => format!("write one of {}", listed(&values)),
            (OptionType::List, None) => format!("write one or more of {}", listed(&values)),
        }
    }
}

fn empty(kind: OptionType) -> ModuleOption {
    match kind {
        OptionType::Boolean => ModuleOption::Boolean(false),
        OptionType::Integer => ModuleOption::Integer(0),
        OptionType::String => ModuleOption::String(String::new()),
        OptionType::List => ModuleOption::List(Vec::new()),
    }
}

fn plain(option: &ModuleOption) -> Value {
    serde_json::to_value(option).expect("internal: an option is plain data")
}
