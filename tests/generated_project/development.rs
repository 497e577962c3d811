//! The development commands without Docker: with uv, in the terminal.

mod sqlite_project {
    use std::{
        io::{BufRead as _, BufReader, Read as _, Write as _},
        net::TcpStream,
        os::unix::process::CommandExt as _,
        process::{Command, Stdio},
        time::{Duration, Instant},
    };

    use crate::{
        component::{PYTHON, component},
        run::{free_port, inherited},
        support::{Project, Run},
    };

    #[test]
    fn the_same_commands_work_without_docker() {
        let Some(_) = component(PYTHON) else { return };
        let project = Project::example("sqlite");
        let port = free_port();
        let quickscale = || {
            let mut command = project.command();
            command.envs(inherited()).env("WEB_PORT", port.to_string());
            command
        };
        Run::of(quickscale().args(["apply", "--yes"])).success();

        let mut up = quickscale().arg("up").process_group(0).stdout(Stdio::piped()).spawn().unwrap();
        let mut lines = BufReader::new(up.stdout.take().unwrap()).lines();
        let address = lines.next().unwrap().unwrap();
        assert_eq!(address, format!("http://localhost:{port}/"));
        assert!(home(port).contains("200 OK"));

        // Arguments and exit codes go through, from any directory, while it serves.
        let below = project.join("config");
        let manage = |args: &[&str]| Run::of(quickscale().current_dir(&below).arg("manage").args(args));
        manage(&["migrate", "--check"]).success();
        manage(&["shell", "--no-imports", "-c", "import sys; print(6 * 7); sys.exit(5)"])
            .exits(5)
            .prints("42");
        Run::of(quickscale().args(["shell", "-c", "python -c 'import django' && exit 3"])).exits(3);

        // Ctrl-C, which a terminal sends to the whole group, stops it and all that it had started.
        Command::new("kill").args(["-INT", "--", &format!("-{}", up.id())]).status().unwrap();
        up.wait().unwrap();
        let deadline = Instant::now() + Duration::from_secs(30);
        while TcpStream::connect(("127.0.0.1", port)).is_ok() {
            assert!(Instant::now() < deadline, "something still serves");
        }
    }

    /// The answer of the home page, once somebody answers.
    fn home(port: u16) -> String {
        let deadline = Instant::now() + Duration::from_secs(120);
        let mut stream = loop {
            match TcpStream::connect(("127.0.0.1", port)) {
                Ok(stream) => break stream,
                Err(error) => assert!(Instant::now() < deadline, "{error}"),
            }
        };
        stream.write_all(b"GET / HTTP/1.0\r\nHost: localhost\r\n\r\n").unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }
}
