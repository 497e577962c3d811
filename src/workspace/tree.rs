//! The calls that touch the file system. Each component of a path is opened below the one before
//! it and without following a link, so that no race can lead out of the project.
//!
//! This file is the whole of what a port to another operating system has to write anew.

use std::{
    fs::File,
    io,
    os::fd::{AsFd as _, BorrowedFd, OwnedFd},
};

use rustix::{
    fs::{self, AtFlags, FileType, Mode as Permissions, OFlags, RawMode, RenameFlags},
    io::Errno,
};

use super::{FsError, Mode, RelPath};

/// The files below a directory that is held open.
///
/// Remembers the directories that lead to the last path, which makes a walk in sorted order cheap.
#[derive(Debug)]
pub(crate) struct Tree<'r> {
    root: BorrowedFd<'r>,
    levels: Vec<Level>,
}

/// A path with the walker that reaches it. Two walkers keep their own directories open, so that
/// moving many files from one place to many costs no more than the moves.
pub(crate) type Target<'t, 'r> = (&'t mut Tree<'r>, &'t RelPath);

#[derive(Debug)]
struct Level {
    path: String,
    directory: OwnedFd,
}

/// What is found at a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Found {
    /// Nothing.
    Absent,
    /// A parent is no directory.
    Blocked,
    /// Something of this kind.
    Entry(Kind, Stat),
}

/// The kinds of things that directories hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    File,
    Directory,
    Symlink,
    Other,
}

/// What the file system keeps about a file: as long as none of it changes, the content is the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Stat {
    pub(crate) size: u64,
    /// Last change of the content, in nanoseconds.
    pub(crate) modified: i128,
    /// Last change of anything, in nanoseconds.
    pub(crate) changed: i128,
    pub(crate) inode: u64,
    /// The nine permission bits.
    pub(crate) bits: u32,
}

impl Stat {
    pub(crate) fn mode(self) -> Mode {
        Mode::from_bits(self.bits)
    }
}

/// Why the parent of a path could not be opened.
enum Blocked {
    Missing,
    /// What stands at this path is none.
    NotADirectory(String),
    Failed(Errno),
}

impl From<Blocked> for io::Error {
    fn from(blocked: Blocked) -> Self {
        match blocked {
            Blocked::Missing => Errno::NOENT.into(),
            Blocked::NotADirectory(path) => {
                let message = format!("`{path}` is a link or a file, and no directory");
                Self::new(io::ErrorKind::NotADirectory, message)
            }
            Blocked::Failed(errno) => errno.into(),
        }
    }
}

impl<'r> Tree<'r> {
    pub(super) fn below(root: BorrowedFd<'r>) -> Self {
        Self { root, levels: Vec::new() }
    }

    /// What is at `path`.
    pub(crate) fn find(&mut self, path: &RelPath) -> Result<Found, FsError> {
        let failed = |error| FsError::new("look at", path.as_str(), error);
        let (parent, name) = match self.parent(path.as_str()) {
            Ok(place) => place,
            Err(Blocked::Missing) => return Ok(Found::Absent),
            Err(Blocked::NotADirectory(_)) => return Ok(Found::Blocked),
            Err(Blocked::Failed(errno)) => return Err(failed(errno)),
        };
        match fs::statat(parent, name, AtFlags::SYMLINK_NOFOLLOW) {
            Ok(stat) => Ok(entry(&stat)),
            Err(Errno::NOENT) => Ok(Found::Absent),
            Err(errno) => Err(failed(errno)),
        }
    }

    /// Opens the regular file at `path` for reading.
    pub(crate) fn open(&mut self, path: &RelPath) -> Result<File, FsError> {
        // Without `NONBLOCK`, a pipe that took the file's place would hang the program.
        let flags = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC;
        self.at("read", path, |parent, name| fs::openat(parent, name, flags, Permissions::empty()))
            .map(File::from)
    }

    /// Makes a new file with these permission bits, less the umask.
    pub(crate) fn create(&mut self, path: &RelPath, bits: u32) -> Result<File, FsError> {
        let flags = OFlags::WRONLY | OFlags::CREATE | OFlags::EXCL | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        self.at("create", path, |parent, name| fs::openat(parent, name, flags, permissions(bits)))
            .map(File::from)
    }

    /// Opens the file at `path` to read and to append; makes it when it does not exist.
    pub(crate) fn open_to_append(&mut self, path: &RelPath) -> Result<File, FsError> {
        let flags = OFlags::RDWR | OFlags::CREATE | OFlags::APPEND | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        self.at("write", path, |parent, name| fs::openat(parent, name, flags, permissions(0o644)))
            .map(File::from)
    }

