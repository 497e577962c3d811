//! When lock files are made, and how.

use pretty_assertions::assert_eq;
use tempfile::TempDir;

use super::*;
use crate::{
    blueprint::Owner,
    plan::{FileChange, Header, Recorded},
    workspace::Mode,
};

const PYPROJECT: &str = UV.listing;
const UV_LOCK: &str = UV.lock;

const PROJECT: &str = r#"
[project]
name = "Acme_CRM"
version = "0.1.0"
requires-python = ">=3.13"
dependencies = ["Jinja2[i18n]>=3.1", "tomli; python_version < '3.11'", "click >=8,<9"]
[project.optional-dependencies]
x = ["idna"]
[dependency-groups]
dev = ["iniconfig>=2", {include-group = "lint"}]
lint = ["packaging>=24"]
[tool.uv]
package = false
constraint-dependencies = ["markupsafe>=2"]
"#;

/// What uv 0.13 makes of it, with most packages left out.
const LOCK: &str = r#"version = 1
revision = 5
requires-python = ">=3.13"

[manifest]
constraints = [{ name = "markupsafe", specifier = ">=2" }]

[[package]]
name = "acme-crm"
version = "0.1.0"
source = { virtual = "." }
dependencies = [
    { name = "click" },
    { name = "jinja2", extra = ["i18n"] },
]

[package.optional-dependencies]
x = [
    { name = "idna" },
]

[package.dev-dependencies]
dev = [
    { name = "iniconfig" },
    { name = "packaging" },
]
lint = [
    { name = "packaging" },
]

[package.metadata]
requires-dist = [
    { name = "click", specifier = ">=8,<9" },
    { name = "idna", marker = "extra == 'x'" },
    { name = "jinja2", extras = ["i18n"], specifier = ">=3.1" },
    { name = "tomli", marker = "python_full_version < '3.11'" },
]
provides-extras = ["x"]

[package.metadata.requires-dev]
dev = [
    { name = "iniconfig", specifier = ">=2" },
    { name = "packaging", specifier = ">=24" },
]
lint = [{ name = "packaging", specifier = ">=24" }]

[[package]]
name = "babel"
version = "2.18.0"
source = { registry = "https://pypi.org/simple" }
"#;

struct Project(TempDir);

