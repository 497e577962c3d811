//! One thing that is wrong, and several.

use std::ops::Range;

use super::{Code, SourceFile};

/// How bad an [`Issue`] is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The command cannot go on.
    Error,
    /// The command goes on; a person should look.
    Warning,
}

/// A marked stretch of a [`SourceFile`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// Bytes of the source's text.
    pub span: Range<usize>,
    /// What is said at the mark; may be empty.
    pub text: String,
}

/// One thing that is wrong: what, where and the way out.
#[derive(Debug, Clone)]
pub struct Issue {
    /// The stable code.
    pub code: &'static Code,
    /// Error or warning.
    pub severity: Severity,
    /// A lowercase fragment without a full stop; the user's own values in backticks.
    pub message: String,
    /// The command to run or the text to write instead.
    pub help: Option<String>,
    /// The last lines of another program, as it wrote them.
    pub output: Vec<String>,
    /// Where; the first label is the place itself, others are related places. Empty without a source.
    pub labels: Vec<Label>,
    /// The text the labels point into.
    pub source: Option<SourceFile>,
}

impl Issue {
    /// An error of kind `code`.
    pub fn error(code: &'static Code, message: impl Into<String>) -> Self {
        Self {
            code,
            severity: Severity::Error,
            message: message.into(),
            help: None,
            output: Vec::new(),
            labels: Vec::new(),
            source: None,
        }
    }

    /// A warning of kind `code`.
    pub fn warning(code: &'static Code, message: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, ..Self::error(code, message) }
    }

    /// Adds the way out.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Adds the last lines that another program wrote.
    #[must_use]
    pub fn output<S: Into<String>>(mut self, lines: impl IntoIterator<Item = S>) -> Self {
        self.output = lines.into_iter().map(Into::into).collect();
        self
    }

    /// Marks a place; the first one marked is where the issue is.
    #[must_use]
    pub fn label(mut self, span: Range<usize>, text: impl Into<String>) -> Self {
        self.labels.push(Label { span, text: text.into() });
        self
    }

    /// Says which text the labels point into.
    #[must_use]
    pub fn in_source(mut self, source: &SourceFile) -> Self {
        self.source = Some(source.clone());
        self
    }
}

/// Everything that was found wrong by one command; the `Err` of functions that find several things.
#[derive(Debug, Clone, Default)]
pub struct Report {
    issues: Vec<Issue>,
}

impl Report {
    /// A report without an issue.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds an issue.
    pub fn push(&mut self, issue: Issue) {
        self.issues.push(issue);
    }

    /// The issues, in the order in which they were found.
    pub fn issues(&self) -> &[Issue] {
        &self.issues
    }

    /// Whether nothing was found.
    pub fn is_empty(&self) -> bool {
        self.issues.is_empty()
    }

    /// Whether something was found that stops the command.
    pub fn has_errors(&self) -> bool {
        self.issues.iter().any(|issue| issue.severity == Severity::Error)
    }

    /// Hides these bytes of the texts that the issues show.
    pub fn mask(&mut self, spans: &[Range<usize>]) {
        for issue in self.issues.iter_mut().filter(|_| !spans.is_empty()) {
            issue.source = issue.source.take().map(|source| source.masked(spans));
        }
    }

    /// Orders the issues by their place in the text; those without a place come first.
    pub fn sort_by_place(&mut self) {
        let place = |issue: &Issue| issue.labels.first().map(|label| (label.span.start, label.span.end));
        self.issues.sort_by_key(place);
    }
}

impl Extend<Issue> for Report {
    fn extend<I: IntoIterator<Item = Issue>>(&mut self, issues: I) {
        self.issues.extend(issues);
    }
}

impl IntoIterator for Report {
    type Item = Issue;
    type IntoIter = std::vec::IntoIter<Issue>;

    fn into_iter(self) -> Self::IntoIter {
        self.issues.into_iter()
    }
}

impl From<Issue> for Report {
    fn from(issue: Issue) -> Self {
        Self { issues: vec![issue] }
    }
}

impl FromIterator<Issue> for Report {
    fn from_iter<I: IntoIterator<Item = Issue>>(issues: I) -> Self {
        Self { issues: issues.into_iter().collect() }
    }
}
