//! What an embed or an update would bring, worked out without touching the project.

use super::{
    Repository,
    merge::{Conflict, Sides},
    remote::Tip,
};
use crate::{
    diagnostics::{Issue, Report, SourceFile, codes},
    resolve::Subtree,
    state::{self, ObjectId, SubtreeRecord},
    workspace::{RelPath, Root},
};

/// A subtree as it should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wish {
    /// The directory, from the project's root.
    pub prefix: RelPath,
    /// The repository.
    pub remote: String,
    /// The branch, tag or commit to follow.
    pub reference: String,
    /// Whether its history is folded into one commit.
    pub squash: bool,
}

/// What would be done about one subtree.
#[derive(Debug, Clone)]
pub struct Incoming {
    /// What was asked for.
    pub wish: Wish,
    /// The commit that was merged last; none for a new subtree.
    pub from: Option<ObjectId>,
    /// The commit that is merged.
    pub to: ObjectId,
    /// The commits that are new here, the latest first; long lists are cut.
    pub commits: Vec<Subject>,
    /// How many there are.
    pub commit_count: usize,
    /// How many files here differ from the commit that was merged last.
    pub edited: usize,
    /// What a person has to decide first.
    pub conflicts: Vec<Conflict>,
    /// Whether `to` contains everything that `from` had.
    pub(super) is_forward: bool,
    /// Whether the record says all of this already.
    pub(super) is_recorded: bool,
    /// The directory as it was; none when it is new.
    pub(super) ours: Option<ObjectId>,
    pub(super) theirs: ObjectId,
    pub(super) merged: ObjectId,
}

/// A commit in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subject {
    /// Its name, short.
    pub id: String,
    /// The first line of its message.
    pub subject: String,
}

/// What is found in one repository's history for another is shown up to this.
const SHOWN_COMMITS: usize = 20;

impl Wish {
    /// What the manifest says about the subtree at `prefix`.
    pub fn new(prefix: &RelPath, declared: &Subtree) -> Self {
        let Subtree { remote, reference, squash } = declared.clone();
        Self { prefix: prefix.clone(), remote, reference, squash }
    }

    /// The file that records it.
    pub(super) fn record(&self) -> Result<RelPath, Issue> {
        state::subtree_path(&self.prefix).ok_or_else(|| {
            let message = format!("`{}` is too long for the directory of a subtree", self.prefix);
            Issue::error(&codes::subtree::OCCUPIED, message).help("choose a shorter path")
        })
    }

    /// What was taken last, if anything was.
    pub fn recorded(&self, root: &Root) -> Result<Option<SubtreeRecord>, Report> {
        let path = self.record()?;
        let Some(bytes) = root.read_if_file(&path)? else { return Ok(None) };
        let source = SourceFile::from_bytes(path.as_str(), &bytes)?;
        Ok(Some(SubtreeRecord::parse(&self.prefix, &source)?))
    }
}

impl SubtreeRecord {
    /// Whether it says that `commit` was taken as `wish` wants it.
    fn is_of(&self, wish: &Wish, commit: &ObjectId) -> bool {
        self.remote == wish.remote && self.reference == wish.reference && self.commit == *commit
    }
}

impl Incoming {
    /// Whether nothing has to be done.
    pub fn is_nothing(&self) -> bool {
        self.is_recorded && self.ours.as_ref() == Some(&self.merged)
    }
}

impl Repository {
    /// What a new subtree would bring. A directory that `git subtree` has made is taken over as it is.
    pub fn embed(&self, wish: &Wish, tip: &Tip) -> Result<Incoming, Report> {
        let head = self.head()?;
        let path = self.path(&wish.prefix);
        let root = self.git.tree_of(&head)?;
        self.check_case(&root, &path)?;
        let found = self.git.entry(&root, &path)?;
        if found.as_ref().is_some_and(super::objects::Entry::is_submodule) {
            return Err(Issue::error(
                &codes::subtree::SUBMODULE,
                format!("`{}` is a submodule", wish.prefix),
            )
            .help(format!("remove it first: `git submodule deinit {path}`, `git rm {path}`, `git commit`"))
            .into());
        }
        if found.is_some() && !self.joins(&head, &path)?.is_empty() {
            return self.update(&head, wish, None, tip);
        }
        if found.is_some() || is_occupied(self, &path) {
            return Err(Issue::error(&codes::subtree::OCCUPIED, format!("`{}` exists already", wish.prefix))
                .help("choose another directory, or move what is there away and commit that")
                .into());
        }
        let to = self.fetch(&wish.prefix, &wish.remote, tip)?;
        let theirs = self.git.tree_of(&to)?;
        let (commits, commit_count) = self.subjects(None, &to)?;
        Ok(Incoming {
            wish: wish.clone(),
            from: None,
            commits,
            commit_count,
            edited: 0,
            conflicts: Vec::new(),
            is_forward: true,
            is_recorded: false,
            ours: None,
            merged: theirs.clone(),
            theirs,
            to,
        })
    }