impl Project {
    #[expect(clippy::disallowed_methods, reason = "a test plays the user")]
    fn with(files: &[(&str, &str)]) -> Self {
        let project = Self(TempDir::new().unwrap());
        for (name, text) in files {
            let path = project.0.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        project
    }

    fn root(&self) -> Root {
        Root::open(self.0.path().try_into().unwrap()).unwrap()
    }
}

/// Why `uv lock` is planned for these files; none when it is not.
fn reason(files: &[(&str, &str)]) -> Option<String> {
    let project = Project::with(files);
    let root = project.root();
    let proposal = Tools::observe(&root, false).unwrap().plan(&Proposal::default());
    assert_eq!(proposal.notes, []);
    proposal.steps.first().map(|step| step.reason.clone())
}

#[test]
fn a_fitting_lock_file_needs_nothing() {
    assert_eq!(reason(&[(PYPROJECT, PROJECT), (UV_LOCK, LOCK)]), None);
    assert_eq!(reason(&[]), None);
    assert_eq!(reason(&[(PYPROJECT, "[tool.ruff]\nline-length = 100\n")]), None);
}

#[test]
fn every_input_of_the_lock_file_counts() {
    assert_eq!(reason(&[(PYPROJECT, PROJECT)]), Some("`uv.lock` does not exist".to_owned()));
    assert_eq!(
        reason(&[(PYPROJECT, PROJECT), (UV_LOCK, "<<<<<<<\n")]),
        Some("`uv.lock` cannot be read".to_owned())
    );
    let cases = [
        ("Acme_CRM", "other", "the project has another name"),
        ("0.1.0", "0.2.0", "the project has another version"),
        (">=3.13", ">=3.14", "another Python is required"),
        (">=3.1\"", ">=3.2\"", "the dependencies differ"),
        ("[i18n]", "", "the dependencies differ"),
        (", \"click >=8,<9\"", "", "the dependencies differ"),
        ("\"idna\"", "\"idna\", \"six\"", "the dependencies differ"),
        ("iniconfig>=2", "iniconfig>=1", "the dependency groups differ"),
        (", {include-group = \"lint\"}", "", "the dependency groups differ"),
        ("lint = [\"packaging>=24\"]", "lint = []", "the dependency groups differ"),
        ("markupsafe>=2", "markupsafe>=3", "the constraints differ"),
    ];
    for (from, to, what) in cases {
        let project = PROJECT.replacen(from, to, 1);
        assert_ne!(project, PROJECT, "{from}");
        let expected = format!("`uv.lock` does not fit `pyproject.toml`: {what}");
        assert_eq!(reason(&[(PYPROJECT, &project), (UV_LOCK, LOCK)]), Some(expected), "{from} -> {to}");
    }
}

#[test]
fn another_spelling_of_the_same_needs_nothing() {
    let cases = [
        ("click >=8,<9", "CLICK<9, >=8"),
        ("version = \"0.1.0\"", "dynamic = [\"version\"]"),
        ("lint", "LINT"),
    ];
    for (from, to) in cases {
        let project = PROJECT.replace(from, to);
        assert_eq!(reason(&[(PYPROJECT, &project), (UV_LOCK, LOCK)]), None, "{from} -> {to}");
    }
}

/// A frontend that lists few packages.
const PACKAGE: &str = r#"{
  "name": "frontend",
  "scripts": {"build": "vite build"},
  "dependencies": {"react": "^19.3.1"},
  "devDependencies": {"vite": "^8.3.8"}
}"#;

/// What npm 11 makes of it, with the packages themselves left out.
const PACKAGE_LOCK: &str = r#"{
  "name": "frontend",
  "lockfileVersion": 3,
  "requires": true,
  "packages": {
    "": {
      "name": "frontend",
      "dependencies": {"react": "^19.3.1"},
      "devDependencies": {"vite": "^8.3.8"}
    }
  }
}"#;

#[test]
fn a_lock_file_of_npm_is_made_when_other_packages_are_listed() {
    let locked = |package: &str| reason(&[(NPM.listing, package), (NPM.lock, PACKAGE_LOCK)]);
    assert_eq!(locked(PACKAGE), None);
    assert_eq!(locked(&PACKAGE.replace("vite build", "tsc && vite build")), None);
    assert_eq!(locked(&PACKAGE.replace("\"scripts\"", "\"peerDependencies\": {}, \"scripts\"")), None);

    let differs =
        "`frontend/package-lock.json` does not fit `frontend/package.json`: the dependencies differ";
    for (from, to) in [
        ("^19.3.1", "^19.4.0"),
        ("\"react\"", "\"preact\""),
        ("\"devDependencies\"", "\"peerDependencies\""),
        ("\"vite\": \"^8.3.8\"", ""),
        ("{\"vite\"", "{\"vitest\": \"^4.1.0\", \"vite\""),
    ] {
        assert_eq!(locked(&PACKAGE.replacen(from, to, 1)), Some(differs.to_owned()), "{from} -> {to}");
    }
    assert_eq!(
        reason(&[(NPM.listing, PACKAGE)]),
        Some("`frontend/package-lock.json` does not exist".to_owned())
    );
    for unreadable in ["<<<<<<<\n", "{\"lockfileVersion\": 1}"] {
        assert_eq!(
            reason(&[(NPM.listing, PACKAGE), (NPM.lock, unreadable)]),
            Some("`frontend/package-lock.json` cannot be read".to_owned())
        );
    }
}

