//! The only place that starts a process: with a time limit, captured output and an environment
//! that points at nothing else, and with an error that says what to do. A program that a person asked
//! for by name takes this one's place instead, with the terminal and the environment as they are.
//!
//! Programs stay in the process group that this one is in, so that whatever ends it, Ctrl-C or `timeout`, ends them
//! with it.

use std::{
    collections::VecDeque,
    ffi::OsString,
    fmt,
    io::{self, BufRead as _, BufReader, Read, Write as _},
    process::{self, ChildStdin, ExitStatus, Stdio},
    sync::{
        Arc, Mutex, PoisonError,
        mpsc::{self, Receiver, RecvTimeoutError, Sender},
    },
    thread,
    time::{Duration, Instant},
};

use camino::Utf8PathBuf;

use crate::diagnostics::{Issue, codes};

/// A program to run, with everything that decides how.
#[derive(Debug, Clone)]
pub struct Command {
    program: String,
    arguments: Vec<String>,
    directory: Option<Utf8PathBuf>,
    environment: Vec<(&'static str, OsString)>,
    without: &'static [&'static str],
    input: Vec<u8>,
    time_limit: Duration,
    answers: &'static [i32],
}

/// What a program left that ended well.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Output {
    /// How it ended: 0, or a code that is an [answer](Command::answers).
    pub code: i32,
    /// What it wrote to standard output.
    pub stdout: Vec<u8>,
    /// The end of what it wrote to standard error, without credentials.
    pub stderr: String,
}

/// How a program ended whose output was reported line by line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transcript {
    /// How it says that it went.
    pub status: ExitStatus,
    /// The last lines that it wrote, without credentials.
    pub lines: VecDeque<String>,
}

impl Transcript {
    /// Whether all went well.
    pub fn success(&self) -> bool {
        self.status.success()
    }

    /// Takes another end than a good one of `command` for a failure.
    pub fn of_success(mut self, command: &Command) -> Result<Self, Error> {
        if self.success() {
            return Ok(self);
        }
        let stderr = self.lines.make_contiguous().join("\n");
        Err(Error::Failed { command: command.to_string(), status: self.status, stderr })
    }
}

/// Why a program did not end well.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// No such program is on the `PATH`.
    #[error("`{program}` is not installed, or not on your PATH")]
    Missing {
        /// The program.
        program: String,
    },
    /// It could not be started or talked to.
    #[error("`{command}` could not be run: {source}")]
    NotRun {
        /// The command line.
        command: String,
        /// What the operating system said.
        source: io::Error,
    },
    /// It ran longer than allowed, and was ended.
    #[error("`{command}` did not end within {} seconds and was stopped", limit.as_secs())]
    TimedOut {
        /// The command line.
        command: String,
        /// How long it was allowed to run.
        limit: Duration,
        /// The end of what it wrote to standard error, without credentials.
        stderr: String,
    },
    /// It wrote more than is ever taken.
    #[error("`{command}` wrote more than {} MiB", OUTPUT_LIMIT >> 20)]
    TooMuchOutput {
        /// The command line.
        command: String,
    },
    /// It said that it failed.
    #[error("`{command}` failed: {status}")]
    Failed {
        /// The command line.
        command: String,
        /// Its exit code or signal.
        status: ExitStatus,
        /// The end of what it wrote to standard error, without credentials.
        stderr: String,
    },
}

/// So much output is taken; no program that is run here has more to say.
const OUTPUT_LIMIT: usize = 64 << 20;

/// So many bytes at the end of standard error are kept.
const ERROR_TAIL: usize = 16 << 10;

/// So many lines of it are shown.
const SHOWN_LINES: usize = 12;

/// So many lines of a program's output are kept while it is reported.
const KEPT_LINES: usize = 200;

/// How long a program may take to end what it has started, and its output to come when something that
/// outlives it holds the pipe open.
const GRACE: Duration = Duration::from_secs(2);

