//! Waiting until a deployment has come to an end, and what its end means.

use std::{
    thread,
    time::{Duration, Instant},
};

use serde_json::{Value, json};

use super::{
    answers::{DeploymentAnswer, Event, Line, Payload, Stage},
    api::Api,
    documents::{self, Document},
    failure::Failure,
    trouble,
};
use crate::{
    diagnostics::{Code, Issue, codes::railway as codes},
    executor::Events,
};

/// So many lines of a log say enough.
const SHOWN: u32 = 20;

/// The pauses between two questions, as multiples of the pace: a deployment takes minutes.
const FIRST: f64 = 4.0;
const LONGEST: f64 = 30.0;

/// A deployment that is waited for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Awaited<'d> {
    pub(super) id: &'d str,
    /// The service that is deployed.
    pub(super) service: &'d str,
    /// Where its log can be read.
    pub(super) log: &'d str,
    pub(super) patience: Duration,
}

impl Awaited<'_> {
    /// Waits until the deployment runs, or says why it does not.
    pub(super) fn until_well(self, api: &Api, events: &mut dyn Events) -> Result<(), Issue> {
        let deadline = Instant::now() + self.patience;
        let mut pause = api.pace().mul_f64(FIRST);
        let mut said = None;
        loop {
            match api.ask::<DeploymentAnswer>(documents::DEPLOYMENT, json!({ "id": self.id })) {
                Ok(answer) => {
                    let phase = phase(&answer);
                    if said != Some(phase) {
                        events.reached(&format!("{}: {phase}", self.service));
                        said = Some(phase);
                    }
                    match answer.deployment.stage() {
                        Stage::Well => return Ok(()),
                        Stage::Bad => return Err(self.failed(api, &answer)),
                        Stage::Gone => return Err(self.gone(&answer.deployment.status)),
                        Stage::Going | Stage::NeedsApproval => {}
                    }
                }
                // The deployment goes on whether or not it is looked at.
                Err(failure) if failure.passes() && Instant::now() < deadline => {}
                Err(failure) => return Err(api.issue(failure)),
            }
            if Instant::now() + pause > deadline {
                return Err(self.too_long());
            }
            thread::sleep(pause);
            pause = pause.mul_f64(1.5).min(api.pace().mul_f64(LONGEST));
        }
    }

    fn too_long(self) -> Issue {
        let message = format!(
            "the deployment `{}` of `{}` did not come to an end within {} seconds",
            self.id,
            self.service,
            self.patience.as_secs()
        );
        let help = format!("it goes on: see {}; with more patience: `--timeout SECONDS`", self.log);
        trouble::issue(&codes::TIMEOUT, message, &help)
    }

    fn gone(self, status: &str) -> Issue {
        let message =
            format!("the deployment of `{}` was taken away: {}", self.service, status.to_lowercase());
        trouble::issue(&codes::REFUSED, message, &format!("see who did it: {}", self.log))
    }

    fn failed(self, api: &Api, answer: &DeploymentAnswer) -> Issue {
        let service = self.service;
        let verdict = Verdict::of(answer);
        let (code, message, help, log): (&'static Code, _, _, _) = match &verdict {
            Verdict::Build => (
                &codes::BUILD_FAILED,
                format!("the image of `{service}` could not be built"),
                "repair what the log names; `docker build --target production .` does the same here",
                Some(documents::BUILD_LOGS),
            ),
            Verdict::Migration => (
                &codes::MIGRATION_FAILED,
                "the database could not be migrated, so the version before goes on serving".to_owned(),
                "repair the migration that the log names",
                Some(documents::DEPLOYMENT_LOGS),
            ),
            Verdict::Health => (
                &codes::UNHEALTHY,
                format!(
                    "the new version of `{service}` does not answer, so the version before goes on serving"
                ),
                "look for a missing variable, for a server that does not listen at `PORT`, and for a health check that \
                 redirects",
                Some(documents::DEPLOYMENT_LOGS),
            ),
            Verdict::Settings(said) => (
                &codes::CONFIG_REJECTED,
                format!("Railway rejects the settings of `{service}`: {}", api.clean(said)),
                "correct what it names",
                None,
            ),
        };
        let said = answer.deployment_events.nodes().filter_map(|event| event.payload.as_ref()?.error.clone());
        let mut lines: Vec<String> = said.collect();
        lines.extend(log.into_iter().flat_map(|document| self.log(api, document)));
        let lines = lines.iter().map(|line| api.clean(line));
        trouble::issue(code, message, &format!("{help}; all of it: {}", self.log)).output(lines)
    }

    /// The last lines of a log; none when they cannot be had, because the verdict stands without them.
    fn log(self, api: &Api, document: Document) -> Vec<String> {
        let asked = json!({ "deploymentId": self.id, "limit": SHOWN });
        let answer: Result<Value, Failure> = api.ask(document, asked);
        let lines = answer.ok().and_then(|answer| answer.as_object()?.values().next().cloned());
        let lines: Vec<Line> = lines.and_then(|lines| serde_json::from_value(lines).ok()).unwrap_or_default();
        let texts = lines.into_iter().map(|line| line.message).filter(|line| !line.trim().is_empty());
        let mut texts: Vec<String> = texts.collect();
        let surplus = texts.len().saturating_sub(SHOWN as usize);
        texts.drain(..surplus);
        texts
    }
}

