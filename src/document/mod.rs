//! From KDL text to a typed value, with the span of every key and value and with all mistakes at once.
//!
//! The Rust type is the one source: schemars derives its JSON Schema, the schema directs the
//! lowering of KDL to JSON, jsonschema checks the JSON, serde reads it. Used for the manifest, for
//! `layer.kdl` and for `module.kdl`. The only user of kdl and jsonschema.
//!
//! How a type is written in KDL follows from its schema:
//!
//! | schema | KDL |
//! |---|---|
//! | object | a node with a block; scalar fields may also be properties |
//! | object with `x-kdl-args` | the named fields are the node's arguments |
//! | array of objects | a node that may be repeated |
//! | array of scalars | arguments, repeated nodes, or `-` children |
//! | map | a block whose node names are the keys |
//! | boolean | a bare node, or one with `#true` or `#false` |
//! | anything | one argument, several for a list, none for `#true` |

mod limits;
mod located;
mod lower;
mod outline;
mod pointer;
mod schema;
mod spans;
mod syntax;
mod tokens;
mod value;
mod violation;

use schemars::JsonSchema;
use serde::de::DeserializeOwned;

use crate::diagnostics::{Issue, Report, SourceFile, codes};

pub(crate) use outline::{Block, Entry, Meaning, Node, Outline, Scalar, outline};
pub use pointer::Pointer;
pub use schema::json_schema;
pub(crate) use schema::{Schema, Shape, compiled};
pub use spans::{Place, Spans};
pub(crate) use tokens::{Token, TokenKind, tokens};

/// A value as it was written, and where each part of it was written.
#[derive(Debug, Clone)]
pub struct Typed<T> {
    /// The value.
    pub value: T,
    /// The places of its parts.
    pub spans: Spans,
}

/// Reads `source` as a `T`, or says everything that is wrong with it.
///
/// Warnings alone do not make a report: use [`read_partial`] where they matter.
pub fn read<T: DeserializeOwned + JsonSchema + 'static>(source: &SourceFile) -> Result<Typed<T>, Report> {
    match read_partial(source) {
        (Some(typed), report) if !report.has_errors() => Ok(typed),
        (_, report) => Err(report),
    }
}

/// Reads as much of `source` as there is to read, so that later checks can add to the same report.
///
/// What is broken is left out of the value; what is required and missing is filled in with
/// something of the right type. Neither has a place of its own: [`Spans::contains`] tells.
/// There is no value when the text is not KDL at all.
pub fn read_partial<T>(source: &SourceFile) -> (Option<Typed<T>>, Report)
where
    T: DeserializeOwned + JsonSchema + 'static,
{
    let document = match limits::check(source).and_then(|()| syntax::parse(source)) {
        Ok(document) => document,
        Err(issues) => return (None, issues.into_iter().collect()),
    };
    let compiled = compiled::<T>();
    let mut issues = Vec::new();
    let mut tree = lower::lower(&document, compiled.schema(), source, &mut issues);
    let violations = violation::check(&compiled, &tree, source);
    for violation in violations {
        tree.break_at(&violation.pointer);
        issues.extend(violation.issue);
    }
    if !issues.is_empty() {
        tree.fill(compiled.schema());
    }
    let (json, spans) = tree.finish();
    let value = match T::deserialize(json) {
        Ok(value) => Some(Typed { value, spans }),
        Err(error) => {
            if issues.is_empty() {
                issues.push(unreadable(&error, source));
            }
            None
        }
    };
    let mut report: Report = issues.into_iter().collect();
    report.sort_by_place();
    (value, report)
}

/// What is left when the schema is weaker than the type; a good type does not get here.
fn unreadable(error: &serde_json::Error, source: &SourceFile) -> Issue {
    Issue::error(&codes::kdl::WRONG_VALUE, error.to_string().escape_debug().to_string())
        .label(0..0, "somewhere in this file")
        .in_source(source)
}

#[cfg(test)]
mod tests;
