//! Gates 9, 21 and 22: queries, the start of a process, and load.

use std::{
    sync::atomic::{AtomicUsize, Ordering},
    thread,
    time::{Duration, Instant},
};

use serde::Deserialize;

use crate::{
    database::Database,
    made::Made,
    production::Production,
    run::{Server, cpu_seconds, succeed},
};

/// What `tests/e2e/project/queries.py` prints for a page.
#[derive(Debug, Deserialize)]
struct Page {
    route: String,
    few: u32,
    many: u32,
}

/// What every project starts that has Django's own applications.
const DJANGO_ALONE: &str = r#"
import django
from django.conf import settings
names = ("admin", "auth", "contenttypes", "messages", "sessions", "staticfiles")
engine = {"default": {"ENGINE": "django.db.backends.postgresql"}}
settings.configure(INSTALLED_APPS=[f"django.contrib.{name}" for name in names], DATABASES=engine)
django.setup()
"#;

/// A page of Django's own that goes through all that home goes through. The probes do not: they are answered before.
const BESIDE: &str = "/admin/login/";

pub(crate) mod on_postgres {
    use super::*;

    pub(crate) fn more_rows_take_no_more_queries(made: &Made) {
        let Some(database) = Database::create(made) else { return };
        let [growth, most, admin] = [
            made.gate(9, "pages whose queries grow with rows"),
            made.gate(9, "queries of a page"),
            made.gate(9, "queries of an admin page"),
        ];
        let production = Production::of(made, &database);
        production.migrate();
        let said = succeed(&mut production.run(made.script("queries.py")));
        let pages: Vec<Page> = serde_json::from_str(&said).unwrap();
        assert!(pages.len() > 5, "{pages:#?}");
        let growing = pages.iter().filter(|page| page.many > page.few);
        growth.finds_nothing(&growing.map(|page| format!("{page:?}")).collect::<Vec<_>>());
        let of = |in_admin: bool| {
            // What asks whether to delete a row looks into every table that refers to it.
            let pages = pages.iter().filter(|page| !page.route.ends_with("_delete"));
            let pages = pages.filter(|page| page.route.starts_with("admin:") == in_admin);
            f64::from(pages.map(|page| page.many).max().unwrap())
        };
        most.at_most(of(false), 8.0, &format!("{pages:#?}"));
        admin.at_most(of(true), 10.0, &format!("{pages:#?}"));
    }

    /// The best of three, in turns with Django alone.
    pub(crate) fn a_process_starts_quickly(made: &Made) {
        let Some(database) = Database::create(made) else { return };
        let [start, ratio, first] = [
            made.gate(21, "CPU seconds to start"),
            made.gate(21, "CPU to start, % of Django alone"),
            made.gate(21, "CPU seconds to the first byte"),
        ];
        let production = Production::of(made, &database);
        let [mut ours, mut alone] = [f64::INFINITY; 2];
        for _ in 0..3 {
            let mut setup = production.run(made.tool("python"));
            ours = ours.min(cpu_seconds(setup.args(["-c", "import django; django.setup()"])));
            alone = alone.min(cpu_seconds(made.tool("python").args(["-c", DJANGO_ALONE])));
        }
        start.at_most(ours, 1.0, "");
        ratio.at_most(ours * 100.0 / alone, 150.0, &format!("{ours} and {alone} seconds"));

        let mut server = production.gunicorn(1);
        assert_eq!(server.get("/livez/", &[]).status, 200);
        first.at_most(server.end(), 3.0, "");
    }

    pub(crate) fn home_keeps_up_with_a_page_of_django_under_load(made: &Made) {
        let Some(database) = Database::create(made) else { return };
        let [ratio, memory] =
            [made.gate(22, "rate of home, % of /admin/login/"), made.gate(22, "memory of a worker, MB")];
        let production = Production::of(made, &database);
        production.migrate();
        let server = production.gunicorn(2);
        for path in [BESIDE, "/"] {
            load(&server, path, Duration::from_millis(500));
        }
        // In turns, so that what else the machine does meets both.
        let [mut beside, mut home] = [0, 0];
        for _ in 0..3 {
            beside += load(&server, BESIDE, Duration::from_secs(1));
            home += load(&server, "/", Duration::from_secs(1));
        }
        let details = format!("{beside} and {home} answers in 3 seconds each");
        ratio.at_least(home as f64 * 100.0 / beside as f64, 100.0, &details);
        let workers = server.memory_of_children();
        assert!(workers.len() >= 2, "{workers:?}");
        memory.at_most(workers.into_iter().fold(0.0, f64::max), 110.0, "");
    }
}

/// How many times eight visitors at once got a page in this time. Every answer has to be a good one.
fn load(server: &Server, path: &str, time: Duration) -> usize {
    let answers = AtomicUsize::new(0);
    let end = Instant::now() + time;
    thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                while Instant::now() < end {
                    let answer = server.get(path, &[("X-Forwarded-Proto", "https")]);
                    assert_eq!(answer.status, 200, "{path}: {answer:#?}");
                    answers.fetch_add(1, Ordering::Relaxed);
                }
            });
        }
    });
    answers.into_inner()
}
