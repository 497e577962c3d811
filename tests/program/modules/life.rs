//! What a module adds, and that nothing of it is left.

use std::collections::BTreeSet;

use pretty_assertions::assert_eq;

use super::world::World;
use crate::support::{Tree, gate::Gate};

#[test]
fn every_module_leaves_no_trace_when_it_goes() {
    for frontend in ["htmx", "react"] {
        let gate = Gate::of(frontend, 25, "traces of modules that went");
        let world = World::new();
        world.run(&["set", "project.frontend", frontend]).success();
        world.apply().success();
        let bare = world.tree();
        let modules = world.available();
        assert!(modules.iter().any(|module| module == "notes"), "{modules:?}");
        gate.finds_nothing(
            &modules.iter().flat_map(|module| traces(&world, module, &bare)).collect::<Vec<_>>(),
        );
    }
}

/// What is other than before once a module came and went, with what it requires.
fn traces(world: &World, module: &str, bare: &Tree) -> Vec<String> {
    world.run(&["add", module, "--with-required"]).success();
    world.apply().success();
    assert!(world.project.exists(&format!("modules/{module}/apps.py")), "{module} brought nothing");
    world.is_settled();
    let status = world.run(&["status", "--json"]).success().json();
    let added = status["project"]["modules"].as_object().unwrap().keys().map(String::as_str);
    world.run(&["remove"].into_iter().chain(added).collect::<Vec<_>>()).success();
    world.apply().success();
    world.is_settled();
    let left = world.tree();
    let paths: BTreeSet<_> = bare.keys().chain(left.keys()).collect();
    let changed = paths.into_iter().filter(|path| bare.get(*path) != left.get(*path));
    changed.map(|path| format!("{module}: {path}")).collect()
}

#[test]
fn files_of_the_user_stay_as_they_are_when_a_module_comes_and_goes() {
    let world = World::applied();
    world.project.edit("config/settings/base.py", "TIME_ZONE = \"UTC\"", "TIME_ZONE = \"Europe/Vienna\"");
    world.project.edit(
        "pyproject.toml",
        "    \"structlog>=26.1\",",
        "    \"stripe>=15\", # ours\n    \"structlog>=26.1\",",
    );
    world.project.write("acme/pricing.py", "PRICE = 1\n");
    let before = world.tree();
    world.add_notes(&[]);
    world.apply().success();
    let managed = [
        "config/modules.py",
        "config/modules_urls.py",
        "config/env.py",
        "config/settings/modules_test.py",
        ".env.example",
        "pyproject.toml",
        "quickscale.kdl",
        "templates/_modules/account_menu.html",
        "templates/_modules/head.html",
        "templates/_modules/nav.html",
    ];
    for (path, file) in world.tree() {
        if path.starts_with("modules/") || managed.contains(&path.as_str()) {
            continue;
        }
        assert_eq!(before.get(&path), Some(&file), "{path}");
    }
    let pyproject = world.project.read("pyproject.toml");
    assert!(
        pyproject.contains("\"stripe>=15\", # ours") && pyproject.contains("\"nh3>=0.3\""),
        "{pyproject}"
    );
    world.run(&["remove", "notes", "auth"]).success();
    world.apply().success();
    assert_eq!(world.tree(), before);
}

#[test]
fn a_module_is_wired_into_managed_files() {
    let world = World::with_notes();
    let settings = world.project.read("config/modules.py");
    for piece in [
        "from config.env import env\n\nMODULE_APPS: list[str] = [\n    \"modules.auth\",\n",
        "    \"modules.notes\",\n    \"django.contrib.humanize\",\n]\n",
        "[\n    \"modules.notes.middleware.NotesLimitMiddleware\",\n]\n",
        "    \"modules.notes.middleware.NotesHeaderMiddleware\",\n]\n",
        "MODULE_MIDDLEWARE_LAST: list[str] = [\"django_htmx.middleware.HtmxMiddleware\"]\n",
        "    \"modules.notes.context_processors.notes\",\n    \"modules.notes.context_processors.archive\",\n]\n",
        "MODULE_SCHEDULES: dict[str, str] = {\"modules.notes.tasks.purge\": \"15 3 * * *\"}\n",
    ] {
        assert!(settings.contains(piece), "no {piece:?} in {settings}");
    }
    assert!(
        settings.ends_with(
            r#"
# notes
NOTES_PAGE_SIZE = 20
NOTES_LABELS: list[str] = ["inbox"]
NOTES_ORDERING = "created"
NOTES_SEARCH = "contains"
NOTES_KEEP_SECONDS = 365 * 24 * 60 * 60
NOTES_REPORTS_TO = env.NOTES_REPORTS_TO
NOTES_WEBHOOK_URL = env.NOTES_WEBHOOK_URL
NOTES_LINK_SCHEMES = env.NOTES_LINK_SCHEMES
NOTES_READ_ONLY = env.NOTES_READ_ONLY
NOTES_SOURCES: list[str] = ["web"]
"#
        ),
        "{settings}"
    );
    let of_tests = world.project.read("config/settings/modules_test.py");
    assert!(of_tests.ends_with("\n# notes\nNOTES_PAGE_SIZE = 2\n"), "{of_tests}");
    let urls = world.project.read("config/modules_urls.py");
    for piece in [
        "    path(\"notes/\", include(\"modules.notes.urls\")),\n",
        "\"notes-search/\", include(\"modules.notes.search_urls\", namespace=\"notes_search\")\n",
    ] {
        assert!(urls.contains(piece), "no {piece:?} in {urls}");
    }
    for slot in ["account_menu", "head", "nav"] {
        let slots = world.project.read(&format!("templates/_modules/{slot}.html"));
        assert!(slots.ends_with(&format!("{{% include \"notes/slots/{slot}.html\" %}}\n")), "{slots}");
    }
    let env = world.project.read("config/env.py");
    assert!(env.contains("self.NOTES_WEBHOOK_URL = read.optional("), "{env}");
    let example = world.project.read(".env.example");
    assert!(
        example.contains("# Optional, secret, url: Where new notes are announced\nNOTES_WEBHOOK_URL=\n"),
        "{example}"
    );
    let pyproject = world.project.read("pyproject.toml");
    for line in [
        "    \"nh3>=0.3\",\n",
        "    \"time-machine>=2.16\",\n",
        "prod = [\"gunicorn>=27.0\", \"tzdata>=2026.1\"]\n",
        "testpaths = [\"tests\", \"modules\"]\n",
        "[[tool.mypy.overrides]]\nmodule = [\"allauth.*\", \"time_machine.*\"]\nfollow_untyped_imports = true\n",
    ] {
        assert!(pyproject.contains(line), "no {line:?} in {pyproject}");
    }
    assert!(!world.project.exists("modules/__init__.py"));
}

#[test]
fn what_a_module_requires_is_proposed_and_never_added_in_silence() {
    let world = World::new();
    let before = world.project.read("quickscale.kdl");
    world.run(&["add", "teams"]).exits(1).says("edit::needs-required").says("quickscale add auth teams");
    assert_eq!(world.project.read("quickscale.kdl"), before);
    world.run(&["add", "teams", "--with-required"]).success().says("adding `auth` too");
    assert!(world.project.read("quickscale.kdl").contains("modules {\n    auth\n    teams\n}"));
}