/// How far it has come, in a person's words.
fn phase(answer: &DeploymentAnswer) -> &'static str {
    let status = answer.deployment.status.as_str();
    match answer.deployment.stage() {
        Stage::Well => return "runs",
        Stage::Bad => return "failed",
        Stage::Gone => return "was taken away",
        Stage::NeedsApproval => return "waits for somebody to approve it on Railway",
        Stage::Going => {}
    }
    let last = answer.deployment_events.nodes().filter(|event| event.completed_at.is_none()).last();
    match (last.map(|event| event.step.as_str()), status) {
        (Some("SNAPSHOT_CODE"), _) => "takes the code",
        (Some("BUILD_IMAGE"), _) | (None, "BUILDING") => "builds the image",
        (Some("PUBLISH_IMAGE"), _) => "stores the image",
        (Some("PRE_DEPLOY_COMMAND"), _) => "migrates the database",
        (Some("CREATE_CONTAINER" | "CONFIGURE_NETWORK"), _) | (None, "DEPLOYING") => "starts",
        (Some("HEALTHCHECK"), _) => "waits for the health check",
        (Some(_), _) => "goes on",
        (None, _) => "waits for its turn",
    }
}

/// What a deployment failed at.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Verdict {
    Build,
    Migration,
    Health,
    /// With what is said about them.
    Settings(String),
}

impl Verdict {
    fn of(answer: &DeploymentAnswer) -> Self {
        let is_failed = |event: &&Event| event.payload.as_ref().is_some_and(Payload::is_failure);
        let events: Vec<&Event> = answer.deployment_events.nodes().collect();
        let failed = events.iter().copied().rfind(is_failed);
        let open = events.iter().copied().rfind(|event| event.completed_at.is_none());
        let step = failed.or(open).or(events.last().copied()).map(|event| event.step.as_str());
        match (step, configuration_errors(&answer.deployment.meta)) {
            // Rejected at once, before anything was done.
            (None | Some("SNAPSHOT_CODE"), Some(said)) => Self::Settings(said),
            (Some("SNAPSHOT_CODE" | "BUILD_IMAGE" | "PUBLISH_IMAGE"), _) => Self::Build,
            (Some("PRE_DEPLOY_COMMAND"), _) => Self::Migration,
            (Some(_), _) => Self::Health,
            (None, None) if answer.deployment.status == "CRASHED" => Self::Health,
            (None, None) => Self::Settings("it failed before anything was done".to_owned()),
        }
    }
}

impl Payload {
    fn is_failure(&self) -> bool {
        self.error.is_some() && self.skipped != Some(true)
    }
}

/// What stands about settings in the metadata, wherever it stands there.
fn configuration_errors(meta: &Value) -> Option<String> {
    let named = |(key, value): (&String, &Value)| {
        let is_error = key.to_lowercase().contains("error") && !value.is_null();
        is_error.then(|| texts(value)).filter(|text| !text.is_empty()).or_else(|| configuration_errors(value))
    };
    meta.as_object()?.iter().find_map(named)
}

