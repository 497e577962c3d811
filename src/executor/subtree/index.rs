//! The index and the working tree, always for some directories and files only.

use std::collections::BTreeSet;

use camino::Utf8PathBuf;

use super::{Repository, git::run};
use crate::{
    diagnostics::{Issue, codes, listed},
    process::Command,
    state::ObjectId,
    workspace::{self, Root, run_path},
};

const PLACE: &str = "index";

/// An index of its own, so that git can be asked about the working tree without the real one.
#[derive(Debug)]
pub(super) struct ScratchIndex<'r> {
    root: &'r Root,
    repository: &'r Repository,
    place: Utf8PathBuf,
}

impl<'r> ScratchIndex<'r> {
    pub(super) fn new(root: &'r Root, repository: &'r Repository) -> Self {
        Self { root, repository, place: run_path(PLACE).under(root.path()) }
    }

    fn command<'a>(&self, arguments: impl IntoIterator<Item = &'a str>) -> Command {
        self.repository.git.command(arguments).variable("GIT_INDEX_FILE", self.place.as_str())
    }

    /// Makes the index hold what `tree` has at `paths`, and nothing else; the names of the files.
    fn load(&self, tree: &ObjectId, paths: &[String]) -> Result<BTreeSet<String>, Issue> {
        run(&self.command(["read-tree", "--empty"]))?;
        let list = ["ls-tree", "-r", "-z", "--full-tree", tree.as_str(), "--"];
        let listed = self.repository.git.bytes(list.into_iter().chain(paths.iter().map(String::as_str)))?;
        let names = names(&listed).into_iter().filter_map(|line| Some(line.split_once('\t')?.1.to_owned()));
        let names = names.collect();
        run(&self.command(["update-index", "-z", "--index-info"]).input(listed))?;
        Ok(names)
    }

    /// The files of `tree` at `paths` that are in the working tree as `tree` has them.
    fn intact(
        &self,
        tree: &ObjectId,
        paths: &[String],
        all: &mut BTreeSet<String>,
    ) -> Result<BTreeSet<String>, Issue> {
        let mut intact = self.load(tree, paths)?;
        all.extend(intact.iter().cloned());
        run(&self.command(["update-index", "--refresh"]).answers(&[1]))?;
        for path in names(&run(&self.command(["diff-files", "-z", "--name-only"]))?.stdout) {
            intact.remove(&path);
        }
        Ok(intact)
    }

    /// The files at `paths` in the working tree that are neither as `one` nor as `other` has them.
    pub(super) fn foreign(
        &self,
        paths: &[String],
        one: &ObjectId,
        other: &ObjectId,
    ) -> Result<Vec<String>, Issue> {
        let mut all = BTreeSet::new();
        let intact = [self.intact(one, paths, &mut all)?, self.intact(other, paths, &mut all)?];
        let is_foreign = |path: &String| {
            !intact.iter().any(|intact| intact.contains(path))
                && workspace::exists(&self.repository.top.join(path))
        };
        let mut foreign = Vec::new();
        for path in all.into_iter().filter(is_foreign) {
            if !self.is_cut_short(&path, one)? && !self.is_cut_short(&path, other)? {
                foreign.push(path);
            }
        }
        Ok(foreign)
    }

    /// Whether the file at `path` is the beginning of what `tree` has there: git was killed while it wrote it.
    fn is_cut_short(&self, path: &str, tree: &ObjectId) -> Result<bool, Issue> {
        let git = &self.repository.git;
        let whole = git.command(["cat-file", "--filters", &format!("{tree}:{path}")]).answers(&[128]);
        let (whole, place) = (run(&whole)?, self.repository.top.join(path));
        let is_file = place.symlink_metadata().is_ok_and(|metadata| metadata.is_file());
        Ok(whole.code == 0 && is_file && whole.stdout.starts_with(&workspace::read_file(&place)?))
    }

    /// Makes the working tree at `paths` what `to` has there, and removes what only `from` has.
    pub(super) fn force(&self, paths: &[String], from: &ObjectId, to: &ObjectId) -> Result<(), Issue> {
        self.load(to, paths)?;
        let wanted = self.repository.git.make(&self.command(["write-tree"]))?;
        self.load(from, paths)?;
        run(&self.command(["read-tree", "--reset", "-u", wanted.as_str()])).map(drop)
    }

    /// The whole tree `tree` with what the working tree has at `paths`.
    pub(super) fn tree_with(&self, tree: &ObjectId, paths: &[String]) -> Result<ObjectId, Issue> {
        run(&self.command(["read-tree", tree.as_str()]))?;
        run(&self.command(["add", "--all", "--"].into_iter().chain(paths.iter().map(String::as_str))))?;
        self.repository.git.make(&self.command(["write-tree"]))
    }
}

