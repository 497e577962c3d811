//! Apply on real directories: what a transaction leaves, how one that was cut short ends, and undo.

use std::{collections::BTreeMap, fs, os::unix::fs::PermissionsExt as _};

use camino::{Utf8Path, Utf8PathBuf};
use pretty_assertions::assert_eq;
use tempfile::TempDir;

use super::{
    journal::{Journal, Status},
    *,
};
use crate::{
    blueprint::Owner,
    executor::Events,
    plan::{Action, Change, ExecutorId, Fidelity, FileChange, Header, Plan, Proposal, Recorded, Risk, Step},
    state::{Entry, Lock, State},
    workspace::{Digest, FileState, Mode, RelPath, Root},
};

const MANIFEST: &str = "quickscale schema=1\nproject \"acme\"\n";

/// What a file is before or after: its text, executable when it starts with `#!`.
type Text = Option<&'static str>;

struct Project {
    directory: TempDir,
}

struct Silent;

impl Events for Silent {
    fn started(&mut self, _: &Step) {}
    fn finished(&mut self, _: &Step) {}
}

fn path(text: &str) -> RelPath {
    RelPath::new(text).unwrap()
}

fn mode(text: &str) -> Mode {
    if text.starts_with("#!") { Mode::Executable } else { Mode::Regular }
}

fn file_state(text: Text) -> FileState {
    text.map_or(FileState::Absent, |text| FileState::File {
        mode: mode(text),
        digest: Digest::of(text.as_bytes()),
    })
}

impl Project {
    fn with(files: &[(&str, &str)]) -> Self {
        let project = Self { directory: TempDir::new().unwrap() };
        project.write("quickscale.kdl", MANIFEST);
        files.iter().for_each(|(path, text)| project.write(path, text));
        project
    }

    fn path(&self) -> &Utf8Path {
        Utf8Path::from_path(self.directory.path()).unwrap()
    }

    fn root(&self) -> Root {
        Root::open(self.path()).unwrap()
    }

    fn at(&self, path: &str) -> Utf8PathBuf {
        self.path().join(path)
    }

    #[expect(clippy::disallowed_methods, reason = "a test plays the user")]
    fn write(&self, path: &str, text: &str) {
        let path = self.at(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(mode(text).bits())).unwrap();
    }

    #[expect(clippy::disallowed_methods, reason = "a test plays the user")]
    fn delete(&self, path: &str) {
        fs::remove_file(self.at(path)).unwrap();
    }

