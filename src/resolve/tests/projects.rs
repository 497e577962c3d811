//! What a manifest comes to.

use pretty_assertions::assert_eq;

use super::*;

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
