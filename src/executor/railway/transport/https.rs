//! HTTPS with a token, for machines without Railway's program.

use std::time::Duration;

use serde_json::{Value, json};
use ureq::{Agent, Body, http::Response};

use super::{Credentials, Place, Transport, data_of};
use crate::{
    executor::railway::{answers::Uploaded, documents::Document, failure::Failure, secret::Secret},
    process,
    workspace::Root,
};

const BASE: &str = "https://backboard.railway.com";

/// Another address, for tests.
const BASE_VARIABLE: &str = "QUICKSCALE_RAILWAY_API";

const LIMIT: Duration = Duration::from_secs(60);

const UPLOAD_LIMIT: Duration = Duration::from_mins(30);

#[derive(Debug)]
pub(super) struct Https {
    base: String,
    agent: Agent,
    credentials: Credentials,
    header: (&'static str, Secret),
}

impl Https {
    pub(super) fn new(credentials: Credentials, token: &str) -> Self {
        let config = Agent::config_builder()
            .http_status_as_error(false)
            // A token goes where it is meant to go.
            .max_redirects(0)
            .user_agent(concat!("quickscale/", env!("CARGO_PKG_VERSION")));
        let header = match credentials {
            Credentials::Project => ("Project-Access-Token", Secret::new(token)),
            Credentials::Account | Credentials::Login => {
                ("Authorization", Secret::new(format!("Bearer {token}")))
            }
        };
        let base = process::variable(BASE_VARIABLE).unwrap_or_else(|| BASE.to_owned());
        let base = base.trim_end_matches('/').to_owned();
        Self { base, agent: config.build().into(), credentials, header }
    }

    fn post(&self, path: &str, kind: &str, body: &[u8], limit: Duration) -> Result<(u16, String), Failure> {
        let (name, secret) = &self.header;
        let request = self.agent.post(format!("{}{path}", self.base));
        let request = request.header(*name, secret.reveal()).header("Content-Type", kind);
        let request = request.config().timeout_global(Some(limit)).build();
        let unreachable = |error: ureq::Error| Failure::Unreachable(error.to_string());
        let mut response = request.send(body).map_err(unreachable)?;
        let status = response.status().as_u16();
        let text = response.body_mut().read_to_string().map_err(unreachable)?;
        match status {
            401 | 403 => Err(Failure::Denied(self.credentials)),
            429 => Err(Failure::of_status(Some(status), retry_after(&response), &text)),
            200..=499 => Ok((status, text)),
            _ => Err(Failure::of_status(Some(status), None, &text)),
        }
    }
}

impl Transport for Https {
    fn send(&self, document: Document, variables: &Value) -> Result<Value, Failure> {
        let body = json!({ "query": document.text, "variables": variables }).to_string();
        let (status, text) = self.post("/graphql/v2", "application/json", body.as_bytes(), LIMIT)?;
        match serde_json::from_str(&text) {
            Ok(body) => data_of(body),
            Err(_) => Err(Failure::of_status(Some(status), None, &text)),
        }
    }

    fn upload(&self, root: &Root, place: Place<'_>, message: &str) -> Result<Uploaded, Failure> {
        let Place { project, environment, service } = place;
        let archive = root.shipped().and_then(|shipped| shipped.archive());
        let archive = archive.map_err(|issue| Failure::Local(Box::new(issue)))?;
        let message = message.replace(' ', "%20");
        let path =
            format!("/project/{project}/environment/{environment}/up?serviceId={service}&message={message}");
        let (status, text) = self.post(&path, "application/gzip", &archive, UPLOAD_LIMIT)?;
        let answer: Option<Value> = serde_json::from_str(&text).ok();
        let uploaded = answer.clone().and_then(|answer| serde_json::from_value(answer).ok());
        uploaded.filter(|_| status == 200).ok_or_else(|| {
            let said = answer.as_ref().and_then(|answer| answer["message"].as_str()).unwrap_or(&text);
            let size = archive.len() >> 20;
            let said = format!("HTTP {status} to an upload of {size} MiB: {said}");
            Failure::of_upload(&said, self.credentials)
        })
    }

    fn cost_of_upload(&self) -> u32 {
        1
    }

    fn renew(&self) -> bool {
        false
    }

    fn name(&self) -> String {
        format!("HTTPS with {}", self.credentials.name())
    }
}

fn retry_after(response: &Response<Body>) -> Option<u64> {
    response.headers().get("retry-after")?.to_str().ok()?.trim().parse().ok()
}
