//! Remotes over HTTP and SSH, and what is said when they do not answer as they should.

use std::path::Path;

use pretty_assertions::assert_eq;

use crate::support::sshd::Sshd;

use super::server::{Manner, serve};
use super::world::{PREFIX, TEXT, World};

/// A world whose other repository is a bare one behind a server.
fn served(manner: Manner) -> (World, String) {
    let world = World::new();
    world.git_in(world.outside.path(), &["clone", "--quiet", "--bare", "core", "served/core.git"]);
    world.git_in(&world.outside.join("served/core.git"), &["config", "http.receivepack", "true"]);
    let address = serve(&world.outside.join("served"), manner);
    (world, format!("{address}/core.git"))
}

fn embed(world: &World, remote: &str) -> crate::support::Run {
    world.quickscale(&["embed", PREFIX, "--remote", remote, "--yes"])
}

/// Everything from embedding to pushing.
#[track_caller]
fn works(world: &World, remote: &str, served: &str) {
    embed(world, remote).success();
    world.edit("libs/core/a.txt", "nine", "nine, ours");
    world.release("v2", &[("a.txt", &TEXT.replace("one", "ONE"))]);
    let served = world.outside.join(served);
    world.core_git(&["push", "--quiet", served.to_str().unwrap(), "main"]);
    world.update().success();
    assert_eq!(world.app.read("libs/core/a.txt"), TEXT.replace("one", "ONE").replace("nine", "nine, ours"));
    world.quickscale(&["push", "--yes"]).success();
    let pushed = world.git_in(&served, &["rev-parse", "feature/core-of-acme^{tree}"]);
    assert_eq!(pushed, world.git(&["rev-parse", "HEAD:libs/core"]));
}

#[test]
fn over_http() {
    let (world, remote) = served(Manner::Open);
    works(&world, &remote, "served/core.git");
}

#[test]
fn over_http_with_a_password_from_a_helper() {
    let (world, remote) = served(Manner::Closed);
    embed(&world, &remote).exits(1).says("subtree::authentication").says("credential");
    let helper =
        world.script("askpass", "#!/bin/sh\ncase $1 in Username*) echo ada ;; *) echo wrong ;; esac\n");
    let mut wrong = world.command();
    wrong.env("GIT_ASKPASS", &helper).args(["embed", PREFIX, "--remote", &remote, "--yes"]);
    crate::support::Run::of(&mut wrong).exits(1).says("subtree::authentication").never_says("wrong");
    assert!(!world.app.exists("libs"));
    let mut world = world;
    let helper =
        world.script("askpass", "#!/bin/sh\ncase $1 in Username*) echo ada ;; *) echo secret ;; esac\n");
    world.set("GIT_ASKPASS", helper.to_str().unwrap());
    works(&world, &remote, "served/core.git");
}

#[test]
fn a_server_that_does_not_let_anybody_write() {
    let (world, remote) = served(Manner::ReadOnly);
    embed(&world, &remote).success();
    world.edit("libs/core/a.txt", "nine", "nine, ours");
    let run = world.refuses(&["push", "--yes"], "subtree::authentication");
    assert!(!run.stderr.contains("Pushed"));
}

#[test]
fn a_connection_that_is_lost_half_way() {
    let (world, remote) = served(Manner::Broken);
    let before = world.picture();
    embed(&world, &remote).exits(1).says("subtree::network").says("nothing was changed");
    assert_eq!(world.picture(), before);
}

#[test]
fn nobody_there() {
    let world = World::new();
    let before = world.picture();
    embed(&world, "http://127.0.0.1:9/core.git").exits(1).says("subtree::network");
    embed(&world, "https://no-such-host.invalid/core.git").exits(1).says("subtree::network");
    embed(&world, "/no/such/core.git").exits(1).says("subtree::no-remote").says("git ls-remote");
    let (_, remote) = served(Manner::Open);
    embed(&world, &remote.replace("core.git", "other.git")).exits(1).says("subtree::no-remote");
    assert_eq!(world.picture(), before);
}

/// Stands in for the way to another machine: the command is run on this one.
const SSH: &str = "#!/bin/sh\nfor word; do last=$word; done\nexec sh -c \"$last\"\n";

