//! The container engine, asked directly: one request for one answer, within a short time, so that a plan costs no more
//! than it has to. Whatever is not a socket of this machine is reached through the `docker` program, which
//! knows contexts, certificates and ssh.

use std::{
    io::{self, Read as _, Write as _},
    os::unix::net::UnixStream,
    time::Duration,
};

use camino::{Utf8Path, Utf8PathBuf};
use serde::de::DeserializeOwned;

use crate::{
    diagnostics::{Issue, codes::docker as codes},
    process::{self, Command},
    workspace,
};

/// An engine that is there answers in a millisecond.
const LIMIT: Duration = Duration::from_secs(3);

/// One behind ssh answers in some hundreds, and a busy machine far away may take longer to let somebody in.
const LIMIT_ELSEWHERE: Duration = Duration::from_secs(15);

const DEFAULT_SOCKET: &str = "/var/run/docker.sock";

/// Where the engine listens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Engine {
    /// At a socket of this machine.
    Socket(Utf8PathBuf),
    /// Where the `docker` program knows.
    Elsewhere,
}

/// Why no engine can be asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Absent {
    /// Neither an engine nor the `docker` program is there.
    #[error("Docker is not installed, or not on your PATH")]
    NotInstalled,
    /// Nobody listens.
    #[error("the Docker engine is not running: nothing answers at `{0}`")]
    NotRunning(String),
    /// The `docker` program does not get there.
    #[error("the Docker engine cannot be reached: {0}")]
    Unreachable(String),
    /// The socket is not for this user.
    #[error("you may not talk to the Docker engine: `{0}` is not open to you")]
    NoPermission(String),
    /// It says something else than it should, or nothing.
    #[error("the Docker engine does not answer as it should: {0}")]
    NoAnswer(String),
}

impl Engine {
    /// The engine that the `docker` program would talk to: `DOCKER_HOST`, or the context, or the usual socket.
    pub(super) fn from_environment() -> Self {
        if let Some(host) = process::variable("DOCKER_HOST") {
            return host.strip_prefix("unix://").map_or(Self::Elsewhere, |path| Self::Socket(path.into()));
        }
        let context = process::variable("DOCKER_CONTEXT").or_else(current_context);
        match context.as_deref() {
            None | Some("default") => Self::Socket(DEFAULT_SOCKET.into()),
            Some(_) => Self::Elsewhere,
        }
    }

    /// The answer to a `GET` request.
    pub(super) fn get<T: DeserializeOwned>(&self, path: &str) -> Result<T, Absent> {
        // A connection of version 1.0 ends with the answer, which therefore comes in one piece.
        let request = format!("GET {path} HTTP/1.0\r\nHost: docker\r\n\r\n");
        let answer = match self {
            Self::Socket(socket) => over_socket(socket, &request).map_err(|error| absent(socket, &error))?,
            Self::Elsewhere => through_program(&request)?,
        };
        let odd = || Absent::NoAnswer("it speaks no HTTP".to_owned());
        let end = answer.windows(4).position(|bytes| bytes == b"\r\n\r\n").ok_or_else(odd)?;
        let (head, body) = (String::from_utf8_lossy(&answer[..end]), &answer[end + 4..]);
        let status = head.split_whitespace().nth(1).unwrap_or_default();
        if status != "200" {
            let body = String::from_utf8_lossy(body);
            return Err(Absent::NoAnswer(format!("status {status}: {}", body.trim())));
        }
        serde_json::from_slice(body).map_err(|error| Absent::NoAnswer(error.to_string()))
    }
}

/// `{"label":["a"]}` as a part of an address.
pub(super) fn filter(key: &str, value: &str) -> String {
    let text = serde_json::json!({ key: [value] }).to_string();
    let encode = |byte: u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' => char::from(byte).to_string(),
        byte => format!("%{byte:02X}"),
    };
    text.bytes().map(encode).collect()
}

/// The context that `docker context use` has chosen.
fn current_context() -> Option<String> {
    #[derive(serde::Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Configuration {
        current_context: Option<String>,
    }
    let directory = process::variable("DOCKER_CONFIG").map(Utf8PathBuf::from);
    let directory =
        directory.or_else(|| process::variable("HOME").map(|home| Utf8Path::new(&home).join(".docker")))?;
    let bytes = workspace::read_file(&directory.join("config.json")).ok()?;
    serde_json::from_slice::<Configuration>(&bytes).ok()?.current_context.filter(|name| !name.is_empty())
}

fn over_socket(socket: &Utf8Path, request: &str) -> io::Result<Vec<u8>> {
    let mut stream = UnixStream::connect(socket)?;
    stream.set_read_timeout(Some(LIMIT))?;
    stream.set_write_timeout(Some(LIMIT))?;
    stream.write_all(request.as_bytes())?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer)?;
    Ok(answer)
}

fn absent(socket: &Utf8Path, error: &io::Error) -> Absent {
    let at = socket.to_string();
    let is = |kinds: &[io::ErrorKind]| kinds.contains(&error.kind());
    if is(&[io::ErrorKind::NotFound]) && !process::is_on_path("docker") {
        Absent::NotInstalled
    } else if is(&[io::ErrorKind::NotFound, io::ErrorKind::ConnectionRefused, io::ErrorKind::NotADirectory]) {
        Absent::NotRunning(at)
    } else if is(&[io::ErrorKind::PermissionDenied]) {
        Absent::NoPermission(at)
    } else if is(&[io::ErrorKind::WouldBlock, io::ErrorKind::TimedOut]) {
        Absent::NoAnswer(format!("`{at}` stayed silent for {} seconds", LIMIT.as_secs()))
    } else {
        Absent::NoAnswer(format!("`{at}`: {error}"))
    }
}

