//! Manifests against a small library: the projects they stand for, and what is said about mistakes.

use pretty_assertions::assert_eq;
use proptest::prelude::*;

use super::*;
use crate::{
    diagnostics::{Severity, catalogue},
    document,
};

mod examples;
mod order;

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

#[test]
fn a_project_alone_is_complete() {
    assert_eq!(project("project \"acme-crm\""), fixtures::project());
}

#[test]
fn what_is_written_is_kept() {
    let project = project(
        r#"
project "acme-crm" package="acme" {
    title "ACME!"
    theme "todo"
    frontend "react"
}
modules {
    auth { signup "invite"; social "google"; passkeys #false }
    queue
}
variables {
    LIMIT type="integer" default=40 help="How many"
    KEY secret=#true optional=#true
}
subtree "lib/core" { remote "https://example.com/core.git" }
subtree "lib/pinned" { remote "git@example.com:x.git"; ref "v1"; branch "main"; squash #false }
protect "b.py" "a.py" "b.py"
"#,
    );
    assert_eq!((project.package.as_str(), project.title.as_str()), ("acme", "ACME!"));
    assert_eq!((project.theme.as_str(), project.frontend.as_str()), ("todo", "react"));
    let options = |module: &str| {
        let option = |(name, value): (&String, &ModuleOption)| format!("{name}={value}");
        project.modules[module].options.iter().map(option).collect::<Vec<_>>()
    };
    assert_eq!(options("auth"), ["days=14", "passkeys=false", "signup=invite", "social=google"]);
    assert_eq!(options("queue"), Vec::<String>::new());
    assert!(project.modules["auth"].available);
    let limit = &project.variables["LIMIT"];
    assert_eq!(
        (limit.kind, limit.default.as_deref(), limit.secret),
        (VariableType::Integer, Some("40"), false)
    );
    assert_eq!(limit.help.as_deref(), Some("How many"));
    let key = &project.variables["KEY"];
    assert_eq!((key.kind, key.secret, key.optional), (VariableType::String, true, true));
    let subtree = |prefix: &str| {
        let found = &project.subtrees[prefix];
        (found.reference.clone(), found.squash)
    };
    assert_eq!(subtree("lib/core"), ("main".to_owned(), true));
    assert_eq!(subtree("lib/pinned"), ("v1".to_owned(), false));
    assert_eq!(project.protect.iter().map(RelPath::as_str).collect::<Vec<_>>(), ["a.py", "b.py"]);
}

#[test]
fn what_goes_into_code_cannot_break_it() {
    let project = project(
        "project \"a\"\nvariables {\n A type=\"integer\" default=\"007\" help=\"one\\nimport os\\u{2028}\\u{1b}two\"\n\
         B default=\"007\" help=\" \"\n}",
    );
    let shown = |name: &str| {
        let variable = &project.variables[name];
        (variable.default.as_deref(), variable.help.as_deref())
    };
    assert_eq!(shown("A"), (Some("7"), Some("one import os two")));
    assert_eq!(shown("B"), (Some("007"), None));
}

#[test]
fn environments_take_over_field_by_field() {
    let project = project(
        r#"
project "acme-crm"
variables { A default="x"; B default="x"; C optional=#true secret=#true }
environment "local" { database "sqlite" }
environment "staging" extends="production" {
    deploy "railway" { healthcheck "/up/"; domain "staging.example.com" }
    set B "staging"
}
environment "preview" extends="staging" { docker; database "postgres" }
environment "production" {
    database "postgres" version=17
    deploy "railway" { project "acme"; domain "app.example.com" }
    set A "production"
    set B "production"
    set C from="env"
}
"#,
    );
    let shown = |name: &str| {
        let environment = &project.environments[name];
        let deploy = environment.deploy.as_ref();
        let deploy =
            deploy.map(|deploy| format!("{} {} {:?}", deploy.project, deploy.healthcheck, deploy.domains));
        let database = &environment.database;
        let set = environment.settings.iter().map(|(name, setting)| match setting {
            Setting::Value(value) => format!("{name}={value}"),
            Setting::FromEnv => format!("{name}<env"),
        });
        let set = set.collect::<Vec<_>>().join(" ");
        format!(
            "{} {} {} [{set}] {}",
            environment.docker,
            database.engine.as_str(),
            database.version,
            deploy.unwrap_or_default()
        )
    };
    assert_eq!(shown("local"), "false sqlite 18 [] ");
    assert_eq!(
        shown("production"),
        "false postgres 17 [A=production B=production C<env] acme /readyz/ [\"app.example.com\"]"
    );
    assert_eq!(
        shown("staging"),
        "false postgres 17 [A=production B=staging C<env] acme /up/ [\"staging.example.com\"]"
    );
    assert_eq!(shown("preview"), "true postgres 17 [A=production B=staging C<env] acme /up/ []");
    assert_eq!(project.environments.len(), 4);
}

#[test]
fn circles_of_environments_end() {
    let (project, _) = resolved(
        "project \"a\"\nenvironment \"x\" extends=\"y\"\nenvironment \"y\" extends=\"x\" { docker }\n\
         environment \"z\" extends=\"z\"\nenvironment \"w\" extends=\"nowhere\"",
    );
    let project = project.unwrap();
    assert!(project.environments["x"].docker && !project.environments["z"].docker);
}

#[test]
fn every_mistake_is_said_at_its_place() {
    let table: [(&str, &[&str]); 13] = [
        (
            "modules { atuh; rocket }",
            &[
                "resolve::unknown-module: 2:11 atuh: there is no module `atuh` (write `auth`; there is `auth`, `board`, \
                 `broken`, `egg`, `hen`, `mail`, `notes`, `old`, `orphan`, `queue`, `teams`)",
                "resolve::unknown-module: 2:17 rocket: there is no module `rocket` (say where it is with \
                 `--blueprints DIR`, or write one of `auth`, `board`, `broken`, `egg`, `hen`, `mail`, `notes`, `old`, `orphan`, `queue`, `teams`)",
            ],
        ),
        (
            "modules { auth { singup \"open\"; colour \"red\" }; queue { x 1 } }",
            &[
                "resolve::unknown-option: 2:33 colour: the module `auth` has no option `colour` (remove it, or write \
                 one of `signup`, `days`, `social`, `passkeys`)",
                "resolve::unknown-option: 2:18 singup: the module `auth` has no option `singup` (write `signup`; its \
                 options are `signup`, `days`, `social`, `passkeys`)",
                "resolve::unknown-option: 2:57 x: the module `queue` has no option `x` (remove it: `queue` has no \
                 options)",
            ],
        ),
        (
            "modules { auth { signup \"opne\"; days 0; passkeys \"yes\"; social 3 } }",
            &[
                "resolve::bad-option-value: 2:38 0: `days` of `auth` does not fit: `0` is less than 1 (write a whole \
                 number from 1)",
                "resolve::bad-option-value: 2:50 \"yes\": `passkeys` of `auth` does not fit: `yes` is not a boolean \
                 (write `#true` or `#false`)",
                "resolve::bad-option-value: 2:25 \"opne\": `signup` of `auth` does not fit: `opne` is not one of its \
                 values (write `\"open\"`; its values are `open`, `invite`)",
                "resolve::bad-option-value: 2:64 3: `social` of `auth` does not fit: `3` is not a text (write one or \
                 more texts in quotes)",
            ],
        ),
        (
            "modules { teams }",
            &[
                "resolve::missing-module: 2:11 teams: `teams` needs the modules `auth`, `mail` (run `quickscale add auth \
               mail queue`, write `auth`, `mail`, `queue` into `modules`, or remove `teams` as well)",
            ],
        ),
        (
            "modules { teams; auth; queue }",
            &[
                "resolve::missing-module: 2:11 teams: `teams` needs the module `mail` (run `quickscale add mail`, \
               write `mail` into `modules`, or remove `teams` as well)",
            ],
        ),
        (
            "modules { orphan }",
            &[
                "resolve::missing-module: 2:11 orphan: `orphan` needs the module `vanished` (remove `orphan`: these \
               blueprints have no `vanished`)",
            ],
        ),
        (
            "modules { old; auth; queue }",
            &[
                "resolve::incompatible: 2:11 old: `old` 0.4.0 works with project ^0.9, there is 1.2.0 (leave \
                 `--blueprints` out, or name blueprints that belong together)",
                "resolve::incompatible: 2:11 old: `old` works with `auth` <0.4.0, there is 0.4.0 (leave \
                 `--blueprints` out, or name blueprints that belong together)",
                "resolve::incompatible: 2:11 old: `old` works with `queue` ^9, there is 0.4.0 (leave \
                 `--blueprints` out, or name blueprints that belong together)",
            ],
        ),
        (
            "modules { hen; egg }",
            &[
                "resolve::module-cycle: 2:16 egg: modules need each other in a circle: `egg`, `hen`, `egg` (turn one \
               `requires` of their `module.kdl` into `uses`)",
            ],
        ),
        (
            "modules { broken }",
            &[
                "kdl::unknown-node: 3:1 mood: this file has nothing called `mood` (use one of what is known here: \
               `module`, `stage`, `core`, `requires`, `uses`, `label`, `options`, `dependency`, `untyped`, `app`, \
               `setting`, `middleware` and 11 more)",
            ],
        ),
        (
            "environment \"a\" { deploy \"railway\" { domain \"x.org\" \"y.org\" } }\n\
             environment \"b\" { deploy \"railway\" { domain \"y.org\" } }",
            &[
                "resolve::shared-domain: 3:45 \"y.org\": `a` and `b` both claim `y.org` (give each environment a domain \
               of its own)",
            ],
        ),
        (
            "variables { A; B secret=#true; C optional=#true; D default=\"d\"; E }\n\
             environment \"live\" { deploy \"railway\"; set E \"e\" }\nenvironment \"local\" { docker }",
            &[
                "warning resolve::unset-variable: 3:13 \"live\": `live` is deployed without a value for `A` (write \
                 `set A \"…\"` into it, or declare the variable `optional=#true`)",
                "warning resolve::unset-variable: 3:13 \"live\": `live` is deployed without a value for `B` (write \
                 `set B from=\"env\"` into it, or declare the variable `optional=#true`)",
            ],
        ),
        (
            "modules { queue }\nvariables { API_URL }\nenvironment \"local\" { set API_UR \"x\"; set DEBUG #true }",
            &["manifest::undeclared-variable: 4:27 API_UR: no variable is called `API_UR` (write `API_URL`)"],
        ),
        ("environment \"live\" { deploy \"railway\" }", &[]),
    ];
    for (text, expected) in table {
        assert_eq!(said(text), expected, "{text}");
    }
}

#[test]
fn themes_and_frontends_have_to_exist() {
    let (project, report) = resolved("project \"a\" theme=\"startr\" { frontend \"vue\" }");
    assert_eq!(
        lines(&report),
        [
            "resolve::unknown-theme: 1:19 \"startr\": there is no theme `startr` (write `theme \"starter\"`; there is \
             `starter`, `todo`)",
            "resolve::unknown-frontend: 1:39 \"vue\": there is no frontend `vue` (write `frontend \"htmx\"`; there is \
             `htmx`, `react`)",
        ]
    );
    assert_eq!(project, None);

    let source = SourceFile::new("quickscale.kdl", "project \"a\"");
    let manifest = document::read::<Manifest>(&source).unwrap();
    let (_, report) = resolve(&manifest, &source, &Library::given(&[("project/layer.kdl", PROJECT)]));
    assert_eq!(
        lines(&report)[0],
        "resolve::unknown-theme: 1:1 project: there is no theme `starter` (name a directory of blueprints that has a \
         theme with `--blueprints`)"
    );
}

#[test]
fn a_theme_has_to_serve_the_frontend_and_to_be_more_than_a_base() {
    let lines = |text: &str| lines(&resolved(text).1);
    assert_eq!(
        lines("project \"a\" { frontend \"react\" }"),
        [
            "resolve::theme-without-frontend: 1:24 \"react\": the theme `starter` has no pages for the frontend `react` \
          (write `frontend \"htmx\"`; the theme is made for `htmx`)"
        ]
    );
    assert_eq!(
        lines("project \"a\" theme=\"base\""),
        [
            "resolve::unknown-theme: 1:19 \"base\": there is no theme `base` (write `theme \"starter\"`; there is \
          `starter`, `todo`)"
        ]
    );
}

#[test]
fn modules_bring_variables_along() {
    let with_modules = project(
        "project \"a\"\nmodules { notes }\n\
         environment \"live\" { set NOTES_KEY from=\"env\"; set NOTES_HOOK \"https://example.com/\" }",
    );
    let key = &with_modules.variables["NOTES_KEY"];
    assert!(key.secret && !key.optional && key.help.as_deref() == Some("Key"));
    assert!(with_modules.variables["NOTES_HOOK"].optional);
    let elsewhere = project("project \"a\"\nmodules { notes { path \"n/\" } }");
    assert_eq!(elsewhere.variables.keys().collect::<Vec<_>>(), ["NOTES_KEY"]);
}

#[test]
fn modules_have_to_go_together() {
    let table: [(&str, &[&str]); 5] = [
        (
            "modules { notes; board }",
            &[
                "resolve::module-without-frontend: 2:18 board: the module `board` has no pages for the frontend `htmx` \
                 (remove it, or choose the frontend `react`)",
                "resolve::module-clash: 2:18 board: `board` would set `NOTES_DAYS` twice (give the two lines in \
                 `module.kdl` of `board` conditions of which one holds)",
                "resolve::module-clash: 2:11 notes: `board` and `notes` both set `NOTES_DAYS` (remove `notes` or \
                 `board`: only one of them can have it)",
            ],
        ),
        (
            "modules { notes { path \"/notes\" } }",
            &[
                "resolve::bad-prefix: 2:24 \"/notes\": `path` of `notes` is `/notes`, which starts with a slash, which \
               Django adds itself (write `path \"notes/\"`)",
            ],
        ),
        (
            "modules { notes }\nvariables { NOTES_KEY; OTHER }",
            &[
                "resolve::variable-of-module: 3:13 NOTES_KEY: the variable `NOTES_KEY` is declared by the module `notes` \
               (remove the line; environments `set` it like any other)",
            ],
        ),
        (
            "modules { notes }\nenvironment \"live\" { set NOTES_KEY \"hunter2\"; set NOTES_HOOK \"x\" }",
            &[
                "manifest::literal-secret: 3:36 *********: the secret `NOTES_KEY` has its value written in the manifest \
                 (write `set NOTES_KEY from=\"env\"`; if the value was ever committed, replace the secret)",
                "manifest::value-does-not-fit: 3:62 \"x\": `NOTES_HOOK` cannot be `x`: it is not an absolute URL (write \
                 an absolute URL, or declare the variable with another `type`)",
            ],
        ),
        (
            "modules { notes { path \"n/\" } }\nenvironment \"live\" { set NOTES_HOOK \"https://example.com\" }",
            &[
                "manifest::undeclared-variable: 3:26 NOTES_HOOK: no variable is called `NOTES_HOOK` (declare it: \
                 `variables { NOTES_HOOK type=\"string\" }`)",
            ],
        ),
    ];
    for (text, expected) in table {
        assert_eq!(said(text), expected, "{text}");
    }
}

#[test]
fn a_warning_leaves_a_project() {
    let (project, report) =
        resolved("project \"a\"\nvariables { A }\nenvironment \"live\" { deploy \"railway\" }");
    assert!(project.is_some() && !report.is_empty() && !report.has_errors());
}

#[test]
fn what_is_not_served_is_noted() {
    let project = project(
        "project \"a\"\nmodules { auth; teams; mail; queue }\nsubtree \"lib\" { remote \"https://example.com/x.git\" }\n\
         environment \"local\" { docker }\nenvironment \"live\" { docker; deploy \"railway\" }",
    );
    let notes: Vec<String> =
        unserved(&project).into_iter().map(|note| format!("{}: {}", note.target, note.message)).collect();
    assert_eq!(
        notes,
        [
            "modules teams: options are checked; files come with a later version",
            "environment live: docker: `compose.yaml` is made for `local`; services of other environments are not started",
        ]
    );
    let bare = Project { environments: [].into(), ..fixtures::project() };
    assert_eq!(unserved(&bare), []);
}

/// This file is also the list of cases: a code without one is a code that nobody saw.
#[test]
fn every_code_has_a_case() {
    let cases = include_str!("mod.rs");
    let declared: BTreeSet<&str> =
        catalogue().map(|code| code.id).filter(|id| id.starts_with("resolve::")).collect();
    let unseen: Vec<&&str> = declared.iter().filter(|id| !cases.contains(&format!("{id}: "))).collect();
    assert_eq!(unseen, Vec::<&&str>::new());
}
