use pretty_assertions::assert_eq;

use super::*;
use crate::{diagnostics, manifest};

fn source(text: &str) -> SourceFile {
    SourceFile::new("quickscale.yml", text)
}

fn migrated(text: &str) -> Migration {
    let migration = from_python(&source(text)).unwrap_or_else(|report| panic!("{report:#?}"));
    let manifest = SourceFile::new("quickscale.kdl", &migration.text);
    let (typed, report) = manifest::read(&manifest);
    assert!(typed.is_some() && !report.has_errors(), "{report:#?}\n{}", migration.text);
    assert_eq!(manifest::format::format(&manifest).unwrap(), migration.text);
    migration
}

fn noted(migration: &Migration) -> Vec<&str> {
    migration.notes.iter().map(|note| note.field.as_str()).collect()
}

/// Code and marked text of each issue.
fn refused(text: &str) -> Vec<(&'static str, String)> {
    let source = source(text);
    let report = from_python(&source).unwrap_err();
    let marked = |issue: &Issue| source.slice(&issue.labels[0].span).to_owned();
    report.issues().iter().map(|issue| (issue.code.id, marked(issue))).collect()
}

#[test]
fn a_whole_configuration_is_carried_over() {
    let text = r#"
version: "1"
project:
  slug: acme_crm
  package: acme
  theme: showcase_react
modules:
  auth:
    registration_enabled: false
    email_verification: optional
    session_cookie_age: 1209600
    authentication_method: username
  orgs:
    mode: saas
  billing:
    enabled: true
    billing_currency: EUR
    secret_key_env_var: STRIPE_SECRET_KEY
  notifications:
    sender_name: Acme & "Söhne"
    sender_email: hi@acme.example
    reply_to_email: help@acme.example
    resend_domain: acme.example
    webhook_ttl_seconds: 300
  crm:
docker:
  start: true
  build: false
  create_superuser: true
"#;
    let migration = migrated(text);
    let expected = r#"quickscale schema=1

project "acme-crm" package="acme" {
    theme "starter"
    frontend "react"
}

modules {
    auth {
        signup "closed"
        verification "optional"
        identifier "username"
        session-days 14
    }
    teams
    billing {
        currency "eur"
    }
    notifications {
        provider "resend"
        from "Acme & \"Söhne\" <hi@acme.example>"
        reply-to "help@acme.example"
    }
}

environment "local" {
    docker
}
"#;
    assert_eq!(migration.text, expected);
    let fields = [
        "project.slug",
        "project.theme",
        "modules.orgs",
        "modules.orgs.mode",
        "modules.billing.secret_key_env_var",
        "modules.notifications.resend_domain",
        "modules.notifications.webhook_ttl_seconds",
        "modules.crm",
        "docker.build",
        "docker.create_superuser",
    ];
    assert_eq!(noted(&migration), fields);
}

#[test]
fn a_short_configuration_keeps_what_went_without_saying() {
    let migration = migrated("project: {slug: a, theme: showcase_html}\nmodules: {auth: }\n");
    let expected = "quickscale schema=1\n\nproject \"a\" {\n    theme \"starter\"\n    frontend \"htmx\"\n}\n\n\
                    modules {\n    auth {\n        verification \"none\"\n    }\n}\n\n\
                    environment \"local\" {\n    docker\n}\n";
    assert_eq!(migration.text, expected);
    assert_eq!(noted(&migration), ["project.theme", "modules.auth.email_verification"]);
}

#[test]
fn what_is_not_carried_is_noted_each_time() {
    let migration = migrated(
        "project: {slug: a, theme: neon, colour: red}\nextra: 1\ndocker: {start: false, ports: [1]}\n\
         modules: {auth: {session_cookie_age: 90000, authentication_method: both, email_verification: none, x: 1}, \
         billing: {enabled: false, billing_currency: usd}, blog: {posts_per_page: 3}, orgs: {}, teams: }\n",
    );
    assert!(!migration.text.contains("billing") && !migration.text.contains("docker"), "{}", migration.text);
    assert_eq!(migration.text.matches("teams").count(), 1);
    let fields = [
        "project.theme",
        "project.colour",
        "modules.auth.authentication_method",
        "modules.auth.session_cookie_age",
        "modules.auth.x",
        "modules.billing.enabled",
        "modules.blog",
        "modules.blog.posts_per_page",
        "modules.orgs",
        "docker.ports",
        "extra",
    ];
    assert_eq!(noted(&migration), fields);
    assert!(migration.text.contains("session-days 2\n"));
}

#[test]
fn every_mistake_is_reported_at_its_place() {
    let text = "version: 2\nproject:\n  slug: [a]\n  package: true\nmodules: {auth: {registration_enabled: \"no\"}}\ndocker: on\n";
    let expected = [
        ("migrate::unknown-version", "2"),
        ("migrate::wrong-type", "[a]"),
        ("migrate::wrong-type", "\"no\""),
        ("migrate::wrong-type", "on"),
    ];
    assert_eq!(refused(text), expected.map(|(code, marked)| (code, marked.to_owned())));
    assert_eq!(refused("version: 1\n"), [("migrate::missing", String::new())]);
    assert_eq!(refused("a: 1\na: 2\n"), [("migrate::duplicate-key", "a".to_owned())]);
    assert_eq!(refused("- a\n")[0].0, "migrate::wrong-type");
    let message = from_python(&source("a: [b\n")).unwrap_err().issues()[0].message.clone();
    assert!(message.contains("','") && !message.contains('\\'), "{message}");
}

#[test]
fn a_secret_is_neither_carried_nor_shown() {
    let text = "project: {slug: a}\nmodules:\n  storage:\n    secret_access_key: hunter2\n  auth:\n    \
                email_verification: none\n    api_token: hunter2\n";
    let migration = migrated(text);
    assert!(!format!("{migration:?}").contains("hunter2"));
    let why = |field: &str| {
        let note = migration.notes.iter().find(|note| note.field == field);
        note.map(|note| note.why.contains("secret")).unwrap_or_default()
    };
    assert!(why("modules.storage.secret_access_key") && why("modules.auth.api_token"));
    for broken in [format!("{text}      bad: ["), format!("{text}    api_token: hunter2\n")] {
        let report = from_python(&source(&broken)).unwrap_err();
        for shown in [diagnostics::render(&report, false), format!("{report:?}")] {
            assert!(!shown.contains("hunter2"), "{shown}");
        }
    }
}
