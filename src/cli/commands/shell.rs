//! `quickscale shell`.

use clap::Args;

use crate::cli::{
    Context, Exit, Failure,
    session::Session,
    site::{INSTALL_DOCKER, INSTALL_UV, Site, no_containers, with_uv},
    ui::Ui,
};

/// Open a shell where the site runs, or in another service.
///
/// Pipes, signals and the exit code are the shell's own: `quickscale shell db -c 'pg_dump -U "$POSTGRES_USER"' > dump.sql`.
#[derive(Debug, Args)]
pub(in crate::cli) struct Shell {
    /// Run this command instead of asking for one.
    #[arg(short, long, value_name = "CMD")]
    command: Option<String>,

    /// The service, as `quickscale ps` calls it.
    #[arg(default_value = "web")]
    service: String,
}

/// The better shell, when the image has it.
const ANY_SHELL: &str = "command -v bash >/dev/null && exec bash; exec sh";

impl Shell {
    pub(in crate::cli) fn run(self, context: &Context) -> Result<Exit, Failure> {
        let session = Session::open(context)?;
        let script = self.command.as_deref().unwrap_or(ANY_SHELL);
        let words = ["sh", "-c", script];
        match session.site()? {
            Site::Containers(docker) => {
                let command =
                    docker.inside(Some(&self.service), &words.map(str::to_owned), Ui::is_terminal())?;
                Err(context.become_program(&command, INSTALL_DOCKER))
            }
            Site::Here(root) if self.service == "web" => {
                Err(context.become_program(&with_uv(root, words)?, INSTALL_UV))
            }
            Site::Here(_) => Err(no_containers(
                "services run in containers only where the environment `local` has `docker`",
                "leave the service out: the shell is then one of this machine, with the project's packages",
            )),
        }
    }
}
