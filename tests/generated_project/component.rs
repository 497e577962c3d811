//! What a test needs besides the program. `tests/run.sh` prepares it and names it in the environment.

use std::{env, io::Write as _};

/// A PostgreSQL server whose role may create databases.
pub(crate) const DATABASE: &str = "QUICKSCALE_TEST_DATABASE_URL";
/// The browser.
pub(crate) const CHROMIUM: &str = "QUICKSCALE_TEST_CHROMIUM";
/// An interpreter with what `tests/e2e/requirements.txt` lists.
pub(crate) const BROWSER_PYTHON: &str = "QUICKSCALE_TEST_BROWSER_PYTHON";
/// The Python of generated projects; uv reads it too.
pub(crate) const PYTHON: &str = "UV_PYTHON";

/// What the environment says about a component. Without it there is nothing to test: a failure in CI, elsewhere
/// a line that no test runner hides.
pub(crate) fn component(name: &str) -> Option<String> {
    let value = env::var(name).ok().filter(|value| !value.is_empty());
    if value.is_none() {
        assert!(env::var("CI").as_deref() != Ok("true"), "{name} is not set: run `sh tests/run.sh`");
        let test = std::thread::current().name().unwrap_or_default().to_owned();
        let line = format!("not run: {test} needs {name}, which `sh tests/run.sh` sets\n");
        std::io::stderr().write_all(line.as_bytes()).unwrap();
    }
    value
}
