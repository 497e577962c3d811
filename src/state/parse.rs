//! Reads a [`Lock`] from text that anybody may have written.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
    str::FromStr,
};

use super::{
    Entry, Lock, paths,
    words::{self, Word},
};
use crate::{
    blueprint::Owner,
    diagnostics::{Code, Issue, Report, SourceFile, codes::state as codes},
    workspace::{Digest, RelPath},
};

const FORMAT: &str = "1";

const RESTORE: &str = "restore the file with `git checkout -- .quickscale/lock`, or run `quickscale resolve` to have it derived anew";

/// Reads the lock of `module`, or says everything that is wrong with it.
pub(super) fn parse(module: &str, source: &SourceFile) -> Result<Lock, Report> {
    if let Some(issue) = merge_marker(source).or_else(|| line_ending(source)).or_else(|| format(source)) {
        return Err(issue.into());
    }
    let mut reader = Reader::new(module, source);
    for (start, line) in lines(source.text()).skip(1).filter(|(_, line)| !line.is_empty()) {
        match words::split(line) {
            Ok(words) => reader.record(start, &words),
            Err(malformed) => {
                let span = start + malformed.span.start..start + malformed.span.end;
                reader.issue(&codes::SYNTAX, span, malformed.message);
            }
        }
    }
    reader.finish()
}

/// Every line with its offset in the text.
fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.split('\n').scan(0, |offset, line| {
        let start = *offset;
        *offset += line.len() + 1;
        Some((start, line))
    })
}

fn merge_marker(source: &SourceFile) -> Option<Issue> {
    let issue = marked_by_git(source, &codes::MERGE_MARKERS)?;
    Some(issue.help("resolve `quickscale.kdl` and the project's files, then run `quickscale resolve`"))
}

/// The issue for a lock file that git could not merge.
pub(super) fn marked_by_git(source: &SourceFile, code: &'static Code) -> Option<Issue> {
    let (start, line) = lines(source.text()).find(|(_, line)| is_marker(line.trim_end()))?;
    Some(
        Issue::error(code, "git left a merge conflict in this lock file")
            .label(start..start + line.len(), "the conflict starts here")
            .in_source(source),
    )
}

/// Whether git wrote this line around a conflict.
pub(super) fn is_marker(line: &str) -> bool {
    ["<<<<<<<", "|||||||", ">>>>>>>"].iter().any(|marker| line.starts_with(marker)) || line == "======="
}

/// What one line of the lock of `module` says; none when it is no record.
pub(super) fn record(module: &str, source: &SourceFile, line: &str) -> Option<Lock> {
    let words = words::split(line).ok()?;
    let mut reader = Reader::new(module, source);
    reader.record(0, &words);
    reader.issues.is_empty().then_some(reader.lock)
}

/// Whether the text is of a format that only a later version knows.
pub(super) fn is_newer(text: &str) -> bool {
    let format = text.lines().next().and_then(|first| first.strip_prefix("format "));
    format.and_then(|number| number.parse::<u32>().ok()).is_some_and(|number| number > 1)
}

fn line_ending(source: &SourceFile) -> Option<Issue> {
    let at = source.text().find('\r')?;
    Some(
        Issue::error(&codes::SYNTAX, "the lock file has a carriage return")
            .label(at..at + 1, "lines end in LF alone")
            .help("write `.quickscale/lock/*.lock text eol=lf` into `.gitattributes` and check the file out again")
            .in_source(source),
    )
}

fn format(source: &SourceFile) -> Option<Issue> {
    let (_, first) = lines(source.text()).next()?;
    let found = first.strip_prefix("format ");
    if found == Some(FORMAT) {
        return None;
    }
    let newer = is_newer(source.text());
    let (message, help) = if newer {
        let version = env!("CARGO_PKG_VERSION");
        let shown = found.unwrap_or_default();
        (
            format!(
                "lock format {shown} is newer than this quickscale: version {version} reads format {FORMAT}"
            ),
            format!(
                "install the quickscale that the team uses: any version above {version} that writes format {shown}"
            ),
        )
    } else {
        (format!("the lock file does not start with `format {FORMAT}`"), RESTORE.to_owned())
    };
    Some(Issue::error(&codes::FORMAT, message).label(0..first.len(), "").help(help).in_source(source))
}

struct Reader<'a> {
    module: &'a str,
    source: &'a SourceFile,
    lock: Lock,
    once: BTreeSet<&'static str>,
    issues: Report,
}

impl<'a> Reader<'a> {
    fn new(module: &'a str, source: &'a SourceFile) -> Self {
        let mut reader =
            Self { module, source, lock: Lock::default(), once: BTreeSet::new(), issues: Report::new() };
        if !paths::is_module_name(module) {
            let message = format!("`{}` cannot be the name of a module", module.escape_debug());
            let help = "delete the file: modules are named with lowercase letters, digits, `-` and `_`";
            let issue = Issue::error(&codes::MODULE, message).help(help).in_source(source);
            reader.issues.push(issue);
        }
        reader
    }

