//! What goes into a program and what comes out of it, each in a thread of its own.

use std::{
    io::{self, BufRead as _, BufReader, Read, Write as _},
    process::ChildStdin,
    sync::{
        Arc, Mutex, PoisonError,
        mpsc::{self, Receiver, Sender},
    },
    thread,
    time::Duration,
};

/// So much output is taken; no program that is run here has more to say.
pub(super) const OUTPUT_LIMIT: usize = 64 << 20;

/// So many bytes at the end of standard error are kept.
const ERROR_TAIL: usize = 16 << 10;

/// How long a program may take to end what it has started, and its output to come when something that
/// outlives it holds the pipe open.
pub(super) const GRACE: Duration = Duration::from_secs(2);

/// Runs `work` in a thread of its own and hands over what comes of it.
pub(super) fn in_background<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Receiver<T> {
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || sender.send(work()));
    receiver
}

pub(super) fn feed(stdin: Option<ChildStdin>, input: Vec<u8>) {
    // A program that does not read its input is not wrong for it.
    thread::spawn(move || stdin.map(|mut stdin| stdin.write_all(&input)));
}

/// What a thread reads from a pipe.
pub(super) struct Reading {
    so_far: Arc<Mutex<Vec<u8>>>,
    ended: Receiver<io::Result<()>>,
}

impl Reading {
    /// Everything, up to a little more than is ever taken.
    pub(super) fn all(pipe: Option<impl Read + Send + 'static>) -> Self {
        Self::of(pipe, |bytes| bytes.len() <= OUTPUT_LIMIT)
    }

    /// The end of what comes; the rest is read, so that the program is not held up.
    pub(super) fn tail(pipe: Option<impl Read + Send + 'static>) -> Self {
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
    pub(super) fn take(self) -> io::Result<Vec<u8>> {
        if let Ok(ended) = self.ended.recv_timeout(GRACE) {
            ended?;
        }
        Ok(std::mem::take(&mut self.so_far.lock().unwrap_or_else(PoisonError::into_inner)))
    }
}

/// Hands over each line as it comes.
pub(super) fn send_lines(pipe: Option<impl Read + Send + 'static>, sender: Sender<String>) {
    thread::spawn(move || {
        let mut lines = BufReader::new(pipe?).split(b'\n').map_while(Result::ok);
        lines.try_for_each(|line| sender.send(String::from_utf8_lossy(&line).into_owned())).ok()
    });
}
