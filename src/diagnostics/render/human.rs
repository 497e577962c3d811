//! The report as a person reads it.

use std::{
    fmt::{self, Write as _},
    ops::Range,
};

use miette::{
    Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, NamedSource, SourceCode,
    ThemeCharacters, ThemeStyles,
};
use textwrap::{WordSeparator, WordSplitter};

use super::{clean, in_order};
use crate::diagnostics::{Issue, Report, Severity, SourceFile, counted};

/// How many issues are shown at once: nobody corrects more before looking again.
const SHOWN: usize = 20;

/// A line longer than this hides its neighbours; the place is then only named.
const LONGEST_LINE: usize = 400;

/// How a report is drawn. Who calls has decided; nothing here asks the terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Look {
    /// Whether to use colours.
    pub color: bool,
    /// Whether to draw with more than ASCII.
    pub unicode: bool,
    /// The width of a line in columns.
    pub width: usize,
}

impl Default for Look {
    fn default() -> Self {
        Self { color: false, unicode: true, width: 80 }
    }
}

impl From<bool> for Look {
    /// The usual look, with or without colours.
    fn from(color: bool) -> Self {
        Self { color, ..Self::default() }
    }
}

/// Draws the report: each issue with its code, its place in the text and the way out.
pub fn render(report: &Report, look: impl Into<Look>) -> String {
    let look = look.into();
    let handler = handler(look);
    let issues = in_order(report);
    let mut text = String::new();
    for issue in issues.iter().take(SHOWN) {
        text.push_str(&drawn(issue, &handler));
        text.push('\n');
    }
    let rest = issues.len().saturating_sub(SHOWN);
    if rest > 0 {
        let _ = writeln!(text, "and {rest} more\n");
    }
    if issues.len() > 1 {
        let _ = writeln!(text, "{}", summary(&issues));
    }
    text
}

/// One issue. The lines of another program stand between what is wrong and the way out, as they were written.
fn drawn(issue: &Issue, handler: &GraphicalReportHandler) -> String {
    let draw = |issue: &Issue| {
        let mut text = String::new();
        // Writing to a string cannot fail.
        let _ = handler.render_report(&mut text, &Drawn::new(issue));
        text
    };
    let whole = draw(issue);
    if issue.output.is_empty() {
        return whole;
    }
    let head = draw(&Issue { help: None, ..issue.clone() });
    let way_out = whole.strip_prefix(&head).unwrap_or_default();
    let lines = issue.output.iter().map(|line| format!("    {}\n", clean::message(line)));
    format!("{head}\n{}\n{way_out}", lines.collect::<String>())
}

fn handler(look: Look) -> GraphicalReportHandler {
    let mut characters = if look.unicode { ThemeCharacters::unicode() } else { ThemeCharacters::ascii() };
    if look.unicode {
        "×".clone_into(&mut characters.error);
        "!".clone_into(&mut characters.warning);
    }
    let styles = if look.color { ThemeStyles::ansi() } else { ThemeStyles::none() };
    GraphicalReportHandler::new_themed(GraphicalTheme { characters, styles })
        .with_width(look.width)
        .with_links(false)
        .with_break_words(false)
        // Commands and paths are copied out of messages: a line never ends inside of a word.
        .with_word_separator(WordSeparator::AsciiSpace)
        .with_word_splitter(WordSplitter::NoHyphenation)
}

fn summary(issues: &[&Issue]) -> String {
    let errors = issues.iter().filter(|issue| issue.severity == Severity::Error).count();
    match (errors, issues.len() - errors) {
        (errors, 0) => counted(errors, "error"),
        (0, warnings) => counted(warnings, "warning"),
        (errors, warnings) => format!("{}, {}", counted(errors, "error"), counted(warnings, "warning")),
    }
}

/// An issue as miette takes it.
#[derive(Debug)]
struct Drawn<'i> {
    issue: &'i Issue,
    message: String,
    labels: Vec<LabeledSpan>,
    source: Option<NamedSource<String>>,
}

impl<'i> Drawn<'i> {
    fn new(issue: &'i Issue) -> Self {
        let message = clean::message(&issue.message);
        let bare = |message: String| Self { issue, message, labels: Vec::new(), source: None };
        let Some(source) = &issue.source else { return bare(message) };
        let Some(first) = issue.labels.first() else {
            return bare(format!("{message} ({})", clean::message(source.name())));
        };
        if !can_be_shown(issue, source) {
            let at = source.position(first.span.start);
            let place = format!("{}:{}:{}", clean::message(source.name()), at.line, at.column);
            return bare(format!("{message} ({place})"));
        }
        let labels = issue.labels.iter().enumerate().map(|(index, label)| {
            let span = first_line(source.text(), &label.span);
            let text = (!label.text.is_empty()).then(|| clean::message(&label.text));
            let span = (span.start, span.len());
            if index == 0 {
                LabeledSpan::new_primary_with_span(text, span)
            } else {
                LabeledSpan::new_with_span(text, span)
            }
        });
        let named = NamedSource::new(clean::message(source.name()), clean::source(source.text()));
        Self { issue, message, labels: labels.collect(), source: Some(named) }
    }
}

