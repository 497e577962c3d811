//! `uv.lock`, which uv makes of `pyproject.toml`.

mod lock_inputs;
mod requirement;

use self::lock_inputs::LockInputs;
use super::locker::{Fit, Inputs, Listing, Locker};
use crate::workspace::Digest;

pub(super) const UV: Locker = Locker {
    listing: "pyproject.toml",
    lock: "uv.lock",
    accepted: ".quickscale/run/uv-lock",
    command: &["uv", "lock"],
    install: "install uv with `curl -LsSf https://astral.sh/uv/install.sh | sh` or `pip install uv`, \
        then run `quickscale apply` again; or leave it out with `quickscale apply --offline`",
    read,
};

fn read(pyproject: &[u8]) -> Listing {
    match LockInputs::of_pyproject(pyproject) {
        None => Listing::Damaged,
        Some(None) => Listing::Foreign,
        Some(Some(inputs)) => Listing::Read(Box::new(inputs)),
    }
}

impl Inputs for LockInputs {
    fn digest(&self) -> Digest {
        Digest::of(format!("{self:?}").as_bytes())
    }

    fn compare(&self, lock: &[u8]) -> Fit {
        let Some(locked) = Self::of_lock(lock) else { return Fit::Unreadable };
        self.difference(&locked).map_or(Fit::Fits, Fit::Differs)
    }

    fn unrecorded(&self) -> &str {
        &self.indexes
    }

    fn unrecorded_differs(&self) -> &'static str {
        "names other package indexes"
    }
}
