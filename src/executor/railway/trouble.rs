//! What is said about a failure: what happened, what is safe, and the command that goes on.

use super::{failure::Failure, transport::Credentials};
use crate::diagnostics::{Code, Issue, codes::railway as codes};

/// An issue with the way out and where to read more.
pub(super) fn issue(code: &'static Code, message: impl Into<String>, help: &str) -> Issue {
    let section = code.id.trim_start_matches("railway::");
    Issue::error(code, message).help(format!("{help}; more: docs/railway.md#{section}"))
}

/// What was done when a deployment broke off, for the person who wonders.
#[derive(Debug, Default)]
pub(super) struct Done(Vec<String>);

impl Done {
    pub(super) fn note(&mut self, what: impl Into<String>) {
        self.0.push(what.into());
    }

    /// `issue` with what is safe, and with the command that goes on.
    pub(super) fn add_to(&self, mut issue: Issue, environment: &str) -> Issue {
        let done = match self.0.as_slice() {
            [] => "nothing was changed on Railway".to_owned(),
            done => format!("done and recorded: {}", done.join(", ")),
        };
        let again = format!("`quickscale deploy railway -e {environment}` goes on from there");
        let help = issue.help.take().unwrap_or_default();
        issue.help(format!("{help}; {done}; {again}"))
    }
}

impl Failure {
    pub(super) fn into_issue(self) -> Issue {
        match self {
            Self::NoProgram => issue(
                &codes::NO_PROGRAM,
                "`railway` is not installed, or not on your PATH, and no token is set",
                &format!("{}, or set `RAILWAY_API_TOKEN`", install()),
            ),
            Self::OldProgram { found, oldest } => issue(
                &codes::OLD_PROGRAM,
                format!("`railway` is version `{found}`, and `railway api` exists since {oldest}"),
                "upgrade it: `railway upgrade`, or the way you installed it",
            ),
            Self::Unauthorized(credentials) | Self::Denied(credentials) => unauthorized(credentials),
            Self::Expired => issue(
                &codes::LOGIN_EXPIRED,
                "the stored login to Railway has run out, and could not be renewed",
                "run `railway login`",
            ),
            Self::NoAccess => issue(
                &codes::NO_ACCESS,
                "Railway knows who asks, and refuses access",
                "sign in as somebody who may, or use a token of the project's workspace",
            ),
            Self::Unreachable(said) => no_network("Railway cannot be reached", &said),
            Self::Broken(said) => no_network("Railway does not answer as it should", &said),
            Self::Odd(said) => no_network("Railway's answer cannot be understood", &said),
            Self::RateLimited { seconds } => {
                let when = match seconds {
                    Some(seconds) if seconds > 90 => format!("wait {} minutes", seconds.div_ceil(60)),
                    Some(seconds) => format!("wait {seconds} seconds"),
                    None => "wait for up to an hour".to_owned(),
                };
                issue(
                    &codes::RATE_LIMITED,
                    "the requests that Railway allows within an hour are used up",
                    &when,
                )
            }
            Self::Limit(said) => issue(
                &codes::LIMIT,
                format!("Railway refuses: {}", line(&said)),
                "choose a plan with room for it: https://railway.com/workspace/plans",
            ),
            Self::Restricted(said) => issue(
                &codes::LIMIT,
                format!("Railway refuses: {}", line(&said)),
                "add a payment method in the workspace's settings, or ask https://station.railway.com",
            ),
            Self::Missing(said) => issue(
                &codes::NO_PROJECT,
                format!("what is recorded is not on Railway any more: {}", line(&said)),
                "check who is signed in; when it was deleted on purpose, delete the record \
                 `.quickscale/lock/ENVIRONMENT.railway`, and it is made anew",
            ),
            Self::Upload(said) => issue(
                &codes::UPLOAD_FAILED,
                "the code did not get to Railway",
                "look at what `.railwayignore` lets through",
            )
            .output(said.lines()),
            Self::Refused(said) => issue(
                &codes::REFUSED,
                format!("Railway refuses: {}", line(&said)),
                "see https://status.railway.com, or ask https://station.railway.com with these words",
            )
            .output(said.lines().skip(1)),
            Self::Local(issue) => *issue,
        }
    }
}

fn unauthorized(credentials: Credentials) -> Issue {
    match credentials {
        Credentials::Login => issue(
            &codes::SIGNED_OUT,
            "nobody is signed in to Railway",
            "run `railway login`, or set `RAILWAY_API_TOKEN`",
        ),
        Credentials::Account => issue(
            &codes::SIGNED_OUT,
            "Railway does not accept `RAILWAY_API_TOKEN`",
            "make a token of your account or workspace at https://railway.com/account/tokens; one of a project \
             belongs into `RAILWAY_TOKEN`",
        ),
        Credentials::Project => issue(
            &codes::SIGNED_OUT,
            "Railway does not accept `RAILWAY_TOKEN` for this",
            "make one in the settings of the project; it is good for one environment, and one of your account belongs \
             into `RAILWAY_API_TOKEN`",
        ),
    }
}

fn no_network(message: &str, said: &str) -> Issue {
    issue(&codes::NO_NETWORK, message, "check your network, and https://status.railway.com")
        .output(said.lines().map(str::trim).filter(|line| !line.is_empty()))
}

fn line(said: &str) -> String {
    said.lines().next().unwrap_or_default().trim().trim_end_matches('.').escape_debug().to_string()
}

fn install() -> &'static str {
    if cfg!(target_os = "macos") {
        "install it: `brew install railway`"
    } else if cfg!(windows) {
        "install it: `scoop install railway`"
    } else {
        "install it: `npm install --global @railway/cli`"
    }
}
