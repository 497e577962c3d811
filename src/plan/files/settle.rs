//! What becomes of a file of ours that is still a file: base × ours × theirs, for text and mode.

use super::{
    pairs::{Locked, Render},
    scene::{FoundFile, Scene},
};
use crate::{
    blueprint::Owner,
    plan::{
        Hunk, Risk,
        merge::{self, Outcome, Request},
    },
    workspace::{Digest, FileState, Mode, RelPath, Root},
};

/// What the file will be, and how it comes to that.
#[derive(Debug)]
pub(super) struct Settled {
    pub(super) digest: Digest,
    pub(super) mode: Mode,
    pub(super) how: How,
}

impl Settled {
    pub(super) fn state(&self) -> FileState {
        FileState::File { mode: self.mode, digest: self.digest }
    }
}

/// How a file comes to be what it will be.
#[derive(Debug)]
pub(super) enum How {
    /// The text stays.
    Kept,
    /// The text was the last render and becomes the new one.
    Updated,
    /// Both sides are in these bytes.
    Merged(Vec<u8>),
    /// The tool's own file is put back.
    Restored { reason: &'static str, risk: Option<Risk> },
    /// A person has to decide.
    Clash(Clash),
}

/// Two sides that do not fit together.
#[derive(Debug, Default)]
pub(super) struct Clash {
    pub(super) summary: String,
    pub(super) hunks: Vec<Hunk>,
    /// Both sides between markers, when that is possible.
    pub(super) marked: Option<Vec<u8>>,
    /// Where the blueprint's version can be written, when no markers can be.
    pub(super) beside: Option<RelPath>,
    /// Whether the file may simply stay as it is.
    pub(super) keepable: bool,
    /// What else a person can do about it.
    pub(super) hint: Option<String>,
}

const EDITED: &str = "drift: edited since the last apply; the edit is kept aside";
const CHMODDED: &str = "drift: the mode was changed since the last apply";

/// A file of ours that is still a file, with all that decides what becomes of it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sides<'a> {
    pub(super) scene: &'a Scene<'a>,
    pub(super) path: &'a RelPath,
    pub(super) render: Render<'a>,
    pub(super) locked: Locked<'a>,
    pub(super) found: FoundFile<'a>,
}

impl Sides<'_> {
    pub(super) fn settle(self) -> Settled {
        if self.render.file.owner == Owner::Managed { self.managed() } else { self.shared() }
    }

    fn managed(self) -> Settled {
        let Self { scene, path, render, locked, found } = self;
        let entry = locked.entry;
        let how = if found.digest == render.digest {
            match found.mode {
                mode if mode == render.file.mode => How::Kept,
                mode if mode == entry.mode => How::Updated,
                Mode::Regular | Mode::Executable => How::Restored { reason: CHMODDED, risk: None },
            }
        } else if found.digest == entry.base {
            How::Updated
        } else if entry.owner == Owner::Managed {
            How::Restored { reason: EDITED, risk: Some(Risk::OverwritesEdit) }
        } else {
            let summary = "quickscale alone writes this file from now on, and it is edited here".to_owned();
            How::Clash(two_way(scene, path, render, found, summary))
        };
        Settled { digest: render.digest, mode: render.file.mode, how }
    }

    fn shared(self) -> Settled {
        let Self { path, render, locked, found, .. } = self;
        let entry = locked.entry;
        let mode = if found.mode == entry.mode { render.file.mode } else { found.mode };
        let settled = |digest, how| Settled { digest, mode, how };
        if found.digest == render.digest {
            return settled(found.digest, How::Kept);
        }
        if found.digest == entry.base {
            return settled(render.digest, How::Updated);
        }
        if let Some(line) = marker_line(found) {
            return settled(found.digest, How::Clash(unresolved(path, line)));
        }
        if render.digest == entry.base {
            return settled(found.digest, How::Kept);
        }
        match self.merged() {
            Ok(bytes) if found.bytes.is_some_and(|ours| **ours == *bytes) => settled(found.digest, How::Kept),
            Ok(bytes) => settled(Digest::of(&bytes), How::Merged(bytes)),
            Err(clash) => settled(found.digest, How::Clash(clash)),
        }
    }

    /// Both sides in one text, or why a person has to decide.
    fn merged(self) -> Result<Vec<u8>, Clash> {
        let Self { scene, path, render, locked, found } = self;
        let base = locked.entry.base;
        let Some(ours) = found.bytes else {
            let summary = format!("larger than the {} MiB that can be merged", Root::TEXT_LIMIT >> 20);
            return Err(two_way(scene, path, render, found, summary));
        };
        let Some(text) = scene.base(base) else {
            let summary = format!(
                "the text of the last render is missing (`{}`), so edits here cannot be told from changes there",
                crate::state::base_path(base)
            );
            return Err(two_way(scene, path, render, found, summary));
        };
        let (owner, theirs) = (render.file.owner, scene.text(render));
        match merge::merge(Request { path, owner, base: text, ours, theirs }) {
            Outcome::Clean(bytes) => Ok(bytes),
            Outcome::Conflicted { hunks, with_markers } => Err(three_way(scene, path, hunks, with_markers)),
        }
    }
}

pub(super) fn marker_line(found: FoundFile<'_>) -> Option<usize> {
    merge::markers_in(std::str::from_utf8(found.bytes?).ok()?)
}

/// Both sides of a conflict are in the file still.
pub(super) fn unresolved(path: &RelPath, line: usize) -> Clash {
    let hint = format!(
        "or edit the file until no marker is left (a line that is meant to be there: `quickscale eject {path}`)"
    );
    Clash {
        summary: format!("an unresolved conflict is still marked at line {line}"),
        hunks: vec![Hunk { line, base: String::new(), ours: String::new(), theirs: String::new() }],
        hint: Some(hint),
        ..Clash::default()
    }
}

fn three_way(scene: &Scene<'_>, path: &RelPath, hunks: Vec<Hunk>, with_markers: Vec<u8>) -> Clash {
    if hunks.is_empty() {
        let summary = "a binary file that changed here and in the blueprint".to_owned();
        return Clash { summary, keepable: true, beside: free_beside(scene, path), ..Clash::default() };
    }
    let summary = "changed here and in the blueprint".to_owned();
    Clash { summary, hunks, marked: Some(with_markers), keepable: true, ..Clash::default() }
}

/// Two sides without a text that both started from.
pub(super) fn two_way(
    scene: &Scene<'_>,
    path: &RelPath,
    render: Render<'_>,
    found: FoundFile<'_>,
    summary: String,
) -> Clash {
    let mut clash = Clash { summary, keepable: true, ..Clash::default() };
    // A file that only quickscale writes has no place for a person to sort anything out.
    let is_ours_alone = render.file.owner == Owner::Managed;
    let Some(ours) = found.bytes else { return clash };
    let request = Request { path, owner: Owner::Shared, base: b"", ours, theirs: scene.text(render) };
    if let Outcome::Conflicted { hunks, with_markers } = merge::merge(request) {
        if !is_ours_alone && hunks.is_empty() {
            clash.beside = free_beside(scene, path);
        } else if !is_ours_alone {
            clash.marked = Some(with_markers);
        }
        clash.hunks = hunks;
    }
    clash
}

/// Where the blueprint's version of the binary file at `path` goes.
pub(super) fn beside(path: &RelPath) -> Option<RelPath> {
    RelPath::new(format!("{path}.theirs")).ok()
}

fn free_beside(scene: &Scene<'_>, path: &RelPath) -> Option<RelPath> {
    beside(path).filter(|beside| scene.at(beside) == FileState::Absent)
}
