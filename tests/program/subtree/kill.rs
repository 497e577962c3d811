//! Killed at every call of git: the next command ends it, before or after, never in between.

use std::{
    fs,
    io::{BufRead as _, BufReader},
    os::unix::process::{CommandExt as _, ExitStatusExt as _},
    process::{Command, Stdio},
};

use pretty_assertions::assert_eq;

use super::world::{TEXT, World, git_directories};

/// A git that counts its calls in `$HOME/calls` and, at the one that `$HOME/fatal` names, kills the program that calls
/// it: before it does anything, or, for the working tree, half-way.
fn deadly(world: &mut World) {
    let real = git_directories()[0].join("git");
    let script = format!(
        "#!/bin/sh\n\
         echo \"$*\" >>\"$HOME/calls\"\n\
         if [ \"$(wc -l <\"$HOME/calls\")\" = \"$(cat \"$HOME/fatal\")\" ]; then\n\
         \x20   case \"$*\" in *'read-tree -m -u'*) printf 'half of it\\n' >/dev/null\n\
         \x20       for new; do :; done\n\
         \x20       '{real}' cat-file blob \"$new:libs/core/a.txt\" >libs/core/a.txt\n\
         \x20       '{real}' cat-file blob \"$new:libs/core/new.txt\" >libs/core/new.txt ;;\n\
         \x20   esac\n\
         \x20   kill -9 $PPID\n\
         \x20   exit 1\n\
         fi\n\
         exec '{real}' \"$@\"\n",
        real = real.display()
    );
    let script = world.script("deadly/git", &script);
    world.prefer(script.parent().unwrap());
}

fn fatal(world: &World, call: usize) {
    world.outside.write("fatal", format!("{call}\n"));
    world.outside.write("calls", "");
}

fn calls(world: &World) -> Vec<String> {
    world.outside.read("calls").lines().map(str::to_owned).collect()
}

#[test]
fn an_update_that_is_killed_anywhere_is_as_if_it_had_not_begun_or_had_ended_part_1() {
    an_update_is_killed_at_every_third_call(1);
}

#[test]
fn an_update_that_is_killed_anywhere_is_as_if_it_had_not_begun_or_had_ended_part_2() {
    an_update_is_killed_at_every_third_call(2);
}

#[test]
fn an_update_that_is_killed_anywhere_is_as_if_it_had_not_begun_or_had_ended_part_3() {
    an_update_is_killed_at_every_third_call(3);
}

/// From the call `first` on.
fn an_update_is_killed_at_every_third_call(first: usize) {
    let world = World::embedded();
    world.edit("libs/core/a.txt", "nine", "nine, ours");
    world.release("v2", &[("a.txt", &TEXT.replace("one", "ONE")), ("new.txt", "new\n"), ("docs/b.txt", "-")]);
    world.app.write("templates/home.html", "<h1>not committed</h1>\n");
    let expected = {
        let mut whole = world.copy();
        deadly(&mut whole);
        fatal(&whole, 0);
        whole.update().success();
        (whole.files(), calls(&whole))
    };
    let (expected, all) = expected;
    let count = all.len();
    let half_way = all.iter().position(|call| call.contains("read-tree -m -u")).unwrap() + 1;
    assert!(count > 20, "{count} calls of git");
    let before = (world.files(), world.head());
    for call in (first..=count).step_by(3) {
        let mut copy = world.copy();
        deadly(&mut copy);
        fatal(&copy, call);
        let run = copy.update();
        assert_eq!(run.code, None, "call {call} was to be the last: {run:?}");
        let is_between = (copy.files(), copy.head()) != before && copy.files() != expected;
        assert!(is_between || call != half_way, "this call leaves the working tree half-way");
        fatal(&copy, 0);
        if is_between {
            // The first command that writes puts everything right, whatever it is for.
            copy.quickscale(&["embed", "elsewhere", "--remote", "/nowhere", "--yes"]).exits(1);
            let now = copy.files();
            assert!(now == before.0 || now == expected, "after call {call} it is neither before nor after");
            assert_eq!(copy.git(&["status", "--porcelain"]), " M templates/home.html", "after call {call}");
        }
        copy.update().success();
        assert_eq!(copy.git(&["status", "--porcelain"]), " M templates/home.html", "after call {call}");
        assert_eq!(copy.files(), expected, "after call {call}");
        let updates = copy.git(&["log", "--format=%s", "--grep=^Update libs/core"]);
        assert_eq!(updates.lines().count(), 1, "{updates}");
    }
}

