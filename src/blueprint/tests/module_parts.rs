//! What is said about each part of a `module.kdl` that a module adds to projects with.

use pretty_assertions::assert_eq;

use super::{library, told};
use crate::blueprint::module::check_structure;

const HEAD: &str = r#"module "notes" version="0.2.0" summary="Notes"
core "*"
uses "teams" version="*"
options {
    days type="integer" default=14 help="Days"
    path type="string" default="notes/" help="Path"
    mode type="string" default="a" help="Mode" { values "a" "b" }
    labels type="list" help="Labels"
    on type="boolean" help="On"
}
variable "NOTES_KEY" secret=#true help="Key"
"#;

/// What is said about a `module.kdl` with `part` at its end, without the code's layer and the file.
fn said(part: &str) -> Vec<String> {
    let text = format!("{HEAD}{part}\n");
    let library = library(&[("modules/notes/module.kdl", &text)]);
    match library.module("notes") {
        Ok(_) => Vec::new(),
        Err(report) => {
            told(&report).iter().map(|line| line.replacen("modules/notes/module.kdl:", "", 1)).collect()
        }
    }
}

#[test]
fn parts_that_are_right_pass() {
    let parts = r#"
label "notes_app"
dependency "django-filter[x]>=26.1,<27" group="dev" when="on"
app "filters" when="mode!=b"
setting "NOTES_DAYS" "options.days * 24 * 60 * 60" when="!on"
setting "NOTES_LABELS" "['inbox', *options.labels]" type="list[str]" append=#true when="labels=work"
setting "NOTES_KEY" "env.NOTES_KEY"
setting "NOTES_DIR" "BASE_DIR / 'notes'"
setting "NOTES_FROM" "env.DEFAULT_FROM_EMAIL"
middleware "modules.notes.middleware.Recent" at="last" when="module=teams"
context-processor "modules.notes.context.unread" when="frontend=htmx"
urls "modules.notes.urls" prefix-option="path" namespace="notes"
urls "modules.notes.hooks" prefix="hooks/<slug:name>/"
slot "account_menu" "notes/slots/menu.html"
task "modules.notes.tasks.purge" schedule="15 3 * * 1-5" help="Purges"
permission "notes_app.export_note" help="Export"
table "notes_app_note"
release "0.2.0" {
    note "Read this"
    migration "Fast"
    rename-option "age" to="days"
    rename-variable "NOTES_SECRET" to="NOTES_KEY"
    replace "modules.notes.util" with="modules.notes.services"
}
"#;
    assert_eq!(said(parts), Vec::<String>::new());
}

#[test]
fn names_are_those_of_python_and_django() {
    for (part, expected) in [
        (
            "app \"my-app\"",
            "blueprint::bad-name: 12:5: `my-app` is not a dotted name of Python (write it as \
             `modules.notes.middleware.Recent`)",
        ),
        (
            "context-processor \"modules..x\"",
            "blueprint::bad-name: 12:19: `modules..x` is not a dotted name of Python (write it as \
             `modules.notes.middleware.Recent`)",
        ),
        (
            "slot \"nav\" \"notes/nav\"",
            "blueprint::bad-name: 12:12: `notes/nav` is not the name of a template (write it as `notes/slots/nav.html`)",
        ),
        (
            "label \"auth\"",
            "blueprint::bad-name: 12:7: the label `auth` belongs to an app that every project has (write `label \
             \"auth_module\"`, and the same `label` in the app's `apps.py`)",
        ),
        (
            "label \"no tes\"",
            "blueprint::bad-name: 12:7: `no tes` cannot be the label of an app (write small letters, digits and `_`)",
        ),
        (
            "permission \"other.export\" help=\"x\"",
            "blueprint::bad-name: 12:12: `other.export` is not a permission of the module (write it as \
             `notes.export_note`)",
        ),
        (
            "table \"notes;\"",
            "blueprint::bad-name: 12:7: `notes;` cannot be the name of a table (write it as `notes_note`)",
        ),
        (
            "urls \"modules.notes.urls\" prefix=\"n/\" namespace=\"no-tes\"",
            "blueprint::bad-name: 12:49: `no-tes` cannot be a namespace (write small letters, digits and `_`)",
        ),
    ] {
        assert_eq!(said(part), [expected], "{part}");
    }
}

