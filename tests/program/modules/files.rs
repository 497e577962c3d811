//! What a module says is special about its files: whose they are, when they are there, and where they were.

use super::{
    update::{at_first_version, release},
    world::World,
};

const DUMP: &str = "modules/notes/scripts/dump.sh";

#[test]
fn each_file_of_a_module_is_kept_as_it_says() {
    let world = at_first_version();
    let project = &world.project;
    let notes = |file: &str| format!("modules/notes/{file}");
    project.edit(&notes("colours.json"), "\"work\": \"warn\"", "\"work\": \"warn\",\n  \"ours\": \"bad\"");
    project.edit(&notes("templates/notes/_empty.html"), "Nothing is noted yet", "Not a word");
    project.edit(&notes("migrations/0001_initial.py"), "max_length=200", "max_length=201");
    project.edit(&notes("tests/test_filter.py"), "\"Milk\"", "\"Tea\"");
    release(&world);
    world.rewrite("files/modules/notes/colours.json", "\"work\": \"warn\"", "\"work\": \"good\"");
    let empty = "files/modules/notes/templates/notes/_empty.html";
    world.rewrite(empty, "Nothing is noted yet", "There is no note");

    world.run(&["migrate", "--yes"]).success();
    world.apply_with(&["--allow-destroy"]).success();
    // By key, not at all, wholly, and under its new name.
    let colours = project.read(&notes("colours.json"));
    assert!(colours.contains("\"work\": \"good\",\n  \"ours\": \"bad\"\n"), "{colours}");
    assert!(project.read(&notes("templates/notes/_empty.html")).contains("Not a word"));
    assert!(project.read(&notes("migrations/0001_initial.py")).contains("max_length=200"));
    assert!(!project.exists(&notes("tests/test_filter.py")));
    assert!(project.read(&notes("tests/test_search.py")).contains("\"Tea\""));
    world.is_settled();
}

#[test]
fn of_a_module_that_goes_only_what_the_user_wrote_stays() {
    let world = World::with_notes();
    let empty = "modules/notes/templates/notes/_empty.html";
    world.project.edit(empty, "Nothing is noted yet", "Not a word");
    world.run(&["remove", "notes"]).success();
    world.apply().success();
    let left: Vec<_> = world.tree().into_keys().filter(|path| path.starts_with("modules/notes/")).collect();
    assert_eq!(left, [empty]);
}

#[test]
fn a_file_hangs_on_the_database_and_can_be_executed() {
    let world = World::with_notes();
    assert!(!world.project.exists(DUMP), "with SQLite");
    world.run(&["set", "environment.local.database", "postgres"]).success();
    world.apply().success();
    assert_eq!(world.tree()[DUMP].mode & 0o111, 0o111);
    world.is_settled();
}

#[test]
fn a_frontend_gets_pages_of_its_own() {
    let world = World::with_notes();
    let search = || world.project.read("modules/notes/templates/notes/_search.html");
    let of_htmx = ["modules/notes/templates/notes/_fragment.html", "modules/notes/tests/test_search.py"];
    let of_react = "modules/notes/tests/test_navigation.py";
    assert!(search().contains("hx-get") && of_htmx.iter().all(|path| world.project.exists(path)));
    assert!(world.project.read("pyproject.toml").contains("\"django-htmx>="));
    assert!(!world.project.exists(of_react));

    let world = World::new();
    world.run(&["set", "project.frontend", "react"]).success();
    world.add_notes(&[]);
    world.apply().success();
    let search = world.project.read("modules/notes/templates/notes/_search.html");
    assert!(search.contains("method=\"get\"") && !search.contains("hx-"), "{search}");
    assert!(of_htmx.iter().all(|path| !world.project.exists(path)));
    assert!(!world.project.read("pyproject.toml").contains("django-htmx"));
    assert!(world.project.exists(of_react));
}
