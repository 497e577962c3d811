//! What a module says about its releases.

use semver::Version;

use super::Loader;
use crate::{
    blueprint::module::{Release, written},
    diagnostics::codes,
    document::Pointer,
};

impl Loader<'_> {
    pub(super) fn releases(&mut self, written: &[written::Release]) -> Vec<Release> {
        let mut releases = Vec::new();
        for (index, release) in written.iter().enumerate() {
            let at = Pointer::root().key("release").index(index);
            let version = Version::parse(&release.version);
            if let Err(error) = &version {
                self.unreadable("a version", &release.version, error, "1.0.0", &at.key("version"));
            }
            let renames = |renames: &[written::Rename]| {
                renames.iter().map(|rename| (rename.from.clone(), rename.to.clone())).collect()
            };
            for (index, rename) in release.rename_option.iter().enumerate() {
                self.renamed(
                    &rename.to,
                    self.options.contains_key(&rename.to),
                    &at.key("rename-option").index(index),
                );
            }
            for (index, rename) in release.rename_variable.iter().enumerate() {
                let declared = self.variables.contains(&rename.to.as_str());
                self.renamed(&rename.to, declared, &at.key("rename-variable").index(index));
            }
            for (index, replace) in release.replace.iter().enumerate() {
                let at = at.key("replace").index(index);
                self.dotted(&replace.from, &at.key("from"));
                self.dotted(&replace.with, &at.key("with"));
            }
            releases.extend(version.ok().map(|version| Release {
                version,
                notes: release.note.clone(),
                migrations: release.migration.clone(),
                options: renames(&release.rename_option),
                variables: renames(&release.rename_variable),
                names: release.replace.iter().map(|part| (part.from.clone(), part.with.clone())).collect(),
            }));
        }
        releases.sort_by(|a, b| a.version.cmp(&b.version));
        releases
    }

    /// A rename leads to something that there is.
    fn renamed(&mut self, to: &str, exists: bool, at: &Pointer) {
        if !exists {
            let message = format!("nothing is called `{}` now", to.escape_debug());
            self.refuse(
                &codes::blueprint::BAD_RENAME,
                &at.key("to"),
                message,
                "write the name that it has now",
            );
        }
    }
}
