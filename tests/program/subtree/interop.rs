//! `git subtree` and this program on the same repository.

use pretty_assertions::assert_eq;

use super::world::{PREFIX, TEXT, World, with_subtree_script};

/// A world whose git has `git subtree`; none where there is no such git.
fn world() -> Option<World> {
    let directory = with_subtree_script()?;
    let mut world = World::new();
    world.prefer(&directory);
    Some(world)
}

fn subtree(world: &World, command: &str, more: &[&str]) -> String {
    let prefix = format!("--prefix={PREFIX}");
    world.git(&[&["subtree", command, "-q", &prefix], more].concat())
}

fn pull(world: &World) {
    let remote = world.core();
    subtree(world, "pull", &["--squash", remote.to_str().unwrap(), "main", "-m", "pulled"]);
}

#[test]
fn what_is_embedded_here_is_pulled_and_split_there() {
    let Some(world) = world() else { return };
    world.embed();
    let first = world.core_git(&["rev-parse", "main"]);
    assert_eq!(subtree(&world, "split", &[]), first, "nothing was changed, so it is the commit itself");
    world.edit("libs/core/a.txt", "nine", "nine, ours");
    world.release("v2", &[("a.txt", &TEXT.replace("one", "ONE"))]);
    pull(&world);
    assert_eq!(world.app.read("libs/core/a.txt"), TEXT.replace("one", "ONE").replace("nine", "nine, ours"));
    let split = subtree(&world, "split", &[]);
    assert_eq!(
        world.git(&["rev-parse", &format!("{split}^{{tree}}")]),
        world.git(&["rev-parse", "HEAD:libs/core"])
    );
    // And on with this program, which sees what was pulled.
    world.update().success();
    world.release("v3", &[("a.txt", &TEXT.replace("one", "ONE, again"))]);
    world.update().success().says("1 commit:");
    let expected = TEXT.replace("one", "ONE, again").replace("nine", "nine, ours");
    assert_eq!(world.app.read("libs/core/a.txt"), expected);
    world.release("v4", &[("docs/b.txt", "bb\n")]);
    pull(&world);
    assert_eq!(world.app.read("libs/core/docs/b.txt"), "bb\n");
}

#[test]
fn what_is_updated_here_is_pulled_there_any_number_of_times() {
    let Some(world) = world() else { return };
    world.embed();
    world.edit("libs/core/a.txt", "nine", "nine, ours");
    for (number, word) in ["eins", "uno", "un", "yksi"].into_iter().enumerate() {
        world.release(&format!("r{number}"), &[("a.txt", &TEXT.replace("one", word))]);
        if number % 2 == 0 {
            world.update().success();
        } else {
            pull(&world);
        }
        assert_eq!(
            world.app.read("libs/core/a.txt"),
            TEXT.replace("one", word).replace("nine", "nine, ours")
        );
        world.is_clean();
    }
    let split = subtree(&world, "split", &[]);
    assert_eq!(
        world.git(&["rev-parse", &format!("{split}^{{tree}}")]),
        world.git(&["rev-parse", "HEAD:libs/core"])
    );
}

#[test]
fn what_was_added_there_is_taken_over_here() {
    let Some(world) = world() else { return };
    let remote = world.core().display().to_string();
    subtree(&world, "add", &["--squash", &remote, "main"]);
    world.edit("libs/core/a.txt", "nine", "nine, ours");
    world.release("v2", &[("a.txt", &TEXT.replace("one", "ONE"))]);
    world.quickscale(&["embed", PREFIX, "--remote", &remote, "--yes"]).success().prints("1 commit");
    assert_eq!(world.app.read("libs/core/a.txt"), TEXT.replace("one", "ONE").replace("nine", "nine, ours"));
    world.update().success().prints("up to date");
    pull(&world);
    world.is_clean();
    world.quickscale(&["push", "--yes"]).success().prints("edit libs/core/a.txt");
    let ours = world.core_git(&["rev-parse", "feature/core-of-acme^{tree}"]);
    assert_eq!(ours, world.git(&["rev-parse", "HEAD:libs/core"]));
    let split = subtree(&world, "split", &[]);
    assert_eq!(world.git(&["rev-parse", &format!("{split}^{{tree}}")]), ours);
}

#[test]
fn both_split_the_same_commits_from_a_plain_history() {
    let Some(world) = world() else { return };
    world.embed();
    world.edit("libs/core/a.txt", "nine", "nine, ours");
    world.edit("templates/home.html", "ours", "ours, again");
    world.edit("libs/core/docs/b.txt", "b", "b, ours");
    world.quickscale(&["push", "--yes"]).success();
    assert_eq!(subtree(&world, "split", &[]), world.core_git(&["rev-parse", "feature/core-of-acme"]));
}

#[test]
fn both_split_the_same_commits_from_branches_and_merges() {
    let Some(world) = world() else { return };
    world.embed();
    for number in 0..3 {
        let branch = format!("work{number}");
        world.git(&["switch", "--quiet", "-c", &branch]);
        world.app.write(&format!("libs/core/{branch}.txt"), "theirs\n");
        world.commit_all(&branch);
        world.git(&["switch", "--quiet", "main"]);
        world.edit("libs/core/a.txt", "nine", &format!("nine, {number}"));
        world.git(&["merge", "--quiet", "--no-ff", "--no-edit", &branch]);
    }
    // Messages and names as people have them.
    world.app.edit("libs/core/docs/b.txt", "b", "b, ours");
    let said =
        "Größe\n\nfirst line\n\n  indented, and a trailing space \n\nCo-authored-by: x <x@example.com>";
    world.git(&["-c", "user.name=Zoë de la Cruz", "commit", "--quiet", "-am", said]);
    world.quickscale(&["push", "--yes"]).success();
    assert_eq!(subtree(&world, "split", &[]), world.core_git(&["rev-parse", "feature/core-of-acme"]));
}

#[test]
fn going_back_does_not_confuse_it() {
    let Some(world) = world() else { return };
    world.embed();
    world.release("v2", &[("a.txt", &TEXT.replace("one", "ONE"))]);
    world.update().success();
    world.app.edit("quickscale.kdl", "branch \"main\"", "ref \"v1\"");
    world.commit_all("back");
    world.update().success();
    let split = subtree(&world, "split", &[]);
    assert_eq!(
        world.git(&["rev-parse", &format!("{split}^{{tree}}")]),
        world.git(&["rev-parse", "HEAD:libs/core"])
    );
}
