//! All files of one plan, written together or not at all.

use std::collections::BTreeMap;

use super::{
    Error, Halt, Kept, LeftAlone, Moved, Mover, back,
    journal::{Journal, Status},
    run_dir,
    stage::{self, NewFile, Source, Staged, Write},
    waiting::Waiting,
};
use crate::{
    diagnostics::{Issue, Report, codes},
    plan::{Contents, FileChange, Plan, new_bases},
    state::{self, State},
    workspace::{Digest, FileState, Mode, Reader, RelPath, Root},
};

/// The files that a plan writes, and where it keeps the edits that it replaces.
#[derive(Debug, Default)]
struct Changes<'a> {
    writes: BTreeMap<RelPath, Write<'a>>,
    kept: Vec<Kept>,
}

/// Writes the files of `plan` and the state after it, and returns the number of the transaction and
/// the edits that were kept aside; no number when there was nothing to write.
pub(super) fn run(
    root: &Root,
    command: &str,
    plan: &Plan,
    next: &State,
    first: &mut dyn FnMut() -> Result<(), Error>,
) -> Result<(Option<u64>, Vec<Kept>), Error> {
    check_origin(root, plan)?;
    let number = root.next_number()?;
    match prepare(root, number, command, plan, next, first) {
        Ok((staged, _)) if staged.journal.operations.is_empty() => {
            run_dir::discard(root, number)?;
            Ok((None, Vec::new()))
        }
        Ok((staged, kept)) => {
            finish(root, number, &staged)?;
            Ok((Some(number), kept))
        }
        Err(error) => {
            // What was written aside is of no use; when it cannot be removed now, the next command
            // does.
            let _ = run_dir::discard(root, number);
            Err(error)
        }
    }
}

/// Checks and writes aside everything, does what has to be done `first`, and commits unless there is nothing to write.
pub(super) fn prepare(
    root: &Root,
    number: u64,
    command: &str,
    plan: &Plan,
    next: &State,
    first: &mut dyn FnMut() -> Result<(), Error>,
) -> Result<(Staged, Vec<Kept>), Error> {
    let Changes { mut writes, kept } = changes(plan, number)?;
    let waiting = Waiting::after(root, plan)?;
    if let Some(waiting) = &waiting {
        writes.insert(Waiting::path(), own_write(root, waiting.as_bytes())?);
    }
    let mut ordered = base_writes(root, plan)?;
    ordered.extend(writes.into_values());
    let locks = next.to_files();
    ordered.extend(lock_writes(root, &locks)?);
    let staged = stage::stage(root, number, command, ordered)?;
    first()?;
    if !staged.journal.operations.is_empty() {
        stage::commit(root, number, &staged.journal)?;
    }
    Ok((staged, kept))
}

/// Puts everything into place, or everything back.
pub(super) fn finish(root: &Root, number: u64, staged: &Staged) -> Result<(), Error> {
    match Mover::new(root, number, &staged.journal).forward(Some(&staged.seen)) {
        Ok(()) => run_dir::mark(root, number, Status::Done),
        Err(halt) => Err(take_back(root, number, &staged.journal, halt)),
    }
}

/// Puts back what was moved before `halt`. When that fails too, the journal says so to the next
/// command, which goes on with it.
fn take_back(root: &Root, number: u64, journal: &Journal, halt: Halt) -> Error {
    let done =
        run_dir::mark(root, number, Status::TakingBack).and_then(|()| back::take_back(root, number, journal));
    let changed = |left: LeftAlone| left.kept.map(|kept| changed_meanwhile(&left.path, &kept));
    let done = done.map(|left| left.into_iter().filter_map(changed).collect::<Report>());
    let mut report = match halt {
        Halt::Elsewhere(path) => match (moved(root, journal, &path), &done) {
            (Ok(moved), Ok(changed)) if changed.is_empty() => return Error::Stale(vec![moved]),
            (Ok(moved), _) => Error::Stale(vec![moved]).into_report(),
            (Err(error), _) => error.into_report(),
        },
        Halt::Failed(error) => error.into_report(),
    };
    match done {
        Ok(changed) if changed.is_empty() => report.push(
            Issue::error(
                &codes::apply::TAKEN_BACK,
                "the apply was taken back: everything is as it was before",
            )
            .help("repair what the other message names, then run the same command again"),
        ),
        Ok(changed) => report.extend(changed),
        Err(error) => report.extend(error.into_report()),
    }
    Error::Failed(report)
}

fn changed_meanwhile(path: &RelPath, kept: &RelPath) -> Issue {
    let message = format!("the apply was taken back, but for `{path}`, which was changed while it ran");
    Issue::error(&codes::apply::TAKEN_BACK, message)
        .help(format!("`{path}` stays as it is now; what it was before is kept in `{kept}`"))
}

fn moved(root: &Root, journal: &Journal, path: &RelPath) -> Result<Moved, Error> {
    let (found, _) = Reader::new(root).state(path)?;
    let before = journal.files().find(|file| file.path == *path).and_then(|file| file.before);
    let expected = before.map_or(FileState::Absent, |(mode, digest)| FileState::File { mode, digest });
    Ok(Moved { path: path.clone(), expected, found })
}

/// Checks that the manifest and the state are those that `plan` was made from.
fn check_origin(root: &Root, plan: &Plan) -> Result<(), Error> {
    let manifest = Digest::of(root.manifest()?.text().as_bytes());
    let locks = root.files_in(state::LOCKS)?;
    let state = State::digest_of(&locks);
    let origins =
        [(manifest, plan.header.manifest, Root::MANIFEST), (state, plan.header.state, state::LOCKS)];
    let moved: Vec<&'static str> =
        origins.into_iter().filter(|(now, then, _)| now != then).map(|(.., what)| what).collect();
    if moved.is_empty() { Ok(()) } else { Err(Error::Outdated(moved)) }
}