    /// Makes a directory; whether there was none.
    pub(crate) fn make_directory(&mut self, path: &RelPath, bits: u32) -> Result<bool, FsError> {
        self.at("create", path, |parent, name| match fs::mkdirat(parent, name, permissions(bits)) {
            Ok(()) => Ok(true),
            Err(Errno::EXIST) => Ok(false),
            Err(errno) => Err(errno),
        })
    }

    /// Makes every directory above `path` that is not there.
    pub(crate) fn make_directories_above(&mut self, path: &RelPath, bits: u32) -> Result<(), FsError> {
        let above: Vec<RelPath> = path.ancestors().collect();
        above.iter().rev().try_for_each(|directory| self.make_directory(directory, bits).map(drop))
    }

    /// Removes a directory; whether it was there and empty.
    pub(crate) fn remove_directory(&mut self, path: &RelPath) -> Result<bool, FsError> {
        // A removed directory that is still held open would swallow what is made in it later.
        self.levels.retain(|level| !is_within(&level.path, path.as_str()));
        let removed = match self.parent(path.as_str()) {
            Ok((parent, name)) => fs::unlinkat(parent, name, AtFlags::REMOVEDIR),
            Err(Blocked::Missing | Blocked::NotADirectory(_)) => return Ok(false),
            Err(Blocked::Failed(errno)) => Err(errno),
        };
        match removed {
            Ok(()) => Ok(true),
            Err(Errno::NOENT | Errno::NOTEMPTY | Errno::EXIST | Errno::NOTDIR) => Ok(false),
            Err(errno) => Err(FsError::new("remove", path.as_str(), errno)),
        }
    }

    /// Removes a file; only the tool's own, below `.quickscale/run`.
    pub(crate) fn remove_file(&mut self, path: &RelPath) -> Result<(), FsError> {
        self.at("remove", path, |parent, name| fs::unlinkat(parent, name, AtFlags::empty()))
    }

    /// Moves `from` to where nothing may be, in another walker's reach.
    pub(crate) fn move_to_absent(&mut self, from: &RelPath, to: Target<'_, '_>) -> Result<(), FsError> {
        self.both("write", from, to, |from, to| match rename(from, to, RenameFlags::NOREPLACE) {
            Err(errno) if is_unsupported(errno) => match fs::statat(to.0, to.1, AtFlags::SYMLINK_NOFOLLOW) {
                Err(Errno::NOENT) => fs::renameat(from.0, from.1, to.0, to.1),
                Ok(_) => Err(Errno::EXIST),
                Err(errno) => Err(errno),
            },
            done => done,
        })
    }

    /// Moves `from` over what is there; only for the tool's own files.
    pub(crate) fn replace(&mut self, from: &RelPath, to: Target<'_, '_>) -> Result<(), FsError> {
        self.both("write", from, to, |from, to| fs::renameat(from.0, from.1, to.0, to.1))
    }

    /// Swaps two files at once; whether the file system can.
    pub(crate) fn exchange(&mut self, one: &RelPath, other: Target<'_, '_>) -> Result<bool, FsError> {
        self.both("replace", one, other, |one, other| match rename(one, other, RenameFlags::EXCHANGE) {
            Ok(()) => Ok(true),
            Err(errno) if is_unsupported(errno) => Ok(false),
            Err(errno) => Err(errno),
        })
    }

    /// Opens the directory at `path`, or the root, to sync it.
    pub(crate) fn directory(&mut self, path: Option<&RelPath>) -> Result<File, FsError> {
        let text = path.map_or("", RelPath::as_str);
        let opened = self.enter(text).map_err(io::Error::from).and_then(|fd| fd.try_clone_to_owned());
        opened.map(File::from).map_err(|error| FsError::new("sync", text, error))
    }

