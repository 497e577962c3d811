//! Trees, blobs and commits: everything that can be made without touching a branch, the index or a file.

use super::git::{Git, run, text_of};
use crate::{
    diagnostics::{Issue, codes},
    process::Command,
    state::ObjectId,
};

/// What a tree has under one name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) mode: String,
    pub(super) id: ObjectId,
}

/// When a commit is made, as git writes it: seconds and time zone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Stamp {
    pub(super) seconds: i64,
    pub(super) zone: String,
}

/// A commit to be made.
#[derive(Debug)]
pub(super) struct NewCommit<'a> {
    pub(super) tree: &'a ObjectId,
    pub(super) parents: &'a [&'a ObjectId],
    pub(super) message: &'a str,
}

const DIRECTORY: &str = "040000";
const SUBMODULE: &str = "160000";

impl Entry {
    pub(super) fn directory(id: ObjectId) -> Self {
        Self { mode: DIRECTORY.to_owned(), id }
    }

    pub(super) fn file(id: ObjectId) -> Self {
        Self { mode: "100644".to_owned(), id }
    }

    pub(super) fn is_directory(&self) -> bool {
        self.mode == DIRECTORY
    }

    pub(super) fn is_submodule(&self) -> bool {
        self.mode == SUBMODULE
    }

    fn kind(&self) -> &'static str {
        match self.mode.as_str() {
            DIRECTORY => "tree",
            SUBMODULE => "commit",
            _ => "blob",
        }
    }
}

impl Stamp {
    /// The end of what `git var GIT_COMMITTER_IDENT` says.
    pub(super) fn of_identity(said: &str) -> Option<Self> {
        let (rest, zone) = said.rsplit_once(' ')?;
        let (_, seconds) = rest.rsplit_once(' ')?;
        Some(Self { seconds: seconds.parse().ok()?, zone: zone.to_owned() })
    }

    /// One second earlier.
    pub(super) fn before(&self) -> Self {
        Self { seconds: self.seconds - 1, zone: self.zone.clone() }
    }

    fn as_date(&self) -> String {
        format!("@{} {}", self.seconds, self.zone)
    }
}

impl Git {
    /// The object that `name` stands for.
    pub(super) fn object(&self, name: &str) -> Result<ObjectId, Issue> {
        id_of(&self.text(["rev-parse", "--verify", "--quiet", "--end-of-options", name])?)
    }

    /// The object that `name` stands for, if it is here.
    pub(super) fn object_if_any(&self, name: &str) -> Result<Option<ObjectId>, Issue> {
        let said = self.asked(["rev-parse", "--verify", "--quiet", "--end-of-options", name])?;
        said.map(|said| id_of(&said)).transpose()
    }

    /// The objects that these names stand for, in their order; none for what is not here.
    pub(super) fn objects(
        &self,
        names: impl IntoIterator<Item = String>,
    ) -> Result<Vec<Option<ObjectId>>, Issue> {
        let names: String = names.into_iter().flat_map(|name| [name, "\n".to_owned()]).collect();
        let said = run(&self.command(["cat-file", "--batch-check=%(objectname)"]).input(names))?;
        Ok(text_of(&said).lines().map(|line| line.parse().ok()).collect())
    }

    pub(super) fn tree_of(&self, commit: &ObjectId) -> Result<ObjectId, Issue> {
        self.object(&format!("{commit}^{{tree}}"))
    }

    /// Whether the object is here, and all that is needed to read it.
    pub(super) fn has(&self, name: &str) -> Result<bool, Issue> {
        Ok(run(&self.command(["cat-file", "-e", name]).answers(&[1, 128]))?.code == 0)
    }

    pub(super) fn is_ancestor(&self, old: &ObjectId, new: &ObjectId) -> Result<bool, Issue> {
        self.holds(["merge-base", "--is-ancestor", old.as_str(), new.as_str()])
    }

