//! A Railway on this machine: the API of the real one, with a memory, over plain HTTP or through a `railway` program.
//!
//! It is no list of canned answers. Documents are checked against the real schema and carried out on a [`World`] of
//! projects, services, variables and deployments; code that is deployed is judged by what its settings would make
//! of it. Whatever takes time goes on by one step with each request, so that nothing ever sleeps.
//!
//! What goes wrong is set by [`Fault`]s and by the world's [`rules`].

pub mod deployment;
mod execute;
mod faults;
mod graphql;
mod http;
mod judge;
mod mutation;
pub mod program;
mod query;
pub mod rules;
mod schema;
pub mod template;
mod upload;
mod variables;
mod views;
mod workflow;
mod world;

use std::{
    process::Child,
    sync::{Arc, Mutex, MutexGuard},
};

use serde_json::{Value, json};

pub use self::{
    faults::{Fault, Interruption, What},
    graphql::Document,
    http::{Request, Response},
    schema::SCHEMA,
    world::{Caller, World},
};

/// The stand-in. Clones are the same one.
#[derive(Clone)]
pub struct StandIn {
    state: Arc<Mutex<State>>,
    /// Where it listens: `http://127.0.0.1:PORT`.
    pub address: String,
}

#[derive(Default)]
pub struct State {
    pub world: World,
    pub faults: Vec<Fault>,
    /// Everything that was asked, in order.
    pub asked: Vec<Asked>,
    interruption: Option<(Interruption, u32)>,
}

/// One request.
#[derive(Debug)]
pub struct Asked {
    /// The name of the operation, or `upload`.
    pub what: String,
    pub is_mutation: bool,
}

impl StandIn {
    /// With one workspace, and the tokens `account`, `workspace` and `login`.
    pub fn start() -> Self {
        let state = Arc::new(Mutex::new(State::default()));
        let mut stand_in = Self { state, address: String::new() };
        let answering = stand_in.clone();
        stand_in.address = http::listen(move |request| answering.answer(&request));
        let mut now = stand_in.now();
        let workspace = now.world.add_workspace("Ada's workspace");
        for (token, caller) in [
            (program::LOGIN, Caller::Account),
            (ACCOUNT_TOKEN, Caller::Account),
            (WORKSPACE_TOKEN, Caller::Workspace(workspace)),
        ] {
            now.world.tokens.insert(token.to_owned(), caller);
        }
        drop(now);
        stand_in
    }

    /// What there is now, to look at and to change.
    pub fn now(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap()
    }

    /// Lets the next requests of a kind go wrong, so many times.
    pub fn fails(&self, on: &'static str, what: What, times: usize) {
        self.now().faults.push(Fault { on, what, after: 0, times });
    }

    /// Lets one request go wrong, after so many that go well.
    pub fn fails_once_after(&self, after: usize, what: What) {
        self.now().faults.push(Fault { on: "*", what, after, times: 1 });
    }

    /// Kills a process at its n-th request. It is started here, so that it asks for nothing before it is known.
    pub fn interrupts(&self, interruption: Interruption, start: impl FnOnce() -> Child) -> Child {
        let mut now = self.now();
        now.asked.clear();
        let child = start();
        now.interruption = Some((interruption, child.id()));
        child
    }

    /// Answers one request; none when the connection is lost.
    pub fn answer(&self, request: &Request) -> Option<Response> {
        if request.method != "POST" {
            return Some(Response::text(404, "Not Found"));
        }
        let now = &mut *self.now();
        let sent: Value = serde_json::from_slice(&request.body).unwrap_or_default();
        let document = Document::parse(sent["query"].as_str().unwrap_or_default());
        let what = match &document {
            _ if request.path.starts_with("/project/") => "upload".to_owned(),
            Ok(document) => document.name.clone(),
            Err(error) => return Some(Response::json(&json!({ "errors": [execute::error(error, None)] }))),
        };
        let is_mutation = document.as_ref().map_or(true, |document| document.root == "Mutation");
        now.asked.push(Asked { what: what.clone(), is_mutation });
        if now.is_interrupted(false) {
            return None;
        }
        now.world.go_on();
        let fault = now.fault(&what);
        match &fault {
            Some(What::Answer(response)) => return Some(response.clone()),
            Some(What::Error(text)) => {
                return Some(Response::json(
                    &json!({ "errors": [execute::error(text, Some("data"))], "data": null }),
                ));
            }
            Some(What::LostBefore) => return None,
            Some(What::LostAfter) | None => {}
        }
        let caller = now.caller(request);
        let response = match document {
            Ok(document) => {
                Response::json(&execute::execute(&mut now.world, &caller, &document, &sent["variables"]))
            }
            Err(_) => upload::take(&mut now.world, &caller, request),
        };
        (!now.is_interrupted(true) && fault.is_none()).then_some(response)
    }
}

/// A token of a person.
pub const ACCOUNT_TOKEN: &str = "account-token-3f9d8b71c05e";
/// A token of the workspace.
pub const WORKSPACE_TOKEN: &str = "workspace-token-92b41e7fa6d0";

impl State {
    fn caller(&self, request: &Request) -> Caller {
        let known = |token: &str| self.world.tokens.get(token).cloned();
        let bearer = request.headers.get("authorization").and_then(|value| value.strip_prefix("Bearer "));
        // A token of one kind is nothing in the place of another.
        match request.headers.get("project-access-token") {
            Some(token) => known(token).filter(Caller::is_project).unwrap_or(Caller::NoProject),
            None => bearer.and_then(known).filter(|caller| !caller.is_project()).unwrap_or(Caller::Nobody),
        }
    }

    fn fault(&mut self, what: &str) -> Option<What> {
        let fault =
            self.faults.iter_mut().find(|fault| fault.times > 0 && [what, "*"].contains(&fault.on))?;
        if fault.after > 0 {
            fault.after -= 1;
            return None;
        }
        fault.times -= 1;
        Some(fault.what.clone())
    }

    fn is_interrupted(&mut self, is_after: bool) -> bool {
        let Some((interruption, process)) = self.interruption else { return false };
        let is_now = interruption.at == self.asked.len() && interruption.is_after == is_after;
        if is_now {
            self.interruption = None;
            let process = rustix::process::Pid::from_raw(process.try_into().unwrap()).unwrap();
            rustix::process::kill_process(process, rustix::process::Signal::KILL).unwrap();
        }
        is_now
    }
}
