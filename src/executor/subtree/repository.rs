//! The repository that the project is in, and whether it is in a state to be worked on.

use camino::Utf8PathBuf;

use super::{
    git::{Git, run, text_of},
    objects::Stamp,
};
use crate::{
    diagnostics::{Issue, Report, codes},
    state::ObjectId,
    workspace::{self, RelPath, Root},
};

/// The repository that the project is in.
#[derive(Debug)]
pub struct Repository {
    /// Runs in the repository's top directory, where paths of the index begin.
    pub(super) git: Git,
    /// Runs in the project's directory, where relative addresses of remotes begin.
    pub(super) beside: Git,
    /// Where the project is in the repository: empty, or with a slash at the end.
    below: String,
    pub(super) top: Utf8PathBuf,
    pub(super) is_shallow: bool,
}

/// Who makes a commit, when, and whether it is signed.
#[derive(Debug)]
pub(super) struct Author {
    pub(super) stamp: Stamp,
    pub(super) signs: bool,
}

/// What git leaves while something is going on, and what that is.
const IN_PROGRESS: [(&str, &str); 6] = [
    ("MERGE_HEAD", "merge"),
    ("rebase-merge", "rebase"),
    ("rebase-apply", "rebase"),
    ("CHERRY_PICK_HEAD", "cherry-pick"),
    ("REVERT_HEAD", "revert"),
    ("sequencer", "cherry-pick"),
];

impl Repository {
    /// The repository around `root`.
    pub fn open(root: &Root) -> Result<Self, Issue> {
        let beside = Git::open(root.path())?;
        let said =
            beside.text(["rev-parse", "--is-shallow-repository", "--show-toplevel", "--show-prefix"])?;
        let mut lines = said.split('\n');
        let is_shallow = lines.next() == Some("true");
        let top = Utf8PathBuf::from(lines.next().unwrap_or_default());
        let below = lines.next().unwrap_or_default().to_owned();
        Ok(Self { git: Git::at(&top), beside, below, top, is_shallow })
    }

    /// The path as the repository has it.
    pub(super) fn path(&self, path: &RelPath) -> String {
        format!("{}{path}", self.below)
    }

    /// The path in the project of what the repository has at `path`; none for what is not the project's.
    pub(super) fn inside(&self, path: &str) -> Option<RelPath> {
        RelPath::new(path.strip_prefix(&self.below)?).ok()
    }

    /// The commit that is checked out.
    pub fn head(&self) -> Result<ObjectId, Issue> {
        self.git.object_if_any("HEAD^{commit}")?.ok_or_else(|| {
            Issue::error(&codes::subtree::NO_COMMIT, "the repository has no commit yet")
                .help("make the first one: `git add -A && git commit`")
        })
    }

    /// Whether a commit can be made now; everything that stands against it.
    pub(super) fn author(&self) -> Result<Author, Report> {
        let mut report = Report::new();
        report.extend(self.head().err());
        if !self.git.holds(["symbolic-ref", "--quiet", "HEAD"])? {
            report.push(
                Issue::error(&codes::subtree::DETACHED_HEAD, "no branch is checked out")
                    .help("run `git switch BRANCH`, or `git switch -c NAME` to make one here"),
            );
        }
        report.extend(self.in_progress()?);
        let stamp = self.identity();
        let signs =
            self.git.asked(["config", "--type=bool", "--get", "commit.gpgSign"])?.as_deref() == Some("true");
        match (stamp, report.is_empty()) {
            (Ok(stamp), true) => Ok(Author { stamp, signs }),
            (stamp, _) => {
                report.extend(stamp.err());
                Err(report)
            }
        }
    }

    /// A merge, a rebase or the like that has begun and not ended.
    pub(super) fn in_progress(&self) -> Result<Option<Issue>, Issue> {
        let questions = IN_PROGRESS.iter().flat_map(|(name, _)| ["--git-path", name]);
        let places = self.git.text(["rev-parse"].into_iter().chain(questions))?;
        let is_there = |place: &str| workspace::exists(&self.top.join(place));
        let found = places.lines().zip(IN_PROGRESS).find(|(place, _)| is_there(place));
        Ok(found.map(|(_, (_, what))| {
            Issue::error(&codes::subtree::IN_PROGRESS, format!("a {what} is in progress"))
                .help(format!("end it with `git {what} --continue`, or `git {what} --abort`"))
        }))
    }

    /// When the next commit is made, if git knows by whom.
    pub(super) fn identity(&self) -> Result<Stamp, Issue> {
        let ask = |who| run(&self.git.command(["var", who]).answers(&[1, 128]));
        let (author, committer) = (ask("GIT_AUTHOR_IDENT")?, ask("GIT_COMMITTER_IDENT")?);
        let stamp =
            Stamp::of_identity(&text_of(&committer)).filter(|_| author.code == 0 && committer.code == 0);
        stamp.ok_or_else(|| {
            Issue::error(&codes::subtree::NO_IDENTITY, "git does not know who makes the commit").help(
                "run `git config --global user.name \"Your Name\"` and `git config --global user.email \
                 you@example.com`",
            )
        })
    }

    /// The paths of the project that differ from the last commit in any way that git would commit, as the repository
    /// has them.
    pub(super) fn changed_here(&self) -> Result<Vec<String>, Issue> {
        changed(&self.beside, ["."].into_iter())
    }

    /// Refuses while these paths of the repository differ from the last commit in any way that git would commit.
    pub(super) fn check_committed(&self, paths: &[String]) -> Result<(), Issue> {
        let changed = changed(&self.git, paths.iter().map(String::as_str))?;
        if changed.is_empty() {
            return Ok(());
        }
        let message = format!("not committed yet: {}", crate::diagnostics::listed(&changed));
        let first = paths.first().map_or("", String::as_str);
        Err(Issue::error(&codes::subtree::UNCOMMITTED, message).help(format!(
            "commit what is in `{first}`, or put it aside with `git stash push --include-untracked -- {first}`"
        )))
    }
}

fn changed<'a>(git: &Git, paths: impl Iterator<Item = &'a str>) -> Result<Vec<String>, Issue> {
    let status = ["status", "--porcelain=v1", "-z", "--untracked-files=all", "--no-renames", "--"];
    let said = git.bytes(status.into_iter().chain(paths))?;
    let records = said.split(|byte| *byte == 0).filter(|record| record.len() > 3);
    Ok(records.map(|record| String::from_utf8_lossy(&record[3..]).into_owned()).collect())
}
