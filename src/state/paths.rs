//! Where state is kept.

use crate::workspace::{Digest, RelPath};

/// Everything that belongs to the tool itself.
pub const DIRECTORY: &str = ".quickscale";
/// The lock files; committed.
pub const LOCKS: &str = ".quickscale/lock";
/// The texts of the last render, by their digest; committed.
pub const BASES: &str = ".quickscale/base";

const EXTENSION: &str = ".lock";

/// The lock file of `module`, which must be a slug.
pub fn lock_path(module: &str) -> RelPath {
    RelPath::new(format!("{LOCKS}/{module}{EXTENSION}")).expect("internal: a module's name is a slug")
}

/// The file that holds the text of a last render.
pub fn base_path(digest: Digest) -> RelPath {
    let digits = digest.to_string();
    let (directory, name) = digits.split_at(2);
    RelPath::new(format!("{BASES}/{directory}/{name}")).expect("internal: digits make a path")
}

/// Whether `path` belongs to the tool itself, so that no lock and no blueprint may name it.
pub(crate) fn is_own(path: &RelPath) -> bool {
    path.as_str().split('/').next().is_some_and(|first| first.eq_ignore_ascii_case(DIRECTORY))
}

/// Whether `path` is a lock file.
pub(crate) fn is_lock(path: &RelPath) -> bool {
    module_of(path).is_some()
}

/// The module whose lock file `path` is; none for other files in the directory.
pub(super) fn module_of(path: &RelPath) -> Option<&str> {
    path.as_str().strip_prefix(LOCKS)?.strip_prefix('/')?.strip_suffix(EXTENSION)
}

/// Whether `text` can name a lock file: lowercase letters, digits, `-` and `_`, a letter first.
pub(super) fn is_module_name(text: &str) -> bool {
    text.len() <= 64
        && text.starts_with(|first: char| first.is_ascii_lowercase())
        && text.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_'))
        && RelPath::new(format!("{text}{EXTENSION}")).is_ok()
}

#[cfg(test)]
mod tests {
    use pretty_assertions::assert_eq;

    use super::*;

    #[test]
    fn paths_are_where_the_documentation_says() {
        assert_eq!(lock_path("core").as_str(), ".quickscale/lock/core.lock");
        let digest = Digest::of(b"");
        assert_eq!(
            base_path(digest).as_str(),
            ".quickscale/base/e3/b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        );
    }

    #[test]
    fn a_module_is_named_by_its_file() {
        let module = |text: &str| module_of(&RelPath::new(text).unwrap()).map(str::to_owned);
        assert_eq!(module(".quickscale/lock/core.lock"), Some("core".to_owned()));
        assert_eq!(module(".quickscale/lock/core.lock.orig"), None);
        assert_eq!(module(".quickscale/base/core.lock"), None);
        for (name, good) in [
            ("core", true),
            ("a-b_2", true),
            ("2a", false),
            ("A", false),
            ("a/b", false),
            ("", false),
            ("con", false),
        ] {
            assert_eq!(is_module_name(name), good, "{name}");
        }
    }
}
