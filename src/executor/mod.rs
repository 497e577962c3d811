//! One driver per kind of thing that is planned and applied.
//!
//! A driver observes the world once, plans from what it saw without looking again, and carries out
//! steps of its own. `apply` decides the order; no driver calls another.

use crate::{
    diagnostics::Report,
    plan::{ExecutorId, Plan, Proposal, Step},
};

/// A driver.
pub trait Executor {
    /// Which steps are this driver's.
    fn id(&self) -> ExecutorId;

    /// Looks at the world, once, without changing anything.
    fn observe(&mut self) -> Result<(), Report>;

    /// What would have to be done, from what was observed. Pure.
    fn plan(&self) -> Result<Proposal, Report>;

    /// Carries out this driver's steps of `plan`, or refuses before the first effect when what was
    /// observed has moved.
    fn apply(&mut self, plan: &Plan, events: &mut dyn Events) -> Result<(), Report>;
}

/// Who is told how work goes on; the command line draws it.
pub trait Events {
    /// `step` begins.
    fn started(&mut self, step: &Step);

    /// `step` is done.
    fn finished(&mut self, step: &Step);
}
