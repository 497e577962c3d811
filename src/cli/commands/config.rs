//! `quickscale config`.

use camino::Utf8PathBuf;
use clap::{Args, Subcommand};

use crate::{
    cli::{Context, Exit, Failure},
    config::{self, Config as Preferences},
    diagnostics::{Issue, SourceFile, codes},
    plan::render::visible,
    workspace::{self, Root},
};

/// Show and change what you prefer in every project.
///
/// The settings stand in `config.kdl`, in your configuration directory. They are taken where neither a flag nor the
/// manifest says anything.
#[derive(Debug, Args)]
pub(in crate::cli) struct Config {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Show(Show),
    Set(Set),
}

/// Print every setting, and where they stand.
#[derive(Debug, Args)]
struct Show {
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

/// Change one setting.
#[derive(Debug, Args)]
#[command(after_help = SETTINGS)]
struct Set {
    /// The setting, such as `remote` or `fork.branch`.
    key: String,

    /// Its new value.
    #[arg(allow_hyphen_values = true)]
    value: String,
}

const SETTINGS: &str = "\
Settings:
  remote        the repository that `embed` takes
  branch        the branch that it follows
  prefix        the directory that it goes into
  squash        whether its history is folded into one commit: true or false
  fork.remote   your own copy of it, which `push` pushes to
  fork.branch   the branch that `push` pushes to";

impl Config {
    pub(in crate::cli) fn run(self, context: &Context) -> Result<Exit, Failure> {
        match self.command {
            Command::Show(command) => command.run(context),
            Command::Set(command) => command.run(context),
        }
    }
}

impl Show {
    fn run(self, context: &Context) -> Result<Exit, Failure> {
        let path = place()?;
        let preferences = context.config()?;
        if self.json {
            context.ui.value(&serde_json::json!({ "path": path, "settings": preferences }));
            return Ok(Exit::Success);
        }
        let there = if workspace::exists(&path) { "" } else { ", which does not exist yet" };
        context.ui.say(&format!("Settings of {path}{there}"));
        for (key, value) in config::settings(&preferences) {
            let value = value.unwrap_or_else(|| "not set".to_owned());
            context.ui.out(&format!("{}\n", visible(&format!("{key:<12} {value}"))));
        }
        Ok(Exit::Success)
    }
}

impl Set {
    fn run(self, context: &Context) -> Result<Exit, Failure> {
        let path = place()?;
        let text = config::set(&source(&path)?, &self.key, &self.value)?;
        let directory = path.parent().ok_or_else(nowhere)?;
        Root::create(directory)?;
        workspace::replace_file(&path, &text)?;
        context.ui.say(&format!("{} is set in {path}", self.key));
        Ok(Exit::Success)
    }
}

impl Context {
    /// What the person at the keyboard prefers.
    pub(in crate::cli) fn config(&self) -> Result<Preferences, Failure> {
        match directory() {
            Some(directory) => Ok(config::read(&source(&directory.join(config::FILE_NAME))?)?),
            None => Ok(Preferences::default()),
        }
    }
}

fn source(path: &Utf8PathBuf) -> Result<SourceFile, Failure> {
    if !workspace::exists(path) {
        return Ok(SourceFile::new(path.as_str(), ""));
    }
    Ok(SourceFile::from_bytes(path.as_str(), &workspace::read_file(path)?)?)
}

fn place() -> Result<Utf8PathBuf, Failure> {
    Ok(directory().ok_or_else(nowhere)?.join(config::FILE_NAME))
}

fn nowhere() -> Issue {
    Issue::error(&codes::command::NO_CONFIG_DIRECTORY, "it is not known where your configuration belongs")
        .help("set `HOME`, or `XDG_CONFIG_HOME` to the directory for it")
}

/// `XDG_CONFIG_HOME`, or what the platform has in its place.
#[expect(clippy::disallowed_methods, reason = "the environment is read here and in `process` only")]
fn directory() -> Option<Utf8PathBuf> {
    let variable = |name: &str| {
        let value = std::env::var(name).ok().filter(|value| !value.is_empty())?;
        let path = Utf8PathBuf::from(value);
        path.is_absolute().then_some(path)
    };
    let platform = || {
        let home = variable("HOME")?;
        let is_mac = cfg!(target_os = "macos");
        Some(if is_mac { home.join("Library/Application Support") } else { home.join(".config") })
    };
    Some(variable("XDG_CONFIG_HOME").or_else(platform)?.join("quickscale"))
}
