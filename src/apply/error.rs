//! Why a plan was not carried out.

use crate::{
    diagnostics::{Issue, Report, codes},
    plan::{Plan, Step},
    workspace::{FileState, FsError, RelPath},
};

use super::{Left, Outcome};

/// Why a plan was not, or not wholly, carried out. The variants end the program differently.
#[derive(Debug)]
pub enum Error {
    /// Another command works on the project.
    Locked {
        /// What it wrote about itself; may be empty.
        holder: String,
    },
    /// Something moved since the plan was made. Nothing was written.
    Stale(Vec<Moved>),
    /// The manifest or the state is not the one that the plan was made from. Nothing was written.
    Outdated(Vec<&'static str>),
    /// The plan would change protected paths. Nothing was written.
    Protected(Vec<RelPath>),
    /// The plan holds steps that a person has to decide first. Nothing was written.
    Undecided(Vec<Undecided>),
    /// An interrupted command can be neither finished nor taken back as it is: these paths are
    /// neither as it found them nor as it would leave them.
    Stuck(Vec<RelPath>),
    /// An apply cannot be taken back: these paths were changed since.
    ChangedSince(Vec<RelPath>),
    /// Conflicts were written into these files, and nobody has sorted them out yet.
    Unresolved(Vec<Left>),
    /// No conflict waits to be sorted out.
    NoConflict,
    /// This command was carried out after the apply that is to be aborted.
    NotLast(String),
    /// Nothing can be taken back.
    NothingToUndo,
    /// A call failed; everything is as it was.
    Failed(Report),
    /// The files are as planned, and a later step failed.
    Unfinished {
        /// What was done.
        outcome: Outcome,
        /// What failed.
        report: Report,
    },
}

/// A conflict that nobody has decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undecided {
    /// What it is about.
    pub target: String,
    /// What can be done about this one.
    pub help: String,
}

/// A path that is not as the plan found it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved {
    /// The path.
    pub path: RelPath,
    /// What the plan found.
    pub expected: FileState,
    /// What is there now.
    pub found: FileState,
}

impl Error {
    /// What there is to say about it.
    pub fn into_report(self) -> Report {
        match self {
            Self::Locked { holder } => locked(&holder).into(),
            Self::Stale(moved) => moved.iter().map(stale).collect(),
            Self::Outdated(origins) => origins.iter().map(|origin| outdated(origin)).collect(),
            Self::Protected(paths) => paths.iter().map(protected).collect(),
            Self::Undecided(steps) => steps.iter().map(undecided).collect(),
            Self::Stuck(paths) => paths.iter().map(stuck).collect(),
            Self::ChangedSince(paths) => paths.iter().map(changed_since).collect(),
            Self::Unresolved(left) => left.iter().map(unresolved).collect(),
            Self::NoConflict => no_conflict().into(),
            Self::NotLast(command) => not_last(&command).into(),
            Self::NothingToUndo => nothing_to_undo().into(),
            Self::Failed(report) | Self::Unfinished { report, .. } => report,
        }
    }

    /// The error for a plan that may not be carried out as it is.
    pub fn refuse(plan: &Plan) -> Option<Self> {
        let protected: Vec<RelPath> = plan.protected().filter_map(|step| step.protected.clone()).collect();
        let undecided: Vec<Undecided> = plan.conflicts().map(Undecided::of).collect();
        if !protected.is_empty() {
            return Some(Self::Protected(protected));
        }
        (!undecided.is_empty()).then_some(Self::Undecided(undecided))
    }
}

impl Undecided {
    fn of(step: &Step) -> Self {
        let conflict = step.file().and_then(|change| change.conflict.as_ref());
        let help = conflict.map(|conflict| conflict.help.clone());
        Self { target: step.target.clone(), help: help.unwrap_or_else(|| step.reason.clone()) }
    }
}

impl From<FsError> for Error {
    fn from(error: FsError) -> Self {
        Self::Failed(Issue::from(error).into())
    }
}

