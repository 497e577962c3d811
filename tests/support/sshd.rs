//! A real OpenSSH server on this machine, which lets in whoever runs the tests, and nobody else.

use std::{
    fs,
    io::{BufRead as _, BufReader},
    net::TcpListener,
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread,
};

use tempfile::TempDir;

pub struct Sshd {
    child: Child,
    directory: TempDir,
    pub port: u16,
    /// Whom it lets in.
    pub user: String,
}

impl Sshd {
    /// None where there is no OpenSSH server, which CI does not accept.
    pub fn start() -> Option<Self> {
        let Some(program) = server() else {
            assert!(std::env::var("CI").as_deref() != Ok("true"), "sshd is not here: install openssh-server");
            println!("not run: needs sshd, of openssh-server");
            return None;
        };
        let directory = tempfile::tempdir().unwrap();
        let at = |name: &str| directory.path().join(name).display().to_string();
        for key in ["host", "key", "stranger"] {
            let keygen = ["-q", "-t", "ed25519", "-N", "", "-f", &at(key)];
            assert!(Command::new("ssh-keygen").args(keygen).status().unwrap().success());
        }
        fs::copy(at("key.pub"), at("authorized")).unwrap();
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let host = fs::read_to_string(at("host.pub")).unwrap();
        fs::write(at("known"), format!("[127.0.0.1]:{port} {host}")).unwrap();
        let settings = format!(
            "ListenAddress 127.0.0.1:{port}\nHostKey {}\nAuthorizedKeysFile {}\nPidFile none\nStrictModes no\n\
             PasswordAuthentication no\nKbdInteractiveAuthentication no\nPermitRootLogin yes\nUsePAM no\n",
            at("host"),
            at("authorized")
        );
        fs::write(at("sshd_config"), settings).unwrap();
        // Where it separates privileges; a package that was never started has not made it.
        let _ = fs::create_dir("/run/sshd");
        let mut child = Command::new(program)
            .args(["-D", "-e", "-f", &at("sshd_config")])
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stderr.take().unwrap()).lines().map_while(Result::ok);
        assert!(lines.any(|line| line.contains("Server listening on")), "sshd does not start");
        thread::spawn(move || lines.for_each(drop));
        let user = Command::new("id").arg("-un").output().unwrap().stdout;
        let user = String::from_utf8(user).unwrap().trim().to_owned();
        Some(Self { child, directory, port, user })
    }

    /// `ssh://user@127.0.0.1:port`
    pub fn address(&self) -> String {
        format!("ssh://{}@127.0.0.1:{}", self.user, self.port)
    }

    /// A directory with an `ssh` that knows the server's key and has one that the server knows.
    pub fn friend(&self) -> PathBuf {
        self.client("friend", "key", "known")
    }

    /// The same, without a key that the server knows.
    pub fn stranger(&self) -> PathBuf {
        self.client("stranger-bin", "stranger", "known")
    }

    /// The same as a friend who was never here.
    pub fn newcomer(&self) -> PathBuf {
        self.client("newcomer", "key", "nobody-is-known")
    }

    /// OpenSSH looks for its files in the home directory of the user's account, whatever `HOME` says.
    fn client(&self, name: &str, key: &str, known: &str) -> PathBuf {
        let at = |name: &str| self.directory.path().join(name);
        let settings = format!(
            "IdentityFile {}\nIdentitiesOnly yes\nIdentityAgent none\nUserKnownHostsFile {}\nGlobalKnownHostsFile none\n",
            at(key).display(),
            at(known).display()
        );
        let config = at(&format!("{name}.config"));
        fs::write(&config, settings).unwrap();
        let bin = at(name);
        fs::create_dir_all(&bin).unwrap();
        let ssh = on_path("ssh").unwrap();
        let script = format!("#!/bin/sh\nexec {} -F {} \"$@\"\n", ssh.display(), config.display());
        fs::write(bin.join("ssh"), script).unwrap();
        fs::set_permissions(bin.join("ssh"), fs::Permissions::from_mode(0o755)).unwrap();
        bin
    }
}

impl Drop for Sshd {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// It wants to be started by its whole path, which is seldom on the `PATH`.
fn server() -> Option<PathBuf> {
    on_path("sshd").or_else(|| Some(PathBuf::from("/usr/sbin/sshd")).filter(|path| path.is_file()))
}

/// Where a program is.
pub fn on_path(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let found = std::env::split_paths(&path).map(|directory| directory.join(program));
    let mut found = found.filter(|file| file.is_file());
    found.next()
}

/// The `PATH` with `directory` in front of it.
pub fn path_with(directory: &Path) -> String {
    format!("{}:{}", directory.display(), std::env::var("PATH").unwrap())
}
