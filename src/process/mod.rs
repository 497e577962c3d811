//! The only place that starts a process: with a time limit, captured output and an environment
//! that points at nothing else, and with an error that says what to do. A program that a person asked
//! for by name takes this one's place instead, with the terminal and the environment as they are.
//!
//! Programs stay in the process group that this one is in, so that whatever ends it, Ctrl-C or `timeout`, ends them
//! with it.

mod environment;
mod error;
mod pipes;
mod words;

use std::{
    collections::VecDeque,
    ffi::OsString,
    fmt, io,
    process::{self, ExitStatus, Stdio},
    sync::mpsc::{self, Receiver, RecvTimeoutError},
    time::{Duration, Instant},
};

use camino::Utf8PathBuf;

pub use environment::{is_on_path, is_set, variable};
pub use error::Error;
use pipes::{GRACE, OUTPUT_LIMIT, Reading, feed, in_background, send_lines};
pub use words::redact;
use words::{fit, shown};

/// So many lines of a program's output are kept while it is reported.
const KEPT_LINES: usize = 200;

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
        assert_eq!(stderr.lines().count(), 12);
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
    fn a_failure_shows_no_credentials() {
        let Err(error) = shell("echo https://u:hunter2@h/ >&2; exit 1").run() else { panic!("it fails") };
        assert_eq!(error.into_issue("").output, ["https://***@h/"]);
    }
}
