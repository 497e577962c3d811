//! `eject`: files that the user takes over, and gives back.

use super::known::{Draft, Known, Subject};
use crate::{
    blueprint::Owner,
    diagnostics::{Issue, Report, codes::plan as codes},
    plan::{Proposal, Recorded},
    state::Entry,
    workspace::RelPath,
};

/// Hands the files at `named` over to the user.
pub fn eject(known: &Known<'_>, named: &[RelPath]) -> Result<Proposal, Report> {
    let mut draft = Draft::default();
    for subject in known.named(named)? {
        let entry = subject.locked.map(|(_, entry)| entry).or_else(|| render_entry(&subject));
        match entry {
            Some(Entry { owner: owner @ (Owner::Once | Owner::Ejected), .. }) => {
                draft.note(subject.path, format!("is yours already ({owner})"));
                draft.unchanged();
            }
            Some(Entry { mode, base, .. }) => {
                let record = Recorded::Entry { mode, base };
                draft.record(
                    &subject,
                    Owner::Ejected,
                    record,
                    "yours from now on; quickscale never writes it",
                );
            }
            None => {}
        }
    }
    Ok(known.finish(draft))
}

/// Takes the ejected files at `named` back: what was rendered when they were ejected is the base of the next merge.
pub fn give_back(known: &Known<'_>, named: &[RelPath]) -> Result<Proposal, Report> {
    let mut draft = Draft::default();
    let mut report = Report::new();
    for subject in known.named(named)? {
        match (subject.locked, subject.wanted) {
            (Some((_, entry)), Some(wanted)) if entry.owner == Owner::Ejected => {
                if wanted.owner.keeps_base() && !known.has_base(&subject, entry) {
                    report.push(no_base(subject.path));
                }
                let record = Recorded::Entry { mode: entry.mode, base: entry.base };
                let reason = if wanted.owner == Owner::Managed {
                    "given back; quickscale alone writes it, so the next apply replaces your edits"
                } else {
                    "given back; your edits are merged with what is new"
                };
                draft.record(&subject, wanted.owner, record, reason);
            }
            (Some((_, entry)), None) if entry.owner == Owner::Ejected => report.push(dropped(subject.path)),
            _ => {
                draft.note(subject.path, "is not ejected");
                draft.unchanged();
            }
        }
    }
    if report.is_empty() { Ok(known.finish(draft)) } else { Err(report) }
}

/// What a first apply would record of the file.
fn render_entry(subject: &Subject<'_>) -> Option<Entry> {
    subject.wanted.map(|wanted| Entry { owner: wanted.owner, mode: wanted.mode, base: wanted.digest() })
}

fn no_base(path: &RelPath) -> Issue {
    let message =
        format!("the text that `{path}` was rendered from last is not kept, so nothing can be merged");
    Issue::error(&codes::NO_BASE, message).help(format!(
        "run `quickscale adopt {path}`: every difference from the render of now counts as your edit"
    ))
}

fn dropped(path: &RelPath) -> Issue {
    Issue::error(&codes::NOT_WANTED, format!("the blueprint does not make `{path}` any more"))
        .help(format!("keep it as it is, or run `quickscale state rm {path}` to forget where it came from"))
}
