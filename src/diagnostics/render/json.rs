//! The report as a machine reads it.

use std::ops::Range;

use serde::Serialize;

use super::in_order;
use crate::diagnostics::{Issue, Label, Report, Severity, SourceFile};

/// The report as a JSON document: `{ "issues": [...] }`, all of them, in the order of the text.
///
/// `start` and `end` count bytes of the file as it is on disk; lines and columns count from 1,
/// columns in characters.
pub fn to_json(report: &Report) -> String {
    let issues = in_order(report).into_iter().map(JsonIssue::new).collect();
    let text = serde_json::to_string_pretty(&JsonReport { issues });
    text.expect("internal: a report is plain data") + "\n"
}

#[derive(Serialize)]
struct JsonReport<'r> {
    issues: Vec<JsonIssue<'r>>,
}

#[derive(Serialize)]
struct JsonIssue<'r> {
    code: &'r str,
    severity: &'r str,
    message: &'r str,
    help: Option<&'r str>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    output: &'r [String],
    file: Option<&'r str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    place: Option<JsonPlace<'r>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related: Vec<JsonPlace<'r>>,
}

#[derive(Serialize)]
struct JsonPlace<'r> {
    label: &'r str,
    start: usize,
    end: usize,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
}

impl<'r> JsonIssue<'r> {
    fn new(issue: &'r Issue) -> Self {
        let mut places = issue
            .source
            .iter()
            .flat_map(|source| issue.labels.iter().map(move |label| JsonPlace::new(label, source)));
        Self {
            code: issue.code.id,
            severity: match issue.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
            },
            message: &issue.message,
            help: issue.help.as_deref(),
            output: &issue.output,
            file: issue.source.as_ref().map(SourceFile::name),
            place: places.next(),
            related: places.collect(),
        }
    }
}

impl<'r> JsonPlace<'r> {
    fn new(label: &'r Label, source: &SourceFile) -> Self {
        let Range { start, end } = label.span;
        let (from, to) = (source.position(start), source.position(end));
        Self {
            label: &label.text,
            start: source.file_offset(start),
            end: source.file_offset(end),
            line: from.line,
            column: from.column,
            end_line: to.line,
            end_column: to.column,
        }
    }
}

#[cfg(test)]
mod tests {
    use pretty_assertions::assert_eq;
    use serde_json::{Value, json};

    use super::*;
    use crate::diagnostics::codes;

    #[test]
    fn places_count_the_bytes_of_the_file() {
        let source = SourceFile::new("a.kdl", "\u{feff}ü\r\nö b\n");
        let issue = Issue::warning(&codes::kdl::SYNTAX, "m")
            .help("h")
            .label(7..8, "l")
            .label(0..2, "")
            .in_source(&source);
        let found: Value = serde_json::from_str(&to_json(&issue.into())).unwrap();
        let expected = json!({ "issues": [{
            "code": "kdl::syntax", "severity": "warning", "message": "m", "help": "h", "file": "a.kdl",
            "place": { "label": "l", "start": 10, "end": 11, "line": 2, "column": 3, "end_line": 2, "end_column": 4 },
            "related": [
                { "label": "", "start": 3, "end": 5, "line": 1, "column": 1, "end_line": 1, "end_column": 2 }
            ]
        }] });
        assert_eq!(found, expected);
    }
}
