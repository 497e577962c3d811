//! The three-way comparison by keys: what the new render asks of the project's file.

use std::collections::BTreeMap;

use super::tree::{Many, Meaning, Value};

/// What has to happen to the project's text, and what it means afterwards.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Comparison {
    pub(super) expected: Meaning,
    /// Removals come last, so that what is added finds its neighbours.
    pub(super) changes: Vec<Change>,
    /// The keys that both sides changed; they mean what they do in the project.
    pub(super) conflicts: Vec<Vec<String>>,
}

/// One change of the new render that the project's text does not have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Change {
    pub(super) path: Vec<String>,
    pub(super) action: Action,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Action {
    Insert,
    Replace,
    Remove,
}

/// Compares three texts key by key. Nothing when the texts as a whole are in conflict.
pub(super) fn compare(base: &Value, ours: &Value, theirs: &Value) -> Option<Comparison> {
    let mut walk = Walk::default();
    let expected = walk.value(Some(base), Some(ours), Some(theirs))?;
    if walk.conflicts.iter().any(Vec::is_empty) {
        return None;
    }
    walk.changes.sort_by_key(|change| change.action == Action::Remove);
    Some(Comparison { expected, changes: walk.changes, conflicts: walk.conflicts })
}

#[derive(Default)]
struct Walk {
    path: Vec<String>,
    changes: Vec<Change>,
    conflicts: Vec<Vec<String>>,
}

impl Walk {
    /// The meaning that the merged text has here; nothing where the key is not in it.
    fn value(
        &mut self,
        base: Option<&Value>,
        ours: Option<&Value>,
        theirs: Option<&Value>,
    ) -> Option<Meaning> {
        let [before, mine, other] = [base, ours, theirs].map(|value| value.map(Value::meaning));
        if before == other || mine == other {
            return mine;
        }
        if let Some(together) = self.entries(base, ours, theirs) {
            return Some(together);
        }
        if mine != before {
            self.conflicts.push(self.path.clone());
            return mine;
        }
        let action = match (ours, theirs) {
            (None, _) => Action::Insert,
            (Some(_), None) => Action::Remove,
            (Some(_), Some(_)) => Action::Replace,
        };
        self.changes.push(Change { path: self.path.clone(), action });
        other
    }

    /// Compares entry by entry, when both sides have entries of one kind.
    fn entries(
        &mut self,
        base: Option<&Value>,
        ours: Option<&Value>,
        theirs: Option<&Value>,
    ) -> Option<Meaning> {
        let (Some(Value::Many(mine)), Some(Value::Many(other))) = (ours, theirs) else { return None };
        let comparable = match base {
            Some(Value::Many(before)) => before.kind == mine.kind,
            Some(Value::Leaf(_)) => false,
            None => true,
        };
        if mine.kind != other.kind || !comparable {
            return None;
        }
        let mut merged = BTreeMap::new();
        for key in keys(mine, other) {
            let [before, mine, other] =
                [base, ours, theirs].map(|value| value.and_then(|v| v.get(key)).map(|entry| &entry.value));
            self.path.push(key.to_owned());
            if let Some(meaning) = self.value(before, mine, other) {
                merged.insert(key.to_owned(), meaning);
            }
            self.path.pop();
        }
        Some(Meaning::Many(mine.kind, merged))
    }
}

/// Every key, in the order of the new render and then of the project.
fn keys<'a>(ours: &'a Many, theirs: &'a Many) -> Vec<&'a str> {
    let mut keys: Vec<&str> = theirs.entries.iter().map(|entry| entry.key.as_str()).collect();
    let known: std::collections::HashSet<&str> = keys.iter().copied().collect();
    keys.extend(ours.entries.iter().map(|entry| entry.key.as_str()).filter(|key| !known.contains(key)));
    keys
}
