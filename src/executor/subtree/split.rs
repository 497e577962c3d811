//! The commits that only the subtree's part of this history would have, as the other repository can take them.
//!
//! Git lists the commits that touch the directory or its record, with parents among themselves. Each becomes a commit
//! whose tree is the directory, with author, committer and message kept, so that the same history always gives the
//! same commits. Where the record changes, the other repository's own commit takes the place of its copy.
//!
//! Everything is asked and made in bulk: starting git once for each commit would take minutes in a long history.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Repository, Wish,
    copies::{Copies, Copy, Wanted},
    git::run,
    history::{self, Join},
};
use crate::{
    diagnostics::{Issue, Report, SourceFile, codes},
    state::{ObjectId, SubtreeRecord},
};

/// A commit of this history that touches the subtree.
#[derive(Debug)]
struct Touching {
    id: ObjectId,
    /// The nearest commits before it that touch the subtree.
    before: Vec<ObjectId>,
    /// The directory in it; none where there is none.
    tree: Option<ObjectId>,
    /// The record's blob in it.
    record: Option<ObjectId>,
}

/// What a commit says besides its tree.
#[derive(Debug)]
struct Said {
    parents: Vec<ObjectId>,
    /// Name, address and time, as git writes them.
    author: Vec<u8>,
    committer: Vec<u8>,
    message: Vec<u8>,
}

/// So many commits are described at once.
const DESCRIBED: usize = 4096;

impl Repository {
    /// The commit that holds the subtree as `head` has it, on top of what came from the other repository.
    pub(super) fn split(
        &self,
        head: &ObjectId,
        wish: &Wish,
        joins: &[Join],
    ) -> Result<Option<ObjectId>, Report> {
        let touching = self.touching(head, &self.path(&wish.prefix), &self.path(&wish.record()?))?;
        let mut splitter = Splitter {
            repository: self,
            joins,
            joined: history::by_commit(joins),
            recorded: self.recorded(wish, &touching)?,
            copies: Copies::new(&self.git),
            made: BTreeMap::new(),
            records: BTreeMap::new(),
            wish,
        };
        splitter.know_what_is_here()?;
        let mut last = None;
        for touching in touching.chunks(DESCRIBED) {
            let said = self.describe(touching)?;
            for (touching, said) in touching.iter().zip(&said) {
                last = splitter.take(touching, said)?.or(last);
            }
        }
        Ok(last.map(|last| splitter.copies.id(last)).transpose()?)
    }

    /// The commits that touch one of the two paths, parents before their children.
    fn touching(&self, head: &ObjectId, path: &str, record: &str) -> Result<Vec<Touching>, Issue> {
        let list = ["rev-list", "--topo-order", "--reverse", "--parents", head.as_str(), "--", path, record];
        let listed = self.git.text(list)?;
        let commits: Vec<Vec<ObjectId>> =
            listed.lines().map(|line| line.split(' ').filter_map(|id| id.parse().ok()).collect()).collect();
        let names = commits
            .iter()
            .filter_map(|ids| ids.first())
            .flat_map(|id| [format!("{id}:{path}"), format!("{id}:{record}")]);
        let mut found = self.git.objects(names)?.into_iter();
        let touching = commits.into_iter().filter_map(|mut ids| {
            let (tree, record) = (found.next()?, found.next()?);
            let id = (!ids.is_empty()).then(|| ids.remove(0))?;
            Some(Touching { id, before: ids, tree, record })
        });
        Ok(touching.collect())
    }

    /// The commits of the other repository that records name, by the record's blob.
    fn recorded(&self, wish: &Wish, touching: &[Touching]) -> Result<BTreeMap<ObjectId, ObjectId>, Report> {
        let blobs: BTreeSet<&ObjectId> = touching.iter().filter_map(|it| it.record.as_ref()).collect();
        let blobs: Vec<&ObjectId> = blobs.into_iter().collect();
        let mut recorded = BTreeMap::new();
        for (blob, bytes) in blobs.iter().zip(self.git.contents(&blobs)?) {
            let source = SourceFile::from_bytes(wish.record()?.as_str(), &bytes)?;
            recorded.insert((*blob).clone(), SubtreeRecord::parse(&wish.prefix, &source)?.commit);
        }
        Ok(recorded)
    }

    /// What these commits say, in their order.
    fn describe(&self, touching: &[Touching]) -> Result<Vec<Said>, Issue> {
        let format = "--format=%P%x00%an <%ae> %ad%x00%cn <%ce> %cd%x00%B%x00";
        let log = ["log", "--no-walk=unsorted", "--stdin", "--no-show-signature", "--encoding=UTF-8"];
        let command = self.git.command(log.into_iter().chain(["--date=raw", format]));
        let ids: String = touching.iter().flat_map(|it| [it.id.as_str(), "\n"]).collect();
        let output = run(&command.input(ids))?;
        let mut fields = output.stdout.split(|byte| *byte == 0);
        let mut all = Vec::new();
        for it in touching {
            let mut field = || fields.next().map(|field| field.strip_prefix(b"\n").unwrap_or(field));
            let (parents, author, committer) = (field(), field(), field());
            // Its own first line may be empty.
            let (Some(parents), Some(author), Some(committer), Some(message)) =
                (parents, author, committer, fields.next())
            else {
                let message = format!("git does not describe the commit {}", it.id);
                return Err(
                    Issue::error(&codes::subtree::GIT_FAILED, message).help("check it with `git fsck`")
                );
            };
            let parents = String::from_utf8_lossy(parents);
            all.push(Said {
                parents: parents.split(' ').filter_map(|id| id.parse().ok()).collect(),
                author: author.to_vec(),
                committer: committer.to_vec(),
                message: history::without_trailers(message),
            });
        }
        Ok(all)
    }
}

