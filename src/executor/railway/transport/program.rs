//! The user's own `railway`: it knows every kind of credentials and keeps a login going.

use std::time::Duration;

use semver::Version;
use serde_json::Value;

use super::{Credentials, Place, Transport, data_of};
use crate::{
    executor::railway::{answers::Uploaded, documents::Document, failure::Failure},
    process::{self, Command, Output},
    workspace::Root,
};

/// The first version with `railway api`.
const OLDEST: Version = Version::new(5, 28, 0);

/// One question; the program itself gives up after 60 seconds.
const LIMIT: Duration = Duration::from_secs(90);

/// A large project over a slow line.
const UPLOAD_LIMIT: Duration = Duration::from_mins(30);

/// What would send its questions to another project than the one that they name.
const MISLEADING: &[&str] = &["RAILWAY_PROJECT_ID", "RAILWAY_ENVIRONMENT_ID", "RAILWAY_SERVICE_ID"];

/// The program, new enough.
#[derive(Debug)]
pub(super) struct Program {
    credentials: Credentials,
    version: Version,
}

impl Program {
    /// The program on the `PATH`.
    pub(super) fn find(credentials: Credentials) -> Result<Self, Failure> {
        let output = quiet(["--version"]).run().map_err(not_run)?;
        let said = String::from_utf8_lossy(&output.stdout);
        // `railway 5.28.0`; older ones say `railwayapp 3.23.0`.
        let word = said.lines().next().and_then(|line| line.split_whitespace().last()).unwrap_or_default();
        match Version::parse(word.trim_start_matches('v')) {
            Ok(version) if version >= OLDEST => Ok(Self { credentials, version }),
            _ => Err(Failure::OldProgram { found: word.to_owned(), oldest: OLDEST.to_string() }),
        }
    }
}

impl Transport for Program {
    fn send(&self, document: Document, variables: &Value) -> Result<Value, Failure> {
        // What is on the command line can be seen by others; the variables hold the secrets.
        let words = ["api", document.text, "--variables", "@-", "--compact", "--allow-errors"];
        let output = quiet(words).input(variables.to_string()).run().map_err(not_run)?;
        let body = String::from_utf8_lossy(&output.stdout);
        match serde_json::from_str(&body) {
            Ok(body) if output.code == 0 => data_of(body),
            _ if output.code == 0 => Err(Failure::Odd("the answer is no JSON".to_owned())),
            _ if body.trim().is_empty() => Err(Failure::of_program(&output.stderr, self.credentials)),
            // There was an answer, and its status says that it is none.
            _ => Err(Failure::of_status(status(&output.stderr), None, &body)),
        }
    }

    fn upload(&self, root: &Root, place: Place<'_>, message: &str) -> Result<Uploaded, Failure> {
        let Place { project, environment, service } = place;
        let words = ["up", "--project", project, "--environment", environment, "--service", service];
        let words = words.into_iter().chain(["--detach", "--json", "--message", message]);
        let up = quiet(words).directory(root.path()).time_limit(UPLOAD_LIMIT);
        let output = up.run().map_err(not_run)?;
        read_upload(&output, self.credentials)
    }

    fn cost_of_upload(&self) -> u32 {
        2
    }

    fn renew(&self) -> bool {
        // `api` uses a login as it is; this command gets a new one when the old one has run out.
        self.credentials == Credentials::Login
            && quiet(["whoami", "--json"]).run().is_ok_and(|it| it.code == 0)
    }

    fn name(&self) -> String {
        format!("railway {}", self.version)
    }
}

/// The program's exit code says nothing about a deployment; what it prints names the one that was begun.
fn read_upload(output: &Output, credentials: Credentials) -> Result<Uploaded, Failure> {
    let said = String::from_utf8_lossy(&output.stdout);
    let objects: Vec<Value> = said.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
    let whole = || serde_json::from_str::<Value>(&said).ok();
    let objects = if objects.is_empty() { whole().into_iter().collect() } else { objects };
    if let Some(uploaded) = objects.iter().find_map(|it| serde_json::from_value(it.clone()).ok()) {
        return Ok(uploaded);
    }
    match objects.iter().find_map(|it| it["error"].as_str()) {
        Some(error) => Err(Failure::of_upload(error, credentials)),
        None => Err(Failure::of_upload(&output.stderr, credentials)),
    }
}

/// `Railway API request failed with HTTP 429 Too Many Requests`.
fn status(stderr: &str) -> Option<u16> {
    let (_, rest) = stderr.split_once("HTTP ")?;
    rest.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()
}

/// The program without what it does besides, and without colours.
fn quiet<'a>(words: impl IntoIterator<Item = &'a str>) -> Command {
    Command::new("railway", words)
        .time_limit(LIMIT)
        .answers(&[1])
        .without(MISLEADING)
        .variable("RAILWAY_NO_AUTO_UPDATE", "1")
        .variable("RAILWAY_AGENT_ADVISORY", "0")
        .variable("RAILWAY_CAC_DEPRECATION_WARNING", "0")
        // It counts against the same limit of requests.
        .variable("RAILWAY_NO_TELEMETRY", "1")
        .variable("RAILWAY_HTTP_TIMEOUT", "60")
}

fn not_run(error: process::Error) -> Failure {
    match error {
        process::Error::Missing { .. } => Failure::NoProgram,
        process::Error::TimedOut { .. } => Failure::Unreachable(error.to_string()),
        process::Error::Failed { stderr, .. } => Failure::Refused(stderr),
        process::Error::NotRun { .. } | process::Error::TooMuchOutput { .. } => {
            Failure::Odd(error.to_string())
        }
    }
}

#[cfg(test)]
mod tests {
    use pretty_assertions::assert_eq;

    use super::*;

    fn up(stdout: &str, stderr: &str) -> Result<Uploaded, Failure> {
        let output = Output { code: 1, stdout: stdout.as_bytes().to_vec(), stderr: stderr.to_owned() };
        read_upload(&output, Credentials::Login)
    }

    #[test]
    fn an_upload_is_what_the_program_prints_and_not_how_it_ends() {
        let uploaded = up("{\"deploymentId\":\"d-1\",\"logsUrl\":\"https://x\"}\n", "").unwrap();
        assert_eq!(uploaded.deployment_id, "d-1");
        let pretty = up("{\n  \"deploymentId\": \"d-1\",\n  \"logsUrl\": \"https://x\"\n}\n", "").unwrap();
        assert_eq!(pretty, uploaded);
    }

    #[test]
    fn an_upload_that_failed_says_why() {
        let json = r#"{"error":"Not signed in.","code":"NOT_AUTHENTICATED","hint":"x"}"#;
        assert!(matches!(up(json, ""), Err(Failure::Unauthorized(_))), "{:?}", up(json, ""));
        assert!(matches!(up("", "File too large (1 bytes)"), Err(Failure::Upload(_))));
        assert!(matches!(up("", ""), Err(Failure::Upload(_))));
    }

    #[test]
    fn the_status_of_an_answer_is_read_from_what_the_program_says_of_it() {
        assert_eq!(status("Railway API request failed with HTTP 429 Too Many Requests"), Some(429));
        assert_eq!(status("error sending request"), None);
    }
}
