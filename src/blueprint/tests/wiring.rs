//! What modules add to the managed files of a project.

use std::collections::BTreeMap;

use pretty_assertions::assert_eq;

use super::{library, text, told};
use crate::{
    blueprint::Library,
    resolve::{Module, ModuleOption, Project, Variable, fixtures::project},
};

const NOTES: &str = r#"
module "notes" version="0.2.0" summary="Notes"
core "*"
requires "accounts-extra" version="*"
options {
    days type="integer" default=14 help="Days"
    labels type="list" help="Labels"
    on type="boolean" help="On"
    path type="string" default="notes/" help="Path"
}
dependency "nh3>=0.3"
dependency "django-filter[x]>=26.1"
dependency "factory-boy>=3.3" group="dev"
dependency "sentry-sdk>=3.0" group="prod"
app "filters"
app "rich" when="on"
setting "NOTES_DAYS" "options.days * 24 * 60"
setting "NOTES_ON" "options.on"
setting "NOTES_LABELS" "['inbox', *options.labels]" type="list[str]"
setting "NOTES_DIR" "BASE_DIR / 'notes'"
setting "NOTES_KEY" "env.NOTES_KEY"
setting "BACKENDS" "['notes.Backend']" type="list[str]" append=#true
middleware "modules.notes.middleware.Recent" at="after-auth"
context-processor "modules.notes.context.unread"
urls "modules.notes.urls" prefix-option="path"
slot "nav" "notes/slots/nav.html"
variable "NOTES_KEY" secret=#true help="Key"
task "modules.notes.tasks.purge" schedule="15 3 * * *" help="Purges"
task "modules.notes.tasks.count" schedule="*/5 * * * *" help="Counts" when="!on"
task "modules.notes.tasks.mail" help="Mails"
"#;

const EXTRA: &str = r#"
module "accounts-extra" version="0.2.0" summary="More"
core "*"
dependency "Django_Filter[y]>=26.2"
setting "BACKENDS" "['extra.Backend']" type="list[str]" append=#true
middleware "extra.Last" at="last"
urls "extra.urls" prefix="extra/" namespace="extra"
slot "nav" "extra/nav.html"
"#;

fn library_with(notes: &str, extra: &str) -> Library {
    library(&[
        ("modules/notes/module.kdl", notes),
        ("modules/notes/files/modules/notes/__init__.py", ""),
        ("modules/notes/htmx/modules/notes/templates/notes/slots/nav.html", "<li>\n"),
        ("modules/accounts-extra/module.kdl", extra),
        ("project/files/modules.py.liquid", "{{ wiring.settings }}\n"),
        ("project/files/urls.py.liquid", "{{ wiring.urls }}\n"),
        ("project/files/test.py.liquid", "start\n{{ wiring.test_settings }}"),
        ("project/files/nav.html.liquid", "nav{{ wiring.nav }}\n"),
        (
            "project/files/packages.liquid",
            "{{ wiring.requirements | join: ' ' }} {{ wiring.dev_requirements | join: ' ' }} \
             {{ wiring.prod_requirements | join: ' ' }}\n",
        ),
        ("project/files/config/settings/base.py", "DEBUG = False\nSITE: str = \"x\"\n"),
    ])
}

fn with_modules(on: bool) -> Project {
    let mut project = project();
    let options: BTreeMap<String, ModuleOption> = [
        ("days".to_owned(), ModuleOption::Integer(30)),
        ("labels".to_owned(), ModuleOption::List(vec!["it's".to_owned()])),
        ("on".to_owned(), ModuleOption::Boolean(on)),
        ("path".to_owned(), ModuleOption::String("my-notes/".to_owned())),
    ]
    .into();
    project.modules.insert("notes".to_owned(), Module { options, available: true });
    project.modules.insert("accounts-extra".to_owned(), Module { options: [].into(), available: true });
    project.variables.insert("NOTES_KEY".to_owned(), Variable::default());
    project
}

