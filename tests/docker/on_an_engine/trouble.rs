//! What can go wrong with images, services and the compose file, each provoked.

use crate::{checkout::Checkout, support::Run};

/// What `up` says after one edit, which is taken back.
fn after_edit(checkout: &Checkout, path: &str, old: &str, new: &str) -> Run {
    let before = checkout.project.read(path);
    checkout.project.edit(path, old, new);
    let run = checkout.quickscale(["up", "--wait=20"]).exits(1);
    checkout.project.write(path, before);
    run
}

#[test]
fn every_trouble_names_itself_and_the_way_out() {
    let Some(checkout) = Checkout::small("trouble") else { return };
    let after = |path: &str, old: &str, new: &str| after_edit(&checkout, path, old, new);

    let build = after("Dockerfile", "WORKDIR", "RUN echo nearly there; echo boom >&2; exit 3\nWORKDIR");
    let build = build.says("docker::build-failed").says("boom").says("exit code: 3");
    assert!(build.stderr.lines().count() < 30, "the end of the log is enough:\n{}", build.stderr);

    // What a full disk says, from a disk in memory that is full.
    after("Dockerfile", "WORKDIR", "RUN dd if=/dev/zero of=/dev/shm/x bs=1M count=500\nWORKDIR")
        .says("docker::disk-full")
        .says("docker system df");

    after("Dockerfile", "python:3.14-slim", "python:3.99-none")
        .says("docker::no-image")
        .says("the image `python:3.99-none` is not here")
        .says("pull python:3.99-none");
    after("compose.yaml", "postgres:18", "postgres:98").says("docker::no-image").says("`postgres:98`");

    after("compose.yaml", "web:\n", "web: [\n").says("docker::compose-file").says("compose.yaml:1");
    after("compose.yaml", "init: true", "innit: true").says("docker::compose-file").says("innit");

    after(
        "compose.yaml",
        "image: postgres:18\n",
        "image: postgres:18\n    command: postgres -c nonsense=1\n",
    )
    .says("docker::unhealthy")
    .says("the service `db` has ended: exited (1)")
    .says("unrecognized configuration parameter \"nonsense\"")
    .says("quickscale logs db");
    after(
        "compose.yaml",
        "init: true",
        "init: true\n    healthcheck: {test: [CMD, 'false'], interval: 200ms, retries: 2}",
    )
    .says("docker::unhealthy")
    .says("the service `web` runs, and its health check fails");

    // A full disk of a service that has no place for its data.
    after("compose.yaml", "volumes: [db:/var/lib/postgresql]", "tmpfs: ['/var/lib/postgresql:size=12m']")
        .says("docker::disk-full")
        .says("No space left on device");

    // A command that fails in the container is said with its last lines.
    after("manage.py", "import sys", "import sys; sys.exit('no such table')")
        .says("docker::not-migrated")
        .says("no such table");

    checkout.quickscale(["shell", "nothing"]).exits(1).says("docker::no-service").says("`db`, `web`");
    checkout.quickscale(["up"]).success();
    checkout.quickscale(["down"]).success();
    checkout.quickscale(["manage", "check"]).exits(1).says("docker::not-up").says("quickscale up");
    checkout.project.remove("compose.yaml");
    checkout.quickscale(["up"]).exits(1).says("docker::no-compose-file").says("quickscale apply");
}
