//! A project to deploy, a Railway to deploy it to, and the ways that lead there.

use std::{
    fs,
    os::unix::fs::PermissionsExt as _,
    process::{Command, Stdio},
};

use serde_json::{Map, Value};

use super::stand_in::{
    ACCOUNT_TOKEN, Interruption, StandIn,
    program::{Program, Version},
};
use crate::support::{Project, Run};

/// Secrets that the environment of a command holds.
pub const SECRETS: [(&str, &str); 2] = [
    ("EMAIL_URL", "smtp+tls://mailer:mailpassword-0d51c2b7@mail.example.com:587"),
    ("PAYMENT_KEY", "sk-live-4e7a90b3d16f"),
];

pub const MANIFEST: &str = r#"
project "shop" {
    title "Shop"
}

variables {
    PAYMENT_KEY secret=#true
    SUPPORT_EMAIL type="email" default="help@example.com"
}

environment "production" {
    deploy "railway"
    set DEFAULT_FROM_EMAIL "shop@example.com"
    set EMAIL_URL from="env"
    set PAYMENT_KEY from="env"
}
"#;

/// How Railway is reached.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Way {
    /// By Railway's program, of this version.
    Program(Version),
    /// By HTTPS, with a token of an account. There is no program.
    Token,
}

/// Each of them, with every version whose texts are known.
pub const WAYS: [Way; 4] =
    [Way::Program((5, 28, 0)), Way::Program((5, 43, 1)), Way::Program((5, 71, 0)), Way::Token];

/// One of each kind.
pub const KINDS: [Way; 2] = [Way::Program((5, 43, 1)), Way::Token];

pub struct Lab {
    pub project: Project,
    pub railway: StandIn,
    pub program: Program,
    way: Way,
}

impl Lab {
    /// A project whose files are as the manifest says, and that was never deployed.
    pub fn new(way: Way) -> Self {
        Self::with(MANIFEST, way)
    }

    pub fn with(manifest: &str, way: Way) -> Self {
        let lab = Self::around(Project::with_manifest(manifest), way);
        lab.run(&["apply", "--yes", "--quiet", "--no-docker"]).success();
        lab
    }

    /// The same project, on another Railway.
    pub fn afresh(&self) -> Self {
        Self::around(self.project.copy(), self.way)
    }

    fn around(project: Project, way: Way) -> Self {
        let railway = StandIn::start();
        let version = match way {
            Way::Program(version) => version,
            Way::Token => (0, 0, 0),
        };
        let program = Program::install(&railway, version);
        // Pinning dependencies needs the network.
        let uv = program.path().join("uv");
        fs::write(&uv, "#!/bin/sh\necho 'version = 1' > uv.lock\n").unwrap();
        fs::set_permissions(&uv, fs::Permissions::from_mode(0o755)).unwrap();
        if way == Way::Token {
            fs::remove_file(program.path().join("railway")).unwrap();
        }
        Self { project, railway, program, way }
    }

    /// The program of the product, with every secret and with a way to Railway.
    pub fn command(&self, words: &[&str]) -> Command {
        let mut command = self.project.command();
        command.args(words).stdin(Stdio::null());
        command.env("PATH", format!("{}:/usr/bin:/bin", self.program.path().display()));
        command.env("QUICKSCALE_RAILWAY_PACE", "0").envs(SECRETS);
        if self.way == Way::Token {
            command
                .env("QUICKSCALE_RAILWAY_API", &self.railway.address)
                .env("RAILWAY_API_TOKEN", ACCOUNT_TOKEN);
        }
        command
    }

    pub fn run(&self, words: &[&str]) -> Run {
        Run::of(&mut self.command(words))
    }

    /// `quickscale deploy railway --yes …`
    pub fn deploy(&self, flags: &[&str]) -> Run {
        self.run(&[&["deploy", "railway", "--yes"], flags].concat())
    }

    /// Deploys, and is killed on the way; whether it came that far.
    pub fn killed(&self, interruption: Interruption) -> bool {
        let mut command = self.command(&["deploy", "railway", "--yes"]);
        command.stdout(Stdio::null()).stderr(Stdio::null());
        let mut child = self.railway.interrupts(interruption, || command.spawn().unwrap());
        !child.wait().unwrap().success()
    }

    /// What was asked since the last time.
    pub fn asked(&self) -> Vec<String> {
        std::mem::take(&mut self.railway.now().asked).into_iter().map(|asked| asked.what).collect()
    }

    /// The ids of the environment and of the service with this name; there is exactly one project and one service.
    #[track_caller]
    pub fn place(&self, service: &str) -> (String, String) {
        let now = self.railway.now();
        let projects: Vec<_> = now.world.projects.iter().filter(|project| project.name == "shop").collect();
        assert_eq!(projects.len(), 1, "projects");
        assert_eq!(projects[0].environments.len(), 1, "environments");
        let services: Vec<_> = projects[0].services.iter().filter(|each| each.name == service).collect();
        assert_eq!(services.len(), 1, "services of the name {service}");
        (projects[0].environments[0].id.clone(), services[0].id.clone())
    }

    /// The variables of a service as they were written.
    pub fn variables(&self, service: &str) -> Map<String, Value> {
        let (environment, service) = self.place(service);
        self.railway.now().world.variables(&environment, &service)
    }

    /// The settings of a service.
    pub fn settings(&self, service: &str) -> Value {
        let (environment, service) = self.place(service);
        self.railway.now().world.instance(&environment, &service).unwrap().clone()
    }

    /// The status of the last deployment of a service.
    pub fn status(&self, service: &str) -> &'static str {
        let (environment, service) = self.place(service);
        let now = self.railway.now();
        let last = now.world.deployments_of(&environment, &service).next_back().unwrap();
        now.world.status(last)
    }

    /// Demands that everything is there and runs, and nothing is there twice.
    #[track_caller]
    pub fn is_up(&self) {
        for service in ["Postgres", "shop", "shop-worker"] {
            assert_eq!(self.status(service), "SUCCESS", "{service}");
        }
        assert_eq!(self.railway.now().world.projects[0].services.len(), 3);
        let domains = self.settings("shop")["networking"]["serviceDomains"].as_object().map_or(0, Map::len);
        assert_eq!(domains, 1, "domains");
    }
}
