//! `adopt`: files that are there already count as generated from now on.

use super::known::{Draft, Known, Subject};
use crate::{
    blueprint::{Owner, WantedFile},
    diagnostics::{Issue, Report, codes::plan as codes},
    plan::{Proposal, Recorded},
    workspace::{FileState, RelPath},
};

const EDITED: &str = "adopted; its differences from the render count as your edits";

/// Records the render as the base of files that are identical, and of those that a person agrees to:
/// the ones at `named`, or `all`.
pub fn adopt(known: &Known<'_>, named: &[RelPath], all: bool) -> Result<Proposal, Report> {
    let asked: Vec<Subject<'_>> =
        if named.is_empty() { known.subjects().collect() } else { known.named(named)? };
    let mut draft = Draft::default();
    let mut report = Report::new();
    for subject in asked {
        let is_named = named.contains(subject.path);
        match (subject.wanted, subject.found.digest()) {
            (None, _) if is_named => report.push(not_wanted(subject.path)),
            (None, _) => {}
            (Some(_), _) if is_recorded(known, &subject) => draft.unchanged(),
            (Some(wanted), Some(found)) => {
                let agreed = all || !named.is_empty();
                file(&mut draft, &subject, wanted, found == wanted.digest(), agreed);
            }
            (Some(_), None) if is_named => report.push(no_file(&subject)),
            (Some(_), None) => {}
        }
    }
    if report.is_empty() { Ok(known.finish(draft)) } else { Err(report) }
}

/// Whether the lock file already says all that a merge needs.
fn is_recorded(known: &Known<'_>, subject: &Subject<'_>) -> bool {
    let keeps_base = subject.wanted.is_some_and(|wanted| wanted.owner.keeps_base());
    subject.locked.is_some_and(|(_, entry)| match entry.owner {
        Owner::Shared | Owner::Keyed => known.has_base(subject, entry),
        Owner::Ejected => !keeps_base || known.has_base(subject, entry),
        Owner::Managed | Owner::Once => true,
    })
}

fn file(draft: &mut Draft, subject: &Subject<'_>, wanted: &WantedFile, identical: bool, agreed: bool) {
    let record = Recorded::Entry { mode: wanted.mode, base: wanted.digest() };
    let path = subject.path;
    match wanted.owner {
        Owner::Ejected => draft.unchanged(),
        Owner::Once => {
            draft.record(subject, wanted.owner, record, "adopted; yours, as after the first write")
        }
        owner if identical => {
            draft.record(subject, owner, record, "adopted; it is what the blueprint renders")
        }
        owner @ Owner::Managed if agreed => {
            draft.record(
                subject,
                owner,
                record,
                "adopted; quickscale alone writes it, so the next apply replaces it",
            );
            draft.note(path, format!("keep yours with `quickscale eject {path}`"));
        }
        owner if agreed => draft.record(subject, owner, record, EDITED),
        Owner::Managed | Owner::Shared | Owner::Keyed => draft
            .note(path, format!("differs from the render; `quickscale adopt {path}` keeps it as your edit")),
    }
}

fn not_wanted(path: &RelPath) -> Issue {
    Issue::error(&codes::NOT_WANTED, format!("the blueprint does not make `{path}`"))
        .help("leave the path out: quickscale does not touch files that it does not make")
}

fn no_file(subject: &Subject<'_>) -> Issue {
    let path = subject.path;
    let message = match subject.found {
        FileState::Absent => format!("there is no file `{path}` to adopt"),
        FileState::File { .. } | FileState::Directory | FileState::Symlink | FileState::Other => {
            format!("`{path}` is no regular file")
        }
    };
    Issue::error(&codes::NO_FILE, message)
        .help(format!("run `quickscale plan`: it says what would be made at `{path}`"))
}
