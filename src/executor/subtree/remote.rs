//! The other repository: what it has, and bringing it here.

use super::{Repository, git::text_of};
use crate::{
    diagnostics::{Issue, closest, codes, listed},
    process::{self, Command, Output},
    state::{ObjectId, subtree_slug},
    workspace::RelPath,
};

/// What a remote has under the name that is followed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tip {
    /// The full name of a reference, or a commit.
    pub(super) name: String,
    /// The commit, when the remote says so before anything is fetched.
    pub(super) commit: ObjectId,
}

/// What a remote has.
#[derive(Debug, Default, PartialEq, Eq)]
struct Listing {
    default_branch: Option<String>,
    references: Vec<(String, ObjectId)>,
}

/// Where what was fetched for a subtree stays, so that git does not remove it.
pub(super) fn private_reference(prefix: &RelPath) -> String {
    format!("refs/quickscale/subtree/{}", subtree_slug(prefix))
}

impl Repository {
    /// Asks `remote` for a branch, a tag or a commit.
    pub fn look(&self, remote: &str, reference: &str) -> Result<Tip, Issue> {
        let (branch, tag) = (format!("refs/heads/{reference}"), format!("refs/tags/{reference}"));
        let peeled = format!("{tag}^{{}}");
        let listing = self.list(remote, &[&branch, &tag, &peeled])?;
        let commit = |name: &str| listing.commit(name).cloned();
        if let Some(commit) = commit(&branch) {
            return Ok(Tip { name: branch, commit });
        }
        if let Some(commit) = commit(&peeled).or_else(|| commit(&tag)) {
            return Ok(Tip { name: tag, commit });
        }
        match reference.parse::<ObjectId>() {
            Ok(commit) => Ok(Tip { name: reference.to_owned(), commit }),
            Err(_) => Err(self.no_reference(remote, reference)),
        }
    }

    /// The branch that others get when they name none.
    pub fn default_branch(&self, remote: &str) -> Result<Option<String>, Issue> {
        Ok(self.list(remote, &["HEAD"])?.default_branch)
    }

    fn list(&self, remote: &str, patterns: &[&str]) -> Result<Listing, Issue> {
        let arguments = ["ls-remote", "--symref", "--", remote].into_iter().chain(patterns.iter().copied());
        let output = self.talk(remote, &self.beside.command(arguments))?;
        Ok(Listing::parse(&text_of(&output)))
    }

    /// Brings what `tip` names here, whole, under the subtree's private reference.
    pub fn fetch(&self, prefix: &RelPath, remote: &str, tip: &Tip) -> Result<ObjectId, Issue> {
        let place = private_reference(prefix);
        self.fetch_into(remote, &format!("+{}:{place}", tip.name)).map_err(|issue| {
            match issue.code == &codes::subtree::NO_REFERENCE {
                true => self.no_reference(remote, &tip.name),
                false => issue,
            }
        })?;
        self.git.object(&format!("{place}^{{commit}}"))
    }

    pub(super) fn fetch_into(&self, remote: &str, refspec: &str) -> Result<(), Issue> {
        let quiet = ["fetch", "--quiet", "--no-tags", "--no-write-fetch-head", "--no-recurse-submodules"];
        let arguments = quiet.into_iter().chain(["--no-auto-maintenance", "--", remote, refspec]);
        self.talk(remote, &self.beside.command(arguments)).map(drop)
    }

    /// Makes the tree of `commit` readable here: it is here already, or the remote hands it out.
    pub(super) fn bring(&self, prefix: &RelPath, remote: &str, commit: &ObjectId) -> Result<(), Issue> {
        if self.git.has(&format!("{commit}^{{tree}}"))? {
            return Ok(());
        }
        let place = format!("{}.base", private_reference(prefix));
        self.fetch_into(remote, &format!("+{commit}:{place}")).map_err(|issue| {
            if issue.code != &codes::subtree::NO_REFERENCE {
                return issue;
            }
            let message =
                format!("the commit {} of `{prefix}` is neither here nor on the remote", commit.short());
            Issue::error(&codes::subtree::BASE_MISSING, message)
                .help(format!("fetch it from a copy that has it: `git fetch URL {commit}`"))
        })
    }

