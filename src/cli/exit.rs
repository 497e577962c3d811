//! Exit codes, as scripts and CI rely on them.

use std::process::ExitCode;

/// How a command ended. The numbers are documented in the README and never change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// Done, or nothing to do.
    Success,
    /// Something is wrong; the report's codes say what.
    Failure,
    /// Changes are pending: `plan --detailed-exitcode`.
    Pending,
    /// A person has to decide a conflict.
    Conflict,
    /// Refused by `protect`, or a destructive step without its own yes.
    Refused,
    /// A saved plan no longer fits what is there.
    Stale,
    /// Another command holds the project's lock.
    Locked,
    /// The command line itself is wrong.
    Usage,
    /// Ctrl-C.
    Interrupted,
}

impl Exit {
    /// The number.
    pub fn code(self) -> u8 {
        match self {
            Self::Success => 0,
            Self::Failure => 1,
            Self::Pending => 2,
            Self::Conflict => 3,
            Self::Refused => 4,
            Self::Stale => 5,
            Self::Locked => 6,
            Self::Usage => 64,
            Self::Interrupted => 130,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit.code())
    }
}
