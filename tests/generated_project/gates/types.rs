//! Gate 6: strict types.

use crate::{
    made::Made,
    run::{output, program, succeed},
};

pub(crate) fn mypy_finds_nothing(made: &Made) {
    let gate = made.gate(6, "mypy --strict errors");
    let said = output(made.tool("mypy").args(["--strict", "--no-error-summary", "."]));
    gate.finds_nothing(&said.lines().map(str::to_owned).collect::<Vec<_>>());
}

pub(crate) fn tsc_finds_nothing(made: &Made) {
    let gate = made.gate(6, "tsc strict errors");
    let frontend = made.directory.join("frontend");
    let mut tsc = program(frontend.join("node_modules/.bin/tsc"), &frontend);
    assert!(succeed(tsc.arg("--showConfig")).contains("\"strict\": true"), "tsconfig.json is not strict");
    let mut tsc = program(frontend.join("node_modules/.bin/tsc"), &frontend);
    let said = output(tsc.args(["--noEmit", "--pretty", "false"]));
    gate.finds_nothing(&said.lines().map(str::to_owned).collect::<Vec<_>>());
}