    pub(super) fn empty_tree(&self) -> Result<ObjectId, Issue> {
        self.make(&self.command(["mktree"]))
    }

    pub(super) fn blob(&self, bytes: &[u8]) -> Result<ObjectId, Issue> {
        self.make(&self.command(["hash-object", "-w", "--stdin"]).input(bytes))
    }

    /// The content of a file in a tree or commit.
    pub(super) fn content(&self, id: &ObjectId) -> Result<Vec<u8>, Issue> {
        self.bytes(["cat-file", "blob", id.as_str()])
    }

    /// The contents of files, in their order.
    pub(super) fn contents(&self, ids: &[&ObjectId]) -> Result<Vec<Vec<u8>>, Issue> {
        let names: String = ids.iter().flat_map(|id| [id.as_str(), "\n"]).collect();
        let output = run(&self.command(["cat-file", "--batch=%(objectsize)"]).input(names))?;
        let (mut rest, mut contents) = (output.stdout.as_slice(), Vec::new());
        while let Some(end) = rest.iter().position(|byte| *byte == b'\n') {
            let (size, content) = (String::from_utf8_lossy(&rest[..end]).parse().ok(), &rest[end + 1..]);
            // The line break behind it is no part of it.
            let content = size.and_then(|size: usize| Some((content.get(..size)?, content.get(size + 1..)?)));
            let Some((content, behind)) = content else { break };
            contents.push(content.to_vec());
            rest = behind;
        }
        match ids.get(contents.len()) {
            None => Ok(contents),
            Some(id) => Err(Issue::error(&codes::subtree::GIT_FAILED, format!("git does not have {id}"))
                .help("check the repository with `git fsck`")),
        }
    }

    /// What `tree` has at `path`.
    pub(super) fn entry(&self, tree: &ObjectId, path: &str) -> Result<Option<Entry>, Issue> {
        let listed = self.bytes(["ls-tree", "-z", "--full-tree", tree.as_str(), "--", path])?;
        let found = entries(&listed).into_iter().find(|(name, _)| name.as_slice() == path.as_bytes());
        Ok(found.map(|(_, entry)| entry))
    }

    /// `tree`, or an empty one, with something at `path`; directories on the way are made as needed.
    pub(super) fn with_entry(
        &self,
        tree: Option<&ObjectId>,
        path: &str,
        entry: &Entry,
    ) -> Result<ObjectId, Issue> {
        let mut all = match tree {
            Some(tree) => entries(&self.bytes(["ls-tree", "-z", "--full-tree", tree.as_str()])?),
            None => Vec::new(),
        };
        let (first, rest) = path.split_once('/').map_or((path, None), |(first, rest)| (first, Some(rest)));
        let new = match rest {
            None => entry.clone(),
            Some(rest) => {
                let below = all.iter().find(|(name, entry)| name == first.as_bytes() && entry.is_directory());
                let below = below.map(|(_, entry)| &entry.id);
                Entry::directory(self.with_entry(below, rest, entry)?)
            }
        };
        all.retain(|(name, _)| name != first.as_bytes());
        all.push((first.as_bytes().to_vec(), new));
        let mut lines = Vec::new();
        for (name, entry) in all {
            lines.extend_from_slice(format!("{} {} {}\t", entry.mode, entry.kind(), entry.id).as_bytes());
            lines.extend_from_slice(&name);
            lines.push(0);
        }
        self.make(&self.command(["mktree", "-z"]).input(lines))
    }

    /// The names right in a directory of a tree.
    pub(super) fn names(&self, tree: &ObjectId) -> Result<Vec<String>, Issue> {
        let listed = self.bytes(["ls-tree", "-z", "--full-tree", tree.as_str()])?;
        let names = entries(&listed).into_iter().map(|(name, _)| String::from_utf8_lossy(&name).into_owned());
        Ok(names.collect())
    }

