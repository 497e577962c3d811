//! What the kernel does to a program: kills it, refuses a call, runs out of room.

use std::{
    collections::{BTreeMap, HashMap},
    fs,
    os::unix::process::ExitStatusExt as _,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use super::{Project, Run};

/// Every call that can change what is on a disk.
const CHANGING: &str = "openat,open,creat,write,pwrite64,writev,pwritev,rename,renameat,renameat2,fsync,fdatasync,\
unlink,unlinkat,rmdir,mkdir,mkdirat,link,linkat,symlink,symlinkat,mknod,mknodat,chmod,fchmod,fchmodat,chown,fchown,\
fchownat,truncate,ftruncate,fallocate,copy_file_range,sendfile,utimensat,flock";

/// One call of a run: its name, and that it is the n-th of this name.
pub type Call = (String, usize);

/// Whether there is strace. In CI it has to be there; elsewhere one line says that a test was left out.
pub fn has_strace() -> bool {
    has("strace", Command::new("strace").arg("-V").stdout(Stdio::null()).status().is_ok())
}

/// A mounted file system; it ends with the value.
pub struct Mount(PathBuf);

impl Mount {
    /// A file system of this size at `path`; none where nothing can be mounted, which is a failure in CI.
    pub fn of_kilobytes(size: usize, path: &Path) -> Option<Self> {
        let options = format!("size={size}k,mode=777");
        let mounted = privileged(&["mount", "-t", "tmpfs", "-o", &options, "tmpfs"], path);
        has("permission to mount", mounted).then(|| Self(path.to_owned()))
    }

    /// Makes everything on it read-only.
    pub fn freeze(&self) {
        assert!(privileged(&["mount", "-o", "remount,ro"], &self.0));
    }
}

impl Drop for Mount {
    fn drop(&mut self) {
        privileged(&["umount"], &self.0);
    }
}

/// Runs a command on a path as root; whether it could.
fn privileged(words: &[&str], path: &Path) -> bool {
    [&[][..], &["sudo", "-n"]].iter().any(|prefix| {
        let words = [*prefix, words].concat();
        let mut command = Command::new(words[0]);
        command.args(&words[1..]).arg(path).stdout(Stdio::null()).stderr(Stdio::null());
        command.status().is_ok_and(|status| status.success())
    })
}

fn has(what: &str, there: bool) -> bool {
    assert!(there || std::env::var_os("CI").is_none(), "needs {what}, which has to be there in CI");
    if !there {
        println!("not run: needs {what}");
    }
    there
}

/// The calls with which a run of the program changes something, on a copy of `project`.
pub fn changing_calls(project: &Project, args: &[&str]) -> Vec<Call> {
    let copy = project.copy();
    let log = tempfile::NamedTempFile::new().unwrap();
    let mut strace = Command::new("strace");
    strace.args(["-f", "-qq", "-e", "signal=none", "-e"]).arg(format!("trace={CHANGING}")).arg("-o");
    strace.arg(log.path()).arg(env!("CARGO_BIN_EXE_quickscale")).args(args);
    Run::of(strace.current_dir(copy.path()));

    let text = fs::read_to_string(log.path()).unwrap();
    let mut counted: BTreeMap<Call, ()> = BTreeMap::new();
    let mut seen: HashMap<(&str, &str), usize> = HashMap::new();
    for line in text.lines() {
        // strace counts the calls of each thread apart.
        let Some((thread, call)) = line.split_once(' ') else { continue };
        let Some((name, rest)) = call.trim_start().split_once('(') else { continue };
        let nth = seen.entry((thread, name)).or_default();
        *nth += 1;
        let opens = name.starts_with("open");
        let talks = name == "write" && (rest.starts_with("1,") || rest.starts_with("2,"));
        if !talks && (!opens || rest.contains("O_CREAT") || rest.contains("O_TRUNC")) {
            counted.insert((name.to_owned(), *nth), ());
        }
    }
    counted.into_keys().collect()
}

/// Runs the program and kills it right before this call; whether it came that far.
pub fn killed_at(project: &Project, args: &[&str], call: &Call) -> bool {
    let mut command = interfered(project, args, call, "signal=KILL");
    let status = command.stdout(Stdio::null()).stderr(Stdio::null()).status().unwrap();
    status.signal() == Some(9) || status.code() == Some(137)
}

/// Runs the program and lets this call fail.
pub fn failed_at(project: &Project, args: &[&str], call: &Call, error: &str) -> Run {
    Run::of(&mut interfered(project, args, call, &format!("error={error}")))
}

/// As if the file system knew no `renameat2`, and killed before the n-th rename; whether it came that far.
pub fn killed_without_renameat2(project: &Project, args: &[&str], nth: usize) -> bool {
    let mut command = Command::new("strace");
    command.args(["-f", "-qq", "-o", "/dev/null", "-e", "trace=renameat,renameat2"]);
    command.args(["-e", "inject=renameat2:error=EINVAL", "-e"]);
    command.arg(format!("inject=renameat:signal=KILL:when={nth}"));
    command.arg(env!("CARGO_BIN_EXE_quickscale")).args(args).current_dir(project.path());
    let status = command.stdout(Stdio::null()).stderr(Stdio::null()).status().unwrap();
    status.signal() == Some(9) || status.code() == Some(137)
}

fn interfered(project: &Project, args: &[&str], (name, nth): &Call, what: &str) -> Command {
    let mut strace = Command::new("strace");
    strace.args(["-f", "-qq", "-o", "/dev/null", "-e", &format!("trace={name}"), "-e"]);
    strace.arg(format!("inject={name}:{what}:when={nth}"));
    strace.arg(env!("CARGO_BIN_EXE_quickscale")).args(args).current_dir(project.path());
    strace
}
