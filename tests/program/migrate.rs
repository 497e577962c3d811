//! `quickscale migrate`: from older manifests, and from the Python QuickScale.

use crate::support::Project;
use pretty_assertions::assert_eq;

const PYTHON: &str = "version: \"1\"\nproject:\n  slug: acme\n  package: acme\n  theme: showcase_html\nmodules:\n  auth:\n    \
                      email_verification: mandatory\n  storage:\n    secret_access_key: hunter2\ndocker:\n  start: false\n";

const MANIFEST: &str = "quickscale schema=1\n\nproject \"acme\" package=\"acme\" {\n    theme \"starter\"\n    \
                        frontend \"htmx\"\n}\n\nmodules {\n    auth {\n        verification \"mandatory\"\n    }\n}\n";

#[test]
fn a_python_configuration_becomes_a_valid_manifest() {
    let project = Project::empty().file("quickscale.yml", PYTHON);
    let run = project.quickscale(["migrate", "--yes"]).success();
    let run = run
        .prints("--- /dev/null\n+++ b/quickscale.kdl\n")
        .says("modules.storage.secret_access_key: a secret");
    run.says("project.theme").never_says("hunter2");
    assert_eq!(project.read("quickscale.kdl"), MANIFEST);
    assert_eq!(project.read("quickscale.yml"), PYTHON);
    project.quickscale(["validate"]).success();
    project.quickscale(["fmt", "--check"]).success();
    project.quickscale(["migrate", "--check"]).success().says("current schema");
}

#[test]
fn nothing_is_written_without_a_yes() {
    let project = Project::empty().file("quickscale.yml", PYTHON);
    project.quickscale(["migrate", "--check"]).exits(2).prints("+project \"acme\"");
    project.quickscale(["migrate"]).exits(1).says("command::needs-yes");
    assert!(!project.exists("quickscale.kdl"));
}

#[test]
fn mistakes_are_all_shown_at_their_place() {
    let project =
        Project::empty().file("quickscale.yml", "version: 3\nproject:\n  slug: [a]\nproject:\n  slug: b\n");
    project
        .quickscale(["migrate", "--yes"])
        .exits(1)
        .says("migrate::duplicate-key")
        .says("quickscale.yml:4:1");
    project.write("quickscale.yml", "version: 3\nproject:\n  slug: [a]\n");
    let run = project.quickscale(["migrate", "--yes"]).exits(1);
    run.says("migrate::unknown-version").says("migrate::wrong-type");
    assert!(!project.exists("quickscale.kdl"));
}

#[test]
fn what_this_version_cannot_do_is_written_and_pointed_out() {
    let project =
        Project::empty().file("quickscale.yml", "project:\n  slug: acme\n  theme: showcase_react\n");
    let run = project.quickscale(["migrate", "--yes"]).success();
    assert!(project.read("quickscale.kdl").contains("frontend \"react\""));
    let validated = project.quickscale(["validate"]);
    assert_eq!(validated.code == Some(0), !run.stderr.contains("waits for you"));
}

#[test]
fn a_manifest_of_a_later_schema_is_refused() {
    let project = Project::with_manifest("quickscale schema=99\n");
    project.quickscale(["migrate", "--yes"]).exits(1).says("manifest::newer-schema");
    Project::empty().quickscale(["migrate"]).exits(1).says("workspace::no-project");
}