#[test]
fn modules_are_wired_in_the_order_of_their_needs() {
    let library = library_with(NOTES, EXTRA);
    let wanted = library.render(&with_modules(true)).unwrap_or_else(|report| panic!("{:#?}", told(&report)));
    assert_eq!(
        text(&wanted, "modules.py"),
        r#"from config.env import BASE_DIR, env

MODULE_APPS: list[str] = ["modules.accounts_extra", "modules.notes", "filters", "rich"]
MODULE_MIDDLEWARE_BEFORE_CSRF: list[str] = []
MODULE_MIDDLEWARE_AFTER_AUTH: list[str] = ["modules.notes.middleware.Recent"]
MODULE_MIDDLEWARE_LAST: list[str] = ["extra.Last"]
MODULE_CONTEXT_PROCESSORS: list[str] = ["modules.notes.context.unread"]
MODULE_SCHEDULES: dict[str, str] = {"modules.notes.tasks.purge": "15 3 * * *"}

# notes
NOTES_DAYS = 30 * 24 * 60
NOTES_ON = True
NOTES_LABELS: list[str] = ["inbox", "it's"]
NOTES_DIR = BASE_DIR / "notes"
NOTES_KEY = env.NOTES_KEY

# accounts-extra, notes
BACKENDS: list[str] = ["extra.Backend", "notes.Backend"]
"#
    );
    assert_eq!(
        text(&wanted, "urls.py"),
        r#"from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("extra/", include("extra.urls", namespace="extra")),
    path("my-notes/", include("modules.notes.urls")),
]
"#
    );
    assert_eq!(
        text(&wanted, "nav.html"),
        "nav\n{% include \"extra/nav.html\" %}\n{% include \"notes/slots/nav.html\" %}\n"
    );
    assert_eq!(
        text(&wanted, "packages"),
        "Django_Filter[x,y]>=26.2 nh3>=0.3 factory-boy>=3.3 sentry-sdk>=3.0\n"
    );
    let owner =
        |path: &str| wanted.files.iter().find(|(at, _)| at.as_str() == path).unwrap().1.origin.clone();
    assert_eq!(&*owner("modules/notes/__init__.py").module, "notes");
    assert_eq!(&*owner("modules/notes/templates/notes/slots/nav.html").layer, "modules/notes/htmx");
}

#[test]
fn what_does_not_hold_is_left_out_and_nothing_is_left_without_modules() {
    let library = library_with(NOTES, EXTRA);
    let wanted = library.render(&with_modules(false)).unwrap();
    assert!(!text(&wanted, "modules.py").contains("rich"));
    let wanted = library.render(&project()).unwrap();
    assert_eq!(
        text(&wanted, "modules.py"),
        "MODULE_APPS: list[str] = []\nMODULE_MIDDLEWARE_BEFORE_CSRF: list[str] = []\n\
         MODULE_MIDDLEWARE_AFTER_AUTH: list[str] = []\nMODULE_MIDDLEWARE_LAST: list[str] = []\n\
         MODULE_CONTEXT_PROCESSORS: list[str] = []\nMODULE_SCHEDULES: dict[str, str] = {}\n"
    );
    assert_eq!(
        text(&wanted, "urls.py"),
        "from django.urls import URLPattern, URLResolver\n\nurlpatterns: list[URLPattern | URLResolver] = []\n"
    );
    assert_eq!(text(&wanted, "nav.html"), "nav\n");
}

#[test]
fn settings_of_the_test_suite_are_apart() {
    let notes = format!("{NOTES}\nsetting \"NOTES_ON\" \"False\" settings=\"test\"");
    let library = library_with(&notes, EXTRA);
    let wanted = library.render(&with_modules(true)).unwrap();
    assert_eq!(text(&wanted, "test.py"), "start\n\n# notes\nNOTES_ON = False\n");
    assert!(text(&wanted, "modules.py").contains("NOTES_ON = True"));
    assert_eq!(text(&library.render(&project()).unwrap(), "test.py"), "start\n");
}

#[test]
fn a_setting_that_would_change_nothing_is_refused() {
    let library = library_with(&NOTES.replace("\"NOTES_ON\"", "\"SITE\""), EXTRA);
    let mut project = with_modules(true);
    project.variables.clear();
    assert_eq!(
        told(&library.render(&project).unwrap_err()),
        [
            "blueprint::setting-of-project: `notes` sets `SITE`, which `config/settings/base.py` sets after it (use \
             another setting, or take `SITE` out of the project's file)",
            "blueprint::unread-variable: `NOTES_KEY` of `notes` reads `NOTES_KEY`, which this project does not have \
             (give the setting and the variable the same `when` in `module.kdl` of `notes`)",
        ]
    );
}

#[test]
fn what_two_modules_claim_is_found() {
    let extra = EXTRA
        .replace("\"BACKENDS\" \"['extra.Backend']\"", "\"BACKENDS\" \"{'a'}\"")
        .replace("prefix=\"extra/\"", "prefix=\"my-notes/\"");
    let extra =
        format!("{extra}\nlabel \"notes\"\nvariable \"NOTES_KEY\" help=\"x\"\nsetting \"NOTES_ON\" \"1\"");
    let library = library_with(NOTES, &extra);
    let found: Vec<String> = library
        .clashes(&with_modules(true))
        .unwrap()
        .iter()
        .map(|clash| format!("{} {} {}", clash.modules.join(" "), clash.verb, clash.what))
        .collect();
    assert_eq!(
        found,
        [
            "notes accounts-extra have the label `notes`",
            "notes accounts-extra put URLs below `my-notes/`",
            "notes accounts-extra declare the variable `NOTES_KEY`",
            "notes accounts-extra set `NOTES_ON`",
            "notes accounts-extra set `BACKENDS`",
        ]
    );
}
