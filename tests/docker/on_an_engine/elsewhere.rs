//! An engine that is reached in other ways than by the usual socket.

use std::{
    io::{self, Read, Write},
    net::{Shutdown, TcpListener},
    os::unix::net::UnixStream,
    process::Command,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

use crate::{
    checkout::{Checkout, docker},
    support::{
        Run,
        sshd::{Sshd, path_with},
    },
};

/// The engine at a port of this machine.
struct Port {
    address: String,
    connections: Arc<AtomicUsize>,
}

impl Port {
    fn open() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("tcp://{}", listener.local_addr().unwrap());
        let connections = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&connections);
        thread::spawn(move || {
            for client in listener.incoming().map_while(Result::ok) {
                count.fetch_add(1, Ordering::SeqCst);
                let engine = UnixStream::connect("/var/run/docker.sock").unwrap();
                let (from, to) = (client.try_clone().unwrap(), engine.try_clone().unwrap());
                thread::spawn(move || {
                    let _ = pass(&from, &to);
                    let _ = to.shutdown(Shutdown::Write);
                });
                thread::spawn(move || {
                    let _ = pass(&engine, &client);
                    let _ = client.shutdown(Shutdown::Write);
                });
            }
        });
        Self { address, connections }
    }

    /// Whether somebody has come since this was asked last.
    fn was_used(&self) -> bool {
        self.connections.swap(0, Ordering::SeqCst) > 0
    }
}

fn pass(mut from: impl Read, mut to: impl Write) -> io::Result<u64> {
    io::copy(&mut from, &mut to)
}

/// Runs a command with these variables and without those that choose an engine.
fn with(checkout: &Checkout, variables: &[(&str, &str)], args: &[&str]) -> Run {
    let mut command = checkout.command();
    command.env_remove("DOCKER_HOST").env_remove("DOCKER_CONTEXT").envs(variables.iter().copied());
    Run::of(command.args(args))
}

#[test]
fn a_host_and_a_context_choose_the_engine() {
    let Some(checkout) = Checkout::small("elsewhere") else { return };
    let port = Port::open();
    let host = [("DOCKER_HOST", port.address.as_str())];
    with(&checkout, &host, &["up"]).success().prints("http://localhost:");
    for args in
        [&["ps"][..], &["manage", "echo", "hello"], &["logs", "--tail", "1"], &["plan", "--only", "docker"]]
    {
        port.was_used();
        let run = with(&checkout, &host, args).success();
        assert!(port.was_used(), "{args:?} has asked another engine: {run:?}");
    }
    with(&checkout, &host, &["manage", "exit", "7"]).exits(7);

    // A context by its name, and the one that was chosen for good.
    let config = checkout.project.join(".docker");
    let config = config.to_str().unwrap();
    let own = |args: &[&str]| {
        let mut command = Command::new("docker");
        command
            .args(args)
            .env("DOCKER_CONFIG", config)
            .env_remove("DOCKER_HOST")
            .env_remove("DOCKER_CONTEXT");
        Run::of(&mut command).success();
    };
    own(&["context", "create", "there", "--docker", &format!("host={}", port.address)]);
    let named = [("DOCKER_CONFIG", config), ("DOCKER_CONTEXT", "there")];
    port.was_used();
    with(&checkout, &named, &["ps"]).success().prints("db");
    assert!(port.was_used());
    with(&checkout, &named[..1], &["ps"]).success().prints("db");
    assert!(!port.was_used(), "no context is chosen yet");
    own(&["context", "use", "there"]);
    with(&checkout, &named[..1], &["ps"]).success().prints("db");
    assert!(port.was_used());
    // A host comes before a context, as for docker itself.
    with(&checkout, &[named[0], ("DOCKER_HOST", "unix:///nobody/here.sock")], &["ps"])
        .exits(1)
        .says("docker::not-running")
        .says("/nobody/here.sock");
    let nowhere = [named[0], ("DOCKER_CONTEXT", "nowhere")];
    with(&checkout, &nowhere, &["ps"]).exits(1).says("docker::not-running").says("docker context ls");

    port.was_used();
    with(&checkout, &host, &["down", "--volumes", "--yes"]).success();
    assert!(port.was_used());
    let label = format!("label=com.docker.compose.project={}", checkout.name);
    assert_eq!(docker(&["ps", "--all", "--quiet", "--filter", &label]), "");
}

#[test]
fn an_engine_behind_ssh_is_one_like_any_other() {
    let Some(checkout) = Checkout::small("ssh") else { return };
    let Some(sshd) = Sshd::start() else { return };
    let address = sshd.address();
    let run = |client: &std::path::Path, args: &[&str]| {
        let path = path_with(client);
        with(&checkout, &[("DOCKER_HOST", &address), ("PATH", &path)], args)
    };
    run(&sshd.stranger(), &["ps"]).exits(1).says("docker::not-running").says("Permission denied");
    run(&sshd.newcomer(), &["ps"]).exits(1).says("Host key verification failed");
    let friend = sshd.friend();
    run(&friend, &["up"]).success().prints("http://localhost:");
    run(&friend, &["ps"]).success().prints("web");
    run(&friend, &["manage", "exit", "7"]).exits(7);
    run(&friend, &["plan", "--only", "docker"]).success().prints("Nothing to do.");
    run(&friend, &["down"]).success();
}
