//! Reads the YAML that people write in `compose.yaml`: block mappings, and block lists of scalars.
//!
//! This is no YAML parser. Whatever else stands under a key (anchors, flow collections, block
//! scalars, lists of mappings) is merged as a whole, as text, and a file that is something else
//! altogether is not read.

use super::tree::{Entry, Kind, Layout, Many, Value};

/// Lists under these keys are the words of a command: their order means everything.
const COMMANDS: [&str; 5] = ["command", "entrypoint", "test", "args", "cmd"];

/// The keys of the text; nothing when it is not a block mapping.
pub(super) fn parse(text: &str) -> Option<Value> {
    let lines = lines(text)?;
    let content: Vec<&Line<'_>> = lines.iter().filter(|line| line.is_content).collect();
    let content = match content.split_first() {
        Some((first, rest)) if first.text.trim_end() == "---" => rest,
        _ => &content,
    };
    if content.is_empty() {
        let layout = Layout::Lines { body: text.len() };
        return Many::new(Kind::Map, layout, Vec::new()).map(Value::Many);
    }
    let reader = Reader { text, lines: &lines };
    reader.mapping(content).filter(|_| content.iter().all(|line| !is_document_mark(line)))
}

#[derive(Debug, Clone, Copy)]
struct Line<'a> {
    start: usize,
    indent: usize,
    /// Without the indentation and the newline.
    text: &'a str,
    /// Neither blank nor a comment.
    is_content: bool,
}

fn lines(text: &str) -> Option<Vec<Line<'_>>> {
    let mut at = 0;
    let mut lines = Vec::new();
    for raw in text.split_inclusive('\n') {
        let plain = raw.trim_start_matches(' ');
        let indent = raw.len() - plain.len();
        let plain = plain.trim_end();
        if plain.starts_with('\t') || (indent == 0 && plain.starts_with('%')) {
            return None;
        }
        let is_content = !plain.is_empty() && !plain.starts_with('#');
        lines.push(Line { start: at, indent, text: plain, is_content });
        at += raw.len();
    }
    Some(lines)
}

fn is_document_mark(line: &Line<'_>) -> bool {
    line.indent == 0 && (line.text == "..." || line.text == "---" || line.text.starts_with("--- "))
}

impl Line<'_> {
    fn end(&self) -> usize {
        self.start + self.indent + self.text.len()
    }

    fn is_item(&self) -> bool {
        self.text == "-" || self.text.starts_with("- ")
    }
}

struct Reader<'a> {
    text: &'a str,
    lines: &'a [Line<'a>],
}

impl<'a> Reader<'a> {
    fn mapping(&self, content: &[&Line<'a>]) -> Option<Value> {
        let (first, _) = content.split_first()?;
        let indent = first.indent;
        let mut entries = Vec::new();
        let mut rest = content;
        while let Some((line, below)) = rest.split_first() {
            let (key, value_at) = key(line.text).filter(|_| line.indent == indent)?;
            let value = without_comment(&line.text[value_at..]);
            let nested = below
                .iter()
                .take_while(|other| {
                    other.indent > indent || (other.indent == indent && value.is_empty() && other.is_item())
                })
                .count();
            let (nested, following) = below.split_at(nested);
            entries.push(self.entry(line, key, value_at, value, nested));
            rest = following;
        }
        let layout = Layout::Lines { body: first.start };
        Many::new(Kind::Map, layout, entries).map(Value::Many)
    }

    fn entry(&self, line: &Line<'a>, key: &str, value_at: usize, value: &str, nested: &[&Line<'a>]) -> Entry {
        let start = line.start + line.indent;
        let after_key = start + value_at;
        let padding = line.text[value_at..].len() - line.text[value_at..].trim_start().len();
        let inline = after_key + padding..after_key + padding + value.len();
        let key = key.to_owned();
        let is_block_scalar = value.starts_with(['|', '>']);
        match nested.last() {
            None if is_block_scalar || value.is_empty() || is_complete(value) => {
                let value_span = if value.is_empty() { after_key..after_key } else { inline };
                Entry { key, span: start..value_span.end, value_span, value: Value::Leaf(value.to_owned()) }
            }
            _ => {
                let end = if is_block_scalar {
                    self.block_end(line)
                } else {
                    nested.last().map_or(inline.end, |l| l.end())
                };
                let parsed = if value.is_empty() { self.nested(&key, nested) } else { None };
                let whole = || Value::Leaf(dedented(&self.text[after_key..end], line.indent));
                Entry {
                    span: start..end,
                    value_span: after_key..end,
                    value: parsed.unwrap_or_else(whole),
                    key,
                }
            }
        }
    }

