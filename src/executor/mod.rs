//! One driver per kind of thing that is planned and applied.
//!
//! A driver observes the world once, plans from what it saw without looking again, and carries out
//! steps of its own. `apply` decides the order; no driver calls another.

mod files;
mod tools;

pub use files::{Files, kept_bases, read_bases, read_state};
pub use tools::Tools;

use crate::{
    diagnostics::Report,
    plan::{ExecutorId, Plan, Step},
};

/// A driver that acts after the project's files are in place.
///
/// Every driver also has an `observe` and a `plan`, which differ in what they look at.
pub trait Executor {
    /// Which steps are this driver's.
    fn id(&self) -> ExecutorId;

    /// Carries out this driver's steps of `plan`.
    fn apply(&mut self, plan: &Plan, events: &mut dyn Events) -> Result<(), Report>;
}

/// Who is told how work goes on; the command line draws it.
pub trait Events {
    /// `step` begins.
    fn started(&mut self, step: &Step);

    /// `step` is done.
    fn finished(&mut self, step: &Step);
}
