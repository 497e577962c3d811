//! Gates 16 to 20: every page in a real browser, a person's journey, and Lighthouse.

use std::{fs, path::Path};

use serde::Deserialize;

use crate::{
    component::{CHROMIUM, NODE, Tools, component},
    database::Database,
    made::Made,
    production::Production,
    proxy,
    run::{Server, free_port, succeed},
    support::acceptance,
};

/// Rows of each model while pages are looked at.
const ROWS: &str = "3";

/// A migrated project behind its proxy, with people and rows in it, and what a browser takes.
struct Site<'a> {
    made: &'a Made,
    tools: Tools,
    chromium: String,
    /// What `tests/e2e/project/pages.py` printed.
    pages: String,
    /// Where the project sends its mails.
    mail: u16,
    proxy: Server,
    _server: Server,
    _database: Database<'a>,
}

impl<'a> Site<'a> {
    fn open(made: &'a Made) -> Option<Self> {
        let (tools, chromium, _) = (Tools::find()?, component(CHROMIUM)?, component(NODE)?);
        let database = Database::create(made)?;
        let mut production = Production::of(made, &database);
        let mail = free_port();
        production.variables.insert("EMAIL_URL".to_owned(), format!("smtp://127.0.0.1:{mail}"));
        let server = production.serve();
        let pages = succeed(production.run(made.script("pages.py")).arg(ROWS));
        let proxy = proxy::before(&server, &tools, made);
        Some(Self { made, tools, chromium, pages, mail, proxy, _server: server, _database: database })
    }

    fn origin(&self) -> String {
        format!("https://localhost:{}", self.proxy.port)
    }

    /// A script of `tests/e2e` that drives the browser.
    fn script(&self, name: &str) -> std::process::Command {
        let mut python = self.tools.tool("python", self.made);
        python.arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/e2e").join(name)).arg(self.origin());
        let axe = Path::new(&component(NODE).unwrap()).join("node_modules/axe-core/axe.min.js");
        python.env("CHROMIUM", &self.chromium).env("AXE", axe).env("PYTHONDONTWRITEBYTECODE", "1");
        python.env("EMAIL", "ada@example.com").env("PASSWORD", "correct horse battery");
        python
    }
}

/// What `tests/e2e/project/pages.py` prints, as far as it is needed here.
#[derive(Deserialize)]
struct Listed {
    session: String,
    pages: Vec<Page>,
    unlisted: Vec<String>,
    broken: Vec<String>,
}

/// The status that a page answers with; 0 when it shows this person nothing to look at.
#[derive(Deserialize)]
struct Page {
    visitor: u16,
    viewer: u16,
}

/// What `tests/e2e/pages.py` prints.
#[derive(Deserialize)]
struct Seen {
    pages: usize,
    problems: Problems,
    weights: Weights,
}

#[derive(Deserialize)]
struct Problems {
    policy: Vec<String>,
    console: Vec<String>,
    hosts: Vec<String>,
    axe: Vec<String>,
    overflow: Vec<String>,
    keyboard: Vec<String>,
}

/// Bytes after gzip on the heaviest page.
#[derive(Deserialize)]
struct Weights {
    script: f64,
    stylesheet: f64,
}

/// From the first page through signing in to signing out, by keyboard, in light and dark. With the module `auth`
/// there is more on the way: mails, second factors, other browsers, and leaving for good.
pub(crate) fn a_person_signs_in_and_out(made: &Made) {
    let Some(site) = Site::open(made) else { return };
    let gate = made.gate(10, "acceptance rows of auth in a browser");
    let script = if made.has_accounts() { "accounts.py" } else { "journey.py" };
    let mut journey = site.script(script);
    succeed(journey.env("SMTP_PORT", site.mail.to_string()).arg(made.beside("pictures")));
    if made.has_accounts() {
        gate.passes(acceptance::rows().iter().filter(|row| row.walked.is_some()).count());
    }
}

pub(crate) fn every_page_is_right(made: &Made) {
    let Some(site) = Site::open(made) else { return };
    let listed: Listed = serde_json::from_str(&site.pages).unwrap();
    made.gate(16, "routes no test knows").finds_nothing(&listed.unlisted);
    made.gate(16, "routes that fail").finds_nothing(&listed.broken);

    let [policy, console, hosts, axe, overflow, keyboard] = [
        made.gate(16, "policy violations"),
        made.gate(16, "console errors"),
        made.gate(16, "requests to other hosts"),
        made.gate(17, "axe violations"),
        made.gate(17, "pages that scroll sideways"),
        made.gate(17, "elements the keyboard misses"),
    ];
    let list = made.beside("pages.json");
    fs::write(&list, &site.pages).unwrap();
    let said = succeed(site.script("pages.py").arg(list).arg(made.beside("pictures")));
    let seen: Seen = serde_json::from_str(&said).unwrap();
    let statuses = listed.pages.iter().flat_map(|page| [page.visitor, page.viewer]);
    let shown = statuses.filter(|status| [200, 403, 404].contains(status)).count();
    assert!(shown > 10 && seen.pages == shown, "{} of {shown} pages were looked at", seen.pages);
    weighs_little(made, &seen.weights);
    let problems = seen.problems;
    policy.finds_nothing(&problems.policy);
    hosts.finds_nothing(&problems.hosts);
    console.finds_nothing(&problems.console);
    axe.finds_nothing(&problems.axe);
    overflow.finds_nothing(&problems.overflow);
    keyboard.finds_nothing(&problems.keyboard);
}

