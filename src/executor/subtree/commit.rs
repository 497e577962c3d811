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
        let mut before = commit.repository.changed_here()?;
        before.retain(|path| commit.is_written(path));
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
        let mut changed = self.repository.changed_here()?;
        if !changed.iter().any(|path| self.is_written(path)) {
            return Ok(None);
        }
        changed.retain(|path| self.is_written(path) || self.is_manifest(path));
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

    /// Whether the apply writes what the repository has at `path`, or the tool keeps its state there.
    fn is_written(&self, path: &str) -> bool {
        let inside = self.repository.inside(path);
        inside.is_some_and(|path| state::is_own(&path) || self.written.contains(&path))
    }

    fn is_manifest(&self, path: &str) -> bool {
        self.repository.inside(path).is_some_and(|path| path.as_str() == Root::MANIFEST)
    }
}
