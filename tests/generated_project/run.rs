//! Programs, run to their end or watched while they serve.

use std::{
    env,
    ffi::OsString,
    fs::File,
    io::{Read as _, Write as _},
    net::{TcpListener, TcpStream},
    path::{Path, PathBuf},
    process::{Child, Command, Output, Stdio},
    thread,
    time::{Duration, Instant},
};

use wait4::Wait4 as _;

/// A program in an environment of which only what installing packages takes is inherited.
pub(crate) fn program(name: impl AsRef<Path>, directory: &Path) -> Command {
    let mut command = Command::new(name.as_ref());
    command.current_dir(directory).env_clear().envs(inherited());
    command
}

/// The part of the environment that installing packages takes.
pub(crate) fn inherited() -> impl Iterator<Item = (OsString, OsString)> {
    env::vars_os().filter(|(name, _)| {
        let name = name.to_string_lossy().to_uppercase();
        ["PATH", "HOME", "TMPDIR", "LANG"].contains(&name.as_str())
            || ["UV_", "SSL_CERT_", "NPM_CONFIG_", "NODE_EXTRA_"]
                .iter()
                .any(|prefix| name.starts_with(prefix))
            || name.ends_with("_PROXY")
    })
}

/// Runs a program; a failure says which, and what it wrote.
#[track_caller]
pub(crate) fn succeed(command: &mut Command) -> String {
    let output = finish(command);
    assert!(output.status.success(), "{}", describe(command, &output));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// Runs a program that has to fail, and returns all it wrote.
#[track_caller]
pub(crate) fn fail(command: &mut Command) -> String {
    let output = finish(command);
    assert!(!output.status.success(), "succeeded: {}", describe(command, &output));
    [output.stdout, output.stderr].map(|text| String::from_utf8_lossy(&text).into_owned()).concat()
}

/// Runs a program that may find fault, and returns what it printed about it. One that breaks down says so on stderr.
#[track_caller]
pub(crate) fn output(command: &mut Command) -> String {
    let output = finish(command);
    let said =
        String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() || !said.trim().is_empty(), "{}", describe(command, &output));
    said
}

/// Runs a program, and returns the CPU seconds it took: what else the machine does hardly changes them.
#[track_caller]
pub(crate) fn cpu_seconds(command: &mut Command) -> f64 {
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let ended = command.spawn().unwrap_or_else(|error| panic!("{command:?}: {error}")).wait4().unwrap();
    assert!(ended.status.success(), "{command:?}: {}", ended.status);
    (ended.rusage.utime + ended.rusage.stime).as_secs_f64()
}

#[track_caller]
fn finish(command: &mut Command) -> Output {
    command.stdin(Stdio::null()).output().unwrap_or_else(|error| panic!("{command:?}: {error}"))
}

fn describe(command: &Command, output: &Output) -> String {
    let arguments: Vec<_> = command.get_args().map(|argument| argument.to_string_lossy()).collect();
    format!(
        "{} {}\n{}\n{}\n{}",
        command.get_program().to_string_lossy(),
        arguments.join(" "),
        output.status,
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr),
    )
}

/// A port that nothing listens on.
pub(crate) fn free_port() -> u16 {
    TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap().port()
}

/// A server. It ends with the value; when a test is killed, it goes with the test's process group.
pub(crate) struct Server {
    /// None after its end.
    process: Option<Child>,
    log: PathBuf,
    pub(crate) port: u16,
}

