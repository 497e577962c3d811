//! `quickscale generate`.

use camino::Utf8PathBuf;
use clap::Args;

use crate::{
    cli::{Context, Exit, Failure, session::Session},
    diagnostics::{Issue, codes},
    workspace::Root,
};

/// Render the wanted files into a new directory, without state.
///
/// For looking at what a manifest means, and for comparing versions. DIR must not exist or be empty.
/// The project itself is kept up to date by `plan` and `apply`, not by this.
#[derive(Debug, Args)]
pub(in crate::cli) struct Generate {
    /// The directory to make.
    dir: Utf8PathBuf,
}

impl Generate {
    pub(in crate::cli) fn run(self, context: &Context) -> Result<Exit, Failure> {
        let session = Session::open(context)?;
        let wanted = session.render()?;
        let target = Root::create(&context.resolve(&self.dir))?;
        if !target.is_empty()? {
            return Err(Issue::error(&codes::command::NOT_EMPTY, format!("`{}` is not empty", self.dir))
                .help("name a directory that does not exist yet; a project is updated by `quickscale apply`")
                .into());
        }
        target.write_new(wanted.files.iter().map(|(path, file)| (path, file.bytes().as_ref(), file.mode)))?;
        context.ui.say(&format!("{} files in {}", wanted.files.len(), self.dir));
        Ok(Exit::Success)
    }
}
