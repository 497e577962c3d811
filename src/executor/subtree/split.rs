//! The commits that only the subtree's part of this history would have, as the other repository can take them.
//!
//! Git lists the commits that touch the directory or its record, with parents among themselves. Each becomes a commit
//! whose tree is the directory, with author, committer and message kept, so that the same history always gives the
//! same commits. Where the record changes, the other repository's own commit takes the place of its copy.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Repository, Wish,
    git::run,
    history::{self, Join},
    objects::NewCommit,
};
use crate::{
    diagnostics::{Issue, Report, SourceFile, codes},
    state::{ObjectId, SubtreeRecord},
};

/// A commit of this history that touches the subtree.
#[derive(Debug)]
struct Touching {
    id: ObjectId,
    parents: Vec<ObjectId>,
    /// The directory in it; none where there is none.
    tree: Option<ObjectId>,
    /// The record's blob in it.
    record: Option<ObjectId>,
}

impl Repository {
    /// The commit that holds the subtree as `head` has it, on top of what came from the other repository.
    pub(super) fn split(&self, head: &ObjectId, wish: &Wish) -> Result<Option<ObjectId>, Report> {
        let path = self.path(&wish.prefix);
        let joins = self.joins(head, &path)?;
        let mut splitter = Splitter {
            repository: self,
            wish,
            joined: history::by_commit(&joins),
            joins: &joins,
            made: BTreeMap::new(),
            records: BTreeMap::new(),
        };
        let mut last = None;
        for touching in self.touching(head, &path, &self.path(&wish.record()?))? {
            last = splitter.take(&touching)?.or(last);
        }
        Ok(last)
    }

    /// The commits that touch one of the two paths, parents before their children.
    fn touching(&self, head: &ObjectId, path: &str, record: &str) -> Result<Vec<Touching>, Issue> {
        let listed = self.git.text([
            "rev-list",
            "--topo-order",
            "--reverse",
            "--parents",
            head.as_str(),
            "--",
            path,
            record,
        ])?;
        let commits: Vec<Vec<ObjectId>> =
            listed.lines().map(|line| line.split(' ').filter_map(|id| id.parse().ok()).collect()).collect();
        let questions: String = commits
            .iter()
            .filter_map(|ids| ids.first())
            .flat_map(|id| [format!("{id}:{path}\n"), format!("{id}:{record}\n")])
            .collect();
        let answers = run(&self.git.command(["cat-file", "--batch-check=%(objectname)"]).input(questions))?;
        let answers = String::from_utf8_lossy(&answers.stdout);
        let mut answers = answers.lines().map(|line| line.parse::<ObjectId>().ok());
        let touching = commits.into_iter().filter_map(|mut ids| {
            let (tree, record) = (answers.next()?, answers.next()?);
            let id = (!ids.is_empty()).then(|| ids.remove(0))?;
            Some(Touching { id, parents: ids, tree, record })
        });
        Ok(touching.collect())
    }
}

struct Splitter<'a> {
    repository: &'a Repository,
    wish: &'a Wish,
    joins: &'a [Join],
    joined: BTreeMap<&'a ObjectId, &'a ObjectId>,
    /// What each commit became; none where the directory is not there.
    made: BTreeMap<ObjectId, Option<ObjectId>>,
    /// The records of commits, by commit.
    records: BTreeMap<ObjectId, Option<ObjectId>>,
}

