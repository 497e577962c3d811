//! The names that are known at one place of a template.

use std::collections::BTreeMap;

use super::Shape;
use crate::diagnostics::closest;

/// The context, what was assigned so far, and the loops that are open.
///
/// A name that was introduced by something wrong has no shape: everything may be done with it, so
/// that one mistake is said once.
pub(super) struct Scope<'t> {
    context: Shape,
    assigned: BTreeMap<&'t str, Option<Shape>>,
    loops: Vec<(&'t str, Option<Shape>)>,
}

/// A path that leads nowhere.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Unknown<'t> {
    /// The segment that is not there.
    pub(super) name: &'t str,
    /// Its first byte inside of the path.
    pub(super) at: usize,
    /// What it was looked for in, in words.
    pub(super) inside: String,
    /// What there is instead.
    pub(super) known: Vec<&'t str>,
    /// The one that was probably meant.
    pub(super) nearest: Option<&'t str>,
}

/// What liquid knows inside of every loop.
const FORLOOP: Shape = Shape::Record(&[
    ("first", Shape::Boolean),
    ("index", Shape::Integer),
    ("index0", Shape::Integer),
    ("last", Shape::Boolean),
    ("length", Shape::Integer),
    ("rindex", Shape::Integer),
    ("rindex0", Shape::Integer),
]);

impl<'t> Scope<'t> {
    pub(super) fn new(context: Shape) -> Self {
        Self { context, assigned: BTreeMap::new(), loops: Vec::new() }
    }

    pub(super) fn assign(&mut self, name: &'t str, shape: Option<Shape>) {
        self.assigned.insert(name, shape);
    }

    pub(super) fn open_loop(&mut self, item: &'t str, shape: Option<Shape>) {
        self.loops.push((item, shape));
    }

    pub(super) fn close_loop(&mut self) {
        self.loops.pop();
    }

    /// What `path` leads to: `Ok(None)` when that cannot be known.
    pub(super) fn find(&self, path: &'t str) -> Result<Option<Shape>, Unknown<'t>> {
        let root = path.split('.').next().unwrap_or(path);
        let Some(mut shape) = self.root(root) else {
            return Err(self.unknown_root(root));
        };
        let mut end = root.len();
        for name in path.split('.').skip(1) {
            let Some(outer) = shape else { return Ok(None) };
            shape = Some(outer.member(name).ok_or_else(|| Unknown {
                name,
                at: end + 1,
                inside: format!("`{}`", &path[..end]),
                known: outer.names(),
                nearest: closest(name, outer.names()),
            })?);
            end += 1 + name.len();
        }
        Ok(shape)
    }

    fn root(&self, name: &str) -> Option<Option<Shape>> {
        let looped = self.loops.iter().rev().find(|(item, _)| *item == name).map(|(_, shape)| *shape);
        let forloop = || (name == "forloop" && !self.loops.is_empty()).then_some(Some(FORLOOP));
        looped
            .or_else(forloop)
            .or_else(|| self.assigned.get(name).copied())
            .or_else(|| self.context.member(name).map(Some))
    }

    fn unknown_root(&self, name: &'t str) -> Unknown<'t> {
        let mut known: Vec<&'t str> = self.context.names();
        known.extend(self.assigned.keys().copied());
        known.extend(self.loops.iter().map(|(item, _)| *item).filter(|item| !item.is_empty()));
        let nearest = closest(name, known.iter().copied());
        Unknown { name, at: 0, inside: "the context of templates".to_owned(), known, nearest }
    }
}