/// The write of the list of conflicts that wait for a person: it comes and goes with what it lists.
fn own_write<'a>(root: &Root, bytes: &'a [u8]) -> Result<Write<'a>, Error> {
    let path = Waiting::path();
    let (before, _) = Reader::new(root).state(&path)?;
    let after = NewFile { mode: Mode::Regular, digest: Digest::of(bytes), source: Source::Bytes(bytes) };
    Ok(Write { path, before, after: Some(after) })
}

fn changes(plan: &Plan, number: u64) -> Result<Changes<'_>, Error> {
    let mut changes = Changes::default();
    let mut report = Report::new();
    for step in &plan.steps {
        let Some(change) = step.file().filter(|change| change.touches_tree()) else { continue };
        if let Err(issue) = changes.add(change, &plan.contents) {
            report.push(issue);
        }
        if step.risk.is_some() {
            changes.keep_aside(change, number);
        }
    }
    if report.is_empty() { Ok(changes) } else { Err(Error::Failed(report)) }
}

impl<'a> Changes<'a> {
    fn add(&mut self, change: &FileChange, contents: &'a Contents) -> Result<(), Issue> {
        let source = change.from.as_ref().unwrap_or(&change.path);
        for path in [source, &change.path] {
            // Of its own files, a plan may only drop base texts that no lock names.
            let dropped_base = state::is_base(path) && change.after == FileState::Absent;
            if state::is_own(path) && !dropped_base {
                return Err(own_file(path));
            }
        }
        let after = match change.after {
            FileState::Absent => None,
            FileState::File { mode, digest } => {
                let bytes = contents.get(digest).map(Source::Bytes);
                let copied =
                    || (change.before.digest() == Some(digest)).then(|| Source::CopyOf(source.clone()));
                let source = bytes.or_else(copied).ok_or_else(|| stage::missing_content(&change.path))?;
                Some(NewFile { mode, digest, source })
            }
            FileState::Directory | FileState::Symlink | FileState::Other => {
                return Err(stage::missing_content(&change.path));
            }
        };
        if let Some(from) = &change.from {
            self.write(Write { path: from.clone(), before: change.before, after: None });
            self.write(Write { path: change.path.clone(), before: FileState::Absent, after });
        } else {
            self.write(Write { path: change.path.clone(), before: change.before, after });
        }
        Ok(())
    }

    /// Adds a write. A path that one step leaves and another takes is replaced.
    fn write(&mut self, write: Write<'a>) {
        let other = self.writes.remove(&write.path);
        let both = match other {
            Some(other) if write.after.is_none() => Write { before: write.before, ..other },
            Some(other) => Write { before: other.before, ..write },
            None => write,
        };
        self.writes.insert(both.path.clone(), both);
    }

    fn keep_aside(&mut self, change: &FileChange, number: u64) {
        let path = change.from.as_ref().unwrap_or(&change.path);
        let FileState::File { mode, digest } = change.before else { return };
        let Some(kept) = run_dir::kept_path(number, path) else { return };
        let source = Source::CopyOf(path.clone());
        self.write(Write {
            path: kept.clone(),
            before: FileState::Absent,
            after: Some(NewFile { mode, digest, source }),
        });
        self.kept.push(Kept { path: path.clone(), kept });
    }
}

/// The bases that are not kept yet, or whose file is damaged.
fn base_writes<'a>(root: &Root, plan: &'a Plan) -> Result<Vec<Write<'a>>, Error> {
    let mut reader = Reader::new(root);
    let mut writes = Vec::new();
    for digest in new_bases(plan) {
        let path = state::base_path(digest);
        let (before, _) = reader.state(&path)?;
        if before.digest() != Some(digest) {
            let bytes = plan.contents.get(digest).ok_or_else(|| stage::missing_content(&path))?;
            let file = NewFile { mode: Mode::Regular, digest, source: Source::Bytes(bytes) };
            writes.push(Write { path, before, after: Some(file) });
        }
    }
    Ok(writes)
}

/// The lock files that change, and those of modules that are gone.
fn lock_writes<'a>(root: &Root, locks: &'a BTreeMap<RelPath, Vec<u8>>) -> Result<Vec<Write<'a>>, Error> {
    let present = root.files_in(state::LOCKS)?.into_keys().filter(state::is_lock);
    let mut writes: BTreeMap<RelPath, Option<&[u8]>> = present.map(|path| (path, None)).collect();
    writes.extend(locks.iter().map(|(path, bytes)| (path.clone(), Some(bytes.as_slice()))));
    let mut reader = Reader::new(root);
    let write = |(path, bytes): (RelPath, Option<&'a [u8]>)| {
        let (before, _) = reader.state(&path)?;
        let mode = match before {
            FileState::File { mode, .. } => mode,
            FileState::Absent | FileState::Directory | FileState::Symlink | FileState::Other => {
                Default::default()
            }
        };
        let after =
            bytes.map(|bytes| NewFile { mode, digest: Digest::of(bytes), source: Source::Bytes(bytes) });
        Ok(Write { path, before, after })
    };
    writes.into_iter().map(write).collect()
}

fn own_file(path: &RelPath) -> Issue {
    Issue::error(
        &codes::apply::OWN_FILE,
        format!("the plan would write `{path}`, which belongs to the tool itself"),
    )
    .help(format!("rename the blueprint's file, so that it is not below `{}`", state::DIRECTORY))
}
