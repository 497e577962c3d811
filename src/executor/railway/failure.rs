//! What can go wrong between here and Railway, told apart by what is said about it.

use super::transport::Credentials;
use crate::diagnostics::Issue;

/// Why a question has no answer.
#[derive(Debug)]
pub(super) enum Failure {
    /// There is no `railway`, and no token either.
    NoProgram,
    /// There is one, without what is needed of it.
    OldProgram { found: String, oldest: String },
    /// Nobody is signed in, or the token is worth nothing.
    Unauthorized(Credentials),
    /// Railway answered, and does not let them.
    Denied(Credentials),
    /// The stored login has run out and could not be renewed.
    Expired,
    /// Whoever is signed in may not.
    NoAccess,
    /// No connection, or none that held.
    Unreachable(String),
    /// Something answered that is not Railway's interface as it should be.
    Broken(String),
    /// Too many questions within an hour.
    RateLimited { seconds: Option<u64> },
    /// The plan of the account ends here.
    Limit(String),
    /// Railway wants to be paid, or talked to.
    Restricted(String),
    /// What was asked for is not there any more.
    Missing(String),
    /// Code was not taken.
    Upload(String),
    /// Anything else, in Railway's words.
    Refused(String),
    /// An answer that makes no sense here.
    Odd(String),
    /// A file of the project could not be read.
    Local(Box<Issue>),
}

impl Failure {
    /// From the errors of an answer.
    pub(super) fn of_messages(messages: &[String]) -> Self {
        let first = messages.iter().map(|message| Self::of_message(message));
        let mut known = first.filter(|failure| !matches!(failure, Self::Refused(_)));
        known.next().unwrap_or_else(|| Self::Refused(messages.join("; ")))
    }

    fn of_message(message: &str) -> Self {
        let lower = message.to_lowercase();
        let has = |words: &[&str]| words.iter().any(|word| lower.contains(word));
        let text = message.to_owned();
        if has(&["not authorized", "unauthorized", "token not found"]) {
            Self::Denied(Credentials::from_environment())
        } else if has(&["do not have access", "insufficient"]) {
            Self::NoAccess
        } else if has(&["ratelimit", "rate limit", "too many requests"]) {
            Self::RateLimited { seconds: seconds_in(&lower) }
        } else if has(&["restricted", "payment method"]) {
            Self::Restricted(text)
        } else if has(&["limit exceeded", "trial has expired", "trial expired", "please upgrade"]) {
            Self::Limit(text)
        } else if has(&["not found", "is deleted", "has been deleted"]) {
            Self::Missing(text)
        } else {
            Self::Refused(text)
        }
    }

    /// From the prose of the program, when there was no answer at all.
    pub(super) fn of_program(stderr: &str, credentials: Credentials) -> Self {
        let lower = stderr.to_lowercase();
        let has = |words: &[&str]| words.iter().any(|word| lower.contains(word));
        if has(&["no longer valid", "failed to refresh"]) {
            // The endpoint for logins can be down as well; saying so is the program's own text.
            let passing = has(&["usually temporary", "couldn't refresh"]);
            if passing { Self::Unreachable(stderr.to_owned()) } else { Self::Expired }
        } else if has(&["unauthorized", "not signed in", "invalid railway_token"]) {
            Self::Unauthorized(credentials)
        } else if has(&["ratelimit"]) {
            Self::RateLimited { seconds: seconds_in(&lower) }
        } else if has(&["error decoding response body"]) {
            Self::Broken(stderr.to_owned())
        } else if has(&["error sending request", "failed to fetch", "timed out", "dns error"]) {
            Self::Unreachable(stderr.to_owned())
        } else {
            Self::of_message(stderr)
        }
    }

    /// From an answer whose status says that it is none.
    pub(super) fn of_status(status: Option<u16>, seconds: Option<u64>, body: &str) -> Self {
        let said: String = body.lines().next().unwrap_or_default().chars().take(200).collect();
        match status {
            Some(429) => Self::RateLimited { seconds },
            Some(401 | 403) => Self::Denied(Credentials::from_environment()),
            Some(status) => Self::Broken(format!("HTTP {status}: {said}")),
            None => Self::Broken(said),
        }
    }

    /// From what is said about an upload.
    pub(super) fn of_upload(said: &str, credentials: Credentials) -> Self {
        let failure = Self::of_program(said, credentials);
        let is_known = !matches!(failure, Self::Refused(_) | Self::Missing(_));
        if is_known { failure } else { Self::Upload(said.trim().to_owned()) }
    }

