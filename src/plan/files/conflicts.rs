//! Turns two sides that do not fit together into a conflict, or into what a person chose.

use super::{
    Resolution,
    draft::{Draft, Verdict},
    pairs::{Render, Subject},
    scene::Scene,
    settle::Clash,
};
use crate::{
    blueprint::Owner,
    plan::{Action, Conflict, Recorded, Risk},
    workspace::{Digest, FileState, Mode, RelPath},
};

/// Where the two sides are.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place<'a> {
    /// The path the file is at now, when the step moves it.
    pub(super) from: Option<&'a RelPath>,
    /// What is there.
    pub(super) found: FileState,
    /// The mode of the result, when there is one.
    pub(super) mode: Mode,
}

/// What to do about `clash`.
pub(super) fn verdict(scene: &Scene<'_>, subject: &Subject<'_>, place: Place<'_>, clash: Clash) -> Verdict {
    let possible = possible(subject, place, &clash);
    let chosen = scene.resolution(subject.path).filter(|choice| possible.contains(choice));
    let summary = clash.summary.clone();
    let draft = match chosen {
        None => {
            let conflict = Conflict {
                summary: clash.summary,
                help: help(subject.path, &possible, clash.beside.is_some(), clash.hint),
                theirs: subject.render.map(|render| render.digest),
                hunks: clash.hunks,
            };
            let module = || scene.causes.of(&subject.module());
            let reason = subject.render.map_or_else(module, |render| scene.causes.of_file(render.file));
            let draft = Draft::record(subject, place.found, Recorded::Before, reason);
            Draft { action: Action::Conflict, conflict: Some(conflict), ..draft }
        }
        Some(Resolution::Ours) => ours(subject, place, &summary),
        Some(Resolution::Theirs) => theirs(subject, place, &summary),
        Some(Resolution::Markers) => match clash.beside.clone() {
            Some(beside) => return both(subject, place, clash, beside),
            None => marked(subject, place, clash),
        },
    };
    Draft { from: place.from.cloned(), ..draft }.into()
}

fn possible(subject: &Subject<'_>, place: Place<'_>, clash: &Clash) -> Vec<Resolution> {
    let is_file = place.found.digest().is_some();
    let all = [
        (clash.marked.is_some() || clash.beside.is_some(), Resolution::Markers),
        (clash.keepable, Resolution::Ours),
        (is_file || (subject.render.is_some() && place.found == FileState::Absent), Resolution::Theirs),
    ];
    all.into_iter().filter_map(|(possible, resolution)| possible.then_some(resolution)).collect()
}

fn help(path: &RelPath, possible: &[Resolution], is_beside: bool, hint: Option<String>) -> String {
    let explained = |resolution: &Resolution| match resolution {
        Resolution::Markers if is_beside => "to have the blueprint's written beside it",
        Resolution::Markers => "to sort it out in the file",
        Resolution::Ours => "to keep it as it is here",
        Resolution::Theirs => "to take the blueprint's and keep yours aside",
    };
    let ways: Vec<String> = possible
        .iter()
        .enumerate()
        .map(|(index, way)| {
            let option = if index == 0 { format!("--conflicts {path}={way}") } else { format!("={way}") };
            format!("`{option}` {}", explained(way))
        })
        .collect();
    let help = match ways.split_last() {
        None => format!("move `{path}` away, then run `quickscale plan`"),
        Some((last, [])) => format!("add {last}"),
        Some((last, others)) => format!("add {}, or {last}", others.join(", ")),
    };
    hint.map_or_else(|| help.clone(), |hint| format!("{help}; {hint}"))
}

/// The file stays as it is. A file that only quickscale writes is thereby taken over.
fn ours(subject: &Subject<'_>, place: Place<'_>, summary: &str) -> Draft {
    let is_file = place.found.digest().is_some();
    let reason = format!("yours is kept: {summary}");
    let Some(render) = subject.render else {
        return Draft::record(
            subject,
            place.found,
            Recorded::Forgotten,
            format!("{reason}; yours from now on"),
        );
    };
    if render.file.owner == Owner::Managed {
        let draft = Draft::record(
            subject,
            place.found,
            render.record(),
            format!("{reason}; ejected, yours from now on"),
        );
        return Draft { owner: Owner::Ejected, ..moving(draft, place) };
    }
    let record = if is_file { render.record() } else { Recorded::Gone };
    moving(Draft::record(subject, place.found, record, reason), place)
}

/// A file that stays as it is may still get its new path.
fn moving(draft: Draft, place: Place<'_>) -> Draft {
    if place.from.is_some() { Draft { action: Action::Move, ..draft } } else { draft }
}

/// The new render replaces the file, or the file goes with the blueprint's.
fn theirs(subject: &Subject<'_>, place: Place<'_>, summary: &str) -> Draft {
    let reason = format!("the blueprint's is taken, yours is kept aside: {summary}");
    let Some(render) = subject.render else {
        let change = (place.found, FileState::Absent);
        let draft = Draft::write(subject, Action::Delete, change, Recorded::Forgotten, reason);
        return Draft { risk: Some(Risk::DeletesEdit), ..draft };
    };
    if place.found == FileState::Absent {
        return Draft::create(subject, render, reason);
    }
    let action = if place.from.is_some() { Action::Move } else { Action::Update };
    let draft = Draft::write(subject, action, (place.found, render.state()), render.record(), reason);
    Draft { risk: Some(Risk::OverwritesEdit), ..draft }
}

/// Both sides are written, and a person sorts them out before the next apply.
fn marked(subject: &Subject<'_>, place: Place<'_>, clash: Clash) -> Draft {
    let bytes = clash.marked.unwrap_or_default();
    let after = FileState::File { mode: place.mode, digest: Digest::of(&bytes) };
    let record = subject.render.map_or(Recorded::Before, |render| render.record());
    let reason = format!("both sides between markers: {}", clash.summary);
    let conflict = Conflict {
        summary: clash.summary,
        help: format!("edit `{}` until no marker is left, then run `quickscale plan`", subject.path),
        theirs: subject.render.map(|render| render.digest),
        hunks: clash.hunks,
    };
    let draft = Draft::write(subject, Action::Merge, (place.found, after), record, reason);
    Draft { conflict: Some(conflict), bytes: Some(bytes), ..draft }
}

/// A file without lines stays as it is, and the blueprint's version is written beside it.
fn both(subject: &Subject<'_>, place: Place<'_>, clash: Clash, beside: RelPath) -> Verdict {
    let kept = Draft { from: place.from.cloned(), ..ours(subject, place, &clash.summary) };
    let after = subject.render.map_or(FileState::Absent, Render::state);
    let reason = format!("the blueprint's version of `{}`", subject.path);
    let draft =
        Draft::write(subject, Action::Create, (FileState::Absent, after), Recorded::Forgotten, reason);
    let conflict = Conflict {
        summary: clash.summary,
        help: format!(
            "keep one of `{}` and `{beside}` under the first name and delete `{beside}`",
            subject.path
        ),
        theirs: subject.render.map(|render| render.digest),
        hunks: Vec::new(),
    };
    Verdict::Steps(vec![kept, Draft { path: beside, conflict: Some(conflict), ..draft }])
}
