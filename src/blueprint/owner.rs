//! Who may write a generated file.

use std::{fmt, str::FromStr};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The owner class of a generated file: it decides what happens to an edit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Owner {
    /// The tool writes all of it; an edit is drift, restored after a yes and kept aside.
    Managed,
    /// Both write; merged line by line from the recorded base.
    Shared,
    /// Both write; merged key by key, formatting and comments kept.
    Keyed,
    /// The user's from the first write on; never touched again.
    Once,
    /// The user took it over; never written, still reported on.
    Ejected,
}

impl Owner {
    /// Every class, in the order of the documentation.
    pub const ALL: [Self; 5] = [Self::Managed, Self::Shared, Self::Keyed, Self::Once, Self::Ejected];

    /// The class as it is written in lock files and blueprints.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Managed => "managed",
            Self::Shared => "shared",
            Self::Keyed => "keyed",
            Self::Once => "once",
            Self::Ejected => "ejected",
        }
    }

    /// Whether a merge needs the text of the last render, so that it is kept in the base store.
    pub fn keeps_base(self) -> bool {
        matches!(self, Self::Shared | Self::Keyed)
    }
}

impl fmt::Display for Owner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// A text that names no owner class.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not an owner class")]
pub struct OwnerError(String);

impl FromStr for Owner {
    type Err = OwnerError;

    fn from_str(text: &str) -> Result<Self, OwnerError> {
        Self::ALL
            .into_iter()
            .find(|owner| owner.as_str() == text)
            .ok_or_else(|| OwnerError(text.escape_debug().to_string()))
    }
}
