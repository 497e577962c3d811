//! The verbs beside `plan` and `apply`: who owns a file, what is recorded of it, and ways out.

mod adopt;
mod commit;
mod conflicts;
mod eject;
mod gc;
mod resolve;
mod state;
mod status;
mod why;

const TEXT: &str = "one\ntwo\nthree\nfour\nfive\nsix\nseven\neight\nnine\n";
