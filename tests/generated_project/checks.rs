//! What every generated project has to pass, one function per promise. Each is a test of its own for each example.

use std::{collections::BTreeMap, path::Path};

use crate::{
    component::{BROWSER_PYTHON, CHROMIUM, component},
    database::Database,
    made::Made,
    production,
    run::{Response, Server, fail, free_port, program, succeed},
};

pub(crate) fn ruff_finds_nothing(made: &Made) {
    succeed(made.tool("ruff").args(["check", "--no-cache", "."]));
}

pub(crate) fn ruff_would_reformat_nothing(made: &Made) {
    succeed(made.tool("ruff").args(["format", "--check", "--diff", "--no-cache", "."]));
}

/// djade takes files, so it gets each template.
pub(crate) fn djade_would_reformat_no_template(made: &Made) {
    let templates = walkdir::WalkDir::new(&made.directory).into_iter().filter_entry(|entry| {
        !entry.file_name().to_string_lossy().starts_with('.') && entry.file_name() != "staticfiles"
    });
    let templates: Vec<_> = templates
        .map(|entry| entry.unwrap().into_path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "html"))
        .collect();
    assert!(!templates.is_empty(), "the project has no templates");
    succeed(made.tool("djade").args(["--check", "--target-version", "6.1"]).args(templates));
}

pub(crate) fn mypy_finds_nothing(made: &Made) {
    succeed(made.tool("mypy").arg("."));
}

pub(crate) mod on_postgres {
    use super::*;

    pub(crate) fn its_own_tests_pass(made: &Made) {
        let Some(database) = Database::create(made) else { return };
        let said =
            succeed(made.tool("pytest").args(["-p", "no:cacheprovider"]).env("DATABASE_URL", database.url()));
        assert!(said.contains(" passed"), "{said}");
    }

    pub(crate) fn models_and_migrations_agree(made: &Made) {
        let Some(database) = Database::create(made) else { return };
        let mut check = made.manage(["makemigrations", "--check", "--dry-run"]);
        succeed(check.env("DATABASE_URL", database.url()));
    }

    pub(crate) fn the_deploy_check_finds_nothing(made: &Made) {
        let Some(database) = Database::create(made) else { return };
        let environment = production::environment(made, &database);
        let check = ["check", "--deploy", "--fail-level", "WARNING", "--database", "default"];
        let said = succeed(&mut production::manage(made, &environment, check));
        assert!(said.contains("no issues"), "{said}");
    }

    pub(crate) fn production_refuses_to_start_without_a_key(made: &Made) {
        let Some(database) = Database::create(made) else { return };
        let mut environment = production::environment(made, &database);
        environment.remove("SECRET_KEY").expect("SECRET_KEY is documented");
        for value in [None, Some("  ")] {
            let mut check = production::manage(made, &environment, ["check"]);
            let said = fail(check.envs(value.map(|value| ("SECRET_KEY", value))));
            assert!(said.contains("- SECRET_KEY is "), "{said}");
            for (name, value) in &environment {
                assert!(!said.contains(&format!("- {name} ")), "{name} is complained about in\n{said}");
                assert!(!said.contains(value.as_str()), "the value of {name} is in\n{said}");
            }
        }
    }

