//! `quickscale manage`.

use clap::Args;

use crate::cli::{
    Context, Exit, Failure,
    session::Session,
    site::{INSTALL_DOCKER, INSTALL_UV, Site, with_uv},
    ui::Ui,
};

/// Run `python manage.py` where the site runs.
///
/// Arguments, the exit code, the terminal and pipes are its own: `quickscale manage help` is Django's help.
#[derive(Debug, Args)]
pub(in crate::cli) struct Manage {
    /// What `manage.py` is given: a command and its options.
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    args: Vec<String>,
}

impl Manage {
    pub(in crate::cli) fn run(self, context: &Context) -> Result<Exit, Failure> {
        let session = Session::open(context)?;
        let words = ["python", "manage.py"].into_iter().chain(self.args.iter().map(String::as_str));
        match session.site()? {
            Site::Containers(docker) => {
                let words: Vec<String> = words.map(str::to_owned).collect();
                let command = docker.inside(None, &words, Ui::is_terminal())?;
                Err(context.become_program(&command, INSTALL_DOCKER))
            }
            Site::Here(root) => Err(context.become_program(&with_uv(root, words)?, INSTALL_UV)),
        }
    }
}
