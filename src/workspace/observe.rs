//! Looking at many paths at once.

use std::{
    borrow::Cow,
    collections::BTreeMap,
    fs::File,
    io::{self, Read as _},
    sync::Arc,
};

use super::{
    Digest, Expectation, FileState, Found, FsError, Kind, Observed, RelPath, Root, Snapshot, Stat, StatCache,
    Tree, digest::Hasher,
};
use crate::{
    diagnostics::{Issue, Report},
    parallel::in_parts,
};

/// Files up to this size are read in one go, and larger ones piece by piece.
const PIECE: usize = 256 * 1024;

/// So many paths are worth a thread of their own.
const PATHS_PER_THREAD: usize = 1000;

impl Root {
    /// Looks at every path of `expected` without following a link and without writing anything.
    ///
    /// The content of a file larger than [`TEXT_LIMIT`](Self::TEXT_LIMIT) is never kept.
    pub fn observe(&self, expected: &BTreeMap<RelPath, Expectation>) -> Result<Snapshot, Report> {
        if expected.is_empty() {
            return Ok(Snapshot::new());
        }
        let cache = StatCache::load(self);
        let expected: Vec<_> = expected.iter().collect();
        let mut seen = Vec::with_capacity(expected.len());
        let mut report = Report::new();
        for (path, looked) in in_parts(&expected, PATHS_PER_THREAD, |part| observe_part(self, &cache, part)) {
            match looked {
                Ok(found) => seen.push((path, found.observed)),
                Err(error) => report.push(Issue::from(error)),
            }
        }
        if report.is_empty() { Ok(seen.into_iter().collect()) } else { Err(report) }
    }

    /// The state and stat of every path that is a regular file, for the stat cache.
    pub(super) fn measure(&self, cache: &StatCache, paths: &[RelPath]) -> Vec<(RelPath, Stat, Digest)> {
        let known = Expectation { base: None, wanted: None };
        let expected: Vec<_> = paths.iter().map(|path| (path, &known)).collect();
        let looked = in_parts(&expected, PATHS_PER_THREAD, |part| observe_part(self, cache, part));
        let files = looked.into_iter().filter_map(|(path, seen)| {
            let seen = seen.ok()?;
            Some((path, seen.stat?, seen.observed.state.digest()?))
        });
        files.collect()
    }
}

type Expected<'e> = (&'e RelPath, &'e Expectation);
type Looked = (RelPath, Result<Seen, FsError>);

/// A file's identity, and its bytes when they are kept.
type Content = (Digest, Option<Arc<[u8]>>);

struct Seen {
    observed: Observed,
    stat: Option<Stat>,
}

fn observe_part(root: &Root, cache: &StatCache, part: &[Expected<'_>]) -> Vec<Looked> {
    let mut reader = Reader::new(root);
    part.iter()
        .map(|(path, expectation)| ((*path).clone(), reader.look(path, **expectation, cache)))
        .collect()
}

/// Reads files through one buffer.
#[derive(Debug)]
pub(crate) struct Reader<'r> {
    tree: Tree<'r>,
    piece: Vec<u8>,
}

impl<'r> Reader<'r> {
    pub(crate) fn new(root: &'r Root) -> Self {
        Self { tree: root.tree(), piece: vec![0; PIECE] }
    }

    /// What is at `path`, read and not remembered; with the stat of a regular file.
    pub(crate) fn state(&mut self, path: &RelPath) -> Result<(FileState, Option<Stat>), FsError> {
        let nothing_known = Expectation { base: None, wanted: None };
        let seen = self.look(path, nothing_known, &StatCache::default())?;
        Ok((seen.observed.state, seen.stat))
    }

    /// The content of the file at `path`: all of it, or the first byte that is too much and what is before.
    pub(crate) fn content(&mut self, path: &RelPath) -> Result<Cow<'_, [u8]>, FsError> {
        let failed = |error| FsError::new("read", path.as_str(), error);
        let mut file = self.tree.open(path)?;
        let length = fill(&mut file, &mut self.piece).map_err(failed)?;
        if length < self.piece.len() {
            return Ok(Cow::Borrowed(&self.piece[..length]));
        }
        let mut bytes = self.piece.clone();
        let rest = Root::TEXT_LIMIT + 1 - PIECE as u64;
        file.take(rest).read_to_end(&mut bytes).map_err(failed)?;
        Ok(Cow::Owned(bytes))
    }

    fn look(&mut self, path: &RelPath, expectation: Expectation, cache: &StatCache) -> Result<Seen, FsError> {
        let plain = |state| Ok(Seen { observed: Observed { state, bytes: None }, stat: None });
        match self.tree.find(path)? {
            Found::Absent => plain(FileState::Absent),
            Found::Blocked | Found::Entry(Kind::Other, _) => plain(FileState::Other),
            Found::Entry(Kind::Directory, _) => plain(FileState::Directory),
            Found::Entry(Kind::Symlink, _) => plain(FileState::Symlink),
            Found::Entry(Kind::File, stat) => {
                let known = cache.digest(path, stat).filter(|digest| !expectation.needs_bytes(*digest));
                let (digest, bytes) = match known {
                    Some(digest) => (digest, None),
                    None => self.read(path, stat, expectation)?,
                };
                let state = FileState::File { mode: stat.mode(), digest };
                Ok(Seen { observed: Observed { state, bytes }, stat: Some(stat) })
            }
        }
    }

    fn read(&mut self, path: &RelPath, stat: Stat, expectation: Expectation) -> Result<Content, FsError> {
        let failed = |error| FsError::new("read", path.as_str(), error);
        let mut file = self.tree.open(path)?;
        let length = fill(&mut file, &mut self.piece).map_err(failed)?;
        if length < self.piece.len() {
            let bytes = &self.piece[..length];
            let digest = Digest::of(bytes);
            return Ok((digest, expectation.needs_bytes(digest).then(|| bytes.into())));
        }
        let mut hasher = Hasher::default();
        let mut kept = (stat.size <= Root::TEXT_LIMIT).then(Vec::new);
        let mut length = length;
        while length > 0 {
            let bytes = &self.piece[..length];
            hasher.update(bytes);
            kept = kept.filter(|kept| kept.len() as u64 <= Root::TEXT_LIMIT);
            if let Some(kept) = &mut kept {
                kept.extend_from_slice(bytes);
            }
            length = fill(&mut file, &mut self.piece).map_err(failed)?;
        }
        let digest = hasher.digest();
        Ok((digest, kept.filter(|_| expectation.needs_bytes(digest)).map(Into::into)))
    }
}

/// Fills `buffer`; less only at the end of the file. A short read is the end of a regular file.
fn fill(file: &mut File, buffer: &mut [u8]) -> io::Result<usize> {
    loop {
        match file.read(buffer) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            done => return done,
        }
    }
}