#[test]
fn markers_that_were_half_written_are_taken_back() {
    let world = World::embedded();
    world.edit("libs/core/a.txt", "one", "one, ours");
    world.release("v2", &[("a.txt", &TEXT.replace("one", "ONE")), ("new.txt", "new\n")]);
    let before = (world.files(), world.head());
    let mut copy = world.copy();
    deadly(&mut copy);
    fatal(&copy, 0);
    let mark = ["update", "--yes", "--conflicts", "markers"];
    copy.quickscale(&mark).exits(3);
    let marked = copy.files();
    let all = calls(&copy);
    let writes = all.iter().position(|call| call.contains("read-tree --reset -u")).unwrap();
    for call in writes..=all.len() {
        let mut copy = world.copy();
        deadly(&mut copy);
        fatal(&copy, call);
        assert_eq!(copy.quickscale(&mark).code, None);
        fatal(&copy, 0);
        copy.quickscale(&["embed", "elsewhere", "--remote", "/nowhere", "--yes"]).exits(1);
        let now = copy.files();
        assert!(now == before.0 || now == marked, "after call {call} of {}", all.len());
        assert_eq!(copy.head(), before.1);
    }
}

#[test]
fn an_undo_that_is_killed_leaves_the_update_or_takes_it_back() {
    let world = World::embedded();
    let before = world.files();
    world.release("v2", &[("a.txt", &TEXT.replace("one", "ONE")), ("new.txt", "new\n")]);
    world.update().success();
    let after = world.files();
    let mut whole = world.copy();
    deadly(&mut whole);
    fatal(&whole, 0);
    whole.quickscale(&["undo", "--yes"]).success();
    let count = calls(&whole).len();
    for call in count.saturating_sub(6)..=count {
        let mut copy = world.copy();
        deadly(&mut copy);
        fatal(&copy, call);
        assert_eq!(copy.quickscale(&["undo", "--yes"]).code, None, "call {call}");
        fatal(&copy, 0);
        copy.quickscale(&["embed", "elsewhere", "--remote", "/nowhere", "--yes"]).exits(1);
        let now = copy.files();
        assert!(now == before || now == after, "after call {call} of {count}");
        copy.is_clean();
    }
}

/// What is typed at a terminal goes to everything in its foreground, as a signal to a process group does.
#[test]
fn ctrl_c_ends_git_and_what_git_has_started() {
    let mut world = World::new();
    let ssh = world.script("ssh", "#!/bin/sh\nexec 3>\"$HOME/lives\"\necho running >&3\nexec sleep 300\n");
    world.set("GIT_SSH_COMMAND", ssh.to_str().unwrap());
    let lives = world.outside.join("lives");
    assert!(Command::new("mkfifo").arg(&lives).status().unwrap().success());
    let before = world.picture();
    let mut command = world.command();
    command.args(["embed", "libs/core", "--remote", "git@example.com:team/core.git", "--yes"]);
    let mut child = command.process_group(0).stderr(Stdio::null()).spawn().unwrap();
    let mut reader = BufReader::new(fs::File::open(&lives).unwrap());
    let mut line = String::new();
    reader.read_line(&mut line).unwrap();
    assert_eq!(line, "running\n");
    let foreground = format!("-{}", child.id());
    assert!(Command::new("kill").args(["-INT", "--", &foreground]).status().unwrap().success());
    assert_eq!(child.wait().unwrap().signal(), Some(2));
    // The end comes when nobody holds the pipe any more.
    assert_eq!(reader.read_line(&mut line).unwrap(), 0);
    assert_eq!(world.picture(), before);
}

#[test]
fn a_file_that_was_edited_after_the_kill_is_not_overwritten() {
    let world = World::embedded();
    world.release("v2", &[("a.txt", &TEXT.replace("one", "ONE")), ("new.txt", "new\n")]);
    let mut copy = world.copy();
    deadly(&mut copy);
    fatal(&copy, 0);
    copy.update().success();
    let at = calls(&copy).iter().position(|call| call.contains("read-tree -m -u")).unwrap() + 1;
    let mut copy = world.copy();
    deadly(&mut copy);
    fatal(&copy, at);
    assert_eq!(copy.update().code, None);
    fatal(&copy, 0);
    copy.app.write("libs/core/a.txt", "an hour of work\n");
    copy.update().exits(1).says("subtree::uncommitted").says("`libs/core/a.txt`");
    assert_eq!(copy.app.read("libs/core/a.txt"), "an hour of work\n");
    fs::remove_file(copy.app.join("libs/core/a.txt")).unwrap();
    copy.update().success();
    copy.is_clean();
}
