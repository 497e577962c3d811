//! The `quickscale` program: arguments in, exit code out.

use std::process::ExitCode;

fn main() -> ExitCode {
    quickscale::cli::run(std::env::args_os()).into()
}
