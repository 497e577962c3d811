//! Where each part of a value was written.

use std::{collections::BTreeMap, ops::Range};

use super::Pointer;

/// Where one part was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The name of the node or property; the same as `value` for an argument.
    pub key: Range<usize>,
    /// The value; for a block the whole node.
    pub value: Range<usize>,
}

/// The places of a value's parts, by JSON pointer.
#[derive(Debug, Clone, Default)]
pub struct Spans {
    places: BTreeMap<Pointer, Place>,
}

impl Spans {
    /// The bytes of the name of the part at `pointer`, or of the nearest part around it.
    pub fn key(&self, pointer: &Pointer) -> Range<usize> {
        self.place(pointer).key
    }

    /// The bytes of the value at `pointer`. Where nothing was written the name of the nearest
    /// part around it stands in.
    pub fn value(&self, pointer: &Pointer) -> Range<usize> {
        match self.places.get(pointer) {
            Some(place) => place.value.clone(),
            None => self.key(pointer),
        }
    }

    /// Whether the part was written in the file and could be read: not a default, not filled in.
    pub fn contains(&self, pointer: &Pointer) -> bool {
        self.places.contains_key(pointer)
    }

    /// The place of the part at `pointer`, or of the nearest part around it.
    pub fn place(&self, pointer: &Pointer) -> Place {
        let mut nearest = Some(pointer.clone());
        while let Some(pointer) = nearest {
            if let Some(place) = self.places.get(&pointer) {
                return place.clone();
            }
            nearest = pointer.parent();
        }
        Place { key: 0..0, value: 0..0 }
    }

    /// Every part that was written, with its place.
    pub fn iter(&self) -> impl Iterator<Item = (&Pointer, &Place)> {
        self.places.iter()
    }

    pub(super) fn insert(&mut self, pointer: Pointer, place: Place) {
        self.places.insert(pointer, place);
    }
}
