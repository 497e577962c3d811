//! How a command that cannot go on ends.

use super::Exit;
use crate::{
    apply,
    diagnostics::{Issue, Report},
};

/// What went wrong and the exit code that says so.
#[derive(Debug)]
pub(super) struct Failure {
    pub(super) exit: Exit,
    pub(super) report: Report,
}

impl From<Report> for Failure {
    fn from(report: Report) -> Self {
        Self { exit: Exit::Failure, report }
    }
}

impl From<Issue> for Failure {
    fn from(issue: Issue) -> Self {
        Report::from(issue).into()
    }
}

impl From<apply::Error> for Failure {
    fn from(error: apply::Error) -> Self {
        use apply::Error;
        let exit = match error {
            Error::Locked { .. } => Exit::Locked,
            Error::Stale(_) | Error::Outdated(_) => Exit::Stale,
            Error::Protected(_) => Exit::Refused,
            Error::Undecided(_) | Error::Stuck(_) | Error::ChangedSince(_) => Exit::Conflict,
            Error::NothingToUndo | Error::Failed(_) | Error::Unfinished { .. } => Exit::Failure,
        };
        Self { exit, report: error.into_report() }
    }
}
