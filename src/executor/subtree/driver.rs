//! Subtrees in `plan` and `apply`: what the manifest declares and the records do not say yet.
//!
//! Planning needs no network. What a branch has gained since is taken in by `quickscale update`, never by the way.

use super::{Incoming, Repository, Wish, remote::private_reference, work::Manifest};
use crate::{
    diagnostics::{Issue, Report, codes},
    executor::{Events, Executor},
    plan::{Action, Change, ExecutorId, Fidelity, Note, Plan, Proposal, RunChange, Step},
    resolve::Project,
    state::SubtreeRecord,
    workspace::{Found, Root},
};

/// The subtrees of a project, as they were found.
#[derive(Debug)]
pub struct Subtrees<'r> {
    root: &'r Root,
    offline: bool,
    found: Vec<FoundSubtree>,
    notes: Vec<Note>,
    /// Why nothing can be done about any of them yet.
    obstacle: Option<Issue>,
}

#[derive(Debug)]
struct FoundSubtree {
    wish: Wish,
    record: Option<SubtreeRecord>,
    /// Whether anything is in its directory.
    is_there: bool,
}

impl<'r> Subtrees<'r> {
    /// Looks at records and directories, and asks git what it fetched last. Git is not needed for it.
    pub fn observe(root: &'r Root, project: &Project, offline: bool) -> Result<Self, Report> {
        let (mut found, mut report) = (Vec::new(), Report::new());
        for (prefix, declared) in &project.subtrees {
            let wish = Wish::new(prefix, declared);
            let is_there = root.tree().find(prefix).map_err(Issue::from)? != Found::Absent;
            match wish.recorded(root) {
                Ok(record) => found.push(FoundSubtree { wish, record, is_there }),
                Err(issues) => report.extend(issues),
            }
        }
        if !report.is_empty() {
            return Err(report);
        }
        let notes = found.iter().filter_map(|subtree| subtree.news(root)).collect();
        let is_wanted = !offline && found.iter().any(|subtree| subtree.reason().is_some());
        let obstacle = is_wanted.then(|| obstacle(root)).flatten();
        Ok(Self { root, offline, found, notes, obstacle })
    }

    fn bring(&self, steps: &[&Step]) -> Result<(), Report> {
        let repository = Repository::open(self.root)?;
        let asked =
            |subtree: &&FoundSubtree| steps.iter().any(|step| step.target == subtree.wish.prefix.as_str());
        let asked: Vec<&FoundSubtree> = self.found.iter().filter(asked).collect();
        repository.check_ready(self.root, asked.iter().map(|subtree| &subtree.wish))?;
        let (mut all, mut report) = (Vec::new(), Report::new());
        for subtree in asked {
            match subtree.incoming(&repository) {
                Ok(incoming) => all.push(incoming),
                Err(issues) => report.extend(issues),
            }
        }
        report.extend(all.iter().filter_map(conflict));
        if !report.is_empty() {
            return Err(report);
        }
        let number = self.root.next_number().map_err(Issue::from)?;
        repository.take(self.root, number, "apply", &all, &Manifest::default()).map(drop)
    }
}

impl FoundSubtree {
    /// Why something has to be done about it.
    fn reason(&self) -> Option<String> {
        let Wish { remote, reference, .. } = &self.wish;
        match &self.record {
            None => Some(format!("declared, and not in the project yet: `{reference}` of {remote}")),
            Some(record) if record.remote != *remote => Some(format!("comes from {remote} now")),
            Some(record) if record.reference != *reference => {
                Some(format!("follows `{reference}` now, instead of `{}`", record.reference))
            }
            Some(_) => None,
        }
    }

    fn incoming(&self, repository: &Repository) -> Result<Incoming, Report> {
        let wish = &self.wish;
        let tip = repository.look(&wish.remote, &wish.reference)?;
        match &self.record {
            None => repository.embed(wish, &tip),
            Some(record) => repository.update(&repository.head()?, wish, Some(record), &tip),
        }
    }

