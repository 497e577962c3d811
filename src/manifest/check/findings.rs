//! Where checks put what they find.

use std::ops::Range;

use crate::{
    diagnostics::{Issue, SourceFile},
    document::{Pointer, Spans},
};

/// Issues about one manifest, each at the place of a part of it.
pub(in crate::manifest) struct Findings<'a> {
    source: &'a SourceFile,
    spans: &'a Spans,
    issues: Vec<Issue>,
    secrets: Vec<Range<usize>>,
}

impl<'a> Findings<'a> {
    pub(in crate::manifest) fn new(source: &'a SourceFile, spans: &'a Spans) -> Self {
        Self { source, spans, issues: Vec::new(), secrets: Vec::new() }
    }

    /// Adds an issue about the value at `at`. A value that nobody wrote is never wrong: its
    /// absence has been reported already.
    pub(super) fn push(&mut self, at: &Pointer, issue: Issue, label: impl Into<String>) {
        if self.spans.contains(at) {
            let issue = issue.label(self.spans.value(at), label).in_source(self.source);
            self.issues.push(issue);
        }
    }

    /// Adds an issue about the part named at `at`.
    pub(super) fn push_at_name(&mut self, at: &Pointer, issue: Issue, label: impl Into<String>) {
        if self.spans.contains(at) {
            let issue = issue.label(self.spans.key(at), label).in_source(self.source);
            self.issues.push(issue);
        }
    }

    /// Adds an issue about two values that do not go together.
    pub(super) fn push_pair(&mut self, at: &Pointer, first: &Pointer, issue: Issue, labels: [&str; 2]) {
        if self.spans.contains(at) && self.spans.contains(first) {
            let issue = issue
                .label(self.spans.value(at), labels[0])
                .label(self.spans.value(first), labels[1])
                .in_source(self.source);
            self.issues.push(issue);
        }
    }

    /// Notes that the value at `at` must not be shown to anybody.
    pub(super) fn hide(&mut self, at: &Pointer) {
        if self.spans.contains(at) {
            self.secrets.push(self.spans.value(at));
        }
    }

    pub(in crate::manifest) fn secrets(&self) -> Vec<Range<usize>> {
        self.secrets.clone()
    }

    pub(in crate::manifest) fn into_issues(self) -> Vec<Issue> {
        self.issues
    }
}
