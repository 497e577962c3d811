//! Every code there is, one file per layer.

use super::Code;

/// The codes, grouped by the layer that reports them.
pub mod codes {
    pub use super::{
        apply::codes as apply, blueprint::codes as blueprint, command::codes as command, data::codes as data,
        docker::codes as docker, edit::codes as edit, explain::codes as explain, kdl::codes as kdl,
        manifest::codes as manifest, migrate::codes as migrate, plan::codes as plan,
        railway::codes as railway, resolve::codes as resolve, state::codes as state,
        subtree::codes as subtree, tools::codes as tools, workspace::codes as workspace,
    };
}

mod apply;
mod blueprint;
mod command;
mod data;
mod docker;
mod edit;
mod explain;
mod kdl;
mod manifest;
mod migrate;
mod plan;
mod railway;
mod resolve;
mod state;
mod subtree;
mod tools;
mod workspace;

/// Every code, sorted by layer and then in the order of declaration.
pub fn catalogue() -> impl Iterator<Item = &'static Code> {
    [
        apply::codes::ALL,
        blueprint::codes::ALL,
        command::codes::ALL,
        data::codes::ALL,
        docker::codes::ALL,
        edit::codes::ALL,
        explain::codes::ALL,
        kdl::codes::ALL,
        manifest::codes::ALL,
        migrate::codes::ALL,
        plan::codes::ALL,
        railway::codes::ALL,
        resolve::codes::ALL,
        state::codes::ALL,
        subtree::codes::ALL,
        tools::codes::ALL,
        workspace::codes::ALL,
    ]
    .into_iter()
    .flatten()
    .copied()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn codes_are_unique_and_well_formed() {
        let mut seen = BTreeSet::new();
        for code in catalogue() {
            assert!(seen.insert(code.id), "{code} is declared twice");
            let (layer, name) = code.id.split_once("::").unwrap_or_default();
            let slug = |text: &str| {
                !text.is_empty()
                    && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
            };
            assert!(slug(layer) && slug(name), "{code}");
            assert!(!code.title.ends_with('.') && code.explanation.trim().len() > 40, "{code}");
        }
    }
}
