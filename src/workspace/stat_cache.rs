//! Digests of files that have not changed since they were last read.

use std::{collections::HashMap, io::Write as _};

use super::{Digest, Found, FsError, Kind, RelPath, Root, Stat, run_path};

/// What was read of files and when, so that an unchanged file need not be read again.
///
/// It lies in the ignored `.quickscale/run/`; a damaged one counts as empty. Only `apply` writes it.
#[derive(Debug, Default)]
pub(super) struct StatCache(HashMap<Box<str>, (Stat, Digest)>);

const MAGIC: &[u8] = b"quickscale stat cache 1\n";

/// The fixed part of a record: size, two times, inode, bits, digest, and the length of the path.
const FIXED: usize = 8 + 16 + 16 + 8 + 4 + 32 + 2;

impl StatCache {
    /// The cache of `root`; empty when there is none, or none that can be read.
    pub(super) fn load(root: &Root) -> Self {
        let present = matches!(root.tree().find(&path()), Ok(Found::Entry(Kind::File, _)));
        let bytes = if present { root.read(&path()).unwrap_or_default() } else { Vec::new() };
        Self::parse(&bytes).unwrap_or_default()
    }

    /// The digest of the file at `path`, when it is still the file that was read.
    pub(super) fn digest(&self, path: &RelPath, stat: Stat) -> Option<Digest> {
        self.0.get(path.as_str()).filter(|(known, _)| *known == stat).map(|(_, digest)| *digest)
    }

    fn parse(bytes: &[u8]) -> Option<Self> {
        let (body, sum) = bytes.split_last_chunk::<32>()?;
        let mut rest = body.strip_prefix(MAGIC)?;
        if Digest::of(body).as_bytes() != sum {
            return None;
        }
        let mut entries = HashMap::with_capacity(rest.len() / (FIXED + 32));
        while !rest.is_empty() {
            let (path, known) = parse_record(&mut rest)?;
            entries.insert(path, known);
        }
        Some(Self(entries))
    }
}

impl Root {
    /// Writes the stat cache anew for `paths`. Failing to is no failure: the next plan reads more.
    ///
    /// A file that changed twice within one tick of the clock can look unchanged. So a file is only
    /// recorded when it is older than a file that was made before any of them was read.
    pub(crate) fn refresh_stat_cache(&self, paths: &[RelPath]) -> Result<(), FsError> {
        let (fresh, mut file) = self.begin_own(&path())?;
        let Found::Entry(_, made) = self.tree().find(&fresh)? else { return Ok(()) };
        let mut bytes = MAGIC.to_vec();
        for (path, stat, digest) in self.measure(&StatCache::load(self), paths) {
            if stat.modified.max(stat.changed) < made.modified {
                write_record(&mut bytes, &path, stat, digest);
            }
        }
        let sum = Digest::of(&bytes);
        bytes.extend_from_slice(sum.as_bytes());
        file.write_all(&bytes).map_err(|error| FsError::new("write", fresh.as_str(), error))?;
        self.end_own(&fresh, &path())
    }
}

fn path() -> RelPath {
    run_path("stat-cache")
}

fn write_record(bytes: &mut Vec<u8>, path: &RelPath, stat: Stat, digest: Digest) {
    bytes.extend_from_slice(&stat.size.to_le_bytes());
    bytes.extend_from_slice(&stat.modified.to_le_bytes());
    bytes.extend_from_slice(&stat.changed.to_le_bytes());
    bytes.extend_from_slice(&stat.inode.to_le_bytes());
    bytes.extend_from_slice(&stat.bits.to_le_bytes());
    bytes.extend_from_slice(digest.as_bytes());
    let length = u16::try_from(path.as_str().len()).expect("internal: a path is at most 4,000 bytes");
    bytes.extend_from_slice(&length.to_le_bytes());
    bytes.extend_from_slice(path.as_str().as_bytes());
}

fn parse_record(rest: &mut &[u8]) -> Option<(Box<str>, (Stat, Digest))> {
    let stat = Stat {
        size: u64::from_le_bytes(take(rest)?),
        modified: i128::from_le_bytes(take(rest)?),
        changed: i128::from_le_bytes(take(rest)?),
        inode: u64::from_le_bytes(take(rest)?),
        bits: u32::from_le_bytes(take(rest)?),
    };
    let digest = Digest::from_bytes(take(rest)?);
    let length = u16::from_le_bytes(take(rest)?);
    let (path, after) = rest.split_at_checked(length.into())?;
    *rest = after;
    Some((std::str::from_utf8(path).ok()?.into(), (stat, digest)))
}

fn take<const N: usize>(rest: &mut &[u8]) -> Option<[u8; N]> {
    let (chunk, after) = rest.split_first_chunk()?;
    *rest = after;
    Some(*chunk)
}
