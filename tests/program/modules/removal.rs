//! What becomes of the data of a module that goes.

use pretty_assertions::assert_eq;

use super::world::World;
use crate::support::{Run, Tree};

#[test]
fn data_is_kept_unless_something_else_is_said() {
    let world = World::with_notes();
    world.run(&["remove", "notes"]).success().says("What they have in the database stays there");
    world.plan().exits(2).prints("removed; its tables stay in the database: notes_note");
    world.apply().success();
    assert!(!world.project.exists("modules/notes"));
    world.is_settled();
}

#[test]
fn dropping_data_is_planned_with_what_comes_first() {
    let world = World::with_notes();
    world.run(&["remove", "notes", "--data", "drop"]).success().prints("removed \"notes\"");
    let manifest = world.project.read("quickscale.kdl");
    assert!(
        manifest.contains("data") && manifest.contains("drop") && !manifest.contains("    notes"),
        "{manifest}"
    );
    let said =
        "first, wherever there is data of it, run `python manage.py migrate notes zero`: it drops notes_note";
    world.plan().exits(2).prints(said);
    let json = world.run(&["plan", "--offline", "--json"]).json();
    assert_eq!(json["consequences"][0]["target"], "modules.notes");
    world.apply().exits(4).says("command::needs-consent");
    assert!(world.project.exists("modules/notes/models.py"));
    world.apply_with(&["--accept-consequences"]).success();
    assert!(!world.project.exists("modules/notes"));
    world.is_settled();
    world.add_notes(&[]);
    assert!(!world.project.read("quickscale.kdl").contains("removed"), "both there and removed");
    world.apply().success();
}

#[test]
fn exporting_data_says_how() {
    let world = World::with_notes();
    world.run(&["remove", "notes", "--data", "export"]).success();
    world.plan().exits(2).prints("python manage.py dumpdata notes --output notes.json");
    world.apply().exits(4).says("command::needs-consent");
}

#[test]
fn an_edit_in_a_module_that_goes_is_asked_about() {
    let world = World::with_notes();
    world.project.edit("modules/notes/services.py", "from . import tasks", "from . import tasks  # ours");
    world.run(&["remove", "notes"]).success();
    world.plan().exits(3).prints("modules/notes/services.py");
    world.apply().exits(3);
    world.apply_with(&["--conflicts", "theirs", "--allow-destroy"]).success().says("is kept in");
    assert!(!world.project.exists("modules/notes/services.py"));
}

/// What `uv` was asked for, and whether the code of the module was still there.
const UV: &str = r#"#!/bin/sh
[ "$1" = lock ] && { echo "version = 1" > uv.lock; exit; }
[ -e modules/notes/models.py ] && echo "$*" >> .quickscale/run/asked
for file; do :; done
[ "$4" = dumpdata ] && echo "[]" > "$file"
exit 0
"#;

const BROKEN_UV: &str = "#!/bin/sh\necho 'no such database' >&2\nexit 1\n";

fn committed(world: &World) -> Tree {
    let mut tree = world.tree();
    tree.remove("uv.lock");
    tree
}

#[test]
fn dropping_data_is_a_step_of_its_own_before_the_code_goes() {
    let world = World::with_notes();
    world.run(&["remove", "notes", "--data", "drop"]).success();
    let before = world.tree();
    let apply = |uv: &str, flags: &[&str]| {
        Run::of(world.command_with_uv(uv).args([&["apply", "--yes"][..], flags].concat()))
    };
    Run::of(world.command_with_uv(UV).arg("plan"))
        .success()
        .prints("Drops data; there is no copy\n  $ notes ")
        .prints("drops notes_note")
        .prints("wherever else there is data of it, before this gets there, run `python manage.py migrate notes zero`")
        .prints("deletes its permissions, and its content types unless other rows refer to them")
        .prints("2 dropping data");
    apply(UV, &[]).exits(4).says("command::needs-allow-destroy").says("the plan drops data, of `notes`");
    apply(BROKEN_UV, &["--allow-destroy"]).exits(1).says("data::failed").says("no such database");
    assert_eq!(world.tree(), before, "code went though its data is still there");

    apply(UV, &["--allow-destroy"]).success();
    let asked = world.project.read(".quickscale/run/asked");
    let drops = "run python manage.py migrate notes zero --plan\nrun python manage.py migrate notes zero\nrun python manage.py shell ";
    assert!(asked.starts_with(drops) && asked.contains("app_label__in=['notes']"), "{asked}");
    assert!(!world.project.exists("modules/notes"));
    world.is_settled();
}

