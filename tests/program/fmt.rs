//! `quickscale fmt`: the canonical layout.

use crate::support::Project;
use pretty_assertions::assert_eq;

const MESSY: &str =
    "project   \"acme\" { title \"Acme\"; /* c */ theme \"starter\" } // é\r\n\r\n\r\n/-modules{auth}\r\n";
const TIDY: &str = "project \"acme\" {\r\n    title \"Acme\"\r\n    /* c */ theme \"starter\"\r\n} // é\r\n\r\n/-modules { auth }\r\n";

#[test]
fn a_manifest_is_laid_out_once_and_then_left_alone() {
    let project = Project::with_manifest(MESSY);
    project.quickscale(["fmt"]).success().says("laid out");
    assert_eq!(project.read("quickscale.kdl"), TIDY);
    project.quickscale(["fmt"]).success().says("already");
    project.quickscale(["fmt", "--check"]).success();
    assert_eq!(project.read("quickscale.kdl"), TIDY);
}

#[test]
fn check_writes_nothing_and_says_what_would_change() {
    let project = Project::with_manifest(MESSY);
    project.quickscale(["fmt", "--check"]).exits(2).prints("+    title \"Acme\"").says("quickscale fmt");
    assert_eq!(project.read("quickscale.kdl"), MESSY);
}

#[test]
fn a_manifest_that_means_nothing_is_laid_out_and_one_that_is_not_kdl_is_not() {
    let project = Project::with_manifest("nonsense{a;b}");
    project.quickscale(["fmt"]).success();
    assert_eq!(project.read("quickscale.kdl"), "nonsense {\n    a\n    b\n}\n");
    project.write("quickscale.kdl", "project {");
    project.quickscale(["fmt"]).exits(1).says("kdl::unclosed");
    assert_eq!(project.read("quickscale.kdl"), "project {");
}

#[test]
fn a_secret_that_was_written_down_is_not_shown() {
    let text =
        "project \"a\"\nvariables { KEY secret=#true }\nenvironment \"x\" { set KEY \"hunter2\"; docker }\n";
    let project = Project::with_manifest(text);
    project.quickscale(["fmt", "--check"]).exits(2).never_says("hunter2");
}

#[test]
fn what_init_writes_is_in_the_canonical_layout() {
    let project = Project::empty();
    for database in ["postgres", "sqlite"] {
        project.quickscale(["init", database, "--database", database]).success();
        project.quickscale(["-C", database, "fmt", "--check"]).success();
    }
}
