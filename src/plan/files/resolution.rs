//! How a person wants conflicts resolved.

use std::{collections::BTreeMap, fmt, str::FromStr};

use crate::workspace::{RelPath, RelPathError};

/// Which side of a conflict is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Resolution {
    /// The file stays as it is in the project.
    Ours,
    /// The new render replaces it; the edit is kept aside.
    Theirs,
    /// Both sides are written between markers, for a person to sort out.
    Markers,
}

/// The resolutions of one command: one for all conflicts, and exceptions by path.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Resolutions {
    /// For every conflict that has none of its own.
    pub all: Option<Resolution>,
    /// For one path each.
    pub paths: BTreeMap<RelPath, Resolution>,
}

/// Why a text is no resolution.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ResolutionError {
    /// Not one of the three words.
    #[error("`{0}` is not a way to resolve a conflict: write `ours`, `theirs` or `markers`")]
    Word(String),
    /// Not a path in the project.
    #[error(transparent)]
    Path(#[from] RelPathError),
}

impl Resolutions {
    /// The resolution of a conflict at `path`.
    pub fn of(&self, path: &RelPath) -> Option<Resolution> {
        self.paths.get(path).copied().or(self.all)
    }

    /// Adds what a person wrote on the command line: `ours` for all, `PATH=ours` for one path.
    pub fn add(&mut self, text: &str) -> Result<(), ResolutionError> {
        match text.rsplit_once('=') {
            None => self.all = Some(text.parse()?),
            Some((path, word)) => drop(self.paths.insert(RelPath::new(path)?, word.parse()?)),
        }
        Ok(())
    }
}

impl fmt::Display for Resolution {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Ours => "ours",
            Self::Theirs => "theirs",
            Self::Markers => "markers",
        })
    }
}

impl FromStr for Resolution {
    type Err = ResolutionError;

    fn from_str(text: &str) -> Result<Self, ResolutionError> {
        [Self::Ours, Self::Theirs, Self::Markers]
            .into_iter()
            .find(|resolution| resolution.to_string() == text)
            .ok_or_else(|| ResolutionError::Word(text.escape_debug().to_string()))
    }
}

#[cfg(test)]
mod tests {
    use pretty_assertions::assert_eq;

    use super::*;

    #[test]
    fn one_word_is_for_all_and_a_path_is_an_exception() {
        let mut resolutions = Resolutions::default();
        resolutions.add("markers").unwrap();
        resolutions.add("a=b.py=ours").unwrap();
        let path = |text: &str| RelPath::new(text).unwrap();
        assert_eq!(resolutions.of(&path("a=b.py")), Some(Resolution::Ours));
        assert_eq!(resolutions.of(&path("c.py")), Some(Resolution::Markers));
        assert_eq!(Resolutions::default().of(&path("c.py")), None);
    }

    #[test]
    fn anything_else_is_refused() {
        for text in ["", "Ours", "a.py=", "../a=ours", "=ours"] {
            assert!(Resolutions::default().add(text).is_err(), "{text}");
        }
    }
}