impl From<Report> for Error {
    fn from(report: Report) -> Self {
        Self::Failed(report)
    }
}

impl From<Issue> for Error {
    fn from(issue: Issue) -> Self {
        Self::Failed(issue.into())
    }
}

fn locked(holder: &str) -> Issue {
    let by = if holder.is_empty() { String::new() } else { format!(": `{holder}`") };
    Issue::error(&codes::apply::LOCKED, format!("another command is changing this project{by}"))
        .help("wait until it has ended, then run the same command again")
}

fn stale(moved: &Moved) -> Issue {
    let Moved { path, expected, found } = moved;
    let message = match (expected, found) {
        (FileState::Absent, _) => format!("`{path}` appeared since the plan was made"),
        (_, FileState::Absent) => format!("`{path}` was deleted since the plan was made"),
        (FileState::File { digest: then, .. }, FileState::File { digest: now, .. }) if then == now => {
            format!("`{path}` got another mode since the plan was made")
        }
        (_, FileState::File { .. }) => format!("`{path}` was edited since the plan was made"),
        _ => format!("`{path}` became something else than a file since the plan was made"),
    };
    Issue::error(&codes::apply::STALE, message)
        .help("run `quickscale plan` and look again; nothing was written")
}

fn outdated(origin: &str) -> Issue {
    Issue::error(&codes::apply::STALE, format!("`{origin}` was changed since the plan was made"))
        .help("run `quickscale plan` and look again; nothing was written")
}

fn protected(path: &RelPath) -> Issue {
    Issue::error(&codes::apply::PROTECTED, format!("the plan would change `{path}`, which is protected"))
        .help(format!(
            "add `--lift-protection {path}` for this one time, or take `protect \"{path}\"` out of the manifest and apply that first"
        ))
}

fn undecided(Undecided { target, help }: &Undecided) -> Issue {
    Issue::error(&codes::apply::UNDECIDED, format!("`{target}` has a conflict that a person has to decide"))
        .help(help.clone())
}

fn stuck(path: &RelPath) -> Issue {
    let message = format!("`{path}` was changed after a command was interrupted that was about to write it");
    Issue::error(&codes::apply::STUCK, message).help(format!(
        "run `quickscale undo` to take the interrupted command back; `{path}` stays as it is now"
    ))
}

fn changed_since(path: &RelPath) -> Issue {
    Issue::error(
        &codes::apply::CHANGED_SINCE,
        format!("`{path}` was changed after the apply that would be undone"),
    )
    .help(format!("save your change of `{path}` elsewhere and take it out, or leave the apply as it is"))
}

fn nothing_to_undo() -> Issue {
    Issue::error(&codes::apply::NOTHING_TO_UNDO, "there is no apply that could be undone")
        .help("the last applies are kept in `.quickscale/run/`, which is not committed; in git, `git log` has the rest")
}

fn unresolved(left: &Left) -> Issue {
    let (message, help) = match left {
        Left::Marker { path, line } => (
            format!("`{path}:{line}` still has a conflict marker"),
            format!(
                "edit `{path}` until no marker is left, or take everything back with `quickscale apply --abort`"
            ),
        ),
        Left::Beside { path } => (
            format!("`{path}` still lies beside your file"),
            format!(
                "keep one of the two and delete `{path}`, or take everything back with `quickscale apply --abort`"
            ),
        ),
    };
    Issue::error(&codes::apply::UNRESOLVED, message).help(help)
}

fn no_conflict() -> Issue {
    Issue::error(&codes::apply::NO_CONFLICT, "no conflict waits to be sorted out").help(
        "run `quickscale plan` to see what is to be done, or `quickscale undo` to take the last apply back",
    )
}

fn not_last(command: &str) -> Issue {
    let message = format!("`{command}` was run after the apply that wrote the conflict markers");
    Issue::error(&codes::apply::NOT_LAST, message)
        .help("take that back first with `quickscale undo`, then run `quickscale apply --abort`")
}