impl Drop for ScratchIndex<'_> {
    fn drop(&mut self) {
        // What is left of it is overwritten next time.
        let _ = self.root.tree().remove_file(&run_path(PLACE));
    }
}

impl Repository {
    /// Moves index and working tree from one commit to another. What is staged or changed elsewhere stays, and
    /// git refuses before the first write when something in the way would be lost.
    pub(super) fn check_out(&self, from: &ObjectId, to: &ObjectId) -> Result<(), Issue> {
        run(&self.git.command(["update-index", "--refresh"]).answers(&[1]))?;
        let moved = run(&self.git.command(["read-tree", "-m", "-u", from.as_str(), to.as_str()]));
        moved.map(drop).map_err(in_the_way)
    }

    /// Refuses when something that git does not know is where `new` has a file and `old` has none. What is ignored
    /// counts as well: git itself would overwrite it.
    pub(super) fn check_free(&self, old: &ObjectId, new: &ObjectId) -> Result<(), Issue> {
        let diff = ["diff-tree", "-r", "-z", "--name-only", "--no-renames", "--diff-filter=A"];
        let said = self.git.bytes(diff.into_iter().chain([old.as_str(), new.as_str()]))?;
        let mut taken = Vec::new();
        for path in names(&said) {
            match self.stands_there(&path) {
                Some(there) if self.git.entry(old, there)?.is_none() => taken.push(there.to_owned()),
                _ => {}
            }
        }
        taken.dedup();
        if taken.is_empty() { Ok(()) } else { Err(unknown(&taken)) }
    }

    /// What is in the working tree at `path`, or in the place of a directory above it.
    fn stands_there<'p>(&self, path: &'p str) -> Option<&'p str> {
        let is_directory =
            |path: &str| self.top.join(path).symlink_metadata().is_ok_and(|metadata| metadata.is_dir());
        let mut above = path.match_indices('/').map(|(end, _)| &path[..end]);
        let first = above.find(|above| !is_directory(above)).unwrap_or(path);
        workspace::exists(&self.top.join(first)).then_some(first)
    }

    /// Makes the index at `paths` what `tree` has there.
    pub(super) fn set_index(&self, tree: &ObjectId, paths: &[String]) -> Result<(), Issue> {
        let diff =
            ["diff-index", "--cached", "--raw", "-z", "--no-renames", "--full-index", tree.as_str(), "--"];
        let said = self.git.bytes(diff.into_iter().chain(paths.iter().map(String::as_str)))?;
        let text = String::from_utf8_lossy(&said);
        let mut fields = text.split('\0');
        let mut wanted = String::new();
        while let (Some(head), Some(path)) = (fields.next(), fields.next()) {
            let words: Vec<&str> = head.trim_start_matches(':').split(' ').collect();
            if let [mode, _, id, ..] = words.as_slice() {
                wanted.extend([mode, " ", id, "\t", path, "\0"]);
            }
        }
        run(&self.git.command(["update-index", "-z", "--index-info"]).input(wanted))?;
        run(&self.git.command(["update-index", "--refresh"]).answers(&[1])).map(drop)
    }
}

/// What git says of files that it would have to overwrite, said in terms of the subtree.
fn in_the_way(issue: Issue) -> Issue {
    if issue.code != &codes::subtree::GIT_FAILED {
        return issue;
    }
    let paths = |words: &str| -> Vec<String> {
        let lines = issue.message.lines().filter(|line| line.contains(words));
        lines.filter_map(|line| line.split('\'').nth(1)).map(str::to_owned).collect()
    };
    let (unknown, changed) = (paths("would be overwritten by"), paths("not uptodate"));
    if !unknown.is_empty() {
        return self::unknown(&unknown);
    }
    if !changed.is_empty() {
        let message = format!("changed in the meantime: {}", listed(&changed));
        return Issue::error(&codes::subtree::UNCOMMITTED, message)
            .help("commit it, then run the command again");
    }
    issue
}

fn unknown(paths: &[String]) -> Issue {
    let message = format!("git does not know {}, and files of that name would come", listed(paths));
    Issue::error(&codes::subtree::IN_THE_WAY, message)
        .help("move what is there away, then run the command again")
}

fn names(said: &[u8]) -> Vec<String> {
    let paths = said.split(|byte| *byte == 0).filter(|path| !path.is_empty());
    paths.map(|path| String::from_utf8_lossy(path).into_owned()).collect()
}
