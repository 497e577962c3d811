//! The verbs beside `plan` and `apply`: who owns a file, what is recorded of it, and ways out.

#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "tests write their own directories and start programs"
)]

#[path = "../support/mod.rs"]
mod support;

mod adopt;
mod conflicts;
mod eject;
mod gc;
mod resolve;
mod state;
mod status;
mod why;

const TEXT: &str = "one\ntwo\nthree\nfour\nfive\nsix\nseven\neight\nnine\n";
