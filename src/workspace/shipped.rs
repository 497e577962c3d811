//! What a platform is sent of a project: the files that its ignore files leave, as one identity or one archive.

use std::{
    collections::BTreeSet,
    fs::File,
    io::{self, Read as _},
    os::unix::fs::MetadataExt as _,
};

use flate2::{Compression, write::GzEncoder};
use ignore::WalkBuilder;

use super::{Digest, FileState, FsError, Hasher, Mode, Reader, RelPath, Root};
use crate::diagnostics::Issue;

/// The ignore file of uploads; `.gitignore` is heeded only inside of a repository.
const IGNORE_FILE: &str = ".railwayignore";

/// Directories that are never sent, whatever an ignore file says.
const NEVER: [&str; 2] = [".git", "node_modules"];

/// The files to send, in the order of their paths.
#[derive(Debug)]
pub(crate) struct Shipped<'r> {
    root: &'r Root,
    files: Vec<RelPath>,
}

impl Root {
    /// The regular files that Railway's program would upload. It asks the same library the same question, but follows
    /// links; here nothing outside of the project is ever sent.
    pub(crate) fn shipped(&self) -> Result<Shipped<'_>, Issue> {
        let mut walk = WalkBuilder::new(self.path());
        walk.add_custom_ignore_filename(IGNORE_FILE).hidden(false);
        walk.filter_entry(|entry| !NEVER.iter().any(|name| entry.file_name() == *name));
        let mut files = Vec::new();
        for entry in walk.build() {
            let entry = entry.map_err(|error| failed(".", io::Error::other(error)))?;
            if !entry.file_type().is_some_and(|kind| kind.is_file()) {
                continue;
            }
            // A name that no path may have is no file of a project.
            let path = entry.path().strip_prefix(self.path()).ok().and_then(|path| path.to_str());
            files.extend(path.and_then(|path| RelPath::new(path).ok()));
        }
        files.sort();
        Ok(Shipped { root: self, files })
    }
}

impl Shipped<'_> {
    /// The files and directories right in the project that they are in.
    pub(crate) fn top_levels(&self) -> BTreeSet<String> {
        let first = |path: &RelPath| path.as_str().split('/').next().unwrap_or_default().to_owned();
        self.files.iter().map(first).collect()
    }

    /// The identity of all of them: another one when a byte, a name or a permission differs.
    pub(crate) fn digest(&self) -> Result<Digest, Issue> {
        let (mut reader, mut lines) = (Reader::new(self.root), Vec::with_capacity(self.files.len()));
        for path in &self.files {
            let FileState::File { mode, digest } = reader.state(path)?.0 else {
                return Err(failed(path.as_str(), io::ErrorKind::NotFound.into()));
            };
            lines.push(format!("{mode} {digest} {path}"));
        }
        Ok(Hasher::of_lines(lines.into_iter()))
    }

    /// All of them as a gzipped tar, without owners and times, so that the same files make the same bytes.
    pub(crate) fn archive(&self) -> Result<Vec<u8>, Issue> {
        let mut archive = tar::Builder::new(GzEncoder::new(Vec::new(), Compression::default()));
        for path in &self.files {
            let file: File = self.root.tree().open(path)?;
            let found = file.metadata().map_err(|error| failed(path.as_str(), error))?;
            let mut header = tar::Header::new_gnu();
            header.set_size(found.len());
            header.set_mode(Mode::from_bits(found.mode()).bits());
            // A file that grows while it is read must not spoil those behind it.
            let content = file.take(found.len());
            let added = archive.append_data(&mut header, path.as_str(), content);
            added.map_err(|error| failed(path.as_str(), error))?;
        }
        let bytes = archive.into_inner().and_then(GzEncoder::finish);
        bytes.map_err(|error| failed(".", error))
    }
}

fn failed(path: &str, error: io::Error) -> Issue {
    FsError::new("read", path, error).into()
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "a test plays the user")]
mod tests {
    use std::{
        collections::BTreeMap,
        fs::Permissions,
        os::unix::fs::{PermissionsExt as _, symlink},
    };

    use camino::Utf8Path;
    use flate2::read::GzDecoder;
    use pretty_assertions::assert_eq;

    use super::*;

    const IGNORED: &str = "/*\n!/app\n!/manage.py\n!/.railwayignore\n.env\n";

    fn project() -> tempfile::TempDir {
        let directory = tempfile::tempdir().unwrap();
        let files = [
            ("manage.py", "main()\n"),
            ("app/models.py", "x = 1\n"),
            ("app/.env", "SECRET=1\n"),
            (".env", "SECRET=1\n"),
            (".venv/bin/python", ""),
            ("app/node_modules/x.js", ""),
            (".git/config", ""),
            (IGNORE_FILE, IGNORED),
        ];
        for (path, text) in files {
            let path = directory.path().join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        directory
    }

    fn root(directory: &tempfile::TempDir) -> Root {
        Root::open(Utf8Path::from_path(directory.path()).unwrap()).unwrap()
    }

    #[test]
    fn nothing_is_sent_that_the_ignore_file_names_with_or_without_git() {
        let directory = project();
        symlink("/etc/hostname", directory.path().join("app/link")).unwrap();
        let root = root(&directory);
        let shipped = root.shipped().unwrap();
        let paths: Vec<&str> = shipped.files.iter().map(RelPath::as_str).collect();
        assert_eq!(paths, [IGNORE_FILE, "app/models.py", "manage.py"]);
    }

    #[test]
    fn the_identity_follows_what_is_sent_and_nothing_else() {
        let directory = project();
        let root = root(&directory);
        let digest = || root.shipped().unwrap().digest().unwrap();
        let before = digest();
        std::fs::write(directory.path().join(".env"), "SECRET=2\n").unwrap();
        assert_eq!(digest(), before);
        std::fs::write(directory.path().join("app/models.py"), "x = 2\n").unwrap();
        let edited = digest();
        assert_ne!(edited, before);
        std::fs::set_permissions(directory.path().join("manage.py"), Permissions::from_mode(0o755)).unwrap();
        assert_ne!(digest(), edited);
    }

    #[test]
    fn an_archive_holds_the_files_by_their_paths_and_is_the_same_each_time() {
        let directory = project();
        let root = root(&directory);
        let bytes = root.shipped().unwrap().archive().unwrap();
        assert_eq!(root.shipped().unwrap().archive().unwrap(), bytes);
        let mut archive = tar::Archive::new(GzDecoder::new(&bytes[..]));
        let mut found = BTreeMap::new();
        for entry in archive.entries().unwrap() {
            let mut entry = entry.unwrap();
            let mut text = String::new();
            let path = entry.path().unwrap().to_str().unwrap().to_owned();
            entry.read_to_string(&mut text).unwrap();
            found.insert(path, text);
        }
        assert_eq!(found["manage.py"], "main()\n");
        assert_eq!(found.len(), 3);
    }
}