struct Splitter<'a> {
    repository: &'a Repository,
    wish: &'a Wish,
    joins: &'a [Join],
    joined: BTreeMap<&'a ObjectId, &'a ObjectId>,
    /// The commits of the other repository by the blobs of their records.
    recorded: BTreeMap<ObjectId, ObjectId>,
    copies: Copies<'a>,
    /// What each commit became; none where the directory is not there.
    made: BTreeMap<ObjectId, Option<Copy>>,
    /// The records of commits, by commit.
    records: BTreeMap<ObjectId, Option<ObjectId>>,
}

impl Splitter<'_> {
    /// Takes in the commits of the other repository that this history names and that are here.
    fn know_what_is_here(&mut self) -> Result<(), Issue> {
        let named = self.recorded.values().chain(self.joins.iter().map(|join| &join.split));
        let named: BTreeSet<&ObjectId> = named.collect();
        let trees = self.repository.git.objects(named.iter().map(|id| format!("{id}^{{tree}}")))?;
        for (id, tree) in named.into_iter().zip(trees) {
            if let Some(tree) = tree {
                self.copies.know(id.clone(), tree);
            }
        }
        Ok(())
    }

    /// A commit of the other repository, which hands it out where it is not here.
    fn brought(&mut self, id: &ObjectId) -> Result<Copy, Issue> {
        if let Some(known) = self.copies.known(id) {
            return Ok(known);
        }
        self.repository.bring(&self.wish.prefix, &self.wish.remote, id)?;
        Ok(self.copies.know(id.clone(), self.repository.git.tree_of(id)?))
    }

    fn take(&mut self, touching: &Touching, said: &Said) -> Result<Option<Copy>, Report> {
        let made = match &touching.tree {
            None => None,
            Some(tree) => Some(self.copy(touching, said, tree)?),
        };
        self.made.insert(touching.id.clone(), made);
        self.records.insert(touching.id.clone(), touching.record.clone());
        Ok(made)
    }

    /// What a commit becomes: itself in the other history, or one of the commits that it would be on top of, or a copy.
    fn copy(&mut self, touching: &Touching, said: &Said, tree: &ObjectId) -> Result<Copy, Report> {
        let taken = self.taken(touching, said).map(|id| self.brought(&id)).transpose()?;
        if let Some(taken) = taken.filter(|taken| self.copies.tree(*taken) == tree) {
            return Ok(taken);
        }
        let before = touching.before.iter().filter_map(|parent| self.made.get(parent).copied().flatten());
        let parents: Vec<Copy> = before.chain(taken).collect();
        let parents = self.copies.independent(&parents)?;
        if let [only] = parents.as_slice()
            && self.copies.tree(*only) == tree
        {
            return Ok(*only);
        }
        self.check_depth(touching)?;
        let Said { author, committer, message, .. } = said;
        Ok(self.copies.make(&Wanted { tree, parents: &parents, author, committer, message }))
    }

    /// The commit of the other repository that came in with this one.
    fn taken(&self, touching: &Touching, said: &Said) -> Option<ObjectId> {
        let before: BTreeSet<Option<&ObjectId>> =
            touching.before.iter().map(|parent| self.records.get(parent).and_then(Option::as_ref)).collect();
        if let Some(record) = touching.record.as_ref().filter(|record| !before.contains(&Some(record))) {
            return self.recorded.get(record).cloned();
        }
        if let Some(split) = self.joined.get(&touching.id) {
            return Some((*split).clone());
        }
        // `git subtree` puts a commit with the other repository's tree beside the one that brings it in.
        let mut beside =
            self.joins.iter().filter(|join| join.mainline.is_none() && join.commit != touching.id);
        let is_parent = |join: &&Join| said.parents.iter().skip(1).any(|parent| *parent == join.commit);
        beside.find(is_parent).map(|join| join.split.clone())
    }

    /// Refuses where the history is cut off after changes that nobody can see any more.
    fn check_depth(&self, touching: &Touching) -> Result<(), Issue> {
        if !self.repository.is_shallow || !touching.before.is_empty() {
            return Ok(());
        }
        let message = format!("the history of `{}` here begins after its first changes", self.wish.prefix);
        Err(Issue::error(&codes::subtree::SHALLOW, message).help("fetch the rest: `git fetch --unshallow`"))
    }
}
