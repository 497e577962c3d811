//! `frontend/package-lock.json`, which npm makes of `frontend/package.json`.

use std::collections::BTreeMap;

use serde_json::Value;

use super::locker::{Fit, Inputs, Listing, Locker};
use crate::workspace::Digest;

pub(super) const NPM: Locker = Locker {
    listing: "frontend/package.json",
    lock: "frontend/package-lock.json",
    accepted: ".quickscale/run/npm-lock",
    command: &["npm", "--prefix", "frontend", "install", "--package-lock-only", "--no-audit", "--no-fund"],
    install: "install Node.js 24 from https://nodejs.org/ or your system's packages, then run `quickscale apply` again; \
        or leave it out with `quickscale apply --offline`",
    read,
};

/// What `package.json` lists, and `package-lock.json` repeats about the package itself.
const LISTS: [&str; 4] = ["dependencies", "devDependencies", "optionalDependencies", "peerDependencies"];

/// Everything in `package.json` that decides what `npm install` pins.
#[derive(Debug, PartialEq, Eq)]
struct NpmInputs {
    dependencies: BTreeMap<&'static str, Ranges>,
    /// Versions that are forced on dependencies of dependencies.
    overrides: String,
}

/// Packages with the versions that will do.
type Ranges = BTreeMap<String, String>;

fn read(package: &[u8]) -> Listing {
    let Ok(Value::Object(package)) = serde_json::from_slice(package) else { return Listing::Damaged };
    let package = Value::Object(package);
    let overrides = package.get("overrides").map(Value::to_string).unwrap_or_default();
    Listing::Read(Box::new(NpmInputs { dependencies: dependencies(&package), overrides }))
}

impl Inputs for NpmInputs {
    fn digest(&self) -> Digest {
        Digest::of(format!("{self:?}").as_bytes())
    }

    fn compare(&self, lock: &[u8]) -> Fit {
        let Ok(lock) = serde_json::from_slice::<Value>(lock) else { return Fit::Unreadable };
        match lock.get("packages").and_then(|packages| packages.get("")) {
            None => Fit::Unreadable,
            Some(own) if dependencies(own) == self.dependencies => Fit::Fits,
            Some(_) => Fit::Differs("the dependencies differ"),
        }
    }

    fn unrecorded(&self) -> &str {
        &self.overrides
    }

    fn unrecorded_differs(&self) -> &'static str {
        "overrides other versions"
    }
}

/// The lists that are not empty.
fn dependencies(package: &Value) -> BTreeMap<&'static str, Ranges> {
    let list = |name: &'static str| {
        let entries = package.get(name)?.as_object()?.iter();
        let ranges: Ranges =
            entries.filter_map(|(name, range)| Some((name.clone(), range.as_str()?.to_owned()))).collect();
        (!ranges.is_empty()).then_some((name, ranges))
    };
    LISTS.into_iter().filter_map(list).collect()
}
