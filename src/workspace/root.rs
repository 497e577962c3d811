//! The project's directory.

use std::{
    fs::File,
    io::{self, Read as _},
    os::fd::AsFd as _,
};

use camino::{Utf8Path, Utf8PathBuf};

use super::{Found, FsError, Kind, RelPath, Tree};
use crate::diagnostics::{Issue, SourceFile, codes};

/// The directory that everything happens in, held open.
#[derive(Debug)]
pub struct Root {
    path: Utf8PathBuf,
    directory: File,
}

impl Root {
    /// The file that makes a directory a project.
    pub const MANIFEST: &'static str = "quickscale.kdl";

    /// The largest text that is read whole: manifests, lock files, bases.
    pub const TEXT_LIMIT: u64 = 16 * 1024 * 1024;

    /// Opens `directory`, which need not hold a manifest yet.
    pub fn open(directory: &Utf8Path) -> Result<Self, Issue> {
        let failed = |error| Issue::from(FsError::new("read", directory.as_str(), error));
        let path = directory.canonicalize_utf8().map_err(failed)?;
        let opened = File::open(&path).map_err(failed)?;
        if !opened.metadata().map_err(failed)?.is_dir() {
            return Err(Issue::error(
                &codes::workspace::NOT_A_DIRECTORY,
                format!("`{directory}` is not a directory"),
            )
            .help("name the directory of the project: `-C DIR`"));
        }
        Ok(Self { path, directory: opened })
    }

    /// Opens the nearest directory with a manifest: `start` or one above it.
    pub fn find(start: &Utf8Path) -> Result<Self, Issue> {
        let failed = |error| Issue::from(FsError::new("read", start.as_str(), error));
        let start = start.canonicalize_utf8().map_err(failed)?;
        let holds_manifest =
            |directory: &&Utf8Path| directory.join(Self::MANIFEST).symlink_metadata().is_ok();
        let found = start.ancestors().find(holds_manifest).ok_or_else(|| {
            let message = format!("there is no `{}` in `{start}` or above it", Self::MANIFEST);
            Issue::error(&codes::workspace::NO_PROJECT, message)
                .help("run `quickscale init` to make one, or name the project's directory: `-C DIR`")
        })?;
        Self::open(found)
    }

    /// The absolute path, without links.
    pub fn path(&self) -> &Utf8Path {
        &self.path
    }

    /// The manifest's text.
    pub fn manifest(&self) -> Result<SourceFile, Issue> {
        let path = RelPath::new(Self::MANIFEST).expect("internal: the manifest's name is a path");
        let bytes = self.read(&path)?;
        let text = String::from_utf8(bytes).map_err(|error| {
            let offset = error.utf8_error().valid_up_to();
            let message = format!("`{path}` is not UTF-8 text: byte {offset} begins no character");
            Issue::error(&codes::workspace::NOT_TEXT, message).help(format!("save `{path}` as UTF-8"))
        })?;
        Ok(SourceFile::new(path.as_str(), &text))
    }

    /// The bytes of the file at `path`, when it is a regular file of at most
    /// [`TEXT_LIMIT`](Self::TEXT_LIMIT).
    pub fn read(&self, path: &RelPath) -> Result<Vec<u8>, Issue> {
        let mut tree = self.tree();
        let size = match tree.find(path)? {
            Found::Entry(Kind::File, stat) => stat.size,
            Found::Absent => return Err(FsError::new("read", path.as_str(), io::ErrorKind::NotFound).into()),
            Found::Entry(kind, _) => return Err(wrong_kind(path, kind)),
            Found::Blocked => return Err(wrong_kind(path, Kind::Other)),
        };
        if size > Self::TEXT_LIMIT {
            return Err(too_large(path.as_str()));
        }
        let mut bytes = Vec::with_capacity(size.try_into().unwrap_or_default());
        let read = tree.open(path)?.take(Self::TEXT_LIMIT + 1).read_to_end(&mut bytes);
        read.map_err(|error| FsError::new("read", path.as_str(), error))?;
        if bytes.len() as u64 > Self::TEXT_LIMIT { Err(too_large(path.as_str())) } else { Ok(bytes) }
    }

    /// A walker over the files of the project.
    pub(crate) fn tree(&self) -> Tree<'_> {
        Tree::below(self.directory.as_fd())
    }
}

/// The issue for a file that is larger than [`Root::TEXT_LIMIT`].
pub(crate) fn too_large(path: &str) -> Issue {
    let path = path.escape_debug();
    let message = format!("`{path}` is larger than {} MiB", Root::TEXT_LIMIT >> 20);
    Issue::error(&codes::workspace::TOO_LARGE, message)
        .help(format!("check what `{path}` holds: nothing of this kind is that large"))
}

fn wrong_kind(path: &RelPath, kind: Kind) -> Issue {
    let (what, help) = match kind {
        Kind::File | Kind::Other => ("not a regular file", "move it away"),
        Kind::Directory => ("a directory", "move the directory away"),
        Kind::Symlink => ("a symbolic link", "replace the link with the file it points to"),
    };
    Issue::error(&codes::workspace::NOT_A_FILE, format!("`{path}` is {what}, where a file has to be"))
        .help(format!("{help}: `{path}`"))
}
