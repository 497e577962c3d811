//! What a person wrote in `quickscale.kdl`, and every mistake in it that can be seen without
//! knowing which modules, themes and frontends there are.
//!
//! [`Manifest`] is the file as written: a field that may be left out is an `Option`. Defaults,
//! inheritance between environments and references to blueprints belong to
//! [`resolve`](crate::resolve). Nothing here reads a file.

mod check;
pub mod edit;
pub mod format;
pub mod migrate;
mod model;
mod vocabulary;

use crate::{
    diagnostics::{Report, SourceFile, codes},
    document::{self, Typed},
};

pub use check::{
    default_package, is_of_every_project, literal_secret, misfit, undeclared_variable, variable_name_problem,
    variable_value_problem,
};
pub(crate) use check::{has_password, wrong_reference, wrong_remote};
pub use model::{
    Database, Deploy, Environment, Header, Literal, Manifest, Origin, Project, Removed, Setting, Subtree,
    Variable,
};
pub use vocabulary::{Cache, Data, Engine, Tasks, VariableType};

/// The name of the manifest in the project's root.
pub const FILE_NAME: &str = "quickscale.kdl";

/// The version of the manifest's language that this program speaks.
pub const SCHEMA: u32 = 1;

/// Reads a manifest and says everything that is wrong with it, in the order of the text.
///
/// The manifest comes back as far as it could be read, so that a caller can add its own checks to
/// the same report; go on with it only if the report has no errors.
///
/// A secret that was written down is masked in the text that the issues carry. The manifest does not
/// come back then: a later check would show the text as it is.
pub fn read(source: &SourceFile) -> (Option<Typed<Manifest>>, Report) {
    let (typed, mut report) = document::read_partial::<Manifest>(source);
    let Some(typed) = typed else { return (None, report) };
    let mut findings = check::Findings::new(source, &typed.spans);
    check::manifest(&typed.value, &mut findings);
    let secrets = findings.secrets();
    report.extend(findings.into_issues());
    // A manifest of a later version is full of things that are only unknown here.
    if report.issues().iter().any(|issue| issue.code == &codes::manifest::NEWER_SCHEMA) {
        report = report.into_iter().filter(|issue| issue.code == &codes::manifest::NEWER_SCHEMA).collect();
    }
    report.mask(&secrets);
    report.sort_by_place();
    (secrets.is_empty().then_some(typed), report)
}

/// The JSON Schema of the manifest, for editors.
pub fn json_schema() -> serde_json::Value {
    document::json_schema::<Manifest>("manifest", "quickscale.kdl, lowered to JSON")
}
