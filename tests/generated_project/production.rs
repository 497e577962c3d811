//! A project as a server runs it, in an environment made of nothing but what the project documents.

use std::{collections::BTreeMap, process::Command};

use crate::{
    database::Database,
    made::Made,
    redis,
    run::{Server, free_port, succeed},
};

/// Values for the variables that the examples declare or that every project has.
const VALUES: [(&str, &str); 13] = [
    ("SECRET_KEY", "a-key-of-this-test-which-is-long-enough-0123456789-abcdefghij"),
    ("ALLOWED_HOSTS", "localhost"),
    ("EMAIL_URL", "smtp://localhost:2525"),
    ("DEFAULT_FROM_EMAIL", "noreply@example.com"),
    ("REDIS_URL", "redis://cache.example.com:6379/0"),
    ("POSTGRES_PASSWORD", "password-of-this-test"),
    ("SENTRY_DSN", "https://key@sentry.example.com/1"),
    ("SUPPORT_EMAIL", "help@example.com"),
    ("GITHUB_CLIENT_ID", "github-id"),
    ("GITHUB_CLIENT_SECRET", "github-secret-of-this-test"),
    ("GOOGLE_CLIENT_ID", "google-id"),
    ("GOOGLE_CLIENT_SECRET", "google-secret-of-this-test"),
    ("WEATHER_API_URL", "https://weather.example.com"),
];

/// A project and the variables of its service.
pub(crate) struct Production<'a> {
    pub(crate) made: &'a Made,
    pub(crate) variables: BTreeMap<String, String>,
    /// Ends with the value.
    redis: Option<Server>,
}

impl<'a> Production<'a> {
    /// The variables that `.env.example` documents, each with a value.
    pub(crate) fn of(made: &'a Made, database: &Database<'_>) -> Self {
        let mut production = Self::at(made, &database.url());
        if redis::is_needed(made) {
            let server = redis::start(made);
            production
                .variables
                .insert("REDIS_URL".to_owned(), format!("redis://127.0.0.1:{}/0", server.port));
            production.redis = Some(server);
        }
        production
    }

    /// The same with services that need not be there.
    pub(crate) fn at(made: &'a Made, database: &str) -> Self {
        let mut variables = BTreeMap::from(VALUES.map(|(name, value)| (name.to_owned(), value.to_owned())));
        variables.insert("DATABASE_URL".to_owned(), database.to_owned());
        let documented = documented(made);
        variables.retain(|name, _| documented.contains(name));
        Self::with(made, variables)
    }

    /// With exactly these variables.
    pub(crate) fn with(made: &'a Made, variables: BTreeMap<String, String>) -> Self {
        Self { made, variables, redis: None }
    }

    /// Gives a command of the project this environment.
    pub(crate) fn run(&self, mut command: Command) -> Command {
        command.env("DJANGO_SETTINGS_MODULE", "config.settings.production").envs(&self.variables);
        command
    }

    pub(crate) fn manage<'b>(&self, arguments: impl IntoIterator<Item = &'b str>) -> Command {
        self.run(self.made.manage(arguments))
    }

    pub(crate) fn migrate(&self) {
        succeed(&mut self.manage(["migrate", "--no-input"]));
    }

    /// Migrated and with gunicorn in front.
    pub(crate) fn serve(&self) -> Server {
        self.migrate();
        self.gunicorn(1)
    }

    pub(crate) fn gunicorn(&self, workers: u8) -> Server {
        let port = free_port();
        let mut command = self.run(self.made.tool("gunicorn"));
        command.arg(format!("--bind=127.0.0.1:{port}")).arg(format!("--workers={workers}"));
        command.args(["--no-control-socket", "config.wsgi"]);
        Server::start(&mut command, port, &self.made.beside(&format!("{port}.log")))
    }
}

/// The names in `.env.example`, commented out or not.
fn documented(made: &Made) -> Vec<String> {
    let text = made.read(".env.example");
    let names = text.lines().filter_map(|line| line.trim_start_matches(['#', ' ']).split_once('='));
    names.map(|(name, _)| name.trim().to_owned()).collect()
}
