//! Deployments: what becomes of code or an image with the settings that its service has.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{judge::judge, rules::Fate, world::World};

/// Files by their paths.
pub type Files = BTreeMap<String, Vec<u8>>;

#[derive(Clone)]
pub struct Deployment {
    pub id: String,
    pub environment: String,
    pub service: String,
    pub source: Source,
    /// What was said when it was uploaded.
    pub message: Option<String>,
    pub fate: Fate,
    began: u64,
}

#[derive(Clone)]
pub enum Source {
    Image,
    Upload(Files),
}

impl World {
    pub fn deployments_of<'w>(
        &'w self,
        environment: &'w str,
        service: &'w str,
    ) -> impl DoubleEndedIterator<Item = &'w Deployment> {
        self.deployments.iter().filter(move |each| each.environment == environment && each.service == service)
    }

    /// Begins a deployment and says its id.
    pub fn deploy(
        &mut self,
        environment: &str,
        service: &str,
        source: Source,
        message: Option<String>,
    ) -> String {
        let fate = match &source {
            Source::Image => Fate::Success,
            Source::Upload(files) => match self.rules.fates.pop_front() {
                Some(fate) => fate,
                None => judge(self, environment, service, files),
            },
        };
        let (id, began) = (self.id(), self.clock);
        let (environment, service) = (environment.to_owned(), service.to_owned());
        self.deployments.push(Deployment {
            id: id.clone(),
            environment,
            service,
            source,
            message,
            fate,
            began,
        });
        id
    }

    /// Deploys what was deployed last, with the settings of now.
    pub fn deploy_again(&mut self, environment: &str, service: &str) -> Option<String> {
        let last = self.deployments_of(environment, service).next_back()?.clone();
        Some(self.deploy(environment, service, last.source, last.message))
    }

    pub fn status(&self, deployment: &Deployment) -> &'static str {
        let status = deployment.status(self.clock);
        let mut later = self.deployments_of(&deployment.environment, &deployment.service);
        let mut later = later.by_ref().skip_while(|each| each.id != deployment.id).skip(1);
        let is_replaced = later.any(|each| each.status(self.clock) == "SUCCESS");
        if is_replaced && status == "SUCCESS" { "REMOVED" } else { status }
    }

    pub fn view_of_deployment(&self, deployment: &Deployment) -> Value {
        json!({
            "id": deployment.id,
            "status": self.status(deployment),
            "createdAt": "2026-10-19T12:00:00.000Z",
            "updatedAt": "2026-10-19T12:00:00.000Z",
            "environmentId": deployment.environment,
            "serviceId": deployment.service,
            "url": null,
            "staticUrl": null,
            "canRollback": self.status(deployment) == "REMOVED",
            "meta": deployment.meta(),
        })
    }
}

impl Deployment {
    fn stages(&self) -> &'static [&'static str] {
        match (&self.source, &self.fate) {
            (Source::Image, _) => &["INITIALIZING", "DEPLOYING", "SUCCESS"],
            (_, Fate::Success) => &["QUEUED", "INITIALIZING", "BUILDING", "DEPLOYING", "SUCCESS"],
            (_, Fate::Rejected(_)) => &["FAILED"],
            (_, Fate::Build(_)) => &["INITIALIZING", "BUILDING", "FAILED"],
            (_, Fate::Migration(_) | Fate::HealthCheck) => {
                &["INITIALIZING", "BUILDING", "DEPLOYING", "FAILED"]
            }
            (_, Fate::Crash) => &["INITIALIZING", "BUILDING", "DEPLOYING", "CRASHED"],
            (_, Fate::Stuck(_)) => &["INITIALIZING"],
        }
    }

    /// One stage for each request.
    fn status(&self, clock: u64) -> &'static str {
        if let Fate::Stuck(status) = self.fate
            && clock > self.began + 1
        {
            return status;
        }
        let stages = self.stages();
        let passed = usize::try_from(clock - self.began).unwrap();
        stages[passed.min(stages.len() - 1)]
    }

    fn meta(&self) -> Value {
        let mut meta = json!({ "reason": "deploy", "cliMessage": self.message });
        if let Fate::Rejected(error) = &self.fate {
            meta["configErrors"] = json!([error]);
        }
        meta
    }

    /// What happened so far, step by step.
    pub fn events(&self, clock: u64) -> Vec<Value> {
        const ALL: [&str; 5] =
            ["SNAPSHOT_CODE", "BUILD_IMAGE", "PRE_DEPLOY_COMMAND", "CREATE_CONTAINER", "HEALTHCHECK"];
        let status = self.status(clock);
        let (reached, error) = match (&self.fate, status) {
            (Fate::Rejected(_), _) => (0, None),
            (Fate::Build(_), "FAILED") => (2, Some("Build image failed")),
            (Fate::Migration(_), "FAILED") => (3, Some("Pre-deploy command failed with exit code 1")),
            (Fate::HealthCheck, "FAILED") => (5, Some("1/1 replicas never became healthy!")),
            (_, "QUEUED" | "INITIALIZING") => (1, None),
            (_, "BUILDING") => (2, None),
            (_, "DEPLOYING") => (3, None),
            _ => (5, None),
        };
        let event = |(index, step): (usize, &&str)| {
            let is_last = index + 1 == reached;
            let is_open = is_last && error.is_none() && !["SUCCESS", "CRASHED"].contains(&status);
            let payload = json!({
                "error": error.filter(|_| is_last), "reason": null, "detail": null, "skipped": false, "durationMs": 1200,
                "attempt": null, "maxAttempts": null,
            });
            json!({
                "id": format!("{}-{index}", self.id),
                "step": step,
                "createdAt": "2026-10-19T12:00:00.000Z",
                "completedAt": if is_open { Value::Null } else { "2026-10-19T12:00:01.000Z".into() },
                "payload": payload,
            })
        };
        ALL.iter().enumerate().take(reached).map(event).collect()
    }

    /// What the build said; an error where nothing was built.
    pub fn build_log(&self) -> Result<Vec<String>, String> {
        let lines = |last: &str| {
            ["[internal] load build definition from Dockerfile", last].map(str::to_owned).to_vec()
        };
        match &self.fate {
            Fate::Rejected(_) => Err("Deployment does not have an associated build".to_owned()),
            Fate::Build(error) => Ok(lines(error)),
            Fate::Success | Fate::Migration(_) | Fate::HealthCheck | Fate::Crash | Fate::Stuck(_) => {
                Ok(lines("exporting to image"))
            }
        }
    }

    pub fn deploy_log(&self) -> Vec<String> {
        let lines: &[&str] = match &self.fate {
            Fate::Migration(error) => &["Running migrations:", error],
            Fate::HealthCheck => &["Attempt #1 failed with status 400. Continuing to retry for 4m59s"],
            Fate::Crash => &["Listening at: http://0.0.0.0:8000", "MemoryError"],
            Fate::Success => &["Running migrations:", "  No migrations to apply."],
            Fate::Rejected(_) | Fate::Build(_) | Fate::Stuck(_) => &[],
        };
        lines.iter().map(|line| (*line).to_owned()).collect()
    }
}
