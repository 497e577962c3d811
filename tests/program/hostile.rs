//! Blueprints, state and saved plans from somebody who means harm, or from a damaged disk: each is refused
//! with a code, nothing is written, and nothing steers the terminal.

use std::{
    fs::{self, File},
    os::unix::fs::symlink,
    process::Command,
};

use crate::support::{Project, Run, Tree, evolving::Evolving};
use pretty_assertions::assert_eq;

const LOCK: &str = ".quickscale/lock/core.lock";
const GIGABYTES: u64 = 4 << 30;

/// Texts that are no path of a project.
const BAD_PATHS: &[&str] = &[
    "..",
    "../outside.txt",
    "a/../../outside.txt",
    "./a.txt",
    "a//b.txt",
    "/etc/passwd",
    "//server/share",
    "C:/windows",
    "a:stream",
    ".git/hooks/post-checkout",
    ".GIT/config",
    "a/.git /config",
    "git~1/config",
    ".g\u{200c}it/config",
    "aux",
    "nul.txt",
    "a/COM1.py",
    "ends in dot.",
    "a\\\\b",
    "a\\u{0}b",
    "a\\u{1b}[2Jb",
    "a\\nb",
];

fn world() -> Evolving {
    Evolving::applied(&[("a.txt", "a\n"), ("b.txt", "b\n")])
}

/// Runs every command that plans, and demands the same refusal from each, and that nothing was written.
#[track_caller]
fn refuses(world: &Evolving, codes: &[&str]) {
    let before = world.project.tree();
    for command in [&["plan", "--offline"][..], &["status"], &["apply", "--yes", "--offline"]] {
        let run = world.run(command);
        assert!(matches!(run.code, Some(1 | 3 | 5)), "{command:?}: {run:#?}");
        let said = format!("{}{}", run.stdout, run.stderr);
        assert!(codes.iter().any(|code| said.contains(code)), "{command:?}: no {codes:?} in\n{said}");
        assert!(!run.stderr.contains("panicked"), "{}", run.stderr);
        is_plain(&run);
    }
    assert_eq!(world.project.tree(), before, "a refused command wrote something");
}

