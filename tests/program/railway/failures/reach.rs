//! Failures to get to Railway, or to be let in.

use std::fs;

use super::{OLDEST, PROGRAM, fails, goes_on};
use crate::{
    railway::{
        lab::{Lab, Way},
        stand_in::{Caller, WORKSPACE_TOKEN, What, program::Login},
    },
    support::Run,
};

#[test]
fn without_a_program_and_a_token_there_is_no_way() {
    let lab = Lab::new(PROGRAM);
    fs::remove_file(lab.program.path().join("railway")).unwrap();
    fails(
        lab.deploy(&[]),
        "railway::no-program",
        &["npm install --global @railway/cli", "RAILWAY_API_TOKEN"],
    );
}

#[test]
fn a_program_without_api_is_too_old() {
    for version in [(3, 23, 0), (5, 27, 9)] {
        let lab = Lab::new(Way::Program(version));
        fails(lab.deploy(&[]), "railway::old-program", &["since 5.28.0", "railway upgrade"]);
    }
}

#[test]
fn whoever_is_not_signed_in_is_told_how() {
    for way in [OLDEST, PROGRAM] {
        let lab = Lab::new(way);
        lab.program.settings().login = Login::None;
        fails(lab.deploy(&[]), "railway::signed-out", &["nobody is signed in", "railway login"]);
        lab.program.settings().login = Login::Good;
        goes_on(&lab);
    }
    let lab = Lab::new(Way::Token);
    let mut command = lab.command(&["deploy", "railway", "--yes"]);
    let run = Run::of(command.env("RAILWAY_API_TOKEN", "wrong-token-5c3a"));
    fails(run.never_says("wrong-token-5c3a"), "railway::signed-out", &["RAILWAY_API_TOKEN", "RAILWAY_TOKEN"]);
    // A token of an account is none of a project.
    let mut command = lab.command(&["deploy", "railway", "--yes"]);
    let run = Run::of(command.env("RAILWAY_TOKEN", "wrong-token-5c3a"));
    fails(run.never_says("wrong-token-5c3a"), "railway::signed-out", &["RAILWAY_TOKEN"]);
}

#[test]
fn a_login_that_ran_out_is_renewed_where_that_is_possible() {
    let lab = Lab::new(PROGRAM);
    lab.program.settings().login = Login::Stale;
    goes_on(&lab);

    let lab = Lab::new(OLDEST);
    lab.program.settings().login = Login::Stale;
    fails(lab.deploy(&[]), "railway::login-expired", &["run `railway login`"]);
    for way in [OLDEST, PROGRAM] {
        let lab = Lab::new(way);
        lab.program.settings().login = Login::Revoked;
        fails(lab.deploy(&[]), "railway::login-expired", &["run `railway login`"]);
        lab.program.settings().login = Login::Good;
        goes_on(&lab);
    }
}

#[test]
fn limits_of_the_account_are_told_apart_and_name_what_helps() {
    let full = "Free plan resource provision limit exceeded. Please upgrade to provision more resources!";
    let restricted = "Your workspace has been restricted. Please attach a payment method or contact support";
    for (on, text, help) in [
        ("ProjectCreate", full, "https://railway.com/workspace/plans"),
        ("TemplateDeploy", full, "https://railway.com/workspace/plans"),
        ("ServiceCreate", restricted, "add a payment method"),
    ] {
        for way in [PROGRAM, Way::Token] {
            let lab = Lab::new(way);
            lab.railway.fails(on, What::Error(text), 1);
            fails(lab.deploy(&[]), "railway::limit", &[&text[..40], help, "quickscale deploy railway"]);
            // Asking again would not have helped.
            assert_eq!(lab.asked().iter().filter(|what| *what == on).count(), 1);
            goes_on(&lab);
        }
    }
}

#[test]
fn too_many_requests_say_when_to_come_back() {
    let lab = Lab::new(Way::Token);
    lab.railway.fails_once_after(8, What::rate_limit(1800));
    fails(lab.deploy(&[]), "railway::rate-limited", &["wait 30 minutes"]);
    goes_on(&lab);
    // The program does not pass the time on.
    let lab = Lab::new(PROGRAM);
    lab.railway.fails_once_after(8, What::rate_limit(1800));
    fails(lab.deploy(&[]), "railway::rate-limited", &["up to an hour"]);
    goes_on(&lab);
}

#[test]
fn an_outage_is_told_from_a_refusal_and_questions_are_asked_again() {
    for way in [PROGRAM, Way::Token] {
        for what in [What::LostBefore, What::outage(503)] {
            let lab = Lab::new(way);
            lab.railway.fails("*", what.clone(), 2);
            goes_on(&lab);
            lab.project.edit("manage.py", "\n", "\n# changed\n");
            lab.railway.fails("*", what, 1000);
            fails(lab.deploy(&[]), "railway::no-network", &["https://status.railway.com"]);
            lab.railway.now().faults.clear();
            goes_on(&lab);
        }
    }
}

#[test]
fn what_railway_says_otherwise_is_quoted() {
    for way in [PROGRAM, Way::Token] {
        let lab = Lab::new(way);
        lab.railway.fails("ServiceCreate", What::Error("Problem processing request"), 1);
        fails(
            lab.deploy(&[]),
            "railway::refused",
            &["Problem processing request", "done and recorded: project `shop`"],
        );
        goes_on(&lab);
    }
}

#[test]
fn a_token_of_one_environment_deploys_there_and_nowhere_else() {
    let lab = Lab::new(Way::Token);
    {
        let world = &mut lab.railway.now().world;
        let workspace = world.workspaces[0].id.clone();
        let project = world.add_project(&workspace, "shop");
        let (project, environment) = (project.id.clone(), project.environments[0].id.clone());
        world.tokens.insert("project-token-8d1f".to_owned(), Caller::Project { project, environment });
    }
    let deploy = |words: &[&str]| {
        let mut command = lab.command(&[&["deploy", "railway", "--yes"], words].concat());
        Run::of(command.env_remove("RAILWAY_API_TOKEN").env("RAILWAY_TOKEN", "project-token-8d1f"))
    };
    deploy(&[]).success();
    lab.is_up();
    lab.project.edit("quickscale.kdl", "environment \"production\"", "environment \"staging\"");
    fails(deploy(&["-e", "staging"]), "railway::no-access", &["`RAILWAY_TOKEN` is for `production`"]);
}

#[test]
fn a_token_of_a_workspace_is_enough() {
    let lab = Lab::new(Way::Token);
    let mut command = lab.command(&["deploy", "railway", "--yes"]);
    Run::of(command.env("RAILWAY_API_TOKEN", WORKSPACE_TOKEN)).success();
    lab.is_up();
}
