//! Git subtrees: what `embed`, `update` and `push` do to real repositories, with real git.

mod server;
pub mod world;

mod asked;
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
