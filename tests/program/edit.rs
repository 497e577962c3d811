//! `quickscale set`, `add` and `remove`: edits of the manifest that leave the rest alone.

use crate::support::Project;
use pretty_assertions::assert_eq;

const MANIFEST: &str = "\
// Ours.
project \"acme\" {
  title \"Acme\"   // é
}

modules { auth; teams }

variables {
  API_KEY secret=#true optional=#true
}
";

#[test]
fn a_value_is_set_and_the_change_is_shown() {
    let project = Project::with_manifest(MANIFEST);
    let run = project.quickscale(["set", "project.title", "Ærø \"Crm\""]).success();
    run.prints("--- a/quickscale.kdl")
        .prints("-  title \"Acme\"   // é\n")
        .prints("+  title \"Ærø \\\"Crm\\\"\"   // é\n");
    assert_eq!(project.read("quickscale.kdl"), MANIFEST.replace("\"Acme\"", "\"Ærø \\\"Crm\\\"\""));
    project.quickscale(["set", "project.title", "Ærø \"Crm\""]).success().says("says that already");
}

#[test]
fn a_list_takes_every_word_and_a_number_may_be_negative() {
    let project = Project::with_manifest(MANIFEST);
    project.quickscale(["set", "modules.auth.social", "google", "github"]).success();
    let expected = MANIFEST.replace("auth;", "auth { social \"google\" \"github\" };");
    assert_eq!(project.read("quickscale.kdl"), expected);
    project.quickscale(["set", "modules.auth.session-days", "-1"]).exits(1);
    assert_eq!(project.read("quickscale.kdl"), expected);
}

#[test]
fn what_the_manifest_cannot_have_is_not_written() {
    let project = Project::with_manifest(MANIFEST);
    for (args, code) in [
        (vec!["set", "project.titel", "x"], "edit::unknown-path"),
        (vec!["set", "project.title", "Acme", "CRM"], "edit::wrong-count"),
        (vec!["set", "modules.auth.signup", "nobody"], "signup"),
        (vec!["set", "environment.local.database", "mysql"], "kdl::wrong-value"),
        (vec!["add", "no-such-module"], "no-such-module"),
        (vec!["add", "auth"], "edit::module-present"),
        (vec!["remove", "billing"], "edit::module-absent"),
    ] {
        project.quickscale(args).exits(1).says(code);
        assert_eq!(project.read("quickscale.kdl"), MANIFEST);
    }
    project.quickscale(["set", "project.title"]).exits(64);
}

#[test]
fn a_secret_is_neither_written_nor_repeated() {
    let project = Project::with_manifest(MANIFEST);
    let path = "environment.production.set.API_KEY";
    project
        .quickscale(["set", path, "hunter2"])
        .exits(1)
        .says("manifest::literal-secret")
        .never_says("hunter2");
    assert_eq!(project.read("quickscale.kdl"), MANIFEST);
    project.quickscale(["set", &format!("{path}.from"), "env"]).success();
    let expected = format!("{MANIFEST}\nenvironment \"production\" {{\n  set API_KEY from=\"env\"\n}}\n");
    assert_eq!(project.read("quickscale.kdl"), expected);
}

#[test]
fn a_broken_manifest_can_be_mended_one_edit_at_a_time() {
    let project =
        Project::with_manifest("project \"acme\" {\n    theme \"no-such\"\n    frontend \"neither\"\n}\n");
    project.quickscale(["set", "project.theme", "starter"]).success().says("neither");
    project.quickscale(["set", "project.frontend", "also-not"]).exits(1);
    project.quickscale(["set", "project.frontend", "htmx"]).success();
    project.quickscale(["validate"]).success();
}

#[test]
fn modules_come_and_go_with_the_comments_that_are_about_them() {
    let project = Project::with_manifest("project \"acme\"\n");
    project.quickscale(["add", "auth", "teams"]).success();
    project.quickscale(["add", "billing", "-o", "trial-days=30", "-o", "plans=a", "-o", "plans=b"]).success();
    let expected = "project \"acme\"\n\nmodules {\n    auth\n    teams\n    billing {\n        trial-days 30\n        \
                    plans \"a\" \"b\"\n    }\n}\n";
    assert_eq!(project.read("quickscale.kdl"), expected);
    project.edit("quickscale.kdl", "    billing", "\n    // Money.\n    billing");
    project.quickscale(["remove", "billing", "teams"]).success();
    assert_eq!(project.read("quickscale.kdl"), "project \"acme\"\n\nmodules {\n    auth\n}\n");
}

#[test]
fn a_module_comes_with_those_it_requires_and_not_without_them() {
    let project = Project::with_manifest("project \"acme\"\n");
    project
        .quickscale(["add", "teams"])
        .exits(1)
        .says("edit::needs-required")
        .says("quickscale add auth teams");
    assert_eq!(project.read("quickscale.kdl"), "project \"acme\"\n");
    project
        .quickscale(["add", "teams", "--with-required"])
        .success()
        .says("adding `auth` too: `teams` requires it");
    let both = "project \"acme\"\n\nmodules {\n    auth\n    teams\n}\n";
    assert_eq!(project.read("quickscale.kdl"), both);
    project.quickscale(["remove", "auth"]).exits(1).says("resolve::missing-module");
    project.quickscale(["add", "billing", "admin", "-o", "x=1"]).exits(1).says("edit::whose-option");
    assert_eq!(project.read("quickscale.kdl"), both);
    project.quickscale(["remove", "auth", "teams"]).success();
}

#[test]
fn the_file_keeps_its_permissions_and_is_found_from_below() {
    use std::os::unix::fs::PermissionsExt as _;

    let project = Project::with_manifest(MANIFEST).file("deep/down/x", "");
    let path = project.join("quickscale.kdl");
    for mode in [0o644, 0o600, 0o664] {
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode)).unwrap();
        project.quickscale(["-C", "deep/down", "set", "project.title", &format!("{mode}")]).success();
        assert_eq!(path.metadata().unwrap().permissions().mode() & 0o777, mode);
    }
}
