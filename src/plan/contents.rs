//! The texts that a plan speaks of.

use std::{collections::BTreeMap, sync::Arc};

use crate::workspace::Digest;

/// Texts by their digest.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Contents(BTreeMap<Digest, Arc<[u8]>>);

impl Contents {
    /// Keeps `bytes` and returns their digest.
    pub fn insert(&mut self, bytes: &[u8]) -> Digest {
        let digest = Digest::of(bytes);
        self.0.entry(digest).or_insert_with(|| bytes.into());
        digest
    }

    /// Keeps `bytes`, whose digest is known to be `digest`.
    pub(crate) fn insert_known(&mut self, digest: Digest, bytes: Arc<[u8]>) {
        self.0.insert(digest, bytes);
    }

    /// The bytes of `digest`, when they were kept, to keep them elsewhere too.
    pub(crate) fn shared(&self, digest: Digest) -> Option<&Arc<[u8]>> {
        self.0.get(&digest)
    }

    /// The bytes of `digest`, when they were kept.
    pub fn get(&self, digest: Digest) -> Option<&[u8]> {
        self.0.get(&digest).map(AsRef::as_ref)
    }
}

impl Extend<(Digest, Arc<[u8]>)> for Contents {
    fn extend<I: IntoIterator<Item = (Digest, Arc<[u8]>)>>(&mut self, texts: I) {
        self.0.extend(texts);
    }
}

impl IntoIterator for Contents {
    type Item = (Digest, Arc<[u8]>);
    type IntoIter = std::collections::btree_map::IntoIter<Digest, Arc<[u8]>>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}
