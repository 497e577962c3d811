//! An update whose conflicts a person sorts out.
//!
//! Both sides are written into the working tree, and nowhere else. `.quickscale/run/subtree` says what for; the
//! record in the working tree says so as well, so that even an update that somebody ends with `git commit` counts.

use super::{
    Advance, Incoming, Moving, Repository, Wish,
    index::ScratchIndex,
    merge::{BESIDE, CLOSE_THEIRS, OPEN_YOURS},
};
use crate::{
    diagnostics::{Issue, Report, codes},
    state::ObjectId,
    workspace::{self, RelPath, Root, run_path},
};

/// An update that waits for a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resolution {
    /// The subtree.
    pub wish: Wish,
    /// The commit that is merged.
    to: ObjectId,
    base: ObjectId,
    /// The commit that was checked out.
    head: ObjectId,
    /// The whole tree with markers in it.
    marked: ObjectId,
    /// The files with a conflict, from the repository's top directory.
    files: Vec<String>,
    /// Whether the working tree has all of it.
    is_written: bool,
}

const PLACE: &str = "subtree";
const HEADER: &str = "quickscale resolution 1";

impl Repository {
    /// Writes both sides of every conflict into the working tree.
    pub(super) fn mark(&self, root: &Root, head: &ObjectId, incoming: &Incoming) -> Result<(), Report> {
        let paths = self.paths_of(&incoming.wish)?;
        let mut resolution = Resolution {
            wish: incoming.wish.clone(),
            to: incoming.to.clone(),
            base: incoming.from.clone().unwrap_or_else(|| incoming.to.clone()),
            head: head.clone(),
            marked: self.root_with(head, incoming, None)?,
            files: incoming.conflicts.iter().map(|conflict| conflict.path.clone()).collect(),
            is_written: false,
        };
        self.check_free(head, &resolution.marked)?;
        resolution.write(root)?;
        ScratchIndex::new(root, self).force(&paths, head, &resolution.marked)?;
        resolution.is_written = true;
        resolution.write(root)
    }

    /// What waits, unless a commit has ended it.
    pub fn waiting(&self, root: &Root) -> Result<Option<Resolution>, Report> {
        let Some(resolution) = Resolution::read(root)? else { return Ok(None) };
        if self.head()? == resolution.head {
            return Ok(Some(resolution));
        }
        Resolution::remove(root)?;
        Ok(None)
    }

    /// Commits what a person has made of the conflicts.
    pub(super) fn conclude(
        &self,
        root: &Root,
        number: u64,
        resolution: &Resolution,
    ) -> Result<(Incoming, Advance), Report> {
        let left = self.left(resolution)?;
        if !left.is_empty() {
            return Err(left.into_iter().collect());
        }
        let author = self.author()?;
        let incoming = self.concluded(root, resolution)?;
        let advance = self.advance(&resolution.head, &incoming, &author, None)?;
        let prefix = resolution.wish.prefix.clone();
        let command = format!("update {prefix}");
        let moving =
            Moving { number, command: &command, prefixes: vec![prefix], advance: &advance, manifest: None };
        self.carry_out_committed(root, &moving)?;
        Resolution::remove(root)?;
        Ok((incoming, advance))
    }

    fn concluded(&self, root: &Root, resolution: &Resolution) -> Result<Incoming, Report> {
        let path = self.path(&resolution.wish.prefix);
        let scratch = ScratchIndex::new(root, self);
        let whole = scratch.tree_with(&resolution.marked, std::slice::from_ref(&path))?;
        let entry = self.git.entry(&whole, &path)?.map(|entry| entry.id);
        let ours = self.git.entry(&resolution.head, &path)?.map(|entry| entry.id);
        let (commits, commit_count) = self.subjects(Some(&resolution.base), &resolution.to)?;
        Ok(Incoming {
            wish: resolution.wish.clone(),
            from: Some(resolution.base.clone()),
            commits,
            commit_count,
            edited: 0,
            conflicts: Vec::new(),
            is_forward: self.git.is_ancestor(&resolution.base, &resolution.to)?,
            is_recorded: false,
            ours,
            theirs: self.git.tree_of(&resolution.to)?,
            merged: entry.map_or_else(|| self.git.empty_tree(), Ok)?,
            to: resolution.to.clone(),
        })
    }

