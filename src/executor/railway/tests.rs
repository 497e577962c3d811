//! What is planned, and what is said when it fails.

use std::collections::BTreeSet;

use pretty_assertions::assert_eq;
use serde_json::{Value, json};

use super::{
    answers::Environment,
    failure::Failure,
    fixtures::wanted,
    note::{Begun, Note},
    propose::{Planner, mark},
    seen::Seen,
    transport::Credentials,
    trouble::Done,
    variables::Values,
    wanted::{Role, Wanted},
};
use crate::{
    plan::{Proposal, Step},
    state::RailwayRecord,
    workspace::Digest,
};

fn digest() -> Digest {
    Digest::of(b"files")
}

/// What is planned, a line per step, and what is noted.
fn planned(seen: &Seen) -> Vec<String> {
    let wanted = wanted();
    let proposal = Planner { wanted: &wanted, seen }.propose(&Proposal::default());
    let line = |step: &Step| format!("{:?} {}: {}", step.action, step.target, step.reason).to_lowercase();
    let notes = proposal.notes.iter().map(|note| format!("note {}: {}", note.target, note.message));
    let yes = proposal.consequences.iter().map(|it| format!("yes? {}", it.target));
    proposal.steps.iter().map(line).chain(notes).chain(yes).collect()
}

fn instance(id: &str, name: &str, image: &str, status: &str, domains: &Value) -> Value {
    json!({ "node": {
        "serviceId": id,
        "serviceName": name,
        "source": { "image": (!image.is_empty()).then_some(image) },
        "latestDeployment": { "id": format!("d-{id}"), "status": status, "meta": { "message": mark(digest()) } },
        "domains": domains,
    } })
}

/// Everything as it is wanted.
fn settled() -> Seen {
    let domains = json!({
        "serviceDomains": [{ "domain": "acme.up.railway.app" }],
        "customDomains": [{ "domain": "app.example.com", "status": { "verified": true } }],
    });
    let none = json!({ "serviceDomains": [], "customDomains": [] });
    let image = "ghcr.io/railwayapp-templates/postgres-ssl:18";
    let environment: Environment = serde_json::from_value(json!({
        "config": { "services": {
            "s-1": {
                "build": { "dockerfilePath": "Dockerfile" },
                "deploy": {
                    "preDeployCommand": "python manage.py migrate --noinput",
                    "healthcheckPath": "/readyz/",
                },
            },
            "s-2": {
                "build": { "dockerfilePath": "Dockerfile" },
                "deploy": { "startCommand": "python manage.py db_worker", "restartPolicyType": "ALWAYS" },
            },
        } },
        "serviceInstances": { "edges": [
            instance("s-0", "Postgres", image, "SUCCESS", &none),
            instance("s-1", "acme", "", "SUCCESS", &domains),
            instance("s-2", "acme-worker", "", "SUCCESS", &none),
            instance("s-9", "by-hand", "", "CRASHED", &none),
        ] },
    }))
    .unwrap();
    let service = |role: &str, id: &str, name: &str| (role.to_owned(), (id.to_owned(), name.to_owned()));
    let record = RailwayRecord {
        project: Some(("p-1".to_owned(), "acme".to_owned())),
        environment: Some("e-1".to_owned()),
        services: [
            service("postgres", "s-0", "Postgres"),
            service("site", "s-1", "acme"),
            service("worker", "s-2", "acme-worker"),
        ]
        .into(),
    };
    let site = json!({
        "SECRET_KEY": "k".repeat(50),
        "DATABASE_URL": "${{Postgres.DATABASE_URL}}",
        "ALLOWED_HOSTS": "${{RAILWAY_PUBLIC_DOMAIN}},healthcheck.railway.app,app.example.com",
        "CSRF_TRUSTED_ORIGINS": "https://${{RAILWAY_PUBLIC_DOMAIN}},https://app.example.com",
        "EMAIL_URL": "smtp://mail",
        "DEFAULT_FROM_EMAIL": "a@example.com",
        "PORT": "8000",
    });
    let names = site.as_object().unwrap().keys().filter(|name| *name != "PORT");
    let worker: Value = names.map(|name| (name.clone(), json!(format!("${{{{acme.{name}}}}}")))).collect();
    Seen {
        written: record.clone(),
        record,
        environment: Some(environment),
        values: [
            (Role::Site, Values::new(&site, &Value::Null)),
            (Role::Worker, Values::new(&worker, &Value::Null)),
        ]
        .into(),
        digest: Some(digest()),
        has_dockerfile: true,
        ..Seen::default()
    }
}

#[test]
fn what_is_as_wanted_needs_nothing() {
    assert_eq!(planned(&settled()), [""; 0]);
}

#[test]
fn a_first_deployment_makes_everything_in_its_order() {
    let seen = Seen { digest: Some(digest()), has_dockerfile: true, ..Seen::default() };
    let steps: Vec<String> =
        planned(&seen).iter().map(|line| line.split(": ").next().unwrap().to_owned()).collect();
    assert_eq!(
        steps,
        [
            "create project acme",
            "create database postgres",
            "create service acme",
            "update settings of acme",
            "create service acme-worker",
            "update settings of acme-worker",
            "create address *.up.railway.app",
            "create domain app.example.com",
            "run deploy acme",
            "run deploy acme-worker",
        ]
    );
}

#[test]
fn other_files_are_deployed_and_nothing_else() {
    let seen = Seen { digest: Some(Digest::of(b"others")), ..settled() };
    assert_eq!(
        planned(&seen),
        [
            "run deploy acme: the files are others than those that are deployed",
            "run deploy acme-worker: the files are others than those that are deployed",
        ]
    );
}

