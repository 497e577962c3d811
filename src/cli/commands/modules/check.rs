//! `quickscale modules check`.

use camino::Utf8PathBuf;
use clap::Args;

use crate::{
    blueprint::check_module,
    cli::{Context, Exit, Failure},
};

/// Check a module that is being written: its module.kdl, its files, and whether they agree.
///
/// Templates, paths and every name in module.kdl are checked, and what every module has: an app that is named, tests,
/// a README, linear migrations, and no `__init__.py` in the namespace that modules share.
#[derive(Debug, Args)]
pub(super) struct Check {
    /// The module's folder, with `module.kdl` in it; it has the module's name.
    dir: Utf8PathBuf,
}

impl Check {
    pub(super) fn run(self, context: &Context) -> Result<Exit, Failure> {
        let directory = context.resolve(&self.dir);
        let spec = check_module(&directory.canonicalize_utf8().unwrap_or(directory))?;
        context.ui.say(&format!("{} {} is a module", spec.name, spec.version));
        Ok(Exit::Success)
    }
}
