//! Parsing, and the parser's complaints in our words.

use std::{collections::BTreeSet, ops::Range, thread};

use kdl::{KdlDiagnostic, KdlDocument, KdlError};

use super::limits;
use crate::diagnostics::{Code, Issue, SourceFile, codes};

/// Parses the text, or says what is wrong with it: one issue per line, since the parser trips over
/// its own recovery.
pub(super) fn parse(source: &SourceFile) -> Result<KdlDocument, Vec<Issue>> {
    let error = match parse_on_own_stack(source.text()) {
        Ok(document) => return Ok(document),
        Err(error) => error,
    };
    if let Some(issue) = merge_conflict(source) {
        return Err(vec![issue]);
    }
    let newlines: Vec<usize> = source.text().match_indices('\n').map(|(offset, _)| offset).collect();
    let recovery = Recovery::new(&error, source.text());
    let mut lines = BTreeSet::new();
    let mut issues = Vec::new();
    for diagnostic in &error.diagnostics {
        let span = span(diagnostic, source.text());
        if recovery.explains(diagnostic, source.slice(&span)) {
            continue;
        }
        if lines.insert(newlines.partition_point(|newline| *newline < span.start)) {
            issues.push(translate(diagnostic, span, source));
        }
    }
    Err(issues)
}

/// What git leaves of a merge is no KDL, and whatever the parser says of it misses the point.
fn merge_conflict(source: &SourceFile) -> Option<Issue> {
    let mut start = 0;
    for line in source.text().split_inclusive('\n') {
        if line.starts_with("<<<<<<< ") {
            let issue = Issue::error(&codes::kdl::SYNTAX, "git left a merge conflict in the text")
                .help("keep the lines that are right, and remove `<<<<<<<`, `=======` and `>>>>>>>`")
                .label(start..start + line.trim_end().len(), "starts here");
            return Some(issue.in_source(source));
        }
        start += line.len();
    }
    None
}

/// The parser recurses once for each place it recovers from, so that a page of noise would overflow
/// an ordinary stack. Memory of the stack is taken by the system only as far as it is used.
fn parse_on_own_stack(text: &str) -> Result<KdlDocument, KdlError> {
    const PER_BYTE: usize = 4 * 1024;
    const AT_LEAST: usize = 4 * 1024 * 1024;
    let builder = thread::Builder::new().stack_size((text.len() * PER_BYTE).max(AT_LEAST));
    thread::scope(|scope| match builder.spawn_scoped(scope, || KdlDocument::parse_v2(text)) {
        Ok(parser) => parser.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)),
        // Without memory for a thread the ordinary stack has to do; it does for every sane text.
        Err(_) => KdlDocument::parse_v2(text),
    })
}

/// Complaints that only say that the parser lost its way after an earlier one.
struct Recovery {
    /// Whether every brace has its partner, so that no complaint about one is true.
    balanced: bool,
    /// Whether a block without an end is reported at its start.
    unclosed: bool,
}

impl Recovery {
    fn new(error: &KdlError, text: &str) -> Self {
        let about_braces = |diagnostic: &KdlDiagnostic| {
            is_about_a_block(diagnostic) || text.get(span(diagnostic, text)) == Some("}")
        };
        Self {
            balanced: limits::is_balanced(text) && !error.diagnostics.iter().all(about_braces),
            unclosed: error
                .diagnostics
                .iter()
                .any(|diagnostic| message(diagnostic).starts_with("No closing")),
        }
    }

    fn explains(&self, diagnostic: &KdlDiagnostic, text: &str) -> bool {
        (self.balanced && (is_about_a_block(diagnostic) || text == "}"))
            || (self.unclosed && message(diagnostic).starts_with("Closing '}' was not found"))
    }
}

fn is_about_a_block(diagnostic: &KdlDiagnostic) -> bool {
    let message = message(diagnostic);
    message.starts_with("No closing '}'") || message.starts_with("Closing '}' was not found")
}

