//! After an apply nothing is left to do, though `uv lock` wrote its file in between.

use pretty_assertions::assert_eq;

use crate::{
    component::{PYTHON, component},
    made::APPLY,
    run::inherited,
    support::{Project, Run},
};

#[track_caller]
pub(crate) fn a_second_apply_touches_no_file(example: &str) {
    let Some(_) = component(PYTHON) else { return };
    let project = Project::example(example);
    let quickscale =
        |arguments: &[&str]| Run::of(project.command().envs(inherited()).args(arguments)).exits(0);
    quickscale(&APPLY);
    assert!(project.exists("uv.lock"), "apply made no uv.lock");
    let before = project.modification_times();
    quickscale(&["plan", "--detailed-exitcode", "--only", "files", "--only", "tools"]);
    assert_eq!(before, project.modification_times(), "plan touched files");
    quickscale(&APPLY);
    assert_eq!(before, project.modification_times(), "apply touched files");
}
