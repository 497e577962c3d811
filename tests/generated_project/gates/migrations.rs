//! Gate 4: migrations say what the models say, and go both ways.

use crate::{
    component::{LINTER, component},
    database::Database,
    made::Made,
    production::Production,
    run::succeed,
};

pub(crate) mod on_postgres {
    use super::*;

    pub(crate) fn models_and_migrations_agree(made: &Made) {
        let Some(database) = Database::create(made) else { return };
        let gate = made.gate(4, "missing migrations");
        succeed(made.manage(["makemigrations", "--check", "--dry-run"]).env("DATABASE_URL", database.url()));
        gate.finds_nothing(&[]);
    }

    /// While a release is rolled out, the one before it still runs, on the tables of the new one.
    pub(crate) fn no_migration_breaks_the_release_before(made: &Made) {
        let (Some(linter), Some(database)) = (component(LINTER), Database::create(made)) else { return };
        let gate = made.gate(4, "migrations that break the release before");
        let mut lint = made.script("lint_migrations.py");
        lint.env("DATABASE_URL", database.url()).env("DJANGO_SETTINGS_MODULE", "config.settings.dev");
        let said = succeed(lint.arg(linter));
        let (checked, findings) = said.split_once('\n').unwrap();
        assert!(checked.parse::<u32>().unwrap() >= 2, "{said}");
        gate.finds_nothing(&findings.lines().map(str::to_owned).collect::<Vec<_>>());
    }

    pub(crate) fn every_migration_can_be_taken_back(made: &Made) {
        let Some(database) = Database::create(made) else { return };
        let gate = made.gate(4, "migrations reversed");
        let production = Production::of(made, &database);
        let count = succeed(&mut production.run(made.script("reverse.py")));
        gate.passes(count.trim());
    }
}
