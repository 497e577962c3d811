//! The starter, from its manifest to a page, through a year of changes, to nothing.

use std::time::{Duration, Instant};

use pretty_assertions::{assert_eq, assert_ne};

use crate::{
    checkout::{Checkout, docker},
    support::terminal::Terminal,
};

#[test]
fn the_starter_goes_the_whole_way() {
    let Some(starter) = Checkout::starter("way") else { return };
    let says = |run: &str, text: &str| assert!(run.contains(text), "no {text:?} in\n{run}");
    let run = |args: &[&str]| starter.quickscale(args.iter().copied());

    // It is planned, applied and well.
    let plan = run(&["plan"]).success().stdout;
    for text in ["$ web image ", "no image was built here yet", "+ db", "+ web", "$ migrations"] {
        says(&plan, text);
    }
    run(&["apply", "--yes"])
        .success()
        .says("Applied.")
        .says(&format!("http://localhost:{}/", starter.web_port));
    run(&["plan"]).success().prints("Nothing to do.");
    let home = starter.get("/");
    says(&home, "HTTP/1.1 200");
    let css = home
        .split("href=\"")
        .find(|rest| rest.starts_with("/static/css/"))
        .unwrap()
        .split('"')
        .next()
        .unwrap();
    says(&starter.get(css), "Content-Type: text/css");

    // Programs of the project run in it, from any directory.
    let below = starter.project.join("config");
    let manage = |args: &[&str]| {
        crate::support::Run::of(starter.command().current_dir(&below).arg("manage").args(args))
    };
    manage(&["shell", "--no-imports", "-c", "print(6 * 7)"]).success().prints("42");
    manage(&["migrate", "--check"]).success();
    run(&["logs", "--tail", "3", "web"]).success().prints("web-1");

    // A second apply restarts nothing.
    let starts = || ["db", "web"].map(|service| starter.start_of(service));
    let [db, web] = starts();
    run(&["apply", "--yes"]).success().prints("Nothing to do.");
    run(&["up"]).success().prints("http://localhost:");
    assert_eq!(starts(), [db.clone(), web.clone()]);

    // The source is live in the container.
    starter.project.edit("templates/pages/home.html", "<h1", "<p>live from the source</p><h1");
    let deadline = Instant::now() + Duration::from_secs(60);
    while !starter.try_get("/").is_ok_and(|page| page.contains("live from the source")) {
        assert!(Instant::now() < deadline, "an edit does not reach the page");
    }

    // A setting of the database starts the database anew, and nothing is lost.
    starter.project.edit(
        "compose.yaml",
        "    image: postgres:18\n",
        "    image: postgres:18\n    command: postgres -c max_connections=33\n",
    );
    let plan = run(&["plan", "--only", "docker"]).success().prints("~ db").stdout;
    assert!(!plan.contains("~ web"), "{plan}");
    run(&["apply", "--yes"]).success();
    assert_eq!(starter.start_of("web"), web);
    assert_ne!(starter.start_of("db"), db);
    run(&["shell", "db", "-c", "psql -U shop -tc 'show max_connections'"]).success().prints("33");
    run(&["plan"]).success().prints("Nothing to do.");

    // A migration that came with a pull is applied, and nothing else happens.
    let migration = "from django.db import migrations\n\n\nclass Migration(migrations.Migration):\n    dependencies = [(\"accounts\", \"0001_initial\")]\n    operations = []\n";
    starter.project.write("shop/accounts/migrations/0099_empty.py", migration);
    run(&["plan", "--only", "docker"]).success().prints("new: `shop/accounts 0099_empty`");
    let web = starter.start_of("web");
    run(&["apply", "--yes"]).success();
    manage(&["showmigrations", "accounts"]).success().prints("[X] 0099_empty");
    assert_eq!(starter.start_of("web"), web);

    // Another package is built in, and the plan says so.
    starter.project.edit("pyproject.toml", "dependencies = [\n", "dependencies = [\n    \"iniconfig\",\n");
    run(&["plan"]).success().prints("`pyproject.toml`, `uv.lock` changed").prints("its image is built anew");
    run(&["apply", "--yes"]).success();
    manage(&["shell", "--no-imports", "-c", "import iniconfig; print('there')"]).success().prints("there");
    run(&["plan"]).success().prints("Nothing to do.");

    // A database that other code has migrated is explained.
    let forget = "delete from django_migrations where app = 'accounts' and name = '0001_initial'";
    run(&["shell", "db", "-c", &format!("psql -q -U shop -c \"{forget}\"")]).success();
    starter.project.edit("compose.yaml", "    init: true\n", "    init: true\n    hostname: site\n");
    run(&["up"])
        .exits(1)
        .says("docker::inconsistent-migrations")
        .says("is applied before its dependency")
        .says("down --volumes");

    // Data go only after a yes.
    run(&["down", "--volumes"]).exits(4).says("command::needs-yes").says(&format!("{}_db", starter.name));
    run(&["down"]).success().says("the data are kept");
    assert_eq!(run(&["ps", "--json"]).success().json(), serde_json::json!([]));
    run(&["down", "--volumes", "--yes"]).success().says("the data are deleted");
    let label = format!("label=com.docker.compose.project={}", starter.name);
    assert_eq!(docker(&["volume", "ls", "--quiet", "--filter", &label]), "");

    // Whoever begins again at a terminal is asked for the first account, and can use it.
    if !Terminal::can_be_had() {
        return;
    }
    starter.project.edit("compose.yaml", "    hostname: site\n", "");
    let mut up = Terminal::start(&starter.command(), "up");
    up.shows("Create a superuser?").types("y");
    up.shows("Email").shows(":").types("ada@example.com");
    up.shows("Password:").types("correct horse battery");
    up.shows("Password (again):").types("correct horse battery");
    up.shows("uperuser created successfully");
    assert_eq!(up.ends().0, Some(0));
    let question = "from django.contrib.auth import get_user_model as model; \
                    ada = model().objects.get(email='ada@example.com'); \
                    print(ada.is_superuser and ada.check_password('correct horse battery'))";
    manage(&["shell", "--no-imports", "-c", question]).success().prints("True");
}
