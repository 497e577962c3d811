//! `quickscale init`: a first manifest.

use crate::support::Project;
use pretty_assertions::assert_eq;

#[test]
fn a_name_makes_a_directory_with_nothing_but_a_manifest() {
    let project = Project::empty();
    project
        .quickscale(["init", "acme-crm"])
        .success()
        .prints("acme-crm/quickscale.kdl")
        .says("quickscale plan");
    assert_eq!(project.tree().into_keys().collect::<Vec<_>>(), ["acme-crm/quickscale.kdl"]);
    let text = project.read("acme-crm/quickscale.kdl");
    assert!(text.contains(r#"project "acme-crm" package="acme_crm""#), "{text}");
    assert!(text.contains(r#"title "Acme CRM""#), "{text}");
    project.quickscale(["-C", "acme-crm", "validate"]).success();
}

#[test]
fn flags_are_taken_and_quoted() {
    let project = Project::empty();
    let title = r#"Ærø "Crm" \ Söhne"#;
    let flags = ["init", "demo", "--yes", "--title", title, "--package", "demo_app", "--database", "sqlite"];
    project.quickscale(flags).success();
    let text = project.read("demo/quickscale.kdl");
    assert!(text.contains(r#"package="demo_app""#), "{text}");
    assert!(text.contains(r#"title "Ærø \"Crm\" \\ Söhne""#), "{text}");
    assert!(text.contains(r#"database "sqlite""#), "{text}");
    project.quickscale(["-C", "demo", "validate"]).success();
}

#[test]
fn without_a_name_the_directory_names_the_project() {
    let project = Project::empty().file("My App/keep.txt", "mine");
    project.quickscale(["-C", "My App", "init"]).success();
    assert!(project.read("My App/quickscale.kdl").contains(r#"project "my-app""#));
    assert_eq!(project.read("My App/keep.txt"), "mine");
}

#[test]
fn an_existing_manifest_is_never_overwritten() {
    let project = Project::with_manifest("// mine\n");
    let refused = project.quickscale(["init"]).exits(1).says("command::manifest-exists");
    refused.says("`quickscale.kdl` exists already");
    assert_eq!(project.read("quickscale.kdl"), "// mine\n");
}

#[test]
fn a_name_that_cannot_be_a_project_is_refused_before_anything_is_written() {
    let project = Project::empty();
    for (name, code) in [("Acme", "manifest::"), ("django", "manifest::"), ("-x", ""), ("a b", "manifest::")]
    {
        let run = project.quickscale(["init", name]);
        assert!(matches!(run.code, Some(1 | 64)), "{name}: {run:?}");
        assert!(run.stderr.contains(code), "{name}: {run:?}");
    }
    assert_eq!(project.tree(), crate::support::Tree::new());
}

#[test]
fn an_unknown_theme_is_refused_with_the_names_that_exist() {
    let project = Project::empty();
    project.quickscale(["init", "demo", "--theme", "startr"]).exits(1).says("starter");
    assert!(!project.exists("demo"));
}
