//! Reads `.env.example`: one `KEY=VALUE` a line, comments above the key they explain.

use super::tree::{Entry, Kind, Layout, Many, Value};

/// The keys of the text; nothing when a line is none.
pub(super) fn parse(text: &str) -> Option<Value> {
    let mut entries = Vec::new();
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let line = rest.split('\n').next().unwrap_or(rest);
        if line.trim().is_empty() || line.trim_start().starts_with('#') {
            at += line.len() + 1;
            continue;
        }
        let entry = entry(text, at, line)?;
        let tail = text[entry.span.end..].split('\n').next().unwrap_or_default();
        at = entry.span.end + tail.len() + 1;
        entries.push(entry);
    }
    Many::new(Kind::Map, Layout::Lines { body: 0 }, entries).map(Value::Many)
}

fn entry(text: &str, start: usize, line: &str) -> Option<Entry> {
    let (name, _) = line.split_once('=')?;
    let key = name.trim().strip_prefix("export ").unwrap_or(name.trim()).trim();
    let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '.';
    if key.is_empty() || !key.chars().all(is_name) {
        return None;
    }
    let begin = start + name.len() + 1;
    let end = begin + value_length(&text[begin..])?;
    let value = text[begin..end].trim();
    let padding = text[begin..end].len() - text[begin..end].trim_start().len();
    Some(Entry {
        key: key.to_owned(),
        span: start..end,
        value_span: (begin + padding).min(end)..end,
        value: Value::Leaf(value.to_owned()),
    })
}

/// How far the value reaches: to its closing quote, or to the comment or end of its line.
fn value_length(text: &str) -> Option<usize> {
    let line = text.split('\n').next().unwrap_or(text);
    let plain = line.trim_start();
    let padding = line.len() - plain.len();
    if let Some(quote) = plain.chars().next().filter(|c| matches!(c, '"' | '\'')) {
        let inside = text.get(padding + 1..)?;
        let mut escaped = false;
        let close = inside.char_indices().find(|(_, c)| {
            let closes = *c == quote && !escaped;
            escaped = *c == '\\' && !escaped && quote == '"';
            closes
        })?;
        return Some(padding + 1 + close.0 + 1);
    }
    let value = line.split(" #").next().unwrap_or(line);
    Some(value.trim_end().len())
}

#[cfg(test)]
mod tests {
    use super::super::{
        Format,
        testing::{check, with_markers},
    };
    use pretty_assertions::assert_eq;

    #[test]
    fn variables_are_merged_by_name() {
        check(
            Format::Dotenv,
            &[
                ("both append", "A=1\n", "A=1\nMINE=1\n", "A=1\nNEW=2\n", "A=1\nNEW=2\nMINE=1\n"),
                (
                    "a variable comes with its comment",
                    "A=1\n",
                    "A=2\n",
                    "A=1\n\n# Where errors go.\nSENTRY_DSN=\n",
                    "A=2\n\n# Where errors go.\nSENTRY_DSN=\n",
                ),
                (
                    "a value beside an edited one",
                    "A=1\nB=1\n",
                    "A=mine\nB=1\n",
                    "A=1\nB=2\n",
                    "A=mine\nB=2\n",
                ),
                (
                    "a removed variable takes its comment along",
                    "A=1\n\n# About B.\nB=1\n\nC=1\n",
                    "A=2\n\n# About B.\nB=1\n\nC=1\n",
                    "A=1\n\nC=2\n",
                    "A=2\n\nC=2\n",
                ),
                (
                    "but not a comment of the user's",
                    "A=1\nB=1\nC=1\n",
                    "A=2\n# mine\nB=1\nC=1\n",
                    "A=1\nC=1\n",
                    "A=2\n# mine\nC=1\n",
                ),
                (
                    "the same name, added with another value",
                    "A=1\n",
                    "B=1\nA=1\n",
                    "A=1\nB=2\n",
                    "1: \"\" | \"B=1\\n\" | \"B=2\\n\"\n",
                ),
                ("the same, added in another place", "A=1\n", "B=2\nA=1\n", "A=1\nB=2\n", "B=2\nA=1\n"),
                (
                    "removed here, changed there",
                    "A=1\nB=1\n",
                    "A=1\n",
                    "A=1\nB=2\n",
                    "1: \"B=1\\n\" | \"\" | \"B=2\\n\"\n",
                ),
                ("removed here, unchanged there", "A=1\nB=1\n", "A=1\n", "A=2\nB=1\n", "A=2\n"),
                (
                    "quotes over lines",
                    "K=\"a\nb\"\nB=1\n",
                    "K=\"a\nb\"\nB=2\n",
                    "K=\"a\nc\"\nB=1\n",
                    "K=\"a\nc\"\nB=2\n",
                ),
                (
                    "a comment behind the value stays",
                    "A=1\nB=1\n",
                    "A=1 # mine\nB=2\n",
                    "A=3\nB=1\n",
                    "A=3 # mine\nB=2\n",
                ),
                (
                    "line endings stay",
                    "A=1\nB=1\n",
                    "A=2\r\nB=1\r\n",
                    "A=1\nB=2\nC=1\n",
                    "A=2\r\nB=2\r\nC=1\r\n",
                ),
                (
                    "moved and changed here, removed there",
                    "A=1\nB=1\nC=1\n",
                    "B=1\nC=1\nA=2\n",
                    "B=1\nC=1\n",
                    "3: \"A=1\\n\" | \"A=2\\n\" | \"\"\n",
                ),
                ("no line ending at all here", "A=1", "A=2", "A=1\r\nB=1\r\n", "A=2\r\nB=1\r\n"),
                ("no newline at the end", "A=1\nB=1", "A=2\nB=1", "A=1\nB=2\nC=1", "A=2\nB=2\nC=1"),
            ],
        );
    }

    #[test]
    fn markers_stand_around_the_key_alone() {
        assert_eq!(
            with_markers(Format::Dotenv, "A=1\nB=1\nC=1\n", "A=1\nB=2\nC=1\n", "A=1\nB=3\nC=3\n"),
            "A=1\n<<<<<<< yours\nB=2\n||||||| last applied\nB=1\n=======\nB=3\n>>>>>>> quickscale\nC=3\n"
        );
    }
}
