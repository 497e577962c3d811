//! Where the project runs while it is developed: in containers, or on this machine.

use super::{Context, Failure, session::Session};
use crate::{
    diagnostics::{Issue, codes::docker as codes},
    executor::Docker,
    process::{self, Command},
    workspace::Root,
};

pub(super) use crate::executor::{INSTALL_DOCKER, INSTALL_UV, with_uv};

/// How a program of the project is reached.
#[derive(Debug)]
pub(super) enum Site<'s> {
    /// `docker` is in the environment: in the containers of the compose file.
    Containers(Box<Docker<'s>>),
    /// With uv, in the project's directory.
    Here(&'s Root),
}

impl Session {
    /// Says where the site answers, when it runs in a container.
    pub(super) fn say_address(&self, context: &Context) -> Result<(), Failure> {
        let Site::Containers(docker) = self.site()? else { return Ok(()) };
        if let Some(address) = docker.address()? {
            context.ui.say(&format!("{} is at {address}", self.project.title));
        }
        Ok(())
    }

    /// Where the project runs.
    pub(super) fn site(&self) -> Result<Site<'_>, Failure> {
        if self.project.local().docker {
            Ok(Site::Containers(Box::new(Docker::observe(&self.root, &self.project)?)))
        } else {
            Ok(Site::Here(&self.root))
        }
    }
}

impl Context {
    /// Lets a program take this one's place.
    pub(super) fn become_program(&self, command: &Command, install: &str) -> Failure {
        self.ui.detail(&format!("runs {command}"));
        command.replace().into_issue(install).into()
    }
}

/// The port of the site on this machine.
pub(super) fn port() -> String {
    process::variable("WEB_PORT").unwrap_or_else(|| "8000".to_owned())
}

/// The error for a command that is about containers where there are none.
pub(super) fn no_containers(message: &str, help: &str) -> Failure {
    Issue::error(&codes::NO_CONTAINERS, message).help(help).into()
}