#[test]
fn both_lock_files_of_a_project_are_made() {
    let project = Project::with(&[(PYPROJECT, PROJECT), (NPM.listing, PACKAGE)]);
    let root = project.root();
    let steps = Tools::observe(&root, false).unwrap().plan(&Proposal::default()).steps;
    let ids: Vec<&str> = steps.iter().map(|step| step.id.as_str()).collect();
    assert_eq!(ids, ["tools:uv.lock", "tools:frontend/package-lock.json"]);
}

#[test]
fn overrides_of_npm_count_when_they_change() {
    let project = Project::with(&[(NPM.listing, PACKAGE), (NPM.lock, PACKAGE_LOCK)]);
    let root = project.root();
    let overriding = PACKAGE.replace("\"scripts\"", "\"overrides\": {\"esbuild\": \"1\"}, \"scripts\"");
    let steps = Tools::observe(&root, false).unwrap().plan(&change(NPM.listing, PACKAGE, &overriding)).steps;
    assert_eq!(steps[0].reason, "`frontend/package.json` overrides other versions");
    assert_eq!(steps[0].depends_on, ["files:frontend/package.json"]);
}

#[test]
fn a_lock_file_that_nothing_needs_any_more_is_pointed_out() {
    let project = Project::with(&[(NPM.listing, PACKAGE), (NPM.lock, PACKAGE_LOCK)]);
    let root = project.root();
    let mut without = change(NPM.listing, PACKAGE, "");
    if let Change::File(file) = &mut without.steps[0].change {
        file.after = FileState::Absent;
    }
    let proposal = Tools::observe(&root, false).unwrap().plan(&without);
    assert_eq!(proposal.steps, []);
    assert_eq!(proposal.notes[0].target, "frontend/package-lock.json");
    assert_eq!(
        proposal.notes[0].message,
        "nothing needs it any more: `frontend/package.json` goes; delete it"
    );
}

/// What the files' proposal is that changes `name` from `before` to `after`.
fn change(name: &str, before: &str, after: &str) -> Proposal {
    let mut proposal = Proposal::default();
    let state = |text: &str| FileState::File { mode: Mode::Regular, digest: Digest::of(text.as_bytes()) };
    proposal.contents.insert(after.as_bytes());
    proposal.steps.push(Step {
        id: format!("files:{name}"),
        executor: ExecutorId::Files,
        action: Action::Update,
        target: name.to_owned(),
        reason: String::new(),
        depends_on: Vec::new(),
        risk: None,
        protected: None,
        fidelity: Fidelity::Exact,
        change: Change::File(FileChange {
            path: own_path(name),
            from: None,
            owner: Owner::Keyed,
            module: "core".to_owned(),
            before: state(before),
            after: state(after),
            record: Recorded::Before,
            conflict: None,
        }),
    });
    proposal
}

#[test]
fn a_change_of_the_same_plan_counts_already() {
    let project = Project::with(&[(PYPROJECT, PROJECT), (UV_LOCK, LOCK)]);
    let root = project.root();
    let plan = |after: &str| Tools::observe(&root, false).unwrap().plan(&change(PYPROJECT, PROJECT, after));

    let steps = plan(&PROJECT.replace("click >=8,<9", "click")).steps;
    assert_eq!(steps[0].depends_on, ["files:pyproject.toml"]);
    assert_eq!(steps[0].id, "tools:uv.lock");
    assert_eq!(plan(&PROJECT.replace("package = false", "package = false # not yet")).steps, []);

    let with_index = format!("{PROJECT}[[tool.uv.index]]\nurl = \"https://pypi.example.com/simple\"\n");
    assert_eq!(plan(&with_index).steps[0].reason, "`pyproject.toml` names other package indexes");
}

