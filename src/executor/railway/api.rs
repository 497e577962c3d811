//! Questions to Railway: counted, asked again when that is safe, and without a trace of secrets.

use std::{
    cell::{Cell, RefCell},
    thread,
    time::Duration,
};

use serde::de::DeserializeOwned;
use serde_json::Value;

use super::{
    answers::Uploaded,
    documents::Document,
    failure::Failure,
    secret::{Scrubber, Secret},
    transport::{self, Credentials, Place, Transport},
};
use crate::{diagnostics::Issue, process, workspace::Root};

/// So often is a question asked that may be asked again.
const TRIES: u32 = 4;

/// The first pause before a question is asked again; each next one is twice as long.
const PACE: Duration = Duration::from_millis(500);

/// Another one in milliseconds, for tests.
const PACE_VARIABLE: &str = "QUICKSCALE_RAILWAY_PACE";

/// Railway, as one command knows it.
#[derive(Debug)]
pub(super) struct Api {
    transport: Box<dyn Transport>,
    requests: Cell<u32>,
    renewed: Cell<bool>,
    scrubber: RefCell<Scrubber>,
    pace: Duration,
}

impl Api {
    /// By whatever leads there.
    pub(super) fn reach() -> Result<Self, Failure> {
        let pace = process::variable(PACE_VARIABLE).and_then(|text| text.parse().ok());
        Ok(Self {
            transport: transport::choose()?,
            requests: Cell::new(0),
            renewed: Cell::new(false),
            scrubber: RefCell::default(),
            pace: pace.map_or(PACE, Duration::from_millis),
        })
    }

    /// How many requests it took so far.
    pub(super) fn requests(&self) -> u32 {
        self.requests.get()
    }

    pub(super) fn name(&self) -> String {
        self.transport.name()
    }

    /// The pause that everything else is a multiple of.
    pub(super) fn pace(&self) -> Duration {
        self.pace
    }

    /// From now on these leave no trace in what others say.
    pub(super) fn hide<'s>(&self, secrets: impl IntoIterator<Item = &'s Secret>) {
        self.scrubber.borrow_mut().learn(secrets);
    }

    /// `text` without secrets, those that nobody here knows included: a log quotes the address of a database.
    pub(super) fn clean(&self, text: &str) -> String {
        process::redact(&self.scrubber.borrow().clean(text))
    }

    /// The issue for a failure, without secrets.
    pub(super) fn issue(&self, failure: Failure) -> Issue {
        let mut issue = failure.into_issue();
        issue.message = self.clean(&issue.message);
        issue.help = issue.help.map(|help| self.clean(&help));
        issue.output = issue.output.iter().map(|line| self.clean(line)).collect();
        issue
    }

    /// The answer to a document. One that changes nothing is sent again while what keeps it from being answered
    /// may pass.
    pub(super) fn ask<T: DeserializeOwned>(
        &self,
        document: Document,
        variables: Value,
    ) -> Result<T, Failure> {
        let tries = if document.is_read() { TRIES } else { 1 };
        let mut pause = self.pace;
        let mut attempt = 1;
        loop {
            let failure = match self.once(document, &variables) {
                Ok(data) => return understood(document, data),
                Err(failure) => failure,
            };
            if matches!(failure, Failure::Denied(Credentials::Login)) && !self.renewed.replace(true) {
                return self.ask_renewed(document, &variables);
            }
            if attempt == tries || !failure.passes() {
                return Err(denied(failure));
            }
            if let Failure::RateLimited { seconds: Some(seconds) } = failure {
                thread::sleep(Duration::from_secs(seconds));
            } else {
                thread::sleep(jittered(pause));
                pause *= 2;
            }
            attempt += 1;
        }
    }

    /// With a login that is good again, a second refusal is about what was asked for.
    fn ask_renewed<T: DeserializeOwned>(&self, document: Document, variables: &Value) -> Result<T, Failure> {
        // So many does the command take that renews it.
        self.requests.set(self.requests.get() + 2);
        if !self.transport.renew() {
            return Err(Failure::Expired);
        }
        self.once(document, variables).map_err(denied).and_then(|data| understood(document, data))
    }

    fn once(&self, document: Document, variables: &Value) -> Result<Value, Failure> {
        self.requests.set(self.requests.get() + 1);
        self.transport.send(document, variables)
    }

    /// Uploads the project's files for one service.
    pub(super) fn upload(&self, root: &Root, place: Place<'_>, message: &str) -> Result<Uploaded, Failure> {
        self.requests.set(self.requests.get() + self.transport.cost_of_upload());
        self.transport.upload(root, place, message).map_err(denied)
    }
}

