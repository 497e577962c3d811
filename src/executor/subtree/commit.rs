//! A commit of exactly what an apply wrote, whatever else has changed in the repository.

use std::collections::BTreeSet;

use super::{Repository, git::run};
use crate::{
    diagnostics::{Issue, Report, codes, listed},
    state,
    workspace::{RelPath, Root},
};

/// A commit that can be made once the files are in place.
#[derive(Debug)]
pub struct Commit {
    repository: Repository,
    /// What is about to be written, beside the tool's own files and the manifest.
    written: BTreeSet<RelPath>,
}

impl Commit {
    /// Gets ready for a commit of what is about to be written. Refuses where git would not make one, and where a file
    /// has changes already: nobody could tell them from those of the apply any more.
    pub fn prepare(root: &Root, written: BTreeSet<RelPath>) -> Result<Self, Report> {
        let commit = Self { repository: Repository::open(root)?, written };
        let mut report = Report::new();
        report.extend(commit.repository.in_progress()?);
        report.extend(commit.repository.identity().err());
        let before = commit.changed()?;
        if !before.is_empty() {
            let message = format!("not committed yet: {}", listed(&before));
            let issue = Issue::error(&codes::apply::UNCOMMITTED, message);
            report.push(issue.help("commit this, or put it aside with `git stash`, or leave out `--commit`"));
        }
        if report.is_empty() { Ok(commit) } else { Err(report) }
    }

    /// Commits what was written together with the manifest that asked for it, and returns how git calls the commit;
    /// nothing where nothing was written.
    pub fn make(&self, message: &str) -> Result<Option<String>, Issue> {
        let mut changed = self.changed()?;
        if changed.is_empty() {
            return Ok(None);
        }
        changed.extend(self.repository.changed_at(&[Root::MANIFEST])?);
        let paths = changed.join("\0");
        let git = &self.repository.git;
        let from_input = ["--pathspec-from-file=-", "--pathspec-file-nul"];
        for command in [&["add"][..], &["commit", "--quiet", "--message", message]] {
            let arguments = command.iter().chain(&from_input).copied();
            run(&git.command(arguments).input(paths.as_bytes())).map_err(|issue| {
                issue.help("the files are in place: do what git asks for, then run `git commit`")
            })?;
        }
        git.text(["rev-parse", "--short", "HEAD"]).map(Some)
    }

    /// What differs from the last commit among the files of the apply and the tool's own, from the repository's top.
    fn changed(&self) -> Result<Vec<String>, Issue> {
        let mut changed = self.repository.changed_at(&["."])?;
        changed.retain(|path| {
            let inside = self.repository.inside(path);
            inside.is_some_and(|path| state::is_own(&path) || self.written.contains(&path))
        });
        Ok(changed)
    }
}
