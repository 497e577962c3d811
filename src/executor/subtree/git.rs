//! How `git` is called, and what it means when it fails.
//!
//! Only plumbing is used, with paths taken literally, messages in English and no prompt: a question that nobody
//! sees would wait for ever.

use std::time::Duration;

use camino::{Utf8Path, Utf8PathBuf};

use crate::{
    diagnostics::{Issue, codes},
    process::{self, Command, Output},
};

const INSTALL: &str = "install git 2.38 or newer: https://git-scm.com/downloads";

/// The first version that merges without a working tree.
const OLDEST: (u32, u32) = (2, 38);

/// A large repository on a slow disk takes minutes for some of this.
const TIME_LIMIT: Duration = Duration::from_mins(10);

/// The program, in a directory.
#[derive(Debug, Clone)]
pub(super) struct Git {
    directory: Utf8PathBuf,
}

impl Git {
    /// The program in `directory`, if it is new enough.
    pub(super) fn open(directory: &Utf8Path) -> Result<Self, Issue> {
        let git = Self::at(directory);
        let said = git.text(["version"])?;
        match version(&said) {
            Some(found) if found < OLDEST => {
                let (major, minor) = OLDEST;
                let message = format!("{said} is too old for subtrees: they need {major}.{minor}");
                Err(Issue::error(&codes::subtree::OLD_GIT, message).help(INSTALL))
            }
            _ => Ok(git),
        }
    }

    /// The same program in another directory.
    pub(super) fn at(directory: &Utf8Path) -> Self {
        Self { directory: directory.to_owned() }
    }

    /// A command line, ready to run.
    pub(super) fn command<'a>(&self, arguments: impl IntoIterator<Item = &'a str>) -> Command {
        // A hook, a monitor or a submodule setting must not decide how far a command reaches.
        let fixed =
            ["-c", "core.fsmonitor=false", "-c", "submodule.recurse=false", "-c", "user.useConfigOnly=true"];
        Command::new("git", fixed.into_iter().chain(arguments))
            .directory(&self.directory)
            .variable("LANGUAGE", "")
            .variable("GIT_LITERAL_PATHSPECS", "1")
            .variable("GIT_TERMINAL_PROMPT", "0")
            .variable("GIT_EDITOR", "true")
            .time_limit(TIME_LIMIT)
    }

    /// What a command prints.
    pub(super) fn bytes<'a>(&self, arguments: impl IntoIterator<Item = &'a str>) -> Result<Vec<u8>, Issue> {
        Ok(run(&self.command(arguments))?.stdout)
    }

    /// What a command prints, without the line break at its end.
    pub(super) fn text<'a>(&self, arguments: impl IntoIterator<Item = &'a str>) -> Result<String, Issue> {
        Ok(text_of(&run(&self.command(arguments))?))
    }

    /// What a command prints that answers with 1 when there is nothing to print.
    pub(super) fn asked<'a>(
        &self,
        arguments: impl IntoIterator<Item = &'a str>,
    ) -> Result<Option<String>, Issue> {
        let output = run(&self.command(arguments).answers(&[1]))?;
        Ok((output.code == 0).then(|| text_of(&output)))
    }

    /// Whether a command answers with yes.
    pub(super) fn holds<'a>(&self, arguments: impl IntoIterator<Item = &'a str>) -> Result<bool, Issue> {
        Ok(self.asked(arguments)?.is_some())
    }
}

/// What it printed, without the line break at its end.
pub(super) fn text_of(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).trim_end_matches('\n').to_owned()
}

/// Runs a command that needs no network.
pub(super) fn run(command: &Command) -> Result<Output, Issue> {
    command.run().map_err(|error| match error {
        process::Error::Failed { command, status, stderr } => failed(&command, &status.to_string(), &stderr),
        process::Error::Missing { .. }
        | process::Error::NotRun { .. }
        | process::Error::TimedOut { .. }
        | process::Error::TooMuchOutput { .. } => error.into_issue(INSTALL),
    })
}

/// The issue for a command that failed on this machine.
pub(super) fn failed(command: &str, status: &str, stderr: &str) -> Issue {
    let says = |words: &[&str]| words.iter().any(|word| stderr.contains(word));
    if says(&["index.lock': File exists"]) {
        let named = stderr.split('\'').find(|part| part.ends_with("index.lock")).unwrap_or("index.lock");
        return Issue::error(&codes::subtree::INDEX_LOCKED, format!("`{named}` exists"))
            .help(format!("wait for the other git command; when none is running, `rm {named}`"));
    }
    if says(&["failed to sign", "failed to write commit object"]) {
        return Issue::error(&codes::subtree::NOT_SIGNED, format!("git could not sign the commit\n{stderr}"))
            .help("try `git commit --allow-empty -S -m test`; nothing was changed");
    }
    if says(&["aborted by hook", "in 'prepare' phase", "hook declined", "failed to push some refs"]) {
        return Issue::error(&codes::subtree::HOOK, format!("a git hook refused\n{stderr}"))
            .help("do what the hook asks for, then run the command again");
    }
    if says(&["not a git repository", "must be run in a work tree"]) {
        return Issue::error(&codes::subtree::NO_REPOSITORY, "the project is not in a git repository")
            .help("run `git init`, `git add -A` and `git commit`");
    }
    let said = if stderr.is_empty() { String::new() } else { format!("\n{stderr}") };
    Issue::error(&codes::subtree::GIT_FAILED, format!("`{command}` failed: {status}{said}"))
        .help("repair what git names, then run the command again")
}

/// `git version 2.47.3 (Apple Git-1)`.
fn version(said: &str) -> Option<(u32, u32)> {
    let mut numbers = said.strip_prefix("git version ")?.split('.');
    Some((numbers.next()?.parse().ok()?, numbers.next()?.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use pretty_assertions::assert_eq;

    use super::*;

    #[test]
    fn versions_are_read_whatever_follows_them() {
        for (said, expected) in [
            ("git version 2.47.3", Some((2, 47))),
            ("git version 2.38.0.windows.1", Some((2, 38))),
            ("git version 2.39.5 (Apple Git-154)", Some((2, 39))),
            ("git version 3.0", Some((3, 0))),
            ("hub 1", None),
        ] {
            assert_eq!(version(said), expected, "{said}");
        }
    }

    #[test]
    fn failures_are_told_apart() {
        let code = |stderr: &str| failed("git x", "exit status: 128", stderr).code.id;
        for (stderr, expected) in [
            ("fatal: Unable to create '/x/.git/index.lock': File exists.", "subtree::index-locked"),
            (
                "error: gpg failed to sign the data:\nfatal: failed to write commit object",
                "subtree::not-signed",
            ),
            ("fatal: in 'prepare' phase, update aborted by the reference-transaction hook", "subtree::hook"),
            ("fatal: ref updates aborted by hook", "subtree::hook"),
            (
                "fatal: not a git repository (or any of the parent directories): .git",
                "subtree::no-repository",
            ),
            ("fatal: something else", "subtree::git-failed"),
        ] {
            assert_eq!(code(stderr), expected, "{stderr}");
        }
    }
}
