//! What a transaction is about to do, written down before it begins.

use std::{
    collections::BTreeSet,
    io::{self, Write},
    str::FromStr as _,
};

use crate::{
    state,
    workspace::{Digest, FileState, Hasher, Mode, RelPath},
};

/// The operations of one transaction, in their order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Journal {
    /// The command that began it.
    pub(super) command: String,
    pub(super) operations: Vec<Operation>,
    pub(super) status: Status,
}

/// How far a transaction has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Status {
    /// It is decided: whoever finds it finishes it.
    Committed,
    /// It is decided to take it back: whoever finds it finishes that.
    TakingBack,
    /// Everything is in place; what was there before is kept.
    Done,
    /// Taken back, or too old to keep: its files may go.
    Closed,
}

/// One step that is carried out by one call, and can be taken back by one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Operation {
    /// A directory that has to exist.
    MakeDirectory { path: RelPath },
    /// A directory that goes when nothing is left in it.
    RemoveDirectory { path: RelPath, bits: u32 },
    /// A file that is written, replaced or deleted.
    File(FileOperation),
}

/// A file and its slot, a file of the transaction. Before the operation the slot holds what comes
/// after, and afterwards what was there before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct FileOperation {
    pub(super) slot: usize,
    pub(super) path: RelPath,
    pub(super) before: Content,
    pub(super) after: Content,
}

/// A regular file's mode and identity, or nothing.
pub(super) type Content = Option<(Mode, Digest)>;

/// What an operation calls the state of a path; none for what no operation handles.
pub(super) fn content(state: FileState) -> Option<Content> {
    match state {
        FileState::Absent => Some(None),
        FileState::File { mode, digest } => Some(Some((mode, digest))),
        FileState::Directory | FileState::Symlink | FileState::Other => None,
    }
}

const HEADER: &str = "quickscale journal 1";

impl Journal {
    /// The file operations, in their order.
    pub(super) fn files(&self) -> impl DoubleEndedIterator<Item = &FileOperation> {
        self.operations.iter().filter_map(|operation| match operation {
            Operation::File(file) => Some(file),
            Operation::MakeDirectory { .. } | Operation::RemoveDirectory { .. } => None,
        })
    }

    /// The files of the project itself, without the tool's own.
    pub(super) fn project_files(&self) -> Vec<RelPath> {
        self.files().map(|file| file.path.clone()).filter(|path| !state::is_own(path)).collect()
    }

    /// The files that go so that a directory can take their place.
    pub(super) fn making_way(&self) -> BTreeSet<RelPath> {
        let made = self.made_directories();
        let gone = self.files().filter(|file| file.after.is_none() && made.contains(&file.path));
        gone.map(|file| file.path.clone()).collect()
    }

    /// The directories that are made.
    pub(super) fn made_directories(&self) -> BTreeSet<&RelPath> {
        let made = self.operations.iter().filter_map(|operation| match operation {
            Operation::MakeDirectory { path } => Some(path),
            Operation::RemoveDirectory { .. } | Operation::File(_) => None,
        });
        made.collect()
    }

    /// Writes the text that commits the transaction once it is on disk: its last line is the digest of
    /// the others, so that a text cut short commits nothing.
    pub(super) fn write(&self, to: &mut impl Write) -> io::Result<()> {
        let head = format!("{HEADER}\ncommand {}\n", self.command.escape_debug());
        let mut sum = Hasher::default();
        for line in std::iter::once(head).chain(self.operations.iter().map(Operation::line)) {
            sum.update(line.as_bytes());
            to.write_all(line.as_bytes())?;
        }
        writeln!(to, "sum {}", sum.digest())
    }

    /// Reads a journal; none when it was cut short or damaged, and so never committed.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let (body, sum, status) = split(text)?;
        if sum.parse() != Ok(Digest::of(body.as_bytes())) {
            return None;
        }
        let mut body = body.lines();
        let header = body.next()?;
        let command = body.next()?.strip_prefix("command ")?.to_owned();
        let operations = body.map(parse_operation).collect::<Option<_>>()?;
        (header == HEADER).then_some(Self { command, operations, status })
    }

    /// Reads a journal whose transaction is neither done nor closed. Nearly all are, and of those
    /// only the lines that say so are looked at: they may be as long as the project has files.
    pub(super) fn parse_open(text: &str) -> Option<Self> {
        let (_, _, status) = split(text)?;
        matches!(status, Status::Committed | Status::TakingBack).then(|| Self::parse(text)).flatten()
    }
}