#[test]
fn over_ssh() {
    let mut world = World::new();
    world.git_in(world.outside.path(), &["clone", "--quiet", "--bare", "core", "served/core.git"]);
    let ssh = world.script("ssh", SSH);
    world.set("GIT_SSH_COMMAND", ssh.to_str().unwrap());
    let remote = format!("git@example.com:{}", world.outside.join("served/core.git").display());
    works(&world, &remote, "served/core.git");
}

#[test]
fn over_sshd() {
    let Some(sshd) = Sshd::start() else { return };
    let mut world = World::new();
    world.git_in(world.outside.path(), &["clone", "--quiet", "--bare", "core", "served/core.git"]);
    let remote = format!("{}{}", sshd.address(), world.outside.join("served/core.git").display());
    let before = world.picture();
    let mut at_first = |client: &Path, code: &str| {
        world.prefer(client);
        let run = embed(&world, &remote).exits(1).says(code);
        assert_eq!(world.picture(), before);
        run
    };
    at_first(&sshd.newcomer(), "subtree::unknown-host-key")
        .says("ssh -T")
        .says("Host key verification failed");
    at_first(&sshd.stranger(), "subtree::authentication").says("ssh-add").says("Permission denied");
    world.prefer(&sshd.friend());
    embed(&world, &remote.replace("core.git", "other.git")).exits(1).says("subtree::no-remote");
    works(&world, &remote, "served/core.git");
    let address = remote.clone();
    drop(sshd);
    let run = world.refuses(&["update", "--yes"], "subtree::network");
    run.says(&address);
}

#[test]
fn an_ssh_that_does_not_get_in() {
    for (said, code, help) in [
        ("git@example.com: Permission denied (publickey).", "subtree::authentication", "ssh-add"),
        ("Host key verification failed.", "subtree::unknown-host-key", "ssh -T git@example.com"),
        (
            "ssh: Could not resolve hostname example.com: Name or service not known",
            "subtree::network",
            "network",
        ),
    ] {
        let mut world = World::new();
        let ssh = world.script("ssh", &format!("#!/bin/sh\necho '{said}' >&2\nexit 255\n"));
        world.set("GIT_SSH_COMMAND", ssh.to_str().unwrap());
        embed(&world, "git@example.com:team/core.git").exits(1).says(code).says(help);
        assert!(!world.app.exists("libs"));
    }
}

#[test]
fn ssh_is_told_not_to_ask() {
    let mut world = World::new();
    let script = world.script("bin/ssh", "#!/bin/sh\necho \"$@\" >\"$HOME/ssh-was-told\"\nexit 255\n");
    world.prefer(script.parent().unwrap());
    embed(&world, "git@example.com:team/core.git").exits(1);
    assert!(world.outside.read("ssh-was-told").contains("BatchMode=yes"));
}

#[test]
fn the_page_for_a_pull_request_is_printed() {
    for (remote, page) in [
        ("git@github.com:team/core.git", "https://github.com/team/core/compare/main...feature/core-of-acme"),
        (
            "git@gitlab.com:team/core.git",
            "https://gitlab.com/team/core/-/merge_requests/new?merge_request%5Bsource_branch%5D=feature/core-of-acme",
        ),
    ] {
        let mut world = World::new();
        world.git_in(world.outside.path(), &["clone", "--quiet", "--bare", "core", "team/core.git"]);
        let ssh = world.script("ssh", &SSH.replace("exec", "cd \"$HOME\" && exec"));
        world.set("GIT_SSH_COMMAND", ssh.to_str().unwrap());
        embed(&world, remote).success();
        world.edit("libs/core/a.txt", "nine", "nine, ours");
        let run = world.quickscale(&["push", "--yes"]).success();
        assert_eq!(run.stdout.lines().last(), Some(page));
    }
}

#[test]
fn what_the_server_says_about_pull_requests_comes_first() {
    use std::os::unix::fs::PermissionsExt as _;
    let world = World::embedded();
    let hook = world.outside.join("core/.git/hooks/post-receive");
    std::fs::write(&hook, "#!/bin/sh\necho 'Open one: https://forge.example.com/new?b=1' >&2\n").unwrap();
    std::fs::set_permissions(&hook, std::fs::Permissions::from_mode(0o755)).unwrap();
    world.edit("libs/core/a.txt", "nine", "nine, ours");
    let run = world.quickscale(&["push", "--yes"]).success();
    assert_eq!(run.stdout.lines().last(), Some("https://forge.example.com/new?b=1"));
}
