//! Reads `.gitignore`, `.dockerignore` and `.gitattributes`: a pattern a line.

use std::collections::BTreeSet;

use super::tree::{Entry, Kind, Layout, Many, Value};

/// The patterns of an ignore file; nothing when one is there twice.
pub(super) fn parse(text: &str) -> Option<Value> {
    read(text, Kind::Set, |line| (line, line.len()))
}

/// The patterns of `.gitattributes` with their attributes.
pub(super) fn parse_attributes(text: &str) -> Option<Value> {
    read(text, Kind::Map, |line| {
        let (pattern, attributes) = line.split_once([' ', '\t']).unwrap_or((line, ""));
        (pattern, line.len() - attributes.trim_start().len())
    })
}

/// One entry a line; `split` tells its key and where its value begins.
fn read(text: &str, kind: Kind, split: fn(&str) -> (&str, usize)) -> Option<Value> {
    let mut entries = Vec::new();
    let mut at = 0;
    for raw in text.split_inclusive('\n') {
        let line = raw.trim_end();
        if !line.is_empty() && !line.starts_with('#') {
            let (key, value) = split(line);
            let span = at..at + line.len();
            entries.push(Entry {
                key: key.to_owned(),
                value_span: at + value..span.end,
                span,
                value: Value::Leaf(line[value..].to_owned()),
            });
        }
        at += raw.len();
    }
    Many::new(kind, Layout::Lines { body: 0 }, entries).map(Value::Many)
}

/// Whether a side adds or removes a `!pattern`. It takes back what the lines before it ignore, so
/// the place decides what it means, and only a person can tell the place.
pub(super) fn moves_exceptions(base: &str, ours: &str, theirs: &str) -> bool {
    fn exceptions(text: &str) -> BTreeSet<&str> {
        text.lines().map(str::trim_end).filter(|line| line.starts_with('!')).collect()
    }
    let base = exceptions(base);
    exceptions(ours) != base || exceptions(theirs) != base
}

#[cfg(test)]
mod tests {
    use super::super::{Format, testing::check};

    #[test]
    fn lines_are_merged_as_a_set_that_keeps_its_order() {
        check(
            Format::Ignore,
            &[
                ("both append", "*.pyc\n", "*.pyc\n.idea/\n", "*.pyc\n.venv/\n", "*.pyc\n.venv/\n.idea/\n"),
                (
                    "both append the same",
                    "*.pyc\n",
                    "*.pyc\n.venv/\nx\n",
                    "*.pyc\ny\n.venv/\n",
                    "*.pyc\ny\n.venv/\nx\n",
                ),
                (
                    "a block comes with its heading, behind the block before it",
                    "# Python\n*.pyc\n",
                    "# Python\n*.pyc\nmine\n",
                    "# Python\n*.pyc\n\n# Node\nnode_modules/\ndist/\n",
                    "# Python\n*.pyc\nmine\n\n# Node\nnode_modules/\ndist/\n",
                ),
                (
                    "removed there",
                    "a\n\n# B\nb\n\nc\n",
                    "a\nmine\n\n# B\nb\n\nc\n",
                    "a\n\nc\nd\n",
                    "a\nmine\n\nc\nd\n",
                ),
                (
                    "twice beside an exception",
                    "a\nb\nc\n",
                    "x\na\nb\nc\n!d\n",
                    "a\nx\nb\nc\n",
                    "x\na\nx\nb\nc\n!d\n",
                ),
                (
                    "an exception moved by both is a person's",
                    "*.log\n",
                    "*.log\n!a.log\n",
                    "*.log\n*.tmp\n",
                    "2: \"\" | \"!a.log\\n\" | \"*.tmp\\n\"\n",
                ),
                (
                    "an exception far away is not",
                    "a\n!b\nc\nd\n",
                    "a\n!b\nc\nd\nmine\n",
                    "a\n!b\nc\nd\ne\n",
                    "a\n!b\nc\nd\ne\nmine\n",
                ),
            ],
        );
        check(
            Format::Attributes,
            &[(
                "attributes",
                "*.sh text\n",
                "*.sh text\n*.bat text\n",
                "*.sh text eol=lf\n*.lock -text\n",
                "*.sh text eol=lf\n*.lock -text\n*.bat text\n",
            )],
        );
    }
}
