//! Values for tests.

use super::{
    secret::Secret,
    wanted::{Origin, Store, Variable, Wanted},
};

/// What a plain project asks for.
pub(super) fn wanted() -> Wanted {
    let variable = |secret, origin| Variable { secret, origin, example: "x".to_owned() };
    let variables = [
        ("SECRET_KEY", variable(true, Origin::Made)),
        ("DATABASE_URL", variable(true, Origin::Store(Store::Postgres))),
        ("ALLOWED_HOSTS", variable(false, Origin::Hosts { origins: false })),
        ("CSRF_TRUSTED_ORIGINS", variable(false, Origin::Hosts { origins: true })),
        ("EMAIL_URL", variable(true, Origin::Given(Secret::new("smtp://mail")))),
        ("DEFAULT_FROM_EMAIL", variable(false, Origin::Text("a@example.com".to_owned()))),
        ("PORT", variable(false, Origin::Text("8000".to_owned()))),
    ];
    Wanted {
        environment: "production".to_owned(),
        project: "acme".to_owned(),
        workspace: None,
        service: "acme".to_owned(),
        database: None,
        sqlite: false,
        postgres_version: 18,
        stores: vec![Store::Postgres],
        healthcheck: "/readyz/".to_owned(),
        domains: vec!["app.example.com".to_owned()],
        migrates: true,
        worker: "python manage.py db_worker",
        variables: variables.map(|(name, variable)| (name.to_owned(), variable)).into(),
    }
}