impl Server {
    /// Starts a program that will listen on this port, and waits until it does.
    #[track_caller]
    pub(crate) fn start(command: &mut Command, port: u16, log: &Path) -> Self {
        let output = File::create(log).unwrap();
        command.stdin(Stdio::null()).stdout(output.try_clone().unwrap()).stderr(output);
        let process = command.spawn().unwrap_or_else(|error| panic!("{command:?}: {error}"));
        let mut server = Self { process: Some(process), log: log.to_owned(), port };
        let deadline = Instant::now() + Duration::from_secs(300);
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            let ended = server.process.as_mut().unwrap().try_wait().unwrap();
            assert!(ended.is_none(), "{command:?} ended:\n{}", server.log());
            assert!(Instant::now() < deadline, "{command:?} does not listen:\n{}", server.log());
            thread::sleep(Duration::from_millis(50));
        }
        server
    }

    /// What it wrote so far.
    pub(crate) fn log(&self) -> String {
        std::fs::read_to_string(&self.log).unwrap()
    }

    /// `GET`, as `localhost` unless the headers say otherwise.
    #[track_caller]
    pub(crate) fn get(&self, path: &str, headers: &[(&str, &str)]) -> Response {
        ask(self.port, "GET", path, headers, b"")
    }

    #[track_caller]
    pub(crate) fn post(&self, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Response {
        ask(self.port, "POST", path, headers, body)
    }

    /// Ends it with its workers, and returns the CPU seconds that all of them took.
    pub(crate) fn end(&mut self) -> f64 {
        let Some(process) = self.process.take() else { return 0.0 };
        // SIGTERM, which a server passes on to its workers; `Child::kill` would leave those behind.
        Command::new("kill").arg(process.id().to_string()).status().unwrap();
        let usage = process.wait4().unwrap().rusage;
        (usage.utime + usage.stime).as_secs_f64()
    }

    /// Megabytes that each of its processes holds in memory, but for the first.
    pub(crate) fn memory_of_children(&self) -> Vec<f64> {
        let list = Command::new("ps").args(["-A", "-o", "ppid=,rss="]).output().unwrap();
        let list = String::from_utf8(list.stdout).unwrap();
        let numbers = list.lines().filter_map(|line| line.trim().split_once(' '));
        let children =
            numbers.filter(|(parent, _)| *parent == self.process.as_ref().unwrap().id().to_string());
        children.map(|(_, kilobytes)| kilobytes.trim().parse::<f64>().unwrap() / 1000.0).collect()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.end();
    }
}

/// Asks what listens on a port of this machine.
#[track_caller]
pub(crate) fn ask(port: u16, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Response {
    let host = if headers.iter().any(|(name, _)| *name == "Host") { "" } else { "Host: localhost\r\n" };
    let headers: String = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
    let length = match body.len() {
        0 => String::new(),
        length => format!("Content-Length: {length}\r\n"),
    };
    let request = format!("{method} {path} HTTP/1.0\r\n{host}{headers}{length}\r\n");
    let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
    stream.write_all(request.as_bytes()).unwrap();
    // A server may refuse a body by its size, before it has read all of it.
    let sent = stream.write_all(body);
    let mut answer = Vec::new();
    let read = stream.read_to_end(&mut answer);
    assert!(!answer.is_empty(), "{method} {path}: no answer: {sent:?}, {read:?}");
    Response::parse(&String::from_utf8_lossy(&answer))
}

/// An HTTP answer.
#[derive(Debug)]
pub(crate) struct Response {
    pub(crate) status: u16,
    headers: Vec<(String, String)>,
    pub(crate) body: String,
}

impl Response {
    fn parse(answer: &str) -> Self {
        let (head, body) = answer.split_once("\r\n\r\n").unwrap_or_else(|| panic!("no answer: {answer:?}"));
        let mut lines = head.lines();
        let status = lines.next().and_then(|line| line.split(' ').nth(1)).and_then(|code| code.parse().ok());
        let headers = lines.filter_map(|line| line.split_once(": "));
        Self {
            status: status.unwrap_or_else(|| panic!("no status: {head}")),
            headers: headers.map(|(name, value)| (name.to_lowercase(), value.to_owned())).collect(),
            body: body.to_owned(),
        }
    }

    /// A header's value; empty when it is not there.
    pub(crate) fn header(&self, name: &str) -> &str {
        let header = self.headers.iter().find(|(header, _)| header.eq_ignore_ascii_case(name));
        header.map_or("", |(_, value)| value)
    }
}