#[test]
fn conditions_speak_of_what_can_be() {
    let help = "write `name`, `!name`, `name=value` or `name!=value`";
    for (when, expected) in [
        ("om", "`when` speaks of an option `om` that there is not (write `on`)".to_owned()),
        (
            "zzzzzz",
            "`when` speaks of an option `zzzzzz` that there is not (use one of `days`, `path`, `mode`, `labels`, `on`, \
             `frontend=…` or `module=…`)"
                .to_owned(),
        ),
        ("mode", "`mode` is not on or off (write `when=\"mode=value\"`)".to_owned()),
        ("mode=c", "`mode` is never `c`: `c` is not one of its values (write one of `a`, `b`)".to_owned()),
        (
            "on=true",
            "`on` is on or off, and has no other value (write `when=\"on\"` or `when=\"!on\"`)".to_owned(),
        ),
        ("days=x", "`days` is never `x`: `x` is not a whole number (write a whole number from 0)".to_owned()),
        (
            "module=billing",
            "`when` speaks of the module `billing`, which is not used (write `uses \"billing\" version=\"…\"` as well)"
                .to_owned(),
        ),
        ("mode!x", format!("`mode!x` is not a condition ({help})")),
    ] {
        let expected = format!("blueprint::bad-condition: 12:17: {expected}");
        assert_eq!(said(&format!("app \"filt\" when=\"{when}\"")), [expected], "{when}");
    }
}

#[test]
fn settings_are_literals() {
    for (setting, expected) in [
        ("\"notes-days\" \"1\"", "12:9: `notes-days` cannot be the name of a setting (write `NOTES_DAYS`)"),
        (
            "\"X\" \"open('x')\"",
            "12:18: the value of `X` is not a literal: a call is not a literal (write texts, numbers, lists, sets, \
             tuples, dicts, `options.NAME`, `env.NAME` or `BASE_DIR`)",
        ),
        ("\"X\" \"options.dayz\"", "12:13: there is no option `dayz` (write `options.days`)"),
        ("\"X\" \"env.NOTES_KEYS\"", "12:13: no variable is called `NOTES_KEYS` (write `env.NOTES_KEY`)"),
        (
            "\"X\" \"env.OTHER\"",
            "12:13: no variable is called `OTHER` (declare it: `variable \"OTHER\" help=\"…\"`)",
        ),
        (
            "\"X\" \"CSP.SELF\"",
            "12:13: `CSP.SELF` means nothing in `module.kdl` (use `options.NAME`, `env.NAME` or `BASE_DIR`, or write a \
             text in quotes)",
        ),
        (
            "\"X\" \"options.labels\"",
            "12:13: `X` has no type, which several values need (write `type=\"list[str]\"`, or what else it is)",
        ),
        (
            "\"X\" \"1\" append=#true",
            "12:13: `X` has `append`, and its value no items (write a list, a set or a dict; `[*options.NAME]` for an \
             option)",
        ),
    ] {
        let expected = format!("blueprint::bad-setting: {expected}");
        assert_eq!(said(&format!("setting {setting}")), [expected], "{setting}");
    }
}

