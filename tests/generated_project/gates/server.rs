//! Gates 12 and 15, without a container: what a server in production answers, and its headers.

use crate::{
    component::{NODE, Tools, component},
    database::Database,
    made::Made,
    production::Production,
    proxy,
    run::{Response, succeed},
};

/// What a platform's proxy adds to a request that reached it by TLS.
const HTTPS: [(&str, &str); 1] = [("X-Forwarded-Proto", "https")];

pub(crate) mod on_postgres {
    use super::*;

    pub(crate) fn a_server_answers_as_it_should(made: &Made) {
        let Some(database) = Database::create(made) else { return };
        let production = Production::of(made, &database);
        let server = production.serve();

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

        // What other sites show of the page is where they are told that it is.
        let shared = home.body.split('"').find(|text| text.ends_with(".png")).expect("home has a picture");
        let picture =
            server.get(shared.strip_prefix("https://localhost").expect("its address is whole"), &HTTPS);
        assert_eq!((picture.status, picture.header("Content-Type")), (200, "image/png"), "{shared}");
        assert!(picture.header("Cache-Control").contains("immutable"), "{shared}: {picture:?}");

        // Probes come without TLS and by address.
        for probe in ["/livez/", "/readyz/"] {
            let answer = server.get(probe, &[("Host", "10.0.0.1")]);
            assert_eq!(answer.status, 200, "{probe}: {answer:#?}");
        }
        has_security_headers(&server.get("/there/is/no/such/page/", &HTTPS));

        let plain = server.get("/", &[]);
        assert_eq!(plain.status, 301, "{plain:#?}");
        assert_eq!(plain.header("Location"), "https://localhost/");
    }

    pub(crate) fn it_is_not_ready_before_its_migrations(made: &Made) {
        let Some(database) = Database::create(made) else { return };
        let production = Production::of(made, &database);
        let server = production.gunicorn(1);
        assert_eq!(server.get("/livez/", &[]).status, 200);
        assert_eq!(server.get("/readyz/", &[]).status, 503);
        production.migrate();
        assert_eq!(server.get("/readyz/", &[]).status, 200, "{}", server.log());
    }

    /// The tests and sums of the Mozilla HTTP Observatory.
    pub(crate) fn its_headers_score_an_a_plus(made: &Made) {
        let (Some(tools), Some(_)) = (Tools::find(), component(NODE)) else { return };
        let Some(database) = Database::create(made) else { return };
        let gate = made.gate(15, "Observatory score of headers");
        let production = Production::of(made, &database);
        let server = production.serve();
        let proxy = proxy::before(&server, &tools, made);
        let mut observatory = tools.node("observatory.mjs", made).unwrap();
        observatory.arg(proxy.port.to_string()).env("NODE_EXTRA_CA_CERTS", proxy::authority(made, &proxy));
        let said = succeed(&mut observatory);
        let answer: serde_json::Value = serde_json::from_str(&said).unwrap();
        gate.at_least(answer["score"].as_f64().unwrap(), 125.0, &said);
    }
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
