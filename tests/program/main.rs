//! The program as people run it: the real binary, in directories of its own, on whatever it is given.
//!
//! One binary, because linking the program into one for each of these files takes longer than running them.

#![allow(
    clippy::disallowed_methods,
    clippy::print_stderr,
    clippy::print_stdout,
    clippy::unwrap_used,
    unreachable_pub,
    reason = "tests start programs, look at their own files and say where they cannot go on"
)]

mod at_a_terminal;
mod bad_input;
mod command_line;
mod converge;
mod development;
mod docs;
mod edit;
mod examples;
mod faults;
mod fmt;
mod frontend_change;
mod fuzz;
mod golden;
mod hostile;
mod init;
mod manifest_errors;
mod manifest_properties;
mod merge_against_git;
mod migrate;
mod modules;
mod never_lost;
mod probes;
mod railway;
mod regressions;
mod schemas;
mod secrets;
mod sequences;
mod subtree;
mod truth;
mod verbs;
mod without_network;

#[path = "../support/mod.rs"]
mod support;
