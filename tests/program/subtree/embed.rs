//! `quickscale embed`.

use pretty_assertions::assert_eq;

use super::world::{MANIFEST, PREFIX, TEXT, World, git_directories};
use crate::support::Run;

#[test]
fn one_commit_has_the_files_the_record_and_the_manifest() {
    let world = World::new();
    world.embed().prints("3 files change, all of them in libs/core").says("quickscale undo");
    assert_eq!(world.app.read("libs/core/a.txt"), TEXT);
    assert!(world.app.read("quickscale.kdl").contains("subtree \"libs/core\" {\n    remote \""));
    world.is_clean();
    assert_eq!(world.git(&["rev-parse", "HEAD:libs/core"]), world.core_git(&["rev-parse", "v1^{tree}"]));
    let record = world.app.read(".quickscale/lock/libs%2Fcore.subtree");
    assert!(record.contains(&format!("commit {}\n", world.core_git(&["rev-parse", "v1"]))), "{record}");
    let changed = world.git(&["diff", "--name-only", "HEAD~2", "HEAD"]);
    assert_eq!(changed.lines().count(), 5, "{changed}");
    world.quickscale(&["validate"]).success();
}

#[test]
fn every_git_on_the_path_does_the_same() {
    let mut trees = Vec::new();
    for directory in git_directories() {
        let mut world = World::new();
        world.prefer(&directory);
        world.embed();
        world.edit("libs/core/a.txt", "nine", "nine, ours");
        world.release("v2", &[("a.txt", &TEXT.replace("one", "ONE"))]);
        world.update().success();
        world.is_clean();
        trees.push(world.git(&["rev-parse", "HEAD:libs/core"]));
        world.quickscale(&["push", "--yes"]).success();
        trees.push(world.core_git(&["rev-parse", "feature/core-of-acme^{tree}"]));
    }
    trees.dedup();
    assert_eq!(trees.len(), 1, "{trees:?}");
}

#[test]
fn what_is_not_committed_stays_as_it_is() {
    let world = World::new();
    world.app.write("templates/home.html", "<h1>not staged</h1>\n");
    world.app.write("static/site.css", "staged {}\n");
    world.git(&["add", "static/site.css"]);
    world.app.write("static/site.css", "staged, and then some {}\n");
    world.app.write("new.txt", "not known to git\n");
    let status = world.git(&["status", "--porcelain"]);
    let staged = world.git(&["rev-parse", ":static/site.css"]);
    let before = world.files();
    world.embed();
    assert_eq!(world.git(&["status", "--porcelain"]), status);
    assert_eq!(world.git(&["rev-parse", ":static/site.css"]), staged);
    let mut after = world.files();
    after.retain(|path, _| before.contains_key(path) && path != "quickscale.kdl");
    let mut expected = before;
    expected.remove("quickscale.kdl");
    assert_eq!(after, expected);
    let committed = world.git(&["show", "HEAD:templates/home.html"]);
    assert_eq!(committed, "<h1>ours</h1>");
}

#[test]
fn a_manifest_with_changes_of_its_own_is_left_to_be_committed() {
    let world = World::new();
    world.app.write("quickscale.kdl", format!("// a thought\n{MANIFEST}"));
    world.embed().says("left for you to commit");
    assert_eq!(world.git(&["status", "--porcelain"]), " M quickscale.kdl");
    let text = world.app.read("quickscale.kdl");
    assert!(text.starts_with("// a thought\n") && text.contains("subtree \"libs/core\""), "{text}");
    assert_eq!(world.git(&["show", "HEAD:quickscale.kdl"]), MANIFEST.trim_end());
    world.quickscale(&["undo", "--yes"]).success();
    assert_eq!(world.app.read("quickscale.kdl"), format!("// a thought\n{MANIFEST}"));
}

#[test]
fn what_the_manifest_declares_needs_no_flag() {
    let world = World::new();
    let declared = format!(
        "{MANIFEST}\nsubtree \"lib\" {{\n    remote \"{}\"\n    ref \"v1\"\n}}\n",
        world.core().display()
    );
    world.app.write("quickscale.kdl", &declared);
    world.commit_all("declare it");
    world.release("v2", &[("a.txt", "later\n")]);
    world.quickscale(&["embed", "--yes"]).success();
    assert_eq!(world.app.read("lib/a.txt"), TEXT);
    assert_eq!(world.app.read("quickscale.kdl"), declared);
    world.is_clean();
}

#[test]
fn a_dry_run_changes_nothing() {
    let world = World::new();
    let before = world.picture();
    let remote = world.core();
    let run = world.quickscale(&["embed", PREFIX, "--remote", remote.to_str().unwrap(), "--dry-run"]);
    run.success().prints("+three").prints("3 files change");
    assert_eq!(world.picture(), before);
}

#[test]
fn what_comes_can_be_read_by_a_program() {
    let world = World::new();
    let remote = world.core().display().to_string();
    let embed =
        |how| world.quickscale(&["embed", PREFIX, "--remote", &remote, "--json", how]).success().json();
    let would = embed("--dry-run");
    assert_eq!(
        (&would["commit"], &would["subtrees"][0]["prefix"]),
        (&serde_json::Value::Null, &PREFIX.into())
    );
    assert_eq!(would["subtrees"][0]["files"].as_array().unwrap().len(), 3);
    let json = embed("--yes");
    assert_eq!((&json["subtrees"], &json["commit"]), (&would["subtrees"], &world.head().into()));
}