impl Splitter<'_> {
    fn take(&mut self, touching: &Touching) -> Result<Option<ObjectId>, Report> {
        let made = match &touching.tree {
            None => None,
            Some(tree) => Some(self.copy(touching, tree)?),
        };
        self.made.insert(touching.id.clone(), made.clone());
        self.records.insert(touching.id.clone(), touching.record.clone());
        Ok(made)
    }

    /// What a commit becomes: itself in the other history, or one of the commits that it would be on top of, or a copy.
    fn copy(&self, touching: &Touching, tree: &ObjectId) -> Result<ObjectId, Report> {
        let git = &self.repository.git;
        let taken = self.taken(touching)?;
        let mut parents: Vec<ObjectId> = Vec::new();
        let before = touching.parents.iter().filter_map(|parent| self.made.get(parent).cloned().flatten());
        for parent in before.chain(taken.clone()) {
            if !parents.contains(&parent) {
                parents.push(parent);
            }
        }
        if let Some(taken) = &taken {
            self.repository.bring(&self.wish.prefix, &self.wish.remote, taken)?;
            if git.tree_of(taken)? == *tree {
                return Ok(taken.clone());
            }
        }
        let parents = self.without_ancestors(parents)?;
        if let [only] = parents.as_slice()
            && git.tree_of(only)? == *tree
        {
            return Ok(only.clone());
        }
        self.check_depth(touching)?;
        Ok(self.make(touching, tree, &parents)?)
    }

    /// The commit of the other repository that came in with this one.
    fn taken(&self, touching: &Touching) -> Result<Option<ObjectId>, Report> {
        let before: BTreeSet<Option<&ObjectId>> =
            touching.parents.iter().map(|parent| self.records.get(parent).and_then(Option::as_ref)).collect();
        if let Some(record) = touching.record.as_ref().filter(|record| !before.contains(&Some(record))) {
            return Ok(Some(self.recorded(record)?));
        }
        if let Some(split) = self.joined.get(&touching.id) {
            return Ok(Some((*split).clone()));
        }
        // `git subtree` puts a commit with the other repository's tree beside the one that brings it in.
        let joined = self.joins.iter().filter(|join| join.mainline.is_none() && join.commit != touching.id);
        let beside: Vec<&Join> = joined.collect();
        if beside.is_empty() {
            return Ok(None);
        }
        let parents = self.repository.git.text(["rev-parse", &format!("{}^@", touching.id)])?;
        let is_parent = |join: &&&Join| parents.lines().skip(1).any(|parent| parent == join.commit.as_str());
        Ok(beside.iter().find(is_parent).map(|join| join.split.clone()))
    }

    fn recorded(&self, record: &ObjectId) -> Result<ObjectId, Report> {
        let bytes = self.repository.git.content(record)?;
        let source = SourceFile::from_bytes(self.wish.record()?.as_str(), &bytes)?;
        Ok(SubtreeRecord::parse(&self.wish.prefix, &source)?.commit)
    }

    /// The parents that no other of them contains.
    fn without_ancestors(&self, parents: Vec<ObjectId>) -> Result<Vec<ObjectId>, Issue> {
        if parents.len() < 2 {
            return Ok(parents);
        }
        let arguments =
            ["merge-base", "--independent"].into_iter().chain(parents.iter().map(ObjectId::as_str));
        let said = self.repository.git.text(arguments)?;
        let kept: BTreeSet<&str> = said.lines().collect();
        Ok(parents.into_iter().filter(|parent| kept.contains(parent.as_str())).collect())
    }

    /// Refuses where the history is cut off after changes that nobody can see any more.
    fn check_depth(&self, touching: &Touching) -> Result<(), Issue> {
        if !self.repository.is_shallow || !touching.parents.is_empty() {
            return Ok(());
        }
        let message = format!("the history of `{}` here begins after its first changes", self.wish.prefix);
        Err(Issue::error(&codes::subtree::SHALLOW, message).help("fetch the rest: `git fetch --unshallow`"))
    }

    fn make(&self, touching: &Touching, tree: &ObjectId, parents: &[ObjectId]) -> Result<ObjectId, Issue> {
        let git = &self.repository.git;
        let format = "--format=%an%x00%ae%x00%ad%x00%cn%x00%ce%x00%cd%x00%B";
        let said =
            git.text(["log", "-1", "--no-show-signature", "--date=raw", format, touching.id.as_str()])?;
        let fields: Vec<&str> = said.splitn(7, '\0').collect();
        let [author, author_mail, authored, committer, committer_mail, committed, message] =
            fields.as_slice()
        else {
            let message = format!("git does not describe the commit {}", touching.id);
            return Err(Issue::error(&codes::subtree::GIT_FAILED, message).help("check it with `git fsck`"));
        };
        let message = history::without_trailers(message);
        let parents: Vec<&ObjectId> = parents.iter().collect();
        let command = git
            .commit_command(&NewCommit { tree, parents: &parents, message: &message }, &[])
            .variable("GIT_AUTHOR_NAME", author)
            .variable("GIT_AUTHOR_EMAIL", author_mail)
            .variable("GIT_AUTHOR_DATE", format!("@{authored}"))
            .variable("GIT_COMMITTER_NAME", committer)
            .variable("GIT_COMMITTER_EMAIL", committer_mail)
            .variable("GIT_COMMITTER_DATE", format!("@{committed}"));
        git.make(&command)
    }
}
