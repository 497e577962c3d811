//! Gate 4: migrations say what the models say, and go both ways.

use crate::{database::Database, made::Made, production::Production, run::succeed};

pub(crate) mod on_postgres {
    use super::*;

    pub(crate) fn models_and_migrations_agree(made: &Made) {
        let Some(database) = Database::create(made) else { return };
        let gate = made.gate(4, "missing migrations");
        succeed(made.manage(["makemigrations", "--check", "--dry-run"]).env("DATABASE_URL", database.url()));
        gate.finds_nothing(&[]);
    }

    pub(crate) fn every_migration_can_be_taken_back(made: &Made) {
        let Some(database) = Database::create(made) else { return };
        let gate = made.gate(4, "migrations reversed");
        let production = Production::of(made, &database);
        let count = succeed(&mut production.run(made.script("reverse.py")));
        gate.passes(count.trim());
    }
}
