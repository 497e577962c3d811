//! The environment of a server, made of nothing but what the project documents.

use std::{collections::BTreeMap, fs, process::Command};

use crate::{database::Database, made::Made};

/// Values for the variables that the examples declare or that every project has.
const VALUES: [(&str, &str); 7] = [
    ("SECRET_KEY", "a-key-of-this-test-which-is-long-enough-0123456789-abcdefghij"),
    ("ALLOWED_HOSTS", "localhost"),
    ("EMAIL_URL", "smtp://localhost:2525"),
    ("DEFAULT_FROM_EMAIL", "noreply@example.com"),
    ("SENTRY_DSN", "https://key@sentry.example.com/1"),
    ("SUPPORT_EMAIL", "help@example.com"),
    ("WEATHER_API_URL", "https://weather.example.com"),
];

/// The variables that `.env.example` documents, each with a value.
pub(crate) fn environment(made: &Made, database: &Database<'_>) -> BTreeMap<String, String> {
    let mut values = BTreeMap::from(VALUES.map(|(name, value)| (name.to_owned(), value.to_owned())));
    values.insert("DATABASE_URL".to_owned(), database.url());
    let documented = documented(made);
    values.retain(|name, _| documented.contains(name));
    values
}

/// `manage.py` as it runs on a server.
pub(crate) fn manage<'a>(
    made: &Made,
    environment: &BTreeMap<String, String>,
    arguments: impl IntoIterator<Item = &'a str>,
) -> Command {
    let mut command = made.manage(arguments);
    command.env("DJANGO_SETTINGS_MODULE", "config.settings.production").envs(environment);
    command
}

/// The names in `.env.example`, commented out or not.
fn documented(made: &Made) -> Vec<String> {
    let text = fs::read_to_string(made.directory.join(".env.example")).unwrap();
    let names = text.lines().filter_map(|line| line.trim_start_matches(['#', ' ']).split_once('='));
    names.map(|(name, _)| name.trim().to_owned()).collect()
}