    /// Runs a command that talks to `remote`.
    pub(super) fn talk(&self, remote: &str, command: &Command) -> Result<Output, Issue> {
        let command = self.without_questions(command.clone())?;
        command.run().map_err(|error| match error {
            process::Error::Failed { command, status, stderr } => refused(remote, &stderr)
                .unwrap_or_else(|| super::git::failed(&command, &status.to_string(), &stderr)),
            process::Error::TimedOut { .. } => network(remote, &error.to_string()),
            process::Error::Missing { .. }
            | process::Error::NotRun { .. }
            | process::Error::TooMuchOutput { .. } => error.into_issue("install git 2.38 or newer"),
        })
    }

    /// Keeps ssh from asking at a terminal that this program has, unless somebody chose another ssh.
    fn without_questions(&self, command: Command) -> Result<Command, Issue> {
        let is_chosen = process::is_set("GIT_SSH_COMMAND")
            || process::is_set("GIT_SSH")
            || self.git.holds(["config", "--get", "core.sshCommand"])?;
        Ok(if is_chosen { command } else { command.variable("GIT_SSH_COMMAND", "ssh -o BatchMode=yes") })
    }

    fn no_reference(&self, remote: &str, reference: &str) -> Issue {
        let shown = short_name(reference);
        let listing = self.list(remote, &["refs/heads/*", "refs/tags/*"]).unwrap_or_default();
        let mut names: Vec<&str> = listing.references.iter().map(|(name, _)| short_name(name)).collect();
        names.retain(|name| !name.ends_with("^{}"));
        let message = format!("`{remote}` has no branch, tag or commit `{shown}`");
        let issue = Issue::error(&codes::subtree::NO_REFERENCE, message);
        issue.help(match (closest(shown, names.iter().copied()), names.is_empty()) {
            (_, true) => "push something to it first: it is empty".to_owned(),
            (Some(near), _) => format!("did you mean `{near}`? It has {}", listed(&names)),
            (None, _) => format!("choose one of {}", listed(&names)),
        })
    }
}

impl Listing {
    fn parse(said: &str) -> Self {
        let mut listing = Self::default();
        for (what, name) in said.lines().filter_map(|line| line.split_once('\t')) {
            if let ("HEAD", Some(branch)) = (name, what.strip_prefix("ref: refs/heads/")) {
                listing.default_branch = Some(branch.to_owned());
            } else if let Ok(id) = what.parse() {
                listing.references.push((name.to_owned(), id));
            }
        }
        listing
    }

    fn commit(&self, name: &str) -> Option<&ObjectId> {
        self.references.iter().find(|(found, _)| found == name).map(|(_, id)| id)
    }
}

fn short_name(reference: &str) -> &str {
    reference
        .strip_prefix("refs/heads/")
        .or_else(|| reference.strip_prefix("refs/tags/"))
        .unwrap_or(reference)
}

/// What a remote that did not do as it was told has said, when that is known.
fn refused(remote: &str, stderr: &str) -> Option<Issue> {
    let says = |words: &[&str]| words.iter().any(|word| stderr.contains(word));
    let host = host_of(remote).unwrap_or("HOST");
    if says(&["Host key verification failed"]) {
        return Some(
            Issue::error(
                &codes::subtree::UNKNOWN_HOST,
                format!("the key of `{host}` is not known\n{stderr}"),
            )
            .help(format!("connect once and compare the key: `ssh -T git@{host}`")),
        );
    }
    if says(&[
        "Authentication failed",
        "could not read Username",
        "could not read Password",
        "Permission denied",
        "terminal prompts disabled",
        "returned error: 401",
        "returned error: 403",
        "Invalid username or",
    ]) {
        return Some(
            Issue::error(
                &codes::subtree::AUTHENTICATION,
                format!("`{remote}` does not let you in\n{stderr}"),
            )
            .help(format!(
                "try `git ls-remote {remote}`; set up git's credential helper, or `ssh-add` your key"
            )),
        );
    }
    if says(&["couldn't find remote ref", "not our ref", "Server does not allow request"]) {
        let message = format!("`{remote}` does not have what was asked for\n{stderr}");
        return Some(
            Issue::error(&codes::subtree::NO_REFERENCE, message)
                .help(format!("look at what it has: `git ls-remote {remote}`")),
        );
    }
    if says(&[
        "does not appear to be a git repository",
        "epository not found",
        "' not found",
        "returned error: 404",
        "project you were looking for could not be found",
    ]) || (stderr.contains("repository '") && stderr.contains("does not exist"))
    {
        return Some(
            Issue::error(
                &codes::subtree::NO_REMOTE,
                format!("there is no repository at `{remote}`\n{stderr}"),
            )
            .help(format!("check the address: `git ls-remote {remote}`")),
        );
    }
    says(&[
        "Could not resolve",
        "unable to access",
        "Connection refused",
        "onnection timed out",
        "onnection reset",
        "onnection closed",
        "early EOF",
        "unexpected disconnect",
        "hung up unexpectedly",
        "RPC failed",
        "unable to connect",
        "Network is unreachable",
        "fetch-pack: invalid index-pack output",
    ])
    .then(|| network(remote, stderr))
}

