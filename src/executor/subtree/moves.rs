//! Moving a branch, the index and the working tree together, so that they agree whatever interrupts it.
//!
//! Before anything is touched, `.quickscale/run/moves/<n>` says from where to where. Index and working tree come
//! first, then the branch, in one step that git does wholly or not at all. Whoever finds a move that did not end
//! settles index and working tree at the commit that the branch is at: before the move, or after it.

use super::{Advance, Repository, index::ScratchIndex};
use crate::{
    diagnostics::{Issue, Report, codes},
    state::ObjectId,
    workspace::{self, MOVES, RelPath, Root, run_path},
};

/// A move of the branch, as it is written down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Move {
    /// Its place among everything that can be undone.
    pub number: u64,
    /// The command.
    pub command: String,
    /// The subtrees.
    pub prefixes: Vec<RelPath>,
    from: ObjectId,
    to: ObjectId,
    changes: Vec<ObjectId>,
    /// Directories and files that it is about, from the repository's top directory.
    paths: Vec<String>,
    stage: Stage,
}

/// How far it has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// Index, working tree and branch may be at either commit.
    Moving,
    /// The working tree is as wanted, index and branch may be at either commit.
    Committing,
    /// Everything is at the new commit.
    Done,
}

/// The manifest's text before and after, when it is written beside the commit.
#[derive(Debug, Clone)]
pub struct Rewritten {
    /// What it was.
    pub before: String,
    /// What it is.
    pub after: String,
}

/// What is moved.
#[derive(Debug)]
pub struct Moving<'a> {
    /// Its place among everything that can be undone.
    pub number: u64,
    /// The command.
    pub command: &'a str,
    /// The subtrees.
    pub prefixes: Vec<RelPath>,
    /// The commits.
    pub advance: &'a Advance,
    /// The manifest, when it is written beside the commit.
    pub manifest: Option<&'a Rewritten>,
}

const HEADER: &str = "quickscale move 1";

/// So many moves can be undone.
const KEPT: usize = 10;

impl Repository {
    /// Moves the branch to new commits.
    pub(super) fn carry_out(&self, root: &Root, moving: &Moving<'_>) -> Result<(), Report> {
        let mut record = self.record_of(moving, Stage::Moving)?;
        let Advance { from, to, .. } = moving.advance;
        self.check_free(from, to)?;
        make_directory(root)?;
        if let Some(Rewritten { before, after }) = moving.manifest {
            root.write_own(&text_path(record.number, "before"), before.as_bytes()).map_err(Issue::from)?;
            root.write_own(&text_path(record.number, "after"), after.as_bytes()).map_err(Issue::from)?;
        }
        record.write(root)?;
        let moved = self.check_out(from, to).and_then(|()| self.set_branch(moving.command, from, to));
        if let Err(issue) = moved {
            return Err(self.give_up_on(root, &record, issue)?.into());
        }
        if let Some(Rewritten { after, .. }) = moving.manifest {
            workspace::replace_file(&root.path().join(crate::manifest::FILE_NAME), after)?;
        }
        record.stage = Stage::Done;
        record.write(root)?;
        forget_old(root)
    }

    /// Moves index and branch to commits whose files are in the working tree already.
    pub(super) fn carry_out_committed(&self, root: &Root, moving: &Moving<'_>) -> Result<(), Report> {
        let mut record = self.record_of(moving, Stage::Committing)?;
        make_directory(root)?;
        record.write(root)?;
        self.set_index(&record.to, &record.paths)?;
        if let Err(issue) = self.set_branch(moving.command, &record.from, &record.to) {
            self.settle(root, &record)?;
            return Err(issue.into());
        }
        record.stage = Stage::Done;
        record.write(root)?;
        forget_old(root)
    }

    fn record_of(&self, moving: &Moving<'_>, stage: Stage) -> Result<Move, Issue> {
        let mut paths = Vec::new();
        for prefix in &moving.prefixes {
            paths.push(self.path(prefix));
            let record = crate::state::subtree_path(prefix);
            paths.extend(record.map(|record| self.path(&record)));
        }
        let manifest =
            self.path(&RelPath::new(crate::manifest::FILE_NAME).expect("internal: a name is a path"));
        paths.extend(moving.advance.paths.iter().filter(|path| **path == manifest).cloned());
        Ok(Move {
            number: moving.number,
            command: moving.command.to_owned(),
            prefixes: moving.prefixes.clone(),
            from: moving.advance.from.clone(),
            to: moving.advance.to.clone(),
            changes: moving.advance.changes.clone(),
            paths,
            stage,
        })
    }

    fn set_branch(&self, command: &str, from: &ObjectId, to: &ObjectId) -> Result<(), Issue> {
        let message = format!("quickscale: {command}");
        self.git.text(["update-ref", "-m", &message, "HEAD", to.as_str(), from.as_str()]).map(drop)
    }

