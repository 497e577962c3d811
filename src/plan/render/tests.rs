//! Pictures of plans.

use pretty_assertions::assert_eq;

use super::*;
use crate::{
    blueprint::Owner::{Managed, Once, Shared},
    plan::world::{Blueprint, World, path},
    workspace::Mode,
};

fn shown(plan: &Plan, detail: Detail) -> String {
    render(plan, View::new(detail, Style::Plain))
}

fn numbered(count: usize) -> String {
    (1..=count).map(|number| format!("line {number}\n")).collect()
}

/// A project of the usual size.
fn large(version: &str) -> Blueprint {
    let mut blueprint = Blueprint::version(version);
    let text = |name: &str| format!("{}of {name}\n", numbered(8));
    for name in ["manage.py", "pyproject.toml", "README.md", "Dockerfile", ".gitignore", ".env.example"] {
        blueprint = blueprint.file(name, Shared, &text(name));
    }
    for (directory, count) in [
        ("acme", 6),
        ("acme/config/settings", 8),
        ("acme/users", 22),
        ("acme/users/migrations", 4),
        (".github/workflows", 3),
        ("templates", 12),
        ("templates/account/email", 17),
        ("static/css", 9),
        ("tests/users", 14),
    ] {
        for number in 0..count {
            let name = format!("{directory}/file{number:02}.py");
            blueprint = blueprint.file(&name, Shared, &text(&name));
        }
    }
    for number in 0..19 {
        let name = format!("modules/teams/file{number:02}.py");
        blueprint = blueprint.file_of("teams", &name, Shared, Mode::Regular, &text(&name));
    }
    blueprint
}

/// A bit of everything.
fn eventful() -> Plan {
    let first = Blueprint::version("1.0.0")
        .file("config/urls.py", Shared, &numbered(12))
        .file("config/modules.py", Managed, "MODULES = []\n")
        .file("config/env.py", Managed, "DEBUG = False\n")
        .file("pyproject.toml", Shared, &numbered(9))
        .file("docs/old.md", Shared, "old\n")
        .file("docs/edited.md", Shared, "old\n")
        .file("docs/gone.md", Shared, "gone\n")
        .file("views.py", Shared, &numbered(9))
        .file("README.md", Once, "read me\n");
    let mut world = World::default();
    world.options.protect.insert(path("config/env.py"));
    world.apply(&first);
    let world = world
        .write("config/urls.py", &numbered(12).replace("line 11\n", "mine\n"))
        .write("config/modules.py", "MODULES = [\"mine\"]\n")
        .write("pyproject.toml", &format!("mine\n{}", numbered(9)))
        .write("views.py", &format!("mine\n{}", numbered(9)))
        .write("docs/edited.md", "edited\n")
        .write("teams/models.py", "foreign\n")
        .delete("docs/gone.md");
    let mut next = Blueprint::version("1.1.0")
        .file("config/urls.py", Shared, &numbered(12).replace("line 11\n", "theirs\n"))
        .file("config/modules.py", Managed, "MODULES = [\"teams\"]\n")
        .file("config/env.py", Managed, "DEBUG = True\n")
        .file("pyproject.toml", Shared, &format!("{}teams\n", numbered(9)))
        .file("docs/gone.md", Shared, "gone\n")
        .file("core/views.py", Shared, &numbered(9).replace("line 8\n", "line eight\n"))
        .moved("views.py", "core/views.py")
        .file("README.md", Once, "read me\n");
    next.0.inputs.entry("core".to_owned()).or_default().insert("title".to_owned(), "Acme".to_owned());
    for name in ["models", "views", "urls", "admin"] {
        let mode = Mode::Regular;
        next = next.file_of("teams", &format!("teams/{name}.py"), Shared, mode, &format!("{name}\n"));
    }
    world.whole_plan(&next)
}

/// Compares with a picture in a file, which is easier to read in a review than an escaped string.
#[track_caller]
fn looks_like(shown: &str, picture: &str) {
    assert_eq!(shown, picture);
}

#[test]
fn an_eventful_plan() {
    let plan = eventful();
    looks_like(&shown(&plan, Detail::Short), include_str!("pictures/short.txt"));
    looks_like(&shown(&plan, Detail::Normal), include_str!("pictures/normal.txt"));
    looks_like(&shown(&plan, Detail::Full), include_str!("pictures/full.txt"));
}

#[test]
fn a_new_project_fits_on_a_screen() {
    let plan = World::default().whole_plan(&large("1.0.0"));
    looks_like(&shown(&plan, Detail::Normal), include_str!("pictures/new_project.txt"));
    assert_eq!(shown(&plan, Detail::Full).matches("--- /dev/null\n").count(), 120);
}

