//! What the commands do, one call each.

use super::{
    Advance, Along, Incoming, Moving, Outgoing, Repository, Resolution, Rewritten, Wish, repository::Author,
};
use crate::{
    diagnostics::{Issue, Report, codes},
    state::ObjectId,
    workspace::{RelPath, Root},
};

/// A file that a commit would change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed {
    /// The file, from the repository's top directory.
    pub path: String,
    /// How many lines come; none for what is no text.
    pub added: Option<usize>,
    /// How many lines go.
    pub removed: Option<usize>,
}

/// Lets git count lines.
const NUMBERS: [&str; 3] = ["-z", "--numstat", "--no-renames"];

impl Changed {
    /// What git has counted, with `above` before every path.
    fn all(said: &str, above: &str) -> Vec<Self> {
        let changed = |line: &str| {
            let mut words = line.splitn(3, '\t');
            let (added, removed) = (words.next()?.parse().ok(), words.next()?.parse().ok());
            Some(Self { added, removed, path: format!("{above}{}", words.next()?) })
        };
        said.split('\0').filter_map(changed).collect()
    }
}

/// What goes into the history with new content.
#[derive(Debug, Clone, Default)]
pub struct Manifest {
    /// The manifest's new text, when it is committed along.
    pub along: Option<Along>,
    /// Its text before and after, when it is written and not committed.
    pub beside: Option<Rewritten>,
}

impl Repository {
    /// Refuses while something stands against changing these subtrees.
    pub fn check_ready<'w>(
        &self,
        root: &Root,
        wishes: impl IntoIterator<Item = &'w Wish>,
    ) -> Result<(), Report> {
        self.ready(root, wishes).map(drop)
    }

    /// The same; who commits.
    fn ready<'w>(&self, root: &Root, wishes: impl IntoIterator<Item = &'w Wish>) -> Result<Author, Report> {
        if let Some(resolution) = self.waiting(root)? {
            let message =
                format!("an update of `{}` waits for you to sort its conflicts out", resolution.wish.prefix);
            return Err(Issue::error(&codes::subtree::UNDER_WAY, message)
                .help("edit until no marker is left, then `quickscale update --continue`; or `quickscale update --abort`")
                .into());
        }
        let author = self.author()?;
        let mut report = Report::new();
        for wish in wishes {
            report.extend(self.check_committed(&self.paths_of(wish)?).err());
        }
        if report.is_empty() { Ok(author) } else { Err(report) }
    }

    /// Commits all of it and moves the branch there, or does nothing.
    pub fn take(
        &self,
        root: &Root,
        number: u64,
        command: &str,
        incoming: &[Incoming],
        manifest: &Manifest,
    ) -> Result<Advance, Report> {
        let author = self.ready(root, incoming.iter().map(|incoming| &incoming.wish))?;
        let head = self.head()?;
        let mut all = Advance { from: head.clone(), to: head, changes: Vec::new(), paths: Vec::new() };
        for one in incoming {
            let next = self.advance(&all.to, one, &author, manifest.along.as_ref())?;
            all.to = next.to;
            all.changes.extend(next.changes);
            all.paths.extend(next.paths);
        }
        let prefixes = incoming.iter().map(|incoming| incoming.wish.prefix.clone()).collect();
        let beside = manifest.beside.as_ref();
        self.carry_out(root, &Moving { number, command, prefixes, advance: &all, manifest: beside })?;
        Ok(all)
    }

    /// Writes both sides of every conflict into the working tree.
    pub fn write_markers(&self, root: &Root, incoming: &Incoming) -> Result<(), Report> {
        self.check_ready(root, [&incoming.wish])?;
        self.mark(root, &self.head()?, incoming)
    }

    /// Commits what a person has made of the conflicts.
    pub fn go_on(&self, root: &Root, number: u64) -> Result<(Incoming, Advance), Report> {
        let resolution = self.waiting(root)?.ok_or_else(not_under_way)?;
        self.conclude(root, number, &resolution)
    }

    /// Takes the markers back; the commit that keeps what a person has made of them, if anything.
    pub fn abort(&self, root: &Root) -> Result<(Resolution, Option<ObjectId>), Report> {
        let resolution = self.waiting(root)?.ok_or_else(not_under_way)?;
        let kept = self.give_up(root, &resolution)?;
        Ok((resolution, kept))
    }

    /// Removes what an update had begun to write when it was interrupted.
    pub fn end_half_written(&self, root: &Root) -> Result<bool, Report> {
        let Some(resolution) = Resolution::read(root)?.filter(Resolution::is_half_written) else {
            return Ok(false);
        };
        self.give_up(root, &resolution)?;
        Ok(true)
    }

    /// The files that would change.
    pub fn changes(&self, incoming: &Incoming) -> Result<Vec<Changed>, Issue> {
        let said = self.difference(incoming, &NUMBERS)?;
        Ok(Changed::all(&said, &format!("{}/", self.path(&incoming.wish.prefix))))
    }

    /// The lines that would change.
    pub fn patch(&self, incoming: &Incoming) -> Result<String, Issue> {
        let path = self.path(&incoming.wish.prefix);
        let prefixes = [format!("--src-prefix=a/{path}/"), format!("--dst-prefix=b/{path}/")];
        self.difference(incoming, &["-p", "--find-renames", &prefixes[0], &prefixes[1]])
    }

    fn difference(&self, incoming: &Incoming, options: &[&str]) -> Result<String, Issue> {
        let old = incoming.ours.clone().map_or_else(|| self.git.empty_tree(), Ok)?;
        let trees = [old.as_str(), incoming.merged.as_str()];
        let diff = ["diff-tree", "-r", "--no-ext-diff"].into_iter().chain(options.iter().copied());
        self.git.text(diff.chain(trees))
    }

    /// The lines that would be pushed.
    pub fn outgoing_patch(&self, outgoing: &Outgoing) -> Result<String, Issue> {
        self.outgoing_difference(outgoing, &["-p", "--find-renames"])
    }

    /// The files that would be pushed, from the other repository's top directory.
    pub fn outgoing_changes(&self, outgoing: &Outgoing) -> Result<Vec<Changed>, Issue> {
        Ok(Changed::all(&self.outgoing_difference(outgoing, &NUMBERS)?, ""))
    }

    fn outgoing_difference(&self, outgoing: &Outgoing, options: &[&str]) -> Result<String, Issue> {
        let commits = [outgoing.base.as_str(), outgoing.commit.as_str()];
        let diff = ["diff-tree", "-r", "--no-ext-diff"].into_iter().chain(options.iter().copied());
        self.git.text(diff.chain(commits))
    }

    /// The committed text of a file that has no changes since; none when it has, or is in no commit.
    pub fn committed_text(&self, path: &RelPath) -> Result<Option<String>, Issue> {
        let place = self.path(path);
        if self.check_committed(std::slice::from_ref(&place)).is_err() {
            return Ok(None);
        }
        let Some(entry) = self.git.entry(&self.head()?, &place)? else { return Ok(None) };
        Ok(String::from_utf8(self.git.content(&entry.id)?).ok())
    }

    /// Whether files of the subtree have changes that no push would contain.
    pub fn has_uncommitted(&self, wish: &Wish) -> bool {
        self.check_committed(&[self.path(&wish.prefix)]).is_err()
    }
}

fn not_under_way() -> Issue {
    Issue::error(&codes::subtree::NOT_UNDER_WAY, "no update waits for you")
        .help("run `quickscale update --preview` to see what there is")
}