#[test]
fn every_other_part_is_checked() {
    for (part, expected) in [
        (
            "dependency \"nh3\"",
            "blueprint::bad-dependency: 12:12: `nh3` has no lowest version (write the name and the lowest version that \
             was tested: `django-filter>=26.1`)",
        ),
        (
            "urls \"modules.notes.urls\" prefix=\"/notes\"",
            "blueprint::bad-urls: 12:34: `/notes` starts with a slash, which Django adds itself (write it as `notes/`)",
        ),
        (
            "urls \"modules.notes.urls\" prefix=\"notes\"",
            "blueprint::bad-urls: 12:34: `notes` does not end with a slash (write it as `notes/`)",
        ),
        (
            "urls \"modules.notes.urls\" prefix-option=\"days\"",
            "blueprint::bad-urls: 12:41: there is no option `days` that is a text (use one of `path`, `mode`)",
        ),
        (
            "urls \"modules.notes.urls\"",
            "blueprint::bad-urls: 12:1: the URLs need either `prefix` or `prefix-option` (write `prefix=\"notes/\"`)",
        ),
        (
            "task \"modules.notes.tasks.purge\" schedule=\"@daily\" help=\"x\"",
            "blueprint::bad-schedule: 12:43: `@daily` is not a schedule (write minute, hour, day, month and weekday: \
             `15 3 * * *`)",
        ),
        (
            "release \"0.2.0\" { rename-option \"a\" to=\"b\" }",
            "blueprint::bad-rename: 12:40: nothing is called `b` now (write the name that it has now)",
        ),
        (
            "release \"two\"",
            "blueprint::bad-version: 12:9: `two` is not a version: unexpected character 't' while parsing major version \
             number (write it as `1.0.0`)",
        ),
        (
            "variable \"notes-hook\" help=\"x\"",
            "manifest::bad-variable-name: 12:10: `notes-hook` cannot be the name of a variable (write `NOTES_HOOK`)",
        ),
        (
            "variable \"NOTES_HOOK\" type=\"url\" example=\"x\" help=\"x\"",
            "manifest::value-does-not-fit: 12:42: `NOTES_HOOK` cannot be `x`: it is not an absolute URL (write an \
             absolute URL, or declare the variable with another `type`)",
        ),
        (
            "variable \"NOTES_TOKEN\" secret=#true default=\"s3cret\" help=\"x\"",
            "manifest::literal-secret: 12:45: the secret `NOTES_TOKEN` has a default (leave the default out: a project \
             starts without it when it is `optional=#true`)",
        ),
        (
            "middleware \"a.b\" at=\"first\"",
            "kdl::wrong-value: 12:21: `at` cannot be `first` (choose one of `before-csrf`, `after-auth`, `last`)",
        ),
    ] {
        assert_eq!(said(part), [expected], "{part}");
    }
}

#[test]
fn files_are_what_module_kdl_says_of_them() {
    let kdl = "module \"notes\" version=\"0.2.0\" summary=\"Notes\"\ncore \"*\"\nmiddleware \"modules.notes.middleware.Recent\" at=\"last\"\n";
    let app = "modules/notes/files/modules/notes";
    let file = |path: &str| format!("{app}/{path}");
    let (init, apps, readme, tests, middleware) = (
        file("__init__.py"),
        file("apps.py"),
        file("README.md"),
        file("tests/test_x.py"),
        file("middleware.py"),
    );
    let good = [
        ("modules/notes/module.kdl", kdl),
        (&*init, ""),
        (&*apps, ""),
        (&*readme, ""),
        (&*tests, ""),
        (&*middleware, "class Recent:\n"),
    ];
    let told_of = |files: &[(&str, &str)]| match check_structure(library(files).source(), "notes") {
        Ok(_) => Vec::new(),
        Err(report) => told(&report),
    };
    assert_eq!(told_of(&good), Vec::<String>::new());
    let bad = [
        &good[..3],
        &good[4..5],
        &[(&*middleware, "Recent()\n"), ("modules/notes/files/modules/__init__.py", "")],
    ]
    .concat();
    assert_eq!(
        told_of(&bad),
        [
            "blueprint::namespace-package: modules/notes/module.kdl:1:1: `notes` would turn the namespace `modules` into \
             a package (delete `files/modules/__init__.py`)",
            "blueprint::module-part: modules/notes/module.kdl:1:1: the module has no `modules/notes/README.md`, which \
             says what it is for (add `files/modules/notes/README.md`)",
            "blueprint::no-such-target: modules/notes/module.kdl:3:12: `files/modules/notes/middleware.py` defines no \
             `Recent` (write the name that it has, or add it)",
        ]
    );
}
