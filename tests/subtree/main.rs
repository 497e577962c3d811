//! Git subtrees: what `embed`, `update` and `push` do to real repositories, with real git.

#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "tests write their own directories and start programs"
)]
#![allow(unreachable_pub, reason = "the modules of a test are its own")]

#[path = "../support/mod.rs"]
mod support;

mod server;
mod world;

mod config;
mod conflicts;
mod embed;
mod interop;
mod kill;
mod plan;
mod push;
mod refusals;
mod remotes;
mod safety;
mod undo;
mod update;
