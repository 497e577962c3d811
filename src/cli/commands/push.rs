//! `quickscale push`.

use clap::Args;

use crate::{
    apply,
    cli::{
        Context, Exit, Failure,
        subtrees::{self, Subtrees},
    },
    diagnostics::{Issue, Report, codes, counted},
    executor::subtree::{Destination, Outgoing, Proposal, Wish, pull_request_url},
    manifest,
};

/// Propose what you have changed in a subtree to the repository that it comes from.
///
/// Takes the commits that touch the subtree, and of those only what is in it, with author and message kept; shows them,
/// asks, and pushes them to a branch of their own. The same history always gives the same commits.
#[derive(Debug, Args)]
pub(in crate::cli) struct Push {
    /// The directory of the subtree; may be left out when there is only one.
    #[arg(value_name = "PREFIX")]
    name: Option<String>,

    /// The branch to push to [default: feature/ and the names of subtree and project].
    #[arg(long, value_name = "NAME")]
    branch: Option<String>,

    /// The repository to push to [default: the fork of the configuration, or where it comes from].
    #[arg(long, value_name = "URL")]
    remote: Option<String>,

    /// Let it go to the remote's default branch.
    #[arg(long)]
    allow_default_branch: bool,

    /// Print what is pushed as JSON.
    #[arg(long, requires = "unattended")]
    json: bool,

    /// Do not ask.
    #[arg(short, long, conflicts_with = "dry_run", group = "unattended")]
    yes: bool,

    /// Show what would be pushed, and push nothing.
    #[arg(short = 'n', long, group = "unattended")]
    dry_run: bool,
}

impl Push {
    pub(in crate::cli) fn run(self, context: &Context) -> Result<Exit, Failure> {
        let subtrees = if self.dry_run { Subtrees::look(context)? } else { Subtrees::open(context)? };
        let names: Vec<String> = self.name.iter().cloned().collect();
        let Some(wish) = subtrees.named(&names, false)?.pop() else { return Ok(Exit::Success) };
        let config = context.config()?;
        let fork = config.fork.unwrap_or_default();
        let remote = self.remote.clone().or(fork.remote).unwrap_or_else(|| wish.remote.clone());
        check_words(&remote, self.branch.as_deref())?;
        let record = subtrees.record(&wish)?;
        context.ui.say(&format!("Looking at `{}` of {} …", wish.reference, wish.remote));
        let Some(outgoing) = subtrees.repository.outgoing(&wish, record.as_ref())? else {
            let nothing = format!("Nothing to push: {} has everything of {}.\n", wish.remote, wish.prefix);
            match self.json {
                true => print_json(&subtrees, &wish, None, Outcome::default())?,
                false => context.ui.out(&nothing),
            }
            return Ok(Exit::Success);
        };
        if !self.json {
            show(&subtrees, &wish, &outgoing)?;
        }
        let default = fork.branch.unwrap_or_else(|| suggested(&wish, &subtrees.session.project.name));
        let branch = match self.branch.clone() {
            Some(branch) => branch,
            None if context.ui.is_interactive() && !self.yes && !self.dry_run => {
                context.ui.ask("Branch to push to?", &default)
            }
            None => default,
        };
        check_words(&remote, Some(&branch))?;
        let base = subtrees.repository.default_branch(&remote)?;
        if base.as_ref() == Some(&branch) && !self.allow_default_branch {
            return Err(to_default(&wish, &remote, &branch).into());
        }
        let destination = Destination { remote: &remote, branch: &branch };
        subtrees.repository.check_access(&outgoing, destination)?;
        if self.dry_run {
            if self.json {
                let outcome = Outcome { destination: Some(destination), ..Outcome::default() };
                print_json(&subtrees, &wish, Some(&outgoing), outcome)?;
            }
            context.ui.say(&format!("Would push to `{branch}` of {remote}; you may write there."));
            return Ok(Exit::Success);
        }
        let look = format!("quickscale push {} --dry-run", wish.prefix);
        if !context.agreed(self.yes, &format!("Push to `{branch}` of {remote}?"), &look)? {
            return Ok(Exit::Success);
        }
        let _held = apply::Session::begin(&subtrees.session.root, "push")?;
        let page = subtrees.repository.push(&outgoing, destination)?;
        context.ui.say(&format!("Pushed {} to `{branch}` of {remote}.", outgoing.commit.short()));
        let base = base.unwrap_or_else(|| wish.reference.clone());
        let proposal = Proposal { pushed_to: &remote, upstream: &wish.remote, branch: &branch, base: &base };
        let page = page.or_else(|| pull_request_url(proposal));
        if self.json {
            let outcome = Outcome { destination: Some(destination), is_pushed: true, page };
            print_json(&subtrees, &wish, Some(&outgoing), outcome)?;
        } else if let Some(page) = page {
            context.ui.say("Open a pull request:");
            context.ui.out(&subtrees::shown(&[page]));
        }
        Ok(Exit::Success)
    }
}

