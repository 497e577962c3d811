//! The three-way merge, computed by git without a working tree.

use super::{
    Repository,
    git::run,
    objects::{Entry, id_of},
};
use crate::{diagnostics::Issue, state::ObjectId};

/// What came of a merge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Merged {
    /// The directory's tree; files with a conflict hold both sides between markers.
    pub(super) tree: ObjectId,
    /// What a person has to decide.
    pub(super) conflicts: Vec<Conflict>,
}

/// A file that both sides changed in ways that contradict each other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// The file, from the repository's top directory.
    pub path: String,
    /// What git says about it.
    pub message: String,
    /// The lines between the markers, markers included; none for what is no text.
    pub hunks: Vec<Hunk>,
}

/// A stretch of a file between conflict markers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hunk {
    /// Its first line, counted from 1.
    pub line: usize,
    /// Its lines.
    pub text: String,
}

/// The trees of one merge of a directory.
#[derive(Debug)]
pub(super) struct Sides<'a> {
    pub(super) base: &'a ObjectId,
    pub(super) ours: &'a ObjectId,
    pub(super) theirs: &'a ObjectId,
}

impl Repository {
    /// Merges what the directory at `path` should become.
    pub(super) fn merge(&self, path: &str, sides: &Sides<'_>) -> Result<Merged, Issue> {
        let Sides { base, ours, theirs } = sides;
        let clean = |tree: &ObjectId| Ok(Merged { tree: tree.clone(), conflicts: Vec::new() });
        if base == ours || ours == theirs {
            return clean(theirs);
        }
        if base == theirs {
            return clean(ours);
        }
        // At its place below an empty root, so that attributes and messages name whole paths.
        let nest = |tree: &ObjectId| self.git.with_entry(None, path, &Entry::directory(tree.clone()));
        let base = self.git.scratch_commit(&nest(base)?, &[])?;
        let ours = self.git.scratch_commit(&nest(ours)?, &[&base])?;
        let theirs = self.git.scratch_commit(&nest(theirs)?, &[&base])?;
        let command = self.git.command([
            "merge-tree",
            "--write-tree",
            "-z",
            "--messages",
            ours.as_str(),
            theirs.as_str(),
        ]);
        let output = run(&command.answers(&[1]))?;
        let said = String::from_utf8_lossy(&output.stdout);
        let root = id_of(said.split('\0').next().unwrap_or_default())?;
        if output.code == 0 {
            let entry = self.git.entry(&root, path)?;
            return clean(&entry.map_or_else(|| self.git.empty_tree(), |entry| Ok(entry.id))?);
        }
        let mut conflicts = Vec::new();
        for (path, message) in conflicts_in(&said) {
            let file = self.git.entry(&root, &path)?.filter(|entry| entry.mode.starts_with("100"));
            let content = file.map(|entry| self.git.content(&entry.id)).transpose()?.unwrap_or_default();
            let hunks = hunks_of(&named(&content, &ours, &theirs));
            let message = message.replace(ours.as_str(), "yours").replace(theirs.as_str(), "theirs");
            conflicts.push(Conflict { path, message, hunks });
        }
        let mut root = root;
        for conflict in &conflicts {
            root = self.both_sides(&root, conflict, [&ours, &theirs])?;
        }
        let tree =
            self.git.entry(&root, path)?.map_or_else(|| self.git.empty_tree(), |entry| Ok(entry.id))?;
        Ok(Merged { tree, conflicts })
    }

    /// Says whose lines are whose where git has put the names of commits that nobody knows. Where there are no lines,
    /// their file is put beside yours.
    fn both_sides(
        &self,
        root: &ObjectId,
        conflict: &Conflict,
        [ours, theirs]: [&ObjectId; 2],
    ) -> Result<ObjectId, Issue> {
        let path = &conflict.path;
        let (found, other) = (self.git.entry(root, path)?, self.git.entry(&self.git.tree_of(theirs)?, path)?);
        match (found, other) {
            (Some(found), _) if !conflict.hunks.is_empty() => {
                let content = named(&self.git.content(&found.id)?, ours, theirs);
                let renamed = Entry { id: self.git.blob(&content)?, ..found };
                self.git.with_entry(Some(root), path, &renamed)
            }
            (found, Some(other)) if found.as_ref() != Some(&other) => {
                self.git.with_entry(Some(root), &format!("{path}{BESIDE}"), &other)
            }
            _ => Ok(root.clone()),
        }
    }
}

/// Behind the name of their file, where it lies beside yours.
pub(super) const BESIDE: &str = ".theirs";

const OPEN: &str = "<<<<<<< ";
const CLOSE: &str = ">>>>>>> ";

/// The lines around a conflict, as this module names its sides.
pub(super) const OPEN_YOURS: &str = "<<<<<<< yours";
pub(super) const CLOSE_THEIRS: &str = ">>>>>>> theirs";