fn network(remote: &str, said: &str) -> Issue {
    Issue::error(&codes::subtree::NETWORK, format!("the connection to `{remote}` failed\n{said}"))
        .help("check the network and run the command again; nothing was changed")
}

/// `example.com` of `https://me@example.com:8443/x` and of `git@example.com:x`.
pub(super) fn host_of(remote: &str) -> Option<&str> {
    let authority = match remote.split_once("://") {
        Some((_, rest)) => rest.split('/').next()?,
        None => remote.split_once(':').filter(|(host, _)| !host.contains('/'))?.0,
    };
    let host = authority.rsplit('@').next()?;
    let host = host.split(':').next()?;
    (!host.is_empty()).then_some(host)
}

#[cfg(test)]
mod tests {
    use pretty_assertions::assert_eq;

    use super::*;

    #[test]
    fn a_listing_has_the_default_branch_and_the_peeled_tags() {
        let id = |digit: &str| digit.repeat(40);
        let said = format!(
            "ref: refs/heads/main\tHEAD\n{0}\tHEAD\n{0}\trefs/heads/main\n{1}\trefs/tags/v1\n{2}\trefs/tags/v1^{{}}",
            id("a"),
            id("b"),
            id("c")
        );
        let listing = Listing::parse(&said);
        assert_eq!(listing.default_branch.as_deref(), Some("main"));
        assert_eq!(listing.commit("refs/tags/v1^{}"), Some(&id("c").parse().unwrap()));
        assert_eq!(listing.commit("refs/heads/ma"), None);
    }

    #[test]
    fn what_remotes_say_is_told_apart() {
        let code = |stderr: &str| refused("https://example.com/x.git", stderr).map(|issue| issue.code.id);
        for (stderr, expected) in [
            (
                "fatal: Authentication failed for 'https://example.com/x.git/'",
                Some("subtree::authentication"),
            ),
            (
                "fatal: could not read Username for 'https://h': terminal prompts disabled",
                Some("subtree::authentication"),
            ),
            (
                "git@h: Permission denied (publickey).\nfatal: Could not read from remote repository.",
                Some("subtree::authentication"),
            ),
            (
                "Host key verification failed.\nfatal: Could not read from remote repository.",
                Some("subtree::unknown-host-key"),
            ),
            ("fatal: unable to access 'https://h/': Could not resolve host: h", Some("subtree::network")),
            ("error: RPC failed; curl 18 transfer closed\nfatal: early EOF", Some("subtree::network")),
            ("fatal: repository 'https://h/x.git/' not found", Some("subtree::no-remote")),
            ("fatal: '/x' does not appear to be a git repository", Some("subtree::no-remote")),
            ("fatal: repository '/x' does not exist", Some("subtree::no-remote")),
            ("fatal: couldn't find remote ref refs/heads/x", Some("subtree::no-reference")),
            ("fatal: remote error: upload-pack: not our ref 123", Some("subtree::no-reference")),
            ("fatal: bad object", None),
        ] {
            assert_eq!(code(stderr), expected, "{stderr}");
        }
    }

    #[test]
    fn hosts_are_found_in_every_kind_of_address() {
        for (remote, expected) in [
            ("https://me@example.com:8443/x", Some("example.com")),
            ("git@example.com:team/x.git", Some("example.com")),
            ("ssh://git@example.com/x", Some("example.com")),
            ("../core", None),
            ("/srv/git:x", None),
            ("file:///srv/x", None),
        ] {
            assert_eq!(host_of(remote), expected, "{remote}");
        }
    }
}