fn message(diagnostic: &KdlDiagnostic) -> &str {
    diagnostic.message.as_deref().unwrap_or("Unexpected error")
}

/// The diagnostic's bytes without blanks around them, on the boundaries of characters.
fn span(diagnostic: &KdlDiagnostic, text: &str) -> Range<usize> {
    let start = text.floor_char_boundary(diagnostic.span.offset().min(text.len()));
    let end = text.ceil_char_boundary((start + diagnostic.span.len()).min(text.len()));
    let part = &text[start..end];
    let trimmed = part.trim();
    match part.find(trimmed) {
        Some(lead) if !trimmed.is_empty() => start + lead..start + lead + trimmed.len(),
        _ => start..end,
    }
}

/// How the parser's complaint about a comment without an end starts.
const UNCLOSED_COMMENT: &str = "Expected closing of multi-line comment";

/// What is said about one place: code, message, help and label.
type Words = (&'static Code, String, Option<String>, &'static str);

fn translate(diagnostic: &KdlDiagnostic, mut span: Range<usize>, source: &SourceFile) -> Issue {
    if message(diagnostic).starts_with(UNCLOSED_COMMENT) {
        // The parser marks everything it has read so far.
        span.start += source.slice(&span).rfind("/*").unwrap_or(0);
    }
    let text = source.slice(&span);
    let (code, message, help, label) = old_spelling(text)
        .or_else(|| foreign_spelling(text))
        .or_else(|| unclosed(message(diagnostic)))
        .unwrap_or_else(|| plain(diagnostic));
    // A label that runs over several lines hides more than it shows.
    let first_line = text.lines().next().unwrap_or_default().trim_end().len();
    let mut issue = Issue::error(code, message).label(span.start..span.start + first_line, label);
    issue.help = help;
    issue.in_source(source)
}

fn old_spelling(text: &str) -> Option<Words> {
    let new = match text {
        "true" | "false" | "null" | "inf" | "-inf" | "nan" => format!("#{text}"),
        _ if text.starts_with('#') => keyword(text)?,
        _ => raw_string(text)?,
    };
    let message = format!("`{text}` is not how KDL 2 spells this");
    Some((&codes::kdl::OLD_SPELLING, message, Some(format!("write `{new}`")), "the spelling of KDL 1"))
}

fn keyword(text: &str) -> Option<String> {
    let lower = text.to_ascii_lowercase();
    matches!(lower.as_str(), "#true" | "#false" | "#null" | "#inf" | "#-inf" | "#nan").then_some(lower)
}

/// `r"…"` and `r#"…"#` on one line.
fn raw_string(text: &str) -> Option<String> {
    let rest = text.strip_prefix('r')?;
    let hashes = &rest[..rest.find('"')?];
    if !hashes.bytes().all(|b| b == b'#') || text.contains('\n') || text.contains(char::is_control) {
        return None;
    }
    Some(if hashes.is_empty() { format!("#{rest}#") } else { rest.to_owned() })
}

fn foreign_spelling(text: &str) -> Option<Words> {
    let (message, help) = match text {
        "=" => (
            "`=` has no place between a node and its value".to_owned(),
            "write `name value`; only properties take `=`, without blanks around it".to_owned(),
        ),
        "}" => (
            "`}` closes a block that is not open".to_owned(),
            "remove it, or open the block before".to_owned(),
        ),
        _ if text.starts_with('[') && text.ends_with(']') && !text.contains(['\n', '"']) => {
            let name = text.trim_matches(['[', ']']).escape_debug().to_string();
            (format!("`[{name}]` is not a node"), format!("write `{name} {{ … }}`"))
        }
        _ => return None,
    };
    Some((&codes::kdl::SYNTAX, message, Some(help), "here"))
}

fn unclosed(message: &str) -> Option<Words> {
    let (what, end) = if message.starts_with("No closing '}'") {
        ("block", "}")
    } else if message.starts_with("Unexpected newline in single-line") {
        ("string", "\"")
    } else if message.starts_with(UNCLOSED_COMMENT) {
        ("comment", "*/")
    } else {
        return None;
    };
    Some((
        &codes::kdl::UNCLOSED,
        format!("the {what} that starts here is never closed"),
        Some(format!("close it with `{end}`")),
        "not closed",
    ))
}

