//! Manifests against a small library: the projects they stand for, and what is said about mistakes.

use super::*;
use crate::{diagnostics::Severity, document};

mod examples;
mod mistakes;
mod order;
mod projects;

const BASE: &str = "theme \"base\" version=\"1.0.0\" summary=\"x\" abstract=#true\nfrontend \"htmx\"";
const STARTER: &str = "theme \"starter\" version=\"1.0.0\" summary=\"x\" extends=\"base\"\nfrontend \"htmx\"";
const TODO: &str = "theme \"todo\" version=\"1.0.0\" summary=\"x\"\nfrontend \"htmx\"\nfrontend \"react\"";
const PROJECT: &str = r#"layer "project" version="1.2.0" summary="The project""#;

fn library() -> Library {
    let module = |name: &str, more: &str| {
        format!("module \"{name}\" version=\"0.4.0\" summary=\"x\"\ncore \">=1.0.0, <2.0.0\"\n{more}")
    };
    let auth = module(
        "auth",
        r#"
label "signup"
options {
    signup type="string" default="open" help="Who may join" { values "open" "invite" }
    days type="integer" default=14 minimum=1 help="Days"
    social type="list" help="Providers"
    passkeys type="boolean" default=#true help="Passkeys"
}
"#,
    );
    let stage = "stage \"announced\"\n";
    let teams = module(
        "teams",
        &format!("{stage}requires \"auth\" version=\">=0.4.0\"\nrequires \"mail\" version=\"*\""),
    );
    let mail = module("mail", "requires \"queue\" version=\"*\"\nuses \"auth\" version=\"^0.4\"");
    let old = module(
        "old",
        "requires \"auth\" version=\"<0.4.0\"\nuses \"queue\" version=\"^9\"\nuses \"mail\" version=\"^9\"",
    )
    .replacen(">=1.0.0, <2.0.0", "^0.9", 1);
    let orphan = module("orphan", "requires \"vanished\" version=\"*\"");
    let hen = module("hen", "requires \"egg\" version=\"*\"");
    let egg = module("egg", "requires \"hen\" version=\"*\"");
    let broken = module("broken", "mood \"bad\"");
    let queue = module("queue", "");
    let notes = module(
        "notes",
        r#"
options { path type="string" default="notes/" help="Path" }
setting "NOTES_DAYS" "1"
urls "modules.notes.urls" prefix-option="path"
variable "NOTES_KEY" secret=#true help="Key"
variable "NOTES_HOOK" type="url" optional=#true help="Hook" when="path=notes/"
"#,
    );
    let board =
        module("board", "frontend \"react\"\nsetting \"NOTES_DAYS\" \"2\"\nsetting \"NOTES_DAYS\" \"3\"");
    Library::given(&[
        ("project/layer.kdl", PROJECT),
        ("frontends/htmx/layer.kdl", ""),
        ("frontends/react/layer.kdl", ""),
        ("themes/base/theme.kdl", BASE),
        ("themes/starter/theme.kdl", STARTER),
        ("themes/todo/theme.kdl", TODO),
        ("modules/auth/module.kdl", &auth),
        ("modules/teams/module.kdl", &teams),
        ("modules/mail/module.kdl", &mail),
        ("modules/queue/module.kdl", &queue),
        ("modules/old/module.kdl", &old),
        ("modules/orphan/module.kdl", &orphan),
        ("modules/hen/module.kdl", &hen),
        ("modules/egg/module.kdl", &egg),
        ("modules/broken/module.kdl", &broken),
        ("modules/notes/module.kdl", &notes),
        ("modules/board/module.kdl", &board),
    ])
}

fn resolved(text: &str) -> (Option<Project>, Report) {
    let source = SourceFile::new("quickscale.kdl", text);
    let manifest = document::read::<Manifest>(&source).unwrap();
    resolve(&manifest, &source, &library())
}

fn project(text: &str) -> Project {
    let (project, report) = resolved(text);
    assert!(report.is_empty(), "{:#?}", lines(&report));
    project.unwrap()
}

/// Each issue as `code: line:column marked: message (help)`.
fn lines(report: &Report) -> Vec<String> {
    let line = |issue: &Issue| {
        let (source, label) = (issue.source.as_ref().unwrap(), &issue.labels[0]);
        let place = source.position(label.span.start);
        let marked = source.slice(&label.span);
        let severity = if issue.severity == Severity::Warning { "warning " } else { "" };
        let help = issue.help.as_deref().unwrap_or("no help");
        format!(
            "{severity}{}: {}:{} {marked}: {} ({help})",
            issue.code, place.line, place.column, issue.message
        )
    };
    report.issues().iter().map(line).collect()
}

fn said(text: &str) -> Vec<String> {
    lines(&resolved(&format!("project \"acme-crm\"\n{text}")).1)
}
