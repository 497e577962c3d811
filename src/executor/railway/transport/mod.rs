//! How Railway is reached: by the user's own program, or by HTTPS where there is none.

mod https;
mod program;

use std::fmt;

use serde_json::Value;

use self::{https::Https, program::Program};
use super::{answers::Uploaded, documents::Document, failure::Failure};
use crate::{process, workspace::Root};

/// Where code goes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place<'p> {
    pub(super) project: &'p str,
    pub(super) environment: &'p str,
    pub(super) service: &'p str,
}

/// One way to Railway.
pub(super) trait Transport: fmt::Debug {
    /// Sends a document, and returns the `data` of the answer.
    fn send(&self, document: Document, variables: &Value) -> Result<Value, Failure>;

    /// Uploads what [`Root::shipped`] names, and returns the deployment that was begun with it.
    fn upload(&self, root: &Root, place: Place<'_>, message: &str) -> Result<Uploaded, Failure>;

    /// How many requests an upload takes.
    fn cost_of_upload(&self) -> u32;

    /// Gets a login that has run out going again; whether that is possible at all.
    fn renew(&self) -> bool;

    /// What it is, for `-v`.
    fn name(&self) -> String;
}

/// Whose word is good for Railway.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Credentials {
    /// `RAILWAY_TOKEN`: one environment of one project.
    Project,
    /// `RAILWAY_API_TOKEN`: an account or a workspace.
    Account,
    /// What `railway login` has stored.
    Login,
}

impl Credentials {
    /// In the order in which Railway's program prefers them.
    pub(super) fn from_environment() -> Self {
        match (process::is_set(PROJECT_TOKEN), process::is_set(ACCOUNT_TOKEN)) {
            (true, _) => Self::Project,
            (false, true) => Self::Account,
            (false, false) => Self::Login,
        }
    }

    /// What the person knows them by.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Project => PROJECT_TOKEN,
            Self::Account => ACCOUNT_TOKEN,
            Self::Login => "railway login",
        }
    }

    fn variable(self) -> Option<&'static str> {
        (self != Self::Login).then(|| self.name())
    }
}

const PROJECT_TOKEN: &str = "RAILWAY_TOKEN";
const ACCOUNT_TOKEN: &str = "RAILWAY_API_TOKEN";

/// The program, which knows every kind of credentials; without one that is new enough, HTTPS with a token.
pub(super) fn choose() -> Result<Box<dyn Transport>, Failure> {
    let credentials = Credentials::from_environment();
    match Program::find(credentials) {
        Ok(program) => Ok(Box::new(program)),
        Err(failure @ (Failure::NoProgram | Failure::OldProgram { .. })) => {
            let token = credentials.variable().and_then(process::variable);
            token.map_or(Err(failure), |token| Ok(Box::new(Https::new(credentials, &token)) as Box<_>))
        }
        Err(failure) => Err(failure),
    }
}

/// The `data` of an answer, or what its `errors` say.
fn data_of(mut body: Value) -> Result<Value, Failure> {
    let messages: Vec<String> = body["errors"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|error| error["message"].as_str().unwrap_or("an error without a message").to_owned())
        .collect();
    match body.get_mut("data").map(Value::take) {
        _ if !messages.is_empty() => Err(Failure::of_messages(&messages)),
        Some(data @ Value::Object(_)) => Ok(data),
        _ => Err(Failure::Odd("the answer has no `data`".to_owned())),
    }
}
