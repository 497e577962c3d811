//! Gate 23: what goes wrong is answered with the right status, a page for people, and nothing of the inside.

use crate::{
    database::Database,
    made::Made,
    production::Production,
    run::{Response, Server},
};

const HTTPS: (&str, &str) = ("X-Forwarded-Proto", "https");
const FORM: (&str, &str) = ("Content-Type", "application/x-www-form-urlencoded");

/// What only a developer should see.
const INSIDES: [&str; 6] = ["Traceback", "URLconf", "DEBUG", "django.", "site-packages", "Exception"];

pub(crate) mod on_postgres {
    use super::*;

    pub(crate) fn mistakes_of_visitors_get_friendly_answers(made: &Made) {
        let Some(database) = Database::create(made) else { return };
        let gate = made.gate(23, "mistakes answered well");
        let production = Production::of(made, &database);
        let server = production.serve();
        let answers =
            [unknown_pages(&server), unknown_hosts(&server), broken_bytes(&server), bodies(&server)];
        let answers: Vec<_> = answers.into_iter().flatten().collect();
        for (request, allowed, answer) in &answers {
            assert!(allowed.contains(&answer.status), "{request}: not one of {allowed:?}: {answer:#?}");
            for inside in INSIDES {
                assert!(!answer.body.contains(inside), "{request}: {inside} in {}", answer.body);
            }
        }
        // What visitors get wrong is no failure of the code.
        assert!(!server.log().contains("Traceback"), "{}", server.log());
        gate.passes(answers.len());
    }
}

/// A request in words, the statuses that are right for it, and the answer.
type Answer = (String, &'static [u16], Response);

/// Nowhere is a page that is not there answered as if it were.
fn unknown_pages(server: &Server) -> Vec<Answer> {
    let paths = [
        "/no/such/page/",
        "/accounts/no-such/",
        "/dashboard/no-such/",
        "/static/no-such.css",
        "/favicon.icon",
    ];
    let answer = |path: &&str| {
        let answer = server.get(path, &[HTTPS]);
        assert!(path.starts_with("/static/") || is_friendly(&answer), "{path}: {answer:#?}");
        (format!("GET {path}"), &[404][..], answer)
    };
    paths.iter().map(answer).collect()
}

fn unknown_hosts(server: &Server) -> Vec<Answer> {
    let hosts = ["evil.example.com", "localhost.evil.example.com", "127.0.0.1", "[::1", "a_b c"];
    let answer =
        |host: &&str| (format!("Host: {host}"), &[400][..], server.get("/", &[HTTPS, ("Host", host)]));
    hosts.iter().map(answer).collect()
}

/// Bytes that are no UTF-8, in each place that a visitor fills.
fn broken_bytes(server: &Server) -> Vec<Answer> {
    vec![
        ("bad path".to_owned(), &[400, 404], server.get("/%ff%fe/", &[HTTPS])),
        ("bad query".to_owned(), &[200], server.get("/accounts/login/?next=%ff%00", &[HTTPS])),
        ("bad cookie".to_owned(), &[200], server.get("/", &[HTTPS, ("Cookie", "__Host-sessionid=%ff%fe")])),
        (
            "bad body".to_owned(),
            &[400, 403],
            server.post("/accounts/login/", &[HTTPS, FORM], b"username=\xff\xfe"),
        ),
    ]
}

fn bodies(server: &Server) -> Vec<Answer> {
    let large = vec![b'a'; 3 << 20];
    let token = ("Cookie", "__Host-csrftoken=expired00000000000000000000000000");
    let origin = ("Origin", "https://evil.example.com");
    let login = b"username=ada@example.com&password=x";
    let post = |headers: &[(&str, &str)], body: &[u8]| server.post("/accounts/login/", headers, body);
    let answers = vec![
        ("3 MB".to_owned(), &[400, 403, 413][..], post(&[HTTPS, FORM], &large)),
        ("no CSRF token".to_owned(), &[403], post(&[HTTPS, FORM], login)),
        ("an expired CSRF token".to_owned(), &[403], post(&[HTTPS, FORM, token], login)),
        ("another origin".to_owned(), &[403], post(&[HTTPS, FORM, token, origin], login)),
    ];
    for (request, _, answer) in &answers {
        assert!(is_friendly(answer), "{request}: {answer:#?}");
    }
    answers
}

/// A page of the site: with a place for its content, a heading and a way on.
fn is_friendly(answer: &Response) -> bool {
    ["<main", "<h1", "<a "].iter().all(|part| answer.body.contains(part))
}