fn named(content: &[u8], ours: &ObjectId, theirs: &ObjectId) -> Vec<u8> {
    let rename = |line: &[u8]| {
        let rest = |marker: &str, id: &ObjectId| {
            line.strip_prefix(marker.as_bytes())?.strip_prefix(id.as_str().as_bytes()).map(<[u8]>::to_vec)
        };
        let renamed = rest(OPEN, ours).map(|rest| (OPEN, "yours", rest));
        let renamed = renamed.or_else(|| rest(CLOSE, theirs).map(|rest| (CLOSE, "theirs", rest)));
        renamed.map_or_else(
            || line.to_vec(),
            |(marker, name, rest)| [marker.as_bytes(), name.as_bytes(), &rest].concat(),
        )
    };
    content.split_inclusive(|byte| *byte == b'\n').flat_map(rename).collect()
}

/// What lies between markers, both of them included.
fn hunks_of(content: &[u8]) -> Vec<Hunk> {
    let text = String::from_utf8_lossy(content);
    let (mut hunks, mut open): (Vec<Hunk>, Option<Hunk>) = (Vec::new(), None);
    for (index, line) in text.split_inclusive('\n').enumerate() {
        if open.is_none() && line.starts_with(OPEN) {
            open = Some(Hunk { line: index + 1, text: String::new() });
        }
        let Some(hunk) = &mut open else { continue };
        hunk.text.push_str(line);
        if line.starts_with(CLOSE) {
            hunks.extend(open.take());
        }
    }
    hunks
}

/// The paths with a conflict, each with what is said about it, from what `merge-tree -z --messages` prints: the tree,
/// the stages of each path, an empty field, then messages as a count of paths, the paths, a kind and a text.
fn conflicts_in(said: &str) -> Vec<(String, String)> {
    let mut fields = said.split('\0').skip(1);
    let mut paths: Vec<String> = Vec::new();
    for field in fields.by_ref().take_while(|field| !field.is_empty()) {
        if let Some((_, path)) = field.split_once('\t')
            && paths.last().is_none_or(|last| last != path)
        {
            paths.push(path.to_owned());
        }
    }
    let mut messages = Vec::new();
    while let Some(count) = fields.next().and_then(|field| field.parse::<usize>().ok()) {
        let about: Vec<&str> = fields.by_ref().take(count).collect();
        let (Some(_), Some(text)) = (fields.next(), fields.next()) else { break };
        messages.push((about, text.trim_end()));
    }
    let message = |path: &str| {
        let about =
            |(about, text): &&(Vec<&str>, &str)| about.contains(&path) && text.starts_with("CONFLICT");
        messages
            .iter()
            .find(about)
            .map_or_else(|| format!("CONFLICT in {path}"), |(_, text)| (*text).to_owned())
    };
    let messages: Vec<String> = paths.iter().map(|path| message(path)).collect();
    paths.into_iter().zip(messages).collect()
}

#[cfg(test)]
mod tests {
    use pretty_assertions::assert_eq;

    use super::*;

    #[test]
    fn conflicts_are_read_with_what_is_said_of_them() {
        let id = "a".repeat(40);
        let said = format!(
            "{id}\0100644 {id} 1\tlib/a b.txt\0100644 {id} 2\tlib/a b.txt\0100644 {id} 3\tlib/a b.txt\0\
             100644 {id} 1\tlib/z\0100644 {id} 3\tlib/z\0\0\
             1\0lib/a b.txt\0Auto-merging\0Auto-merging lib/a b.txt\n\0\
             1\0lib/a b.txt\0CONFLICT (contents)\0CONFLICT (content): Merge conflict in lib/a b.txt\n\0\
             1\0lib/z\0CONFLICT (modify/delete)\0CONFLICT (modify/delete): lib/z deleted in x\n\0"
        );
        let found = conflicts_in(&said);
        let expected = [
            ("lib/a b.txt", "CONFLICT (content): Merge conflict in lib/a b.txt"),
            ("lib/z", "CONFLICT (modify/delete): lib/z deleted in x"),
        ];
        assert_eq!(found, expected.map(|(path, message)| (path.to_owned(), message.to_owned())));
    }

    #[test]
    fn hunks_are_found_and_their_sides_named() {
        let [ours, theirs]: [ObjectId; 2] = ["a", "b"].map(|digit| digit.repeat(40).parse().unwrap());
        let text = format!("one\n<<<<<<< {ours}\nx\n=======\ny\n>>>>>>> {theirs}\ntwo\n");
        let content = named(text.as_bytes(), &ours, &theirs);
        let hunks = hunks_of(&content);
        assert_eq!(
            hunks,
            [Hunk { line: 2, text: "<<<<<<< yours\nx\n=======\ny\n>>>>>>> theirs\n".to_owned() }]
        );
        assert!(String::from_utf8(content).unwrap().ends_with(">>>>>>> theirs\ntwo\n"));
    }
}
