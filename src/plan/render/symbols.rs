//! How an action looks and is called.

use super::paint::Look;
use crate::plan::{Action, Step};

/// The sign in front of a path.
pub(super) fn symbol(action: Action) -> &'static str {
    match action {
        Action::Create => "+",
        Action::Update => "~",
        Action::Merge => "&",
        Action::Move => ">",
        Action::Delete => "-",
        Action::Run => "$",
        Action::Record => "=",
        Action::Conflict => "!",
    }
}

pub(super) fn look(action: Action) -> Look {
    match action {
        Action::Create => Look::Added,
        Action::Update | Action::Merge => Look::Changed,
        Action::Move => Look::Moved,
        Action::Delete => Look::Removed,
        Action::Conflict => Look::Alarm,
        Action::Run => Look::Title,
        Action::Record => Look::Faint,
    }
}

/// What has happened to several files: `3 new`.
pub(super) fn participle(action: Action) -> &'static str {
    match action {
        Action::Create => "new",
        Action::Update => "changed",
        Action::Merge => "merged",
        Action::Move => "moved",
        Action::Delete => "deleted",
        Action::Run => "run",
        Action::Record => "recorded",
        Action::Conflict => "in conflict",
    }
}

/// The path or service as it is shown: `old → new` for a move.
pub(super) fn target(step: &Step) -> String {
    let from = step.file().and_then(|change| change.from.as_ref());
    from.map(|from| format!("{from} → {}", step.target)).unwrap_or_else(|| step.target.clone())
}
