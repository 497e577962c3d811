//! Gate 7: the project's own tests.

use std::{fmt::Write as _, process::Stdio};

use wait4::Wait4 as _;

use crate::{database::Database, made::Made};

pub(crate) mod on_postgres {
    use super::*;

    pub(crate) fn its_own_tests_pass_and_cover_it(made: &Made) {
        let Some(database) = Database::create(made) else { return };
        let gate = made.gate(7, "branch coverage, %");
        let time = made.gate(7, "CPU seconds of the tests");
        let report = made.beside("coverage.json");
        let mut pytest = made.tool("pytest");
        pytest.args(["-p", "no:cacheprovider", "--cov", "--cov-report"]);
        pytest.arg(format!("json:{}", report.display())).env("DATABASE_URL", database.url());
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
        let usage = ended.rusage;
        time.at_most((usage.utime + usage.stime).as_secs_f64(), 60.0, &said);
    }
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
