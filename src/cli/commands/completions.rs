//! `quickscale completions`.

use clap::{Args, CommandFactory as _};
use clap_complete::Shell;

use crate::cli::{Exit, Failure, args::Cli, ui::Ui};

/// Print a completion script for a shell
///
/// bash: `quickscale completions bash > ~/.local/share/bash-completion/completions/quickscale`
///
/// zsh: `quickscale completions zsh > ~/.zfunc/_quickscale` (with `~/.zfunc` in `fpath`)
///
/// fish: `quickscale completions fish > ~/.config/fish/completions/quickscale.fish`
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub(in crate::cli) struct Completions {
    /// The shell.
    #[arg(value_enum)]
    shell: Shell,
}

impl Completions {
    pub(in crate::cli) fn run(self, ui: &Ui) -> Result<Exit, Failure> {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut Cli::command(), "quickscale", &mut script);
        ui.out(&String::from_utf8_lossy(&script));
        Ok(Exit::Success)
    }
}
