//! Commits that are made in another history: thousands of them, with one start of git.
//!
//! Which ones they become is only known once git has made them; until somebody has to know, they wait.

use std::collections::BTreeMap;

use super::git::{Git, run, text_of};
use crate::{
    diagnostics::{Issue, codes},
    state::ObjectId,
};

/// A commit of the other history.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Copy(usize);

/// The commits of the other history that are known or asked for.
#[derive(Debug)]
pub(super) struct Copies<'g> {
    git: &'g Git,
    commits: Vec<Commit>,
    known: BTreeMap<ObjectId, Copy>,
    /// What `git fast-import` will be told to make.
    stream: Vec<u8>,
}

#[derive(Debug)]
struct Commit {
    tree: ObjectId,
    /// None while it waits.
    id: Option<ObjectId>,
}

/// A commit to be made.
#[derive(Debug)]
pub(super) struct Wanted<'a> {
    pub(super) tree: &'a ObjectId,
    pub(super) parents: &'a [Copy],
    /// Name, address and time, as git writes them.
    pub(super) author: &'a [u8],
    pub(super) committer: &'a [u8],
    pub(super) message: &'a [u8],
}

/// The branch on which git builds them. It is gone when git has ended.
const PLACE: &str = "refs/quickscale/split";

impl<'g> Copies<'g> {
    pub(super) fn new(git: &'g Git) -> Self {
        Self { git, commits: Vec::new(), known: BTreeMap::new(), stream: Vec::new() }
    }

    /// Takes in a commit that exists.
    pub(super) fn know(&mut self, id: ObjectId, tree: ObjectId) -> Copy {
        let copy = Copy(self.commits.len());
        self.known.insert(id.clone(), copy);
        self.commits.push(Commit { tree, id: Some(id) });
        copy
    }

    /// The commit that was taken in as `id`.
    pub(super) fn known(&self, id: &ObjectId) -> Option<Copy> {
        self.known.get(id).copied()
    }

    pub(super) fn tree(&self, copy: Copy) -> &ObjectId {
        &self.commits[copy.0].tree
    }

    /// Which commit it is.
    pub(super) fn id(&mut self, copy: Copy) -> Result<ObjectId, Issue> {
        self.make_waiting()?;
        self.commits[copy.0].id.clone().ok_or_else(not_made)
    }

    /// Those that no other of them contains, in their order.
    pub(super) fn independent(&mut self, copies: &[Copy]) -> Result<Vec<Copy>, Issue> {
        let mut kept: Vec<Copy> = Vec::new();
        for copy in copies {
            if !kept.contains(copy) {
                kept.push(*copy);
            }
        }
        if kept.len() < 2 {
            return Ok(kept);
        }
        let ids = kept.iter().map(|copy| self.id(*copy)).collect::<Result<Vec<_>, _>>()?;
        let question = ["merge-base", "--independent"].into_iter().chain(ids.iter().map(ObjectId::as_str));
        let said = self.git.text(question)?;
        let mut heads: Vec<&str> = said.lines().collect();
        // Two of them may be one commit: what was proposed from here, and has come back.
        let is_head = |id: &ObjectId| {
            let place = heads.iter().position(|head| *head == id.as_str());
            place.map(|place| heads.swap_remove(place)).is_some()
        };
        let is_kept: Vec<bool> = ids.iter().map(is_head).collect();
        Ok(kept.into_iter().zip(is_kept).filter_map(|(copy, is_kept)| is_kept.then_some(copy)).collect())
    }

    /// Asks for a commit.
    pub(super) fn make(&mut self, wanted: &Wanted<'_>) -> Copy {
        let Wanted { tree, parents, author, committer, message } = wanted;
        let copy = Copy(self.commits.len());
        let mut lines: Vec<Vec<u8>> = Vec::new();
        if parents.is_empty() {
            // Otherwise it would be put on top of the one before.
            lines.push(format!("reset {PLACE}\n").into());
        }
        lines.push(format!("commit {PLACE}\nmark :{}", copy.mark()).into());
        lines.push([b"author ", *author].concat());
        lines.push([b"committer ", *committer].concat());
        lines.push([format!("data {}\n", message.len()).as_bytes(), message].concat());
        for (parent, word) in parents.iter().zip(["from"].into_iter().chain(std::iter::repeat("merge"))) {
            lines.push(format!("{word} {}", self.name(*parent)).into());
        }
        lines.push(format!("M 040000 {tree} \"\"\n").into());
        self.stream.extend(lines.into_iter().flat_map(|line| [line, b"\n".to_vec()].concat()));
        self.commits.push(Commit { tree: (*tree).clone(), id: None });
        copy
    }

    /// As the stream names it.
    fn name(&self, copy: Copy) -> String {
        let id = self.commits[copy.0].id.as_ref();
        id.map_or_else(|| format!(":{}", copy.mark()), ToString::to_string)
    }

    fn make_waiting(&mut self) -> Result<(), Issue> {
        if self.stream.is_empty() {
            return Ok(());
        }
        let waiting: Vec<usize> =
            (0..self.commits.len()).filter(|index| self.commits[*index].id.is_none()).collect();
        let mut stream = std::mem::take(&mut self.stream);
        for index in &waiting {
            stream.extend(format!("get-mark :{}\n", Copy(*index).mark()).bytes());
        }
        let nothing = "0".repeat(self.commits[0].tree.as_str().len());
        stream.extend(format!("reset {PLACE}\nfrom {nothing}\n\ndone\n").bytes());
        let command = ["fast-import", "--quiet", "--done", "--date-format=raw-permissive"];
        let said = text_of(&run(&self.git.command(command).input(stream))?);
        let mut ids = said.lines();
        for index in waiting {
            let id = ids.next().and_then(|id| id.parse().ok());
            self.commits[index].id = Some(id.ok_or_else(not_made)?);
        }
        Ok(())
    }
}

impl Copy {
    /// Git counts from 1.
    fn mark(self) -> usize {
        self.0 + 1
    }
}

fn not_made() -> Issue {
    Issue::error(&codes::subtree::GIT_FAILED, "git does not say which commits it has made")
        .help("check the repository with `git fsck`, then run the command again")
}
