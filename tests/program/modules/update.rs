//! From one version of a module to the next, with edits of the user's in between.

use std::{fs, path::Path, process::Command};

use pretty_assertions::assert_eq;

use super::world::World;
use crate::support::gate::Gate;

/// What the first version of the module's model did not have.
const LABEL: &str = "    label = models.CharField(
        _(\"label\"), max_length=50, default=\"inbox\", db_default=\"inbox\"
    )
";

/// A project without modules, whose blueprints have version 0.1.0 of the module.
pub(crate) fn with_first_version() -> World {
    let world = World::new();
    let first = |path: &str, old: &str, new: &str| world.rewrite(path, old, new);
    let app = |file: &str| format!("files/modules/notes/{file}");
    first("module.kdl", "\"notes\" version=\"0.2.0\"", "\"notes\" version=\"0.1.0\"");
    first("module.kdl", "moved \"modules/notes/util.py\" \"modules/notes/services.py\"\n", "");
    first(
        "module.kdl",
        "    moved \"modules/notes/tests/test_filter.py\" \"modules/notes/tests/test_search.py\"\n",
        "",
    );
    first("module.kdl", "page-size type", "per-page type");
    let kdl = world.blueprints().read(&world.blueprint("module.kdl"));
    let kdl = kdl.replace("options.page_size", "options.per_page");
    let kdl = kdl.split("\nrelease").next().unwrap().to_owned() + "\n";
    world.blueprints().write(&world.blueprint("module.kdl"), kdl);
    first(&app("models.py"), LABEL, "");
    first(&app("middleware.py"), "\"no-store\"", "\"no-cache\"");
    first(&app("migrations/max_migration.txt"), "0002_note_label", "0001_initial");
    world.blueprints().remove(&world.blueprint(&app("migrations/0002_note_label.py")));
    let rename = |path: &str, name: &str| {
        let now = world.blueprints().join(&world.blueprint(path));
        fs::rename(&now, now.with_file_name(name)).unwrap();
    };
    rename(&app("services.py"), "util.py");
    rename("htmx/modules/notes/tests/test_search.py", "test_filter.py");
    first(&app("views.py"), ".services", ".util");
    world
}

/// A project that was made with version 0.1.0 of the module.
pub(super) fn at_first_version() -> World {
    let world = with_first_version();
    world.add_notes(&["-o", "per-page=30"]);
    world.apply().success();
    world
}

/// Puts the blueprint of the present version in the place of the first one.
pub(crate) fn release(world: &World) {
    let now = World::new();
    let (old, new) = (world.blueprints().join("modules/notes"), now.blueprints().join("modules/notes"));
    fs::remove_dir_all(&old).unwrap();
    let status = Command::new("cp").arg("-a").arg(new).arg(old).status().unwrap();
    assert!(status.success());
}

/// A repository whose history was squashed into one commit, which was then rebased.
fn rewrite_history(directory: &Path) {
    let git = |args: &[&str]| {
        let mut git = Command::new("git");
        git.current_dir(directory).args(["-c", "user.name=Ada", "-c", "user.email=ada@example.com"]);
        assert!(git.args(args).output().unwrap().status.success(), "git {args:?}");
    };
    git(&["init", "--quiet", "--initial-branch=main"]);
    for message in ["one", "two"] {
        git(&["add", "--all"]);
        git(&["commit", "--quiet", "--allow-empty", "-m", message]);
    }
    git(&["reset", "--quiet", "--soft", "HEAD~1"]);
    git(&["commit", "--quiet", "--amend", "-m", "all of it"]);
    git(&["commit", "--quiet", "--allow-empty", "-m", "more"]);
    git(&["rebase", "--quiet", "--root", "--force-rebase"]);
    fs::remove_dir_all(directory.join(".git")).unwrap();
}

