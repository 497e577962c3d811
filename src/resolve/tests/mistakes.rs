//! What is said about mistakes.

use pretty_assertions::assert_eq;

use super::*;
use crate::diagnostics::catalogue;

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

/// This file is also the list of cases: a code without one is a code that nobody saw.
#[test]
fn every_code_has_a_case() {
    let cases = include_str!("mistakes.rs");
    let declared: BTreeSet<&str> =
        catalogue().map(|code| code.id).filter(|id| id.starts_with("resolve::")).collect();
    let unseen: Vec<&&str> = declared.iter().filter(|id| !cases.contains(&format!("{id}: "))).collect();
    assert_eq!(unseen, Vec::<&&str>::new());
}
