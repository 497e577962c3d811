//! Writes a [`Lock`] as text.

use super::{Lock, words};

impl Lock {
    /// The lock of `module` as the text of its file.
    pub fn to_text(&self, module: &str) -> String {
        let mut text = String::from("format 1\n");
        line(&mut text, &["module", module]);
        if let Some(version) = &self.version {
            line(&mut text, &["version", &version.to_string()]);
        }
        line(&mut text, &["source", &self.source]);
        for (name, value) in &self.inputs {
            line(&mut text, &["input", name, value]);
        }
        for path in &self.protect {
            line(&mut text, &["protect", path.as_str()]);
        }
        for (path, entry) in &self.entries {
            let (mode, base) = (entry.mode.to_string(), entry.base.to_string());
            line(&mut text, &[entry.owner.as_str(), &mode, &base, path.as_str()]);
        }
        for path in &self.gone {
            line(&mut text, &["gone", path.as_str()]);
        }
        for (old, new) in &self.moved {
            line(&mut text, &["moved", old.as_str(), new.as_str()]);
        }
        for (old, new) in &self.followed {
            line(&mut text, &["followed", old.as_str(), new.as_str()]);
        }
        text
    }
}

/// Adds a record of a file of the tool's own: words, each quoted where it has to be.
pub(super) fn line(text: &mut String, record: &[&str]) {
    for (index, word) in record.iter().enumerate() {
        if index > 0 {
            text.push(' ');
        }
        words::push(text, word);
    }
    text.push('\n');
}
