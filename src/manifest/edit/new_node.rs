//! A node that is about to be written, and how values are spelled.

use crate::document::{Meaning, Scalar};

/// A node to write.
#[derive(Debug, Clone, Default)]
pub(in crate::manifest) struct NewNode {
    pub(in crate::manifest) name: String,
    /// The first argument where it tells the node from others of the name.
    pub(in crate::manifest) key: Option<String>,
    pub(in crate::manifest) arguments: Vec<Scalar>,
    pub(in crate::manifest) properties: Vec<(String, Scalar)>,
    /// What is in its block; none without one.
    pub(in crate::manifest) children: Vec<Self>,
}

/// How a file is laid out.
#[derive(Debug, Clone, Copy)]
pub(in crate::manifest) struct Style<'t> {
    /// One level of nesting.
    pub(in crate::manifest) unit: &'t str,
    /// A line break.
    pub(in crate::manifest) newline: &'t str,
}

impl NewNode {
    /// A node with nothing but its name.
    pub(in crate::manifest) fn named(name: impl Into<String>) -> Self {
        Self { name: name.into(), ..Self::default() }
    }

    /// The node on one line.
    pub(super) fn on_one_line(&self) -> String {
        let mut text = self.head();
        if !self.children.is_empty() {
            let children: Vec<String> = self.children.iter().map(Self::on_one_line).collect();
            text.push_str(" { ");
            text.push_str(&children.join("; "));
            text.push_str(" }");
        }
        text
    }

    /// The node with its block on lines of their own; the first line is not indented.
    pub(in crate::manifest) fn on_lines(&self, indent: &str, style: Style<'_>) -> String {
        let mut text = self.head();
        if !self.children.is_empty() {
            let inner = format!("{indent}{}", style.unit);
            text.push_str(" {");
            for child in &self.children {
                text.push_str(style.newline);
                text.push_str(&inner);
                text.push_str(&child.on_lines(&inner, style));
            }
            text.push_str(style.newline);
            text.push_str(indent);
            text.push('}');
        }
        text
    }

    fn head(&self) -> String {
        let mut text = spelled_name(&self.name);
        if let Some(key) = &self.key {
            text.push(' ');
            text.push_str(&spelled_key(key));
        }
        for argument in &self.arguments {
            text.push(' ');
            text.push_str(&spelled(argument));
        }
        for (name, value) in &self.properties {
            text.push(' ');
            text.push_str(&spelled_property(name, value));
        }
        text
    }

    /// What the node says.
    pub(super) fn meaning(&self) -> Meaning {
        let key = self.key.iter().map(|key| (None, Scalar::Text(key.clone())));
        let arguments = key.chain(self.arguments.iter().map(|value| (None, value.clone())));
        let properties = self.properties.iter().map(|(name, value)| (Some(name.clone()), value.clone()));
        let entries: Vec<_> = arguments.chain(properties).collect();
        Meaning {
            name: self.name.clone(),
            annotations: vec![None; entries.len() + 1],
            entries,
            block: (!self.children.is_empty()).then(|| self.children.iter().map(Self::meaning).collect()),
        }
    }
}

/// A property as KDL.
pub(super) fn spelled_property(name: &str, value: &Scalar) -> String {
    format!("{}={}", spelled_name(name), spelled(value))
}

/// A value as KDL: texts always in double quotes.
pub(super) fn spelled(value: &Scalar) -> String {
    match value {
        Scalar::Text(text) => quoted(text),
        Scalar::Integer(number) => number.to_string(),
        Scalar::Float(number) => number.to_string(),
        Scalar::Boolean(flag) => format!("#{flag}"),
        Scalar::Null => "#null".to_owned(),
    }
}

/// A name as KDL: bare where that cannot be anything else.
fn spelled_name(name: &str) -> String {
    let is_bare = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'))
        && !matches!(name, "true" | "false" | "null" | "inf" | "nan");
    if is_bare { name.to_owned() } else { quoted(name) }
}

/// A key as KDL: names of variables bare, as they are written everywhere else, others as texts.
fn spelled_key(key: &str) -> String {
    let is_variable =
        key.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_');
    if is_variable { spelled_name(key) } else { quoted(key) }
}

fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            _ if c.is_control() || is_invisible(c) => quoted.extend(c.escape_unicode()),
            _ => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

/// Characters that break lines, turn the direction of text, or mark byte order: KDL takes none of
/// them as they are, or a reader would not see them.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}