    #[expect(clippy::disallowed_methods, reason = "a test plays the user")]
    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.at(path)).unwrap()
    }

    /// Every path with its permissions and content, without what is never committed.
    #[expect(clippy::disallowed_methods, reason = "a test looks at everything")]
    fn tree(&self) -> BTreeMap<String, String> {
        let mut tree = BTreeMap::new();
        for entry in walkdir::WalkDir::new(self.path()).min_depth(1) {
            let entry = entry.unwrap();
            let name = entry.path().strip_prefix(self.path()).unwrap().to_str().unwrap().to_owned();
            if name == ".quickscale" || name.starts_with(".quickscale/run") {
                continue;
            }
            let mode = entry.metadata().unwrap().permissions().mode() & 0o7777;
            let text = if entry.file_type().is_file() {
                fs::read_to_string(entry.path()).unwrap()
            } else {
                String::new()
            };
            tree.insert(name, format!("{mode:o} {text}"));
        }
        tree
    }

    fn state(&self) -> State {
        crate::executor::read_state(&self.root()).unwrap()
    }

    /// A plan of these changes: path, before, after.
    fn plan(&self, changes: &[(&str, Text, Text)]) -> (Plan, State) {
        let mut proposal = Proposal::default();
        let mut next = self.state();
        let lock = next
            .locks
            .entry("core".to_owned())
            .or_insert_with(|| Lock { source: Lock::BUILTIN.into(), ..Lock::default() });
        for (target, before, after) in changes {
            let record = after.map_or(Recorded::Forgotten, |text| {
                let base = proposal.contents.insert(text.as_bytes());
                lock.entries.insert(path(target), Entry { owner: Owner::Shared, mode: mode(text), base });
                Recorded::Entry { mode: mode(text), base }
            });
            if after.is_none() {
                lock.entries.remove(&path(target));
            }
            proposal.steps.push(step(target, *before, *after, record));
        }
        let header = Header {
            tool: String::new(),
            manifest: Digest::of(MANIFEST.as_bytes()),
            state: self.state().digest(),
            blueprint: Digest::of(b""),
            observed: Digest::of(b""),
            environment: "local".to_owned(),
        };
        (Plan::assemble(header, proposal), next)
    }

    fn apply(&self, changes: &[(&str, Text, Text)]) -> Result<Outcome, Error> {
        let (plan, next) = self.plan(changes);
        self.run(&plan, &next)
    }

    fn run(&self, plan: &Plan, next: &State) -> Result<Outcome, Error> {
        let root = self.root();
        Session::begin(&root, "apply")?.run(plan, next, &mut [], &mut Silent)
    }

    /// Stages and commits a plan as `apply` would, and stops there, as if it had been killed.
    fn commit_only(&self, changes: &[(&str, Text, Text)]) -> (u64, Journal) {
        let (root, (plan, next)) = (self.root(), self.plan(changes));
        run_dir::prepare(&root).unwrap();
        let number = run_dir::transactions(&root).unwrap().last().map_or(1, |last| last.number + 1);
        let (staged, _) = transaction::prepare(&root, number, "apply", &plan, &next, &mut || Ok(())).unwrap();
        (number, staged.journal)
    }
}

fn step(target: &str, before: Text, after: Text, record: Recorded) -> Step {
    Step {
        id: format!("files:{target}"),
        executor: ExecutorId::Files,
        action: Action::Update,
        target: target.to_owned(),
        reason: String::new(),
        depends_on: Vec::new(),
        risk: None,
        protected: None,
        fidelity: Fidelity::Exact,
        change: Change::File(FileChange {
            path: path(target),
            from: None,
            owner: Owner::Shared,
            module: "core".to_owned(),
            before: file_state(before),
            after: file_state(after),
            record,
            conflict: None,
        }),
    }
}

/// One of everything: a new file in a new directory, a change, a change of mode, and a deletion
/// that empties two directories.
const CHANGES: &[(&str, Text, Text)] = &[
    ("new/deep/a.py", None, Some("a\n")),
    ("edit.py", Some("before\n"), Some("after\n")),
    ("run.sh", Some("echo\n"), Some("#!echo\n")),
    ("old/deep/gone.py", Some("gone\n"), None),
];

fn sample() -> Project {
    Project::with(&[
        ("edit.py", "before\n"),
        ("run.sh", "echo\n"),
        ("old/deep/gone.py", "gone\n"),
        ("mine.py", "mine\n"),
    ])
}

fn codes(error: Error) -> Vec<&'static str> {
    error.into_report().issues().iter().map(|issue| issue.code.id).collect()
}

#[test]
fn a_plan_is_carried_out_whole() {
    let project = sample();
    assert_eq!(project.apply(CHANGES).unwrap(), Outcome { number: Some(1), kept: Vec::new() });

    let tree = project.tree();
    assert_eq!(tree["new/deep/a.py"], "644 a\n");
    assert_eq!(tree["edit.py"], "644 after\n");
    assert_eq!(tree["run.sh"], "755 #!echo\n");
    assert_eq!(tree["mine.py"], "644 mine\n");
    assert!(!tree.keys().any(|name| name.starts_with("old")), "{tree:?}");
    assert_eq!(project.state().locks["core"].entries.len(), 3);
    let base = crate::state::base_path(Digest::of(b"after\n"));
    assert_eq!(project.read(base.as_str()), "after\n");
    assert_eq!(project.read(".quickscale/run/.gitignore"), "*\n");
}

