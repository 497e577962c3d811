//! A project whose services run on the engine, under a name and at ports of its own.

use std::{
    env,
    io::{self, Read as _, Write as _},
    net::{TcpListener, TcpStream},
    process::{self, Command, Stdio},
};

use crate::support::{Project, Run};

/// The smallest project with a server: no packages, built in a second.
const COMPOSE: &str = "\
services:
  db:
    image: postgres:18
    environment: {POSTGRES_PASSWORD: x}
    ports: ['127.0.0.1:${POSTGRES_PORT:-5432}:5432']
    volumes: [db:/var/lib/postgresql]
    healthcheck: {test: [CMD, pg_isready, --host=127.0.0.1], interval: 500ms, retries: 60}
  web:
    build: .
    init: true
    command: python -m http.server 8000
    ports: ['127.0.0.1:${WEB_PORT:-8000}:8000']
    depends_on: {db: {condition: service_healthy}}
volumes:
  db:
";

const DOCKERFILE: &str =
    "FROM python:3.14-slim\nRUN echo '#!/bin/sh' > /x && chmod +x /x\nCOPY manage.py /app/\nWORKDIR /app\n";

/// Stands for Django: says what it is told, and ends as it is told.
const MANAGE: &str =
    "import sys\nprint('manage', *sys.argv[1:])\nif sys.argv[1:2] == ['exit']: sys.exit(int(sys.argv[2]))\n";

/// The project; its containers, volumes and images go with it.
pub(crate) struct Checkout {
    pub(crate) project: Project,
    pub(crate) name: String,
    pub(crate) web_port: u16,
    pub(crate) db_port: u16,
}

impl Checkout {
    /// The starter, not applied yet; none where no engine answers.
    pub(crate) fn starter(word: &str) -> Option<Self> {
        let engine = Command::new("docker").arg("info").output();
        if !engine.is_ok_and(|output| output.status.success()) {
            assert!(env::var("CI").as_deref() != Ok("true"), "no engine answers: run `sh tests/run.sh`");
            println!("not run: no Docker engine answers");
            return None;
        }
        Some(Self::unchecked(&format!("qs{}-{word}", process::id())))
    }

    fn unchecked(name: &str) -> Self {
        let manifest = format!(
            "project {name:?} package=\"shop\"\nenvironment \"local\" {{\n    docker\n    database \"postgres\" version=18\n}}\n"
        );
        let checkout = Self {
            project: Project::with_manifest(&manifest),
            name: name.to_owned(),
            web_port: free_port(),
            db_port: free_port(),
        };
        checkout.write_ports();
        checkout
    }

    /// A project with services of the smallest kind, which no apply has made.
    pub(crate) fn small(word: &str) -> Option<Self> {
        let checkout = Self::starter(word)?;
        checkout.project.write("compose.yaml", COMPOSE);
        checkout.project.write("Dockerfile", DOCKERFILE);
        checkout.project.write("manage.py", MANAGE);
        Some(checkout)
    }

    /// The same files in another directory, as a second clone has them.
    pub(crate) fn cloned(&self) -> Self {
        Self {
            project: self.project.copy(),
            name: self.name.clone(),
            web_port: self.web_port,
            db_port: self.db_port,
        }
    }

    pub(crate) fn write_ports(&self) {
        let Self { web_port, db_port, .. } = self;
        let (smtp, mail) = (free_port(), free_port());
        let ports =
            format!("WEB_PORT={web_port}\nPOSTGRES_PORT={db_port}\nSMTP_PORT={smtp}\nMAIL_PORT={mail}\n");
        self.project.write(".env", ports);
    }

    /// The program, with what installing packages and talking to the engine takes.
    pub(crate) fn command(&self) -> Command {
        let mut command = self.project.command();
        command.env_remove("DOCKER_HOST").envs(env::vars_os().filter(|(name, _)| {
            let name = name.to_string_lossy().to_uppercase();
            name == "HOME"
                || ["UV_", "SSL_CERT_", "DOCKER_"].iter().any(|prefix| name.starts_with(prefix))
                || name.ends_with("_PROXY")
        }));
        command
    }

    pub(crate) fn quickscale<'a>(&self, args: impl IntoIterator<Item = &'a str>) -> Run {
        Run::of(self.command().args(args))
    }

    /// What `ps --json` says of one field of a service.
    pub(crate) fn field(&self, service: &str, field: &str) -> String {
        let services = self.quickscale(["ps", "--json"]).success().json();
        let found = services.as_array().unwrap().iter().find(|it| it["service"] == service);
        found.unwrap_or_else(|| panic!("no {service} in {services}"))[field].to_string()
    }

    /// What tells one start of a container from another.
    pub(crate) fn start_of(&self, service: &str) -> String {
        let name = self.field(service, "container");
        docker(&["inspect", "--format", "{{.Id}} {{.State.StartedAt}}", name.trim_matches('"')])
    }

    /// What the site answers, head and body.
    pub(crate) fn get(&self, path: &str) -> String {
        self.try_get(path).unwrap()
    }

    pub(crate) fn try_get(&self, path: &str) -> io::Result<String> {
        let mut stream = TcpStream::connect(("127.0.0.1", self.web_port))?;
        write!(stream, "GET {path} HTTP/1.0\r\nHost: localhost\r\n\r\n")?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer)?;
        Ok(answer)
    }
}

impl Drop for Checkout {
    fn drop(&mut self) {
        // By label and by whole name: nothing of another project has these.
        let label = format!(
            "label=com.docker.compose.project.working_dir={}",
            self.project.path().canonicalize().unwrap().display()
        );
        let ids = docker(&["ps", "--all", "--quiet", "--filter", &label]);
        let names = docker(&[
            "ps",
            "--all",
            "--filter",
            &label,
            "--format",
            "{{.Label \"com.docker.compose.project\"}}",
        ]);
        let _ = Command::new("docker")
            .args(["rm", "--force", "--volumes"])
            .args(ids.split_whitespace())
            .stderr(Stdio::null())
            .stdout(Stdio::null())
            .status();
        let names: std::collections::BTreeSet<&str> =
            names.split_whitespace().chain([self.name.as_str()]).collect();
        for name in names {
            let label = format!("label=com.docker.compose.project={name}");
            for kind in ["volume", "network"] {
                let found = docker(&[kind, "ls", "--quiet", "--filter", &label]);
                for id in found.split_whitespace() {
                    let _ = Command::new("docker")
                        .args([kind, "rm", id])
                        .stderr(Stdio::null())
                        .stdout(Stdio::null())
                        .status();
                }
            }
            let _ = Command::new("docker")
                .args([
                    "image",
                    "rm",
                    &format!("{name}-web"),
                    &format!("{name}-worker"),
                    &format!("{name}-scheduler"),
                    // As docker-compose 1 names it.
                    &format!("{name}_web"),
                ])
                .stderr(Stdio::null())
                .stdout(Stdio::null())
                .status();
        }
    }
}

/// What the `docker` program prints.
#[track_caller]
pub(crate) fn docker(args: &[&str]) -> String {
    let run = Run::of(Command::new("docker").args(args)).success();
    run.stdout.trim().to_owned()
}

pub(crate) fn free_port() -> u16 {
    TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap().port()
}