    /// Puts back what a move that failed has changed. Nothing has been when git has seen at once that a file is in
    /// the way.
    fn give_up_on(&self, root: &Root, record: &Move, issue: Issue) -> Result<Issue, Report> {
        let is_untouched = [&codes::subtree::IN_THE_WAY, &codes::subtree::UNCOMMITTED].contains(&issue.code);
        if !is_untouched {
            self.settle(root, record)?;
        } else if self.head()? == record.from {
            record.remove(root)?;
        } else {
            Move { stage: Stage::Done, ..record.clone() }.write(root)?;
        }
        Ok(issue)
    }

    /// Makes index and working tree agree with the branch again.
    fn settle(&self, root: &Root, record: &Move) -> Result<Settled, Report> {
        let head = self.head()?;
        let Move { from, to, paths, stage, .. } = record;
        let (at, other) = match &head {
            head if head == from => (from, to),
            head if head == to => (to, from),
            _ => {
                record.remove(root)?;
                return Ok(Settled::Elsewhere);
            }
        };
        if *stage == Stage::Moving {
            let scratch = ScratchIndex::new(root, self);
            let foreign = scratch.foreign(paths, at, other)?;
            if !foreign.is_empty() {
                return Err(stuck(&foreign, record).into());
            }
            scratch.force(paths, other, at)?;
        }
        self.set_index(at, paths)?;
        if at == from {
            record.restore_manifest(root, "after", "before")?;
            record.remove(root)?;
            return Ok(Settled::Before);
        }
        record.restore_manifest(root, "before", "after")?;
        let done = Move { stage: Stage::Done, ..record.clone() };
        done.write(root)?;
        Ok(Settled::After)
    }
}

/// Where an interrupted move was ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Settled {
    /// As if it had not begun.
    Before,
    /// As if it had not been interrupted.
    After,
    /// The branch went on in the meantime; everything stays as it is.
    Elsewhere,
}

/// The move that was interrupted, if one was.
pub fn interrupted(root: &Root) -> Result<Option<Move>, Report> {
    Ok(all(root)?.into_iter().find(|found| found.stage != Stage::Done))
}

/// Ends an interrupted move. The caller has the project for itself.
pub fn end_interrupted(root: &Root) -> Result<Option<(Move, Settled)>, Report> {
    let Some(found) = interrupted(root)? else { return Ok(None) };
    let settled = Repository::open(root)?.settle(root, &found)?;
    Ok(Some((found, settled)))
}

/// The moves that can be taken back, the last one first.
pub fn moves(root: &Root) -> Result<Vec<Move>, Report> {
    let mut done: Vec<Move> = all(root)?.into_iter().filter(|found| found.stage == Stage::Done).collect();
    done.reverse();
    Ok(done)
}

/// Takes a move back: the branch is at the exact commit before. The caller has the project for itself.
pub fn undo(root: &Root, last: &Move) -> Result<(), Report> {
    let repository = Repository::open(root)?;
    let _ = repository.author()?;
    let Move { from, to, paths, .. } = last;
    if repository.head()? != *to {
        let message = format!("there are commits after {}, which `{}` has made", to.short(), last.command);
        return Err(last.moved_on(&repository, message)?.into());
    }
    let format = ["for-each-ref", "--contains", to.as_str(), "--format=%(refname:short)", "refs/remotes"];
    if let Some(remote) = repository.git.text(format)?.lines().next() {
        let message = format!("the commit {} is published on `{remote}`", to.short());
        return Err(last.moved_on(&repository, message)?.into());
    }
    repository.check_committed(paths)?;
    repository.check_free(to, from)?;
    let back = Move { stage: Stage::Moving, ..last.clone() };
    back.write(root)?;
    let moved = repository
        .check_out(to, from)
        .and_then(|()| repository.set_branch(&format!("undo {}", last.command), to, from));
    if let Err(issue) = moved {
        return Err(repository.give_up_on(root, &back, issue)?.into());
    }
    last.restore_manifest(root, "after", "before")?;
    last.remove(root)
}

impl Move {
    /// The issue for a move that cannot be taken back any more, with what can be done instead.
    fn moved_on(&self, repository: &Repository, message: String) -> Result<Issue, Issue> {
        let mut commands = Vec::new();
        for change in self.changes.iter().rev() {
            let is_merge = repository.git.object_if_any(&format!("{change}^2"))?.is_some();
            commands.push(format!("`git revert {}{change}`", if is_merge { "-m 1 " } else { "" }));
        }
        Ok(Issue::error(&codes::subtree::MOVED_ON, message)
            .help(format!("revert it instead: {}", commands.join(", then "))))
    }

