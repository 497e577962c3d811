//! One broken manifest per error: what is said about it, and where.
//!
//! `tests/manifests/broken/<code>[-n].kdl` is the manifest; its last line names the text that the
//! first label must mark. The file beside it is what a person sees; `UPDATE_EXPECTED=1` rewrites it.

use std::{collections::BTreeSet, env, fs, path::PathBuf};

use pretty_assertions::assert_eq;
use quickscale::{
    diagnostics::{self, Issue, Report, SourceFile, catalogue},
    manifest,
};

/// A file too large to be committed stands for the code of its own.
const WITHOUT_A_CASE: [&str; 1] = ["kdl::too-large"];

fn directory() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/manifests/broken")
}

/// A broken manifest.
struct Case {
    name: String,
    path: PathBuf,
    /// The text without the line that says what is expected.
    bytes: Vec<u8>,
    /// What the first label must mark.
    word: String,
}

impl Case {
    fn read(path: PathBuf) -> Self {
        let mut bytes = fs::read(&path).unwrap();
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let marker = b"// expect:";
        let start = bytes.windows(marker.len()).rposition(|window| window == marker);
        let last_line = bytes.split_off(start.unwrap_or_else(|| panic!("{name} expects nothing")));
        let word = str::from_utf8(&last_line[marker.len()..]).unwrap().trim().to_owned();
        Self { name, path, bytes, word }
    }
}

fn cases() -> Vec<Case> {
    let entries = fs::read_dir(directory()).unwrap().map(|entry| entry.unwrap().path());
    let mut paths: Vec<PathBuf> =
        entries.filter(|path| path.extension().is_some_and(|extension| extension == "kdl")).collect();
    paths.sort();
    paths.into_iter().map(Case::read).collect()
}

/// `kdl-unknown-node-2` is a case of `kdl::unknown-node`.
fn code_of(case: &str) -> &'static str {
    let plain = case.trim_end_matches(|c: char| c.is_ascii_digit());
    let plain = if plain == case { case } else { plain.trim_end_matches('-') };
    let matches = |id: &&str| [case, plain].contains(&id.replace("::", "-").as_str());
    catalogue().map(|code| code.id).find(matches).unwrap_or_else(|| panic!("no code for {case}"))
}

fn report_on(bytes: &[u8]) -> (SourceFile, Report) {
    match SourceFile::from_bytes(manifest::FILE_NAME, bytes) {
        Ok(source) => {
            let (_, report) = manifest::read(&source);
            (source, report)
        }
        Err(report) => (SourceFile::new(manifest::FILE_NAME, ""), report),
    }
}

fn marked<'s>(issue: &Issue, source: &'s SourceFile) -> &'s str {
    issue.labels.first().map_or("", |label| source.slice(&label.span))
}

#[test]
fn each_broken_manifest_is_reported_at_the_expected_word() {
    for case in cases() {
        let (source, report) = report_on(&case.bytes);
        let code = code_of(&case.name);
        let found: Vec<(&str, &str)> =
            report.issues().iter().map(|issue| (issue.code.id, marked(issue, &source))).collect();
        let expected = |(id, marked): &(&str, &str)| {
            *id == code && marked.lines().next().unwrap_or_default() == case.word
        };
        assert!(
            found.iter().any(expected),
            "{} expects {code} at {:?}, found {found:?}",
            case.name,
            case.word
        );
    }
}

#[test]
fn each_broken_manifest_is_shown_as_expected() {
    let update = env::var_os("UPDATE_EXPECTED").is_some();
    for case in cases() {
        let (_, report) = report_on(&case.bytes);
        let shown = diagnostics::render(&report, false);
        let expected = case.path.with_extension("txt");
        if update {
            fs::write(&expected, &shown).unwrap();
        }
        let expected = fs::read_to_string(&expected).unwrap_or_default();
        assert_eq!(shown, expected, "{}: UPDATE_EXPECTED=1 rewrites the file", case.name);
    }
}

#[test]
fn every_code_of_a_manifest_has_a_case() {
    let covered: BTreeSet<&str> = cases().iter().map(|case| code_of(&case.name)).collect();
    let missing: Vec<&str> = catalogue()
        .map(|code| code.id)
        .filter(|id| id.starts_with("manifest::") || id.starts_with("kdl::"))
        .filter(|id| !covered.contains(id) && !WITHOUT_A_CASE.contains(id))
        .collect();
    assert_eq!(missing, Vec::<&str>::new());
}

#[test]
fn a_file_that_is_too_large_is_refused_at_once() {
    for noise in ["\u{fffd}{\"", "project \"a\"\n", "\0"] {
        let (_, report) = report_on(noise.repeat(10_000_000 / noise.len()).as_bytes());
        let codes: Vec<&str> = report.issues().iter().map(|issue| issue.code.id).collect();
        assert_eq!(codes, ["kdl::too-large"]);
    }
}

#[test]
fn the_value_of_a_secret_is_shown_nowhere() {
    for case in cases().into_iter().filter(|case| case.name.starts_with("manifest-literal-secret")) {
        let (_, report) = report_on(&case.bytes);
        for shown in
            [diagnostics::render(&report, true), diagnostics::to_json(&report), format!("{report:?}")]
        {
            assert!(!shown.contains("nter2"), "{}: {shown}", case.name);
        }
    }
}

#[test]
fn all_mistakes_are_reported_at_once_in_the_order_of_the_text() {
    let text = r#"quickscale schema=1
project "Acme" package="json" {
    titel "Ünïcode"
    theme 3
}
variables {
    lower type="txet"
    LIMIT type="integer" default="é"
}
environment "local" extends="prod" {
    database "postgres" version=9
    docker #null
    deploy "heroku"
}
protect "/etc/passwd"
"#;
    let source = SourceFile::new("quickscale.kdl", text);
    let (typed, report) = manifest::read(&source);
    assert!(typed.is_some());
    let found: Vec<(&str, &str)> =
        report.issues().iter().map(|issue| (issue.code.id, marked(issue, &source))).collect();
    let expected = [
        ("manifest::bad-name", "\"Acme\""),
        ("manifest::reserved-package", "\"json\""),
        ("kdl::unknown-node", "titel"),
        ("kdl::wrong-type", "3"),
        ("manifest::bad-variable-name", "lower"),
        ("kdl::wrong-value", "\"txet\""),
        ("manifest::value-does-not-fit", "\"é\""),
        ("manifest::unknown-environment", "\"prod\""),
        ("manifest::unsupported-database", "9"),
        ("kdl::wrong-type", "#null"),
        ("manifest::unknown-deploy-target", "\"heroku\""),
        ("kdl::wrong-form", "\"/etc/passwd\""),
    ];
    assert_eq!(found, expected);
}
