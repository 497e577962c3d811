//! What the commands for subtrees have in common: opening, showing, asking.

use serde_json::{Value, json};

use super::{Context, Failure, session::Session, ui::Ui};
use crate::{
    diagnostics::{Issue, closest, codes, counted, listed},
    executor::subtree::{Advance, Changed, Conflict, Incoming, Repository, Subject, Wish},
    plan::render::visible,
    resolve::Project,
    state::SubtreeRecord,
    workspace::{RelPath, Root},
};

/// A project and the repository that it is in.
#[derive(Debug)]
pub(super) struct Subtrees<'c> {
    pub(super) context: &'c Context,
    pub(super) session: Session,
    pub(super) repository: Repository,
}

/// A diff is shown whole up to so many lines, unless more is asked for.
const SHORT_DIFF: usize = 60;

impl<'c> Subtrees<'c> {
    /// Opens both, and ends what was interrupted.
    pub(super) fn open(context: &'c Context) -> Result<Self, Failure> {
        context.end_interrupted(&Root::find(&context.directory)?)?;
        Self::read(context)
    }

    /// Opens both for a command that changes nothing.
    pub(super) fn look(context: &'c Context) -> Result<Self, Failure> {
        context.warn_of_interrupted(&Root::find(&context.directory)?)?;
        Self::read(context)
    }

    fn read(context: &'c Context) -> Result<Self, Failure> {
        Self::over(context, Session::open(context)?)
    }

    /// The project that `session` has opened, in its repository.
    pub(super) fn over(context: &'c Context, session: Session) -> Result<Self, Failure> {
        let repository = Repository::open(&session.root)?;
        Ok(Self { context, session, repository })
    }

    /// The declared subtrees with these names; all of them, or the only one, without names.
    pub(super) fn named(&self, names: &[String], all: bool) -> Result<Vec<Wish>, Failure> {
        let wishes = self.session.project.subtrees.iter().map(|(prefix, subtree)| Wish::new(prefix, subtree));
        if names.is_empty() {
            let wishes: Vec<Wish> = wishes.collect();
            return if all || wishes.len() == 1 { Ok(wishes) } else { Err(self.needs_name(&wishes).into()) };
        }
        names.iter().map(|name| declared(&self.session.project, name)).collect()
    }

    fn needs_name(&self, wishes: &[Wish]) -> Issue {
        let prefixes: Vec<&RelPath> = wishes.iter().map(|wish| &wish.prefix).collect();
        let prefixes: Vec<&str> = prefixes.into_iter().map(RelPath::as_str).collect();
        let (message, help) = if prefixes.is_empty() {
            (
                "the manifest declares no subtree",
                "embed one: `quickscale embed PREFIX --remote URL`".to_owned(),
            )
        } else {
            ("the manifest declares several subtrees", format!("name one or more of {}", listed(&prefixes)))
        };
        Issue::error(&codes::subtree::NEEDS_NAME, message).help(help)
    }

    pub(super) fn record(&self, wish: &Wish) -> Result<Option<SubtreeRecord>, Failure> {
        Ok(wish.recorded(&self.session.root)?)
    }

    /// Asks the remote what there is, and works out what it would bring.
    pub(super) fn update_of(&self, wish: &Wish) -> Result<Incoming, Failure> {
        let record = self.record(wish)?;
        self.context.ui.say(&format!("Looking at `{}` of {} …", wish.reference, wish.remote));
        let tip = self.repository.look(&wish.remote, &wish.reference)?;
        let head = self.repository.head()?;
        Ok(self.repository.update(&head, wish, record.as_ref(), &tip)?)
    }

    /// What would come in, as text for a person.
    pub(super) fn picture(&self, incoming: &Incoming, full: bool) -> Result<String, Failure> {
        let Wish { prefix, remote, reference, .. } = &incoming.wish;
        let mut lines =
            vec![format!("{prefix}: {}", steps(incoming)), format!("  `{reference}` of {remote}")];
        lines.extend(subjects(&incoming.commits, incoming.commit_count));
        let changes = self.repository.changes(incoming)?;
        let patch = self.repository.patch(incoming)?;
        if full || patch.lines().count() <= SHORT_DIFF {
            lines.extend(patch.lines().map(str::to_owned));
        } else {
            lines.extend(stat(&changes, full));
            lines.push("  `--full` shows every line".to_owned());
        }
        lines.push(match changes.len() {
            0 => "No file changes.".to_owned(),
            1 => format!("1 file changes, in {prefix}."),
            count => format!("{count} files change, all of them in {prefix}."),
        });
        if incoming.edited > 0 && incoming.conflicts.is_empty() {
            let files = counted(incoming.edited, "file");
            lines.push(format!("You have edited {files} of it; your edits are kept."));
        }
        Ok(shown(&lines))
    }

    /// Prints what comes, or has come with the commits of `advance`, for programs.
    pub(super) fn print_json<'i>(
        &self,
        all: impl IntoIterator<Item = &'i Incoming>,
        advance: Option<&Advance>,
    ) -> Result<(), Failure> {
        self.ui().value(&self.json(all, advance)?);
        Ok(())
    }

    /// The same as a value.
    pub(super) fn json<'i>(
        &self,
        all: impl IntoIterator<Item = &'i Incoming>,
        advance: Option<&Advance>,
    ) -> Result<Value, Failure> {
        let mut items = Vec::new();
        for incoming in all {
            items.push(as_json(incoming, &self.repository.changes(incoming)?));
        }
        let commit = advance.map(|advance| advance.to.to_string());
        Ok(json!({ "commit": commit, "subtrees": items }))
    }

    pub(super) fn ui(&self) -> &Ui {
        &self.context.ui
    }
}

