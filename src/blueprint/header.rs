//! The first node of a `layer.kdl` or a `theme.kdl`.

use semver::Version;

use crate::{
    diagnostics::{Issue, Report, SourceFile, codes},
    document::{Pointer, Spans},
};

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
