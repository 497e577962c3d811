//! Why a program did not end well, and what a person can do about it.

use std::{io, process::ExitStatus, time::Duration};

use super::pipes::OUTPUT_LIMIT;
use crate::diagnostics::{Issue, codes};

/// Why a program did not end well.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// No such program is on the `PATH`.
    #[error("`{program}` is not installed, or not on your PATH")]
    Missing {
        /// The program.
        program: String,
    },
    /// It could not be started or talked to.
    #[error("`{command}` could not be run: {source}")]
    NotRun {
        /// The command line.
        command: String,
        /// What the operating system said.
        source: io::Error,
    },
    /// It ran longer than allowed, and was ended.
    #[error("`{command}` did not end within {} seconds and was stopped", limit.as_secs())]
    TimedOut {
        /// The command line.
        command: String,
        /// How long it was allowed to run.
        limit: Duration,
        /// The end of what it wrote to standard error, without credentials.
        stderr: String,
    },
    /// It wrote more than is ever taken.
    #[error("`{command}` wrote more than {} MiB", OUTPUT_LIMIT >> 20)]
    TooMuchOutput {
        /// The command line.
        command: String,
    },
    /// It said that it failed.
    #[error("`{command}` failed: {status}")]
    Failed {
        /// The command line.
        command: String,
        /// Its exit code or signal.
        status: ExitStatus,
        /// The end of what it wrote to standard error, without credentials.
        stderr: String,
    },
}

impl Error {
    /// The issue for a person; `install` says how to get the program.
    pub fn into_issue(self, install: &str) -> Issue {
        let message = self.to_string();
        match self {
            Self::Missing { .. } => Issue::error(&codes::tools::MISSING_PROGRAM, message).help(install),
            Self::NotRun { command, .. } => Issue::error(&codes::tools::NOT_RUN, message)
                .help(format!("run `{command}` yourself to see what stops it")),
            Self::TimedOut { command, stderr, .. } => Issue::error(&codes::tools::TIMED_OUT, message)
                .output(stderr.lines())
                .help(format!("check your network, or run `{command}` yourself to see what it waits for")),
            Self::TooMuchOutput { command } => Issue::error(&codes::tools::FAILED, message)
                .help(format!("run `{command}` yourself to see what it writes")),
            Self::Failed { command, stderr, .. } => Issue::error(&codes::tools::FAILED, message)
                .output(stderr.lines())
                .help(format!("repair what it names, then run `{command}` or `quickscale apply` again")),
        }
    }
}
