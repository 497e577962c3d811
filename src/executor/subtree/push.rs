//! Proposing what was changed here to the other repository.

use super::{
    Repository, Wish,
    git::text_of,
    incoming::{Subject, not_embedded},
    pull_request::address_in,
};
use crate::{
    diagnostics::{Issue, Report, codes},
    process,
    state::{ObjectId, SubtreeRecord},
};

/// What would be pushed.
#[derive(Debug, Clone)]
pub struct Outgoing {
    /// The commit that holds the subtree as it is here.
    pub commit: ObjectId,
    /// The commit of the other repository that it is on top of.
    pub base: ObjectId,
    /// The commits that the other repository has not, the latest first; long lists are cut.
    pub commits: Vec<Subject>,
    /// How many there are.
    pub commit_count: usize,
}

/// Where to.
#[derive(Debug, Clone, Copy)]
pub struct Destination<'a> {
    /// The repository.
    pub remote: &'a str,
    /// The branch in it.
    pub branch: &'a str,
}

impl Repository {
    /// What would be pushed; nothing when the other repository has all of it.
    pub fn outgoing(&self, wish: &Wish, record: Option<&SubtreeRecord>) -> Result<Option<Outgoing>, Report> {
        let head = self.head()?;
        let joins = self.joins(&head, &self.path(&wish.prefix))?;
        let Some(base) = self.last_merged(&head, wish, record, &joins)? else {
            return Err(not_embedded(wish).into());
        };
        let tip = self.look(&wish.remote, &wish.reference)?;
        let upstream = self.fetch(&wish.prefix, &wish.remote, &tip)?;
        self.bring(&wish.prefix, &wish.remote, &base)?;
        let Some(commit) = self.split(&head, wish, &joins)? else { return Err(not_embedded(wish).into()) };
        if self.git.is_ancestor(&commit, &upstream)? || self.git.is_ancestor(&commit, &base)? {
            return Ok(None);
        }
        let (commits, commit_count) = self.subjects(Some(&upstream), &commit)?;
        Ok(Some(Outgoing { commit, base, commits, commit_count }))
    }

    /// Whether pushing there would be allowed, as far as the server tells beforehand.
    pub fn check_access(&self, outgoing: &Outgoing, destination: Destination<'_>) -> Result<(), Issue> {
        self.send(outgoing, destination, &["--dry-run"]).map(drop)
    }

    /// Pushes; the page that the server names for a pull request, if it names one.
    pub fn push(&self, outgoing: &Outgoing, destination: Destination<'_>) -> Result<Option<String>, Issue> {
        Ok(address_in(&self.send(outgoing, destination, &[])?.stderr))
    }

    fn send(
        &self,
        outgoing: &Outgoing,
        destination: Destination<'_>,
        options: &[&str],
    ) -> Result<process::Output, Issue> {
        let Destination { remote, branch } = destination;
        let refspec = format!("{}:refs/heads/{branch}", outgoing.commit);
        let arguments = ["push", "--porcelain", "--no-recurse-submodules"].into_iter();
        let arguments = arguments.chain(options.iter().copied()).chain(["--", remote, &refspec]);
        // What is refused is said on stdout, so a failure is read from there as well.
        let command = self.beside.command(arguments).answers(&[1]);
        let output = self.talk(remote, &command)?;
        if output.code == 0 {
            return Ok(output);
        }
        Err(rejected(destination, &text_of(&output), &output.stderr))
    }
}

fn rejected(destination: Destination<'_>, stdout: &str, stderr: &str) -> Issue {
    let Destination { remote, branch } = destination;
    let refused = stdout.lines().find(|line| line.starts_with('!')).unwrap_or_default();
    if refused.is_empty() {
        let message = format!("a hook here refused the push\n{stderr}");
        return Issue::error(&codes::subtree::HOOK, message)
            .help("do what the hook asks for, then run the command again");
    }
    let reason = refused.split('\t').nth(2).unwrap_or(refused);
    let message = format!("`{branch}` on `{remote}` was not taken: {reason}\n{stderr}");
    Issue::error(&codes::subtree::REJECTED, message)
        .help("choose another branch with `--branch`, or take in what is there with `quickscale update`")
}