/// The subtree that is called `name`.
pub(super) fn declared(project: &Project, name: &str) -> Result<Wish, Failure> {
    let plain = name.trim_start_matches("./").trim_end_matches('/');
    if let Some((prefix, subtree)) = project.subtrees.get_key_value(plain) {
        return Ok(Wish::new(prefix, subtree));
    }
    let name = name.escape_debug();
    if project.modules.contains_key(plain) {
        let issue = Issue::error(
            &codes::subtree::A_MODULE,
            format!("`{name}` is a module, and comes with quickscale"),
        );
        return Err(issue
            .help("a newer quickscale brings newer modules: `quickscale update` takes them in")
            .into());
    }
    let prefixes: Vec<&str> = project.subtrees.keys().map(RelPath::as_str).collect();
    let issue =
        Issue::error(&codes::subtree::NOT_DECLARED, format!("the manifest declares no subtree `{name}`"));
    Err(issue
        .help(match (closest(plain, prefixes.iter().copied()), prefixes.is_empty()) {
            (Some(near), _) => format!("did you mean `{near}`?"),
            (None, true) => format!("embed it: `quickscale embed {name} --remote URL`"),
            (None, false) => format!("name one of {}", listed(&prefixes)),
        })
        .into())
}

impl Context {
    /// Asks, unless that was answered on the command line. `how` is the command to look without doing.
    pub(super) fn agreed(&self, yes: bool, question: &str, how: &str) -> Result<bool, Failure> {
        if yes {
            return Ok(true);
        }
        if !self.ui.is_interactive() {
            return Err(Issue::error(&codes::command::NEEDS_YES, "nobody is there to agree")
                .help(format!("look with `{how}`, then add `--yes`"))
                .into());
        }
        let agreed = self.ui.confirm(question);
        if !agreed {
            self.ui.say("nothing was changed");
        }
        Ok(agreed)
    }
}

/// From where to where, with how many commits.
pub(super) fn steps(incoming: &Incoming) -> String {
    let to = incoming.to.short();
    let count = counted(incoming.commit_count, "commit");
    match &incoming.from {
        None => format!("new, at {to}"),
        Some(from) if *from == incoming.to => format!("at {to}, as before"),
        Some(from) if incoming.commit_count == 0 => format!("back from {} to {to}", from.short()),
        Some(from) => format!("{} → {to}, {count}", from.short()),
    }
}

/// A list of commits, the latest first.
pub(super) fn subjects(commits: &[Subject], count: usize) -> Vec<String> {
    let mut lines: Vec<String> =
        commits.iter().map(|commit| format!("    {} {}", commit.id, commit.subject)).collect();
    let rest = count.saturating_sub(commits.len());
    if rest > 0 {
        lines.push(format!("    and {rest} more"));
    }
    lines
}

fn stat(changes: &[Changed], full: bool) -> Vec<String> {
    let shown = if full { changes.len() } else { changes.len().min(30) };
    let line = |changed: &Changed| match (changed.added, changed.removed) {
        (Some(added), Some(removed)) => format!("  {}  +{added} -{removed}", changed.path),
        _ => format!("  {}  binary", changed.path),
    };
    let mut lines: Vec<String> = changes.iter().take(shown).map(line).collect();
    if shown < changes.len() {
        lines.push(format!("  and {} more files", changes.len() - shown));
    }
    lines
}

/// The conflicts with their lines, and what can be done.
pub(super) fn conflicts(incoming: &Incoming) -> String {
    let mut lines =
        vec![format!("{} and `{}` contradict each other:", incoming.wish.prefix, incoming.wish.reference)];
    for conflict in &incoming.conflicts {
        lines.extend(conflict_lines(conflict));
    }
    shown(&lines)
}

fn conflict_lines(conflict: &Conflict) -> Vec<String> {
    let place = conflict.hunks.first().map_or_else(String::new, |hunk| format!(":{}", hunk.line));
    let what = conflict.message.strip_prefix("CONFLICT ").unwrap_or(&conflict.message);
    let mut lines = vec![format!("  {}{place}  {what}", conflict.path)];
    let text = conflict.hunks.iter().flat_map(|hunk| hunk.text.lines());
    lines.extend(text.map(|line| format!("    {line}")));
    lines
}

/// Lines for stdout, whatever bytes the other repository put into them.
pub(super) fn shown(lines: &[String]) -> String {
    lines.iter().map(|line| format!("{}\n", visible(line))).collect()
}

/// Commits for programs, the latest first.
pub(super) fn commits_json(commits: &[Subject]) -> Vec<Value> {
    commits.iter().map(|commit| json!({ "id": commit.id, "subject": commit.subject })).collect()
}

/// Changed files for programs; a file that is no text has no numbers.
pub(super) fn files_json(changes: &[Changed]) -> Vec<Value> {
    let file = |it: &Changed| json!({ "path": it.path, "added": it.added, "removed": it.removed });
    changes.iter().map(file).collect()
}

/// What would come in, for programs.
fn as_json(incoming: &Incoming, changes: &[Changed]) -> Value {
    let conflicts = incoming.conflicts.iter().map(|conflict| {
        let hunks = conflict.hunks.iter().map(|hunk| json!({ "line": hunk.line, "text": hunk.text }));
        json!({
            "path": conflict.path,
            "message": conflict.message,
            "hunks": hunks.collect::<Vec<_>>(),
        })
    });
    json!({
        "prefix": incoming.wish.prefix,
        "remote": incoming.wish.remote,
        "reference": incoming.wish.reference,
        "from": incoming.from.as_ref().map(ToString::to_string),
        "to": incoming.to.to_string(),
        "commit_count": incoming.commit_count,
        "commits": commits_json(&incoming.commits),
        "files": files_json(changes),
        "edited": incoming.edited,
        "conflicts": conflicts.collect::<Vec<_>>(),
    })
}
