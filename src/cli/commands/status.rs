//! `quickscale status`.

use std::collections::BTreeMap;

use clap::Args;
use serde_json::json;

use crate::{
    apply::{self, Left},
    blueprint::Owner,
    cli::{
        Context, Exit, Failure,
        planning::Planning,
        session::{Planned, Session},
    },
    plan::{self, Behind, FileStatus, Here, file_statuses, render::visible},
};

/// Say how the project stands: who owns which file, what was edited, what is pending.
///
/// Owner classes: `managed` files are written by the tool alone; `shared` and `keyed` files are merged,
/// line by line or key by key; `once` files are yours after the first write; `ejected` files are yours
/// because you took them over.
#[derive(Debug, Args)]
pub(in crate::cli) struct Status {
    #[command(flatten)]
    planning: Planning,

    /// List every file, not only those that differ.
    #[arg(long)]
    all: bool,

    /// Print the status as JSON.
    #[arg(long)]
    json: bool,
}

/// Everything that is told.
struct Known<'k> {
    session: &'k Session,
    planned: &'k Planned<'k>,
    files: Vec<FileStatus>,
    behind: Vec<Behind>,
    /// What is not sorted out yet, while conflict markers wait for a person.
    conflicts: Option<&'k [Left]>,
}

impl Status {
    pub(in crate::cli) fn run(self, context: &Context) -> Result<Exit, Failure> {
        let session = Session::open(context)?;
        context.warn_of_interrupted(&session.root)?;
        let planned = session.plan(context, &self.planning)?;
        let waiting = apply::Waiting::read(&session.root)?;
        let conflicts = waiting.map(|waiting| waiting.left(&session.root)).transpose()?;
        let known = Known {
            session: &session,
            planned: &planned,
            files: file_statuses(&planned.state, &planned.found, &planned.plan),
            behind: plan::behind(&session.library, &planned.state)?,
            conflicts: conflicts.as_deref(),
        };
        if self.json {
            context.ui.value(&as_json(&known));
        } else {
            context.ui.out(&self.text(&known));
        }
        Ok(Exit::Success)
    }

    fn text(&self, known: &Known<'_>) -> String {
        let Known { session, planned, files, behind, conflicts } = known;
        let project = &session.project;
        let mut lines = vec![format!(
            "{}: theme {}, frontend {}, environment {}",
            project.name,
            project.theme,
            project.frontend,
            self.planning.environment()
        )];
        lines.extend(files.iter().filter(|file| self.all || is_worth_a_line(file)).map(line));
        lines.extend(
            planned.plan.notes.iter().map(|note| format!("  note      {}: {}", note.target, note.message)),
        );
        lines.extend(conflicts.iter().flat_map(|left| under_way(left)));
        lines.extend(behind.iter().map(|Behind { module, applied, newest }| {
            format!("  behind    {module} {applied}: there is {newest}; `quickscale update {module} --preview` shows it")
        }));
        lines.push(counts(files));
        lines.push(match planned.plan.steps.len() {
            0 => "Nothing to do.".to_owned(),
            1 => "1 step is pending: `quickscale plan` shows it.".to_owned(),
            steps => format!("{steps} steps are pending: `quickscale plan` shows them."),
        });
        lines.push(String::new());
        lines.iter().map(|line| visible(line)).collect::<Vec<_>>().join("\n")
    }
}

fn is_worth_a_line(file: &FileStatus) -> bool {
    file.owner == Owner::Ejected || !matches!(file.here, Here::AsApplied | Here::New)
}

fn line(file: &FileStatus) -> String {
    let here = match file.here {
        Here::AsApplied => "as applied",
        Here::Edited => "edited",
        Here::ModeChanged => "mode",
        Here::Deleted => "deleted",
        Here::Replaced => "replaced",
        Here::New => "new",
    };
    format!("  {here:<10}{:<8} {}", file.owner, file.path)
}

/// What is said while conflict markers wait for a person; `left` are those that are still there.
fn under_way(left: &[Left]) -> Vec<String> {
    let places = left.iter().map(|left| format!("  conflict  {left}"));
    let ways = if left.is_empty() {
        "A conflict resolution is under way, and every marker is gone: `quickscale apply --continue` goes on,"
    } else {
        "A conflict resolution is under way: when no marker is left, `quickscale apply --continue` goes on,"
    };
    let lines = [ways, "and `quickscale apply --abort` takes everything back."].map(str::to_owned);
    places.chain(lines).collect()
}

fn counts(files: &[FileStatus]) -> String {
    let mut owners = BTreeMap::new();
    for file in files.iter().filter(|file| file.here != Here::New) {
        *owners.entry(file.owner).or_insert(0) += 1;
    }
    let counted: Vec<String> =
        owners.into_iter().map(|(owner, count): (_, usize)| format!("{count} {owner}")).collect();
    if counted.is_empty() {
        "Nothing was applied yet.".to_owned()
    } else {
        format!("Files: {}.", counted.join(", "))
    }
}

fn as_json(known: &Known<'_>) -> serde_json::Value {
    let Known { session, planned, files, behind, conflicts } = known;
    let versions: BTreeMap<_, _> = planned
        .state
        .locks
        .iter()
        .map(|(module, lock)| (module, lock.version.as_ref().map(ToString::to_string)))
        .collect();
    json!({
        "project": session.project,
        "environment": planned.plan.header.environment,
        "applied": versions,
        "behind": behind,
        "files": files,
        "notes": planned.plan.notes,
        "conflicts": conflicts.map(|left| left.iter().map(ToString::to_string).collect::<Vec<_>>()),
        "pending": planned.plan.steps.len(),
    })
}