    pub(crate) fn a_server_answers_as_it_should(made: &Made) {
        let Some(database) = Database::create(made) else { return };
        let environment = production::environment(made, &database);
        let server = serve(made, &environment);

        let home = server.get("/", &HTTPS);
        assert_eq!(home.status, 200, "{home:#?}\n{}", server.log());
        has_security_headers(&home);

        let stylesheet =
            home.body.split('"').find(|text| text.ends_with(".css")).expect("home has a stylesheet");
        let css = server.get(stylesheet, &HTTPS);
        assert_eq!(css.status, 200, "{stylesheet}");
        assert!(css.header("Content-Type").starts_with("text/css"), "{css:?}");
        let forever = css.header("Cache-Control");
        assert!(forever.contains("immutable"), "{stylesheet} may be cached: {forever:?}");

        // Probes come without TLS and by address.
        for probe in ["/livez/", "/readyz/"] {
            let answer = server.get(probe, &[("Host", "10.0.0.1")]);
            assert_eq!(answer.status, 200, "{probe}: {answer:#?}");
        }

        let unknown = server.get("/there/is/no/such/page/", &HTTPS);
        assert_eq!(unknown.status, 404);
        assert!(unknown.body.contains("<main"), "a bare page: {}", unknown.body);
        for leak in ["Traceback", "URLconf", "DEBUG"] {
            assert!(!unknown.body.contains(leak), "{leak} in {}", unknown.body);
        }
        has_security_headers(&unknown);

        let plain = server.get("/", &[]);
        assert_eq!(plain.status, 301, "{plain:#?}");
        assert_eq!(plain.header("Location"), "https://localhost/");

        let forged = server.get("/", &[HTTPS[0], ("Host", "evil.example.com")]);
        assert_eq!(forged.status, 400, "{forged:#?}");
    }

    pub(crate) fn it_is_not_ready_before_its_migrations(made: &Made) {
        let Some(database) = Database::create(made) else { return };
        let environment = production::environment(made, &database);
        let server = gunicorn(made, &environment);
        assert_eq!(server.get("/livez/", &[]).status, 200);
        assert_eq!(server.get("/readyz/", &[]).status, 503);
        succeed(&mut production::manage(made, &environment, ["migrate", "--no-input"]));
        assert_eq!(server.get("/readyz/", &[]).status, 200, "{}", server.log());
    }
}

pub(crate) mod in_a_browser {
    use super::*;

    /// From the first page through signing in to signing out, by keyboard, in light and dark.
    pub(crate) fn a_person_signs_in_and_out(made: &Made) {
        let (Some(python), Some(chromium)) = (component(BROWSER_PYTHON), component(CHROMIUM)) else { return };
        let Some(database) = Database::create(made) else { return };
        let environment = production::environment(made, &database);
        let server = serve(made, &environment);
        let create = "from django.contrib.auth import get_user_model; \
                      get_user_model().objects.create_user('ada@example.com', 'correct horse battery')";
        succeed(&mut production::manage(made, &environment, ["shell", "--no-imports", "-c", create]));

        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/e2e/browser.py");
        let pictures = made.directory.with_extension("pictures");
        let mut journey = program(python, &made.directory);
        journey.arg(script).arg(server.port.to_string()).arg(pictures).env("CHROMIUM", chromium);
        succeed(journey.env("EMAIL", "ada@example.com").env("PASSWORD", "correct horse battery"));
    }
}

/// What a platform's proxy adds to a request that reached it by TLS.
const HTTPS: [(&str, &str); 1] = [("X-Forwarded-Proto", "https")];

/// The project as a platform runs it: migrated, static files collected, gunicorn in front.
fn serve(made: &Made, environment: &BTreeMap<String, String>) -> Server {
    succeed(&mut production::manage(made, environment, ["migrate", "--no-input"]));
    succeed(&mut production::manage(made, environment, ["collectstatic", "--no-input"]));
    gunicorn(made, environment)
}

fn gunicorn(made: &Made, environment: &BTreeMap<String, String>) -> Server {
    let port = free_port();
    let mut command = made.tool("gunicorn");
    command.args(["--bind", &format!("127.0.0.1:{port}"), "config.wsgi"]).envs(environment);
    Server::start(&mut command, port, &made.directory.with_extension(format!("{port}.log")))
}

fn has_security_headers(response: &Response) {
    let policy = response.header("Content-Security-Policy");
    assert!(policy.contains("default-src 'none'") && !policy.contains("unsafe"), "{policy:?}");
    assert!(response.header("Strict-Transport-Security").starts_with("max-age=31536000"), "{response:#?}");
    assert_eq!(response.header("X-Content-Type-Options"), "nosniff");
    assert_eq!(response.header("X-Frame-Options"), "DENY");
    assert_eq!(response.header("Referrer-Policy"), "same-origin");
    assert_eq!(response.header("Cross-Origin-Opener-Policy"), "same-origin");
}