    /// What git knows of the remote since the last fetch.
    fn news(&self, root: &Root) -> Option<Note> {
        let record = self.record.as_ref()?;
        let repository = Repository::open(root).ok()?;
        let known = format!("{}^{{commit}}", private_reference(&self.wish.prefix));
        let known = repository.git.object_if_any(&known).ok().flatten()?;
        let (_, count) = repository.subjects(Some(&record.commit), &known).ok()?;
        let prefix = &self.wish.prefix;
        let (message, quiet) = match count {
            0 => ("no commit was known beyond this one when the remote was last asked".to_owned(), true),
            1 => (format!("1 commit is waiting: `quickscale update {prefix}` shows it"), false),
            _ => (format!("{count} commits are waiting: `quickscale update {prefix}` shows them"), false),
        };
        let message = format!("at {} of `{}`; {message}", record.commit.short(), record.reference);
        Some(Note { target: format!("subtree {prefix}"), message, quiet })
    }
}

impl Executor for Subtrees<'_> {
    fn id(&self) -> ExecutorId {
        ExecutorId::Subtree
    }

    fn seen(&self) -> String {
        let line = |subtree: &FoundSubtree| {
            let record = subtree.record.as_ref().map(SubtreeRecord::to_text).unwrap_or_default();
            format!("{} {}\n{record}", subtree.wish.prefix, subtree.is_there)
        };
        self.found.iter().map(line).collect()
    }

    fn plan(&self, _before: &Proposal) -> Proposal {
        let mut proposal = Proposal { notes: self.notes.clone(), ..Proposal::default() };
        for subtree in &self.found {
            let Some(reason) = subtree.reason() else { continue };
            let message = match &self.obstacle {
                _ if self.offline => format!("left out, because it needs the network: {reason}"),
                Some(obstacle) => {
                    let way_out = obstacle.help.as_deref().unwrap_or_default();
                    format!("left out, because {}; {way_out}, then `quickscale apply`", obstacle.message)
                }
                None => {
                    proposal.steps.push(step(&subtree.wish, reason));
                    continue;
                }
            };
            let target = format!("subtree {}", subtree.wish.prefix);
            proposal.notes.push(Note { target, message, quiet: false });
        }
        proposal
    }

    fn apply(&mut self, plan: &Plan, events: &mut dyn Events) -> Result<(), Report> {
        let steps: Vec<&Step> =
            plan.steps.iter().filter(|step| step.executor == ExecutorId::Subtree).collect();
        steps.iter().for_each(|step| events.started(step));
        self.bring(&steps)?;
        steps.iter().for_each(|step| events.finished(step));
        Ok(())
    }
}

/// What a project has before its first commit: no repository, or an empty one.
fn obstacle(root: &Root) -> Option<Issue> {
    let before_the_first_commit = [&codes::subtree::NO_REPOSITORY, &codes::subtree::NO_COMMIT];
    let issue = Repository::open(root).and_then(|repository| repository.head()).err()?;
    before_the_first_commit.contains(&issue.code).then_some(issue)
}

fn step(wish: &Wish, reason: String) -> Step {
    Step {
        id: format!("{}:{}", ExecutorId::Subtree, wish.prefix),
        executor: ExecutorId::Subtree,
        action: Action::Run,
        target: wish.prefix.to_string(),
        reason,
        depends_on: Vec::new(),
        risk: None,
        protected: None,
        fidelity: Fidelity::Opaque,
        change: Change::Run(RunChange {
            command: ["git", "fetch", &wish.remote, &wish.reference].map(str::to_owned).to_vec(),
            outputs: vec![wish.prefix.clone()],
            network: true,
        }),
    }
}

/// The issue for a merge that needs a person.
fn conflict(incoming: &Incoming) -> Option<Issue> {
    let first = incoming.conflicts.first()?;
    let prefix = &incoming.wish.prefix;
    let message = match incoming.conflicts.len() {
        1 => format!("`{}` was changed here and there", first.path),
        count => format!("`{}` and {} more were changed here and there", first.path, count - 1),
    };
    Some(Issue::error(&codes::subtree::CONFLICT, message).help(format!(
        "look at it with `quickscale update {prefix} --preview`; sort it out with `quickscale update {prefix} --conflicts markers`"
    )))
}
