//! The commits that put a subtree's new content into the history.
//!
//! With the other history folded in, which is the default, they are three:
//!
//! ```text
//! *   M  joins C and S; its tree is that of C
//! |\
//! | * S  the other repository's tree itself, as `git subtree` looks for it
//! |/|
//! * | C  an ordinary commit with the new files and the record
//! |/
//! *      what was there before
//! ```
//!
//! `git subtree` alone makes M and S. Its S begins a history of its own, so that a rebase, which leaves merges out,
//! replays S as if its files belonged into the root. Here everything is in C, which can be rebased, squashed,
//! reverted and blamed like any commit. S and M only tell `git subtree` where it is, and as merges of what is there
//! anyway they fall away in a rebase.

use super::{
    Incoming, Repository,
    history::trailer_text,
    objects::{Entry, NewCommit, Stamp},
    repository::Author,
};
use crate::{
    diagnostics::{Issue, codes},
    state::{ObjectId, SubtreeRecord},
    workspace::RelPath,
};

/// A file that is committed along.
#[derive(Debug, Clone)]
pub struct Along {
    /// The file.
    pub path: RelPath,
    /// Its new text.
    pub text: String,
}

/// Commits on top of the one that is checked out, which no branch has yet.
#[derive(Debug, Clone)]
pub struct Advance {
    /// What is checked out.
    pub from: ObjectId,
    /// The last of the new commits.
    pub to: ObjectId,
    /// The commits to name when it has to be reverted.
    pub changes: Vec<ObjectId>,
    /// Everything that changes, from the repository's top directory.
    pub(super) paths: Vec<String>,
}

impl Advance {
    /// How many files of this subtree change.
    pub fn count_below(&self, incoming: &Incoming) -> usize {
        let is_below = |path: &&String| path.contains(&format!("{}/", incoming.wish.prefix));
        self.paths.iter().filter(is_below).count()
    }
}

impl Repository {
    /// Makes the commits for what comes in, on top of `head`.
    pub(super) fn advance(
        &self,
        head: &ObjectId,
        incoming: &Incoming,
        author: &Author,
        along: Option<&Along>,
    ) -> Result<Advance, Issue> {
        let root = self.root_with(head, incoming, along)?;
        let path = self.path(&incoming.wish.prefix);
        let commit = |new: &NewCommit<'_>, stamp: &Stamp| self.git.commit(new, stamp, author.signs);
        let title = title(incoming);
        let to = &incoming.to;
        if !incoming.wish.squash {
            let message = format!("{title}\n\n{}", trailer_text(&path, Some(head), to));
            let joined = NewCommit { tree: &root, parents: &[head, to], message: &message };
            let joined = commit(&joined, &author.stamp)?;
            return self.checked(head, joined.clone(), joined, incoming, along);
        }
        // Going back to an older commit must not look to `git subtree` as if it were seen for the first time.
        let trailers = incoming.is_forward.then(|| format!("\n{}", trailer_text(&path, Some(head), to)));
        let message = format!("{title}\n\n{}{}", list(incoming), trailers.unwrap_or_default());
        let content = NewCommit { tree: &root, parents: &[head], message: &message };
        // Earlier than the other two, so that `git subtree` finds S first.
        let content = commit(&content, &author.stamp.before())?;
        let message = format!("{}\n\n{}", squash_title(incoming, &path), trailer_text(&path, None, to));
        let squash = NewCommit { tree: &incoming.theirs, parents: &[&content, head], message: &message };
        let squash = commit(&squash, &author.stamp)?;
        let message = format!("Merge commit '{squash}' as '{path}'\n");
        let joined = commit(
            &NewCommit { tree: &root, parents: &[&content, &squash], message: &message },
            &author.stamp,
        )?;
        self.checked(head, joined, content, incoming, along)
    }

    /// The project's tree with the subtree's new content and its record.
    pub(super) fn root_with(
        &self,
        head: &ObjectId,
        incoming: &Incoming,
        along: Option<&Along>,
    ) -> Result<ObjectId, Issue> {
        let wish = &incoming.wish;
        let record = SubtreeRecord {
            prefix: wish.prefix.clone(),
            remote: wish.remote.clone(),
            reference: wish.reference.clone(),
            commit: incoming.to.clone(),
            tree: incoming.theirs.clone(),
        };
        let record = Entry::file(self.git.blob(record.to_text().as_bytes())?);
        let content = Entry::directory(incoming.merged.clone());
        let mut root = self.git.tree_of(head)?;
        root = self.git.with_entry(Some(&root), &self.path(&wish.prefix), &content)?;
        root = self.git.with_entry(Some(&root), &self.path(&wish.record()?), &record)?;
        if let Some(Along { path, text }) = along {
            let file = Entry::file(self.git.blob(text.as_bytes())?);
            root = self.git.with_entry(Some(&root), &self.path(path), &file)?;
        }
        Ok(root)
    }

    /// Proves that nothing but the subtree, its record and what goes along is changed.
    fn checked(
        &self,
        head: &ObjectId,
        to: ObjectId,
        change: ObjectId,
        incoming: &Incoming,
        along: Option<&Along>,
    ) -> Result<Advance, Issue> {
        let paths = self.changed(head, &to)?;
        let below = format!("{}/", self.path(&incoming.wish.prefix));
        let mut own = vec![self.path(&incoming.wish.record()?)];
        own.extend(along.map(|along| self.path(&along.path)));
        if let Some(stray) = paths.iter().find(|path| !path.starts_with(&below) && !own.contains(path)) {
            let message = format!("the commit would change `{stray}`, which is outside of `{below}`");
            return Err(Issue::error(&codes::subtree::GIT_FAILED, message)
                .help("nothing was changed; please report this"));
        }
        Ok(Advance { from: head.clone(), to, changes: vec![change], paths })
    }
}

fn title(incoming: &Incoming) -> String {
    let verb = if incoming.from.is_none() { "Embed" } else { "Update" };
    let preposition = if incoming.from.is_none() { "at" } else { "to" };
    format!("{verb} {} {preposition} {}", incoming.wish.prefix, incoming.to.short())
}

fn squash_title(incoming: &Incoming, path: &str) -> String {
    let to = incoming.to.short();
    match &incoming.from {
        None => format!("Squashed '{path}/' content from commit {to}"),
        Some(from) => format!("Squashed '{path}/' changes from {}..{to}", from.short()),
    }
}

/// Where it comes from, and the commits that are new.
fn list(incoming: &Incoming) -> String {
    let mut text = format!("From {}, {}\n", incoming.wish.remote, incoming.wish.reference);
    if incoming.from.is_some() && !incoming.commits.is_empty() {
        text.push('\n');
        text.extend(incoming.commits.iter().map(|commit| format!("{} {}\n", commit.id, commit.subject)));
        let rest = incoming.commit_count.saturating_sub(incoming.commits.len());
        if rest > 0 {
            text.extend(["and ", &rest.to_string(), " more\n"]);
        }
    }
    text
}
