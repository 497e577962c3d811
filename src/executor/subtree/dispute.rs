//! A record in which git left a conflict, because two branches have taken different commits.

use super::{Repository, Wish};
use crate::{
    diagnostics::{Issue, Report, SourceFile, codes::state as codes},
    resolve::Project,
    state::SubtreeRecord,
    workspace::{RelPath, Root},
};

/// Both sides of such a record.
#[derive(Debug)]
pub struct Dispute {
    /// The subtree, as the manifest wants it.
    pub wish: Wish,
    /// The file.
    pub record: RelPath,
    sides: [SubtreeRecord; 2],
}

impl Dispute {
    /// Every record in which git left a conflict.
    pub fn all(root: &Root, project: &Project) -> Result<Vec<Self>, Report> {
        let (mut disputes, mut report) = (Vec::new(), Report::new());
        for (prefix, declared) in &project.subtrees {
            let wish = Wish::new(prefix, declared);
            match wish.disputed(root) {
                Ok(dispute) => disputes.extend(dispute.map(|(record, sides)| Self { wish, record, sides })),
                Err(issues) => report.extend(issues),
            }
        }
        if report.is_empty() { Ok(disputes) } else { Err(report) }
    }
}

impl Wish {
    fn disputed(&self, root: &Root) -> Result<Option<(RelPath, [SubtreeRecord; 2])>, Report> {
        let path = self.record()?;
        let Some(bytes) = root.read_if_file(&path)? else { return Ok(None) };
        let source = SourceFile::from_bytes(path.as_str(), &bytes)?;
        Ok(SubtreeRecord::sides(&self.prefix, &source)?.map(|sides| (path, sides)))
    }
}

impl Repository {
    /// The side whose commit contains the other one: what was merged of it has both.
    pub fn decide(&self, dispute: &Dispute) -> Result<SubtreeRecord, Issue> {
        let Dispute { wish: Wish { prefix, .. }, record, sides } = dispute;
        for side in sides {
            self.bring(prefix, &side.remote, &side.commit)?;
        }
        for (newer, older) in [(0, 1), (1, 0)].map(|(one, other)| (&sides[one], &sides[other])) {
            if self.git.is_ancestor(&older.commit, &newer.commit)? {
                return Ok(newer.clone());
            }
        }
        let [ours, theirs] = sides.each_ref().map(|side| side.commit.short());
        let message = format!("of the commits {ours} and {theirs} of `{prefix}`, neither contains the other");
        Err(Issue::error(&codes::SUBTREE, message).help(format!(
            "keep the lines of one side in `{record}`, that whose content `{prefix}` has; then run `quickscale update \
             {prefix}`"
        )))
    }
}
