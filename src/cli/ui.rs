//! The terminal: results on stdout, talk on stderr, questions where somebody can answer.

use std::{
    io::{self, BufRead as _, IsTerminal as _, Write as _},
    sync::OnceLock,
};

use anstyle::{AnsiColor, Style};

use super::args::{Color, Global};
use crate::plan::render::{is_hidden, visible};

/// How much is said on stderr besides errors.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Verbosity {
    Quiet,
    Normal,
    Verbose,
}

/// The terminal as one command sees it.
#[derive(Debug)]
pub(super) struct Ui {
    /// Whether stdout takes colours.
    pub(super) color: bool,
    /// Whether stderr takes colours.
    pub(super) color_err: bool,
    pub(super) verbosity: Verbosity,
    interactive: bool,
    /// Why a result could not be written.
    lost: OnceLock<io::Error>,
}

impl Ui {
    pub(super) fn new(global: &Global) -> Self {
        let wanted = |is_terminal: bool| match global.color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => is_terminal && environment_allows_color(),
        };
        Self {
            color: wanted(io::stdout().is_terminal()),
            color_err: wanted(io::stderr().is_terminal()),
            verbosity: match (global.quiet, global.verbose) {
                (true, _) => Verbosity::Quiet,
                (false, false) => Verbosity::Normal,
                (false, true) => Verbosity::Verbose,
            },
            interactive: io::stdin().is_terminal() && io::stderr().is_terminal(),
            lost: OnceLock::new(),
        }
    }

    /// Writes a result to stdout.
    pub(super) fn out(&self, text: &str) {
        let mut stdout = io::stdout().lock();
        if let Err(error) = stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()) {
            // The first one says why; whatever the command does besides printing goes on.
            let _ = self.lost.set(error);
        }
    }

    /// Why a result could not be written. A reader that has gone away is no reason to complain.
    pub(super) fn lost(&self) -> Option<&io::Error> {
        self.lost.get().filter(|error| error.kind() != io::ErrorKind::BrokenPipe)
    }

    /// Writes a value to stdout as JSON.
    pub(super) fn value(&self, value: &impl serde::Serialize) {
        let text = serde_json::to_string_pretty(value);
        self.json(&(text.expect("internal: what is printed consists of what JSON has") + "\n"));
    }

    /// Writes JSON to stdout. Its strings hold texts of files, and what steers a terminal is escaped.
    pub(super) fn json(&self, text: &str) {
        if !text.contains(|c: char| c != '\n' && is_hidden(c)) {
            return self.out(text);
        }
        let escape = |c: char| match c {
            c if c != '\n' && is_hidden(c) => format!("\\u{:04x}", u32::from(c)),
            c => c.to_string(),
        };
        self.out(&text.chars().map(escape).collect::<String>());
    }

    /// Writes an error to stderr, whatever the verbosity.
    pub(super) fn err(&self, text: &str) {
        let _ = io::stderr().lock().write_all(text.as_bytes());
    }

    /// Says something to the person at the terminal.
    pub(super) fn say(&self, text: &str) {
        if self.verbosity > Verbosity::Quiet {
            self.err(&format!("{}\n", visible(text)));
        }
    }

    /// Says something that only `-v` asks for.
    pub(super) fn detail(&self, text: &str) {
        if self.verbosity == Verbosity::Verbose {
            let style = Style::new().dimmed();
            self.err(&format!("{}\n", self.paint_err(style, text)));
        }
    }

    /// Shows a line that the next one takes the place of, where somebody watches.
    pub(super) fn pass_by(&self, text: &str) {
        const WIDTH: usize = 76;
        if self.is_watched() {
            let text: String = visible(text).chars().take(WIDTH).collect();
            self.err(&format!("\r\x1b[2K{}", self.paint_err(Style::new().dimmed(), &text)));
        }
    }

    /// Takes away what `pass_by` has shown.
    pub(super) fn clear(&self) {
        if self.is_watched() {
            self.err("\r\x1b[2K");
        }
    }

    fn is_watched(&self) -> bool {
        self.color_err && self.verbosity == Verbosity::Normal && io::stderr().is_terminal()
    }

    /// Whether the terminal is both where input comes from and where output goes.
    pub(super) fn is_terminal() -> bool {
        io::stdin().is_terminal() && io::stdout().is_terminal()
    }

    /// Whether somebody can answer a question.
    pub(super) fn is_interactive(&self) -> bool {
        self.interactive
    }

    /// Asks for a yes; anything but `y` or `yes` is a no.
    pub(super) fn confirm(&self, question: &str) -> bool {
        let answer = self.prompt(&format!("{question} [y/N] "));
        matches!(answer.to_lowercase().as_str(), "y" | "yes")
    }

    /// Asks for a text; an empty answer takes `default`.
    pub(super) fn ask(&self, question: &str, default: &str) -> String {
        let answer = self.prompt(&format!("{question} [{default}] "));
        if answer.is_empty() { default.to_owned() } else { answer }
    }

    /// Asks for a secret, which is not shown while it is typed; an empty answer is none.
    pub(super) fn ask_secret(&self, name: &str, example: &str) -> Option<String> {
        use rustix::termios::{LocalModes, OptionalActions, tcgetattr, tcsetattr};
        let stdin = io::stdin();
        let shown = tcgetattr(&stdin).ok()?;
        let mut hidden = shown.clone();
        hidden.local_modes.remove(LocalModes::ECHO);
        tcsetattr(&stdin, OptionalActions::Flush, &hidden).ok()?;
        let answer = self.prompt(&format!("{name}, for example {example} (not shown): "));
        let _ = tcsetattr(&stdin, OptionalActions::Flush, &shown);
        self.err("\n");
        (!answer.is_empty()).then_some(answer)
    }

    fn prompt(&self, question: &str) -> String {
        let style = Style::new().bold().fg_color(Some(AnsiColor::Cyan.into()));
        self.err(&self.paint_err(style, question));
        let mut line = String::new();
        let _ = io::stdin().lock().read_line(&mut line);
        line.trim().to_owned()
    }

    fn paint_err(&self, style: Style, text: &str) -> String {
        if self.color_err { format!("{style}{text}{style:#}") } else { text.to_owned() }
    }
}

/// <https://no-color.org>: any non-empty value of `NO_COLOR` turns colours off.
#[expect(clippy::disallowed_methods, reason = "the environment is read here and in `process` only")]
fn environment_allows_color() -> bool {
    let no_color = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
    !no_color && !dumb
}
