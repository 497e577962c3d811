//! Gate 27: nothing that is generated or logged holds a secret or a path of the machine that made it.

use std::{env, fs};

use regex::Regex;

use crate::{database::Database, made::Made, production::Production};

/// How the secrets of well-known services look, and keys of any kind.
const SECRETS: [&str; 9] = [
    "-----BEGIN [A-Z ]*PRIVATE KEY-----",
    r"\bAKIA[0-9A-Z]{16}\b",
    r"\bgh[pousr]_[A-Za-z0-9]{30,}",
    r"\bglpat-[A-Za-z0-9_-]{20,}",
    r"\b[sr]k_(live|test)_[A-Za-z0-9]{10,}",
    r"\bwhsec_[A-Za-z0-9]{10,}",
    r"\bxox[abprs]-[A-Za-z0-9-]{10,}",
    r"\beyJ[A-Za-z0-9_-]{10,}\.eyJ",
    r#"(?i)(secret|password|token|api_?key)["']?\s*[:=]\s*["'][A-Za-z0-9+/_-]{24,}["']"#,
];

/// Locks name the registry that resolved them.
const WRITTEN_BY_TOOLS: [&str; 2] = ["uv.lock", "package-lock.json"];

pub(crate) fn no_file_holds_a_secret_or_a_path_of_this_machine(made: &Made) {
    let gate = made.gate(27, "secrets and paths in files");
    let secrets = SECRETS.map(|pattern| Regex::new(pattern).unwrap());
    let places = places();
    let mut findings = Vec::new();
    for path in made.files() {
        let name = path.file_name().unwrap().to_string_lossy();
        let text = String::from_utf8_lossy(&fs::read(&path).unwrap()).into_owned();
        if WRITTEN_BY_TOOLS.contains(&&*name) {
            continue;
        }
        let secrets = secrets.iter().filter_map(|secret| secret.find(&text)).map(|found| found.as_str());
        let places = places.iter().filter(|place| text.contains(*place)).map(String::as_str);
        findings.extend(secrets.chain(places).map(|found| format!("{}: {found}", path.display())));
    }
    gate.finds_nothing(&findings);
}

pub(crate) mod on_postgres {
    use super::*;

    pub(crate) fn no_log_holds_the_value_of_a_secret(made: &Made) {
        let Some(database) = Database::create(made) else { return };
        let gate = made.gate(27, "secrets in logs");
        let production = Production::of(made, &database);
        let server = production.serve();
        for path in ["/", "/accounts/login/?password=hunter2-in-a-query", "/no/such/page/", "/readyz/"] {
            server.get(path, &[("X-Forwarded-Proto", "https")]);
        }
        let log = server.log();
        assert!(log.contains("/readyz/") || log.contains("request"), "nothing was logged: {log}");
        let values = production.variables.iter().filter(|(name, _)| SECRET_VARIABLES.contains(&&***name));
        let mut findings: Vec<_> =
            values.filter(|(_, value)| log.contains(value.as_str())).map(|(name, _)| name.clone()).collect();
        findings.extend(log.contains("hunter2").then(|| "a query string".to_owned()));
        gate.finds_nothing(&findings);
    }
}

const SECRET_VARIABLES: [&str; 6] =
    ["SECRET_KEY", "DATABASE_URL", "EMAIL_URL", "SENTRY_DSN", "GITHUB_CLIENT_SECRET", "GOOGLE_CLIENT_SECRET"];

/// Where this machine keeps what must not leak into a project.
fn places() -> Vec<String> {
    let mut places: Vec<_> = ["HOME", "CARGO_HOME", "TMPDIR", "UV_PYTHON"]
        .iter()
        .filter_map(|name| env::var(name).ok())
        // An image has a home of that name too.
        .filter(|place| place.len() > 4 && place != "/root")
        .collect();
    places.extend([env!("CARGO_MANIFEST_DIR").to_owned(), env!("CARGO_TARGET_TMPDIR").to_owned()]);
    places
}
