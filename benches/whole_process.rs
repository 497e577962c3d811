//! What a user waits for: whole runs of the program, medians and peak memory, beside peers that do
//! the same in the same run.
//!
//! ```console
//! cargo bench
//! ```
//!
//! `cp -r` of the same tree is always there; copier and cookiecutter are measured with the same files
//! where they are installed. Times depend on the machine: compare the ratios.

#![allow(
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a benchmark prints and prepares its own input"
)]

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use wait4::Wait4 as _;

const RUNS: usize = 31;

fn main() {
    let bench = Bench::new();
    println!("{RUNS} runs each; wall-clock of the whole process, and its peak memory\n");
    println!("{:<44} {:>10} {:>10} {:>8} {:>9}", "", "median", "fastest", "MiB", "ratio");
    bench.start_up();
    bench.validate();
    bench.starter();
    for files in [100, 1_000, 10_000] {
        bench.no_op_plan(files);
    }
}

/// Where the runs happen: memory when the machine has a memory file system, so that the disk is out.
struct Bench {
    scratch: tempfile::TempDir,
}

/// One measured command.
struct Row {
    median: Duration,
}

impl Bench {
    fn new() -> Self {
        let memory = Path::new("/dev/shm");
        let scratch = if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() };
        Self { scratch: scratch.expect("a temporary directory") }
    }

    fn start_up(&self) {
        println!("start");
        let peer = measure("  true", None, || (), || Command::new("true"));
        measure(
            "  quickscale --version",
            Some(&peer),
            || (),
            || quickscale(self.scratch.path(), &["--version"]),
        );
    }

    fn validate(&self) {
        println!("validate, 200 lines");
        let project = self.directory("validate");
        fs::write(project.join("quickscale.kdl"), manifest_of_200_lines()).expect("a manifest");
        measure("  quickscale validate", None, || (), || quickscale(&project, &["validate"]));
    }

    fn starter(&self) {
        let source = self.directory("starter");
        fs::write(source.join("quickscale.kdl"), "quickscale schema=1\nproject \"acme-crm\"\n")
            .expect("a manifest");
        let rendered = self.scratch.path().join("rendered");
        must(quickscale(&source, &["generate", text(&rendered)]));
        println!("the starter, {} files", count(&rendered));
        let target = self.scratch.path().join("target");
        let clean = || drop(fs::remove_dir_all(&target));
        let copy = measure("  cp -r of the tree", None, clean, || cp(&rendered, &target));
        measure("  quickscale generate", Some(&copy), clean, || {
            quickscale(&source, &["generate", text(&target)])
        });
        let manifest = source.join("quickscale.kdl");
        let fresh = || {
            clean();
            fs::create_dir(&target).expect("a directory");
            fs::copy(&manifest, target.join("quickscale.kdl")).expect("a manifest");
        };
        let apply = ["apply", "--yes", "--offline"];
        measure("  quickscale apply, the first", Some(&copy), fresh, || quickscale(&target, &apply));
        fresh();
        must(quickscale(&target, &apply));
        measure(
            "  quickscale plan, nothing to do",
            Some(&copy),
            || (),
            || quickscale(&target, &["plan", "--offline"]),
        );
        measure("  quickscale apply, nothing to do", Some(&copy), || (), || quickscale(&target, &apply));
        self.peers(&rendered, &target, &copy);
    }

    /// The generators people use today, with the same files as their template.
    fn peers(&self, rendered: &Path, target: &Path, copy: &Row) {
        let clean = || drop(fs::remove_dir_all(target));
        if installed("copier") {
            let template = self.scratch.path().join("copier");
            must(cp(rendered, &template));
            fs::write(template.join("copier.yml"), "_templates_suffix: .jinja\n").expect("a template");
            let args = ["copy", "-q", "--defaults", text(&template), text(target)];
            measure("  copier copy", Some(copy), clean, || program("copier", &args));
        }
        if installed("cookiecutter") {
            let template = self.scratch.path().join("cookiecutter");
            fs::create_dir_all(&template).expect("a directory");
            must(cp(rendered, &template.join("{{cookiecutter.name}}")));
            let context = r#"{"name": "target", "_copy_without_render": ["*"]}"#;
            fs::write(template.join("cookiecutter.json"), context).expect("a template");
            let args = ["--no-input", "-f", "-o", text(self.scratch.path()), text(&template)];
            measure("  cookiecutter", Some(copy), clean, || program("cookiecutter", &args));
        }
    }

    /// `plan` of a project of `files` files in which nothing changed, beside `git status` on the same tree.
    fn no_op_plan(&self, files: usize) {
        println!("nothing to do in {files} files");
        let project = self.directory(&format!("files-{files}"));
        let blueprints = self.scratch.path().join(format!("blueprints-{files}"));
        write_blueprints(&blueprints, files);
        fs::write(project.join("quickscale.kdl"), "quickscale schema=1\nproject \"acme-crm\"\n")
            .expect("a manifest");
        let here = ["--blueprints", text(&blueprints)];
        must(quickscale(&project, &[&here[..], &["apply", "--yes", "--offline"]].concat()));
        must(git(&project, &["init", "-q"]));
        must(git(&project, &["add", "-A"]));
        let identity = ["-c", "user.name=bench", "-c", "user.email=bench@example.com"];
        must(git(&project, &[&identity[..], &["commit", "-qm", "applied"]].concat()));
        let status =
            measure("  git status --porcelain", None, || (), || git(&project, &["status", "--porcelain"]));
        let plan = [&here[..], &["plan", "--offline"]].concat();
        measure("  quickscale plan", Some(&status), || (), || quickscale(&project, &plan));
    }

    fn directory(&self, name: &str) -> PathBuf {
        let path = self.scratch.path().join(name);
        fs::create_dir(&path).expect("a directory");
        path
    }
}

