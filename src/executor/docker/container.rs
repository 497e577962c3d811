//! Containers that compose has made, as the engine tells of them.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::engine::{Absent, Engine, filter};

/// One container.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Container {
    pub(super) id: String,
    pub(super) name: String,
    /// The identity of its image.
    pub(super) image: String,
    /// What the image was called.
    pub(super) image_name: String,
    /// The compose project.
    pub(super) project: String,
    /// The directory of the compose file.
    pub(super) directory: String,
    pub(super) service: String,
    /// What compose says of its configuration.
    pub(super) hash: String,
    pub(super) state: String,
    /// The same in words: `Up 2 minutes (healthy)`.
    pub(super) status: String,
    pub(super) ports: Vec<Port>,
}

/// A port that is published.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub(super) struct Port {
    #[serde(rename = "IP", default)]
    pub(super) address: String,
    #[serde(rename = "PrivatePort")]
    pub(super) inside: u16,
    #[serde(rename = "PublicPort")]
    pub(super) outside: Option<u16>,
}

/// How well a container is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Health {
    /// It runs; where it has a check, that succeeds.
    Well,
    /// Its check has not succeeded yet.
    Starting,
    /// Its check fails.
    Unhealthy,
    /// It has ended well, as a task does.
    Done,
    /// It has ended otherwise, or was never started.
    Stopped,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Answer {
    id: String,
    #[serde(default)]
    names: Vec<String>,
    image: String,
    #[serde(rename = "ImageID")]
    image_id: String,
    #[serde(default)]
    labels: Option<BTreeMap<String, String>>,
    state: String,
    status: String,
    #[serde(default)]
    ports: Option<Vec<Port>>,
}

const PROJECT: &str = "com.docker.compose.project";

/// Every container that compose has made for a service, of any project.
pub(super) fn all(engine: &Engine) -> Result<Vec<Container>, Absent> {
    let answers: Vec<Answer> =
        engine.get(&format!("/containers/json?all=1&filters={}", filter("label", PROJECT)))?;
    Ok(answers.into_iter().filter_map(Container::read).collect())
}

impl Container {
    fn read(answer: Answer) -> Option<Self> {
        let mut labels = answer.labels.unwrap_or_default();
        if labels.get("com.docker.compose.oneoff").is_some_and(|oneoff| oneoff == "True") {
            return None;
        }
        let name = answer.names.first().map(|name| name.trim_start_matches('/').to_owned());
        Some(Self {
            name: name.unwrap_or_default(),
            id: answer.id,
            image: answer.image_id,
            image_name: answer.image,
            project: labels.remove(PROJECT)?,
            directory: labels.remove("com.docker.compose.project.working_dir").unwrap_or_default(),
            service: labels.remove("com.docker.compose.service")?,
            hash: labels.remove("com.docker.compose.config-hash").unwrap_or_default(),
            state: answer.state,
            status: answer.status,
            ports: answer.ports.unwrap_or_default(),
        })
    }

    /// How well it is.
    pub(super) fn health(&self) -> Health {
        match (self.state.as_str(), self.status.as_str()) {
            ("running", status) if status.ends_with("(unhealthy)") => Health::Unhealthy,
            ("running", status) if status.ends_with("(health: starting)") => Health::Starting,
            ("running", _) => Health::Well,
            ("restarting", _) => Health::Starting,
            ("exited", status) if status.starts_with("Exited (0)") => Health::Done,
            _ => Health::Stopped,
        }
    }

    /// The first digits of its identity, as people write it.
    pub(super) fn short_id(&self) -> &str {
        self.id.get(..12).unwrap_or(&self.id)
    }

    /// Where `inside` is published on this machine.
    pub(super) fn published(&self, inside: u16) -> Option<u16> {
        self.ports.iter().filter(|port| port.inside == inside).find_map(|port| port.outside)
    }
}