#[test]
fn data_that_a_plan_leaves_out_is_left_to_a_person() {
    let world = World::with_notes();
    world.run(&["remove", "notes", "--data", "drop"]).success();
    let files = ["apply", "--yes", "--only", "files"];
    Run::of(world.command_with_uv(UV).args(files))
        .exits(4)
        .says("command::needs-consent")
        .prints("first, wherever there is data of it, run `python manage.py migrate notes zero`");
    assert!(world.project.exists("modules/notes/models.py"));
    assert!(!world.project.exists(".quickscale/run/asked"));
}

#[test]
fn exported_data_lies_where_nobody_commits_it_and_nothing_is_written_over() {
    let world = World::with_notes();
    world.run(&["remove", "notes", "--data", "export"]).success();
    world.project.write(".quickscale/run/exports/notes-0.2.0.json", "of another day");
    Run::of(world.command_with_uv(UV).args(["apply", "--yes"]))
        .success()
        .prints("$ .quickscale/run/exports/notes-0.2.0-2.json  keeps what is in notes_note");
    assert_eq!(world.project.read(".quickscale/run/exports/notes-0.2.0-2.json"), "[]\n");
    assert_eq!(world.project.read(".quickscale/run/exports/notes-0.2.0.json"), "of another day");
    assert!(!world.project.exists("modules/notes"));
    world.is_settled();
}

#[test]
fn a_module_is_made_anew_in_one_plan_with_its_data_exported_and_dropped() {
    let world = World::with_notes();
    world.run(&["set", "modules.notes.ordering", "title"]).success();
    let before = committed(&world);
    let anew = ["apply", "--yes", "--recreate", "notes=export", "--accept-consequences"];
    Run::of(world.command_with_uv(UV).args(anew))
        .exits(4)
        .says("command::needs-allow-destroy")
        .says("run `quickscale apply --recreate notes=export --allow-destroy` when");
    assert_eq!(committed(&world), before);
    Run::of(world.command_with_uv(UV).args(anew).arg("--allow-destroy"))
        .success()
        .prints("it drops notes_note, and `migrate` makes them again");
    assert_eq!(
        world.project.read(".quickscale/run/asked"),
        "run python manage.py migrate notes zero --plan\n\
         run python manage.py dumpdata notes --output .quickscale/run/exports/notes-0.2.0.json\n\
         run python manage.py migrate notes zero\n"
    );
    assert!(world.project.read("config/modules.py").contains("NOTES_ORDERING = \"title\""));
    world.is_settled();
}

#[test]
fn tables_of_packages_go_with_the_module_that_brought_them() {
    let world = World::with_notes();
    world.run(&["remove", "notes", "auth", "--data", "drop"]).success();
    world
        .plan()
        .exits(2)
        .prints("`python manage.py migrate modules_auth zero`, then")
        .prints("migrate mfa zero`");
}

#[test]
fn a_migration_that_builds_on_one_of_the_module_is_named() {
    let world = World::with_notes();
    let ours = "acme/crm/migrations/0001_initial.py";
    world.project.write(ours, "class Migration:\n    dependencies = [(\"notes\", \"0001_initial\")]\n");
    world.run(&["remove", "notes"]).success();
    world.apply().exits(4).says("command::needs-consent").says(ours).prints(
        "builds on `notes.0001_initial`, which goes: Django loads no migration before you take that out of it",
    );
    assert!(world.project.exists("modules/notes/models.py"));
    world.project.write(ours, "class Migration:\n    dependencies = []\n");
    world.apply().success();
}

#[test]
fn a_file_that_is_the_users_after_the_first_write_stays_and_is_named() {
    let ours = "modules/notes/templates/notes/_empty.html";
    let world = World::with_notes();
    world.project.write(ours, "Nothing yet.\n");
    world.run(&["remove", "notes", "--data", "drop"]).success();
    world
        .run(&["plan", "--offline"])
        .success()
        .prints(&format!("= {ours}  not generated any more; the file is yours and stays"));
    world.apply_with(&["--accept-consequences"]).success();
    assert!(world.project.exists(ours) && !world.project.exists("modules/notes/models.py"));
    world.is_settled();
}