    fn nested(&self, key: &str, content: &[&Line<'a>]) -> Option<Value> {
        if content.first()?.is_item() {
            if COMMANDS.contains(&key) { None } else { list(content) }
        } else {
            self.mapping(content)
        }
    }

    /// Where a block scalar ends: lines that look like comments are part of it.
    fn block_end(&self, head: &Line<'a>) -> usize {
        let below = self.lines.iter().filter(|line| line.start > head.start);
        below
            .take_while(|line| line.text.is_empty() || line.indent > head.indent)
            .filter(|line| !line.text.is_empty())
            .last()
            .map_or(head.end(), Line::end)
    }
}

fn list(content: &[&Line<'_>]) -> Option<Value> {
    let first = content.first()?;
    let entries = content.iter().map(|line| {
        let value = without_comment(line.text.strip_prefix("- ")?).trim();
        let start = line.start + line.indent;
        let at = line.text.len() - line.text.get(1..)?.trim_start().len();
        (line.indent == first.indent && is_scalar(value)).then(|| Entry {
            key: value.to_owned(),
            span: start..start + at + value.len(),
            value_span: start + at..start + at + value.len(),
            value: Value::Leaf(String::new()),
        })
    });
    let entries = entries.collect::<Option<Vec<_>>>()?;
    Many::new(Kind::Set, Layout::Lines { body: first.start }, entries).map(Value::Many)
}

/// The key of a line of a block mapping, and where behind its colon the value begins.
fn key(line: &str) -> Option<(&str, usize)> {
    let quote = line.chars().next().filter(|c| matches!(c, '"' | '\''));
    let (key, colon) = if let Some(quote) = quote {
        let close = line[1..].find(quote)? + 1;
        let colon = close + 1;
        (line.get(1..close)?, colon)
    } else {
        let colon = line.match_indices(':').map(|(at, _)| at).find(|at| {
            let after = line[at + 1..].chars().next();
            after.is_none_or(char::is_whitespace)
        })?;
        (line[..colon].trim_end(), colon)
    };
    let plain = !key.is_empty() && !key.contains(" #") && !key.contains('\\');
    let starts_plainly = quote.is_some()
        || !key.starts_with(['-', '?', '&', '*', '!', '{', '[', '|', '>', '%', '@', '`', ',']);
    let ends_in_colon = line[colon..].starts_with(": ") || &line[colon..] == ":";
    (plain && starts_plainly && ends_in_colon).then_some((key, colon + 1))
}

/// A value without its blanks and the comment behind it.
fn without_comment(text: &str) -> &str {
    let mut quote = None;
    let mut before = ' ';
    for (at, c) in text.char_indices() {
        match quote {
            Some(open) if c == open => quote = None,
            None if matches!(c, '"' | '\'') && matches!(before, ' ' | '[' | '{' | ',' | ':') => {
                quote = Some(c)
            }
            None if c == '#' && before == ' ' => return text[..at].trim(),
            Some(_) | None => {}
        }
        before = c;
    }
    text.trim()
}

/// Whether a value that starts a quote or a flow collection also ends it.
fn is_complete(value: &str) -> bool {
    match value.chars().next() {
        Some(quote @ ('"' | '\'')) => value.len() > 1 && value.ends_with(quote),
        Some('[') => value.ends_with(']'),
        Some('{') => value.ends_with('}'),
        _ => true,
    }
}

fn is_scalar(value: &str) -> bool {
    let quoted = value.starts_with(['"', '\'']);
    let plain = !value.starts_with(['-', '[', '{', '|', '>', '&', '*', '!', '?'])
        && !value.contains(": ")
        && !value.ends_with(':');
    !value.is_empty() && if quoted { is_complete(value) } else { plain }
}

/// Text below a key, the same however deep the key stands.
fn dedented(text: &str, indent: usize) -> String {
    let depth = |line: &str| line.len() - line.trim_start_matches(' ').len();
    text.lines().map(|line| format!("{}\n", line[depth(line).min(indent)..].trim_end())).collect()
}

#[cfg(test)]
mod tests {
    use super::super::{
        Format,
        testing::{check, with_markers},
    };
    use pretty_assertions::assert_eq;

    const BASE: &str = "\
services:
  db:
    image: postgres:17  # the database
    environment:
      POSTGRES_DB: acme
    ports:
      - \"5432:5432\"
  web:
    build: .
    command: [\"python\", \"manage.py\"]
    depends_on:
      - db

volumes:
  pg:
";

    fn base_with(changes: &[(&str, &str)]) -> String {
        changes.iter().fold(BASE.to_owned(), |text, (from, to)| {
            assert!(text.contains(from), "{from}");
            text.replacen(from, to, 1)
        })
    }

    #[test]
    fn services_are_merged_by_key() {
        let mail = ("\nvolumes", "  mail:\n    image: mailpit\n\nvolumes");
        let redis =
            ("\nvolumes", "  redis:\n    image: redis:8\n    ports:\n      - \"6379:6379\"\n\nvolumes");
        let both = (
            "\nvolumes",
            "  redis:\n    image: redis:8\n    ports:\n      - \"6379:6379\"\n  mail:\n    image: mailpit\n\nvolumes",
        );
        let image = ("postgres:17", "postgres:18");
        let port = ("      - \"5432:5432\"\n", "      - \"15432:5432\"\n");
        let cases = [
            ("both append a service", vec![mail], vec![redis], vec![both]),
            (
                "beside an edited line",
                vec![("POSTGRES_DB: acme", "POSTGRES_DB: mine")],
                vec![("    environment:", "    restart: always\n    environment:"), image],
                vec![
                    ("POSTGRES_DB: acme", "POSTGRES_DB: mine"),
                    ("    environment:", "    restart: always\n    environment:"),
                    image,
                ],
            ),
            ("an edited port", vec![port], vec![image, redis], vec![port, image, redis]),
            (
                "list elements",
                vec![("      - db\n", "      - db\n      - mail\n")],
                vec![("      - db\n", "      - db\n      - redis\n")],
                vec![("      - db\n", "      - db\n      - redis\n      - mail\n")],
            ),
            (
                "a comment stays",
                vec![("    build: .\n", "    # local\n    build: .\n"), ("POSTGRES_DB", "OTHER")],
                vec![("    build: .\n", "    build: ./app\n")],
                vec![("    build: .\n", "    # local\n    build: ./app\n"), ("POSTGRES_DB", "OTHER")],
            ),
            (
                "other indentation in lists",
                vec![("      - db", "    - db")],
                vec![("      - db\n", "      - db\n      - redis\n")],
                vec![("      - db\n", "    - db\n    - redis\n")],
            ),
        ];
        for (name, ours, theirs, expected) in cases {
            let [ours, theirs, expected] = [ours, theirs, expected].map(|changes| base_with(&changes));
            check(Format::Yaml, &[(name, BASE, &ours, &theirs, &expected)]);
        }
    }

    #[test]
    fn what_is_not_understood_is_merged_as_a_whole() {
        let base = "a: &x\n  k: 1\nb: |\n  # not a comment\n  text\nc:\n  - name: n\n    v: 1\n  - name: m\n";
        let cases = [
            (
                "an anchor",
                base.replace("k: 1", "k: 2"),
                base.replace("- name: m", "- name: o"),
                base.replace("k: 1", "k: 2").replace("- name: m", "- name: o"),
            ),
            (
                "a block scalar",
                base.replace("text", "mine"),
                base.replace("k: 1", "k: 2"),
                base.replace("text", "mine").replace("k: 1", "k: 2"),
            ),
            (
                "replaced",
                base.replace("a: &x\n", "z: 0\na: &x\n"),
                base.replace("# not a comment\n  text", "other\n\n  # x"),
                base.replace("a: &x\n", "z: 0\na: &x\n").replace("# not a comment\n  text", "other\n\n  # x"),
            ),
        ];
        for (name, ours, theirs, expected) in &cases {
            check(Format::Yaml, &[(name, base, ours, theirs, expected)]);
        }
        let list = |first: u8, last: u8| format!("jobs:\n  - n: {first}\n    v: 0\n  - n: {last}\n");
        let inside = ("changed in two places", list(0, 0), list(1, 0), list(0, 1), list(1, 1));
        check(Format::Yaml, &[(inside.0, &inside.1, &inside.2, &inside.3, &inside.4)]);
        assert_eq!(with_markers(Format::Yaml, "- a\n", "- b\n", "- c\n").lines().count(), 7);
    }

    #[test]
    fn a_value_changed_on_both_sides_is_a_conflict_of_that_key() {
        let ours = base_with(&[("postgres:17", "postgres:16")]);
        let theirs = base_with(&[("postgres:17", "postgres:18"), ("build: .", "build: ./app")]);
        let block = "<<<<<<< yours\n    image: postgres:16  # the database\n||||||| last applied\n    image: postgres:17  # the database\n=======\n    image: postgres:18  # the database\n>>>>>>> quickscale";
        let expected =
            base_with(&[("    image: postgres:17  # the database", block), ("build: .", "build: ./app")]);
        assert_eq!(with_markers(Format::Yaml, BASE, &ours, &theirs), expected);
    }
}