    /// Puts back what was there before the markers, and keeps what a person has made of them; its commit is returned
    /// when there is anything to keep.
    pub(super) fn give_up(&self, root: &Root, resolution: &Resolution) -> Result<Option<ObjectId>, Report> {
        let paths = self.paths_of(&resolution.wish)?;
        let scratch = ScratchIndex::new(root, self);
        let mut kept = None;
        if resolution.is_written {
            let made = scratch.tree_with(&resolution.marked, &paths)?;
            if made != resolution.marked {
                let commit = self.git.scratch_commit(&made, &[&resolution.head])?;
                let place = format!("refs/quickscale/kept/{}", commit.short());
                self.git.text(["update-ref", &place, commit.as_str()])?;
                kept = Some(commit);
            }
        }
        scratch.force(&paths, &resolution.marked, &resolution.head)?;
        self.set_index(&resolution.head, &paths)?;
        Resolution::remove(root)?;
        Ok(kept)
    }

    /// What is not sorted out yet.
    fn left(&self, resolution: &Resolution) -> Result<Vec<Issue>, Issue> {
        let mut left = Vec::new();
        let abort = "or take everything back with `quickscale update --abort`";
        for file in &resolution.files {
            let place = self.top.join(file);
            if place.is_file() {
                let text = String::from_utf8_lossy(&workspace::read_file(&place)?).into_owned();
                let is_marker = |line: &str| [OPEN_YOURS, CLOSE_THEIRS].contains(&line.trim_end());
                if let Some(line) = text.lines().position(is_marker) {
                    let message = format!("`{file}:{}` still has a conflict marker", line + 1);
                    left.push(
                        Issue::error(&codes::subtree::UNRESOLVED, message)
                            .help(format!("edit `{file}` until no marker is left, {abort}")),
                    );
                }
            }
            let beside = format!("{file}{BESIDE}");
            if workspace::exists(&self.top.join(&beside)) {
                let message = format!("`{beside}` still lies beside your file");
                left.push(
                    Issue::error(&codes::subtree::UNRESOLVED, message)
                        .help(format!("keep one of the two and delete `{beside}`, {abort}")),
                );
            }
        }
        Ok(left)
    }

    pub(super) fn paths_of(&self, wish: &Wish) -> Result<Vec<String>, Issue> {
        Ok(vec![self.path(&wish.prefix), self.path(&wish.record()?)])
    }
}

impl Resolution {
    /// Whether it was interrupted before everything was written.
    pub fn is_half_written(&self) -> bool {
        !self.is_written
    }

    /// What is written down, be it over or not.
    pub fn read(root: &Root) -> Result<Option<Self>, Report> {
        let Some(bytes) = root.read_if_file(&run_path(PLACE))? else { return Ok(None) };
        Ok(Self::parse(&String::from_utf8_lossy(&bytes)))
    }

    fn write(&self, root: &Root) -> Result<(), Report> {
        let Self { wish, to, base, head, marked, files, is_written } = self;
        let Wish { prefix, remote, reference, squash } = wish;
        let mut text = format!(
            "{HEADER}\nprefix {prefix}\nremote {remote}\nreference {reference}\nsquash {squash}\nto {to}\nbase {base}\n\
             head {head}\nmarked {marked}\nwritten {is_written}\n"
        );
        text.extend(files.iter().map(|file| format!("file {file}\n")));
        Ok(root.write_own(&run_path(PLACE), text.as_bytes()).map_err(Issue::from)?)
    }

    fn parse(text: &str) -> Option<Self> {
        let mut lines = text.lines();
        if lines.next() != Some(HEADER) {
            return None;
        }
        let words: Vec<(&str, &str)> = lines.filter_map(|line| line.split_once(' ')).collect();
        let one = |keyword: &str| words.iter().find(|(word, _)| *word == keyword).map(|(_, value)| *value);
        let files = words.iter().filter(|(word, _)| *word == "file").map(|(_, file)| (*file).to_owned());
        Some(Self {
            wish: Wish {
                prefix: RelPath::new(one("prefix")?).ok()?,
                remote: one("remote")?.to_owned(),
                reference: one("reference")?.to_owned(),
                squash: one("squash")?.parse().ok()?,
            },
            to: one("to")?.parse().ok()?,
            base: one("base")?.parse().ok()?,
            head: one("head")?.parse().ok()?,
            marked: one("marked")?.parse().ok()?,
            is_written: one("written")?.parse().ok()?,
            files: files.collect(),
        })
    }

    fn remove(root: &Root) -> Result<(), Report> {
        Ok(root.tree().remove_file(&run_path(PLACE)).map_err(Issue::from)?)
    }
}