/// Variables that point a program at another project than the one it is started in. Git sets them
/// for its hooks, and virtual environments set them for their shell.
const MISLEADING: [&str; 10] = [
    "GIT_DIR",
    "GIT_WORK_TREE",
    "GIT_INDEX_FILE",
    "GIT_OBJECT_DIRECTORY",
    "GIT_PREFIX",
    "PYTHONHOME",
    "PYTHONPATH",
    "VIRTUAL_ENV",
    "FORCE_COLOR",
    "CLICOLOR_FORCE",
];

impl Command {
    /// A command line; nothing in it may be a secret, because other users can see it.
    pub fn new(program: &str, arguments: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self {
            program: program.to_owned(),
            arguments: arguments.into_iter().map(Into::into).collect(),
            directory: None,
            environment: Vec::new(),
            without: &[],
            input: Vec::new(),
            time_limit: Duration::from_secs(60),
            answers: &[],
        }
    }

    /// The directory to run in.
    #[must_use]
    pub fn directory(mut self, directory: impl Into<Utf8PathBuf>) -> Self {
        self.directory = Some(directory.into());
        self
    }

    /// A variable to set.
    #[must_use]
    pub fn variable(mut self, name: &'static str, value: impl Into<OsString>) -> Self {
        self.environment.push((name, value.into()));
        self
    }

    /// Variables that it must not see, whatever this program was started with.
    #[must_use]
    pub fn without(mut self, names: &'static [&'static str]) -> Self {
        self.without = names;
        self
    }

    /// What the program reads from standard input; the way to hand it a secret.
    #[must_use]
    pub fn input(mut self, input: impl Into<Vec<u8>>) -> Self {
        self.input = input.into();
        self
    }

    /// How long it may run; a minute when nothing is said.
    #[must_use]
    pub fn time_limit(mut self, limit: Duration) -> Self {
        self.time_limit = limit;
        self
    }

    /// The exit codes besides 0 that are an answer and no failure, such as the 1 of a search without a find.
    #[must_use]
    pub fn answers(mut self, codes: &'static [i32]) -> Self {
        self.answers = codes;
        self
    }

    /// Runs the program to its end.
    pub fn run(&self) -> Result<Output, Error> {
        let mut command = self.tamed();
        let mut child = command.stdin(Stdio::piped()).spawn().map_err(|source| self.not_started(source))?;
        let id = child.id();
        let stdout = Reading::all(child.stdout.take());
        let stderr = Reading::tail(child.stderr.take());
        feed(child.stdin.take(), self.input.clone());
        let ended = in_background(move || child.wait());
        let status = match ended.recv_timeout(self.time_limit) {
            Ok(status) => status.map_err(|source| self.not_run(source))?,
            Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => {
                stop(id, &ended);
                let stderr = shown(&stderr.take().unwrap_or_default());
                return Err(Error::TimedOut { command: self.to_string(), limit: self.time_limit, stderr });
            }
        };
        let stdout = stdout.take().map_err(|source| self.not_run(source))?;
        let stderr = shown(&stderr.take().unwrap_or_default());
        if stdout.len() > OUTPUT_LIMIT {
            return Err(Error::TooMuchOutput { command: self.to_string() });
        }
        match status.code() {
            Some(code) if code == 0 || self.answers.contains(&code) => Ok(Output { code, stdout, stderr }),
            _ => Err(Error::Failed { command: self.to_string(), status, stderr }),
        }
    }

    /// Runs the program to its end and hands over each line of its output as it comes, with no
    /// credentials in it.
    pub fn report(&self, each: &mut dyn FnMut(&str)) -> Result<Transcript, Error> {
        let mut command = self.tamed();
        let mut child = command.stdin(Stdio::null()).spawn().map_err(|source| self.not_started(source))?;
        let (sender, receiver) = mpsc::channel();
        send_lines(child.stdout.take(), sender.clone());
        send_lines(child.stderr.take(), sender);
        let deadline = Instant::now() + self.time_limit;
        let mut lines = VecDeque::new();
        loop {
            match receiver.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
                Ok(line) => {
                    let line = fit(&redact(&line));
                    each(&line);
                    lines.push_back(line);
                    lines.drain(..lines.len().saturating_sub(KEPT_LINES));
                }
                Err(RecvTimeoutError::Disconnected) => break,
                Err(RecvTimeoutError::Timeout) => {
                    let id = child.id();
                    stop(id, &in_background(move || child.wait()));
                    let stderr = lines.make_contiguous().join("\n");
                    return Err(Error::TimedOut {
                        command: self.to_string(),
                        limit: self.time_limit,
                        stderr,
                    });
                }
            }
        }
        let status = child.wait().map_err(|source| self.not_run(source))?;
        Ok(Transcript { status, lines })
    }

    /// Lets the program take the place of this one: its arguments, its exit code, the terminal, pipes and
    /// signals are its own. Returns only when it cannot be started.
    #[cfg(unix)]
    pub fn replace(&self) -> Error {
        let source = std::os::unix::process::CommandExt::exec(&mut self.plain());
        self.not_started(source)
    }

    /// With its output taken, and an environment in which it does the same for everybody.
    fn tamed(&self) -> process::Command {
        let mut command = self.plain();
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        for name in MISLEADING.iter().chain(self.without) {
            command.env_remove(name);
        }
        command.env("NO_COLOR", "1").env("LC_ALL", "C.UTF-8");
        command.envs(self.environment.iter().map(|(name, value)| (name, value)));
        command
    }

    #[expect(clippy::disallowed_methods, reason = "this is the place that starts programs")]
    fn plain(&self) -> process::Command {
        let mut command = process::Command::new(&self.program);
        command.args(&self.arguments).envs(self.environment.iter().map(|(name, value)| (name, value)));
        if let Some(directory) = &self.directory {
            command.current_dir(directory);
        }
        command
    }

    fn not_started(&self, source: io::Error) -> Error {
        let directory_exists = self.directory.as_ref().is_none_or(|directory| directory.is_dir());
        if source.kind() == io::ErrorKind::NotFound && directory_exists {
            return Error::Missing { program: self.program.clone() };
        }
        self.not_run(source)
    }

    fn not_run(&self, source: io::Error) -> Error {
        Error::NotRun { command: self.to_string(), source }
    }
}

