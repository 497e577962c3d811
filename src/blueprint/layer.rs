//! One layer: its files, and what its `layer.kdl` says about them.

use std::{collections::BTreeMap, ops::Range};

use semver::Version;

use super::{
    Owner,
    context::Flag,
    layer_file::LayerFile,
    layer_files::{LayerFiles, bad_path},
    source::Source,
};
use crate::{
    diagnostics::{Issue, Report, SourceFile, codes},
    document::{self, Pointer, Spans},
    workspace::{Mode, RelPath},
};

/// A loaded layer whose every entry is checked; paths may hold `__package__`.
#[derive(Debug)]
pub(super) struct Layer {
    /// The folder inside of the blueprints, for example `themes/starter`.
    pub(super) id: String,
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
    /// The text to render; `None` for a file that is copied.
    pub(super) template: Option<SourceFile>,
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

impl Layer {
    /// Reads the layer in the folder `id`, or says everything that is wrong with it.
    pub(super) fn load(source: &Source, id: &str) -> Result<Self, Report> {
        let path = RelPath::new(format!("{id}/layer.kdl")).map_err(|error| bad_path(&error.to_string()))?;
        let text = source.text(&path)?;
        let typed = document::read::<LayerFile>(&text)?;
        let written = &typed.value;
        let files = LayerFiles {
            id: id.to_owned(),
            folder: format!("{id}/files"),
            at: Pointer::root(),
            rules: &written.files,
            moved: &written.moved,
        };
        let header = Header { node: "layer", name: &written.layer.name, version: &written.layer.version };
        let folder = id.rsplit('/').next().unwrap_or(id);
        match header.check(folder, &text, &typed.spans) {
            Ok(version) => files.load(source, &version, &text, &typed.spans),
            Err(mut report) => {
                let placeholder = Version::new(0, 0, 0);
                report
                    .extend(files.load(source, &placeholder, &text, &typed.spans).err().unwrap_or_default());
                report.sort_by_place();
                Err(report)
            }
        }
    }
}

/// The first node of a `layer.kdl` or a `theme.kdl`.
pub(super) struct Header<'h> {
    /// What the node is called.
    pub(super) node: &'static str,
    pub(super) name: &'h str,
    pub(super) version: &'h str,
}

impl Header<'_> {
    /// The version, unless that is none, or the name is not that of the folder.
    pub(super) fn check(&self, folder: &str, text: &SourceFile, spans: &Spans) -> Result<Version, Report> {
        let Self { node, name, version } = self;
        let mut report = Report::new();
        let mut say = |code, field, message: String, help: String| {
            let place = spans.value(&Pointer::root().key(node).key(field));
            report.push(Issue::error(code, message).label(place, "").in_source(text).help(help));
        };
        if *name != folder {
            let message = format!("the {node} is called `{}`, its folder `{folder}`", name.escape_debug());
            say(&codes::blueprint::WRONG_NAME, "name", message, format!("write `{node} \"{folder}\"`"));
        }
        let parsed = Version::parse(version);
        if let Err(error) = &parsed {
            let message = format!("`{}` is not a version: {error}", version.escape_debug());
            say(&codes::blueprint::BAD_VERSION, "version", message, "write it as `1.0.0`".to_owned());
        }
        match parsed {
            Ok(version) if report.is_empty() => Ok(version),
            _ => Err(report),
        }
    }
}
