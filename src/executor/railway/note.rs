//! What this checkout knows of a deployment besides the record: what was begun and not seen to its end. It is never
//! committed, and losing it costs a question or a deployment more, nothing else.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{
    diagnostics::Issue,
    workspace::{RelPath, Root, run_path},
};

/// The note.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Note {
    /// What is being made, so that it is found again when nobody heard whether it was.
    pub(super) making: Option<Making>,
    /// The last deployment of each service that was begun from here.
    pub(super) begun: BTreeMap<String, Begun>,
}

/// Something that was asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Making {
    /// What it is here: `project`, `postgres`, `site`.
    pub(super) what: String,
    /// The ids of those that could be taken for it and were there before.
    pub(super) before: Vec<String>,
}

/// A deployment that was begun.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Begun {
    pub(super) id: String,
    /// What was sent.
    pub(super) digest: String,
}

impl Note {
    /// The note about `environment`; an empty one when there is none, or none that can be read.
    pub(super) fn read(root: &Root, environment: &str) -> Result<Self, Issue> {
        let bytes = root.read_if_file(&path(environment))?;
        Ok(bytes.and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or_default())
    }

    pub(super) fn write(&self, root: &Root, environment: &str) -> Result<(), Issue> {
        let text = serde_json::to_vec_pretty(self).expect("internal: a note consists of what JSON has");
        root.write_own(&path(environment), &text).map_err(Issue::from)
    }

    /// The one of `candidates` that was made by a command that never heard of it.
    pub(super) fn made<'c>(&self, what: &str, candidates: &[&'c str]) -> Option<&'c str> {
        let making = self.making.as_ref().filter(|making| making.what == what)?;
        let mut new = candidates.iter().filter(|id| !making.before.iter().any(|before| before == *id));
        match (new.next(), new.next()) {
            (Some(id), None) => Some(id),
            _ => None,
        }
    }
}

fn path(environment: &str) -> RelPath {
    run_path(&format!("railway-{environment}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_made_unheard_is_what_is_new() {
        let making = Making { what: "project".to_owned(), before: vec!["a".to_owned()] };
        let note = Note { making: Some(making), ..Note::default() };
        assert_eq!(note.made("project", &["a", "b"]), Some("b"));
        assert_eq!(note.made("project", &["a"]), None);
        assert_eq!(note.made("project", &["a", "b", "c"]), None);
        assert_eq!(note.made("site", &["b"]), None);
    }
}