/// The operations' text, the digest that is written behind it, and how far it has come.
fn split(text: &str) -> Option<(&str, &str, Status)> {
    let end = text.rfind("\nsum ")? + 1;
    let (body, rest) = text.split_at(end);
    let mut lines = rest.split_inclusive('\n');
    let sum = lines.next()?.strip_prefix("sum ")?.strip_suffix('\n')?;
    let status = lines.fold(Status::Committed, |status, line| Status::parse(line).unwrap_or(status));
    Some((body, sum, status))
}

impl Operation {
    fn line(&self) -> String {
        match self {
            Self::MakeDirectory { path } => format!("mkdir {path}\n"),
            Self::RemoveDirectory { path, bits } => format!("rmdir {bits:o} {path}\n"),
            Self::File(FileOperation { slot, path, before, after }) => {
                format!("file {slot} {} {} {path}\n", word(*before), word(*after))
            }
        }
    }
}

impl Status {
    /// The line that is appended when the transaction has come this far.
    pub(super) fn line(self) -> &'static str {
        match self {
            Self::Committed => "",
            Self::TakingBack => "back\n",
            Self::Done => "done\n",
            Self::Closed => "closed\n",
        }
    }

    fn parse(line: &str) -> Option<Self> {
        [Self::TakingBack, Self::Done, Self::Closed].into_iter().find(|status| status.line() == line)
    }
}

fn word(content: Content) -> String {
    content.map_or_else(|| "-".to_owned(), |(mode, digest)| format!("{mode}:{digest}"))
}

fn parse_word(word: &str) -> Option<Content> {
    if word == "-" {
        return Some(None);
    }
    let (mode, digest) = word.split_once(':')?;
    Some(Some((Mode::from_str(mode).ok()?, digest.parse().ok()?)))
}

fn parse_operation(line: &str) -> Option<Operation> {
    let (kind, rest) = line.split_once(' ')?;
    let path = |text: &str| RelPath::new(text).ok();
    match kind {
        "mkdir" => Some(Operation::MakeDirectory { path: path(rest)? }),
        "rmdir" => {
            let (bits, rest) = rest.split_once(' ')?;
            Some(Operation::RemoveDirectory { path: path(rest)?, bits: u32::from_str_radix(bits, 8).ok()? })
        }
        "file" => {
            let mut words = rest.splitn(4, ' ');
            Some(Operation::File(FileOperation {
                slot: words.next()?.parse().ok()?,
                before: parse_word(words.next()?)?,
                after: parse_word(words.next()?)?,
                path: path(words.next()?)?,
            }))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use pretty_assertions::assert_eq;

    use super::*;

    fn sample() -> Journal {
        let path = |text| RelPath::new(text).unwrap();
        let content = |text: &str| Some((Mode::Executable, Digest::of(text.as_bytes())));
        let file = |slot, name, before, after| {
            Operation::File(FileOperation { slot, path: path(name), before, after })
        };
        let operations = vec![
            file(0, "gone by.py", content("old"), None),
            Operation::RemoveDirectory { path: path("a/b"), bits: 0o750 },
            Operation::MakeDirectory { path: path("c d") },
            file(1, "c d/e f.py", None, content("new")),
        ];
        Journal { command: "apply --yes".to_owned(), operations, status: Status::Committed }
    }

    fn text(journal: &Journal) -> String {
        let mut text = Vec::new();
        journal.write(&mut text).unwrap();
        String::from_utf8(text).unwrap()
    }

    #[test]
    fn text_round_trips() {
        assert_eq!(Journal::parse(&text(&sample())), Some(sample()));
    }

    #[test]
    fn a_journal_cut_anywhere_commits_nothing() {
        let text = text(&sample());
        for end in 0..text.len() {
            assert_eq!(Journal::parse(&text[..end]), None, "{end}");
        }
    }

    #[test]
    fn a_changed_byte_commits_nothing() {
        let text = text(&sample());
        for at in 0..text.len() {
            let mut bytes = text.clone().into_bytes();
            bytes[at] ^= 1;
            assert_eq!(String::from_utf8(bytes).ok().and_then(|text| Journal::parse(&text)), None, "{at}");
        }
    }

    #[test]
    fn the_last_whole_line_says_how_far_it_has_come() {
        let status = |lines: &str| Journal::parse(&(text(&sample()) + lines)).map(|journal| journal.status);
        assert_eq!(status("done\n"), Some(Status::Done));
        assert_eq!(status("done\nback\n"), Some(Status::TakingBack));
        assert_eq!(status("done\nback\nclosed\n"), Some(Status::Closed));
        assert_eq!(status("done\nba"), Some(Status::Done));
        assert_eq!(status("don"), Some(Status::Committed));
    }
}
