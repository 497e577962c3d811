//! A file system call that failed.

use std::io;

use crate::diagnostics::{Issue, codes};

/// Something that could not be done to a path, and why.
#[derive(Debug, thiserror::Error)]
#[error("cannot {action} `{path}`: {}", reason(source))]
pub struct FsError {
    /// What was tried: `read`, `create`, ….
    action: &'static str,
    /// The path as a person knows it.
    path: String,
    #[source]
    source: io::Error,
}

impl FsError {
    pub(crate) fn new(action: &'static str, path: &str, source: impl Into<io::Error>) -> Self {
        Self { action, path: path.escape_debug().to_string(), source: source.into() }
    }

    /// The same about a path that a person knows by another name.
    pub(crate) fn known_as(self, path: &str) -> Self {
        Self { path: path.escape_debug().to_string(), ..self }
    }

    /// What the operating system said.
    pub fn kind(&self) -> io::ErrorKind {
        self.source.kind()
    }
}

/// The operating system's words, in the style of our messages and without its error number.
fn reason(error: &io::Error) -> String {
    let text = error.to_string();
    let words = text.split(" (os error").next().unwrap_or(&text);
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

impl From<FsError> for Issue {
    fn from(error: FsError) -> Self {
        let message = error.to_string();
        match (error.action, error.kind()) {
            (_, io::ErrorKind::NotADirectory) => Self::error(&codes::workspace::NOT_A_DIRECTORY, message)
                .help("put a directory in its place: links are not followed, because they can lead out of the project"),
            ("read" | "list" | "look at", io::ErrorKind::NotFound) => {
                Self::error(&codes::workspace::UNREADABLE, message)
                    .help(format!("check how `{}` is spelled, or whether it was moved", error.path))
            }
            ("read" | "list" | "look at", _) => Self::error(&codes::workspace::UNREADABLE, message)
                .help(format!("check the permissions of `{}` and of the directories above it", error.path)),
            (_, io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded) => {
                Self::error(&codes::workspace::DISK_FULL, message)
                    .help("free some space on that file system, then run the same command again")
            }
            (_, io::ErrorKind::CrossesDevices) => Self::error(&codes::workspace::OTHER_FILE_SYSTEM, message)
                .help(format!(
                    "unmount what is mounted above `{}`, or apply where it is not mounted",
                    error.path
                )),
            _ => Self::error(&codes::workspace::UNWRITABLE, message).help(format!(
                "make `{}` and its directory writable, then run the same command again",
                error.path
            )),
        }
    }
}

#[cfg(test)]
mod tests {
    use pretty_assertions::assert_eq;

    use super::*;

    #[test]
    fn the_message_names_path_and_reason_in_our_style() {
        let error = FsError::new("create", "a\u{1b}b", io::Error::from_raw_os_error(13));
        assert_eq!(error.to_string(), r"cannot create `a\u{1b}b`: permission denied");
    }

    #[test]
    fn what_is_not_there_is_no_matter_of_permissions() {
        let issue = Issue::from(FsError::new("read", "a", io::Error::from_raw_os_error(2)));
        assert_eq!(issue.message, "cannot read `a`: no such file or directory");
        assert_eq!(issue.help.as_deref(), Some("check how `a` is spelled, or whether it was moved"));
    }

    #[test]
    fn the_code_says_what_a_person_can_do_about_it() {
        let code = |action, errno| {
            Issue::from(FsError::new(action, "a", io::Error::from_raw_os_error(errno))).code.id
        };
        assert_eq!(code("read", 13), "workspace::unreadable");
        assert_eq!(code("write", 28), "workspace::disk-full");
        assert_eq!(code("replace", 18), "workspace::other-file-system");
        assert_eq!(code("write", 30), "workspace::unwritable");
        assert_eq!(code("list", 20), "workspace::not-a-directory");
    }
}
