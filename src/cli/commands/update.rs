//! `quickscale update`.

use clap::{Args, ValueEnum};

use crate::{
    apply,
    cli::{
        Context, Exit, Failure,
        subtrees::{self, Subtrees},
    },
    diagnostics::{Issue, Report, codes, listed},
    executor::subtree::{Advance, Incoming, Manifest, Wish},
};

/// Take in what is new in the repositories that are embedded as subtrees.
///
/// Shows the commits and the changed lines first, then asks. Your own changes are merged with what is new; a file outside
/// of the subtree is never touched, and what you have not committed elsewhere stays as it is. A conflict changes
/// nothing until you decide. `quickscale undo` takes an update back.
#[derive(Debug, Args)]
pub(in crate::cli) struct Update {
    /// The directories of the subtrees; may be left out when there is only one.
    #[arg(value_name = "NAME")]
    names: Vec<String>,

    /// Update every subtree, or none when one of them has a conflict.
    #[arg(long, conflicts_with = "names")]
    all: bool,

    /// Show what would come, and change nothing.
    #[arg(short = 'n', long, visible_alias = "dry-run", group = "unattended")]
    preview: bool,

    /// Show every changed line.
    #[arg(long)]
    full: bool,

    /// Print what comes as JSON.
    #[arg(long, requires = "unattended")]
    json: bool,

    /// What to do about conflicts: `markers` writes both sides into the files, for you to sort out.
    #[arg(long, value_enum, value_name = "WAY", conflicts_with_all = ["all", "preview"])]
    conflicts: Option<Way>,

    /// Commit an update whose conflicts you have sorted out.
    #[arg(long = "continue", exclusive = true)]
    goes_on: bool,

    /// Take back the conflict markers; what you did about them is kept in git.
    #[arg(long, exclusive = true)]
    abort: bool,

    /// Take in a branch whose history was rewritten.
    #[arg(long)]
    accept_rewritten: bool,

    /// Do not ask.
    #[arg(short, long, conflicts_with = "preview", group = "unattended")]
    yes: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Way {
    /// Both sides, between markers.
    Markers,
}

impl Update {
    pub(in crate::cli) fn run(self, context: &Context) -> Result<Exit, Failure> {
        let subtrees = if self.preview { Subtrees::look(context)? } else { Subtrees::open(context)? };
        if self.abort {
            return abort(&subtrees);
        }
        if self.goes_on {
            return go_on(&subtrees);
        }
        let wishes = subtrees.named(&self.names, self.all)?;
        if !self.preview {
            subtrees.repository.check_ready(&subtrees.session.root, &wishes)?;
        }
        let mut all = Vec::new();
        for wish in &wishes {
            let incoming = subtrees.update_of(wish)?;
            if !self.accept_rewritten {
                subtrees.repository.check_not_rewritten(&incoming, subtrees.record(wish)?.as_ref())?;
            }
            all.push(incoming);
        }
        if !self.json {
            self.show(&subtrees, &all)?;
        }
        let (settled, all): (Vec<Incoming>, Vec<Incoming>) = all.into_iter().partition(Incoming::is_nothing);
        let conflicted: Vec<&Incoming> =
            all.iter().filter(|incoming| !incoming.conflicts.is_empty()).collect();
        let takes = conflicted.is_empty() && !all.is_empty() && !self.preview;
        if self.json && !takes {
            subtrees.print_json(settled.iter().chain(&all), None)?;
        }
        match (conflicted.as_slice(), self.conflicts) {
            ([one], Some(Way::Markers)) if all.len() == 1 => self.mark(&subtrees, one),
            ([], _) if takes => self.take(&subtrees, &all, &settled),
            ([], _) => Ok(Exit::Success),
            (conflicted, _) => Err(refuse(conflicted)),
        }
    }

    fn show(&self, subtrees: &Subtrees<'_>, all: &[Incoming]) -> Result<(), Failure> {
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

    fn take(&self, subtrees: &Subtrees<'_>, all: &[Incoming], settled: &[Incoming]) -> Result<Exit, Failure> {
        let names: Vec<&str> = all.iter().map(|incoming| incoming.wish.prefix.as_str()).collect();
        let command = format!("update {}", names.join(" "));
        let look = format!("quickscale {command} --preview");
        if !subtrees.context.agreed(self.yes, "Take this in?", &look)? {
            return Ok(Exit::Success);
        }
        let root = &subtrees.session.root;
        let _held = apply::Session::begin(root, "update")?;
        let number = root.next_number().map_err(Issue::from)?;
        let advance = subtrees.repository.take(root, number, &command, all, &Manifest::default())?;
        if self.json {
            subtrees.print_json(settled.iter().chain(all), Some(&advance))?;
        }
        for incoming in all {
            report(subtrees, incoming, &advance);
        }
        Ok(Exit::Success)
    }

    fn mark(&self, subtrees: &Subtrees<'_>, incoming: &Incoming) -> Result<Exit, Failure> {
        let prefix = &incoming.wish.prefix;
        let look = format!("quickscale update {prefix} --preview");
        if !subtrees.context.agreed(self.yes, "Write both sides into these files?", &look)? {
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

fn report(subtrees: &Subtrees<'_>, incoming: &Incoming, advance: &Advance) {
    let files = match advance.count_below(incoming) {
        1 => "1 file".to_owned(),
        count => format!("{count} files"),
    };
    let prefix = &incoming.wish.prefix;
    subtrees.ui().say(&format!(
        "Updated {prefix}, {}: {files} in it changed, nothing else did. `quickscale undo` takes it back.",
        subtrees::steps(incoming)
    ));
}

fn go_on(subtrees: &Subtrees<'_>) -> Result<Exit, Failure> {
    let root = &subtrees.session.root;
    let _held = apply::Session::begin(root, "update --continue")?;
    let number = root.next_number().map_err(Issue::from)?;
    let (incoming, advance) = subtrees.repository.go_on(root, number).map_err(unresolved)?;
    report(subtrees, &incoming, &advance);
    Ok(Exit::Success)
}

fn abort(subtrees: &Subtrees<'_>) -> Result<Exit, Failure> {
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
fn refuse(conflicted: &[&Incoming]) -> Failure {
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
