//! What a person prefers in every project: `config.kdl` in the platform's configuration directory.
//!
//! Flags and the manifest come first; this is asked where they say nothing. Nothing here reads a file.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    diagnostics::{Issue, Report, SourceFile},
    document::{self, Pointer},
    manifest::{self, edit},
    workspace::RelPath,
};

/// The name of the file.
pub const FILE_NAME: &str = "config.kdl";

/// What a person prefers in every project.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// The repository that `embed` takes unless another is named.
    pub remote: Option<String>,
    /// The branch that it follows; `main` unless something is written.
    pub branch: Option<String>,
    /// The directory that it goes into.
    pub prefix: Option<RelPath>,
    /// Whether its history is folded into one commit; yes unless `squash #false` is written.
    pub squash: Option<bool>,
    /// The person's own copy of the repository, which `push` pushes to.
    pub fork: Option<Fork>,
}

/// A person's own copy of a repository.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Fork {
    /// The repository.
    pub remote: Option<String>,
    /// The branch that `push` pushes to unless another is named.
    pub branch: Option<String>,
}

/// Reads the configuration, or says everything that is wrong with it.
pub fn read(source: &SourceFile) -> Result<Config, Report> {
    let typed = document::read::<Config>(source)?;
    let Config { remote, branch, fork, .. } = &typed.value;
    let fork = fork.as_ref();
    let root = Pointer::root();
    let below = root.key("fork");
    let remotes = [
        (root.key("remote"), remote.as_ref()),
        (below.key("remote"), fork.and_then(|fork| fork.remote.as_ref())),
    ];
    let branches = [
        (root.key("branch"), branch.as_ref()),
        (below.key("branch"), fork.and_then(|fork| fork.branch.as_ref())),
    ];
    let mut report = Report::new();
    let mut secrets = Vec::new();
    let place = |at: &Pointer, issue: Issue| issue.label(typed.spans.value(at), "").in_source(source);
    for (at, remote) in remotes.iter().filter_map(|(at, remote)| Some((at, (*remote)?))) {
        if let Some(issue) = manifest::wrong_remote(remote) {
            if manifest::has_password(remote) {
                secrets.push(typed.spans.value(at));
            }
            report.push(place(at, issue));
        }
    }
    for (at, branch) in branches.iter().filter_map(|(at, branch)| Some((at, (*branch)?))) {
        report.extend(manifest::wrong_reference("branch", branch).map(|issue| place(at, issue)));
    }
    report.mask(&secrets);
    report.sort_by_place();
    if report.is_empty() { Ok(typed.value) } else { Err(report) }
}

/// The configuration's text with another value for one setting, such as `fork.remote`.
pub fn set(source: &SourceFile, key: &str, value: &str) -> Result<String, Report> {
    let text = edit::set_in::<Config>(source, key, &[value.to_owned()])?;
    read(&SourceFile::new(source.name(), &text))?;
    Ok(text)
}

/// Every setting with its value, as `config set` takes them.
pub fn settings(config: &Config) -> Vec<(&'static str, Option<String>)> {
    let fork = config.fork.clone().unwrap_or_default();
    vec![
        ("remote", config.remote.clone()),
        ("branch", config.branch.clone()),
        ("prefix", config.prefix.as_ref().map(ToString::to_string)),
        ("squash", config.squash.map(|squash| squash.to_string())),
        ("fork.remote", fork.remote),
        ("fork.branch", fork.branch),
    ]
}

#[cfg(test)]
mod tests {
    use pretty_assertions::assert_eq;

    use super::*;

    fn source(text: &str) -> SourceFile {
        SourceFile::new(FILE_NAME, text)
    }

    #[test]
    fn a_setting_that_is_set_is_read_and_everything_else_stays() {
        let mut text = "// mine\nremote \"https://example.com/a.git\" // home\n".to_owned();
        for (key, value) in [
            ("branch", "develop"),
            ("fork.remote", "git@example.com:me/a.git"),
            ("fork.branch", "work"),
            ("squash", "false"),
            ("prefix", "libs/core"),
        ] {
            text = set(&source(&text), key, value).unwrap();
            let settings = settings(&read(&source(&text)).unwrap());
            assert!(settings.contains(&(key, Some(value.to_owned()))), "{settings:?}");
        }
        assert!(text.starts_with("// mine\nremote \"https://example.com/a.git\" // home\n"), "{text}");
    }

    #[test]
    fn every_mistake_is_reported_at_its_place() {
        let text = "remote \"-x\"\nbranch \"a b\"\nfork { remote \"https://me:hunter2@example.com/a\"; branch \"..\" }\n";
        let report = read(&source(text)).unwrap_err();
        let found: Vec<_> = report.issues().iter().map(|issue| issue.code.id).collect();
        assert_eq!(
            found,
            [
                "manifest::bad-remote",
                "manifest::bad-reference",
                "manifest::literal-secret",
                "manifest::bad-reference"
            ]
        );
        let shown = crate::diagnostics::render(&report, false);
        assert!(!shown.contains("hunter2"), "{shown}");
    }

    #[test]
    fn an_unknown_setting_is_recognised() {
        let issue = &set(&source(""), "remot", "x").unwrap_err().issues()[0].clone();
        assert_eq!(issue.code.id, "edit::unknown-path");
        assert!(issue.help.as_deref().unwrap_or_default().contains("`remote`"), "{issue:?}");
    }
}