/// No character that steers a terminal or turns the reading direction.
#[track_caller]
fn is_plain(run: &Run) {
    let steers = |c: char| {
        (c.is_control() && !matches!(c, '\n' | '\t'))
            || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    for text in [&run.stdout, &run.stderr] {
        let found = text.char_indices().find(|(_, c)| steers(*c));
        assert_eq!(found, None, "{:?}", &text[found.map_or(0, |(at, _)| at.saturating_sub(40))..]);
    }
}

fn sparse(path: &std::path::Path, length: u64) {
    File::create(path).unwrap().set_len(length).unwrap();
}

#[test]
fn paths_in_a_lock_file_that_lead_astray() {
    let digest = "9618e52c9e4079fcf2e282a62933abd08e484ed61488f8a70c580d1132f1b863";
    let world = world();
    let good = world.project.read(LOCK);
    for path in BAD_PATHS.iter().chain(&[".quickscale/lock/core.lock", ".QUICKSCALE/x"]) {
        for record in ["shared 644 DIGEST", "gone", "protect", "moved a.txt"] {
            let record = record.replace("DIGEST", digest);
            world.project.write(LOCK, format!("{good}{record} \"{path}\"\n"));
            world.plan().exits(1).says("state::path").says("help");
        }
        refuses(&world, &["state::path"]);
    }
}

#[test]
fn lock_files_that_are_none() {
    let world = world();
    let good = world.project.read(LOCK);
    let cases: [(&[u8], &str); 9] = [
        (b"", "state::format"),
        (b"\0\0\0\0", "state::format"),
        (b"\xff\xfe\0", "state::not-text"),
        (b"format 99\n", "state::format"),
        (b"format 1\nmodule other\nsource builtin\n", "state::module-name"),
        (b"format 1\nmodule core\nsource builtin\nshared 777 0 a.txt\n", "state::value"),
        (b"format 1\nmodule core\nsource builtin\n\x1b[2J\n", "state::syntax"),
        (b"format 1\r\nmodule core\r\n", "state::syntax"),
        (b"format 1\n<<<<<<< HEAD\nmodule core\n", "state::merge-markers"),
    ];
    for (bytes, code) in cases {
        world.project.write(LOCK, bytes);
        refuses(&world, &[code]);
    }
    world.project.write(LOCK, good.clone() + &good);
    refuses(&world, &["state::duplicate", "state::syntax"]);
}

#[test]
fn a_lock_file_of_four_gigabytes_is_not_read() {
    let world = world();
    sparse(&world.project.join(LOCK), GIGABYTES);
    for command in ["plan", "status"] {
        world.run(&[command]).exits(1).says("workspace::too-large");
    }
}

#[test]
fn a_lock_file_that_is_a_link_a_directory_or_a_pipe() {
    let world = world();
    let lock = world.project.join(LOCK);
    fs::remove_file(&lock).unwrap();
    symlink("/etc/passwd", &lock).unwrap();
    refuses(&world, &["workspace::not-a-file"]);
    fs::remove_file(&lock).unwrap();
    assert!(Command::new("mkfifo").arg(&lock).status().unwrap().success());
    for command in [&["plan"][..], &["status"], &["apply", "--yes"]] {
        world.run(command).exits(1).says("workspace::not-a-file");
    }
}

#[test]
fn the_tools_own_directory_that_leads_elsewhere() {
    for part in [".quickscale", ".quickscale/lock", ".quickscale/run", ".quickscale/base"] {
        let world = world();
        world.rewrite("a.txt", "a, new\n");
        let outside = Project::empty();
        fs::remove_dir_all(world.project.join(part)).unwrap();
        symlink(outside.path(), world.project.join(part)).unwrap();
        let before = world.project.committed();
        let run = world.apply();
        assert!(matches!(run.code, Some(1 | 3 | 5)), "{part}: {run:#?}");
        assert_eq!(outside.tree(), Tree::new(), "{part}: something was written through the link");
        assert_eq!(world.project.committed(), before, "{part}");
    }
}

#[test]
fn a_recorded_text_that_is_not_what_was_rendered() {
    let base = |world: &Evolving| {
        let tree = world.project.tree();
        let is_base = |path: &&String| path.starts_with(".quickscale/base/") && tree[*path].bytes == b"a\n";
        world.project.join(tree.keys().find(is_base).unwrap())
    };
    type Spoil = fn(&std::path::Path);
    let spoil: [(&str, Spoil); 5] = [
        ("missing", |path| fs::remove_file(path).unwrap()),
        ("another text", |path| fs::write(path, "mine\n").unwrap()),
        ("a link", |path| {
            fs::remove_file(path).unwrap();
            symlink("/etc/passwd", path).unwrap();
        }),
        ("a directory", |path| {
            fs::remove_file(path).unwrap();
            fs::create_dir(path).unwrap();
        }),
        ("four gigabytes", |path| sparse(path, GIGABYTES)),
    ];
    for (what, spoil) in spoil {
        let world = world();
        world.project.write("a.txt", "mine\n");
        world.rewrite("a.txt", "theirs\n");
        spoil(&base(&world));
        let run = world.apply();
        assert!(matches!(run.code, Some(1 | 3)), "{what}: {run:#?}");
        is_plain(&run);
        assert_eq!(world.project.read("a.txt"), "mine\n", "{what}");
    }
}

#[test]
fn saved_plans_that_were_tampered_with() {
    let world = world();
    world.rewrite("a.txt", "a, new\n");
    world.run(&["plan", "--offline", "--out", "saved.json"]).success();
    let good = world.project.read("saved.json");
    let before = world.project.tree();
    let mut cases = vec![
        (String::new(), "plan::not-a-plan"),
        ("[".repeat(100_000), "plan::not-a-plan"),
        (format!("{{\"format\": 1, \"x\": {}1{}}}", "[".repeat(5000), "]".repeat(5000)), "plan::"),
        (good.replace("\"format\": 1", "\"format\": 2"), "plan::other-format"),
        (good.replace("\"action\": \"update\"", "\"action\": \"delete\""), "apply::stale"),
        (good.replace("\"a.txt\"", "\"b.txt\""), "apply::stale"),
        (good.replace("\"environment\": \"local\"", "\"environment\": \"\\u001b[2J\""), "apply::stale"),
    ];
    let bad: Vec<_> =
        BAD_PATHS.iter().map(|path| path.replace("u{0}", "u0000").replace("u{1b}", "u001b")).collect();
    let planted = |path: &String| good.replace("\"path\": \"a.txt\"", &format!("\"path\": \"{path}\""));
    cases.extend(bad.iter().map(|path| (planted(path), "plan::damaged")));
    for (text, code) in cases {
        assert_ne!(text, good, "{code}");
        world.project.write("saved.json", &text);
        let run = world.run(&["apply", "--offline", "saved.json"]);
        assert!(matches!(run.code, Some(1 | 5)), "{code}: {run:#?}");
        is_plain(&run);
        let run = run.says(code);
        assert!(run.stderr.contains("help"), "{}", run.stderr);
    }
    world.project.write("saved.json", &good);
    assert_eq!(world.project.tree(), before);
}

#[test]
fn a_saved_plan_without_end_is_not_read_to_the_end() {
    let world = world();
    sparse(&world.project.join("saved.json"), GIGABYTES);
    world.run(&["apply", "--offline", "saved.json"]).exits(1).says("workspace::too-large");
    world.run(&["apply", "--offline", "/dev/zero"]).exits(1).says("workspace::too-large");
    world.run(&["apply", "--offline", "."]).exits(1).says("workspace::");
}

#[test]
fn a_plan_is_never_saved_over_something_else() {
    let world = world();
    let before = world.project.tree();
    for path in ["quickscale.kdl", "a.txt", LOCK] {
        world.run(&["plan", "--offline", "--out", path]).exits(1).says("command::").says(path);
    }
    assert_eq!(world.project.tree(), before);
    world.run(&["plan", "--offline", "--out", "saved.json"]).success();
    world.run(&["plan", "--offline", "--out", "saved.json"]).success();
}

#[test]
fn blueprints_with_names_that_no_project_can_have() {
    let names = [
        "aux.py",
        "nul",
        "a/COM1",
        "back\\slash",
        "colon:x",
        "esc\u{1b}[2J.txt",
        "dot.",
        ".git/hooks/x",
        "git~1/x",
    ];
    for name in names {
        let world = world();
        world.plant(&format!("project/files/{name}"), "x\n");
        refuses(&world, &["blueprint::bad-path"]);
    }
    let world = world();
    world.plant("project/files/.quickscale/lock/core.lock", "x\n");
    refuses(&world, &["plan::reserved-path"]);
}

#[test]
fn blueprints_with_two_names_for_one_file() {
    let world = world();
    world.plant("project/files/A.txt", "other\n");
    refuses(&world, &["plan::case-collision"]);
    let world = Evolving::applied(&[("a.txt", "a\n")]);
    world.plant("project/files/A.TXT/b.txt", "other\n");
    refuses(&world, &["plan::"]);
}

#[test]
fn blueprints_with_links_pipes_and_files_without_end() {
    let world = world();
    let place = world.plant("project/files/x", "");
    let replace = |make: &dyn Fn()| {
        fs::remove_file(&place).unwrap();
        make();
        refuses(&world, &["blueprint::bad-path"]);
    };
    replace(&|| symlink("/etc/passwd", &place).unwrap());
    replace(&|| symlink("../../..", &place).unwrap());
    replace(&|| assert!(Command::new("mkfifo").arg(&place).status().unwrap().success()));
    fs::remove_file(&place).unwrap();
    sparse(&place, GIGABYTES);
    refuses(&world, &["workspace::too-large"]);
}

#[test]
fn layer_files_that_name_paths_outside() {
    for path in ["../x", "/etc/passwd", ".git/config", "a\\u{1b}[2J"] {
        for rule in [
            "moved \"PATH\" \"a.txt\"",
            "moved \"a.txt\" \"PATH\"",
            "files { managed \"PATH\" }",
            "files { replaces \"PATH\" }",
        ] {
            let world = world();
            world.release("2.0.0", &rule.replace("PATH", path), &[("a.txt", "a\n"), ("b.txt", "b\n")]);
            refuses(&world, &["blueprint::"]);
        }
    }
}

/// A path is looked at without following a link, whenever the link came.
#[test]
fn a_link_that_takes_the_place_of_a_file_or_of_a_directory_above_it() {
    let outside = Project::empty().file("a.txt", "outside\n").file("deep/c.txt", "outside\n");
    let untouched = outside.tree();
    for (path, target) in [("a.txt", "a.txt"), ("deep", "deep")] {
        let world = Evolving::applied(&[("a.txt", "a\n"), ("deep/c.txt", "c\n")]);
        world.rewrite("a.txt", "a, new\n");
        world.rewrite("deep/c.txt", "c, new\n");
        world.run(&["plan", "--offline", "--out", "saved.json"]).success();
        let place = world.project.join(path);
        if place.is_dir() {
            fs::remove_dir_all(&place).unwrap()
        } else {
            fs::remove_file(&place).unwrap()
        }
        symlink(outside.join(target), &place).unwrap();
        let before = world.project.committed();
        world.run(&["apply", "--offline", "saved.json"]).exits(5).says("apply::stale").says(path);
        world.apply().exits(3).says(path);
        world.run(&["apply", "--yes", "--offline", "--conflicts", "theirs", "--allow-destroy"]);
        assert_eq!(outside.tree(), untouched, "{path}: something was written through the link");
        assert_eq!(world.project.committed().get(path), before.get(path));
    }
}

#[test]
fn what_an_interrupted_command_left_is_not_believed() {
    let journals = [
        "quickscale journal 1\ncommand apply\nfile 0 - 644:0 ../../outside.txt\nsum 0\n".to_owned(),
        "\0".repeat(1000),
        "quickscale journal 1\n".to_owned(),
    ];
    for journal in journals {
        let world = world();
        world.project.write(".quickscale/run/transactions/7/journal", journal);
        world.project.write(".quickscale/run/transactions/7/0", "planted\n");
        world.project.write(".quickscale/run/stat-cache", "quickscale stat cache 1\nnonsense");
        world.apply().success();
        world.run(&["undo", "--yes"]).success();
        assert!(!world.project.exists("a.txt"));
    }
}

#[test]
fn texts_that_steer_a_terminal_are_shown_and_not_obeyed() {
    let evil = "\u{1b}]0;title\u{7}\u{1b}[2J\u{9b}31m \u{202e}gnissap\u{202c} \u{8}\u{85}";
    let text = |middle: &str| format!("one\n{middle}\nthree\n");
    let world =
        Evolving::applied(&[("a.txt", &text("two")), ("gone.txt", &text("x")), ("edit.txt", &text("two"))]);
    let everything = |world: &Evolving| {
        let commands = [
            &["plan", "--offline"][..],
            &["plan", "--offline", "--full"],
            &["plan", "--offline", "--diff", "full"],
            &["plan", "--offline", "--json"],
            &["status", "--all"],
            &["status", "--json"],
            &["apply", "--yes", "--offline", "--full"],
            &["undo", "--list"],
        ];
        commands.iter().for_each(|command| is_plain(&world.run(command)));
    };
    world.project.write("a.txt", text(&format!("mine {evil}")));
    world.project.write("edit.txt", text(&format!("mine {evil}")));
    world.release(
        "2.0.0",
        "",
        &[("a.txt", &text(&format!("theirs {evil}"))), ("edit.txt", &format!("{}{evil}\n", text("two")))],
    );
    everything(&world);
    is_plain(&world.apply_with(&["--conflicts", "theirs", "--allow-destroy"]).success());
    assert!(world.project.read("a.txt").contains(evil), "a content was changed");
    world.project.write("a.txt", format!("<<<<<<< {evil}\n"));
    everything(&world);
}

#[test]
fn a_name_that_turns_the_reading_direction_is_shown_and_not_obeyed() {
    let world = world();
    world.plant("project/files/a\u{202e}txt.py", "x\n");
    let name = world.plant("project/files/kept/b\u{2066}.txt", "x\n");
    assert!(name.exists());
    for command in [
        &["plan", "--offline"][..],
        &["plan", "--json"],
        &["apply", "--yes", "--offline"],
        &["status", "--all"],
        &["status", "--json"],
    ] {
        is_plain(&world.run(command));
    }
}

#[test]
fn arguments_that_steer_a_terminal_are_shown_and_not_obeyed() {
    let world = world();
    let evil = "x\u{1b}[2J\u{9b}1m\u{202e}";
    let commands = [
        &["plan", "-e", evil][..],
        &["plan", "--conflicts", evil],
        &["plan", "--only", evil],
        &["-C", evil, "plan"],
        &["apply", evil],
        &["explain", evil],
        &["generate", evil],
        &["init", evil],
        &["--blueprints", evil, "plan"],
    ];
    for command in commands {
        let run = world.project.quickscale(command.iter().copied());
        assert!(!run.stderr.contains('\u{1b}') && !run.stdout.contains('\u{1b}'), "{command:?}: {run:?}");
        is_plain(&run);
    }
}
