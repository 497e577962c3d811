//! Making what is on Railway what the plan says: one step after the other, each recorded before the next one begins.

mod address;
mod deployment;
mod place;
mod service;
mod store;

use std::thread;

use serde_json::Value;

use super::{
    Deployed, Deploying,
    api::Api,
    documents::Document,
    failure::Failure,
    note::Making,
    propose::{ADDRESS, ENVIRONMENT, PROJECT},
    secret::Secret,
    seen::Seen,
    trouble::Done,
    wanted::{Role, Store, Wanted},
};
use crate::{
    diagnostics::Issue,
    executor::Events,
    plan::{Action, Step},
    state::railway_path,
    workspace::Root,
};

/// So often is a change repeated that nobody knows the fate of, each time after looking.
const ATTEMPTS: u32 = 3;

/// So often is it looked whether a change that Railway took has taken effect.
const LOOKS: u32 = 10;

/// What one deployment works with.
pub(super) struct Work<'w> {
    pub(super) root: &'w Root,
    pub(super) api: &'w Api,
    pub(super) wanted: &'w Wanted,
    pub(super) seen: &'w mut Seen,
    pub(super) deploying: &'w Deploying,
    pub(super) events: &'w mut dyn Events,
    pub(super) done: Done,
    pub(super) deployed: Deployed,
    /// The key of a new site, the same however often its service is asked for.
    pub(super) key: Option<Secret>,
}

impl Work<'_> {
    /// Carries out `steps` in their order.
    pub(super) fn run(&mut self, steps: &[Step]) -> Result<(), Issue> {
        // What was found and not recorded, and what was agreed to.
        self.record()?;
        for step in steps {
            self.events.started(step);
            self.step(step)?;
            self.events.finished(step);
        }
        self.seen.note.making = None;
        self.remember()?;
        self.tell();
        Ok(())
    }

    fn step(&mut self, step: &Step) -> Result<(), Issue> {
        let what = step.id.trim_start_matches("railway:");
        let of_role = |role: &Role| {
            let rest = what.strip_prefix(role.as_str())?;
            Some((*role, rest.trim_start_matches('-')))
        };
        if let Some((role, part)) = Role::ALL.iter().find_map(of_role) {
            return match part {
                "" => self.service(role),
                "settings" => self.settings(role),
                "variables" => self.variables(role),
                _ => self.deployment(role),
            };
        }
        match what {
            PROJECT => self.project(),
            ENVIRONMENT => self.environment(),
            ADDRESS => self.address(),
            "postgres" => self.store(Store::Postgres),
            "redis" => self.store(Store::Redis),
            _ if step.action == Action::Record => Ok(()),
            domain => self.domain(domain.trim_start_matches("domain-")),
        }
    }

    fn record(&self) -> Result<(), Issue> {
        let environment = &self.wanted.environment;
        let Some(path) = railway_path(environment) else { return Ok(()) };
        Ok(self.root.write_own(&path, self.seen.record.to_text(environment).as_bytes())?)
    }

    fn remember(&self) -> Result<(), Issue> {
        self.seen.note.write(self.root, &self.wanted.environment)
    }

    /// Makes something, unless it turns out to have been made when nobody heard of it. `look` finds it again.
    fn make<T>(
        &mut self,
        what: &str,
        before: Vec<String>,
        make: impl Fn(&Api) -> Result<T, Failure>,
        look: impl Fn(&Self) -> Result<Option<T>, Failure>,
    ) -> Result<T, Issue> {
        self.seen.note.making = Some(Making { what: what.to_owned(), before });
        self.remember()?;
        let made = self.certainly(make, look);
        if made.as_ref().is_err_and(|failure| !failure.leaves_doubt()) {
            self.seen.note.making = None;
            self.remember()?;
        }
        made.map_err(|failure| self.api.issue(failure))
    }

    /// Does something until it is known to be done.
    fn certainly<T>(
        &self,
        act: impl Fn(&Api) -> Result<T, Failure>,
        look: impl Fn(&Self) -> Result<Option<T>, Failure>,
    ) -> Result<T, Failure> {
        let mut attempt = 1;
        loop {
            let answer = act(self.api);
            let doubtful = answer.as_ref().is_err_and(Failure::leaves_doubt);
            if !doubtful || attempt == ATTEMPTS {
                return answer;
            }
            thread::sleep(self.api.pace() * 2 * attempt);
            if let Some(done) = look(self)? {
                return Ok(done);
            }
            attempt += 1;
        }
    }

    /// Looks again and again, for a while.
    fn looked<T>(
        &self,
        looks: u32,
        look: impl Fn(&Self) -> Result<Option<T>, Failure>,
    ) -> Result<Option<T>, Failure> {
        for turn in 0..looks {
            thread::sleep(self.api.pace() * turn.min(4));
            if let Some(found) = look(self)? {
                return Ok(Some(found));
            }
        }
        Ok(None)
    }

    /// The same, with the error for a person.
    fn until<T>(
        &self,
        looks: u32,
        look: impl Fn(&Self) -> Result<Option<T>, Failure>,
    ) -> Result<Option<T>, Issue> {
        self.looked(looks, look).map_err(|failure| self.api.issue(failure))
    }

    fn ask<T: serde::de::DeserializeOwned>(&self, document: Document, variables: Value) -> Result<T, Issue> {
        self.api.ask(document, variables).map_err(|failure| self.api.issue(failure))
    }

    fn project_id(&self) -> String {
        self.seen.record.project.as_ref().map(|(id, _)| id.clone()).unwrap_or_default()
    }

    fn environment_id(&self) -> String {
        self.seen.record.environment.clone().unwrap_or_default()
    }

    /// What there is to say in the end.
    fn tell(&mut self) {
        self.deployed.of(self.seen, self.wanted);
        self.deployed.requests = self.api.requests();
    }
}
