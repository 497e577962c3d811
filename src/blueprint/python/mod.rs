//! The little Python that wiring is made of: literals, and calls with literals in them. Read from
//! blueprints, filled in for a project, and written as ruff's formatter would leave it. And names in
//! code of people, which is otherwise left alone.
//!
//! Knows nothing of modules or projects.

mod expression;
mod parse;
mod print;
mod rename;

pub(crate) use expression::{Expression, Operator};
pub(crate) use parse::parse;
pub(crate) use print::{assignment, item};
pub use rename::{Renamed, rename};

/// Whether `text` is an identifier that Python leaves to everybody.
pub(crate) fn is_name(text: &str) -> bool {
    const KEYWORDS: [&str; 35] = [
        "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue",
        "def", "del", "elif", "else", "except", "finally", "for", "from", "global", "if", "import", "in",
        "is", "lambda", "nonlocal", "not", "or", "pass", "raise", "return", "try", "while", "with", "yield",
    ];
    let mut letters = text.chars();
    letters.next().is_some_and(|first| first.is_ascii_alphabetic() || first == '_')
        && letters.all(|c| c.is_ascii_alphanumeric() || c == '_')
        && !KEYWORDS.contains(&text)
}

/// The label that an app gives itself in its `apps.py`.
pub fn app_label(config: &str) -> Option<&str> {
    let label = config.lines().find_map(|line| line.trim_start().strip_prefix("label = "))?;
    label.split(['"', '\'']).nth(1)
}

/// Whether `text` is names with dots between them.
pub(crate) fn is_dotted(text: &str) -> bool {
    text.split('.').all(is_name)
}