impl fmt::Display for Command {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.program.escape_debug())?;
        self.arguments.iter().try_for_each(|argument| write!(f, " {}", redact(argument).escape_debug()))
    }
}

impl Error {
    /// The issue for a person; `install` says how to get the program.
    pub fn into_issue(self, install: &str) -> Issue {
        let message = self.to_string();
        match self {
            Self::Missing { .. } => Issue::error(&codes::tools::MISSING_PROGRAM, message).help(install),
            Self::NotRun { command, .. } => Issue::error(&codes::tools::NOT_RUN, message)
                .help(format!("run `{command}` yourself to see what stops it")),
            Self::TimedOut { command, stderr, .. } => Issue::error(&codes::tools::TIMED_OUT, message)
                .output(stderr.lines())
                .help(format!("check your network, or run `{command}` yourself to see what it waits for")),
            Self::TooMuchOutput { command } => Issue::error(&codes::tools::FAILED, message)
                .help(format!("run `{command}` yourself to see what it writes")),
            Self::Failed { command, stderr, .. } => Issue::error(&codes::tools::FAILED, message)
                .output(stderr.lines())
                .help(format!("repair what it names, then run `{command}` or `quickscale apply` again")),
        }
    }
}

/// Whether the environment that programs inherit sets this variable.
#[expect(clippy::disallowed_methods, reason = "the environment is read here and in `cli` only")]
pub fn is_set(name: &str) -> bool {
    std::env::var_os(name).is_some_and(|value| !value.is_empty())
}

/// Ends a program: it is asked to, so that it ends what it has started, and then made to.
fn stop<T>(id: u32, ended: &Receiver<T>) {
    #[cfg(unix)]
    if let Some(id) = i32::try_from(id).ok().and_then(rustix::process::Pid::from_raw) {
        use rustix::process::{Signal, kill_process};
        // It may have ended by itself in the meantime.
        let _ = kill_process(id, Signal::TERM);
        if ended.recv_timeout(GRACE).is_err() {
            let _ = kill_process(id, Signal::KILL);
        }
    }
}

