//! A plan that nothing interrupts: what it leaves, and what it refuses.

use pretty_assertions::assert_eq;

use super::*;

#[test]
fn a_plan_is_carried_out_whole() {
    let project = sample();
    assert_eq!(project.apply(CHANGES).unwrap(), Outcome { number: Some(1), kept: Vec::new() });

    let tree = project.tree();
    assert_eq!(tree["new/deep/a.py"], "644 a\n");
    assert_eq!(tree["edit.py"], "644 after\n");
    assert_eq!(tree["run.sh"], "755 #!echo\n");
    assert_eq!(tree["mine.py"], "644 mine\n");
    assert!(!tree.keys().any(|name| name.starts_with("old")), "{tree:?}");
    assert_eq!(tree["module/deep/part.py"], "644 a directory\n");
    assert_eq!(project.state().locks["core"].entries.len(), 4);
    let base = crate::state::base_path(Digest::of(b"after\n"));
    assert_eq!(project.read(base.as_str()), "after\n");
    assert_eq!(project.read(".quickscale/run/.gitignore"), "*\n");
}

#[test]
fn every_moved_path_is_named_and_nothing_is_written() {
    let project = sample();
    let (plan, next) = project.plan(CHANGES);
    project.write("new/deep/a.py", "somebody's\n");
    project.write("edit.py", "edited\n");
    project.write("run.sh", "#!echo\n");
    project.delete("old/deep/gone.py");
    let before = project.tree();
    let error = project.run(&plan, &next).unwrap_err();
    let report = error.into_report();
    let messages: Vec<&str> = report.issues().iter().map(|issue| issue.message.as_str()).collect();
    assert_eq!(
        messages,
        [
            "`edit.py` was edited since the plan was made",
            "`new/deep/a.py` appeared since the plan was made",
            "`old/deep/gone.py` was deleted since the plan was made",
            "`run.sh` was edited since the plan was made",
        ]
    );
    assert_eq!(project.tree(), before);
}

#[test]
fn a_plan_of_another_manifest_or_state_is_stale() {
    let project = sample();
    let (plan, next) = project.plan(CHANGES);
    project.write("quickscale.kdl", "quickscale schema=1\nproject \"other\"\n");
    assert_eq!(codes(project.run(&plan, &next).unwrap_err()), ["apply::stale"]);
    project.write("quickscale.kdl", MANIFEST);
    project.write(".quickscale/lock/teams.lock", "format 1\nmodule teams\nsource builtin\n");
    assert_eq!(codes(project.run(&plan, &next).unwrap_err()), ["apply::stale"]);
}

#[test]
fn a_replaced_edit_is_kept_aside() {
    let project = Project::with(&[("config/modules.py", "#!mine\n")]);
    let (mut plan, next) = project.plan(&[("config/modules.py", Some("#!mine\n"), Some("theirs\n"))]);
    plan.steps[0].risk = Some(Risk::OverwritesEdit);
    let outcome = project.run(&plan, &next).unwrap();
    let kept = ".quickscale/run/kept/1/config/modules.py";
    assert_eq!(outcome.kept, [Kept { path: path("config/modules.py"), kept: path(kept) }]);
    assert_eq!(project.read(kept), "#!mine\n");
    assert_eq!(project.read("config/modules.py"), "theirs\n");
}

#[test]
fn conflicts_and_protected_paths_are_refused() {
    let project = sample();
    let (mut plan, next) = project.plan(CHANGES);
    plan.steps[0].action = Action::Conflict;
    assert_eq!(codes(project.run(&plan, &next).unwrap_err()), ["apply::undecided"]);
    plan.steps[1].protected = Some(path("edit.py"));
    assert_eq!(codes(project.run(&plan, &next).unwrap_err()), ["apply::protected"]);
}

#[test]
fn a_second_command_is_told_who_holds_the_lock() {
    let project = sample();
    let root = project.root();
    let _held = Session::begin(&root, "apply --yes").unwrap();
    let Err(Error::Locked { holder }) = Session::begin(&root, "apply") else { panic!("the lock is held") };
    assert_eq!(holder, format!("process {}: apply --yes", std::process::id()));
    assert!(matches!(undo(&root), Err(Error::Locked { .. })));
}

#[test]
fn permissions_of_the_user_survive_a_change() {
    let project = sample();
    fs::set_permissions(project.at("edit.py"), fs::Permissions::from_mode(0o600)).unwrap();
    fs::set_permissions(project.at("run.sh"), fs::Permissions::from_mode(0o640)).unwrap();
    project.apply(CHANGES).unwrap();
    assert_eq!(project.tree()["edit.py"], "600 after\n");
    assert_eq!(project.tree()["run.sh"], "750 #!echo\n");
}

#[test]
fn nothing_is_written_through_a_link() {
    let project = sample();
    let outside = Project::with(&[("deep/a.py", "outside\n")]);
    std::os::unix::fs::symlink(outside.path(), project.at("new")).unwrap();
    let before = outside.tree();
    assert_eq!(codes(project.apply(CHANGES).unwrap_err()), ["apply::stale"]);
    assert_eq!(outside.tree(), before);
}

#[test]
fn applying_the_same_twice_writes_nothing() {
    let project = sample();
    project.apply(CHANGES).unwrap();
    let (plan, next) = project.plan(&[]);
    assert_eq!(project.run(&plan, &next).unwrap(), Outcome::default());
    assert_eq!(history(&project.root()).unwrap().len(), 1);
}
