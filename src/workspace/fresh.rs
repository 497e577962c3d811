//! Directories that are filled for the first time, where nothing can be lost.

use std::{
    fs::{File, Permissions},
    io::{Read as _, Write as _},
    os::unix::fs::PermissionsExt as _,
};

use camino::Utf8Path;

use super::{FsError, Mode, RelPath, Root, root::too_large};
use crate::diagnostics::Issue;

impl Root {
    /// Opens `directory`, which is made, with everything above it, when it does not exist.
    #[expect(clippy::disallowed_methods, reason = "this is the workspace; what exists is left alone")]
    pub fn create(directory: &Utf8Path) -> Result<Self, Issue> {
        std::fs::create_dir_all(directory)
            .map_err(|error| FsError::new("create", directory.as_str(), error))?;
        Self::open(directory)
    }

    /// Whether nothing is in it.
    pub fn is_empty(&self) -> Result<bool, Issue> {
        let failed = |error| Issue::from(FsError::new("list", self.path().as_str(), error));
        Ok(self.path().read_dir_utf8().map_err(failed)?.next().is_none())
    }

    /// Makes new files in the order given, with the directories above them; refuses a path at which something is.
    pub fn write_new<'f>(
        &self,
        files: impl IntoIterator<Item = (&'f RelPath, &'f [u8], Mode)>,
    ) -> Result<(), Issue> {
        let mut tree = self.tree();
        let mut made = None;
        for (path, bytes, mode) in files {
            let directory = path.ancestors().next();
            if directory != made {
                tree.make_directories_above(path, 0o755)?;
                made = directory;
            }
            let mut file = tree.create(path, mode.bits())?;
            file.write_all(bytes).map_err(|error| FsError::new("write", path.as_str(), error))?;
        }
        Ok(())
    }
}

/// Whether anything is at `path`, be it a broken link.
pub fn exists(path: &Utf8Path) -> bool {
    path.symlink_metadata().is_ok()
}

/// Writes a file anew and then puts it in the place of the old one, whose permissions it takes.
pub fn replace_file(path: &Utf8Path, text: &str) -> Result<(), Issue> {
    let failed = |error| Issue::from(FsError::new("write", path.as_str(), error));
    let parent = path.parent().filter(|parent| !parent.as_str().is_empty()).unwrap_or(Utf8Path::new("."));
    let ordinary = Permissions::from_mode(0o666);
    let mut file = tempfile::Builder::new().permissions(ordinary).tempfile_in(parent).map_err(failed)?;
    if let Ok(replaced) = path.metadata() {
        file.as_file().set_permissions(replaced.permissions()).map_err(failed)?;
    }
    file.write_all(text.as_bytes()).map_err(failed)?;
    file.as_file().sync_all().map_err(failed)?;
    file.persist(path).map(drop).map_err(|error| failed(error.error))
}

/// Reads a file that was named on the command line, of at most [`TEXT_LIMIT`](Root::TEXT_LIMIT).
pub fn read_file(path: &Utf8Path) -> Result<Vec<u8>, Issue> {
    let mut bytes = Vec::new();
    let read = File::open(path).and_then(|file| file.take(Root::TEXT_LIMIT + 1).read_to_end(&mut bytes));
    read.map_err(|error| FsError::new("read", path.as_str(), error))?;
    if bytes.len() as u64 > Root::TEXT_LIMIT { Err(too_large(path.as_str())) } else { Ok(bytes) }
}