fn texts(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(values) => {
            values.iter().map(texts).filter(|it| !it.is_empty()).collect::<Vec<_>>().join("; ")
        }
        Value::Object(fields) => match fields.get("message") {
            Some(message) => texts(message),
            None => fields.values().map(texts).filter(|it| !it.is_empty()).collect::<Vec<_>>().join("; "),
        },
        Value::Null | Value::Bool(_) | Value::Number(_) => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use pretty_assertions::assert_eq;

    use super::*;

    /// Steps that are over, and the one that failed or goes on.
    fn answer(status: &str, over: &[&str], last: Option<(&str, Value)>, meta: &Value) -> DeploymentAnswer {
        let done = |step: &&str| json!({ "node": { "step": step, "completedAt": "2026-01-01T00:00:00Z" } });
        let mut edges: Vec<Value> = over.iter().map(done).collect();
        edges.extend(last.map(|(step, payload)| json!({ "node": { "step": step, "payload": payload } })));
        let answer = json!({
            "deployment": { "id": "d-1", "status": status, "meta": meta },
            "deploymentEvents": { "edges": edges },
        });
        serde_json::from_value(answer).unwrap()
    }

    fn verdict(status: &str, over: &[&str], last: &str) -> Verdict {
        let failed = Some((last, json!({ "error": "exit code 1" })));
        Verdict::of(&answer(status, over, failed, &Value::Null))
    }

    #[test]
    fn a_failure_is_told_by_the_step_it_happened_in() {
        assert_eq!(verdict("FAILED", &["SNAPSHOT_CODE"], "BUILD_IMAGE"), Verdict::Build);
        assert_eq!(verdict("FAILED", &["BUILD_IMAGE"], "PRE_DEPLOY_COMMAND"), Verdict::Migration);
        assert_eq!(verdict("FAILED", &["BUILD_IMAGE", "CREATE_CONTAINER"], "HEALTHCHECK"), Verdict::Health);
        let over = answer("CRASHED", &["BUILD_IMAGE", "HEALTHCHECK"], None, &Value::Null);
        assert_eq!(Verdict::of(&over), Verdict::Health);
        assert_eq!(Verdict::of(&answer("CRASHED", &[], None, &Value::Null)), Verdict::Health);
    }

    #[test]
    fn settings_that_are_rejected_are_quoted_wherever_they_are_named() {
        for meta in [
            json!({ "configErrors": ["deploy.preDeployCommand: too many"] }),
            json!({ "fileServiceManifest": {}, "errors": [{ "message": "deploy.preDeployCommand: too many" }] }),
            json!({ "serviceManifest": { "configError": "deploy.preDeployCommand: too many" } }),
        ] {
            let said = "deploy.preDeployCommand: too many".to_owned();
            assert_eq!(Verdict::of(&answer("FAILED", &[], None, &meta)), Verdict::Settings(said), "{meta}");
        }
        // A build that failed stays one, whatever else is written there.
        let meta = json!({ "errors": ["x"] });
        let build = answer("FAILED", &[], Some(("BUILD_IMAGE", json!({ "error": "y" }))), &meta);
        assert_eq!(Verdict::of(&build), Verdict::Build);
    }

    #[test]
    fn how_far_it_has_come_is_said_in_words() {
        let said = |status, over: &[&str], open: Option<&str>| {
            phase(&answer(status, over, open.map(|step| (step, Value::Null)), &Value::Null))
        };
        assert_eq!(said("QUEUED", &[], None), "waits for its turn");
        assert_eq!(said("BUILDING", &["SNAPSHOT_CODE"], Some("BUILD_IMAGE")), "builds the image");
        assert_eq!(said("DEPLOYING", &["BUILD_IMAGE"], Some("PRE_DEPLOY_COMMAND")), "migrates the database");
        assert_eq!(said("DEPLOYING", &[], Some("HEALTHCHECK")), "waits for the health check");
        assert_eq!(said("SUCCESS", &["HEALTHCHECK"], None), "runs");
        assert_eq!(said("SOMETHING_NEW", &[], Some("NEW_STEP")), "goes on");
    }
}