    /// Makes a commit in the name of whoever git is configured for.
    pub(super) fn commit(&self, new: &NewCommit<'_>, stamp: &Stamp, sign: bool) -> Result<ObjectId, Issue> {
        let sign: &[&str] = if sign { &["-S"] } else { &[] };
        let command = self.commit_command(new, sign);
        let date = stamp.as_date();
        self.make(&command.variable("GIT_AUTHOR_DATE", &date).variable("GIT_COMMITTER_DATE", &date))
    }

    /// Makes a commit that nobody ever sees, because git merges commits and not trees.
    pub(super) fn scratch_commit(&self, tree: &ObjectId, parents: &[&ObjectId]) -> Result<ObjectId, Issue> {
        let mut command = self.commit_command(&NewCommit { tree, parents, message: "merge\n" }, &[]);
        for (name, value) in [
            ("GIT_AUTHOR_NAME", "quickscale"),
            ("GIT_AUTHOR_EMAIL", "quickscale@localhost"),
            ("GIT_AUTHOR_DATE", "@0 +0000"),
            ("GIT_COMMITTER_NAME", "quickscale"),
            ("GIT_COMMITTER_EMAIL", "quickscale@localhost"),
            ("GIT_COMMITTER_DATE", "@0 +0000"),
        ] {
            command = command.variable(name, value);
        }
        self.make(&command)
    }

    pub(super) fn commit_command(&self, new: &NewCommit<'_>, options: &[&str]) -> Command {
        let parents = new.parents.iter().flat_map(|parent| ["-p", parent.as_str()]);
        let arguments = ["commit-tree"].into_iter().chain(options.iter().copied()).chain(parents);
        self.command(arguments.chain(["-F", "-", new.tree.as_str()])).input(new.message)
    }

    /// Runs a command that prints the object that it has made.
    pub(super) fn make(&self, command: &Command) -> Result<ObjectId, Issue> {
        id_of(&text_of(&run(command)?))
    }
}

/// What `ls-tree -z` lists: names as git keeps them, which need not be text.
fn entries(listed: &[u8]) -> Vec<(Vec<u8>, Entry)> {
    let records = listed.split(|byte| *byte == 0);
    records
        .filter_map(|record| {
            let tab = record.iter().position(|byte| *byte == b'\t')?;
            let head = std::str::from_utf8(&record[..tab]).ok()?;
            let mut words = head.split_whitespace();
            let (mode, _, id) = (words.next()?, words.next()?, words.next()?);
            Some((record[tab + 1..].to_vec(), Entry { mode: mode.to_owned(), id: id.parse().ok()? }))
        })
        .collect()
}

/// The object that git has named.
pub(super) fn id_of(said: &str) -> Result<ObjectId, Issue> {
    said.trim().parse().map_err(|error| {
        let message = format!("git answered `{}`: {error}", said.escape_debug());
        Issue::error(&codes::subtree::GIT_FAILED, message).help("check which git that is: `command -v git`")
    })
}

#[cfg(test)]
mod tests {
    use pretty_assertions::assert_eq;

    use super::*;

    #[test]
    fn a_listed_tree_is_taken_apart() {
        let id = "3e6a39cdc4149a7ea5fdfe5a79283e6dc29ec079";
        let listed = format!("100644 blob {id}\ta b\n.txt\0040000 tree {id}\td\0");
        let found = entries(listed.as_bytes());
        let names: Vec<_> =
            found.iter().map(|(name, entry)| (name.as_slice(), entry.mode.as_str())).collect();
        assert_eq!(names, [(&b"a b\n.txt"[..], "100644"), (b"d", "040000")]);
    }

    #[test]
    fn the_time_of_a_commit_is_the_end_of_an_identity() {
        let stamp = Stamp::of_identity("A B <a@b> 1700000000 +0130").unwrap();
        assert_eq!(stamp.before().as_date(), "@1699999999 +0130");
        assert_eq!(Stamp::of_identity("nobody"), None);
    }
}
