//! What others do to the services between two plans.

use pretty_assertions::{assert_eq, assert_ne};

use crate::checkout::{Checkout, docker};

#[test]
fn what_others_did_is_planned_for() {
    let Some(checkout) = Checkout::small("edited") else { return };
    let plan = || checkout.quickscale(["plan", "--only", "docker", "--detailed-exitcode"]);
    checkout.quickscale(["up"]).success();
    plan().exits(0);

    // Stopped by hand.
    docker(&["stop", checkout.field("web", "container").trim_matches('"')]);
    plan().exits(2).prints("~ web").prints("has stopped");
    checkout.quickscale(["plan", "--only", "docker", "--out", "saved.json"]).success();

    // Started by hand: a plan that was saved before does not fit any more.
    docker(&["start", checkout.field("web", "container").trim_matches('"')]);
    checkout
        .quickscale(["apply", "saved.json", "--only", "docker"])
        .exits(5)
        .says("apply::stale")
        .says("`web`");

    // A service that the compose file has no more is removed; the others stay.
    let start = checkout.start_of("db");
    let compose = checkout.project.read("compose.yaml");
    checkout.project.edit(
        "compose.yaml",
        "volumes:\n  db:\n",
        "  mail:\n    image: postgres:18\n    entrypoint: sleep 60\nvolumes:\n  db:\n",
    );
    checkout.quickscale(["up"]).success();
    assert_eq!(checkout.field("mail", "state"), "\"running\"");
    checkout.project.write("compose.yaml", compose);
    plan().exits(2).prints("- mail").prints("is no service any more; its volumes are kept");
    checkout.quickscale(["apply", "--yes", "--only", "docker"]).success();
    plan().exits(0);
    assert_eq!(checkout.start_of("db"), start);

    // Without docker nothing of it is looked at.
    docker(&["stop", checkout.field("web", "container").trim_matches('"')]);
    checkout.quickscale(["plan", "--only", "docker", "--no-docker"]).success().prints("Nothing to do.");
}

#[test]
fn images_are_built_when_that_is_asked_for() {
    let Some(checkout) = Checkout::small("built") else { return };
    checkout.project.edit("Dockerfile", "WORKDIR", "RUN cat /proc/sys/kernel/random/uuid >/stamp\nWORKDIR");
    let stamp = || checkout.quickscale(["shell", "-c", "cat /stamp"]).success().stdout;
    checkout.quickscale(["up", "-v"]).success().says("docker:build:web");
    let (first, start) = (stamp(), checkout.start_of("web"));
    // Nothing changed, so nothing is built; where it is asked for, the cache has everything.
    let up =
        |args: &[&str]| checkout.quickscale(["up", "-v"].into_iter().chain(args.iter().copied())).success();
    up(&[]).never_says("CACHED");
    up(&["--build"]).says("CACHED");
    assert_eq!((stamp(), checkout.start_of("web")), (first.clone(), start));
    up(&["--no-cache"]);
    assert_ne!(stamp(), first);
    checkout.quickscale(["plan", "--only", "docker"]).success().prints("Nothing to do.");
}
