//! Updating what comes from other repositories.

use super::Update;
use crate::{
    apply,
    cli::{
        Context, Exit, Failure,
        session::Session,
        subtrees::{self, Subtrees},
    },
    diagnostics::{Issue, Report, codes, counted, listed},
    executor::subtree::{Advance, Incoming, Manifest, Wish},
};

/// What would come in, subtree by subtree.
pub(super) type Incomings = Vec<Incoming>;

impl Update {
    /// Updates these subtrees and nothing else.
    pub(super) fn subtrees(
        &self,
        context: &Context,
        session: Session,
        wishes: &[Wish],
    ) -> Result<Exit, Failure> {
        let markers = match self.conflicts.as_slice() {
            [] => false,
            [way] if way == "markers" => true,
            _ => return Err(wrong_way().into()),
        };
        let subtrees = Subtrees::over(context, session)?;
        let all = self.incoming(&subtrees, wishes)?;
        if !self.json {
            self.show(&subtrees, &all)?;
        }
        let (settled, all): (Incomings, Incomings) = all.into_iter().partition(Incoming::is_nothing);
        let conflicted = conflicted(&all);
        let takes = conflicted.is_empty() && !all.is_empty() && !self.preview;
        if self.json && !takes {
            subtrees.print_json(settled.iter().chain(&all), None)?;
        }
        match (conflicted.as_slice(), markers) {
            ([one], true) if all.len() == 1 => self.mark(&subtrees, one),
            ([], _) if takes => self.take_once_agreed(&subtrees, &all, &settled),
            ([], _) => Ok(Exit::Success),
            (conflicted, _) => Err(refuse(conflicted)),
        }
    }

    /// What would come in, once it is certain that it may.
    pub(super) fn incoming(&self, subtrees: &Subtrees<'_>, wishes: &[Wish]) -> Result<Incomings, Failure> {
        if !self.preview {
            subtrees.repository.check_ready(&subtrees.session.root, wishes)?;
        }
        let mut all = Vec::new();
        for wish in wishes {
            let incoming = subtrees.update_of(wish)?;
            if !self.accept_rewritten {
                subtrees.repository.check_not_rewritten(&incoming, subtrees.record(wish)?.as_ref())?;
            }
            all.push(incoming);
        }
        Ok(all)
    }

    pub(super) fn show(&self, subtrees: &Subtrees<'_>, all: &[Incoming]) -> Result<(), Failure> {
        let ui = subtrees.ui();
        for incoming in all {
            if incoming.is_nothing() {
                let Wish { prefix, reference, .. } = &incoming.wish;
                ui.out(&format!("{prefix} is up to date with `{reference}`, at {}.\n", incoming.to.short()));
            } else if incoming.conflicts.is_empty() {
                ui.out(&subtrees.picture(incoming, self.full)?);
            } else {
                ui.out(&subtrees::shown(&[format!(
                    "{}: {}",
                    incoming.wish.prefix,
                    subtrees::steps(incoming)
                )]));
                ui.out(&subtrees::shown(&subtrees::subjects(&incoming.commits, incoming.commit_count)));
                ui.out(&subtrees::conflicts(incoming));
            }
        }
        Ok(())
    }

    fn take_once_agreed(
        &self,
        subtrees: &Subtrees<'_>,
        all: &[Incoming],
        settled: &[Incoming],
    ) -> Result<Exit, Failure> {
        let look = format!("quickscale {} --preview", command(all));
        if !subtrees.context.agreed(self.consents.yes, "Take this in?", &look)? {
            return Ok(Exit::Success);
        }
        let _held = apply::Session::begin(&subtrees.session.root, "update")?;
        let advance = take(subtrees, all)?;
        if self.json {
            subtrees.print_json(settled.iter().chain(all), Some(&advance))?;
        }
        Ok(Exit::Success)
    }

