//! Gate 6: strict types.

use crate::{made::Made, run::output};

pub(crate) fn mypy_finds_nothing(made: &Made) {
    let gate = made.gate(6, "mypy --strict errors");
    let said = output(made.tool("mypy").args(["--strict", "--no-error-summary", "."]));
    gate.finds_nothing(&said.lines().map(str::to_owned).collect::<Vec<_>>());
}
