//! `state mv`: a file that the user has moved is followed.

use super::known::{Draft, Known, Subject};
use crate::{
    blueprint::Owner,
    diagnostics::{Issue, Report, codes::plan as codes},
    plan::{Proposal, Recorded},
    state,
    workspace::{FileState, RelPath},
};

/// Records the file of `old` under `new`, where the user has it now.
pub fn follow(known: &Known<'_>, old: &RelPath, new: &RelPath) -> Result<Proposal, Report> {
    let (was, is) = (known.at(old), known.at(new));
    let Some((owner, record)) = entry(known, &was) else { return Err(known.unknown(old).into()) };
    let report = mistakes(known, &was, &is);
    if !report.is_empty() {
        return Err(report);
    }
    let mut draft = Draft::default();
    let is = Subject { locked: was.locked, wanted: is.wanted.or(was.wanted), ..is };
    draft.record(&is, owner, record, "moved here by you; followed");
    match origin(known, old) {
        // It goes back to where the blueprint has it.
        Some(origin) if origin == new => draft.record(&was, owner, Recorded::Forgotten, "moved back by you"),
        Some(origin) => {
            let to = Recorded::Followed { to: new.clone() };
            let at_origin =
                Subject { path: origin, locked: was.locked, wanted: None, found: FileState::Absent };
            draft.record(&at_origin, owner, to, "moved by you");
            draft.record(&was, owner, Recorded::Forgotten, "moved by you once more");
        }
        None => draft.record(&was, owner, Recorded::Followed { to: new.clone() }, "moved by you"),
    }
    Ok(known.finish(draft))
}

/// What is recorded of the file. Of one that was taken for deleted nothing is known, so the render
/// of now becomes its base.
fn entry(known: &Known<'_>, subject: &Subject<'_>) -> Option<(Owner, Recorded)> {
    if let Some((_, entry)) = subject.locked {
        return Some((entry.owner, Recorded::Entry { mode: entry.mode, base: entry.base }));
    }
    let wanted = subject.wanted.filter(|_| known.state.is_gone(subject.path))?;
    Some((wanted.owner, Recorded::Entry { mode: wanted.mode, base: wanted.digest() }))
}

/// The blueprint's path of the file that the user has at `place`.
fn origin<'a>(known: &Known<'a>, place: &RelPath) -> Option<&'a RelPath> {
    let followed = known.state.locks.values().flat_map(|lock| &lock.followed);
    followed.filter(|(_, to)| *to == place).map(|(origin, _)| origin).next()
}

fn mistakes(known: &Known<'_>, was: &Subject<'_>, is: &Subject<'_>) -> Report {
    let (old, new) = (was.path, is.path);
    let mut report = Report::new();
    let mut push = |message: String, help: String| {
        report.push(Issue::error(&codes::NOT_MOVED, message).help(help));
    };
    if state::is_own(new) {
        push(format!("`{new}` is where quickscale keeps its own files"), "name another path".to_owned());
    } else if is.found.digest().is_none() {
        push(
            format!("there is no file `{new}` to follow"),
            format!("move the file first: `git mv {old} {new}`, then run `quickscale state mv {old} {new}`"),
        );
    }
    if was.found != FileState::Absent {
        push(
            format!("`{old}` is still there"),
            format!("delete `{old}` if `{new}` takes its place, then run the same command again"),
        );
    }
    let goes_back = origin(known, old) == Some(new);
    if is.locked.is_some() || (is.wanted.is_some() && !goes_back) {
        push(
            format!("`{new}` is a file of the blueprint itself"),
            format!("move `{old}` to a path of your own"),
        );
    }
    report
}
