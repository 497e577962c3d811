//! Apply on real directories: a project, a plan for it, and what the tests ask of both.

mod interrupted;
mod undone;
mod whole;

use std::{collections::BTreeMap, fs, os::unix::fs::PermissionsExt as _};

use camino::{Utf8Path, Utf8PathBuf};
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
/// that empties two directories, and a file that makes way for a directory.
const CHANGES: &[(&str, Text, Text)] = &[
    ("new/deep/a.py", None, Some("a\n")),
    ("edit.py", Some("before\n"), Some("after\n")),
    ("run.sh", Some("echo\n"), Some("#!echo\n")),
    ("old/deep/gone.py", Some("gone\n"), None),
    ("module", Some("a file\n"), None),
    ("module/deep/part.py", None, Some("a directory\n")),
];

fn sample() -> Project {
    Project::with(&[
        ("edit.py", "before\n"),
        ("run.sh", "echo\n"),
        ("old/deep/gone.py", "gone\n"),
        ("mine.py", "mine\n"),
        ("module", "a file\n"),
    ])
}

fn codes(error: Error) -> Vec<&'static str> {
    error.into_report().issues().iter().map(|issue| issue.code.id).collect()
}
