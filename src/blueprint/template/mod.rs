//! Templates: a small, fully checked part of liquid.
//!
//! [`mod@check`] finds every mistake of a template with its place before anything is rendered;
//! [`Engine`] renders what passed. Nothing outside of this module names liquid, but for the
//! context's values.

mod blocks;
mod check;
mod engine;
mod filters;
mod foreign;
pub(super) mod quote;
mod scan;
mod scope;
mod shape;
mod shorten;

pub(super) use check::{Checked, check};
pub(super) use engine::Engine;
pub(super) use shape::Shape;