    /// What an update would bring on top of `head`.
    pub fn update(
        &self,
        head: &ObjectId,
        wish: &Wish,
        record: Option<&SubtreeRecord>,
        tip: &Tip,
    ) -> Result<Incoming, Report> {
        let path = self.path(&wish.prefix);
        let root = self.git.tree_of(head)?;
        let ours = self.git.entry(&root, &path)?.filter(super::objects::Entry::is_directory);
        let base = self.last_merged(head, wish, record, &self.joins(head, &path)?)?;
        let (Some(ours), Some(base)) = (ours, base) else { return Err(not_embedded(wish).into()) };
        let to = self.fetch(&wish.prefix, &wish.remote, tip)?;
        self.bring(&wish.prefix, &wish.remote, &base)?;
        let (theirs, base_tree) = (self.git.tree_of(&to)?, self.git.tree_of(&base)?);
        let merged = self.merge(&path, &Sides { base: &base_tree, ours: &ours.id, theirs: &theirs })?;
        let (commits, commit_count) = self.subjects(Some(&base), &to)?;
        Ok(Incoming {
            wish: wish.clone(),
            edited: self.changed(&base_tree, &ours.id)?.len(),
            is_forward: self.git.is_ancestor(&base, &to)?,
            is_recorded: record.is_some_and(|record| record.is_of(wish, &to)),
            from: Some(base),
            commits,
            commit_count,
            conflicts: merged.conflicts,
            ours: Some(ours.id),
            merged: merged.tree,
            theirs,
            to,
        })
    }

    /// Refuses a branch that no longer contains what was taken of it.
    pub fn check_not_rewritten(
        &self,
        incoming: &Incoming,
        record: Option<&SubtreeRecord>,
    ) -> Result<(), Issue> {
        let follows_the_same = record.is_some_and(|record| {
            record.reference == incoming.wish.reference && record.remote == incoming.wish.remote
        });
        let Some(from) = incoming.from.as_ref().filter(|_| follows_the_same && !incoming.is_forward) else {
            return Ok(());
        };
        let Wish { prefix, remote, reference, .. } = &incoming.wish;
        let message = format!(
            "`{reference}` of `{remote}` no longer contains {}, which is in `{prefix}`",
            from.short()
        );
        Err(Issue::error(&codes::subtree::REWRITTEN, message).help(format!(
            "look at it with `quickscale update {prefix} --preview --accept-rewritten`; leave `--preview` out to agree"
        )))
    }

    /// The paths that differ between two trees, or two commits.
    pub(super) fn changed(&self, old: &ObjectId, new: &ObjectId) -> Result<Vec<String>, Issue> {
        let said = self.git.bytes([
            "diff-tree",
            "-r",
            "-z",
            "--name-only",
            "--no-renames",
            old.as_str(),
            new.as_str(),
        ])?;
        let paths = said.split(|byte| *byte == 0).filter(|path| !path.is_empty());
        Ok(paths.map(|path| String::from_utf8_lossy(path).into_owned()).collect())
    }

    /// The commits that `new` has and `old` has not, the latest first, and how many there are.
    pub(super) fn subjects(
        &self,
        old: Option<&ObjectId>,
        new: &ObjectId,
    ) -> Result<(Vec<Subject>, usize), Issue> {
        let range = old.map_or_else(|| new.to_string(), |old| format!("{old}..{new}"));
        let count = self.git.text(["rev-list", "--count", &range])?.parse().unwrap_or_default();
        let limit = format!("--max-count={SHOWN_COMMITS}");
        let said = self.git.text(["log", "--no-show-signature", "--format=%h %s", &limit, &range])?;
        let subject = |line: &str| {
            let (id, subject) = line.split_once(' ').unwrap_or((line, ""));
            Subject { id: id.to_owned(), subject: subject.to_owned() }
        };
        Ok((said.lines().map(subject).collect(), count))
    }

    /// Refuses a directory beside one that has the same name but for upper and lower case.
    fn check_case(&self, root: &ObjectId, path: &str) -> Result<(), Issue> {
        let (mut tree, mut above) = (root.clone(), String::new());
        for segment in path.split('/') {
            let names = self.git.names(&tree)?;
            let is_twin = |name: &&String| *name != segment && name.to_lowercase() == segment.to_lowercase();
            if let Some(twin) = names.iter().find(is_twin) {
                let message = format!("`{path}` differs from `{above}{twin}` in upper and lower case only");
                return Err(Issue::error(&codes::subtree::CASE_CLASH, message)
                    .help(format!("write `{}`", path.replacen(segment, twin, 1))));
            }
            match self.git.entry(&tree, segment)?.filter(super::objects::Entry::is_directory) {
                Some(entry) => tree = entry.id,
                None => return Ok(()),
            }
            above = format!("{above}{segment}/");
        }
        Ok(())
    }
}

/// Whether anything is at the path that is no empty directory.
fn is_occupied(repository: &Repository, path: &str) -> bool {
    let place = repository.top.join(path);
    crate::workspace::exists(&place)
        && !place.read_dir_utf8().is_ok_and(|mut entries| entries.next().is_none())
}

pub(super) fn not_embedded(wish: &Wish) -> Issue {
    let message = format!("`{}` is not in the project yet", wish.prefix);
    Issue::error(&codes::subtree::NOT_EMBEDDED, message)
        .help(format!("run `quickscale embed {}`", wish.prefix))
}
