//! One layer: its files, and everything that is known about them before there is a project.

use std::{collections::BTreeMap, ops::Range, sync::Arc};

use semver::Version;

use super::{Owner, context::Flag};
use crate::{
    diagnostics::SourceFile,
    workspace::{Mode, RelPath},
};

/// A loaded layer whose every entry is checked; paths may hold `__package__`. What the files hold is read and
/// checked when they are rendered.
#[derive(Debug)]
pub(super) struct Layer {
    /// The folder inside of the blueprints, for example `themes/starter`.
    pub(super) id: Arc<str>,
    pub(super) version: Version,
    /// The files by the path they are generated at.
    pub(super) files: BTreeMap<RelPath, File>,
    /// Former paths, with what took over and the place that says so.
    pub(super) moved: Vec<Move>,
    /// The text that places point into.
    pub(super) declared_in: SourceFile,
}

/// One file of a layer.
#[derive(Debug)]
pub(super) struct File {
    /// The path inside of the blueprints.
    pub(super) source: RelPath,
    /// Whether it is rendered; any other file is copied.
    pub(super) is_template: bool,
    pub(super) owner: Owner,
    pub(super) mode: Mode,
    /// The flags that must all be set.
    pub(super) when: Vec<Flag>,
    /// Where `layer.kdl` says that the file replaces one of an earlier layer.
    pub(super) replaces: Option<Range<usize>>,
}

/// A rename since an earlier version.
#[derive(Debug)]
pub(super) struct Move {
    pub(super) from: RelPath,
    pub(super) to: RelPath,
    pub(super) place: Range<usize>,
}