#[test]
fn twelve_edits_survive_an_update() {
    let (kept, conflicts) = (
        Gate::of("modules", 24, "edits that an update loses"),
        Gate::of("modules", 24, "conflicts of 12 edits"),
    );
    let world = at_first_version();
    let project = &world.project;
    let edit = |path: &str, old: &str, new: &str| project.edit(path, old, new);
    let notes = |file: &str| format!("modules/notes/{file}");
    // 1 to 6: in files of the module.
    edit(&notes("models.py"), "        return self.title\n", "        return self.title.upper()\n");
    edit(&notes("views.py"), "@require_http", "# Ours: no other methods.\n@require_http");
    edit(&notes("util.py"), "from .models import Note\n", "from .models import Note\n\nLIMIT = 3\n");
    edit(&notes("urls.py"), "app_name = \"notes\"\n", "app_name = \"notes\"  # ours\n");
    edit(&notes("templates/notes/list.html"), "\"Keep\"", "\"Keep it\"");
    project.remove(&notes("README.md"));
    // 7 to 11: in files of the project.
    edit(
        "pyproject.toml",
        "    \"structlog>=26.1\",",
        "    \"stripe>=15\", # ours\n    \"structlog>=26.1\",",
    );
    project.write(".env.example", project.read(".env.example") + "\n# Ours.\nOURS=1\n");
    edit("config/settings/base.py", "TIME_ZONE = \"UTC\"", "TIME_ZONE = \"Europe/Vienna\"");
    edit("templates/base.html", "<main id=\"main\"", "<main id=\"main\" class=\"ours\"");
    project.write("acme/ours.py", "from modules.notes import util\n");
    // 12: a line that the new version changes as well.
    edit(&notes("middleware.py"), "\"no-cache\"", "\"ours\"");
    // No merge depends on what git remembers.
    rewrite_history(project.path());

    release(&world);
    world
        .plan()
        .exits(1)
        .says("resolve::unknown-option")
        .says("write `page-size`, as it is called now, or run `quickscale migrate`");
    world.run(&["migrate", "--yes"]).success().prints("page-size 30");
    world
        .run(&["status", "--offline"])
        .success()
        .prints("behind    notes 0.1.0: there is 0.2.0; `quickscale update notes --preview` shows it");

    let before = world.tree();
    world
        .plan()
        .exits(3)
        .prints("`notes` 0.1.0 → 0.2.0")
        .prints("notes 0.2.0  A note has a label now; notes without one are in the inbox")
        .prints("notes 0.2.0  migration 0002 adds a column with a default")
        .prints("`modules.notes.util` is `modules.notes.services` now: replaced in acme/ours.py")
        .prints("modules/notes/middleware.py:");
    let plan = world.run(&["plan", "--offline", "--json"]).json();
    let steps = plan["steps"].as_array().unwrap().iter();
    conflicts.at_most(steps.filter(|step| step["action"] == "conflict").count() as f64, 1.0, "");
    world.apply().exits(3);
    assert_eq!(world.tree(), before, "a refused update wrote something");

    world.apply_with(&["--conflicts", "markers"]).exits(3).says("modules/notes/middleware.py");
    world.run(&["apply", "--abort"]).success();
    assert_eq!(world.tree(), before, "an update that was taken back left something");

    world.apply_with(&["--conflicts", "modules/notes/middleware.py=ours"]).success();
    let edited = [
        (&*notes("models.py"), "return self.title.upper()"),
        (&notes("views.py"), "# Ours: no other methods."),
        (&notes("services.py"), "LIMIT = 3"),
        (&notes("urls.py"), "# ours"),
        (&notes("templates/notes/list.html"), "\"Keep it\""),
        ("pyproject.toml", "\"stripe>=15\", # ours"),
        (".env.example", "# Ours.\nOURS=1"),
        ("config/settings/base.py", "Europe/Vienna"),
        ("templates/base.html", "class=\"ours\""),
        ("acme/ours.py", "from modules.notes import services as util\n"),
        (&notes("middleware.py"), "\"ours\""),
    ];
    let lacks = |(path, text): &(&str, &str)| !project.read(path).contains(text);
    let mut lost: Vec<_> = edited.into_iter().filter(lacks).map(|(path, _)| path.to_owned()).collect();
    lost.extend(project.exists(&notes("README.md")).then(|| notes("README.md")));
    kept.finds_nothing(&lost);

    let new = [
        (&*notes("models.py"), "label = models.CharField"),
        (&notes("views.py"), "from .services import"),
        (&notes("migrations/0002_note_label.py"), "AddField"),
        ("config/modules.py", "NOTES_PAGE_SIZE = 30"),
    ];
    assert!(!new.iter().any(lacks) && !project.exists(&notes("util.py")));
    world.is_settled();
    world.run(&["status", "--offline"]).success().never_says("behind");
}

