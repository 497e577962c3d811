//! One driver per kind of thing that is planned and applied.
//!
//! A driver observes the world once, plans from what it saw without looking again, and carries out
//! steps of its own. The files come first; the others follow in the order of [`observe`]. No driver
//! calls another: what one needs to know of those before it is in the steps that they propose.

mod data;
mod docker;
mod files;
mod railway;
pub mod subtree;
mod tools;

pub use data::{Data, INSTALL_DOCKER, INSTALL_UV, with_uv};
pub use docker::{Absent, Docker, Effort, Logs, Running};
pub use files::{Files, kept_bases, left_in_package, read_bases, read_code, read_state};
pub use railway::{Ask, Asking, Deployed, Deploying, DnsRecord, Railway};
pub use subtree::Subtrees;
pub use tools::Tools;

use std::fmt;

use crate::{
    diagnostics::Report,
    plan::{ExecutorId, Plan, Proposal, Step},
    resolve::Project,
    workspace::Root,
};

/// A driver that acts after the project's files are in place, or right before.
///
/// It looks at its part of the world when it is made, and at nothing before its steps are carried out.
pub trait Executor: fmt::Debug {
    /// Which steps are this driver's.
    fn id(&self) -> ExecutorId;

    /// Whether it acts before the files: once everything is checked, and before anything is written.
    fn comes_first(&self) -> bool {
        self.id() == ExecutorId::Data
    }

    /// What it saw, for the fingerprint of a plan: another text when the world is another one. Never a secret.
    fn seen(&self) -> String;

    /// What would have to be done once `before` is done, which is what the drivers before it propose. Pure.
    fn plan(&self, before: &Proposal) -> Proposal;

    /// Carries out this driver's steps of `plan`.
    fn apply(&mut self, plan: &Plan, events: &mut dyn Events) -> Result<(), Report>;

    /// Why it left out what it is there for: a plan has a note of it, and a command that carries plans out fails.
    fn unable(&self) -> Option<Report> {
        None
    }

    /// What a person hears with `-v` about how it looked.
    fn detail(&self) -> Option<String> {
        None
    }

    /// Where the project runs, once it does.
    fn deployed(&self) -> Option<&Deployed> {
        None
    }
}

/// What the drivers after the files plan for.
#[derive(Debug, Clone, Copy)]
pub struct Scope<'s> {
    /// What the manifest says.
    pub project: &'s Project,
    /// The environment, which the manifest declares.
    pub environment: &'s str,
    /// Whether steps that need the network are left out.
    pub offline: bool,
    /// The drivers that are asked; the others look at nothing.
    pub chosen: &'s [ExecutorId],
    /// What was said about a deployment besides the manifest.
    pub deploying: &'s Deploying,
    /// Who is asked for a secret that is nowhere.
    pub asking: Asking<'s>,
}

/// The drivers that act after the files, in their order, each with what it saw.
pub fn observe<'r>(root: &'r Root, scope: Scope<'_>) -> Result<Vec<Box<dyn Executor + 'r>>, Report> {
    let mut executors: Vec<Box<dyn Executor + 'r>> = Vec::new();
    if scope.chosen.contains(&ExecutorId::Subtree) {
        executors.push(Box::new(Subtrees::observe(root, scope.project, scope.offline)?));
    }
    if scope.chosen.contains(&ExecutorId::Tools) {
        executors.push(Box::new(Tools::observe(root, scope.offline)?));
    }
    // The compose file is made for the environment that development happens in.
    let here = scope.environment == Project::LOCAL && scope.project.local().docker;
    if here && scope.chosen.contains(&ExecutorId::Docker) {
        executors.push(Box::new(Docker::observe(root, scope.project)?));
    }
    if scope.chosen.contains(&ExecutorId::Railway)
        && let Some(railway) = Railway::observe(root, scope)?
    {
        executors.push(Box::new(railway));
    }
    Ok(executors)
}

/// Who is told how work goes on; the command line draws it.
pub trait Events {
    /// `step` begins.
    fn started(&mut self, step: &Step);

    /// `step` is done.
    fn finished(&mut self, step: &Step);

    /// A program that a step runs has written this line.
    fn said(&mut self, _line: &str) {}

    /// A step that takes its time has come so far.
    fn reached(&mut self, _what: &str) {}
}
