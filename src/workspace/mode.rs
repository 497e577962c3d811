//! The one permission bit that a generated file carries.

use std::{fmt, str::FromStr};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Whether a file can be executed; the same two modes that git records.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
pub enum Mode {
    /// `rw-r--r--`.
    #[default]
    #[serde(rename = "644")]
    Regular,
    /// `rwxr-xr-x`.
    #[serde(rename = "755")]
    Executable,
}

impl Mode {
    /// The permission bits to create a file with, before the umask.
    pub fn bits(self) -> u32 {
        match self {
            Self::Regular => 0o644,
            Self::Executable => 0o755,
        }
    }

    /// The mode that `bits` stand for: executable when the owner may execute.
    pub fn from_bits(bits: u32) -> Self {
        if bits & 0o100 == 0 { Self::Regular } else { Self::Executable }
    }
}

impl fmt::Display for Mode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:o}", self.bits())
    }
}

/// A text that is neither `644` nor `755`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a file mode: write `644` or `755`")]
pub struct ModeError(String);

impl FromStr for Mode {
    type Err = ModeError;

    fn from_str(text: &str) -> Result<Self, ModeError> {
        match text {
            "644" => Ok(Self::Regular),
            "755" => Ok(Self::Executable),
            _ => Err(ModeError(text.escape_debug().to_string())),
        }
    }
}