#[test]
fn nothing_to_do_is_one_line() {
    let world = World::after(&large("1.0.0"));
    for detail in [Detail::Short, Detail::Normal, Detail::Full] {
        assert_eq!(
            shown(&world.whole_plan(&large("1.0.0")), detail),
            "Nothing to do. 120 files are as wanted.\n"
        );
    }
    let moved_on = shown(&world.whole_plan(&large("1.0.1")), Detail::Normal);
    assert_eq!(
        moved_on,
        "core 1.0.0 → 1.0.1\n\nPlan: only the lock files change. 120 files are as wanted.\n"
    );
}

#[test]
fn two_hundred_changes_fit_on_a_screen() {
    let many = |version: &str, text: &str| {
        (0..200).fold(Blueprint::version(version), |blueprint, number| {
            let name = format!("app{}/part{}/file{number}.py", number % 7, number % 3);
            blueprint.file(&name, Shared, text)
        })
    };
    let mut world = World::after(&many("1.0.0", "one\n"));
    for plan in [world.whole_plan(&many("2.0.0", "two\n")), world.whole_plan(&Blueprint::version("2.0.0"))] {
        let shown = shown(&plan, Detail::Normal);
        assert!(shown.lines().count() <= 40, "{shown}");
    }
    // What a person must look at is listed all the same.
    for number in 0..6 {
        let name = format!("app{}/part{}/file{number}.py", number % 7, number % 3);
        world = world.write(&name, "mine\n");
    }
    let shown = shown(&world.whole_plan(&many("2.0.0", "two\n")), Detail::Normal);
    assert_eq!(shown.matches("  ! app").count(), 6, "{shown}");
    assert!(shown.lines().count() <= 40, "{shown}");
}

#[test]
fn colours_add_nothing_but_colours() {
    let plan = eventful();
    for detail in [Detail::Short, Detail::Normal, Detail::Full] {
        let coloured = render(&plan, View::new(detail, Style::Ansi));
        assert!(coloured.contains('\u{1b}'));
        let stripped = anstream::adapter::strip_str(&coloured).to_string();
        assert_eq!(stripped, shown(&plan, detail));
    }
}

#[test]
fn words_that_differ_are_highlighted() {
    let shown = render(&eventful(), View::new(Detail::Full, Style::Ansi));
    let highlighted = Style::Ansi.paint(paint::Look::AddedWord, "eight");
    assert!(shown.contains(&highlighted), "{shown}");
}

#[test]
fn nothing_hostile_reaches_the_terminal() {
    let hostile = "\u{1b}]0;owned\u{7}\u{9b}2J\r\u{202e}x\n";
    let blueprint = |text: &str| Blueprint::version("1.0.0").file("a\u{202e}b.py", Shared, text);
    let world = World::after(&blueprint("old\n")).write("a\u{202e}b.py", hostile);
    let plans = [World::default().whole_plan(&blueprint(hostile)), world.whole_plan(&blueprint("new\n"))];
    for plan in plans {
        for detail in [Detail::Short, Detail::Normal, Detail::Full] {
            let shown = shown(&plan, detail);
            let raw = shown.chars().find(|c| (c.is_control() && *c != '\n') || *c == '\u{202e}');
            assert_eq!(raw, None, "{shown:?}");
        }
    }
}

#[test]
fn bytes_that_are_no_text_are_measured() {
    let blueprint = |version: &str, length: usize| {
        let mut blueprint = Blueprint::version(version).file("logo.png", Shared, "");
        blueprint.0.files.values_mut().for_each(|file| file.set_bytes(vec![0; length]));
        blueprint
    };
    let plan = World::after(&blueprint("1.0.0", 10)).whole_plan(&blueprint("2.0.0", 12_000));
    let expected = "core 1.0.0 → 2.0.0\n\n  ~ logo.png  binary, 12 KiB\n\nPlan: 1 to update.\n";
    assert_eq!(shown(&plan, Detail::Normal), expected);
    assert!(shown(&plan, Detail::Full).contains("\nbinary, 12 KiB\n"));
}

#[test]
fn diffs_can_be_had_or_left_out_at_any_level() {
    let plan = eventful();
    let shown = |detail, diffs| render(&plan, View { detail, diffs, style: Style::Plain });
    assert!(!shown(Detail::Normal, Diffs::None).contains("+1 -1"));
    assert!(shown(Detail::Normal, Diffs::Stat).contains("+1 -1"));
    assert!(shown(Detail::Short, Diffs::Full).contains("+++ b/core/views.py\n"));
    assert!(!shown(Detail::Full, Diffs::None).contains("+++ b/"));
}

#[test]
fn a_file_without_a_last_line_feed_is_shown_as_such() {
    let blueprint = |version: &str, text: &str| Blueprint::version(version).file("a.py", Shared, text);
    let plan = World::after(&blueprint("1.0.0", "a\nb")).whole_plan(&blueprint("2.0.0", "a\nb\n"));
    let expected = "@@ -1,2 +1,2 @@\n a\n-b\n\\ No newline at end of file\n+b\n";
    assert!(shown(&plan, Detail::Full).contains(expected), "{}", shown(&plan, Detail::Full));
}
