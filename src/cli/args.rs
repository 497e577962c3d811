//! The command line as clap reads it. Help texts are documentation: a newcomer learns the tool here.

use camino::Utf8PathBuf;
use clap::{Args, Parser, Subcommand, ValueEnum};

use super::commands;

/// Plan and apply for Django SaaS codebases.
///
/// `quickscale.kdl` says what the project is. `plan` shows what would change, `apply` makes it so,
/// and neither ever loses a line that your team wrote.
#[derive(Debug, Parser)]
#[command(
    name = "quickscale",
    version,
    propagate_version = true,
    disable_help_subcommand = true,
    max_term_width = 100,
    after_help = AFTER_HELP
)]
pub(super) struct Cli {
    #[command(flatten)]
    pub(super) global: Global,

    #[command(subcommand)]
    pub(super) command: Command,
}

const AFTER_HELP: &str = "\
A first project:
  quickscale init acme-crm      write acme-crm/quickscale.kdl
  cd acme-crm
  quickscale plan               see what would be made
  quickscale apply              make it
  quickscale up                 see it in a browser

Exit codes:
  0 done, or nothing to do    3 conflicts need a person        6 another command is running
  1 error                     4 refused by protect or policy   64 wrong command line
  2 changes are pending       5 the saved plan is stale        130 interrupted

`quickscale COMMAND --help` explains a command, `quickscale explain CODE` an error.";

/// What every command takes.
#[derive(Debug, Args)]
#[command(next_help_heading = "Global options")]
pub(super) struct Global {
    /// Work in DIR instead of the current directory.
    #[arg(short = 'C', long = "directory", value_name = "DIR", global = true)]
    pub(super) directory: Option<Utf8PathBuf>,

    /// When to use colours; `NO_COLOR` in the environment means never.
    #[arg(
        long,
        value_name = "WHEN",
        value_enum,
        default_value_t,
        global = true,
        hide_possible_values = true
    )]
    pub(super) color: Color,

    /// Say less: only results and errors.
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    pub(super) quiet: bool,

    /// Say more: what is read, how long it took.
    #[arg(short, long, global = true)]
    pub(super) verbose: bool,

    /// Read blueprints from DIR, and what it lacks from inside the program; for writing themes and modules.
    #[arg(long, value_name = "DIR", global = true, hide_short_help = true)]
    pub(super) blueprints: Option<Utf8PathBuf>,
}

/// When to use colours.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum Color {
    /// On a terminal.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// How a report is written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// For people.
    #[default]
    Text,
    /// For programs.
    Json,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(super) enum Command {
    Init(commands::init::Init),
    Validate(commands::validate::Validate),
    Fmt(commands::fmt::Fmt),
    Add(commands::add::Add),
    Remove(commands::remove::Remove),
    Set(commands::set::Set),
    Migrate(commands::migrate::Migrate),
    Modules(commands::modules::Modules),
    Plan(commands::plan::Plan),
    Apply(commands::apply::Apply),
    Status(commands::status::Status),
    Undo(commands::undo::Undo),
    Up(commands::up::Up),
    Down(commands::down::Down),
    Shell(commands::shell::Shell),
    Manage(commands::manage::Manage),
    Logs(commands::logs::Logs),
    Ps(commands::ps::Ps),
    Resolve(commands::resolve::Resolve),
    Eject(commands::eject::Eject),
    Adopt(commands::adopt::Adopt),
    Why(commands::why::Why),
    State(commands::state::State),
    Gc(commands::gc::Gc),
    Deploy(commands::deploy::Deploy),
    Embed(commands::embed::Embed),
    Update(commands::update::Update),
    Push(commands::push::Push),
    Config(commands::config::Config),
    Generate(commands::generate::Generate),
    Schema(commands::schema::Schema),
    Explain(commands::explain::Explain),
    Completions(commands::completions::Completions),
}