    fn record(&mut self, start: usize, words: &[Word<'_>]) {
        let texts: Vec<&str> = words.iter().map(|word| word.text.as_ref()).collect();
        let span = |index: usize| {
            let word = words.get(index).map_or(0..0, |word| word.span.clone());
            start + word.start..start + word.end
        };
        match texts.as_slice() {
            ["module", name] if self.first("module", span(0)) => self.module_is(name, span(1)),
            ["version", text] if self.first("version", span(0)) => {
                self.lock.version = self.value(text, span(1));
            }
            ["source", text] if self.first("source", span(0)) => (*text).clone_into(&mut self.lock.source),
            ["module" | "version" | "source", _] => {}
            ["input", name, value] => self.input(name, value, span(1)),
            ["protect", path] => {
                if let Some(path) = self.path(path, span(1)) {
                    self.lock.protect.insert(path);
                }
            }
            ["gone", path] => {
                if let Some(path) = self.new_path(path, span(1)) {
                    self.lock.gone.insert(path);
                }
            }
            ["moved", old, new] => self.renamed(|lock| &mut lock.moved, (old, span(1)), (new, span(2))),
            ["followed", old, new] => self.renamed(|lock| &mut lock.followed, (old, span(1)), (new, span(2))),
            [owner, mode, base, path] => {
                let owner: Option<Owner> = self.value(owner, span(0));
                let mode = self.value(mode, span(1));
                let base: Option<Digest> = self.value(base, span(2));
                let path = self.new_path(path, span(3));
                if let (Some(owner), Some(mode), Some(base), Some(path)) = (owner, mode, base, path) {
                    self.lock.entries.insert(path, Entry { owner, mode, base });
                }
            }
            _ => {
                let end = words.last().map_or(start, |word| start + word.span.end);
                self.issue(&codes::SYNTAX, start..end, "this line is no record of a lock file");
            }
        }
    }

    /// Whether a record that may stand once stands there for the first time.
    fn first(&mut self, keyword: &'static str, span: Range<usize>) -> bool {
        let first = self.once.insert(keyword);
        if !first {
            self.issue(&codes::DUPLICATE, span, format!("`{keyword}` is written twice"));
        }
        first
    }

    fn module_is(&mut self, name: &str, span: Range<usize>) {
        if name != self.module {
            let message = format!(
                "the lock file of `{}` says it is of `{}`",
                self.module.escape_debug(),
                name.escape_debug()
            );
            self.issue(&codes::MODULE, span, message);
        }
    }

    fn input(&mut self, name: &str, value: &str, span: Range<usize>) {
        if self.lock.inputs.insert(name.to_owned(), value.to_owned()).is_some() {
            let message = format!("the input `{}` is written twice", name.escape_debug());
            self.issue(&codes::DUPLICATE, span, message);
        }
    }

    fn renamed(
        &mut self,
        renames: impl FnOnce(&mut Lock) -> &mut BTreeMap<RelPath, RelPath>,
        old: (&str, Range<usize>),
        new: (&str, Range<usize>),
    ) {
        let span = old.1.clone();
        let (Some(old), Some(new)) = (self.path(old.0, old.1), self.path(new.0, new.1)) else { return };
        if renames(&mut self.lock).insert(old, new).is_some() {
            self.issue(&codes::DUPLICATE, span, "this path is moved twice");
        }
    }

    /// A word that has a type of its own.
    fn value<T: FromStr<Err: std::fmt::Display>>(&mut self, text: &str, span: Range<usize>) -> Option<T> {
        match text.parse() {
            Ok(value) => Some(value),
            Err(error) => {
                self.issue(&codes::VALUE, span, format!("this word is not what belongs here: {error}"));
                None
            }
        }
    }

    fn path(&mut self, text: &str, span: Range<usize>) -> Option<RelPath> {
        let path = match RelPath::new(text) {
            Ok(path) => path,
            Err(error) => {
                self.issue(&codes::PATH, span, error.to_string());
                return None;
            }
        };
        if paths::is_own(&path) {
            self.issue(&codes::PATH, span, format!("`{path}` is one of the tool's own files"));
            return None;
        }
        Some(path)
    }

    /// A path that may be recorded once.
    fn new_path(&mut self, text: &str, span: Range<usize>) -> Option<RelPath> {
        let path = self.path(text, span.clone())?;
        if !self.lock.entries.contains_key(&path) && !self.lock.gone.contains(&path) {
            return Some(path);
        }
        self.issue(&codes::DUPLICATE, span, format!("`{path}` is recorded twice"));
        None
    }

    fn issue(&mut self, code: &'static Code, span: Range<usize>, message: impl Into<String>) {
        let issue = Issue::error(code, message).label(span, "").help(RESTORE).in_source(self.source);
        self.issues.push(issue);
    }

    fn finish(mut self) -> Result<Lock, Report> {
        let missing: Vec<_> =
            ["module", "source"].into_iter().filter(|word| !self.once.contains(word)).collect();
        for keyword in missing {
            self.issue(&codes::SYNTAX, 0..0, format!("the lock file has no `{keyword}` line"));
        }
        self.issues.sort_by_place();
        if self.issues.is_empty() { Ok(self.lock) } else { Err(self.issues) }
    }
}
