//! What a module adds, and that nothing of it is left.

use pretty_assertions::assert_eq;

use super::world::World;

#[test]
fn every_module_leaves_no_trace_when_it_goes() {
    let world = World::applied();
    let bare = world.tree();
    let modules = world.available();
    assert!(modules.iter().any(|module| module == "notes"), "{modules:?}");
    for module in &modules {
        world.run(&["add", module, "--with-required"]).success();
        world.apply().success();
        assert!(world.project.exists(&format!("modules/{module}/apps.py")), "{module} brought nothing");
        world.is_settled();
        let added: Vec<String> = world.run(&["status", "--json"]).success().json()["project"]["modules"]
            .as_object()
            .unwrap()
            .keys()
            .cloned()
            .collect();
        let added: Vec<&str> = added.iter().map(String::as_str).collect();
        world.run(&[&["remove"][..], &added].concat()).success();
        world.apply().success();
        let left = world.tree();
        assert_eq!(left.keys().collect::<Vec<_>>(), bare.keys().collect::<Vec<_>>(), "{module}");
        for (path, file) in &bare {
            assert_eq!(left[path], *file, "{module} left a trace in {path}");
        }
        world.is_settled();
    }
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
    world.run(&["add", "notes"]).success();
    world.apply().success();
    let managed = [
        "config/modules.py",
        "config/modules_urls.py",
        "config/env.py",
        "config/settings/modules_test.py",
        ".env.example",
        "pyproject.toml",
        "quickscale.kdl",
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
    world.run(&["remove", "notes"]).success();
    world.apply().success();
    assert_eq!(world.tree(), before);
}

#[test]
fn a_module_is_wired_into_managed_files() {
    let world = World::with_notes();
    assert_eq!(
        world.project.read("config/modules.py"),
        r#""""What installed modules add to the settings: managed by quickscale, imported by base.py."""

from config.env import env

MODULE_APPS: list[str] = ["modules.notes"]
MODULE_MIDDLEWARE_BEFORE_CSRF: list[str] = []
MODULE_MIDDLEWARE_AFTER_AUTH: list[str] = [
    "modules.notes.middleware.NotesHeaderMiddleware",
]
MODULE_MIDDLEWARE_LAST: list[str] = []
MODULE_CONTEXT_PROCESSORS: list[str] = ["modules.notes.context_processors.notes"]
MODULE_SCHEDULES: dict[str, str] = {"modules.notes.tasks.purge": "15 3 * * *"}

# notes
NOTES_PAGE_SIZE = 20
NOTES_LABELS: list[str] = ["inbox"]
NOTES_ORDERING = "created"
NOTES_KEEP_SECONDS = 20 * 24 * 60 * 60
NOTES_WEBHOOK_URL = env.NOTES_WEBHOOK_URL
"#
    );
    assert_eq!(
        world.project.read("config/settings/modules_test.py"),
        "\"\"\"What installed modules set for the test suite: managed by quickscale, imported by test.py.\"\"\"\n\n\
         # notes\nNOTES_PAGE_SIZE = 2\n"
    );
    assert!(
        world
            .project
            .read("config/modules_urls.py")
            .contains("    path(\"notes/\", include(\"modules.notes.urls\")),\n")
    );
    assert!(
        world
            .project
            .read("templates/_modules/nav.html")
            .ends_with("#}\n{% include \"notes/slots/nav.html\" %}\n")
    );
    let env = world.project.read("config/env.py");
    assert!(env.contains("self.NOTES_WEBHOOK_URL = read.optional("), "{env}");
    let example = world.project.read(".env.example");
    assert!(
        example.ends_with("# Optional, secret, url: Where new notes are announced\nNOTES_WEBHOOK_URL=\n"),
        "{example}"
    );
    let pyproject = world.project.read("pyproject.toml");
    for line in [
        "    \"nh3>=0.3\",\n",
        "    \"time-machine>=2.16\",\n",
        "testpaths = [\"tests\", \"modules\"]\n",
        "[[tool.mypy.overrides]]\nmodule = [\"time_machine.*\"]\nfollow_untyped_imports = true\n",
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
