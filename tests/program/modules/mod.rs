//! Modules that come, change, update and go, with a module that uses every part of `module.kdl`.

mod auth;
mod commands;
mod life;
mod options;
mod removal;
mod update;
mod world;
