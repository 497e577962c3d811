//! An acceptance gate: something measured of a project, held against a limit and reported.

use std::{
    env,
    fmt::{Display, Write as _},
    fs::OpenOptions,
    io::Write as _,
    time::Instant,
};

/// The file that collects the lines of a run. `tests/run.sh` names it and shows it as a table.
const REPORT: &str = "QUICKSCALE_TEST_REPORT";

/// One gate of one project, from when its measuring starts.
#[must_use]
pub struct Gate<'a> {
    project: &'a str,
    number: u8,
    what: &'static str,
    started: Instant,
}

impl<'a> Gate<'a> {
    /// Starts a gate of a project; the number is its place in the list of acceptance gates.
    pub fn of(project: &'a str, number: u8, what: &'static str) -> Self {
        Self { project, number, what, started: Instant::now() }
    }

    /// Nothing wrong may be found; each finding is shown.
    #[track_caller]
    pub fn finds_nothing(&self, findings: &[String]) {
        self.judge(findings.len(), "= 0", findings.is_empty(), &findings.join("\n"));
    }

    #[track_caller]
    pub fn at_most(&self, value: f64, limit: f64, details: &str) {
        self.judge(short(value), &format!("<= {}", short(limit)), value <= limit, details);
    }

    #[track_caller]
    pub fn at_least(&self, value: f64, limit: f64, details: &str) {
        self.judge(short(value), &format!(">= {}", short(limit)), value >= limit, details);
    }

    /// What was asserted on the way here; says how much of it there was.
    pub fn passes(&self, seen: impl Display) {
        self.judge(seen, "all", true, "");
    }

    #[track_caller]
    fn judge(&self, value: impl Display, limit: &str, passed: bool, details: &str) {
        let Self { project, number, what, started } = self;
        let verdict = if passed { "pass" } else { "FAIL" };
        let seconds = started.elapsed().as_secs_f64();
        record(&format!("{number}\t{what}\t{limit}\t{project}\t{value}\t{verdict}\t{seconds:.1}\n"));
        let line = format!("gate {number} {what}: {value} ({limit})");
        assert!(passed, "{project}: {line}\n{details}");
        println!("{project}: {line}");
    }
}

fn record(line: &str) {
    let Some(path) = env::var_os(REPORT) else { return };
    let mut report = OpenOptions::new().append(true).create(true).open(path).unwrap();
    report.write_all(line.as_bytes()).unwrap();
}

/// A number as a person writes it: `270`, `0.43`.
fn short(value: f64) -> String {
    let mut text = String::new();
    write!(text, "{value:.2}").unwrap();
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}
