//! Everything a decision may look at.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use super::{Comparison, Options, Resolution, cause::Causes, pairs::Render};
use crate::{
    plan::Contents,
    state::State,
    workspace::{Digest, FileState, Mode, RelPath, Snapshot},
};

/// The text of `render`, which was let go only where `texts` has it or nobody asks.
pub(super) fn text<'a>(render: Render<'a>, texts: &'a Contents) -> &'a Arc<[u8]> {
    let held = render.file.held().or_else(|| texts.shared(render.digest));
    held.expect("internal: the text of a file that is not at rest was made again")
}

/// What was found, what is known and what was decided by a person.
#[derive(Debug)]
pub(super) struct Scene<'a> {
    snapshot: &'a Snapshot,
    texts: &'a Contents,
    options: &'a Options,
    protected: BTreeSet<&'a RelPath>,
    pub(super) causes: Causes,
}

/// A regular file that was found.
#[derive(Debug, Clone, Copy)]
pub(super) struct FoundFile<'a> {
    pub(super) mode: Mode,
    pub(super) digest: Digest,
    pub(super) bytes: Option<&'a Arc<[u8]>>,
}

impl FoundFile<'_> {
    pub(super) fn state(self) -> FileState {
        FileState::File { mode: self.mode, digest: self.digest }
    }
}

impl<'a> Scene<'a> {
    pub(super) fn new(
        comparison: &'a Comparison<'_>,
        snapshot: &'a Snapshot,
        texts: &'a Contents,
        options: &'a Options,
    ) -> Self {
        let state: &State = comparison.state;
        let protected = options.protect.iter().chain(state.protected());
        Self {
            snapshot,
            texts,
            options,
            protected: protected.collect(),
            causes: Causes::new(comparison.wanted, state),
        }
    }

    /// What is at `path`. A path that nobody looked at counts as absent: apply checks it again.
    pub(super) fn at(&self, path: &RelPath) -> FileState {
        self.snapshot.get(path).map_or(FileState::Absent, |observed| observed.state)
    }

    /// The regular file at `path`.
    pub(super) fn file(&self, path: &RelPath) -> Option<FoundFile<'a>> {
        let observed = self.snapshot.get(path)?;
        match observed.state {
            FileState::File { mode, digest } => {
                Some(FoundFile { mode, digest, bytes: observed.bytes.as_ref() })
            }
            FileState::Absent | FileState::Directory | FileState::Symlink | FileState::Other => None,
        }
    }

    /// The text of a last render.
    pub(super) fn base(&self, digest: Digest) -> Option<&'a [u8]> {
        self.texts.get(digest)
    }

    /// The text of a render of now.
    pub(super) fn text(&self, render: Render<'a>) -> &'a Arc<[u8]> {
        text(render, self.texts)
    }

    /// How a person wants a conflict at `path` resolved.
    pub(super) fn resolution(&self, path: &RelPath) -> Option<Resolution> {
        self.options.resolutions.of(path)
    }

    /// Whether a person asked for a deleted file at `path` to be made again.
    pub(super) fn restores(&self, path: &RelPath) -> bool {
        self.options.resolutions.paths.get(path) == Some(&Resolution::Theirs)
    }

    /// What the manifest protects, whatever a person lifted this time.
    pub(super) fn manifest_protects(&self) -> &'a BTreeSet<RelPath> {
        &self.options.protect
    }

    /// The protected path that covers `path`.
    pub(super) fn protecting(&self, path: &RelPath) -> Option<&'a RelPath> {
        if self.options.lifted.iter().any(|lifted| path.is_within(lifted)) {
            return None;
        }
        self.protected.iter().find(|directory| path.is_within(directory)).copied()
    }

    /// Every content that was kept.
    pub(super) fn found_bytes(&self) -> BTreeMap<Digest, &'a Arc<[u8]>> {
        let kept = |observed: &'a crate::workspace::Observed| {
            Some((observed.state.digest()?, observed.bytes.as_ref()?))
        };
        self.snapshot.values().filter_map(kept).collect()
    }
}
