//! Programs that people talk to: arguments, exit codes, pipes, a terminal and Ctrl-C.

use std::{
    io::{BufRead as _, BufReader, Write as _},
    os::unix::process::CommandExt as _,
    process::{Command, Stdio},
};

use pretty_assertions::assert_eq;

use crate::{
    checkout::Checkout,
    support::{Run, terminal::Terminal},
};

#[test]
fn programs_inside_are_as_if_they_were_here() {
    let Some(checkout) = Checkout::small("terminal") else { return };
    checkout.quickscale(["up"]).success();

    // Arguments and exit codes.
    let manage = checkout.quickscale(["manage", "echo", "--help", "-v", "2", "a b", "$HOME"]).success();
    assert_eq!(manage.stdout, "manage echo --help -v 2 a b $HOME\n");
    checkout.quickscale(["manage", "exit", "7"]).exits(7);
    checkout.quickscale(["shell", "-c", "exit 9"]).exits(9);

    // Pipes, which carry bytes unchanged, from any directory.
    let below = checkout.project.join("below");
    std::fs::create_dir(&below).unwrap();
    let mut cat = checkout.command();
    cat.current_dir(&below)
        .args(["shell", "db", "-c", "cat; echo talk >&2"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut cat = cat.spawn().unwrap();
    cat.stdin.take().unwrap().write_all(b"\x00\xff\r\nbytes").unwrap();
    let output = cat.wait_with_output().unwrap();
    assert_eq!(
        (output.stdout.as_slice(), output.stderr.as_slice()),
        (b"\x00\xff\r\nbytes".as_slice(), b"talk\n".as_slice())
    );

    // A terminal, where there is one.
    let program = env!("CARGO_BIN_EXE_quickscale");
    let inside = format!("{program} shell -c 'test -t 0 && test -t 1 && echo at a terminal'");
    let mut script = Command::new("script");
    script
        .args(["--quiet", "--return", "--command", &inside, "/dev/null"])
        .current_dir(checkout.project.path());
    Run::of(script.stdin(Stdio::null())).success().prints("at a terminal");

    // Ctrl-C ends what follows a log, at once, and nothing else.
    let mut logs = checkout.command();
    let mut logs =
        logs.args(["logs", "--follow", "db"]).process_group(0).stdout(Stdio::piped()).spawn().unwrap();
    let mut lines = BufReader::new(logs.stdout.take().unwrap()).lines();
    assert!(lines.any(|line| line.unwrap().contains("ready to accept connections")));
    Command::new("kill").args(["-INT", "--", &format!("-{}", logs.id())]).status().unwrap();
    assert!(!logs.wait().unwrap().success());
    assert_eq!(checkout.field("db", "health"), "\"healthy\"");
}

/// Stands for Django's program: nobody can sign in until somebody has answered at a terminal.
const ASKING: &str = "\
import os, sys
words = sys.argv[1:]
if words[:1] == ['shell']: print(os.path.exists('/tmp/ada'))
if words == ['createsuperuser']:
    assert sys.stdin.isatty() and sys.stdout.isatty()
    open('/tmp/ada', 'w').write(input('Name: '))
    print('made', open('/tmp/ada').read())
    sys.exit(3)
";

#[test]
fn a_superuser_is_offered_once_and_only_where_somebody_can_answer() {
    let Some(checkout) = Checkout::small("offer") else { return };
    if !Terminal::can_be_had() {
        return;
    }
    const OFFER: &str = "Nobody can sign in to the admin pages yet. Create a superuser?";
    checkout.project.write("manage.py", ASKING);
    let mut up = Terminal::start(&checkout.command(), "up");
    up.shows("http://localhost:").shows(OFFER).types("n").shows("quickscale manage createsuperuser");
    assert_eq!(up.ends().0, Some(0));
    // It was declined.
    let (code, screen) = Terminal::start(&checkout.command(), "up").ends();
    assert!(code == Some(0) && !screen.contains(OFFER), "{screen}");

    // With other data it is another question; without a terminal it is none.
    checkout.quickscale(["down", "--volumes", "--yes"]).success();
    checkout.quickscale(["up"]).success().never_says(OFFER);
    checkout.quickscale(["down", "--volumes", "--yes"]).success();
    let mut up = Terminal::start(&checkout.command(), "up");
    up.shows(OFFER).types("y").shows("Name: ").types("ada").shows("made ada");
    assert_eq!(up.ends().0, Some(3), "the exit code is that of the program");
    // Somebody can sign in.
    checkout.quickscale(["down", "--volumes", "--yes"]).success();
    checkout.project.write("manage.py", ASKING.replace("os.path.exists('/tmp/ada')", "True"));
    let (code, screen) = Terminal::start(&checkout.command(), "up").ends();
    assert!(code == Some(0) && !screen.contains(OFFER), "{screen}");
}