#[test]
fn a_tag_a_branch_and_a_commit_can_be_followed() {
    let commit = World::new().core_git(&["rev-parse", "v1"]);
    assert_eq!(commit.len(), 40);
    for (flag, name) in [("--ref", "v1"), ("--branch", "work"), ("--ref", "HASH")] {
        let world = World::new();
        world.core_git(&["branch", "work", "v1"]);
        let name = if name == "HASH" { world.core_git(&["rev-parse", "v1"]) } else { name.to_owned() };
        world.release("v2", &[("a.txt", "later\n")]);
        let remote = world.core();
        world
            .quickscale(&["embed", PREFIX, "--remote", remote.to_str().unwrap(), flag, &name, "--yes"])
            .success();
        assert_eq!(world.app.read("libs/core/a.txt"), TEXT, "{flag} {name}");
        world.update().success().prints("up to date");
    }
}

#[test]
fn the_history_of_the_other_repository_comes_along_when_it_is_asked_for() {
    let world = World::new();
    let remote = world.core();
    world
        .quickscale(&["embed", PREFIX, "--remote", remote.to_str().unwrap(), "--no-squash", "--yes"])
        .success();
    assert!(world.app.read("quickscale.kdl").contains("squash #false"));
    world.git(&["merge-base", "--is-ancestor", &world.core_git(&["rev-parse", "v1"]), "HEAD"]);
    world.edit("libs/core/a.txt", "nine", "nine, ours");
    let commit = world.release("v2", &[("a.txt", &TEXT.replace("one", "ONE"))]);
    world.update().success();
    world.git(&["merge-base", "--is-ancestor", &commit, "HEAD"]);
    assert_eq!(world.app.read("libs/core/a.txt"), TEXT.replace("one", "ONE").replace("nine", "nine, ours"));
    world.is_clean();
}

#[test]
fn a_project_below_the_top_of_its_repository_is_served() {
    let world = World::new();
    world.app.write("clients/acme/quickscale.kdl", MANIFEST);
    world.commit_all("a project among others");
    let run = |args: &[&str]| Run::of(world.command().arg("-C").arg("clients/acme").args(args));
    run(&["embed", PREFIX, "--remote", "../../core-link", "--yes"]).exits(1).says("subtree::no-remote");
    let remote = world.core();
    run(&["embed", PREFIX, "--remote", remote.to_str().unwrap(), "--yes"]).success();
    assert_eq!(world.app.read("clients/acme/libs/core/a.txt"), TEXT);
    world.release("v2", &[("a.txt", &TEXT.replace("one", "ONE"))]);
    run(&["update", "--yes"]).success();
    assert_eq!(world.app.read("clients/acme/libs/core/a.txt"), TEXT.replace("one", "ONE"));
    world.is_clean();
    let trailers = world.git(&["log", "-1", "--format=%B", "HEAD^2"]);
    assert!(trailers.contains("git-subtree-dir: clients/acme/libs/core\n"), "{trailers}");
    run(&["undo", "--yes"]).success();
    assert_eq!(world.app.read("clients/acme/libs/core/a.txt"), TEXT);
}

#[test]
fn a_directory_is_never_overwritten() {
    let world = World::new();
    let remote = world.core().display().to_string();
    for prefix in ["templates", "quickscale.kdl"] {
        world
            .refuses(&["embed", prefix, "--remote", &remote, "--yes"], "subtree::occupied")
            .says("choose another directory");
    }
    world.app.write("scratch/x.txt", "not known to git\n");
    world.refuses(&["embed", "scratch", "--remote", &remote, "--yes"], "subtree::uncommitted");
    world
        .refuses(&["embed", "Templates/core", "--remote", &remote, "--yes"], "subtree::case-clash")
        .says("write `templates/core`");
    world.embed();
    world.refuses(&["embed", PREFIX, "--yes"], "subtree::occupied").says("quickscale update libs/core");
}

#[test]
fn a_submodule_is_no_place_for_a_subtree() {
    let world = World::new();
    let remote = world.core().display().to_string();
    world.git(&["-c", "protocol.file.allow=always", "submodule", "add", "--quiet", &remote, "lib"]);
    world.commit_all("a submodule");
    world
        .refuses(&["embed", "lib", "--remote", &remote, "--yes"], "subtree::submodule")
        .says("git submodule deinit lib");
}

#[test]
fn an_address_that_is_none_is_shown_where_it_would_stand() {
    let world = World::new();
    world.refuses(&["embed", PREFIX, "--remote", "ext::sh -c true", "--yes"], "manifest::bad-remote");
    world
        .refuses(
            &["embed", PREFIX, "--remote", "https://me:hunter2@example.com/x", "--yes"],
            "manifest::literal-secret",
        )
        .never_says("hunter2");
    world
        .refuses(&["embed", PREFIX, "--remote", "x", "--branch", "a..b", "--yes"], "manifest::bad-reference");
    world
        .refuses(&["embed", PREFIX, "--yes"], "subtree::no-remote-named")
        .says("quickscale config set remote URL");
    world.refuses(&["embed", "--yes"], "subtree::needs-name");
}

#[test]
fn nobody_at_the_terminal_is_no_yes() {
    let world = World::new();
    let remote = world.core().display().to_string();
    world.refuses(&["embed", PREFIX, "--remote", &remote], "command::needs-yes").says("--dry-run");
}