    /// Whether the same question may be answered a little later.
    pub(super) fn passes(&self) -> bool {
        let waits = |seconds: &Option<u64>| seconds.is_some_and(Self::is_short);
        matches!(self, Self::Unreachable(_) | Self::Broken(_))
            || matches!(self, Self::RateLimited { seconds } if waits(seconds))
    }

    /// Whether a person would rather wait than start again.
    pub(super) fn is_short(seconds: u64) -> bool {
        seconds <= 60
    }

    /// Whether nothing was learned about what is there: files can be planned all the same.
    pub(super) fn is_about_reach(&self) -> bool {
        match self {
            Self::NoProgram
            | Self::OldProgram { .. }
            | Self::Unauthorized(_)
            | Self::Denied(_)
            | Self::Expired
            | Self::NoAccess
            | Self::Unreachable(_)
            | Self::Broken(_)
            | Self::RateLimited { .. } => true,
            Self::Limit(_)
            | Self::Restricted(_)
            | Self::Missing(_)
            | Self::Upload(_)
            | Self::Refused(_)
            | Self::Odd(_)
            | Self::Local(_) => false,
        }
    }

    /// Whether what was asked for may have been done all the same.
    pub(super) fn leaves_doubt(&self) -> bool {
        matches!(self, Self::Unreachable(_) | Self::Broken(_) | Self::Odd(_))
    }
}

/// `about 30 minutes`, `12 seconds`.
fn seconds_in(text: &str) -> Option<u64> {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.windows(2).find_map(|pair| {
        let number: u64 = pair[0].parse().ok()?;
        match pair[1].trim_end_matches('s') {
            "second" => Some(number),
            "minute" => Some(number * 60),
            "hour" => Some(number * 3600),
            _ => None,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(failure: &Failure) -> String {
        format!("{failure:?}").split(['(', ' ']).next().unwrap_or_default().to_owned()
    }

    #[test]
    fn the_program_is_understood_in_every_version() {
        for (said, expected) in [
            ("Unauthorized. Please login with `railway login`", "Unauthorized"),
            ("Invalid RAILWAY_TOKEN. Please check that it is valid", "Unauthorized"),
            ("Your saved login is no longer valid (revoked). Please run railway login again.", "Expired"),
            ("Warning: failed to refresh OAuth token: Couldn't refresh your session: x.", "Unreachable"),
            ("You do not have access to this resource.", "NoAccess"),
            ("You are being ratelimited. Try again in about 30 minutes", "RateLimited"),
            ("Failed to fetch: error sending request for url (https://x)", "Unreachable"),
            ("Failed to fetch: error decoding response body", "Broken"),
            ("something else", "Refused"),
        ] {
            assert_eq!(kind(&Failure::of_program(said, Credentials::Login)), expected, "{said}");
        }
    }

    #[test]
    fn errors_of_the_interface_are_told_apart() {
        for (said, expected) in [
            ("Not Authorized", "Denied"),
            ("Project Token not found", "Denied"),
            (
                "Free plan resource provision limit exceeded. Please upgrade to provision more resources!",
                "Limit",
            ),
            ("Your trial has expired", "Limit"),
            (
                "Your workspace has been restricted. Please attach a payment method or contact support",
                "Restricted",
            ),
            ("Project not found", "Missing"),
            ("Problem processing request", "Refused"),
        ] {
            assert_eq!(kind(&Failure::of_messages(&[said.to_owned()])), expected, "{said}");
        }
        let several = ["Problem processing request".to_owned(), "Not Authorized".to_owned()];
        assert_eq!(kind(&Failure::of_messages(&several)), "Denied");
    }

    #[test]
    fn only_what_passes_is_asked_again() {
        assert!(Failure::of_status(Some(503), None, "x").passes());
        assert!(Failure::of_status(Some(429), Some(3), "").passes());
        assert!(!Failure::of_status(Some(429), Some(1800), "").passes());
        assert!(!Failure::of_status(Some(429), None, "").passes());
        assert!(!Failure::of_messages(&["Not Authorized".to_owned()]).passes());
    }

    #[test]
    fn a_time_to_wait_is_read() {
        assert_eq!(seconds_in("try again in about 30 minutes"), Some(1800));
        assert_eq!(seconds_in("try again in 12 seconds"), Some(12));
        assert_eq!(seconds_in("please try again later"), None);
    }
}