/// Whether the lines around the labels are such that a person can read them.
fn can_be_shown(issue: &Issue, source: &SourceFile) -> bool {
    let text = source.text();
    !text.is_empty()
        && issue.labels.iter().all(|label| {
            let start = text.floor_char_boundary(label.span.start);
            let (before, after) = text.split_at(start);
            let above = before.rsplit('\n').take(2).map(str::len);
            let below = after.split('\n').take(2).map(str::len);
            label.span.end <= text.len() && above.chain(below).all(|length| length <= LONGEST_LINE)
        })
}

/// A span cut at the end of its first line and at the boundaries of characters.
fn first_line(text: &str, span: &Range<usize>) -> Range<usize> {
    let start = text.floor_char_boundary(span.start);
    let end = text.ceil_char_boundary(span.end).max(start);
    let line = text[start..end].lines().next().unwrap_or_default();
    start..start + line.len()
}

impl fmt::Display for Drawn<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Drawn<'_> {}

impl Diagnostic for Drawn<'_> {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        Some(Box::new(self.issue.code))
    }

    fn severity(&self) -> Option<miette::Severity> {
        Some(match self.issue.severity {
            Severity::Error => miette::Severity::Error,
            Severity::Warning => miette::Severity::Warning,
        })
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        let help = self.issue.help.as_ref()?;
        Some(Box::new(clean::message(help)))
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.source.as_ref().map(|source| source as &dyn SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(self.labels.iter().cloned()))
    }
}

#[cfg(test)]
mod tests {
    use pretty_assertions::assert_eq;

    use super::*;
    use crate::diagnostics::codes;

    #[test]
    fn lines_of_another_program_stay_lines() {
        let issue = Issue::error(&codes::tools::FAILED, "`uv lock` failed")
            .help("repair it")
            .output(["one", "  two \u{1b}[31m"]);
        assert_eq!(
            render(&issue.into(), false),
            "tools::failed\n\n  × `uv lock` failed\n\n    one\n      two \\u{1b}[31m\n\n  help: repair it\n\n"
        );
    }

    fn issue(source: &SourceFile, span: Range<usize>) -> Issue {
        Issue::error(&codes::kdl::SYNTAX, "it is `wrong`")
            .help("write it right")
            .label(span, "here")
            .in_source(source)
    }

    #[test]
    fn an_issue_shows_code_place_and_help() {
        let source = SourceFile::new("a.kdl", "ü {\r\n    übel 1\r\n}\r\n");
        let expected = "\
kdl::syntax

  × it is `wrong`
   ╭─[a.kdl:2:5]
 1 │ ü {
 2 │     übel 1
   ·     ──┬─
   ·       ╰── here
 3 │ }
   ╰────
  help: write it right

";
        assert_eq!(render(&issue(&source, 10..15).into(), Look::default()), expected);
    }

    #[test]
    fn ascii_has_nothing_else_and_color_only_when_asked() {
        let source = SourceFile::new("a.kdl", "b\n");
        let report: Report = issue(&source, 0..1).into();
        assert!(render(&report, Look { unicode: false, ..Look::default() }).is_ascii());
        assert!(!render(&report, false).contains('\u{1b}'));
        assert!(render(&report, true).contains("\u{1b}["));
    }

    #[test]
    fn no_line_ends_inside_of_a_path_or_an_option() {
        let path = "config/settings/a-name-with-hyphens/production.py=ours";
        let help = format!("choose with `quickscale apply --lift-protection {path}`");
        let report = Issue::error(&codes::kdl::SYNTAX, "it is `wrong`").help(help).into();
        let text = render(&report, false);
        assert!(text.lines().any(|line| line.contains(path)), "{text}");
    }

    #[test]
    fn many_issues_are_sorted_and_capped() {
        let source = SourceFile::new("a.kdl", &"b\n".repeat(40));
        let report: Report = (0..25).rev().map(|line| issue(&source, line * 2..line * 2 + 1)).collect();
        let text = render(&report, false);
        assert_eq!(text.matches("it is `wrong`").count(), 20);
        assert!(text.find("a.kdl:1:1").unwrap() < text.find("a.kdl:20:1").unwrap());
        assert!(text.ends_with("and 5 more\n\n25 errors\n"), "{text}");
    }

    #[test]
    fn hostile_and_unusual_texts_are_drawn_without_harm() {
        let texts = ["", "\u{1b}[2J\u{202e}x", &"x".repeat(10_000), "\u{feff}a\tb\n", "a\n\n\n\u{9b}"];
        for text in texts {
            let source = SourceFile::new("\u{1b}.kdl", text);
            for span in [0..0, 0..text.len(), text.len()..text.len() + 9, 1..2] {
                let drawn = render(&issue(&source, span).into(), false);
                assert!(!drawn.contains(['\u{1b}', '\u{9b}', '\u{202e}']), "{drawn:?}");
                assert!(drawn.contains(".kdl") && !drawn.contains("Failed to read"), "{drawn}");
                assert!(drawn.lines().all(|line| line.chars().count() < 500));
            }
        }
    }
}
