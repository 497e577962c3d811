//! Two checkouts of one project on one engine.

use std::net::TcpListener;

use pretty_assertions::{assert_eq, assert_ne};

use crate::checkout::{Checkout, free_port};

#[test]
fn two_checkouts_of_one_project_do_not_meet() {
    let Some(mut first) = Checkout::small("twin") else { return };
    first.quickscale(["up"]).success();
    let start = first.start_of("db");

    // The second one finds the ports taken, and is told by whom and what to write.
    let mut second = first.cloned();
    let run = second.quickscale(["up"]).exits(1).says("docker::port-taken");
    let directory = first.project.path().canonicalize().unwrap();
    let said = run.stderr.split_whitespace().filter(|word| *word != "│").collect::<Vec<_>>().join(" ");
    assert!(said.contains(&format!("is taken by the service `db` of `{}`", directory.display())), "{said}");
    let advice = said.split("write `").nth(1).and_then(|rest| rest.split('`').next()).unwrap();
    assert!(advice.starts_with("POSTGRES_PORT="), "{said}");
    assert_eq!(first.start_of("db"), start, "the first one is left alone");

    // With ports of its own it runs beside the first, under a name of its own that it keeps.
    (second.web_port, second.db_port) = (free_port(), free_port());
    second.write_ports();
    second.quickscale(["up"]).success();
    let container = second.field("db", "container");
    assert_ne!(container, first.field("db", "container"));
    second.quickscale(["down"]).success();
    assert_eq!(first.start_of("db"), start);
    second.quickscale(["up"]).success();
    assert_eq!(second.field("db", "container"), container);

    // A project whose name only begins alike has nothing to do with it.
    let other = Checkout::small("twin-two").unwrap();
    assert_eq!(other.quickscale(["ps", "--json"]).success().json(), serde_json::json!([]));

    // A program that is no container is named too.
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    first.web_port = listener.local_addr().unwrap().port();
    first.write_ports();
    let me = format!("(process {})", std::process::id());
    first.quickscale(["up"]).exits(1).says("docker::port-taken").says("WEB_PORT=").says(&me);
}
