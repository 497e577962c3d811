//! Railway's program, played: `railway.sh` on the `PATH` hands each call over, and it is answered here as the real one
//! answers, by asking the stand-in. Texts and exit codes are those of 5.28.0, 5.43.1 and 5.71.0.

mod api;
mod up;

use std::{
    collections::BTreeMap,
    fs,
    io::{BufRead as _, BufReader},
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
    process::Command,
    sync::{Arc, Mutex},
    thread,
};

use serde_json::{Value, json};
use tempfile::TempDir;

use super::{Request, Response, StandIn};

/// What a login is worth to the API.
pub const LOGIN: &str = "login-5c81d2e94fb3";

/// The program, installed in a directory of its own. Clones are the same one.
#[derive(Clone)]
pub struct Program {
    directory: Arc<TempDir>,
    railway: StandIn,
    settings: Arc<Mutex<Settings>>,
}

pub struct Settings {
    pub version: Version,
    pub login: Login,
    /// Every call, in order.
    pub calls: Vec<Call>,
}

pub type Version = (u32, u32, u32);

/// How the person is logged in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Login {
    None,
    Good,
    /// The API refuses it, and `whoami` gets a new one.
    Stale,
    /// There is no way back but to log in.
    Revoked,
}

/// How the program was called.
#[derive(Clone, Default, Debug)]
pub struct Call {
    pub words: Vec<String>,
    pub environment: BTreeMap<String, String>,
    directory: PathBuf,
    input: String,
}

/// What it says.
struct Said {
    code: u8,
    stdout: String,
    stderr: String,
}

impl Said {
    fn fine(stdout: impl Into<String>) -> Self {
        Self { code: 0, stdout: stdout.into(), stderr: String::new() }
    }

    fn failed(code: u8, stderr: impl Into<String>) -> Self {
        Self { code, stdout: String::new(), stderr: stderr.into() }
    }
}

impl Program {
    pub fn install(railway: &StandIn, version: Version) -> Self {
        let directory = tempfile::tempdir().unwrap();
        let settings = Settings { version, login: Login::Good, calls: Vec::new() };
        let program = Self {
            directory: Arc::new(directory),
            railway: railway.clone(),
            settings: Arc::new(Mutex::new(settings)),
        };
        let calls = program.calls();
        fs::create_dir_all(&calls).unwrap();
        let queue = calls.join("queue");
        assert!(Command::new("mkfifo").arg(&queue).status().unwrap().success());
        let script = include_str!("railway.sh").replace("@CALLS@", calls.to_str().unwrap());
        fs::create_dir_all(program.path()).unwrap();
        fs::write(program.path().join("railway"), script).unwrap();
        fs::set_permissions(program.path().join("railway"), fs::Permissions::from_mode(0o755)).unwrap();
        // Open for both, so that it never ends.
        let queue = fs::File::options().read(true).write(true).open(queue).unwrap();
        let answering = program.clone();
        thread::spawn(move || {
            for call in BufReader::new(queue).lines().map_while(Result::ok) {
                let answering = answering.clone();
                thread::spawn(move || answering.take(Path::new(&call)));
            }
        });
        program
    }

    /// The directory to put on the `PATH`.
    pub fn path(&self) -> PathBuf {
        self.directory.path().join("bin")
    }

    fn calls(&self) -> PathBuf {
        self.directory.path().join("calls")
    }

