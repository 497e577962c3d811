//! What the history here says about a subtree: the trailers that `git subtree` reads and writes.

use std::collections::BTreeMap;

use super::{Repository, Wish};
use crate::{
    diagnostics::Issue,
    state::{ObjectId, SubtreeRecord},
};

/// A commit that says which commit of the other repository it contains.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Join {
    pub(super) commit: ObjectId,
    pub(super) parents: Vec<ObjectId>,
    /// The commit of the other repository.
    pub(super) split: ObjectId,
    /// The commit here that it was joined with; a commit without holds the other repository's tree itself.
    pub(super) mainline: Option<ObjectId>,
}

const DIRECTORY: &str = "git-subtree-dir: ";
const SPLIT: &str = "git-subtree-split: ";
const MAINLINE: &str = "git-subtree-mainline: ";

impl Repository {
    /// The commits that `head` contains and that join the directory at `path`, the latest first.
    pub(super) fn joins(&self, head: &ObjectId, path: &str) -> Result<Vec<Join>, Issue> {
        let pattern = format!("--grep={DIRECTORY}{path}");
        let said = self.git.bytes([
            "log",
            "--no-show-signature",
            "--fixed-strings",
            &pattern,
            "--format=%H %P%x00%B%x00",
            head.as_str(),
        ])?;
        let text = String::from_utf8_lossy(&said);
        let mut fields = text.split('\0');
        let mut joins = Vec::new();
        while let (Some(names), Some(body)) = (fields.next(), fields.next()) {
            let mut ids = names.split_whitespace().filter_map(|name| name.parse().ok());
            let Some(commit) = ids.next() else { continue };
            joins.extend(trailers(body, path).map(|(split, mainline)| Join {
                commit,
                parents: ids.collect(),
                split,
                mainline,
            }));
        }
        Ok(joins)
    }

    /// The commit that was merged last: the record says so, unless somebody used `git subtree` since it was written.
    pub(super) fn last_merged(
        &self,
        head: &ObjectId,
        wish: &Wish,
        record: Option<&SubtreeRecord>,
        joins: &[Join],
    ) -> Result<Option<ObjectId>, Issue> {
        let (record, newest) = match (record, joins.first()) {
            (None, newest) => return Ok(newest.map(|join| join.split.clone())),
            (Some(record), None) => return Ok(Some(record.commit.clone())),
            (Some(record), Some(newest)) => (record, newest),
        };
        if record.commit == newest.split {
            return Ok(Some(newest.split.clone()));
        }
        let place = self.path(&wish.record()?);
        let written = self.git.text(["log", "-1", "--format=%H", head.as_str(), "--", &place])?;
        let is_older = match written.parse::<ObjectId>() {
            Ok(written) => self.git.is_ancestor(&newest.commit, &written)?,
            Err(_) => true,
        };
        Ok(Some(if is_older { &record.commit } else { &newest.split }.clone()))
    }
}

/// Commits of the other repository by the commits here that hold exactly their tree, or are joined to them.
pub(super) fn by_commit(joins: &[Join]) -> BTreeMap<&ObjectId, &ObjectId> {
    joins.iter().map(|join| (&join.commit, &join.split)).collect()
}

/// What the trailers for `path` say; of several the last, as in a commit that squashes others.
fn trailers(body: &str, path: &str) -> Option<(ObjectId, Option<ObjectId>)> {
    let (mut is_here, mut found, mut mainline) = (false, None, None);
    for line in body.lines() {
        if let Some(directory) = line.strip_prefix(DIRECTORY) {
            is_here = directory.trim_end_matches('/') == path;
            mainline = None;
        } else if let (true, Some(id)) = (is_here, line.strip_prefix(MAINLINE)) {
            mainline = id.parse().ok();
        } else if let (true, Some(id)) = (is_here, line.strip_prefix(SPLIT)) {
            found = id.parse().ok().map(|split| (split, mainline.take())).or(found);
        }
    }
    found
}

/// The text below a message that makes it a join.
pub(super) fn trailer_text(path: &str, mainline: Option<&ObjectId>, split: &ObjectId) -> String {
    let mainline = mainline.map(|id| format!("{MAINLINE}{id}\n")).unwrap_or_default();
    format!("{DIRECTORY}{path}\n{mainline}{SPLIT}{split}\n")
}

/// A message without the trailers.
pub(super) fn without_trailers(message: &[u8]) -> Vec<u8> {
    let is_trailer =
        |line: &&[u8]| [DIRECTORY, SPLIT, MAINLINE].iter().any(|word| line.starts_with(word.as_bytes()));
    let lines = message.split(|byte| *byte == b'\n');
    let kept: Vec<&[u8]> = lines.filter(|line| !is_trailer(line)).collect();
    [kept.join(&b'\n').trim_ascii_end(), b"\n"].concat()
}

#[cfg(test)]
mod tests {
    use pretty_assertions::assert_eq;

    use super::*;

    fn id(digit: &str) -> ObjectId {
        digit.repeat(40).parse().unwrap()
    }

    #[test]
    fn trailers_are_read_as_they_are_written() {
        let with =
            |mainline: Option<&ObjectId>| format!("Say\n\n{}", trailer_text("a/b", mainline, &id("c")));
        assert_eq!(trailers(&with(None), "a/b"), Some((id("c"), None)));
        assert_eq!(trailers(&with(Some(&id("d"))), "a/b"), Some((id("c"), Some(id("d")))));
        assert_eq!(trailers(&with(None), "a"), None);
        assert_eq!(trailers(&with(None).replace("a/b", "a/b/"), "a/b"), Some((id("c"), None)));
        assert_eq!(without_trailers(with(Some(&id("d"))).as_bytes()), b"Say\n");
    }

    #[test]
    fn of_squashed_commits_the_last_one_counts() {
        let squashed = format!(
            "Two updates\n\n* one\n\n{}\n* another\n\n{}\n* two\n\n{}",
            trailer_text("a", Some(&id("1")), &id("2")),
            trailer_text("b", None, &id("9")),
            trailer_text("a", None, &id("3")),
        );
        assert_eq!(trailers(&squashed, "a"), Some((id("3"), None)));
    }
}
