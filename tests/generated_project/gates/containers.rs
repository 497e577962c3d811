//! Gates 12 and 13, with everything in containers: one server, a worker with its queue, and an editor's container.

use std::{
    fs, thread,
    time::{Duration, Instant},
};

use crate::{
    component::{DOCKER, NODE, Tools, component},
    made::Made,
    production::Production,
    run::{ask, program, succeed},
    services::{Services, engine},
};

const HTTPS: (&str, &str) = ("X-Forwarded-Proto", "https");

pub(crate) mod in_containers {
    use super::*;

    /// `compose.prod.yaml`, with nothing but the variables that the project documents.
    pub(crate) fn production_starts_on_one_server(made: &Made) {
        let Some(_) = component(DOCKER) else { return };
        let gate = made.gate(12, "services of compose.prod.yaml that run");
        let services = Services::of(made, "compose.prod.yaml");
        fs::write(services.directory().join(".env"), variables(made)).unwrap();
        services.start();

        let web = services.port("WEB_PORT");
        let get = |path: &str| ask(web, "GET", path, &[HTTPS], b"");
        let home = get("/");
        assert_eq!(home.status, 200, "{home:#?}\n{}", services.logs());
        let stylesheet = home.body.split('"').find(|text| text.ends_with(".css")).unwrap();
        let css = get(stylesheet);
        assert!(css.status == 200 && css.header("Cache-Control").contains("immutable"), "{css:#?}");
        // Which says that the migrations of the release are there.
        assert_eq!(get("/readyz/").status, 200, "{}", services.logs());
        succeed(
            &mut services.run("web", ["python", "manage.py", "check", "--deploy", "--fail-level=WARNING"]),
        );
        let touched = services.run("web", ["touch", "/app/file"]).output().unwrap();
        assert!(!touched.status.success(), "the code can be written to");

        let running = services.running();
        for service in ["db", "scheduler", "web", "worker"] {
            assert!(running.iter().any(|name| name == service), "{service}: {}", services.logs());
        }
        gate.passes(running.len());
    }

    /// A mail that the site wants to send goes through Redis to the worker, and from there to the mail catcher.
    pub(crate) fn a_worker_takes_its_tasks_from_redis(made: &Made) {
        let Some(_) = component(DOCKER) else { return };
        let gate = made.gate(12, "seconds from a task to its mail");
        let services = Services::of(made, "compose.yaml");
        services.start();
        let shell = |code: &str| {
            succeed(&mut services.run("web", ["python", "manage.py", "shell", "--no-imports", "-c", code]))
        };
        succeed(&mut services.run("web", ["python", "manage.py", "seed"]));
        shell("from django.core.cache import cache; cache.set('of-a-test', 1)");
        let keys = succeed(&mut services.run("redis", ["redis-cli", "KEYS", "*of-a-test*"]));
        assert!(keys.contains("of-a-test"), "the cache is not in Redis: {keys}");

        let started = Instant::now();
        shell(&format!(
            "from {}.accounts.tasks import send_password_reset as send\n\
             send.enqueue('ada@example.com', domain='localhost', use_https=False, language='en')",
            made.package()
        ));
        let deadline = started + Duration::from_secs(60);
        let mails = || ask(services.port("MAIL_PORT"), "GET", "/api/v1/messages", &[], b"").body;
        while !mails().contains("ada@example.com") {
            assert!(Instant::now() < deadline, "there is no mail: {}", services.logs());
            thread::sleep(Duration::from_millis(200));
        }
        let log = services.logs();
        assert!(log.contains("Task run["), "no worker of Celery did it: {log}");
        gate.at_most(started.elapsed().as_secs_f64(), 60.0, &log);
    }

    /// What an editor makes of `.devcontainer/`: here with the reference implementation of dev containers.
    pub(crate) fn an_editors_container_has_what_it_takes(made: &Made) {
        let (Some(_), Some(tools), Some(_)) = (component(DOCKER), Tools::find(), component(NODE)) else {
            return;
        };
        let gate = made.gate(13, "commands that work in a dev container");
        let services = Services::of(made, ".devcontainer/compose.yaml");
        let devcontainer = |arguments: &[&str]| {
            let mut command = tools.node("node_modules/@devcontainers/cli/devcontainer.js", made).unwrap();
            command.current_dir(services.directory()).envs(engine()).envs(&services.environment);
            succeed(command.arg(arguments[0]).args(["--workspace-folder", "."]).args(&arguments[1..]))
        };
        // Elsewhere the user in the container gets the number of the one outside; root's it cannot have.
        succeed(program("chmod", services.directory()).args(["-R", "a+rwX", "."]));
        let up = devcontainer(&["up"]);
        assert!(up.contains("\"outcome\":\"success\""), "{up}");
        let commands = [
            "uv run manage.py migrate",
            "uv run just test -p no:cacheprovider tests/test_users.py",
            "git --version",
            "msgfmt --version",
        ];
        for command in commands {
            devcontainer(&["exec", "sh", "-ec", command]);
        }
        gate.passes(commands.len());
    }
}

/// What an operator writes into `.env` on the server.
fn variables(made: &Made) -> String {
    let mut variables = Production::at(made, "").variables;
    let password = variables["POSTGRES_PASSWORD"].clone();
    variables.insert("DATABASE_URL".to_owned(), format!("postgres://{}:{password}@db/{0}", made.package()));
    if let Some(url) = variables.get_mut("REDIS_URL") {
        "redis://redis:6379/0".clone_into(url);
    }
    variables.iter().map(|(name, value)| format!("{name}={value}\n")).collect()
}
