//! Paths that cannot leave the project.

use std::{borrow::Borrow, fmt, str::FromStr, sync::Arc};

use camino::{Utf8Path, Utf8PathBuf};
use serde::{Deserialize, Serialize};

/// A path below the project's root: relative, `/`-separated, without `.`, `..`, empty, `.git` or
/// Windows-reserved segments, and without control characters.
///
/// A `RelPath` says nothing about links on disk: [`super`] checks those when it observes and
/// writes. A clone shares the text: one path is a key of many maps.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct RelPath(Arc<str>);

/// Why a text is not a [`RelPath`]. The offending text is escaped: it may come from a damaged file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RelPathError {
    /// Nothing is named.
    #[error("the path is empty")]
    Empty,
    /// `/etc`, `C:/` or `\\server`.
    #[error("`{0}` is not relative to the project")]
    Absolute(String),
    /// A `.`, `..` or empty segment.
    #[error("`{0}` has a `.`, `..` or empty segment")]
    Segment(String),
    /// A backslash, a colon or a control character.
    #[error("`{0}` has a character that is not portable in a file name")]
    Character(String),
    /// `.git` in any spelling that some file system takes for it.
    #[error("`{0}` is inside git's own directory")]
    Git(String),
    /// `NUL`, `COM1` and their kin, or a segment that ends in a dot or a blank.
    #[error("`{0}` is a reserved name on Windows")]
    Reserved(String),
    /// More than 255 bytes in a segment or 4,000 in all.
    #[error("the path is too long: {0} bytes")]
    TooLong(usize),
}

impl RelPath {
    /// Checks `text` and makes it a path.
    pub fn new(text: impl AsRef<str> + Into<Arc<str>>) -> Result<Self, RelPathError> {
        check(text.as_ref())?;
        Ok(Self(text.into()))
    }

    /// The path as it is written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The last segment.
    pub fn file_name(&self) -> &str {
        self.0.rsplit('/').next().unwrap_or(&self.0)
    }

    /// Everything above the path, nearest first; the root is not among them.
    pub fn ancestors(&self) -> impl Iterator<Item = Self> + '_ {
        self.0.rmatch_indices('/').map(|(end, _)| Self(self.0[..end].into()))
    }

    /// The path of a file beside this one, whose name is longer by `suffix`.
    pub(crate) fn with_suffix(&self, suffix: &str) -> Self {
        Self(format!("{}{suffix}", self.0).into())
    }

    /// The path below `root`.
    pub fn under(&self, root: &Utf8Path) -> Utf8PathBuf {
        root.join(self.as_str())
    }

    /// Whether this is `directory` or lies below it.
    pub fn is_within(&self, directory: &Self) -> bool {
        self.0.strip_prefix(directory.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }
}

fn check(text: &str) -> Result<(), RelPathError> {
    let shown = || text.escape_debug().to_string();
    if text.is_empty() {
        return Err(RelPathError::Empty);
    }
    if text.len() > 4000 || (text.len() > 255 && text.split('/').any(|segment| segment.len() > 255)) {
        return Err(RelPathError::TooLong(text.len()));
    }
    let drive = text.as_bytes().get(1) == Some(&b':');
    if text.starts_with(['/', '\\']) || drive {
        return Err(RelPathError::Absolute(shown()));
    }
    let is_strange = |byte: u8| byte.is_ascii_control() || matches!(byte, b'\\' | b':');
    // Most paths are ASCII, and bytes are looked at faster than characters.
    if text.bytes().any(is_strange) || (!text.is_ascii() && text.contains(char::is_control)) {
        return Err(RelPathError::Character(shown()));
    }
    text.split('/').try_for_each(|segment| match segment {
        "" | "." | ".." => Err(RelPathError::Segment(shown())),
        _ if is_git_directory(segment) => Err(RelPathError::Git(shown())),
        _ if is_reserved(segment) => Err(RelPathError::Reserved(shown())),
        _ => Ok(()),
    })
}

