//! Names of Python, Django and the database in `module.kdl`.

use indexmap::IndexMap;

use super::Loader;
use crate::{
    blueprint::{
        module::written::{self, ModuleFile, Stage},
        python,
    },
    diagnostics::codes,
    document::Pointer,
};

/// Labels of apps that every project has.
const LABELS_OF_THE_PROJECT: [&str; 11] = [
    "accounts",
    "admin",
    "auth",
    "contenttypes",
    "messages",
    "pages",
    "project",
    "scheduling",
    "sessions",
    "sitemaps",
    "staticfiles",
];

impl Loader<'_> {
    /// The label of the module's app. What is only announced has no app yet.
    pub(super) fn label(&mut self, written: &ModuleFile, folder: &str) -> String {
        let label = written.label.clone().unwrap_or_else(|| folder.replace('-', "_"));
        let at = Pointer::root().key(if written.label.is_some() { "label" } else { "module" });
        if !python::is_name(&label) {
            let message = format!("`{}` cannot be the label of an app", label.escape_debug());
            self.refuse(&codes::blueprint::BAD_NAME, &at, message, "write small letters, digits and `_`");
        } else if written.stage == Stage::Available && LABELS_OF_THE_PROJECT.contains(&label.as_str()) {
            let message = format!("the label `{label}` belongs to an app that every project has");
            let help =
                format!("write `label \"{label}_module\"`, and the same `label` in the app's `apps.py`");
            self.refuse(&codes::blueprint::BAD_NAME, &at, message, help);
        }
        label
    }

    pub(super) fn dotted(&mut self, path: &str, at: &Pointer) -> Option<String> {
        if python::is_dotted(path) && path.contains('.') || python::is_name(path) {
            return Some(path.to_owned());
        }
        let message = format!("`{}` is not a dotted name of Python", path.escape_debug());
        self.refuse(
            &codes::blueprint::BAD_NAME,
            at,
            message,
            "write it as `modules.notes.middleware.Recent`",
        );
        None
    }

    pub(super) fn template(&mut self, path: &str, at: &Pointer) -> Option<String> {
        let plain = |c: char| c.is_ascii_alphanumeric() || "-_./".contains(c);
        if path.chars().all(plain) && path.ends_with(".html") {
            return Some(path.to_owned());
        }
        let message = format!("`{}` is not the name of a template", path.escape_debug());
        self.refuse(&codes::blueprint::BAD_NAME, at, message, "write it as `notes/slots/nav.html`");
        None
    }

    pub(super) fn permissions(
        &mut self,
        written: &[written::Permission],
        label: &str,
    ) -> IndexMap<String, String> {
        for (index, permission) in written.iter().enumerate() {
            let codename = permission.name.strip_prefix(label).and_then(|rest| rest.strip_prefix('.'));
            if !codename.is_some_and(python::is_name) {
                let at = Pointer::root().key("permission").index(index).key("name");
                let message =
                    format!("`{}` is not a permission of the module", permission.name.escape_debug());
                let help = format!("write it as `{label}.export_note`");
                self.refuse(&codes::blueprint::BAD_NAME, &at, message, help);
            }
        }
        written.iter().map(|permission| (permission.name.clone(), permission.help.clone())).collect()
    }

    pub(super) fn tables(&mut self, written: &[String]) {
        for (index, table) in written.iter().enumerate() {
            if !python::is_name(table) {
                let at = Pointer::root().key("table").index(index);
                let message = format!("`{}` cannot be the name of a table", table.escape_debug());
                self.refuse(&codes::blueprint::BAD_NAME, &at, message, "write it as `notes_note`");
            }
        }
    }

    pub(super) fn untyped(&mut self, written: &[String]) {
        for (index, package) in written.iter().enumerate() {
            self.dotted(
                package.strip_suffix(".*").unwrap_or(package),
                &Pointer::root().key("untyped").index(index),
            );
        }
    }
}