    fn write(&self, root: &Root) -> Result<(), Report> {
        let stage = match self.stage {
            Stage::Moving => "moving",
            Stage::Committing => "committing",
            Stage::Done => "done",
        };
        let mut text = format!(
            "{HEADER}\ncommand {}\nfrom {}\nto {}\nstage {stage}\n",
            self.command, self.from, self.to
        );
        text.extend(self.changes.iter().map(|change| format!("change {change}\n")));
        text.extend(self.prefixes.iter().map(|prefix| format!("prefix {prefix}\n")));
        text.extend(self.paths.iter().map(|path| format!("path {}\n", path)));
        Ok(root.write_own(&move_path(self.number), text.as_bytes()).map_err(Issue::from)?)
    }

    fn read(root: &Root, number: u64) -> Result<Option<Self>, Report> {
        let Some(bytes) = root.read_if_file(&move_path(number))? else { return Ok(None) };
        Ok(Self::parse(number, &String::from_utf8_lossy(&bytes)))
    }

    fn parse(number: u64, text: &str) -> Option<Self> {
        let mut lines = text.lines();
        if lines.next() != Some(HEADER) {
            return None;
        }
        let words: Vec<(&str, &str)> = lines.filter_map(|line| line.split_once(' ')).collect();
        let all = |keyword: &str| {
            words
                .iter()
                .filter(move |(word, _)| *word == keyword)
                .map(|(_, value)| *value)
                .collect::<Vec<_>>()
        };
        let one = |keyword: &str| all(keyword).first().copied();
        Some(Self {
            number,
            command: one("command")?.to_owned(),
            prefixes: all("prefix").into_iter().map(RelPath::new).collect::<Result<_, _>>().ok()?,
            from: one("from")?.parse().ok()?,
            to: one("to")?.parse().ok()?,
            changes: all("change").into_iter().filter_map(|id| id.parse().ok()).collect(),
            paths: all("path").into_iter().map(str::to_owned).collect(),
            stage: match one("stage")? {
                "moving" => Stage::Moving,
                "committing" => Stage::Committing,
                "done" => Stage::Done,
                _ => return None,
            },
        })
    }

    fn remove(&self, root: &Root) -> Result<(), Report> {
        let mut tree = root.tree();
        let texts = ["before", "after"].map(|name| text_path(self.number, name));
        for path in [move_path(self.number)].iter().chain(&texts) {
            if root.read_if_file(path)?.is_some() {
                tree.remove_file(path).map_err(Issue::from)?;
            }
        }
        Ok(())
    }

    /// Writes the manifest's other text, unless somebody has changed it since.
    fn restore_manifest(&self, root: &Root, expected: &str, wanted: &str) -> Result<(), Report> {
        let text = |name| root.read_if_file(&text_path(self.number, name));
        let (Some(expected), Some(wanted)) = (text(expected)?, text(wanted)?) else { return Ok(()) };
        if root.manifest()?.whole_text().as_bytes() == expected {
            let path = root.path().join(crate::manifest::FILE_NAME);
            workspace::replace_file(&path, &String::from_utf8_lossy(&wanted))?;
        }
        Ok(())
    }
}

fn make_directory(root: &Root) -> Result<(), Issue> {
    Ok(root.tree().make_directory(&run_path(MOVES), 0o777).map(drop)?)
}

fn move_path(number: u64) -> RelPath {
    run_path(&format!("{}/{number}", MOVES))
}

fn text_path(number: u64, name: &str) -> RelPath {
    run_path(&format!("{}/{number}.{name}", MOVES))
}

/// Every move that is written down, the oldest first.
fn all(root: &Root) -> Result<Vec<Move>, Report> {
    let names = root.names_in(run_path(MOVES).as_str())?;
    let mut numbers: Vec<u64> = names.iter().filter_map(|name| name.parse().ok()).collect();
    numbers.sort_unstable();
    let mut found = Vec::new();
    for number in numbers {
        found.extend(Move::read(root, number)?);
    }
    Ok(found)
}

fn forget_old(root: &Root) -> Result<(), Report> {
    let done = moves(root)?;
    done.iter().skip(KEPT).try_for_each(|old| old.remove(root))
}

fn stuck(paths: &[String], record: &Move) -> Issue {
    let message =
        format!("changed since `{}` was interrupted: {}", record.command, crate::diagnostics::listed(paths));
    Issue::error(&codes::subtree::UNCOMMITTED, message)
        .help("move your version of them away, then run the command again and put it back")
}

#[cfg(test)]
mod tests {
    use pretty_assertions::assert_eq;

    use super::*;

    #[test]
    fn a_move_that_is_cut_short_is_none() {
        let id = "a".repeat(40);
        let text = format!(
            "{HEADER}\ncommand update --all\nfrom {id}\nto {id}\nstage moving\nchange {id}\nprefix a/b\npath x/a/b\n"
        );
        let read = Move::parse(3, &text).unwrap();
        assert_eq!((read.command.as_str(), read.paths.len(), read.stage), ("update --all", 1, Stage::Moving));
        let stage = text.find("stage").unwrap();
        for end in 0..stage + "stage ".len() {
            assert_eq!(Move::parse(3, &text[..end]), None, "{end}");
        }
    }
}