    fn mark(&self, subtrees: &Subtrees<'_>, incoming: &Incoming) -> Result<Exit, Failure> {
        let prefix = &incoming.wish.prefix;
        let look = format!("quickscale update {prefix} --preview");
        if !subtrees.context.agreed(self.consents.yes, "Write both sides into these files?", &look)? {
            return Ok(Exit::Success);
        }
        let root = &subtrees.session.root;
        let _held = apply::Session::begin(root, "update")?;
        subtrees.repository.write_markers(root, incoming)?;
        let files: Vec<&str> = incoming.conflicts.iter().map(|conflict| conflict.path.as_str()).collect();
        subtrees.ui().say(&format!(
            "Conflict markers wait for you in {}. When they are sorted out, run `quickscale update --continue`; \
             `quickscale update --abort` takes everything back.",
            files.join(", ")
        ));
        Ok(Exit::Conflict)
    }
}

/// Takes everything in, in one commit for each, and says so.
pub(super) fn take(subtrees: &Subtrees<'_>, all: &[Incoming]) -> Result<Advance, Failure> {
    let root = &subtrees.session.root;
    let number = root.next_number().map_err(Issue::from)?;
    let advance = subtrees.repository.take(root, number, &command(all), all, &Manifest::default())?;
    for incoming in all {
        report(subtrees, incoming, &advance);
    }
    Ok(advance)
}

fn command(all: &[Incoming]) -> String {
    let names: Vec<&str> = all.iter().map(|incoming| incoming.wish.prefix.as_str()).collect();
    format!("update {}", names.join(" "))
}

/// Those that contradict what is here.
pub(super) fn conflicted(all: &[Incoming]) -> Vec<&Incoming> {
    all.iter().filter(|incoming| !incoming.conflicts.is_empty()).collect()
}

fn wrong_way() -> Issue {
    Issue::error(&codes::command::WRONG_RESOLUTION, "conflicts of a subtree are sorted out in its files")
        .help("write `--conflicts markers`; `ours` and `theirs` are for files of modules")
}

fn report(subtrees: &Subtrees<'_>, incoming: &Incoming, advance: &Advance) {
    let files = counted(advance.count_below(incoming), "file");
    let prefix = &incoming.wish.prefix;
    subtrees.ui().say(&format!(
        "Updated {prefix}, {}: {files} in it changed, nothing else did. `quickscale undo` takes it back.",
        subtrees::steps(incoming)
    ));
}

pub(super) fn go_on(subtrees: &Subtrees<'_>) -> Result<Exit, Failure> {
    let root = &subtrees.session.root;
    let _held = apply::Session::begin(root, "update --continue")?;
    let number = root.next_number().map_err(Issue::from)?;
    let (incoming, advance) = subtrees.repository.go_on(root, number).map_err(unresolved)?;
    report(subtrees, &incoming, &advance);
    Ok(Exit::Success)
}

pub(super) fn abort(subtrees: &Subtrees<'_>) -> Result<Exit, Failure> {
    let root = &subtrees.session.root;
    let _held = apply::Session::begin(root, "update --abort")?;
    let (resolution, kept) = subtrees.repository.abort(root)?;
    if let Some(commit) = kept {
        subtrees.ui().say(&format!("What you did about the conflicts is kept: `git show {commit}`"));
    }
    subtrees.ui().say(&format!("Taken back: {} is as it was before the update.", resolution.wish.prefix));
    Ok(Exit::Success)
}

/// What is not sorted out yet needs a person.
fn unresolved(report: Report) -> Failure {
    let waits = report.issues().iter().any(|issue| issue.code == &codes::subtree::UNRESOLVED);
    Failure { exit: if waits { Exit::Conflict } else { Exit::Failure }, report }
}

/// Nothing was touched; each conflict with the way on.
pub(super) fn refuse(conflicted: &[&Incoming]) -> Failure {
    let issue = |incoming: &&Incoming| {
        let prefix = &incoming.wish.prefix;
        let files: Vec<&str> = incoming.conflicts.iter().map(|conflict| conflict.path.as_str()).collect();
        let message = format!("changed here and there: {}", listed(&files));
        Issue::error(&codes::subtree::CONFLICT, message).help(format!(
            "nothing was touched; run `quickscale update {prefix} --conflicts markers` to sort it out in the files"
        ))
    };
    Failure { exit: Exit::Conflict, report: conflicted.iter().map(issue).collect() }
}
