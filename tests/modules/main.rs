//! Modules that come, change, update and go, with a module that uses every part of `module.kdl`.

#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "tests write their own directories and start programs"
)]

#[path = "../support/mod.rs"]
mod support;

mod auth;
mod commands;
mod life;
mod options;
mod removal;
mod update;
mod world;
