//! Mistakes that a schema cannot see and that need nothing but the manifest itself.
//!
//! Each file checks one part of the manifest and reports to [`Findings`].

mod environments;
mod findings;
mod modules;
mod package;
mod project;
mod subtrees;
mod variables;
mod words;

use super::{Manifest, SCHEMA};
use crate::{
    diagnostics::{Issue, codes},
    document::Pointer,
};

pub(super) use findings::Findings;
pub use package::default_package;
pub(crate) use subtrees::{has_password, wrong_reference, wrong_remote};
pub use variables::{
    is_of_every_project, literal_secret, misfit, undeclared_variable, variable_name_problem,
    variable_value_problem,
};

/// Checks all of the manifest.
pub(super) fn manifest(manifest: &Manifest, findings: &mut Findings<'_>) {
    header(manifest, findings);
    project::check(&manifest.project, findings);
    modules::check(manifest, findings);
    variables::check(manifest, findings);
    subtrees::check(&manifest.subtree, findings);
    environments::check(manifest, findings);
}

fn header(manifest: &Manifest, findings: &mut Findings<'_>) {
    let schema = manifest.quickscale.map_or(SCHEMA, |header| header.schema);
    if schema > SCHEMA {
        let message = format!("the manifest needs quickscale newer than {}", env!("CARGO_PKG_VERSION"));
        let help = format!("update quickscale; this one reads manifests up to `schema={SCHEMA}`");
        let at = Pointer::root().key("quickscale").key("schema");
        findings.push(
            &at,
            Issue::error(&codes::manifest::NEWER_SCHEMA, message).help(help),
            "a later version",
        );
    }
}