/// Runs `command` many times, each after `prepare`, and prints a row.
fn measure(name: &str, peer: Option<&Row>, prepare: impl Fn(), command: impl Fn() -> Command) -> Row {
    let mut times = Vec::with_capacity(RUNS);
    let mut peak = 0;
    for _ in 0..RUNS {
        prepare();
        let mut command = command();
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let start = Instant::now();
        let usage = command.spawn().and_then(|child| child.wait4()).expect(name);
        times.push(start.elapsed());
        assert!(usage.status.success(), "{name} failed");
        peak = peak.max(usage.rusage.maxrss);
    }
    times.sort_unstable();
    let (median, fastest) = (times[RUNS / 2], times[0]);
    let ratio = peer
        .map_or_else(String::new, |peer| format!("{:.2}x", median.as_secs_f64() / peer.median.as_secs_f64()));
    let ms = |time: Duration| format!("{:.2} ms", time.as_secs_f64() * 1e3);
    let mib = peak as f64 / f64::from(1024 * 1024);
    println!("{name:<44} {:>10} {:>10} {mib:>8.1} {ratio:>9}", ms(median), ms(fastest));
    Row { median }
}

fn quickscale(directory: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_quickscale"));
    command.current_dir(directory).args(args);
    command
}

fn program(name: &str, args: &[&str]) -> Command {
    let mut command = Command::new(name);
    command.args(args);
    command
}

fn git(directory: &Path, args: &[&str]) -> Command {
    let mut command = program("git", args);
    command.current_dir(directory).env("GIT_CONFIG_GLOBAL", "/dev/null");
    command
}

fn cp(from: &Path, to: &Path) -> Command {
    program("cp", &["-r", text(from), text(to)])
}

fn must(mut command: Command) {
    let output = command.output().expect("a program");
    assert!(output.status.success(), "{command:?}\n{}", String::from_utf8_lossy(&output.stderr));
}

fn installed(name: &str) -> bool {
    program(name, &["--version"])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

fn text(path: &Path) -> &str {
    path.to_str().expect("a UTF-8 path")
}

fn count(directory: &Path) -> usize {
    walkdir::WalkDir::new(directory).into_iter().flatten().filter(|entry| entry.file_type().is_file()).count()
}

fn manifest_of_200_lines() -> String {
    let variables: String = (0..185)
        .map(|n| {
            format!("    SETTING_{n} type=\"string\" default=\"value {n}\" help=\"what number {n} is for\"\n")
        })
        .collect();
    format!(
        "quickscale schema=1\n\nproject \"acme-crm\" {{\n    title \"Acme CRM\"\n}}\n\nvariables {{\n{variables}}}\n\n\
         environment \"local\" {{\n    docker\n    database \"postgres\" version=18\n}}\n"
    )
}

/// Blueprints of `files` files of about 3 KB, half of them templates.
fn write_blueprints(root: &Path, files: usize) {
    let layer = |path: &str, name: &str| {
        fs::create_dir_all(root.join(path).join("files")).expect("a directory");
        let text = format!("layer \"{name}\" version=\"1.0.0\" summary=\"for measuring\"\n");
        fs::write(root.join(path).join("layer.kdl"), text).expect("a layer");
    };
    layer("project", "project");
    layer("frontends/htmx", "htmx");
    layer("themes/starter", "starter");
    for n in 0..files {
        let suffix = if n % 2 == 0 { ".liquid" } else { "" };
        let path = root.join(format!("project/files/pkg{:03}/file{n:05}.py{suffix}", n / 100));
        let name = if n % 2 == 0 { "{{ project.name }}" } else { "acme-crm" };
        let lines =
            (0..60).map(|line| format!("value_{line} = 'harbour lantern {n} meadow quarry {name}'\n"));
        fs::create_dir_all(path.parent().expect("a parent")).expect("a directory");
        fs::write(path, lines.collect::<String>()).expect("a file");
    }
}