#[test]
fn an_undo_restores_every_byte_and_mode() {
    let project = sample();
    let before = project.tree();
    project.apply(CHANGES).unwrap();
    let root = project.root();
    assert_eq!(history(&root).unwrap().len(), 1);

    let undone = undo(&root).unwrap();
    assert_eq!((undone.interrupted, undone.left), (false, Vec::new()));
    assert_eq!(project.tree(), before);
    assert!(matches!(undo(&root), Err(Error::NothingToUndo)));
}

#[test]
fn undos_go_back_one_apply_at_a_time() {
    let project = Project::with(&[]);
    let mut trees = vec![project.tree()];
    for (before, after) in [(None, Some("1\n")), (Some("1\n"), Some("2\n")), (Some("2\n"), None)] {
        project.apply(&[("a/b.py", before, after)]).unwrap();
        trees.push(project.tree());
    }
    trees.pop();
    while let Some(tree) = trees.pop() {
        undo(&project.root()).unwrap();
        assert_eq!(project.tree(), tree);
    }
}

#[test]
fn an_undo_never_overwrites_a_later_edit() {
    let project = sample();
    project.apply(CHANGES).unwrap();
    project.write("edit.py", "after\nand mine\n");
    let before = project.tree();
    assert_eq!(codes(undo(&project.root()).unwrap_err()), ["apply::changed-since"]);
    assert_eq!(project.tree(), before);
}

#[test]
fn every_moved_path_is_named_and_nothing_is_written() {
    let project = sample();
    let (plan, next) = project.plan(CHANGES);
    project.write("new/deep/a.py", "somebody's\n");
    project.write("edit.py", "edited\n");
    project.write("run.sh", "#!echo\n");
    project.delete("old/deep/gone.py");
    let before = project.tree();
    let error = project.run(&plan, &next).unwrap_err();
    let report = error.into_report();
    let messages: Vec<&str> = report.issues().iter().map(|issue| issue.message.as_str()).collect();
    assert_eq!(
        messages,
        [
            "`edit.py` was edited since the plan was made",
            "`new/deep/a.py` appeared since the plan was made",
            "`old/deep/gone.py` was deleted since the plan was made",
            "`run.sh` was edited since the plan was made",
        ]
    );
    assert_eq!(project.tree(), before);
}

#[test]
fn a_plan_of_another_manifest_or_state_is_stale() {
    let project = sample();
    let (plan, next) = project.plan(CHANGES);
    project.write("quickscale.kdl", "quickscale schema=1\nproject \"other\"\n");
    assert_eq!(codes(project.run(&plan, &next).unwrap_err()), ["apply::stale"]);
    project.write("quickscale.kdl", MANIFEST);
    project.write(".quickscale/lock/teams.lock", "format 1\nmodule teams\nsource builtin\n");
    assert_eq!(codes(project.run(&plan, &next).unwrap_err()), ["apply::stale"]);
}

#[test]
fn a_replaced_edit_is_kept_aside() {
    let project = Project::with(&[("config/modules.py", "#!mine\n")]);
    let (mut plan, next) = project.plan(&[("config/modules.py", Some("#!mine\n"), Some("theirs\n"))]);
    plan.steps[0].risk = Some(Risk::OverwritesEdit);
    let outcome = project.run(&plan, &next).unwrap();
    let kept = ".quickscale/run/kept/1/config/modules.py";
    assert_eq!(outcome.kept, [Kept { path: path("config/modules.py"), kept: path(kept) }]);
    assert_eq!(project.read(kept), "#!mine\n");
    assert_eq!(project.read("config/modules.py"), "theirs\n");
}

#[test]
fn conflicts_and_protected_paths_are_refused() {
    let project = sample();
    let (mut plan, next) = project.plan(CHANGES);
    plan.steps[0].action = Action::Conflict;
    assert_eq!(codes(project.run(&plan, &next).unwrap_err()), ["apply::undecided"]);
    plan.steps[1].protected = Some(path("edit.py"));
    assert_eq!(codes(project.run(&plan, &next).unwrap_err()), ["apply::protected"]);
}