/// The program connects its standard input and output with the engine, wherever that is.
fn through_program(request: &str) -> Result<Vec<u8>, Absent> {
    let dial = Command::new("docker", ["system", "dial-stdio"]).input(request).time_limit(LIMIT_ELSEWHERE);
    match dial.run() {
        Ok(output) => Ok(output.stdout),
        Err(process::Error::Missing { .. }) => Err(Absent::NotInstalled),
        Err(process::Error::Failed { stderr, .. }) => Err(Absent::Unreachable(cause(&stderr).to_owned())),
        Err(error) => Err(Absent::NoAnswer(error.to_string())),
    }
}

/// What the program says at last; of ssh, what that says.
fn cause(said: &str) -> &str {
    let line = said.lines().last().unwrap_or_default();
    line.split_once("stderr=").map_or(line, |(_, of_ssh)| of_ssh)
}

impl Absent {
    /// The error for a command that needs an engine.
    pub(super) fn to_issue(&self) -> Issue {
        let code = match self {
            Self::NotInstalled => &codes::NOT_INSTALLED,
            Self::NotRunning(_) | Self::Unreachable(_) => &codes::NOT_RUNNING,
            Self::NoPermission(_) => &codes::NO_PERMISSION,
            Self::NoAnswer(_) => &codes::NO_ANSWER,
        };
        Issue::error(code, self.to_string()).help(self.way_out())
    }

    /// What to do about it.
    pub(super) fn way_out(&self) -> &'static str {
        match self {
            Self::NotInstalled => {
                "install it, https://docs.docker.com/get-started/get-docker/; or take `docker` out of the environment \
                 and give `DATABASE_URL`"
            }
            Self::NotRunning(_) => {
                "start it: `sudo systemctl start docker`, or open Docker Desktop; when it runs elsewhere, \
                 check `DOCKER_HOST` and `docker context ls`"
            }
            Self::Unreachable(_) => {
                "check `DOCKER_HOST` and `docker context ls`, and see what `docker version` says"
            }
            Self::NoPermission(_) => {
                "join its group with `sudo usermod -aG docker $USER`, then sign out and in again"
            }
            Self::NoAnswer(_) => {
                "see what `docker version` says; restarting the engine helps most of the time"
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::{os::unix::net::UnixListener, thread};

    use pretty_assertions::assert_eq;

    use super::*;

    /// What an engine is understood to be that answers with `answer`.
    fn answered(answer: &'static str) -> Result<Vec<u32>, Absent> {
        let directory = tempfile::tempdir().unwrap();
        let socket = Utf8PathBuf::try_from(directory.path().join("engine.sock")).unwrap();
        let listener = UnixListener::bind(&socket).unwrap();
        let serving = thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let mut request = [0; 512];
            let length = stream.read(&mut request).unwrap();
            stream.write_all(answer.as_bytes()).unwrap();
            String::from_utf8_lossy(&request[..length]).into_owned()
        });
        let result = Engine::Socket(socket).get("/numbers?x=1");
        assert!(serving.join().unwrap().starts_with("GET /numbers?x=1 HTTP/1.0\r\n"));
        result
    }

    #[test]
    fn an_answer_is_read_and_anything_else_is_said() {
        assert_eq!(answered("HTTP/1.0 200 OK\r\nA: b\r\n\r\n[1, 2]"), Ok(vec![1, 2]));
        let said = |answer| answered(answer).unwrap_err().to_string();
        assert!(
            said("HTTP/1.0 500 Oh\r\n\r\n{\"message\":\"broken\"}")
                .contains("status 500: {\"message\":\"broken\"}")
        );
        assert!(said("HTTP/1.0 200 OK\r\n\r\nnothing").contains("expected ident"));
        assert!(said("SSH-2.0-OpenSSH").contains("it speaks no HTTP"));
    }

    #[test]
    fn nobody_at_the_socket_is_an_engine_that_does_not_run() {
        let directory = tempfile::tempdir().unwrap();
        let socket = Utf8PathBuf::try_from(directory.path().join("engine.sock")).unwrap();
        drop(UnixListener::bind(&socket).unwrap());
        let refused = Engine::Socket(socket.clone()).get::<Vec<u32>>("/").unwrap_err();
        assert_eq!(refused, Absent::NotRunning(socket.to_string()));
        assert_eq!(refused.to_issue().code.id, "docker::not-running");
    }

    #[test]
    fn every_reason_has_its_code() {
        let socket = Utf8Path::new("/run/x.sock");
        let code = |kind| absent(socket, &io::Error::from(kind)).to_issue().code.id;
        assert_eq!(code(io::ErrorKind::PermissionDenied), "docker::no-permission");
        assert_eq!(code(io::ErrorKind::WouldBlock), "docker::no-answer");
        assert_eq!(Absent::NotInstalled.to_issue().code.id, "docker::not-installed");
    }

    #[test]
    fn what_ssh_says_is_told_without_what_docker_says_around_it() {
        let said = "error while Copy (stream to stdout): command [ssh -T -- h docker system dial-stdio] has exited with \
                    exit status 255, make sure the URL is valid: stderr=Host key verification failed.";
        assert_eq!(cause(said), "Host key verification failed.");
        assert_eq!(cause("one\ncontext \"x\": not found"), "context \"x\": not found");
    }

    #[test]
    fn a_filter_is_fit_for_an_address() {
        assert_eq!(filter("label", "a=b"), "%7B%22label%22%3A%5B%22a%3Db%22%5D%7D");
    }
}
