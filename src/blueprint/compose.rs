//! Layers on top of each other.

use std::collections::BTreeMap;

use super::layer::{File, Layer, Move};
use crate::{
    diagnostics::{Code, Issue, Report, codes},
    workspace::RelPath,
};

/// What layers generate together.
#[derive(Debug, Default)]
pub(super) struct Composed<'l> {
    /// Each path with the layer that it belongs to.
    pub(super) files: BTreeMap<&'l RelPath, (&'l Layer, &'l File)>,
    /// The renames of all layers.
    pub(super) moved: Vec<&'l Move>,
}

/// Puts `layers` on top of each other in their order, or says where they disagree.
pub(super) fn compose<'l>(layers: &[&'l Layer]) -> Result<Composed<'l>, Report> {
    let mut report = Report::new();
    let mut composed = Composed::default();
    for layer in layers {
        for (path, file) in &layer.files {
            let below = composed.files.insert(path, (*layer, file));
            report.extend(disagreement(layer, path, file, below.map(|(layer, _)| layer)));
        }
    }
    for layer in layers {
        for moved in &layer.moved {
            report.extend(misleading(&composed, layer, moved));
            composed.moved.push(moved);
        }
    }
    if report.is_empty() { Ok(composed) } else { Err(report) }
}

fn disagreement(layer: &Layer, path: &RelPath, file: &File, below: Option<&Layer>) -> Option<Issue> {
    match (below, &file.replaces) {
        (Some(below), None) => {
            let message = format!("`{path}` belongs to `{}` and to `{}`", below.id, layer.id);
            let issue = Issue::error(&codes::blueprint::OWNED_TWICE, message)
                .label(0..0, "")
                .in_source(&layer.declared_in);
            Some(
                issue.help(format!(
                    "write `replaces \"{path}\"` into `files` of `{}`, or rename one",
                    layer.id
                )),
            )
        }
        (None, Some(place)) => {
            let message = format!("no layer below `{}` has a file `{path}` to replace", layer.id);
            let issue = Issue::error(&codes::blueprint::NOTHING_REPLACED, message);
            Some(
                issue
                    .label(place.clone(), "")
                    .in_source(&layer.declared_in)
                    .help("drop the path from `replaces`"),
            )
        }
        (Some(_), Some(_)) | (None, None) => None,
    }
}

fn misleading(composed: &Composed<'_>, layer: &Layer, moved: &Move) -> Option<Issue> {
    let Move { from, to, place } = moved;
    let code: &'static Code = &codes::blueprint::BAD_MOVE;
    let issue = if composed.files.contains_key(from) {
        Issue::error(code, format!("`{from}` is still generated, so nothing moved away from it"))
            .help("drop the line, or the file")
    } else if !composed.files.contains_key(to) {
        Issue::error(code, format!("`{to}` is not generated, so nothing moved there"))
            .help("write the path that the file has now")
    } else {
        return None;
    };
    Some(issue.label(place.clone(), "").in_source(&layer.declared_in))
}