#[test]
fn a_second_command_is_told_who_holds_the_lock() {
    let project = sample();
    let root = project.root();
    let _held = Session::begin(&root, "apply --yes").unwrap();
    let Err(Error::Locked { holder }) = Session::begin(&root, "apply") else { panic!("the lock is held") };
    assert_eq!(holder, format!("process {}: apply --yes", std::process::id()));
    assert!(matches!(undo(&root), Err(Error::Locked { .. })));
}

#[test]
fn permissions_of_the_user_survive_a_change() {
    let project = sample();
    fs::set_permissions(project.at("edit.py"), fs::Permissions::from_mode(0o600)).unwrap();
    fs::set_permissions(project.at("run.sh"), fs::Permissions::from_mode(0o640)).unwrap();
    project.apply(CHANGES).unwrap();
    assert_eq!(project.tree()["edit.py"], "600 after\n");
    assert_eq!(project.tree()["run.sh"], "750 #!echo\n");
}

#[test]
fn nothing_is_written_through_a_link() {
    let project = sample();
    let outside = Project::with(&[("deep/a.py", "outside\n")]);
    std::os::unix::fs::symlink(outside.path(), project.at("new")).unwrap();
    let before = outside.tree();
    assert_eq!(codes(project.apply(CHANGES).unwrap_err()), ["apply::stale"]);
    assert_eq!(outside.tree(), before);
}

#[test]
fn a_failure_after_the_commit_is_taken_back() {
    let project = sample();
    let before = project.tree();
    let root = project.root();
    let _session = Session::begin(&root, "apply").unwrap();
    let (number, journal) = project.commit_only(CHANGES);
    // The slot of a file is gone, so that it cannot be put into place after others were.
    let missing = journal.files().find(|file| file.path == path("run.sh")).unwrap().slot;
    project.delete(run_dir::slot_path(number, missing).as_str());
    let staged = stage::Staged { seen: Vec::new(), journal };
    assert_eq!(
        codes(transaction::finish(&root, number, &staged).unwrap_err()),
        ["workspace::unwritable", "apply::taken-back"]
    );
    assert_eq!(project.tree(), before);
}

#[test]
fn a_committed_apply_is_finished_from_wherever_it_was_killed() {
    let whole = sample();
    whole.apply(CHANGES).unwrap();
    let steps = sample().commit_only(CHANGES).1.operations.len();
    for done in 0..=steps {
        let project = sample();
        let (number, journal) = project.commit_only(CHANGES);
        let part = Journal { operations: journal.operations[..done].to_vec(), ..journal };
        Mover::new(&project.root(), number).forward(&part, None).unwrap();

        assert_eq!(pending(&project.root()).unwrap().unwrap().command, "apply");
        let root = project.root();
        let session = Session::begin(&root, "plan").unwrap();
        assert!(matches!(session.recovered(), [Recovered::Finished { .. }]), "{:?}", session.recovered());
        assert_eq!(project.tree(), whole.tree(), "{done} operations were done");
        assert_eq!(pending(&root).unwrap(), None);
    }
}

#[test]
fn a_committed_apply_can_be_taken_back_from_wherever_it_was_killed() {
    let steps = sample().commit_only(CHANGES).1.operations.len();
    for done in 0..=steps {
        let project = sample();
        let before = project.tree();
        let (number, journal) = project.commit_only(CHANGES);
        let part = Journal { operations: journal.operations[..done].to_vec(), ..journal };
        Mover::new(&project.root(), number).forward(&part, None).unwrap();
        assert!(undo(&project.root()).unwrap().interrupted);
        assert_eq!(project.tree(), before, "{done} operations were done");
    }
}

#[test]
fn an_undo_that_was_killed_goes_on_backwards() {
    let project = sample();
    let before = project.tree();
    project.apply(CHANGES).unwrap();
    run_dir::mark(&project.root(), 1, Status::TakingBack).unwrap();
    let root = project.root();
    let session = Session::begin(&root, "apply").unwrap();
    assert!(matches!(session.recovered(), [Recovered::TakenBack { .. }]), "{:?}", session.recovered());
    assert_eq!(project.tree(), before);
}