fn denied(failure: Failure) -> Failure {
    if matches!(failure, Failure::Denied(Credentials::Login)) { Failure::NoAccess } else { failure }
}

fn understood<T: DeserializeOwned>(document: Document, data: Value) -> Result<T, Failure> {
    // The text of the error would quote the answer, and with it what may be secret.
    serde_json::from_value(data)
        .map_err(|error| Failure::Odd(format!("{}: {:?} error", document.name, error.classify())))
}

/// Up to half as long again, so that several machines that fail together do not ask together.
fn jittered(pause: Duration) -> Duration {
    let mut byte = [0];
    let _ = getrandom::fill(&mut byte);
    pause + pause.mul_f64(f64::from(byte[0]) / 512.0)
}

#[cfg(test)]
mod tests {
    use std::collections::VecDeque;

    use serde_json::json;

    use super::*;
    use crate::executor::railway::documents;

    /// Answers with what it was given, one after the other.
    #[derive(Debug)]
    struct Scripted(RefCell<VecDeque<Result<Value, Failure>>>, bool);

    impl Transport for Scripted {
        fn send(&self, _: Document, _: &Value) -> Result<Value, Failure> {
            self.0.borrow_mut().pop_front().unwrap()
        }
        fn upload(&self, _: &Root, _: Place<'_>, _: &str) -> Result<Uploaded, Failure> {
            panic!("nothing is uploaded")
        }
        fn cost_of_upload(&self) -> u32 {
            0
        }
        fn renew(&self) -> bool {
            self.1
        }
        fn name(&self) -> String {
            String::new()
        }
    }

    fn api(answers: impl IntoIterator<Item = Result<Value, Failure>>, renews: bool) -> Api {
        Api {
            transport: Box::new(Scripted(RefCell::new(answers.into_iter().collect()), renews)),
            requests: Cell::new(0),
            renewed: Cell::new(false),
            scrubber: RefCell::default(),
            pace: Duration::ZERO,
        }
    }

    fn broken() -> Result<Value, Failure> {
        Err(Failure::Broken("HTTP 503".to_owned()))
    }

    #[test]
    fn a_question_is_repeated_and_a_change_is_not() {
        let asked = api([broken(), broken(), Ok(json!({}))], false);
        assert!(asked.ask::<Value>(documents::PROJECT, json!({})).is_ok());
        assert_eq!(asked.requests(), 3);
        let changed = api([broken()], false);
        assert!(changed.ask::<Value>(documents::PROJECT_CREATE, json!({})).is_err());
        assert_eq!(changed.requests(), 1);
    }

    #[test]
    fn patience_ends() {
        let asked = api((0..TRIES).map(|_| broken()), false);
        assert!(matches!(asked.ask::<Value>(documents::PROJECT, json!({})), Err(Failure::Broken(_))));
        let limited = api([Err(Failure::RateLimited { seconds: Some(1800) })], false);
        assert!(limited.ask::<Value>(documents::PROJECT, json!({})).is_err());
        assert_eq!(limited.requests(), 1);
    }

    #[test]
    fn a_login_is_renewed_once() {
        let denied = || Err(Failure::Denied(Credentials::Login));
        let renewed = api([denied(), Ok(json!({}))], true);
        assert!(renewed.ask::<Value>(documents::PROJECT, json!({})).is_ok());
        let not_mine = api([denied(), denied()], true);
        assert!(matches!(not_mine.ask::<Value>(documents::PROJECT, json!({})), Err(Failure::NoAccess)));
        let expired = api([denied()], false);
        assert!(matches!(expired.ask::<Value>(documents::PROJECT, json!({})), Err(Failure::Expired)));
    }

    #[test]
    fn an_answer_of_another_shape_is_said_without_being_quoted() {
        let odd = api([Ok(json!({ "project": "hunter2" }))], false);
        let failure = odd.ask::<Vec<String>>(documents::PROJECT, json!({})).unwrap_err();
        assert!(!format!("{failure:?}").contains("hunter2"), "{failure:?}");
    }
}
