//! What was taken of a subtree last: `.quickscale/lock/<prefix>.subtree`.
//!
//! The commit and its tree are the base of the next merge. They stand in a file and not in the shape of the
//! history, so that squashing, rebasing and cloning change nothing. The format is that of lock files:
//!
//! ```text
//! format 1
//! subtree libs/core
//! remote https://example.com/core.git      where it came from
//! reference main                           the branch, tag or commit that was followed
//! commit 3e6a39cdc4149a7ea5fdfe5a79283e6dc29ec079
//! tree eb6a4c73910f8e57ea1416c4ba788cd7234e6115
//! ```

use std::{fmt, str::FromStr};

use super::{LOCKS, parse, render::line, words};
use crate::{
    diagnostics::{Issue, SourceFile, codes::state as codes},
    workspace::RelPath,
};

/// The name of a git object: 40 hexadecimal digits, or 64 in a SHA-256 repository.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ObjectId(String);

/// A text that names no git object.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("it is not the name of a git object, which has 40 or 64 hexadecimal digits")]
pub struct ObjectIdError;

/// What was taken of one subtree last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SubtreeRecord {
    /// The directory, from the project's root.
    pub prefix: RelPath,
    /// The repository it came from.
    pub remote: String,
    /// The branch, tag or commit that was followed.
    pub reference: String,
    /// The commit that was merged last.
    pub commit: ObjectId,
    /// What was in that commit: the base of the next merge.
    pub tree: ObjectId,
}

impl ObjectId {
    /// The digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// So many digits as a person needs to see.
    pub fn short(&self) -> &str {
        &self.0[..8]
    }
}

impl FromStr for ObjectId {
    type Err = ObjectIdError;

    fn from_str(text: &str) -> Result<Self, ObjectIdError> {
        let is_digit = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
        let is_name = matches!(text.len(), 40 | 64) && text.bytes().all(is_digit);
        if is_name { Ok(Self(text.to_owned())) } else { Err(ObjectIdError) }
    }
}

impl fmt::Display for ObjectId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The prefix as one segment of a file's or reference's name.
pub(crate) fn subtree_slug(prefix: &RelPath) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    prefix
        .as_str()
        .bytes()
        .map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}

/// The file that records the subtree at `prefix`; none for a prefix too long to name a file after.
pub fn subtree_path(prefix: &RelPath) -> Option<RelPath> {
    RelPath::new(format!("{LOCKS}/{}.subtree", subtree_slug(prefix))).ok()
}

impl SubtreeRecord {
    /// The text of the file.
    pub fn to_text(&self) -> String {
        let mut text = String::from("format 1\n");
        let records = [
            ("subtree", self.prefix.as_str()),
            ("remote", &self.remote),
            ("reference", &self.reference),
            ("commit", self.commit.as_str()),
            ("tree", self.tree.as_str()),
        ];
        for (keyword, value) in records {
            line(&mut text, &[keyword, value]);
        }
        text
    }

    /// The two records between which git left its conflict markers; none where there are no markers.
    pub fn sides(prefix: &RelPath, source: &SourceFile) -> Result<Option<[Self; 2]>, Issue> {
        if parse::marked_by_git(source, &codes::SUBTREE).is_none() {
            return Ok(None);
        }
        let (mut texts, mut inside) = ([String::new(), String::new()], [true, true]);
        for line in source.text().split_inclusive('\n') {
            match line.trim_end() {
                text if !parse::is_marker(text) => {
                    let (texts, inside) = (texts.iter_mut(), inside.into_iter());
                    texts.zip(inside).filter(|(_, is)| *is).for_each(|(text, _)| text.push_str(line));
                }
                text if text.starts_with("<<<<<<<") => inside = [true, false],
                "=======" => inside = [false, true],
                text if text.starts_with(">>>>>>>") => inside = [true, true],
                // What both had before, which git writes where it is told to.
                _ => inside = [false, false],
            }
        }
        let [ours, theirs] = texts.map(|text| Self::parse(prefix, &SourceFile::new(source.name(), &text)));
        Ok(Some([ours?, theirs?]))
    }

