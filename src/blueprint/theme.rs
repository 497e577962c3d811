//! A theme: its place in the line of themes, and the layers that it is made of.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{
    header::Header,
    layer::Layer,
    layer_files::LayerFiles,
    source::Source,
    theme_file::{ThemeApp, ThemeFile},
};
use crate::{
    diagnostics::{Issue, Report, SourceFile, codes},
    document::{self, Pointer, Typed},
    workspace::RelPath,
};

/// A theme as its `theme.kdl` describes it. Its files are read when a project is rendered.
#[derive(Debug, Clone)]
pub struct ThemeSpec {
    /// The theme whose files come before this one's.
    pub extends: Option<String>,
    /// Whether it is only there to be extended.
    pub is_abstract: bool,
    /// The frontends it has pages for.
    pub frontends: BTreeSet<String>,
    version: semver::Version,
    text: SourceFile,
    written: Typed<ThemeFile>,
    id: String,
}

/// The JSON Schema of `theme.kdl`.
pub fn theme_schema() -> Value {
    document::json_schema::<ThemeFile>("theme", "theme.kdl")
}

impl ThemeSpec {
    /// Reads the `theme.kdl` of the theme in the folder `name`, or says everything that is wrong with it.
    pub(super) fn load(source: &Source, name: &str) -> Result<Self, Report> {
        let id = format!("themes/{name}");
        let path = RelPath::new(format!("{id}/theme.kdl"));
        let path = path.map_err(|error| Issue::error(&codes::blueprint::BAD_PATH, error.to_string()))?;
        let text = source.text(&path)?;
        let written = document::read::<ThemeFile>(&text)?;
        let theme = &written.value.theme;
        let header = Header { node: "theme", name: &theme.name, version: &theme.version };
        let version = header.check(name, &text, &written.spans)?;
        let frontends = written.value.frontend.iter().map(|part| part.name.clone()).collect();
        let theme = Self {
            extends: theme.extends.clone(),
            is_abstract: theme.is_abstract,
            frontends,
            version,
            id,
            text,
            written,
        };
        theme.check_apps(source)?;
        Ok(theme)
    }

    /// The Django applications that it brings.
    pub(super) fn apps(&self) -> &[ThemeApp] {
        &self.written.value.app
    }

    /// The layers of the theme in their order: what every frontend gets, and what `frontend` gets besides.
    pub(super) fn layers(&self, source: &Source, frontend: &str) -> Result<Vec<Layer>, Report> {
        let written = &self.written.value;
        let rules = (&written.files, written.moved.as_slice());
        let both = LayerFiles::with_frontend(&self.id, rules, &written.frontend, frontend);
        LayerFiles::load_all(both, source, &self.version, &self.text, &self.written.spans)
    }

    /// An issue about the theme that this one builds on.
    pub(super) fn about_base(&self, message: String) -> Issue {
        let place = self.written.spans.value(&Pointer::root().key("theme").key("extends"));
        Issue::error(&codes::blueprint::WRONG_BASE, message).label(place, "").in_source(&self.text)
    }

    /// Checks that each application is there and has a place among the URLs.
    fn check_apps(&self, source: &Source) -> Result<(), Report> {
        let mut report = Report::new();
        for (index, app) in self.apps().iter().enumerate() {
            let mut say = |field, message: String, help: String| {
                let place = self.written.spans.value(&Pointer::root().key("app").index(index).key(field));
                let issue = Issue::error(&codes::blueprint::BAD_APP, message);
                report.push(issue.label(place, "").in_source(&self.text).help(help));
            };
            let package = format!("{}/files/__package__/{}/__init__.py", self.id, app.name);
            if !source.contains(&package) {
                let message = format!("the theme has no application `{}`", app.name.escape_debug());
                say("name", message, format!("add `{}`, or correct the name", package.escape_debug()));
            }
            if !is_url_prefix(&app.url) {
                let message = format!("`{}` is not the beginning of URLs", app.url.escape_debug());
                say("url", message, "write it like `url=\"todo/\"`".to_owned());
            }
        }
        if report.is_empty() { Ok(()) } else { Err(report) }
    }
}

/// Whether it is segments of small letters, digits and hyphens, each with a `/` behind it.
fn is_url_prefix(url: &str) -> bool {
    let allowed = |b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'-');
    let segment = |segment: &str| !segment.is_empty() && segment.bytes().all(allowed);
    url.strip_suffix('/').is_some_and(|url| url.split('/').all(segment))
}
