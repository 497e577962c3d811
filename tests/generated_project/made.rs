//! A project made by `quickscale apply`, with its dependencies installed.

use std::{
    env,
    fs::{self, File},
    path::{Path, PathBuf},
    process::Command,
};

use crate::{
    component::{PYTHON, Tools, component},
    run::{program, succeed},
    support::{gate::Gate, tree_of},
};

/// An example's project. It is made once per test run and shared by the run's tests, which may add caches to it
/// but change nothing else.
pub(crate) struct Made {
    pub(crate) example: String,
    pub(crate) directory: PathBuf,
    /// Held as long as the value lives, so that another test run does not make the project anew meanwhile.
    _in_use: File,
}

impl Made {
    /// The project of an example, or of a manifest in `manifests/`; `None` where there is no Python to install it with.
    #[track_caller]
    pub(crate) fn of(example: &str) -> Option<Self> {
        component(PYTHON)?;
        let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join("made").join(example);
        fs::create_dir_all(&directory).unwrap();
        let lock = File::create(directory.with_extension("lock")).unwrap();
        let stamp = directory.with_extension("run");
        loop {
            lock.lock_shared().unwrap();
            if fs::read_to_string(&stamp).is_ok_and(|run| run == this_run()) {
                return Some(Self { example: example.to_owned(), directory, _in_use: lock });
            }
            lock.unlock().unwrap();
            lock.lock().unwrap();
            if !fs::read_to_string(&stamp).is_ok_and(|run| run == this_run()) {
                make(example, &directory);
                fs::write(&stamp, this_run()).unwrap();
            }
            lock.unlock().unwrap();
        }
    }

    /// Starts an acceptance gate.
    pub(crate) fn gate(&self, number: u8, what: &'static str) -> Gate<'_> {
        Gate::of(&self.example, number, what)
    }

    pub(crate) fn has_accounts(&self) -> bool {
        self.directory.join("modules/auth").is_dir()
    }

    /// The name of a file of the test's own beside the project.
    pub(crate) fn beside(&self, name: &str) -> PathBuf {
        self.directory.with_extension(name)
    }

    pub(crate) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.directory.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    /// The name of its Python package.
    pub(crate) fn package(&self) -> String {
        let pyproject = self.read("pyproject.toml");
        pyproject.split("paths = [\"").nth(1).unwrap().split('"').next().unwrap().to_owned()
    }

    /// The files that the project was made of, without what was installed or collected since.
    pub(crate) fn files(&self) -> Vec<PathBuf> {
        const MADE_BY_TOOLS: [&str; 5] =
            [".venv", ".quickscale", "staticfiles", "node_modules", "__pycache__"];
        let tree = walkdir::WalkDir::new(&self.directory).sort_by_file_name().into_iter();
        let files = tree.filter_entry(|entry| {
            let name = entry.file_name().to_string_lossy();
            !MADE_BY_TOOLS.contains(&&*name) && !name.ends_with("_cache")
        });
        let files = files.map(Result::unwrap).filter(|entry| entry.file_type().is_file());
        files.map(walkdir::DirEntry::into_path).collect()
    }

    /// Those with this extension.
    pub(crate) fn files_of(&self, extension: &str) -> Vec<PathBuf> {
        let mut files = self.files();
        files.retain(|path| path.extension().is_some_and(|found| found == extension));
        files
    }

    /// A program of the project's virtual environment, in the project.
    pub(crate) fn tool(&self, name: &str) -> Command {
        let mut command = program(self.directory.join(".venv/bin").join(name), &self.directory);
        let path = env::var("PATH").unwrap_or_default();
        command.env("PATH", format!("{}:{path}", self.directory.join(".venv/bin").display()));
        command
    }

    /// `manage.py`, under the settings it takes by itself: those of a developer's machine.
    pub(crate) fn manage<'a>(&self, arguments: impl IntoIterator<Item = &'a str>) -> Command {
        let mut command = self.tool("python");
        command.arg("manage.py").args(arguments);
        command
    }

    /// A script of `tests/e2e/project`, run by the project's Python with the project on its path.
    pub(crate) fn script(&self, name: &str) -> Command {
        let mut python = self.tool("python");
        python.arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/e2e/project").join(name));
        python.env("PYTHONPATH", &self.directory).env("PYTHONDONTWRITEBYTECODE", "1");
        python
    }
}

/// What tells one test run from another. nextest starts a process per test and names the run; under `cargo test`
/// the process is the run.
fn this_run() -> String {
    env::var("NEXTEST_RUN_ID").unwrap_or_else(|_| std::process::id().to_string())
}

/// Neither containers nor repositories of others are a part of what is under test.
pub(crate) const APPLY: [&str; 6] = ["apply", "--yes", "--only", "files", "--only", "tools"];

fn make(example: &str, directory: &Path) {
    fs::remove_dir_all(directory).unwrap();
    fs::create_dir(directory).unwrap();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let manifest = root.join("examples").join(example).join("quickscale.kdl");
    let is_example = manifest.is_file();
    let mut quickscale = program(env!("CARGO_BIN_EXE_quickscale"), directory);
    if is_example {
        fs::copy(manifest, directory.join("quickscale.kdl")).unwrap();
    } else {
        let manifest = root.join("tests/generated_project/manifests").join(example).with_extension("kdl");
        fs::copy(manifest, directory.join("quickscale.kdl")).unwrap();
        quickscale.arg("--blueprints").arg(blueprints_with_notes(root, directory));
    }
    succeed(quickscale.args(APPLY));
    assert!(directory.join("uv.lock").is_file(), "apply made no uv.lock");
    let install = ["sync", "--locked", "--all-groups", "--compile-bytecode", "--quiet"];
    succeed(program("uv", directory).args(install));
    if directory.join("frontend/package.json").is_file() {
        build_frontend(&directory.join("frontend"));
    }
    let mut collect = program(directory.join(".venv/bin/python"), directory);
    collect.args(["manage.py", "collectstatic", "--no-input"]);
    succeed(collect.env("DJANGO_SETTINGS_MODULE", "config.settings.build"));
}

/// A copy of the blueprints beside the project, with the module that is made for tests among them.
fn blueprints_with_notes(root: &Path, directory: &Path) -> PathBuf {
    let blueprints = directory.with_extension("blueprints");
    let _ = fs::remove_dir_all(&blueprints);
    for (from, to) in [("blueprints", ""), ("tests/program/modules/notes", "modules/notes")] {
        for (path, file) in tree_of(&root.join(from)) {
            let target = blueprints.join(to).join(path);
            fs::create_dir_all(target.parent().unwrap()).unwrap();
            fs::write(target, file.bytes).unwrap();
        }
    }
    blueprints
}

/// What the browser gets of a frontend that is compiled.
fn build_frontend(directory: &Path) {
    let tools = Tools::find();
    let npm = |arguments: &[&str]| {
        let mut npm =
            tools.as_ref().map_or_else(|| program("npm", directory), |tools| tools.program("npm", directory));
        succeed(npm.args(arguments));
    };
    npm(&["ci", "--no-audit", "--no-fund"]);
    npm(&["run", "build"]);
}
