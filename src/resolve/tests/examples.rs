//! Manifests that people copy from.

use pretty_assertions::assert_eq;

use super::*;
use crate::{blueprint::Library, manifest};

/// Modules, variables, a subtree and two environments, each written in the usual way.
const TOUR: &str = r#"
quickscale schema=1

project "acme-crm" package="acme_crm" {
    title "Acme CRM"
    theme "starter"
    frontend "htmx"
}

modules {
    auth {
        signup "open"
        verification "mandatory"
        social "google" "github"
    }
    teams
    billing { trial-days 14 }
}

variables {
    SENTRY_DSN type="url" secret=#true optional=#true
    SUPPORT_EMAIL type="email" default="help@example.com"
}

subtree "quickscale_core" {
    remote "https://github.com/example/quickscale.git"
    branch "main"
}

environment "local" {
    docker
    database "postgres" version=18
}

environment "production" {
    deploy "railway" {
        project "acme-crm"
        healthcheck "/readyz/"
        domain "app.example.com"
    }
    set SUPPORT_EMAIL "support@example.com"
    set GITHUB_CLIENT_ID "Iv1.0123456789abcdef"
    set GITHUB_CLIENT_SECRET from="env"
    set GOOGLE_CLIENT_ID "1234567890.apps.googleusercontent.com"
    set GOOGLE_CLIENT_SECRET from="env"
    set SENTRY_DSN from="env"
}
"#;

#[expect(clippy::disallowed_methods, reason = "a test reads the repository's own files")]
fn examples() -> Vec<(String, String)> {
    let directory = concat!(env!("CARGO_MANIFEST_DIR"), "/examples");
    let entries = std::fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().path());
    let manifests = entries.map(|path| path.join("quickscale.kdl")).filter(|path| path.is_file());
    let read =
        |path: std::path::PathBuf| (path.display().to_string(), std::fs::read_to_string(&path).unwrap());
    manifests.map(read).chain([("tour".to_owned(), TOUR.to_owned())]).collect()
}

#[test]
fn examples_are_right_for_the_shipped_modules() {
    let shipped = Library::embedded();
    for (name, text) in examples() {
        let source = SourceFile::new(name, &text);
        let (manifest, report) = manifest::read(&source);
        assert!(report.is_empty(), "{}: {:#?}", source.name(), lines(&report));
        let (_, report) = resolve(&manifest.unwrap(), &source, &shipped);
        let has_layers = shipped.themes().next().is_some();
        let counts = |line: &String| {
            has_layers || !line.contains("there is no theme") && !line.contains("there is no frontend")
        };
        let found: Vec<String> = lines(&report).into_iter().filter(counts).collect();
        assert_eq!(found, Vec::<String>::new(), "{}", source.name());
    }
}
