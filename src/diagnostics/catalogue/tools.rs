//! Codes of programs that quickscale runs.

pub mod codes {
    use crate::diagnostics::code::codes;

    codes! {
        MISSING_PROGRAM = "tools::missing-program", "a program that is needed is not installed",
    "A step of the plan runs another program, and it was not found on your PATH. All files of the plan are in place: the \
step that is missing shows up alone in the next plan.

Install the program as the help says and run `quickscale apply` again, or leave such steps out with `--offline`.";

        NOT_RUN = "tools::not-run", "a program could not be started",
    "The program was found, and the operating system refused to start it, or the connection to it broke. Typical reasons \
are a file that is not executable, and a program for another kind of processor.

Run the command of the message yourself: the shell usually says more.";

        TIMED_OUT = "tools::timed-out", "a program did not end in time",
    "A program ran for longer than its task can take, so it was stopped together with everything that it had started. The \
usual reason is a network that swallows packets, or a prompt for a password that nobody sees.

Run the command of the message yourself, and `quickscale apply` afterwards: it continues where it stopped.";

        FAILED = "tools::failed", "a program failed",
    "A step of the plan runs another program, and it reported a failure; its last lines are part of the message, without \
credentials. All files of the plan are in place: the step that failed shows up alone in the next plan.

Repair what the program names, for example a version that does not exist in `pyproject.toml`, and run \
    `quickscale apply` again.";

        NOTHING_MADE = "tools::nothing-made", "a program ended well and made nothing",
    "A step of the plan runs a program that makes a file, and the file was not there after the program had reported success. \
Often a wrapper script of the same name stands first on the PATH.

Run the command of the message yourself and look at what it does: `command -v uv` shows which program it is.";
    }
}