/// Runs `work` in a thread of its own and hands over what comes of it.
fn in_background<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Receiver<T> {
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || sender.send(work()));
    receiver
}

fn feed(stdin: Option<ChildStdin>, input: Vec<u8>) {
    // A program that does not read its input is not wrong for it.
    thread::spawn(move || stdin.map(|mut stdin| stdin.write_all(&input)));
}

/// What a thread reads from a pipe.
struct Reading {
    so_far: Arc<Mutex<Vec<u8>>>,
    ended: Receiver<io::Result<()>>,
}

impl Reading {
    /// Everything, up to a little more than is ever taken.
    fn all(pipe: Option<impl Read + Send + 'static>) -> Self {
        Self::of(pipe, |bytes| bytes.len() <= OUTPUT_LIMIT)
    }

    /// The end of what comes; the rest is read, so that the program is not held up.
    fn tail(pipe: Option<impl Read + Send + 'static>) -> Self {
        Self::of(pipe, |bytes| {
            bytes.drain(..bytes.len().saturating_sub(ERROR_TAIL));
            true
        })
    }

    /// Reads while `goes_on` wants more than it has seen.
    fn of(
        pipe: Option<impl Read + Send + 'static>,
        goes_on: impl Fn(&mut Vec<u8>) -> bool + Send + 'static,
    ) -> Self {
        let so_far = Arc::new(Mutex::new(Vec::new()));
        let bytes = Arc::clone(&so_far);
        let ended = in_background(move || {
            let Some(mut pipe) = pipe else { return Ok(()) };
            let mut piece = vec![0; ERROR_TAIL];
            loop {
                let length = pipe.read(&mut piece)?;
                let mut bytes = bytes.lock().unwrap_or_else(PoisonError::into_inner);
                bytes.extend_from_slice(&piece[..length]);
                if length == 0 || !goes_on(&mut bytes) {
                    return Ok(());
                }
            }
        });
        Self { so_far, ended }
    }

    /// All of it. What outlives the program and holds the pipe open, as a connection that ssh keeps for later, is
    /// not waited for.
    fn take(self) -> io::Result<Vec<u8>> {
        if let Ok(ended) = self.ended.recv_timeout(GRACE) {
            ended?;
        }
        Ok(std::mem::take(&mut self.so_far.lock().unwrap_or_else(PoisonError::into_inner)))
    }
}

fn send_lines(pipe: Option<impl Read + Send + 'static>, sender: Sender<String>) {
    thread::spawn(move || {
        let mut lines = BufReader::new(pipe?).split(b'\n').map_while(Result::ok);
        lines.try_for_each(|line| sender.send(String::from_utf8_lossy(&line).into_owned())).ok()
    });
}

/// The last lines, fit for a terminal and without credentials.
fn shown(stderr: &[u8]) -> String {
    let text = redact(&String::from_utf8_lossy(stderr));
    let lines: Vec<&str> = text.lines().map(str::trim_end).filter(|line| !line.is_empty()).collect();
    fit(&lines[lines.len().saturating_sub(SHOWN_LINES)..].join("\n"))
}

/// Without what steers a terminal.
fn fit(text: &str) -> String {
    text.trim_end().chars().filter(|c| *c == '\n' || !c.is_control()).collect()
}