fn plain(diagnostic: &KdlDiagnostic) -> Words {
    let lower = |text: &str| {
        let mut chars = text.chars();
        let first = chars.next().map(|c| c.to_ascii_lowercase());
        let text: String = first.into_iter().chain(chars).collect();
        text.trim_end_matches('.').replace('\'', "`")
    };
    let (message, help) = match message(diagnostic) {
        "Expected identifier string" => {
            ("this is not a value".to_owned(), Some("put the text in double quotes".to_owned()))
        }
        "Expected integer" | "Expected float" => {
            ("this is not a number".to_owned(), Some("put it in double quotes if it is a text".to_owned()))
        }
        "Found invalid node name" => {
            ("a node cannot have this name".to_owned(), Some("start the line with a word".to_owned()))
        }
        "Expected end of document" => ("this does not belong here".to_owned(), None),
        "Expected property value" => (
            "the property has no value that can be read".to_owned(),
            Some("write `name=value` without blanks, the value in double quotes".to_owned()),
        ),
        "Expected quoted string" => (
            "the text in quotes cannot be read".to_owned(),
            Some("write a blank after the closing quote, and `\\\\` for a backslash".to_owned()),
        ),
        "Expected keyword" => (
            "this is not a keyword".to_owned(),
            Some("write `#true` or `#false`, or put the text in double quotes".to_owned()),
        ),
        other => (lower(other), diagnostic.help.as_deref().map(lower)),
    };
    (&codes::kdl::SYNTAX, message, help, "here")
}

#[cfg(test)]
mod tests {
    use pretty_assertions::assert_eq;

    use super::*;

    fn complaints(text: &str) -> Vec<(String, &'static str, String)> {
        let source = SourceFile::new("x.kdl", text);
        let show = |issue: Issue| {
            let marked = source.slice(&issue.labels[0].span).to_owned();
            (marked, issue.code.id, issue.help.unwrap_or_default())
        };
        parse(&source).map_or_else(|issues| issues.into_iter().map(show).collect(), |_| Vec::new())
    }

    #[test]
    fn each_habit_gets_the_spelling_of_kdl_2() {
        for (text, marked, help) in [
            ("a true\n", "true", "write `#true`"),
            ("a b=false\n", "false", "write `#false`"),
            ("a null\n", "null", "write `#null`"),
            ("a #True\n", "#True", "write `#true`"),
            ("a r\"x\"\n", "r\"x\"", "write `#\"x\"#`"),
            ("a r#\"x\"#\n", "r#\"x\"#", "write `#\"x\"#`"),
        ] {
            assert_eq!(
                complaints(text),
                [(marked.to_owned(), "kdl::old-spelling", help.to_owned())],
                "{text}"
            );
        }
    }

    #[test]
    fn one_issue_per_line_at_the_right_word() {
        for (text, expected) in [
            ("é {\n b\n", vec![("{", "kdl::unclosed")]),
            ("a \"x\n b 1\n", vec![("\"x", "kdl::unclosed")]),
            ("a\n/* é\na", vec![("/* é", "kdl::unclosed")]),
            ("a }\n", vec![("}", "kdl::syntax")]),
            ("b = 1\nc = 2\n", vec![("=", "kdl::syntax"), ("=", "kdl::syntax")]),
            ("a {\n  b = 1\n}\n", vec![("=", "kdl::syntax")]),
            ("[a]\nb 1a\n", vec![("[a]", "kdl::syntax"), ("1a", "kdl::syntax")]),
            ("a\r\nü true\r\n", vec![("true", "kdl::old-spelling")]),
        ] {
            let found = complaints(text);
            let found: Vec<(&str, &str)> =
                found.iter().map(|(text, code, _)| (text.as_str(), *code)).collect();
            assert_eq!(found, expected, "{text}");
        }
    }
}