/// What became of it.
#[derive(Debug, Default)]
struct Outcome<'a> {
    destination: Option<Destination<'a>>,
    is_pushed: bool,
    /// Where a pull request is opened.
    page: Option<String>,
}

fn print_json(
    subtrees: &Subtrees<'_>,
    wish: &Wish,
    outgoing: Option<&Outgoing>,
    outcome: Outcome<'_>,
) -> Result<(), Failure> {
    let files = outgoing.map(|outgoing| subtrees.repository.outgoing_changes(outgoing)).transpose()?;
    let json = serde_json::json!({
        "prefix": wish.prefix,
        "remote": outcome.destination.map(|destination| destination.remote),
        "branch": outcome.destination.map(|destination| destination.branch),
        "base": outgoing.map(|outgoing| outgoing.base.to_string()),
        "commit": outgoing.map(|outgoing| outgoing.commit.to_string()),
        "commit_count": outgoing.map_or(0, |outgoing| outgoing.commit_count),
        "commits": subtrees::commits_json(outgoing.map_or(&[], |outgoing| &outgoing.commits)),
        "files": subtrees::files_json(&files.unwrap_or_default()),
        "pushed": outcome.is_pushed,
        "pull_request": outcome.page,
    });
    subtrees.ui().value(&json);
    Ok(())
}

fn show(subtrees: &Subtrees<'_>, wish: &Wish, outgoing: &Outgoing) -> Result<(), Failure> {
    let count = counted(outgoing.commit_count, "commit");
    let mut lines = vec![format!("{}: {count} on top of {}", wish.prefix, outgoing.base.short())];
    lines.extend(subtrees::subjects(&outgoing.commits, outgoing.commit_count));
    lines.extend(subtrees.repository.outgoing_patch(outgoing)?.lines().map(str::to_owned));
    subtrees.ui().out(&subtrees::shown(&lines));
    if subtrees.repository.has_uncommitted(wish) {
        subtrees.ui().say(&format!("What you have not committed in {} is not part of it.", wish.prefix));
    }
    Ok(())
}

/// `feature/core-of-acme-crm`.
fn suggested(wish: &Wish, project: &str) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() || "-_".contains(c) { c } else { '-' };
    let name: String = wish.prefix.file_name().chars().map(plain).collect();
    format!("feature/{name}-of-{project}")
}

fn check_words(remote: &str, branch: Option<&str>) -> Result<(), Failure> {
    let wrong = branch.and_then(|branch| manifest::wrong_reference("branch", branch));
    let report: Report = manifest::wrong_remote(remote).into_iter().chain(wrong).collect();
    if report.is_empty() { Ok(()) } else { Err(report.into()) }
}

fn to_default(wish: &Wish, remote: &str, branch: &str) -> Issue {
    let message = format!("`{branch}` is the default branch of `{remote}`");
    Issue::error(&codes::subtree::DEFAULT_BRANCH, message).help(format!(
        "choose another: `quickscale push {} --branch feature/NAME`; or add `--allow-default-branch`",
        wish.prefix
    ))
}