/// `.git` as git itself guards it: case, trailing dots and blanks, the 8.3 short name, and code
/// points that HFS+ ignores (`core.protectNTFS`, `core.protectHFS`).
fn is_git_directory(segment: &str) -> bool {
    let is_git = |plain: &str| {
        let name = plain.trim_end_matches(['.', ' ']);
        name.eq_ignore_ascii_case(".git") || name.eq_ignore_ascii_case("git~1")
    };
    if segment.is_ascii() {
        return is_git(segment);
    }
    is_git(&segment.chars().filter(|c| !is_ignored_by_hfs(*c)).collect::<String>())
}

fn is_ignored_by_hfs(c: char) -> bool {
    matches!(c, '\u{200c}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{206a}'..='\u{206f}' | '\u{feff}')
}

fn is_reserved(segment: &str) -> bool {
    if segment.ends_with(['.', ' ']) {
        return true;
    }
    let stem = segment.split('.').next().unwrap_or(segment);
    let is_one_of = |name: &str, names: &[&str]| names.iter().any(|known| name.eq_ignore_ascii_case(known));
    match stem.as_bytes() {
        [_, _, _] => is_one_of(stem, &["CON", "PRN", "AUX", "NUL"]),
        [_, _, _, b'1'..=b'9'] => is_one_of(&stem[..3], &["COM", "LPT"]),
        _ => false,
    }
}

impl fmt::Display for RelPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for RelPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

impl Borrow<str> for RelPath {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl FromStr for RelPath {
    type Err = RelPathError;

    fn from_str(text: &str) -> Result<Self, RelPathError> {
        Self::new(text)
    }
}

impl TryFrom<String> for RelPath {
    type Error = RelPathError;

    fn try_from(text: String) -> Result<Self, RelPathError> {
        Self::new(text)
    }
}

impl From<RelPath> for String {
    fn from(path: RelPath) -> Self {
        path.as_str().to_owned()
    }
}

impl RelPath {
    /// The name of the format in JSON Schemas.
    pub(crate) const FORMAT: &str = "relative-path";
}

impl schemars::JsonSchema for RelPath {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "RelPath".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": "string",
            "format": Self::FORMAT,
            "description": "A path below the project's root, with `/` between its segments"
        })
    }
}

#[cfg(test)]
mod tests {
    use pretty_assertions::assert_eq;

    use super::*;

    #[test]
    fn ordinary_paths_are_taken() {
        for text in ["a", "a/b.py", ".github/workflows/ci.yml", ".gitignore", "con/x", "naïve.md", "a b"] {
            let expected = if text == "con/x" { None } else { Some(text) };
            assert_eq!(RelPath::new(text).ok().as_ref().map(RelPath::as_str), expected, "{text}");
        }
    }

    #[test]
    fn paths_that_could_leave_or_harm_are_refused() {
        let hostile = [
            "",
            "/etc/passwd",
            "\\\\server\\x",
            "C:/x",
            "C:x",
            "..",
            "a/../b",
            "./a",
            "a//b",
            "a/",
            "a/.",
            ".git/config",
            "sub/.GIT/hooks/x",
            ".git./x",
            "git~1/x",
            ".g\u{200c}it/x",
            "a\0b",
            "a\nb",
            "a\u{1b}[31m",
            "a\\b",
            "a:b",
            "NUL",
            "nul.txt",
            "com1",
            "LPT9.log",
            "a./b",
            "a /b",
        ];
        for text in hostile {
            assert!(RelPath::new(text).is_err(), "{text:?}");
        }
        assert!(RelPath::new("x".repeat(256)).is_err());
    }

    #[test]
    fn an_error_never_prints_a_raw_escape() {
        let error = RelPath::new("a\u{1b}[31m").unwrap_err().to_string();
        assert!(!error.contains('\u{1b}'), "{error:?}");
    }

    #[test]
    fn ancestors_run_from_the_nearest_to_the_topmost() {
        let path = RelPath::new("a/b/c.py").unwrap();
        let above: Vec<String> = path.ancestors().map(String::from).collect();
        assert_eq!(above, ["a/b", "a"]);
        assert_eq!(path.file_name(), "c.py");
    }
}