    pub fn settings(&self) -> std::sync::MutexGuard<'_, Settings> {
        self.settings.lock().unwrap()
    }

    fn take(&self, directory: &Path) {
        let read = |name: &str| String::from_utf8(fs::read(directory.join(name)).unwrap()).unwrap();
        let words = read("words").split_terminator('\0').map(str::to_owned).collect();
        let environment = read("environment");
        let environment = environment.lines().filter_map(|line| line.split_once('='));
        let environment = environment.map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        let call =
            Call { words, environment, directory: read("directory").trim_end().into(), input: read("input") };
        self.settings().calls.push(call.clone());
        let said = self.run(&call);
        fs::write(directory.join("stdout"), said.stdout).unwrap();
        fs::write(directory.join("stderr"), said.stderr).unwrap();
        fs::write(directory.join("code"), format!("{}\n", said.code)).unwrap();
    }

    fn run(&self, call: &Call) -> Said {
        let words: Vec<&str> = call.words.iter().map(String::as_str).collect();
        match words[..] {
            ["--version" | "-V", ..] => self.version(),
            ["whoami", ref rest @ ..] => self.whoami(call, rest.contains(&"--json")),
            ["api", ref rest @ ..] => api::run(self, call, rest),
            ["up", ref rest @ ..] => up::run(self, call, rest),
            [] => Said::failed(2, "Interact with Railway via CLI\n\nUsage: railway [COMMAND]\n"),
            [other, ..] => Said::failed(
                2,
                format!("error: unrecognized subcommand '{other}'\n\nUsage: railway [COMMAND]\n"),
            ),
        }
    }

    fn version(&self) -> Said {
        let (major, minor, patch) = self.settings().version;
        // v3 called itself by the name of its package.
        let name = if major < 4 { "railwayapp" } else { "railway" };
        Said::fine(format!("{name} {major}.{minor}.{patch}\n"))
    }

    fn whoami(&self, call: &Call, is_json: bool) -> Said {
        let refreshes = self.settings().version >= (5, 37, 4);
        if self.settings().login == Login::Stale && refreshes {
            self.settings().login = Login::Good;
        }
        let headers = match self.headers(call) {
            Ok(headers) => headers,
            Err(said) => return said,
        };
        let query = "query Me { me { name email workspaces { id name } } }";
        let me = match self.ask(&headers, query, &json!({})) {
            Ok(Response { body, .. }) => {
                serde_json::from_slice::<Value>(&body).unwrap_or_default()["data"]["me"].clone()
            }
            Err(said) => return said,
        };
        match (me.is_null(), is_json) {
            (true, _) => Said::failed(1, refused(call)),
            (false, true) => Said::fine(format!("{me:#}\n")),
            (false, false) => Said::fine("Logged in as Ada Lovelace (ada@example.com) 👋\n"),
        }
    }

    /// How a call says who it is; what is said instead where it cannot.
    fn headers(&self, call: &Call) -> Result<BTreeMap<String, String>, Said> {
        let header = |name: &str, value: String| Ok([(name.to_owned(), value)].into());
        let token = |name: &str| call.environment.get(name).filter(|token| !token.is_empty()).cloned();
        if let Some(token) = token("RAILWAY_TOKEN") {
            return header("project-access-token", token);
        }
        if let Some(token) = token("RAILWAY_API_TOKEN") {
            return header("authorization", format!("Bearer {token}"));
        }
        let Settings { login, version, .. } = *self.settings();
        let unauthorized = "Unauthorized. Please login with `railway login`\n";
        match login {
            Login::None => Err(Said::failed(1, unauthorized)),
            Login::Good => header("authorization", format!("Bearer {LOGIN}")),
            Login::Stale => header("authorization", "Bearer stale".to_owned()),
            Login::Revoked if version < (5, 37, 4) => Err(Said::failed(
                1,
                format!("Warning: failed to refresh OAuth token: OAuth error: invalid_grant\n{unauthorized}"),
            )),
            Login::Revoked => Err(Said::failed(
                1,
                format!(
                    "Your saved login is no longer valid (invalid_grant). Please run `railway login` again.\n{unauthorized}"
                ),
            )),
        }
    }

    /// Asks the API; what is said where no answer comes.
    fn ask(
        &self,
        headers: &BTreeMap<String, String>,
        query: &str,
        variables: &Value,
    ) -> Result<Response, Said> {
        let body = json!({ "query": query, "variables": variables }).to_string().into_bytes();
        self.send(headers, "/graphql/v2", body)
    }

    fn send(&self, headers: &BTreeMap<String, String>, path: &str, body: Vec<u8>) -> Result<Response, Said> {
        let request =
            Request { method: "POST".to_owned(), path: path.to_owned(), headers: headers.clone(), body };
        self.railway.answer(&request).ok_or_else(|| {
            let address = format!("https://backboard.railway.com{path}");
            let chain = "Caused by:\n    0: client error (SendRequest)\n    1: connection closed before message completed";
            Said::failed(1, format!("error sending request for url ({address})\n\n{chain}\n"))
        })
    }
}

/// What a command says that the API refuses.
fn refused(call: &Call) -> String {
    let about = "Please check that it is valid and has access to the resource you're trying to use.";
    match call.environment.get("RAILWAY_TOKEN") {
        Some(_) => format!("Invalid RAILWAY_TOKEN. {about}\n"),
        None if call.environment.contains_key("RAILWAY_API_TOKEN") => {
            format!("Unauthorized. {}\n", about.replace("it is", "your RAILWAY_API_TOKEN is"))
        }
        None => "Unauthorized. Please run `railway login` again.\n".to_owned(),
    }
}
