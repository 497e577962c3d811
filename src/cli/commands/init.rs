//! `quickscale init`.

use camino::{Utf8Path, Utf8PathBuf};
use clap::{Args, ValueEnum};

use crate::{
    blueprint::Library,
    cli::{Context, Exit, Failure, session, ui::Ui},
    diagnostics::{Issue, SourceFile, codes},
    manifest,
    plan::render::visible,
    resolve,
    workspace::{self, Mode, RelPath, Root},
};

/// Start a project: write its quickscale.kdl, and nothing else.
///
/// With NAME the manifest goes into a new directory of that name, without it into the current one,
/// which then names the project. On a terminal `init` asks; everywhere else, and with `--yes`, it
/// takes the flags and their defaults. An existing manifest is never overwritten.
#[derive(Debug, Args)]
pub(in crate::cli) struct Init {
    /// The project's name: lowercase letters, digits and hyphens, such as `acme-crm`.
    name: Option<String>,

    /// The name that people read [default: made from NAME].
    #[arg(long, value_name = "TEXT")]
    title: Option<String>,

    /// The Python package [default: NAME with `_` for `-`].
    #[arg(long, value_name = "NAME")]
    package: Option<String>,

    /// The theme [default: starter].
    #[arg(long, value_name = "NAME")]
    theme: Option<String>,

    /// The frontend [default: htmx].
    #[arg(long, value_name = "NAME")]
    frontend: Option<String>,

    /// The database of the local environment: `postgres` in Docker, or an SQLite file for a quick try.
    #[arg(long, value_enum, value_name = "ENGINE")]
    database: Option<Database>,

    /// Ask nothing: take the flags and the defaults.
    #[arg(short, long)]
    yes: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Database {
    /// PostgreSQL 18 in a container.
    Postgres,
    /// A file, without Docker.
    Sqlite,
}

impl Init {
    pub(in crate::cli) fn run(self, context: &Context) -> Result<Exit, Failure> {
        let (ui, directory) = (&context.ui, &context.directory);
        let target = self.name.as_ref().map_or_else(|| directory.to_owned(), |name| directory.join(name));
        let shown = target.strip_prefix(".").unwrap_or(&target);
        let manifest_path = shown.join(manifest::FILE_NAME);
        if workspace::exists(&target.join(manifest::FILE_NAME)) {
            return Err(already_there(&manifest_path).into());
        }
        let text = self.into_answers(ui, &target)?.manifest();
        check(&text, &context.library()?)?;
        write(&target, &text)?;
        ui.out(&format!("{}\n", visible(manifest_path.as_str())));
        let enter = if target == *directory { String::new() } else { format!("cd {shown} && ") };
        ui.say(&format!("Next: {enter}quickscale plan"));
        Ok(Exit::Success)
    }

    fn into_answers(self, ui: &Ui, target: &Utf8Path) -> Result<Answers, Failure> {
        let asks = ui.is_interactive() && !self.yes;
        let settle = |flag: Option<String>, question: &str, default: &str| match flag {
            Some(value) => value,
            None if asks => ui.ask(question, default),
            None => default.to_owned(),
        };
        let name = match self.name {
            Some(name) => name,
            None => settle(None, "Name of the project?", &directory_name(target)?),
        };
        let package = manifest::default_package(&name);
        Ok(Answers {
            title: settle(self.title, "Title that people read?", &resolve::default_title(&name)),
            package: settle(self.package, "Python package?", &package),
            theme: settle(self.theme, "Theme?", "starter"),
            frontend: settle(self.frontend, "Frontend?", "htmx"),
            sqlite: match self.database {
                Some(engine) => engine == Database::Sqlite,
                None => {
                    asks && ui.ask("Local database, postgres (in Docker) or sqlite?", "postgres") == "sqlite"
                }
            },
            name,
        })
    }
}

/// What the new manifest will say.
#[derive(Debug)]
struct Answers {
    name: String,
    title: String,
    package: String,
    theme: String,
    frontend: String,
    sqlite: bool,
}

impl Answers {
    fn manifest(&self) -> String {
        let local = if self.sqlite { LOCAL_SQLITE } else { LOCAL_POSTGRES };
        TEMPLATE
            .replace("{local}", local)
            .replace("{name}", &quoted(&self.name))
            .replace("{package}", &quoted(&self.package))
            .replace("{theme}", &quoted(&self.theme))
            .replace("{frontend}", &quoted(&self.frontend))
            .replace("{title}", &quoted(&self.title))
    }
}

const TEMPLATE: &str = r#"// What this project is made of. Commit this file.
//
//   quickscale plan     shows what would change
//   quickscale apply    makes it so
//
// Every node but `project` may be left out. `quickscale explain` lists the errors it can contain.
quickscale schema=1

project {name} package={package} {
    title {title}
    theme {theme}
    frontend {frontend}
}

// Where the project runs while it is developed.
{local}

// Settings that the project reads from its environment. Each one becomes typed access in
// `config/env.py`, a line in `.env.example`, and a check at start-up.
//
// variables {
//     SUPPORT_EMAIL type="email" default="help@example.com"
//     SENTRY_DSN type="url" secret=#true optional=#true help="where errors are reported"
// }

// Where it runs for others. A secret is named here, never written down.
//
// environment "production" {
//     deploy "railway" {
//         domain "app.example.com"
//     }
//     set SENTRY_DSN from="env"
// }

// Files that apply must neither change nor delete.
//
// protect "config/settings/production.py"
"#;

const LOCAL_POSTGRES: &str = r#"environment "local" {
    docker
    database "postgres" version=18
}"#;

const LOCAL_SQLITE: &str = r#"// SQLite is for a quick try; `database "postgres" version=18` and `docker` are for the real thing.
environment "local" {
    database "sqlite"
}"#;

/// The text as a KDL string.
fn quoted(text: &str) -> String {
    let escaped: String = text
        .chars()
        .flat_map(|c| match c {
            '"' | '\\' => vec!['\\', c],
            c if c.is_control() => vec![' '],
            c => vec![c],
        })
        .collect();
    format!("\"{escaped}\"")
}

/// Refuses flags and answers that do not make a valid manifest, before anything is written.
fn check(text: &str, library: &Library) -> Result<(), Failure> {
    let source = SourceFile::new(manifest::FILE_NAME, text);
    session::project_of(&source, library).map(drop)
}

fn write(target: &Utf8Path, text: &str) -> Result<(), Issue> {
    let path = RelPath::new(manifest::FILE_NAME).expect("internal: the manifest's name is a path");
    Root::create(target)?.write_new([(&path, text.as_bytes(), Mode::Regular)])
}

fn already_there(path: &Utf8PathBuf) -> Issue {
    Issue::error(&codes::command::MANIFEST_EXISTS, format!("`{path}` exists already"))
        .help("edit it, then run `quickscale plan`; or choose another name: `quickscale init NAME`")
}

fn directory_name(target: &Utf8Path) -> Result<String, Failure> {
    let root = Root::open(target)?;
    let name: String = root
        .path()
        .file_name()
        .unwrap_or_default()
        .to_lowercase()
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '-' })
        .collect();
    Ok(name.trim_matches('-').to_owned())
}
