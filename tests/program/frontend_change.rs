//! Another frontend for a project that a team works on: a plan like any other, there and back.

use crate::support::Project;
use pretty_assertions::assert_eq;

/// Edits of a team, each in a file that both frontends have: a path, what is there, and what they make of it.
const EDITS: [(&str, &str, &str); 5] = [
    ("static/css/tokens.css", "#0b6b4f, #74d6b0", "#123456, #74d6b0"),
    ("config/settings/base.py", "TIME_ZONE = \"UTC\"", "TIME_ZONE = \"Europe/Oslo\""),
    ("pyproject.toml", "    \"whitenoise", "    \"httpx>=0.28\",\n    \"whitenoise"),
    (".gitignore", "__pycache__/\n", "__pycache__/\n/notes/\n"),
    ("README.md", "## Work", "Ask Ada first.\n\n## Work"),
];

/// The same in a template that only one frontend has.
const OWN_TEMPLATE: (&str, &str, &str) =
    ("templates/accounts/login.html", "<form class=\"form\"", "<form class=\"form ours\"");

fn edited(example: &str) -> Project {
    let project = Project::applied(example);
    for (path, from, to) in EDITS.into_iter().chain([OWN_TEMPLATE]) {
        project.edit(path, from, to);
    }
    project.file("acme_extra/models.py", "# the team's own\n")
}

#[track_caller]
fn has_every_edit(project: &Project) {
    for (path, _, edit) in EDITS.into_iter().chain([OWN_TEMPLATE]) {
        assert!(project.read(path).contains(edit), "{path} lost {edit:?}:\n{}", project.read(path));
    }
    assert_eq!(project.read("acme_extra/models.py"), "# the team's own\n");
}

#[track_caller]
fn change_frontend(project: &Project, frontend: &str) {
    project.quickscale(["set", "project.frontend", frontend]).success();
    let decided = format!("{}=ours", OWN_TEMPLATE.0);
    let options = ["--offline", "--conflicts", &decided];
    let plan = project.quickscale(["plan", "--detailed-exitcode"].into_iter().chain(options));
    plan.exits(2).prints("`frontend` changed");
    project.quickscale(["apply", "--yes"].into_iter().chain(options)).success();
    project.quickscale(["plan", "--offline", "--detailed-exitcode"]).exits(0).prints("Nothing to do");
}

#[test]
fn another_frontend_and_the_first_one_again_lose_no_edit() {
    for example in ["starter", "todo"] {
        let project = edited(example);
        let before = project.tree();

        change_frontend(&project, "react");
        has_every_edit(&project);
        for (path, made) in [
            ("frontend/package.json", true),
            ("config/api.py", true),
            ("templates/app.html", true),
            ("static/vendor/htmx.min.js", false),
        ] {
            assert_eq!(project.exists(path), made, "{example}: {path}");
        }

        change_frontend(&project, "htmx");
        has_every_edit(&project);
        let mut after = project.tree();
        let mut before = before;
        for tree in [&mut before, &mut after] {
            tree.retain(|path, _| !path.starts_with(".quickscale/") && path != "quickscale.kdl");
        }
        let paths = |tree: &crate::support::Tree| tree.keys().cloned().collect::<Vec<_>>();
        assert_eq!(paths(&after), paths(&before), "{example}");
        for (path, file) in &before {
            assert_eq!(after[path], *file, "{example}: {path}");
        }
    }
}

#[test]
fn an_edit_that_has_no_place_any_more_is_asked_about_before_anything_is_written() {
    let project = edited("starter");
    project.quickscale(["set", "project.frontend", "react"]).success();
    let before = project.committed();
    let plan = project.quickscale(["plan", "--offline", "--detailed-exitcode"]);
    plan.exits(3).prints("templates/accounts/login.html").prints("dropped by the blueprint, edited here");
    project.quickscale(["apply", "--yes", "--offline"]).exits(3).says("templates/accounts/login.html");
    assert_eq!(project.committed(), before, "something was written");
}