/// Behind, with a manifest that knows the names of the new version.
fn behind() -> World {
    let world = at_first_version();
    release(&world);
    world.run(&["migrate", "--yes"]).success();
    world
}

#[test]
fn what_an_update_would_destroy_is_agreed_to_on_its_own_command() {
    let world = behind();
    let wiring = world.project.read("config/modules.py");
    world.project.write("config/modules.py", wiring + "OURS = 1\n");
    world
        .run(&["update", "--all", "--yes", "--offline"])
        .exits(4)
        .says("command::needs-allow-destroy")
        .says("run `quickscale update --all --offline --allow-destroy` when that is");
    world.run(&["update", "--all", "--yes", "--offline", "--allow-destroy"]).success();
}

#[test]
fn an_update_is_shown_before_and_ticked_off_after() {
    let world = behind();
    world.project.write("acme/ours.py", "from modules.notes import util\n");
    let before = world.tree();
    world
        .run(&["update", "notes", "--preview", "--offline"])
        .success()
        .prints("notes 0.2.0  A note has a label now; notes without one are in the inbox")
        .prints("replaced in acme/ours.py");
    let shown = world.run(&["update", "--preview", "--json", "--offline"]).success().json();
    assert!(
        shown["modules"]["steps"].as_array().unwrap().iter().any(|step| step["target"] == "acme/ours.py")
    );
    world
        .run(&["update", "notes"])
        .exits(1)
        .says("command::needs-yes")
        .says("`quickscale update notes --yes`");
    assert_eq!(world.tree(), before);

    world
        .run(&["update", "notes", "--yes", "--offline"])
        .success()
        .says("notes 0.2.0\n  [ ] A note has a label now; notes without one are in the inbox\n")
        .says("  [ ] migration 0002 adds a column with a default")
        .says("  [x] `modules.notes.util` is `modules.notes.services` now: replaced in acme/ours.py\n");
    world.is_settled();
    world.run(&["update", "notes"]).success().prints("notes is up to date, at 0.2.0.");
    world.run(&["update", "--all"]).success().prints("Every module is up to date.");

    world.run(&["undo", "--yes"]).success();
    assert_eq!(world.tree(), before, "an update that was taken back left something");
}

#[test]
fn names_that_changed_are_replaced_in_code_of_the_user_alone() {
    let world = behind();
    let project = &world.project;
    let notes = |file: &str| format!("modules/notes/{file}");
    project.write("acme/ours.py", "# modules.notes.util\nimport modules.notes.util as u\n");
    project.write("scripts/deep/er.py", "patch(\"modules.notes.util.clean\")\n");
    project.write("acme/broken.py", "from modules.notes import \\\n    util\n");
    project.write("acme/pages/kept.py", "import modules.notes.util\n");
    project.write("acme/other.txt", "modules.notes.util\n");
    project.write(".hidden/x.py", "import modules.notes.util\n");
    project.write("acme/latin.py", b"# caf\xe9\nimport modules.notes.util\n");
    // One that is merged, one that stays as edited, one that quickscale alone writes.
    project.edit(&notes("views.py"), "@require_http", "# modules.notes.util\n@require_http");
    project.edit("config/urls.py", "\nurlpatterns", "\n# modules.notes.util\nurlpatterns");
    project.edit("quickscale.kdl", "project \"acme\"", "project \"acme\"\nprotect \"acme/pages\"");
    let managed = project.read("config/modules.py");

    world
        .run(&["update", "notes", "--yes", "--offline"])
        .success()
        .says("[x] `modules.notes.util` is `modules.notes.services` now: replaced in 4 files")
        .says("replace it yourself in acme/broken.py:1, acme/pages/kept.py");
    assert_eq!(
        project.read("acme/ours.py"),
        "# modules.notes.services\nimport modules.notes.services as u\n"
    );
    assert_eq!(project.read("scripts/deep/er.py"), "patch(\"modules.notes.services.clean\")\n");
    assert_eq!(project.read("acme/pages/kept.py"), "import modules.notes.util\n");
    assert_eq!(project.read("acme/other.txt"), "modules.notes.util\n");
    assert_eq!(project.read(".hidden/x.py"), "import modules.notes.util\n");
    assert!(project.read(&notes("views.py")).contains("# modules.notes.services\n@require_http"));
    assert!(project.read("config/urls.py").contains("# modules.notes.services\nurlpatterns"));
    assert_eq!(project.read("config/modules.py"), managed);
    world.is_settled();
    // The edit is still known as one, against the render it was made in.
    let status = world.run(&["status", "--offline"]).success();
    status.prints("edited    shared   config/urls.py");
}

