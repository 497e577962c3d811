//! What `docs/auth.md` says that the module `auth` has to do, and where that is tested.

use std::{fs, path::Path};

/// A row of its table.
pub struct Row {
    /// The file of the test in the module.
    pub file: String,
    /// The name of the test.
    pub test: String,
    /// The function of `tests/e2e/accounts.py` in which people do it in a browser, where they would.
    pub walked: Option<String>,
}

/// Every row.
pub fn rows() -> Vec<Row> {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/auth.md");
    let page = fs::read_to_string(page).unwrap();
    page.lines().filter(|line| line.contains("::test_")).map(row).collect()
}

fn row(line: &str) -> Row {
    let cells: Vec<_> = line.split('|').map(|cell| cell.trim().trim_matches('`')).collect();
    let [_, _, test, walked, _] = cells[..] else { panic!("{line}") };
    let (file, test) = test.split_once("::").unwrap();
    let walked = (!walked.is_empty()).then(|| walked.to_owned());
    Row { file: file.to_owned(), test: test.to_owned(), walked }
}