#[test]
fn a_note_tells_what_was_deployed_where_railway_does_not() {
    let other = Digest::of(b"others");
    let begun = |id: &str| Begun { id: id.to_owned(), digest: other.to_string() };
    let begun = [("site".to_owned(), begun("d-s-1")), ("worker".to_owned(), begun("d-s-2"))].into();
    let seen = Seen { digest: Some(other), note: Note { begun, making: None }, ..settled() };
    assert_eq!(planned(&seen), [""; 0]);
}

/// The same with the site's last deployment in another state.
fn with_status(status: &str) -> Seen {
    let seen = settled();
    let mut environment = seen.environment.clone().unwrap();
    let text = |it: &Value| serde_json::from_value::<Environment>(it.clone()).unwrap();
    let none =
        json!({ "serviceDomains": [{ "domain": "x" }], "customDomains": [{ "domain": "app.example.com" }] });
    let instances: Vec<Value> = environment
        .services()
        .map(|it| {
            let status = if it.service_id == "s-1" { status } else { "SUCCESS" };
            let image = it.image().unwrap_or_default();
            instance(&it.service_id, &it.service_name, image, status, &none)
        })
        .collect();
    environment = text(&json!({ "config": environment.config, "serviceInstances": { "edges": instances } }));
    Seen { environment: Some(environment), ..seen }
}

#[test]
fn a_deployment_that_goes_on_is_waited_for_and_one_that_failed_is_repeated() {
    assert_eq!(
        planned(&with_status("BUILDING")),
        ["run wait for acme: a deployment of these files goes on: waits for it"]
    );
    assert_eq!(planned(&with_status("FAILED")), ["run deploy acme: the last deployment failed"]);
    assert_eq!(planned(&with_status("CRASHED")), ["run deploy acme: the last deployment failed"]);
    assert_eq!(planned(&with_status("REMOVED")), ["run deploy acme: the last deployment was taken away"]);
    assert_eq!(planned(&with_status("SLEEPING")), [""; 0]);
}

#[test]
fn what_is_taken_over_needs_a_yes_and_is_recorded() {
    let seen = Seen {
        written: RailwayRecord::default(),
        adopted: BTreeSet::from(["project".to_owned(), "site".to_owned()]),
        ..settled()
    };
    assert_eq!(
        planned(&seen),
        [
            "record project acme: is there already: its ids are recorded",
            "yes? project acme",
            "yes? service acme",
        ]
    );
}

#[test]
fn what_a_person_should_know_is_noted() {
    let seen = Seen { configuration_files: vec!["railway.json"], ..settled() };
    assert!(planned(&seen)[0].starts_with("note railway.json: is not read by Railway any more"));
}

#[test]
fn another_project_than_the_recorded_one_is_said() {
    let mut seen = settled();
    seen.record.project = Some(("p-1".to_owned(), "before".to_owned()));
    seen.written = seen.record.clone();
    assert!(
        planned(&seen)[0]
            .starts_with("note project before: is recorded in `.quickscale/lock/production.railway`")
    );
    let renamed = Wanted { project: "p-1".to_owned(), ..wanted() };
    let proposal = Planner { wanted: &renamed, seen: &seen }.propose(&Proposal::default());
    assert_eq!(proposal.notes, []);
}

#[test]
fn a_secret_is_in_no_plan() {
    let wanted = wanted();
    let seen = Seen { digest: Some(digest()), ..Seen::default() };
    let proposal = Planner { wanted: &wanted, seen: &seen }.propose(&Proposal::default());
    let text = format!("{proposal:?} {}", serde_json::to_string(&proposal.steps).unwrap());
    assert!(text.contains("EMAIL_URL") && !text.contains("smtp://mail"), "{text}");
}

#[test]
fn every_failure_has_its_code_a_way_out_and_a_section_to_read() {
    let said = || "some words".to_owned();
    for (failure, code) in [
        (Failure::NoProgram, "railway::no-program"),
        (
            Failure::OldProgram { found: "3.0.0".to_owned(), oldest: "5.28.0".to_owned() },
            "railway::old-program",
        ),
        (Failure::Unauthorized(Credentials::Login), "railway::signed-out"),
        (Failure::Denied(Credentials::Account), "railway::signed-out"),
        (Failure::Denied(Credentials::Project), "railway::signed-out"),
        (Failure::Expired, "railway::login-expired"),
        (Failure::NoAccess, "railway::no-access"),
        (Failure::Unreachable(said()), "railway::no-network"),
        (Failure::Broken(said()), "railway::no-network"),
        (Failure::Odd(said()), "railway::no-network"),
        (Failure::RateLimited { seconds: Some(1800) }, "railway::rate-limited"),
        (Failure::Limit(said()), "railway::limit"),
        (Failure::Restricted(said()), "railway::limit"),
        (Failure::Missing(said()), "railway::no-project"),
        (Failure::Upload(said()), "railway::upload-failed"),
        (Failure::Refused(said()), "railway::refused"),
    ] {
        let issue = failure.into_issue();
        assert_eq!(issue.code.id, code);
        let section = code.trim_start_matches("railway::");
        let help = issue.help.unwrap();
        assert!(help.ends_with(&format!("more: docs/railway.md#{section}")), "{help}");
    }
}

#[test]
fn a_failure_says_what_is_safe_and_how_to_go_on() {
    let mut done = Done::default();
    let help = done.add_to(Failure::Expired.into_issue(), "production").help.unwrap();
    assert!(
        help.contains("nothing was changed on Railway; `quickscale deploy railway -e production`"),
        "{help}"
    );
    done.note("project `acme`");
    done.note("database `Postgres`");
    let help = done.add_to(Failure::Expired.into_issue(), "production").help.unwrap();
    assert!(help.contains("done and recorded: project `acme`, database `Postgres`"), "{help}");
}