#[test]
fn modules_that_are_behind_come_together_or_not_at_all() {
    let world = behind();
    world.rewrite("module.kdl", "core \">=1.0.0, <2.0.0\"", "core \"*\"");
    world.blueprints().edit("project/layer.kdl", "version=\"1.0.0\"", "version=\"1.1.0\"");
    for module in ["auth", "admin", "api", "billing", "notifications", "teams"] {
        world.blueprints().edit(
            &format!("modules/{module}/module.kdl"),
            "core \">=1.0.0, <2.0.0\"",
            "core \"*\"",
        );
    }
    let before = world.tree();
    world
        .run(&["update", "notes", "--yes"])
        .exits(1)
        .says("command::come-together")
        .says("`core` is behind as well, and wired in the same files")
        .says("quickscale update core notes");
    assert_eq!(world.tree(), before);
    world.run(&["status", "--offline"]).success().prints("behind    core 1.0.0: there is 1.1.0");
    world.run(&["update", "core", "notes", "--yes", "--offline"]).success();
    world.is_settled();
}

#[test]
fn an_older_quickscale_takes_nothing_back() {
    let world = World::with_notes();
    let before = world.tree();
    world.rewrite("module.kdl", "\"notes\" version=\"0.2.0\"", "\"notes\" version=\"0.1.9\"");
    world
        .plan()
        .exits(1)
        .says("plan::older-blueprint")
        .says("`notes` was applied at 0.2.0, and this quickscale brings 0.1.9");
    world.apply().exits(1);
    assert_eq!(world.tree(), before);
}

#[test]
fn what_only_leaves_out_is_not_written_down_as_done() {
    let world = behind();
    world.project.write("acme/ours.py", "from modules.notes import util\n");
    world.apply_with(&["--only", "modules/notes/views.py"]).success();
    world.run(&["status", "--offline"]).success().prints("behind    notes 0.1.0");
    world.run(&["update", "notes", "--yes", "--offline"]).success().says("replaced in acme/ours.py");
    world.is_settled();
}

#[test]
fn a_conflict_of_an_update_is_sorted_out_or_taken_back() {
    let world = behind();
    let middleware = "modules/notes/middleware.py";
    world.project.edit(middleware, "\"no-cache\"", "\"ours\"");
    let before = world.tree();
    world.run(&["update", "notes", "--yes", "--offline"]).exits(3).says("modules/notes/middleware.py");
    assert_eq!(world.tree(), before);
    world.run(&["update", "notes", "--yes", "--offline", "--conflicts", "markers"]).exits(3);
    world.run(&["update", "--abort"]).success();
    assert_eq!(world.tree(), before);

    world.run(&["update", "notes", "--yes", "--offline", "--conflicts", "markers"]).exits(3);
    world.run(&["update", "--continue"]).exits(3).says("apply::unresolved");
    let middleware_text = world.project.read(middleware);
    let sorted: Vec<&str> =
        middleware_text.lines().filter(|line| !line.starts_with(['<', '|', '=', '>'])).collect();
    world.project.write(middleware, sorted.join("\n") + "\n");
    world
        .run(&["update", "--continue", "--yes", "--offline"])
        .success()
        .says("Every conflict is sorted out.");
    world.is_settled();
}

#[test]
fn a_released_migration_is_never_rewritten() {
    let world = at_first_version();
    let first = world.project.read("modules/notes/migrations/0001_initial.py");
    world.run(&["set", "modules.notes.per-page", "20"]).success();
    release(&world);
    world.run(&["migrate", "--yes"]).success();
    world.apply().success();
    assert_eq!(world.project.read("modules/notes/migrations/0001_initial.py"), first);
    assert_eq!(world.project.read("modules/notes/migrations/max_migration.txt"), "0002_note_label\n");
}
