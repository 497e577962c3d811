//! A directory that is shared with another repository, in a project with a long history.

use std::{
    env, fs,
    io::Write as _,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use super::{
    measure::Group,
    peers::{git, must},
    project::quickscale,
    tree,
};

/// Commits of the project.
const COMMITS: usize = 20_000;

/// One of so many is about the shared directory.
const SHARED: usize = 20;

/// So many commits were there when it was embedded.
const BEFORE: usize = 1_000;

const PREFIX: &str = "libs/core";

/// Beside `git subtree`, where there is a git that has it.
pub(crate) fn long_history(directory: &Path) {
    let [core, served, app] = ["core", "served.git", "app"].map(|name| directory.join(name));
    let app = &app;
    tree::write(&core, 100, 1, "acme", "");
    tree::commit(&core);
    must(git(directory, &["clone", "-q", "--bare", tree::text(&core), tree::text(&served)]));
    fs::create_dir(app).expect("a directory");
    fs::write(app.join("quickscale.kdl"), "quickscale schema=1\n\nproject \"acme\"\n").expect("a manifest");
    tree::commit(app);
    for setting in [["user.name", "bench"], ["user.email", "bench@example.com"], ["gc.auto", "0"]] {
        must(git(app, &[&["config"][..], &setting].concat()));
    }
    history(app, 0..BEFORE, None);
    must(quickscale(app, &["embed", PREFIX, "--remote", tree::text(&served), "--yes"]));
    history(app, BEFORE..COMMITS, Some(SHARED));
    // Other files than those that the project has changed.
    for number in (1..100).step_by(10) {
        tree::append(&core.join(tree::path_of(number, "", "")), "NEW = True\n");
    }
    tree::commit(&core);
    must(git(&core, &["push", "-q", tree::text(&served), "HEAD"]));

    let peer = with_subtree_script();
    let forget = || drop(git(&served, &["branch", "-q", "-D", "feature/bench"]).output());
    let push = ["push", "--yes", "--branch", "feature/bench"];
    let mut group =
        Group::new(&format!("{COMMITS} commits, push"))
            .program("quickscale push", forget, || quickscale(app, &push));
    if let Some(peer) = &peer {
        let served = tree::text(&served);
        group = group.program("git subtree push", forget, move || {
            subtree(peer, app, &["push", served, "feature/bench"])
        });
    }
    group.run();

    let start = git(app, &["rev-parse", "HEAD"]).output().expect("git").stdout;
    let start = String::from_utf8(start).expect("a name").trim().to_owned();
    let back = || must(git(app, &["reset", "-q", "--hard", &start]));
    let branch = git(&served, &["symbolic-ref", "--short", "HEAD"]).output().expect("git").stdout;
    let branch = String::from_utf8(branch).expect("a name").trim().to_owned();
    let mut group =
        Group::new(&format!("{COMMITS} commits, update"))
            .program("quickscale update", back, || quickscale(app, &["update", "--yes"]));
    if let Some(peer) = &peer {
        let pull = ["pull", "--squash", tree::text(&served), &branch, "-m", "pulled"];
        group = group.program("git subtree pull", back, move || subtree(peer, app, &pull));
    }
    group.run();
}

/// Adds commits to the branch that is checked out, each with one changed file.
fn history(app: &Path, numbers: std::ops::Range<usize>, shared: Option<usize>) {
    let branch = git(app, &["symbolic-ref", "HEAD"]).output().expect("git").stdout;
    let branch = String::from_utf8(branch).expect("a name").trim().to_owned();
    let mut import = git(app, &["fast-import", "--quiet"]).stdin(Stdio::piped()).spawn().expect("git");
    let mut stream = import.stdin.take().expect("a pipe");
    for number in numbers.clone() {
        let is_shared = shared.is_some_and(|shared| number.is_multiple_of(shared));
        let path = match is_shared {
            true => format!("{PREFIX}/{}", tree::path_of(number % 100, "", "")),
            false => format!("app/package{:02}/file{:03}.py", number % 20, number % 200),
        };
        let (message, text) = (format!("change {number}\n"), format!("VALUE = {number}\n"));
        let from = if number == numbers.start { format!("from {branch}^0\n") } else { String::new() };
        let (message_length, text_length, time) = (message.len(), text.len(), 1_600_000_000 + number * 60);
        write!(
            stream,
            "commit {branch}\ncommitter bench <bench@example.com> {time} +0000\ndata {message_length}\n{message}{from}\
             M 100644 inline {path}\ndata {text_length}\n{text}\n"
        )
        .expect("git takes it");
    }
    drop(stream);
    assert!(import.wait().expect("git").success(), "git takes it");
    must(git(app, &["reset", "-q", "--hard"]));
}

fn subtree(git: &Path, app: &Path, words: &[&str]) -> Command {
    let mut command = Command::new(git);
    command.arg("-C").arg(app).args(["subtree", "--prefix", PREFIX]).args(words);
    command
}

/// A git that has the script.
fn with_subtree_script() -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    env::split_paths(&path).map(|directory| directory.join("git")).find(|git| {
        let place = Command::new(git).arg("--exec-path").output().map(|output| output.stdout);
        let place = place.map(|place| String::from_utf8_lossy(&place).trim().to_owned());
        place.is_ok_and(|place| Path::new(&place).join("git-subtree").exists())
    })
}
