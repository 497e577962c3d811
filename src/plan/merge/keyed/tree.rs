//! A text of any format as keys with the places where they stand.

use std::{collections::BTreeMap, ops::Range};

/// What is known of a key's value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::plan::merge) enum Value {
    /// Merged as a whole. The text says what it means: two spellings of one value have one text.
    Leaf(String),
    /// Merged entry by entry.
    Many(Many),
}

/// A table or a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::plan::merge) struct Many {
    pub(super) kind: Kind,
    pub(super) layout: Layout,
    /// In the order of the text, each key once.
    pub(super) entries: Vec<Entry>,
}

/// What the keys of entries are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Names.
    Map,
    /// What tells elements of a list apart; the order of the list means nothing.
    Set,
}

/// How entries are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Layout {
    /// On lines of their own. The first can be written at `body`.
    Lines { body: usize },
    /// With commas between them, after `open` and before `close`.
    Commas { open: usize, close: usize },
}

/// A key and its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) key: String,
    /// From the key's first byte to the value's last.
    pub(super) span: Range<usize>,
    /// The value alone.
    pub(super) value_span: Range<usize>,
    pub(super) value: Value,
}

/// A value without the places: equal when two texts mean the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Meaning {
    Leaf(String),
    Many(Kind, BTreeMap<String, Self>),
}

impl Value {
    pub(super) fn meaning(&self) -> Meaning {
        match self {
            Self::Leaf(text) => Meaning::Leaf(text.clone()),
            Self::Many(many) => Meaning::Many(
                many.kind,
                many.entries.iter().map(|entry| (entry.key.clone(), entry.value.meaning())).collect(),
            ),
        }
    }

    /// The entry at `path`; none for the empty path, which is the text itself.
    pub(super) fn entry(&self, path: &[String]) -> Option<&Entry> {
        let (first, rest) = path.split_first()?;
        let entry = self.get(first)?;
        if rest.is_empty() { Some(entry) } else { entry.value.entry(rest) }
    }

    /// The value at `path`.
    pub(super) fn at(&self, path: &[String]) -> Option<&Self> {
        if path.is_empty() { Some(self) } else { Some(&self.entry(path)?.value) }
    }

    pub(super) fn get(&self, key: &str) -> Option<&Entry> {
        match self {
            Self::Leaf(_) => None,
            Self::Many(many) => many.entries.iter().find(|entry| entry.key == key),
        }
    }
}

impl Many {
    /// Entries whose keys are all different; else nothing, for they cannot be told apart.
    pub(super) fn new(kind: Kind, layout: Layout, entries: Vec<Entry>) -> Option<Self> {
        let mut keys: Vec<&str> = entries.iter().map(|entry| entry.key.as_str()).collect();
        keys.sort_unstable();
        let unique = keys.windows(2).all(|pair| pair.first() != pair.last());
        unique.then_some(Self { kind, layout, entries })
    }
}

impl Meaning {
    /// Takes out the key at `path`.
    pub(super) fn forget(&mut self, path: &[String]) {
        if let (Self::Many(_, entries), Some((first, rest))) = (self, path.split_first()) {
            if rest.is_empty() {
                entries.remove(first);
            } else if let Some(inner) = entries.get_mut(first) {
                inner.forget(rest);
            }
        }
    }
}
