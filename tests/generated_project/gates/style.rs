//! Gates 1 and 5: what is generated is formatted, linted and all of it used.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use crate::{
    component::Tools,
    made::Made,
    run::{cpu_seconds, output, program, succeed},
};

/// The rule sets a project may not do without.
const RUFF_SETS: [&str; 6] = ["S", "DJ", "B", "PT", "SIM", "PERF"];

/// Packages that read a project's names: a setting or a hook that one of these looks up is used.
const READERS: [&str; 17] = [
    "allauth",
    "django/conf",
    "django/contrib/admin",
    "django/contrib/auth",
    "django/contrib/messages",
    "django/contrib/sitemaps",
    "django/contrib/staticfiles",
    "django/core",
    "django/db",
    "django/forms",
    "django/http",
    "django/middleware",
    "django/template",
    "django/test",
    "django/urls",
    "django/views",
    "whitenoise",
];

/// Without a network or Python: `tests/without_network.rs`. The same bytes twice: `tests/examples.rs`.
pub(crate) fn generating_takes_less_than_a_second(made: &Made) {
    let gate = made.gate(1, "CPU seconds to generate");
    let directory = tempfile::tempdir().unwrap();
    let mut generate = program(env!("CARGO_BIN_EXE_quickscale"), &made.directory);
    generate.arg("generate").arg(directory.path().join("project")).env("PATH", "");
    gate.at_most(cpu_seconds(&mut generate), 1.0, "");
}

pub(crate) fn a_formatter_would_change_nothing(made: &Made) {
    let gate = made.gate(1, "files to format");
    succeed(made.tool("ruff").args(["format", "--check", "--diff", "--no-cache", "."]));
    let templates = made.files_of("html");
    assert!(!templates.is_empty(), "the project has no templates");
    succeed(made.tool("djade").args(["--check", "--target-version", "6.1"]).args(templates));
    gate.finds_nothing(&[]);
}

pub(crate) fn ruff_finds_nothing(made: &Made) {
    let gate = made.gate(5, "ruff findings");
    let pyproject = made.read("pyproject.toml");
    for set in RUFF_SETS {
        assert!(pyproject.contains(&format!("    \"{set}\",")), "ruff does not select {set}");
    }
    let mut ruff = made.tool("ruff");
    gate.finds_nothing(&lines(ruff.args(["check", "--no-cache", "--quiet", "--output-format=concise", "."])));
}

pub(crate) fn every_exception_is_explained(made: &Made) {
    let gate = made.gate(5, "lint exceptions");
    let mut exceptions = Vec::new();
    for path in made.files_of("py") {
        let text = std::fs::read_to_string(&path).unwrap();
        for line in text.lines().filter(|line| line.contains("# noqa") || line.contains("# type: ignore")) {
            let (_, comment) = line.split_once("# ").unwrap();
            let in_words =
                comment.contains('(') && comment.ends_with(')') || comment.matches('#').count() > 1;
            // That a package has no types says all.
            let explained = in_words || comment.contains("[import-untyped]");
            assert!(explained, "{}: say why, in brackets: {line}", path.display());
            exceptions.push(line.trim().to_owned());
        }
    }
    gate.at_most(exceptions.len() as f64, 5.0, &exceptions.join("\n"));
}

/// vulture reads the project and the packages that read the project, so that Django's hooks count as used.
pub(crate) fn vulture_finds_nothing(made: &Made) {
    let Some(tools) = Tools::find() else { return };
    let gate = made.gate(5, "vulture findings");
    let mut vulture = tools.tool("vulture", made);
    vulture.args(["--ignore-names", "db,urlpatterns,app_name,*Config"]);
    // A decorator hands these to the interface, to templates, to the admin and to tests.
    let decorators = "@router.*,@register.*,@admin.register,@admin.action,@pytest.fixture";
    vulture.args(["--ignore-decorators", decorators]);
    // What modules set is read by their packages, which put the names together.
    let files = made.files_of("py").into_iter().filter(|path| !path.ends_with("config/modules.py"));
    vulture.args(files).args(packages(made).into_iter().filter(|path| path.is_dir()));
    let mut findings = lines(&mut vulture);
    findings.retain(|finding| !finding.contains("site-packages/") && !is_named_in_text(made, finding));
    gate.finds_nothing(&findings);
}

pub(crate) fn deptry_finds_nothing(made: &Made) {
    let Some(tools) = Tools::find() else { return };
    let gate = made.gate(5, "deptry findings");
    let mut deptry = tools.tool("deptry", made);
    deptry
        .args([".", "--no-ansi", "--extend-exclude", "modules/[^/]+/tests"])
        .env("PYTHONPATH", site_packages(made));
    let mut findings = lines(&mut deptry);
    findings.retain(|line| line.contains(" DEP"));
    // Named in settings as texts, or needed by what a variable of the environment names.
    findings.retain(|finding| {
        let name = finding.split('\'').nth(1).unwrap_or_default();
        !(name == "psycopg" || is_named_in_text(made, &format!("'{}'", name.replace('-', "_"))))
    });
    gate.finds_nothing(&findings);
}

/// Whether some text of the project, as a path of a setting or a field of a form, names what a finding is about.
fn is_named_in_text(made: &Made, finding: &str) -> bool {
    let name = finding.split('\'').nth(1).expect("a finding quotes its name");
    // What a manifest declares is there for code that is yet to be written.
    if made.read("quickscale.kdl").contains(name) {
        return true;
    }
    let spellings = [format!("\"{name}\""), format!("\"{name}."), format!(".{name}\"")];
    made.files_of("py").iter().any(|path| {
        let text = std::fs::read_to_string(path).unwrap();
        spellings.iter().any(|spelling| text.contains(spelling))
    })
}

fn packages(made: &Made) -> Vec<PathBuf> {
    let root = site_packages(made);
    READERS.iter().map(|name| Path::new(&root).join(name)).collect()
}

fn site_packages(made: &Made) -> String {
    let ask = "import sysconfig; print(sysconfig.get_path('purelib'))";
    succeed(made.tool("python").args(["-c", ask])).trim().to_owned()
}

fn lines(command: &mut Command) -> Vec<String> {
    output(command).lines().filter(|line| !line.trim().is_empty()).map(str::to_owned).collect()
}
