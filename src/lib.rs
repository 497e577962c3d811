//! `quickscale` plans and applies what a Django SaaS codebase should be.
//!
//! Data flows one way, and everything left of `apply` is a pure function over values:
//!
//! ```text
//! quickscale.kdl ─► manifest ─► resolve ─► blueprint ─► plan ─────────► apply
//!    text           as written   complete   wanted      pure data:       effects, journalled,
//!                   + spans      project    files       wanted × state   then state
//!                                                       × observed
//! ```
//!
//! - [`document`] turns KDL text into typed values with the span of each.
//! - [`manifest`] is what a person wrote in `quickscale.kdl`.
//! - [`resolve`] fills in defaults and checks what refers to what.
//! - [`blueprint`] renders the files the project should consist of.
//! - [`plan`] compares them with what was applied and with what is there.
//! - [`apply`] carries a plan out and can be killed at any instant.
//! - [`executor`] holds one driver per kind of thing that is planned and applied.
//! - [`state`] is what was applied last, committed beside the manifest.
//! - [`workspace`] is the only way to the file system, [`process`] the only way to other programs.
//! - [`config`] is what a person prefers in every project.
//! - [`diagnostics`] is how all of them speak to a person or a machine, [`cli`] where they do.

pub mod apply;
pub mod blueprint;
pub mod cli;
pub mod config;
pub mod diagnostics;
pub mod document;
pub mod executor;
pub mod manifest;
mod parallel;
pub mod plan;
pub mod process;
pub mod resolve;
mod schema;
pub mod state;
pub mod workspace;