fn weighs_little(made: &Made, weights: &Weights) {
    let is_react = made.directory.join("frontend").is_dir();
    let limit = if is_react { 100.0 } else { 25.0 };
    made.gate(20, "scripts of a page, KB gzip").at_most(weights.script / 1000.0, limit, "");
    made.gate(20, "styles of a page, KB gzip").at_most(weights.stylesheet / 1000.0, 15.0, "");
}

/// The least that Lighthouse has to say about performance.
const FAST: f64 = 95.0;

/// So often a page is judged until it is fast.
const ATTEMPTS: u8 = 6;

/// A page that Lighthouse judges, and whether search engines are meant to find it.
const JUDGED: [(&str, bool); 3] = [("/", true), ("/accounts/login/", true), ("/dashboard/", false)];

pub(crate) fn lighthouse_is_content(made: &Made) {
    let Some(site) = Site::open(made) else { return };
    let session = serde_json::from_str::<Listed>(&site.pages).unwrap().session;
    let mut worst = Vec::new();
    for (path, public) in JUDGED {
        let cookie = (!public).then(|| format!("__Host-sessionid={session}"));
        worst.push((path, public, Judged::of(&site, path, cookie.as_deref())));
    }
    let all = || worst.iter().map(|(path, _, judged)| (*path, judged));
    let lowest = |score: fn(&Judged) -> f64| all().map(|(_, judged)| score(judged)).fold(100.0, f64::min);
    let highest = |time: fn(&Judged) -> f64| all().map(|(_, judged)| time(judged)).fold(0.0, f64::max);
    let details = format!("{:#?}", all().collect::<Vec<_>>());
    made.gate(18, "Lighthouse accessibility").at_least(
        lowest(|judged| judged.accessibility),
        100.0,
        &details,
    );
    made.gate(18, "Lighthouse best practices").at_least(lowest(|judged| judged.practices), 100.0, &details);
    let public = worst.iter().filter(|(_, public, _)| *public).map(|(_, _, judged)| judged.seo);
    made.gate(18, "Lighthouse SEO").at_least(public.fold(100.0, f64::min), 100.0, &details);
    made.gate(18, "Lighthouse performance").at_least(lowest(|judged| judged.performance), FAST, &details);
    made.gate(19, "largest contentful paint, s").at_most(
        highest(|judged| judged.lcp) / 1000.0,
        2.5,
        &details,
    );
    made.gate(19, "layout shift").at_most(highest(|judged| judged.cls), 0.1, &details);
    made.gate(19, "total blocking time, ms").at_most(highest(|judged| judged.tbt), 200.0, &details);
}

impl Judged {
    /// The best of some, because what else the machine does counts as work of the page.
    fn of(site: &Site<'_>, path: &str, cookie: Option<&str>) -> Self {
        let mut best: Option<Self> = None;
        while best.as_ref().is_none_or(|best| best.performance < FAST && best.attempts < ATTEMPTS) {
            let mut lighthouse = site.tools.node("lighthouse.mjs", site.made).unwrap();
            lighthouse
                .arg(format!("{}{path}", site.origin()))
                .args(cookie)
                .env("CHROME_PATH", &site.chromium);
            let mut judged: Self = serde_json::from_str(&succeed(&mut lighthouse)).unwrap();
            judged.attempts = best.as_ref().map_or(1, |best| best.attempts + 1);
            if let Some(better) = best.take().filter(|best| best.performance > judged.performance) {
                judged = Self { attempts: judged.attempts, ..better };
            }
            best = Some(judged);
        }
        best.unwrap()
    }
}

/// What `tests/e2e/node/lighthouse.mjs` prints: scores of 100, times in milliseconds.
#[derive(Debug, Deserialize)]
struct Judged {
    performance: f64,
    accessibility: f64,
    practices: f64,
    seo: f64,
    lcp: f64,
    cls: f64,
    tbt: f64,
    #[serde(skip)]
    attempts: u8,
    /// What cost points.
    #[expect(dead_code, reason = "shown when a gate fails")]
    failed: Vec<String>,
}