/// A variable of the environment; an empty one is as good as none.
#[expect(clippy::disallowed_methods, reason = "the environment is read here and in `cli` only")]
pub fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// Whether a program of this name is on the `PATH`.
pub fn is_on_path(program: &str) -> bool {
    let path = variable("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|directory| directory.join(program).is_file())
}

/// Replaces what stands before the `@` of a URL.
pub fn redact(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find("://") {
        let (before, after) = rest.split_at(start + "://".len());
        clean.push_str(before);
        let end = after.find(|c: char| c.is_whitespace() || "/?#\"'<>`".contains(c)).unwrap_or(after.len());
        rest = match after[..end].rfind('@') {
            Some(at) => {
                clean.push_str("***");
                &after[at..]
            }
            None => after,
        };
    }
    clean + rest
}

#[cfg(test)]
mod tests {
    use pretty_assertions::assert_eq;

    use super::*;

    fn shell(script: &str) -> Command {
        Command::new("sh", ["-c", script])
    }

    #[test]
    fn input_goes_in_and_output_comes_out() {
        let output = shell("cat; echo talk >&2").input("data").run().unwrap();
        assert_eq!(output, Output { code: 0, stdout: b"data".to_vec(), stderr: "talk".to_owned() });
    }

    #[test]
    fn an_exit_code_may_be_an_answer() {
        let search = shell("exit 1");
        assert!(matches!(search.run(), Err(Error::Failed { .. })));
        assert_eq!(search.clone().answers(&[1]).run().unwrap().code, 1);
        assert!(search.answers(&[2]).run().is_err());
    }

    #[test]
    fn a_missing_program_is_not_a_missing_directory() {
        let missing = Command::new("no-such-program-here", ["x"]).run();
        assert!(matches!(missing, Err(Error::Missing { .. })), "{missing:?}");
        let nowhere = shell("true").directory("/no/such/directory").run();
        assert!(matches!(nowhere, Err(Error::NotRun { .. })), "{nowhere:?}");
    }

    #[test]
    fn a_failure_carries_the_last_lines() {
        let script = "for i in $(seq 1 40); do echo line $i >&2; done; exit 3";
        let Err(Error::Failed { status, stderr, .. }) = shell(script).run() else { panic!("it fails") };
        assert_eq!(status.code(), Some(3));
        assert_eq!(stderr.lines().count(), SHOWN_LINES);
        assert!(stderr.ends_with("line 40"), "{stderr}");
    }

    #[test]
    fn a_program_that_hangs_is_ended_and_may_end_its_children_first() {
        let limit = Duration::from_millis(200);
        let directory = tempfile::tempdir().unwrap();
        let place = Utf8PathBuf::try_from(directory.path().to_owned()).unwrap();
        let ends_them = "trap 'kill $!; echo ended >end; exit' TERM; echo waiting >&2; sleep 600 & wait";
        let hanging = shell(ends_them).directory(&place).time_limit(limit).run();
        let Err(Error::TimedOut { stderr, .. }) = hanging else { panic!("it hangs: {hanging:?}") };
        assert_eq!(stderr, "waiting");
        assert!(place.join("end").exists());

        let deaf = shell("trap '' TERM; echo waiting; exec sleep 600").time_limit(limit);
        assert!(matches!(deaf.run(), Err(Error::TimedOut { .. })));
        let mut lines = Vec::new();
        let reported = deaf.report(&mut |line| lines.push(line.to_owned()));
        assert!(matches!(reported, Err(Error::TimedOut { stderr, .. }) if stderr == "waiting"));
        assert_eq!(lines, ["waiting"]);
    }

    #[test]
    fn what_outlives_a_program_is_not_waited_for_and_costs_no_output() {
        let start = Instant::now();
        let output = shell("echo data; echo talk >&2; sleep 60 &").run().unwrap();
        assert_eq!((output.stdout.as_slice(), output.stderr.as_str()), (b"data\n".as_slice(), "talk"));
        assert!(start.elapsed() < Duration::from_secs(30));
    }

    #[test]
    fn the_environment_points_nowhere_else() {
        let output = shell("echo $GIT_DIR$PYTHONPATH $NO_COLOR $MINE").variable("MINE", "set").run().unwrap();
        assert_eq!(String::from_utf8(output.stdout).unwrap(), "1 set\n");
    }

    #[test]
    fn credentials_in_urls_are_never_shown() {
        let cases = [
            ("https://user:pass@host/x", "https://***@host/x"),
            ("see https://token@host, ok", "see https://***@host, ok"),
            ("a@b.c and https://host/@x", "a@b.c and https://host/@x"),
            ("ssh://git@h/ https://u:p@q@h/", "ssh://***@h/ https://***@h/"),
            ("://", "://"),
        ];
        for (text, expected) in cases {
            assert_eq!(redact(text), expected);
        }
        let Err(error) = shell("echo https://u:hunter2@h/ >&2; exit 1").run() else { panic!("it fails") };
        assert_eq!(error.into_issue("").output, ["https://***@h/"]);
    }
}
