//! Services on a real engine. `sh tests/run.sh` says what that takes.

#![expect(clippy::disallowed_methods, reason = "tests write their own directories and start programs")]
#![expect(clippy::print_stdout, reason = "a test that is left out says so")]
#![expect(clippy::unwrap_used, reason = "a test that cannot go on says where")]

mod checkout;
mod on_an_engine;
#[path = "../support/mod.rs"]
mod support;
