//! Deployments that end badly, or not at all.

use super::{PROGRAM, ends, fails, goes_on};
use crate::railway::{
    lab::{Lab, Way},
    stand_in::{Response, What, rules::Fate},
};

#[test]
fn a_deployment_that_comes_to_no_end_is_left_alone_and_waited_for_later() {
    let lab = Lab::new(Way::Token);
    lab.deploy(&[]).success();
    lab.project.edit("manage.py", "\n", "\n# changed\n");
    ends(&lab, Fate::Stuck("BUILDING"));
    let words = ["it goes on", "--timeout SECONDS", "https://railway.com/project/"];
    fails(lab.deploy(&["--timeout", "0"]), "railway::timeout", &words);
    lab.asked();
    fails(lab.deploy(&["--timeout", "0"]), "railway::timeout", &words);
    assert!(!lab.asked().contains(&"upload".to_owned()), "what goes on was begun again");
}

#[test]
fn a_build_that_fails_shows_the_end_of_its_log() {
    for way in [PROGRAM, Way::Token] {
        let lab = Lab::new(way);
        ends(&lab, Fate::Build("ERROR: No matching distribution found for djangoo".to_owned()));
        let words = ["No matching distribution found for djangoo", "docker build --target production"];
        fails(lab.deploy(&[]), "railway::build-failed", &words);
        goes_on(&lab);
    }
}

#[test]
fn a_migration_that_fails_leaves_the_version_before_serving() {
    let lab = Lab::new(Way::Token);
    lab.deploy(&[]).success();
    lab.project.edit("manage.py", "\n", "\n# changed\n");
    ends(
        &lab,
        Fate::Migration("django.db.utils.IntegrityError: column \"tax\" contains null values".to_owned()),
    );
    let words = ["column \"tax\" contains null values", "goes on serving", "quickscale deploy railway"];
    fails(lab.deploy(&[]), "railway::migration-failed", &words);
    let (environment, site) = lab.place("shop");
    {
        let now = lab.railway.now();
        let statuses = now.world.deployments_of(&environment, &site).map(|each| now.world.status(each));
        assert_eq!(statuses.collect::<Vec<_>>(), ["SUCCESS", "FAILED"]);
    }
    goes_on(&lab);
}

#[test]
fn a_version_that_does_not_answer_says_what_to_look_at() {
    for fate in [Fate::HealthCheck, Fate::Crash] {
        let lab = Lab::new(Way::Token);
        ends(&lab, fate);
        fails(lab.deploy(&[]), "railway::unhealthy", &["PORT", "redirects", "missing variable"]);
        goes_on(&lab);
    }
}

#[test]
fn settings_that_railway_rejects_are_quoted() {
    let lab = Lab::new(Way::Token);
    ends(&lab, Fate::Rejected("deploy.preDeployCommand: Array must contain at most 1 element(s)".to_owned()));
    fails(lab.deploy(&[]), "railway::config-rejected", &["Array must contain at most 1 element(s)"]);
    goes_on(&lab);
}

#[test]
fn code_that_is_not_taken_is_no_deployment() {
    for (way, response) in [
        (PROGRAM, Response::text(413, "Payload Too Large")),
        (Way::Token, Response::text(413, "Payload Too Large")),
        (PROGRAM, Response::text(400, r#"{"message":"Service is being removed"}"#)),
        (Way::Token, Response::text(400, r#"{"message":"Service is being removed"}"#)),
    ] {
        let lab = Lab::new(way);
        lab.railway.fails("upload", What::Answer(response), 100);
        fails(lab.deploy(&[]), "railway::upload-failed", &[".railwayignore"]);
        lab.railway.now().faults.clear();
        goes_on(&lab);
    }
}
