//! Gate 26: what the README says works, where it points is something, and every text is marked for translation.

use std::{path::Path, process::Command};

use crate::{
    clone::Clone as FreshClone,
    component::{CHROMIUM, Tools, component},
    database::Database,
    made::Made,
    run::{Server, free_port, succeed},
};

/// Commands of a README that other tests run: in a container, or until they are stopped.
const RUN_ELSEWHERE: [&str; 9] = [
    "quickscale ",
    "uv run just messages",
    "uv run just run",
    "uv run just ci",
    "docker build",
    "docker compose",
    "uv run manage.py seed",
    "uv run --no-sync",
    "export ",
];

pub(crate) fn every_link_of_its_documents_resolves(made: &Made) {
    let gate = made.gate(26, "links that resolve");
    let link = regex::Regex::new(r"\]\(([^)]+)\)|`([a-z_.]+/[a-z_./]*)`").unwrap();
    let mut links = 0;
    for path in made.files_of("md") {
        let text = std::fs::read_to_string(&path).unwrap();
        for found in link.captures_iter(&text) {
            let target = found.get(1).or_else(|| found.get(2)).unwrap().as_str();
            let target = target.split('#').next().unwrap();
            let elsewhere = target.contains("://") || target.starts_with("mailto:");
            let there = path.parent().unwrap().join(target).exists() || made.directory.join(target).exists();
            assert!(elsewhere || target.is_empty() || there, "{}: {target} is not there", path.display());
            links += 1;
        }
    }
    assert!(made.read("README.md").lines().count() <= 100, "the README is longer than a screen or two");
    gate.passes(links);
}

pub(crate) mod on_postgres {
    use super::*;

    pub(crate) fn the_commands_of_the_readme_work(made: &Made) {
        let Some(database) = Database::create(made) else { return };
        let gate = made.gate(26, "README commands that work");
        let clone = FreshClone::of(made);
        let commands = commands(&made.read("README.md"));
        assert!(commands.len() >= 5, "{commands:#?}");
        for command in &commands {
            // A recipe that runs until it is stopped is at least one that just knows.
            let dry = command.strip_prefix("uv run just ").filter(|_| runs_elsewhere(command));
            let command =
                dry.map_or_else(|| command.clone(), |recipe| format!("uv run just --dry-run {recipe}"));
            if !runs_elsewhere(&command) {
                clone.shell(&command, &database);
            }
        }
        assert!(clone.is_clean(), "formatting changes what was generated");
        gate.passes(commands.len());
    }

    /// Every text of the project is given a translation that no English looks like; then no page has English.
    pub(crate) fn every_text_can_be_translated(made: &Made) {
        let Some(database) = Database::create(made) else { return };
        let is_drawn = made.directory.join("frontend").is_dir();
        let browser = is_drawn.then(|| Some((Tools::find()?, component(CHROMIUM)?)));
        // Where a browser draws the pages, nothing can be said without one.
        let Some(browser) = browser.map_or(Some(None), |browser| browser.map(Some)) else { return };
        let gate = made.gate(26, "texts that stay English");
        let clone = FreshClone::of(made);
        let translated = |mut command: Command| {
            command.current_dir(clone.path()).env("PYTHONPATH", clone.path());
            command.env("DATABASE_URL", database.url()).env("DJANGO_SETTINGS_MODULE", "config.settings.test");
            command
        };
        let seen = made.beside("translated.json");
        let mut said = succeed(translated(made.script("pseudo_locale.py")).arg(&seen));
        if let Some((tools, chromium)) = browser {
            let port = free_port();
            let mut server = translated(made.tool("gunicorn"));
            server.args([&format!("--bind=127.0.0.1:{port}"), "--no-control-socket", "config.wsgi"]);
            let _server = Server::start(&mut server, port, &made.beside("translated.log"));
            let mut look = tools.tool("python", made);
            look.arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/e2e/translated.py"));
            look.arg(format!("http://localhost:{port}")).arg(&seen).env("CHROMIUM", chromium);
            said += &succeed(look.env("PYTHONDONTWRITEBYTECODE", "1"));
        }
        gate.finds_nothing(&said.lines().map(str::to_owned).collect::<Vec<_>>());
    }
}

fn runs_elsewhere(command: &str) -> bool {
    RUN_ELSEWHERE.iter().any(|start| command.starts_with(start))
}

/// What stands in blocks of shell and, as commands, in tables, in its order.
fn commands(readme: &str) -> Vec<String> {
    let mut commands = Vec::new();
    let mut in_block = false;
    for line in readme.lines() {
        if line.starts_with("```") {
            in_block = line == "```sh";
        } else if in_block && !line.trim().is_empty() {
            commands.push(line.split("  #").next().unwrap().trim().to_owned());
        } else if let Some(row) = line.strip_prefix("| `") {
            commands.push(row.split('`').next().unwrap().to_owned());
        }
    }
    commands
}