    /// Reads the record of the subtree at `prefix`.
    pub fn parse(prefix: &RelPath, source: &SourceFile) -> Result<Self, Issue> {
        let help = format!("restore the file with `git checkout -- {}`", source.name());
        let wrong = |span: std::ops::Range<usize>, message: String| {
            Issue::error(&codes::SUBTREE, message).label(span, "").help(help.clone()).in_source(source)
        };
        if let Some(issue) = parse::marked_by_git(source, &codes::SUBTREE) {
            return Err(issue.help("resolve the files of the subtree, then run `quickscale resolve`"));
        }
        let (mut values, mut start) = (Vec::new(), 0);
        for line in source.text().split_inclusive('\n') {
            let (text, span) = (line.trim_end(), start..start + line.trim_end().len());
            start += line.len();
            let words = words::split(text).unwrap_or_default();
            match words.as_slice() {
                [keyword, value] => values.push((keyword.text.to_string(), value.text.to_string(), span)),
                _ => return Err(wrong(span, "this line is no record of a subtree".to_owned())),
            }
        }
        let value = |keyword: &str| {
            let mut found = values.iter().filter(|(word, ..)| word == keyword);
            match (found.next(), found.next()) {
                (Some((_, value, span)), None) => Ok((value.clone(), span.clone())),
                (None, _) => Err(wrong(0..0, format!("the record has no `{keyword}` line"))),
                (_, Some((.., span))) => Err(wrong(span.clone(), format!("`{keyword}` is written twice"))),
            }
        };
        let object = |keyword: &str| {
            let (text, span) = value(keyword)?;
            text.parse::<ObjectId>().map_err(|error| wrong(span, format!("`{keyword}`: {error}")))
        };
        let expect = |keyword: &str, expected: &str| match value(keyword)? {
            (text, _) if text == expected => Ok(()),
            (_, span) => Err(wrong(span, format!("`{keyword}` has to be `{expected}` here"))),
        };
        expect("format", "1")?;
        expect("subtree", prefix.as_str())?;
        Ok(Self {
            prefix: prefix.clone(),
            remote: value("remote")?.0,
            reference: value("reference")?.0,
            commit: object("commit")?,
            tree: object("tree")?,
        })
    }
}

#[cfg(test)]
mod tests {
    use pretty_assertions::assert_eq;

    use super::*;

    const COMMIT: &str = "3e6a39cdc4149a7ea5fdfe5a79283e6dc29ec079";

    fn prefix() -> RelPath {
        RelPath::new("libs/core.x").unwrap()
    }

    fn sample() -> SubtreeRecord {
        SubtreeRecord {
            prefix: prefix(),
            remote: "a place with \"quotes\"".to_owned(),
            reference: "main".to_owned(),
            commit: COMMIT.parse().unwrap(),
            tree: COMMIT.replace('3', "4").parse().unwrap(),
        }
    }

    fn message(text: &str) -> String {
        SubtreeRecord::parse(&prefix(), &SourceFile::new("x.subtree", text)).unwrap_err().message
    }

    #[test]
    fn a_record_survives_its_text_with_either_line_ending() {
        let text = sample().to_text();
        for text in [text.clone(), text.replace('\n', "\r\n")] {
            assert_eq!(
                SubtreeRecord::parse(&prefix(), &SourceFile::new("x.subtree", &text)).unwrap(),
                sample()
            );
        }
    }

    #[test]
    fn a_damaged_record_is_refused() {
        let text = sample().to_text();
        for (damaged, expected) in [
            (text.replace("format 1", "format 2"), "`format` has to be `1` here"),
            (text.replace("libs/core.x", "libs/other"), "`subtree` has to be `libs/core.x` here"),
            (text.replace(COMMIT, "HEAD"), "`commit`: it is not the name of a git object"),
            (format!("{text}commit {COMMIT}\n"), "`commit` is written twice"),
            (text.replace("reference main\n", ""), "the record has no `reference` line"),
            (format!("{text}a b c\n"), "this line is no record of a subtree"),
            (format!("<<<<<<< ours\n{text}"), "git left a merge conflict"),
        ] {
            assert!(message(&damaged).contains(expected), "{}", message(&damaged));
        }
    }

    #[test]
    fn both_sides_of_a_conflict_are_read() {
        let lines = |digit: &str| format!("commit {0}\ntree {0}\n", digit.repeat(40));
        let (head, ours) =
            sample().to_text().split_once("commit ").map(|(head, _)| (head.to_owned(), lines("a"))).unwrap();
        let sides = |text: &str| SubtreeRecord::sides(&prefix(), &SourceFile::new("x.subtree", text));
        for base in [String::new(), format!("||||||| 123\n{}", lines("c"))] {
            let text = format!("{head}<<<<<<< HEAD\n{ours}{base}=======\n{}>>>>>>> left\n", lines("b"));
            let commits = sides(&text).unwrap().unwrap().map(|side| side.commit.as_str()[..1].to_owned());
            assert_eq!(commits, ["a", "b"]);
        }
        assert!(sides(&sample().to_text()).unwrap().is_none());
        assert!(sides(&format!("<<<<<<< HEAD\n{head}=======\n>>>>>>> left\n")).is_err());
    }

    #[test]
    fn a_prefix_names_one_file() {
        assert_eq!(subtree_path(&prefix()).unwrap().as_str(), ".quickscale/lock/libs%2Fcore%2Ex.subtree");
        assert_eq!(subtree_path(&RelPath::new("ä".repeat(100)).unwrap()), None);
    }
}
