//! Small blueprints in memory: what they compose to, and what is said about each mistake.

mod directory;
mod mistakes;
mod module_parts;
mod modules;
mod rendering;
mod shipped;
mod wiring;

use std::collections::BTreeMap;

use camino::Utf8Path;

use super::{Library, Wanted};
use crate::diagnostics::Report;

/// The least that a library needs: each layer is a `layer.kdl` without files.
const PROJECT: &str = r#"layer "project" version="1.2.0" summary="The project""#;
const FRONTEND: &str = r#"layer "htmx" version="1.0.0" summary="Pages""#;
const THEME: &str = "theme \"starter\" version=\"1.0.0\" summary=\"Looks\"\nfrontend \"htmx\"";

/// A library with `files` besides, or instead of, the three bare layers.
fn library(files: &[(&str, &str)]) -> Library {
    let mut all: BTreeMap<&str, &str> = BTreeMap::from([
        ("project/layer.kdl", PROJECT),
        ("frontends/htmx/layer.kdl", FRONTEND),
        ("themes/starter/theme.kdl", THEME),
    ]);
    all.extend(files.iter().copied());
    Library::given(&all.into_iter().collect::<Vec<_>>())
}

/// Each issue as `code: file:line:column: message (help)`.
fn told(report: &Report) -> Vec<String> {
    let line = |issue: &crate::diagnostics::Issue| {
        let place =
            issue.source.as_ref().zip(issue.labels.first()).map_or(String::new(), |(source, label)| {
                let position = source.position(label.span.start);
                format!("{}:{}:{}: ", source.name(), position.line, position.column)
            });
        let help = issue.help.as_deref().unwrap_or("no help");
        format!("{}: {place}{} ({help})", issue.code, issue.message)
    };
    report.issues().iter().map(line).collect()
}

/// The text of a rendered file.
fn text<'w>(wanted: &'w Wanted, path: &str) -> &'w str {
    let file = wanted.files.get(path).unwrap_or_else(|| panic!("`{path}` is not rendered"));
    str::from_utf8(file.bytes()).unwrap()
}

#[expect(clippy::disallowed_methods, reason = "a test makes its own directory")]
fn write(path: &Utf8Path, bytes: &[u8]) {
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, bytes).unwrap();
}
