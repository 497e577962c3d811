//! Gates 7 and 10: the project's own tests, and among them those of what its accounts have to do.

use std::{fmt::Write as _, process::Stdio};

use wait4::Wait4 as _;

use crate::{
    database::Database,
    made::Made,
    support::acceptance::{self, Row},
};

pub(crate) mod on_postgres {
    use super::*;

    pub(crate) fn its_own_tests_pass_and_cover_it(made: &Made) {
        let Some(database) = Database::create(made) else { return };
        let gate = made.gate(7, "branch coverage, %");
        let time = made.gate(7, "CPU seconds of the tests");
        let report = made.beside("coverage.json");
        let mut pytest = made.tool("pytest");
        pytest.args(["-p", "no:cacheprovider", "--cov"]);
        let results = made.beside("junit.xml");
        pytest.arg(format!("--junitxml={}", results.display()));
        pytest.arg(format!("--cov-report=json:{}", report.display())).env("DATABASE_URL", database.url());
        pytest.env("COVERAGE_FILE", made.beside("coverage")).stdin(Stdio::null());
        let log = std::fs::File::create(made.beside("pytest.log")).unwrap();
        pytest.stdout(log.try_clone().unwrap()).stderr(log);
        let ended = pytest.spawn().unwrap().wait4().unwrap();
        let said = std::fs::read_to_string(made.beside("pytest.log")).unwrap();
        assert!(ended.status.success(), "{said}");
        for promise in ["Using --randomly-seed=", " passed"] {
            assert!(said.contains(promise), "{promise} is missing: {said}");
        }
        let pyproject = made.read("pyproject.toml");
        assert!(pyproject.contains("filterwarnings = [\"error\"]"), "a warning is not an error: {pyproject}");
        assert!(
            pyproject.contains("--allow-hosts=127.0.0.1,::1"),
            "the network is open to tests: {pyproject}"
        );

        let report: serde_json::Value =
            serde_json::from_str(&std::fs::read_to_string(report).unwrap()).unwrap();
        assert_eq!(report["meta"]["branch_coverage"], true);
        gate.at_least(report["totals"]["percent_covered"].as_f64().unwrap(), 90.0, &said);
        if let Some((percent, missed)) = coverage_of_modules(&report) {
            made.gate(7, "branch coverage of modules, %").at_least(percent, 95.0, &missed);
        }
        if made.has_accounts() {
            accounts_do_what_they_have_to(made, &std::fs::read_to_string(results).unwrap());
        }
        let usage = ended.rusage;
        time.at_most((usage.utime + usage.stime).as_secs_f64(), 60.0, &said);
    }
}

/// Every test that `docs/auth.md` names ran and passed. The one of the JSON interface is only where there is one.
fn accounts_do_what_they_have_to(made: &Made, results: &str) {
    let gate = made.gate(10, "acceptance tests of auth that pass");
    let mut rows = acceptance::rows();
    rows.retain(|row| made.directory.join("modules/auth/tests").join(&row.file).is_file());
    for Row { file, test, .. } in &rows {
        let module = file.strip_suffix(".py").unwrap();
        let case = format!("<testcase classname=\"modules.auth.tests.{module}\" name=\"{test}");
        let said = results.split(&case).nth(1).unwrap_or_else(|| panic!("{file}::{test} did not run"));
        // An element in this one would say why it did not pass.
        let element = said.split('>').next().unwrap();
        assert!(element.ends_with('/'), "{file}::{test}: {element}");
    }
    gate.passes(rows.len());
}

/// How much of the code in `modules/`, lines and branches, the tests reach, and where they do not; `None` without modules.
fn coverage_of_modules(report: &serde_json::Value) -> Option<(f64, String)> {
    let (mut reached, mut all, mut missed) = (0.0, 0.0, String::new());
    for (path, file) in
        report["files"].as_object().unwrap().iter().filter(|(path, _)| path.starts_with("modules/"))
    {
        let number = |name: &str| file["summary"][name].as_f64().unwrap();
        let here = number("covered_lines") + number("covered_branches");
        let there = number("num_statements") + number("num_branches");
        if here < there {
            let (lines, branches) = (&file["missing_lines"], &file["missing_branches"]);
            writeln!(missed, "{path}: lines {lines}, branches {branches}").unwrap();
        }
        (reached, all) = (reached + here, all + there);
    }
    (all > 0.0).then(|| (100.0 * reached / all, missed))
}