#[test]
fn a_preparation_without_a_whole_journal_is_dropped() {
    for cut in [None, Some(0), Some(40)] {
        let project = sample();
        let before = project.tree();
        let (number, _) = project.commit_only(CHANGES);
        let place = run_dir::journal_path(number);
        let text = project.read(place.as_str());
        match cut {
            Some(end) => project.write(place.as_str(), &text[..end]),
            None => project.delete(place.as_str()),
        }
        let root = project.root();
        assert_eq!(Session::begin(&root, "apply").unwrap().recovered(), [Recovered::Dropped]);
        assert_eq!(project.tree(), before);
        assert!(run_dir::transactions(&root).unwrap().is_empty());
    }
}

#[test]
fn an_edit_after_a_kill_is_never_overwritten() {
    let project = sample();
    let before = project.tree();
    project.commit_only(CHANGES);
    project.write("edit.py", "mine\n");
    let root = project.root();
    assert_eq!(codes(Session::begin(&root, "apply").unwrap_err()), ["apply::stuck"]);

    let undone = undo(&root).unwrap();
    assert_eq!(undone.left, [path("edit.py")]);
    let mut expected = before;
    expected.insert("edit.py".to_owned(), "644 mine\n".to_owned());
    assert_eq!(project.tree(), expected);
    assert!(Session::begin(&root, "apply").unwrap().recovered().is_empty());
}

#[test]
fn only_the_last_applies_are_kept() {
    let project = Project::with(&[]);
    let texts: [&'static str; 13] = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12"];
    for pair in texts.windows(2) {
        let before = (pair[0] != "0").then_some(pair[0]);
        project.apply(&[("a", before, Some(pair[1]))]).unwrap();
    }
    let numbers: Vec<u64> = history(&project.root()).unwrap().iter().map(|applied| applied.number).collect();
    assert_eq!(numbers, [12, 11, 10, 9, 8, 7, 6, 5, 4, 3]);
}

#[test]
fn applying_the_same_twice_writes_nothing() {
    let project = sample();
    project.apply(CHANGES).unwrap();
    let (plan, next) = project.plan(&[]);
    assert_eq!(project.run(&plan, &next).unwrap(), Outcome::default());
    assert_eq!(history(&project.root()).unwrap().len(), 1);
}

#[test]
fn a_swap_in_three_steps_is_settled_after_each() {
    let whole = sample();
    whole.apply(CHANGES).unwrap();
    for steps in 1..=2 {
        let project = sample();
        let (number, journal) = project.commit_only(CHANGES);
        let slot = journal.files().find(|file| file.path == path("edit.py")).unwrap().slot;
        let root = project.root();
        let (mut tree, mut slots) = (root.tree(), root.tree());
        let (edit, slot, waiting) =
            (path("edit.py"), run_dir::slot_path(number, slot), run_dir::waiting_path(number, slot));
        tree.move_to_absent(&edit, (&mut slots, &waiting)).unwrap();
        if steps == 2 {
            slots.move_to_absent(&slot, (&mut tree, &edit)).unwrap();
        }
        Session::begin(&root, "apply").unwrap();
        assert_eq!(project.tree(), whole.tree(), "after {steps} steps");
        undo(&root).unwrap();
        assert_eq!(project.tree(), sample().tree());
    }
}

#[test]
fn an_edit_while_files_are_moved_stops_and_takes_back() {
    for edited in ["edit.py", "run.sh", "new/deep/a.py"] {
        let project = sample();
        let root = project.root();
        let (plan, next) = project.plan(CHANGES);
        run_dir::prepare(&root).unwrap();
        let (staged, _) = transaction::prepare(&root, 1, "apply", &plan, &next, &mut || Ok(())).unwrap();
        project.write(edited, "saved just now\n");
        let before = project.tree();
        assert_eq!(codes(transaction::finish(&root, 1, &staged).unwrap_err()), ["apply::stale"], "{edited}");
        assert_eq!(project.tree(), before, "{edited}");
        assert!(Session::begin(&root, "apply").unwrap().recovered().is_empty());
    }
}