#[test]
fn what_is_left_out_is_said() {
    let project = Project::with(&[(PYPROJECT, PROJECT)]);
    let root = project.root();
    let offline = Tools::observe(&root, true).unwrap().plan(&Proposal::default());
    assert_eq!(offline.steps, []);
    assert_eq!(
        offline.notes[0].message,
        "`uv lock` is left out, because it needs the network: `uv.lock` does not exist"
    );
    let damaged = Tools::observe(&root, false).unwrap().plan(&change(PYPROJECT, PROJECT, "<<<<<<< ours\n"));
    assert_eq!((damaged.steps.len(), damaged.notes.len()), (0, 1));
}

struct Silent;

impl Events for Silent {
    fn started(&mut self, _: &Step) {}
    fn finished(&mut self, _: &Step) {}
}

/// Runs `commands` as the steps that make lock files, and returns the codes of what went wrong.
fn run(root: &Root, commands: &[&[&str]]) -> Vec<&'static str> {
    let mut tools = Tools::observe(root, false).unwrap();
    let mut proposal = tools.plan(&Proposal::default());
    assert_eq!(proposal.steps.len(), commands.len());
    for (step, command) in proposal.steps.iter_mut().zip(commands) {
        let Change::Run(change) = &mut step.change else { unreachable!() };
        change.command = command.iter().map(|word| (*word).to_owned()).collect();
    }
    let digest = Digest::of(b"");
    let header = Header {
        tool: String::new(),
        manifest: digest,
        state: digest,
        blueprint: digest,
        observed: digest,
        environment: "local".to_owned(),
    };
    let plan = Plan::assemble(header, proposal);
    let report = tools.apply(&plan, &mut Silent).err().unwrap_or_default();
    report.issues().iter().map(|issue| issue.code.id).collect()
}

#[test]
fn what_uv_made_is_accepted_even_when_it_looks_different() {
    let project = Project::with(&[(PYPROJECT, PROJECT)]);
    let root = project.root();
    drop(crate::apply::Session::begin(&root, "apply").unwrap());
    assert_eq!(run(&root, &[&["sh", "-c", "echo '# by a later uv' > uv.lock"]]), Vec::<&str>::new());
    assert_eq!(Tools::observe(&root, false).unwrap().plan(&Proposal::default()).steps, []);
}

#[test]
fn every_failure_of_a_program_has_its_code() {
    let project = Project::with(&[(PYPROJECT, PROJECT)]);
    let root = project.root();
    assert_eq!(run(&root, &[&["no-such-program-here", "lock"]]), ["tools::missing-program"]);
    assert_eq!(run(&root, &[&["sh", "-c", "exit 2"]]), ["tools::failed"]);
    assert_eq!(run(&root, &[&["true"]]), ["tools::nothing-made"]);
}

#[test]
fn programs_run_at_the_same_time() {
    let project = Project::with(&[(PYPROJECT, PROJECT), (NPM.listing, PACKAGE)]);
    let root = project.root();
    drop(crate::apply::Session::begin(&root, "apply").unwrap());
    Command::new("mkfifo", ["to-npm", "to-uv"]).directory(root.path()).run().unwrap();
    // Each waits for the other.
    let uv = "echo there > to-npm && read -r answer < to-uv && echo > uv.lock";
    let npm = "read -r question < to-npm && echo here > to-uv && echo > frontend/package-lock.json";
    let within = |script| ["timeout", "60", "sh", "-c", script];
    assert_eq!(run(&root, &[&within(uv), &within(npm)]), Vec::<&str>::new());
}

#[test]
fn a_program_that_fails_keeps_no_other_from_its_work() {
    let project = Project::with(&[(PYPROJECT, PROJECT), (NPM.listing, PACKAGE)]);
    let root = project.root();
    drop(crate::apply::Session::begin(&root, "apply").unwrap());
    let npm = ["sh", "-c", "echo > frontend/package-lock.json"];
    assert_eq!(run(&root, &[&["false"], &npm]), ["tools::failed"]);
    assert_eq!(run(&root, &[&["false"]]), ["tools::failed"], "npm's file is there");
}