    /// The names in a directory, or in the root, sorted; none when it does not exist.
    pub(crate) fn list<'p>(&mut self, path: impl Into<Option<&'p RelPath>>) -> Result<Vec<String>, FsError> {
        let path = path.into().map_or("", RelPath::as_str);
        let failed = |error: io::Error| FsError::new("list", path, error);
        let directory = match self.enter(path) {
            Ok(directory) => directory,
            Err(Blocked::Missing) => return Ok(Vec::new()),
            Err(blocked) => return Err(failed(blocked.into())),
        };
        let mut names = Vec::new();
        for item in fs::Dir::read_from(directory).map_err(|errno| failed(errno.into()))? {
            let item = item.map_err(|errno| failed(errno.into()))?;
            let name = item.file_name().to_string_lossy();
            if name != "." && name != ".." {
                names.push(name.into_owned());
            }
        }
        names.sort();
        Ok(names)
    }

    fn at<T>(
        &mut self,
        action: &'static str,
        path: &RelPath,
        call: impl FnOnce(BorrowedFd<'_>, &str) -> rustix::io::Result<T>,
    ) -> Result<T, FsError> {
        let done = match self.parent(path.as_str()) {
            Ok((parent, name)) => call(parent, name).map_err(io::Error::from),
            Err(blocked) => Err(blocked.into()),
        };
        done.map_err(|error| FsError::new(action, path.as_str(), error))
    }

    /// Calls with the parents of two paths; errors name the second.
    fn both<T>(
        &mut self,
        action: &'static str,
        first: &RelPath,
        (tree, second): Target<'_, '_>,
        call: impl FnOnce(Place<'_, '_>, Place<'_, '_>) -> rustix::io::Result<T>,
    ) -> Result<T, FsError> {
        let done = match (self.parent(first.as_str()), tree.parent(second.as_str())) {
            (Ok(first), Ok(second)) => call(first, second).map_err(io::Error::from),
            (Err(blocked), _) | (_, Err(blocked)) => Err(blocked.into()),
        };
        done.map_err(|error| FsError::new(action, second.as_str(), error))
    }

    fn parent<'p>(&mut self, path: &'p str) -> Result<Place<'_, 'p>, Blocked> {
        let (directory, name) = path.rsplit_once('/').unwrap_or(("", path));
        Ok((self.enter(directory)?, name))
    }

    /// Opens the directory at `path`, component by component.
    fn enter(&mut self, path: &str) -> Result<BorrowedFd<'_>, Blocked> {
        while self.levels.last().is_some_and(|level| !is_within(path, &level.path)) {
            self.levels.pop();
        }
        let mut done = self.levels.last().map_or(0, |level| level.path.len());
        while done < path.len() {
            let start = if done == 0 { 0 } else { done + 1 };
            done = path[start..].find('/').map_or(path.len(), |length| start + length);
            let above = self.levels.last().map_or(self.root, |level| level.directory.as_fd());
            let directory = open_directory(above, &path[start..done]).map_err(|errno| match errno {
                Errno::NOENT => Blocked::Missing,
                Errno::NOTDIR | Errno::LOOP => Blocked::NotADirectory(path[..done].to_owned()),
                errno => Blocked::Failed(errno),
            })?;
            self.levels.push(Level { path: path[..done].to_owned(), directory });
        }
        Ok(self.levels.last().map_or(self.root, |level| level.directory.as_fd()))
    }
}

type Place<'d, 'p> = (BorrowedFd<'d>, &'p str);

fn rename(from: Place<'_, '_>, to: Place<'_, '_>, flags: RenameFlags) -> rustix::io::Result<()> {
    fs::renameat_with(from.0, from.1, to.0, to.1, flags)
}

fn open_directory(above: BorrowedFd<'_>, name: &str) -> rustix::io::Result<OwnedFd> {
    let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
    fs::openat(above, name, flags, Permissions::empty())
}

/// Whether a file system, or a kernel, does not know a flag of `renameat2`.
fn is_unsupported(errno: Errno) -> bool {
    [Errno::INVAL, Errno::NOSYS, Errno::OPNOTSUPP].contains(&errno)
}

fn is_within(path: &str, directory: &str) -> bool {
    path.strip_prefix(directory).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

fn permissions(bits: u32) -> Permissions {
    Permissions::from_raw_mode(bits as RawMode)
}

fn entry(stat: &fs::Stat) -> Found {
    let nanoseconds = |seconds: i128, rest: i128| seconds * 1_000_000_000 + rest;
    let is = |kind| FileType::from_raw_mode(stat.st_mode) == kind;
    let kinds = [
        (FileType::RegularFile, Kind::File),
        (FileType::Directory, Kind::Directory),
        (FileType::Symlink, Kind::Symlink),
    ];
    let kind = kinds.into_iter().find(|(theirs, _)| is(*theirs)).map_or(Kind::Other, |(_, kind)| kind);
    let stat = Stat {
        size: stat.st_size.try_into().unwrap_or_default(),
        modified: nanoseconds(stat.st_mtime.into(), stat.st_mtime_nsec.into()),
        changed: nanoseconds(stat.st_ctime.into(), stat.st_ctime_nsec.into()),
        inode: stat.st_ino,
        // 16 bits wide on macOS, 32 elsewhere.
        bits: u32::try_from(i64::from(stat.st_mode) & 0o777).unwrap_or_default(),
    };
    Found::Entry(kind, stat)
}
