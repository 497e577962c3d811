//! Modules that come, change, update and go, with a module that uses every part of `module.kdl`.

mod any_order;
mod auth;
mod commands;
mod files;
mod life;
mod options;
mod removal;
mod terminal;
pub(crate) mod update;
pub(crate) mod world;
