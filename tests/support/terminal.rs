//! A program at a terminal, and somebody who reads what is on it and types.
//!
//! `script` from util-linux gives the program its terminal.

use std::{
    io::{Read as _, Write as _},
    process::{Child, ChildStdin, Command, Stdio},
    sync::mpsc::{self, Receiver},
    thread,
    time::{Duration, Instant},
};

pub struct Terminal {
    child: Child,
    keyboard: ChildStdin,
    pieces: Receiver<Vec<u8>>,
    screen: String,
    /// So much of it was waited for.
    read: usize,
}

/// Building images takes this long where another program keeps the machine busy.
const PATIENCE: Duration = Duration::from_mins(10);

impl Terminal {
    /// Whether there are terminals to be had, which CI takes for granted.
    pub fn can_be_had() -> bool {
        let can = Command::new("script").arg("--version").stdout(Stdio::null()).status().is_ok();
        assert!(can || std::env::var("CI").as_deref() != Ok("true"), "script has to be there in CI");
        if !can {
            println!("not run: needs script, from util-linux");
        }
        can
    }

    /// Starts a program; its environment is that of `like`.
    pub fn start(like: &Command, args: &str) -> Self {
        let mut script = Command::new("script");
        let line = format!("{} {args}", env!("CARGO_BIN_EXE_quickscale"));
        script.args(["--quiet", "--return", "--command", &line, "/dev/null"]).env("NO_COLOR", "1");
        for (name, value) in like.get_envs() {
            match value {
                Some(value) => script.env(name, value),
                None => script.env_remove(name),
            };
        }
        script.current_dir(like.get_current_dir().unwrap());
        let mut child = script.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let (keyboard, mut output) = (child.stdin.take().unwrap(), child.stdout.take().unwrap());
        let (sender, pieces) = mpsc::channel();
        thread::spawn(move || {
            let mut piece = [0; 4096];
            while let Ok(length @ 1..) = output.read(&mut piece) {
                let _ = sender.send(piece[..length].to_vec());
            }
        });
        Self { child, keyboard, pieces, screen: String::new(), read: 0 }
    }

    /// Waits until this is on the screen, after what was waited for before.
    #[track_caller]
    pub fn shows(&mut self, text: &str) -> &mut Self {
        let deadline = Instant::now() + PATIENCE;
        loop {
            if let Some(at) = self.screen[self.read..].find(text) {
                self.read += at + text.len();
                return self;
            }
            let Ok(piece) = self.pieces.recv_timeout(deadline.saturating_duration_since(Instant::now()))
            else {
                panic!("no {text:?} on the screen:\n{}", self.screen);
            };
            self.screen.push_str(&String::from_utf8_lossy(&piece));
        }
    }

    /// Types a line.
    pub fn types(&mut self, line: &str) -> &mut Self {
        self.keyboard.write_all(format!("{line}\n").as_bytes()).unwrap();
        self
    }

    /// Waits for its end: the exit code, and everything that was on the screen.
    pub fn ends(mut self) -> (Option<i32>, String) {
        while let Ok(piece) = self.pieces.recv_timeout(PATIENCE) {
            self.screen.push_str(&String::from_utf8_lossy(&piece));
        }
        (self.child.wait().unwrap().code(), self.screen)
    }
}
