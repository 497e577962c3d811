//! How a command that cannot go on ends.

use super::Exit;
use crate::diagnostics::{Issue, Report, Severity, codes};

/// What went wrong and the exit code that says so.
#[derive(Debug)]
pub(super) struct Failure {
    pub(super) exit: Exit,
    pub(super) report: Report,
}

impl From<Report> for Failure {
    fn from(report: Report) -> Self {
        let error = report.issues().iter().find(|issue| issue.severity == Severity::Error);
        Self { exit: error.map_or(Exit::Failure, exit_of), report }
    }
}

impl From<Issue> for Failure {
    fn from(issue: Issue) -> Self {
        Report::from(issue).into()
    }
}

/// The exit code of an issue: most are plain errors, some have a number of their own.
fn exit_of(issue: &Issue) -> Exit {
    let special = [
        (&codes::apply::CONFLICTS, Exit::Conflict),
        (&codes::apply::PROTECTED, Exit::Refused),
        (&codes::apply::NEEDS_ALLOW_DESTROY, Exit::Refused),
        (&codes::apply::STALE, Exit::Stale),
        (&codes::apply::LOCKED, Exit::Locked),
    ];
    special.iter().find(|(code, _)| code.id == issue.code.id).map_or(Exit::Failure, |(_, exit)| *exit)
}
