//! Deploys that break off: wherever it was, the next one goes on and makes nothing twice.

use super::{
    lab::{KINDS, Lab, Way},
    stand_in::{Interruption, What},
};

/// How many requests a first deploy takes.
fn requests_of_a_deploy(lab: &Lab) -> usize {
    let whole = lab.afresh();
    whole.deploy(&[]).success();
    whole.asked().len()
}

/// Kills a first deploy at each of its requests, and deploys again.
fn is_killed_everywhere(way: Way, is_after: bool) {
    let lab = Lab::new(way);
    let requests = requests_of_a_deploy(&lab);
    for at in 1..=requests {
        let lab = lab.afresh();
        assert!(lab.killed(Interruption { at, is_after }), "{way:?}: it ended before request {at}");
        let run = lab.deploy(&[]);
        assert_eq!(
            run.code,
            Some(0),
            "{way:?}, killed at request {at} of {requests}, after: {is_after}\n{run:#?}"
        );
        lab.is_up();
        lab.deploy(&[]).success().says("Nothing to do");
    }
}

#[test]
fn killed_before_any_request_has_its_effect_it_goes_on_by_the_program() {
    is_killed_everywhere(KINDS[0], false);
}

#[test]
fn killed_after_any_request_has_its_effect_it_goes_on_by_the_program() {
    is_killed_everywhere(KINDS[0], true);
}

#[test]
fn killed_before_any_request_has_its_effect_it_goes_on_by_https() {
    is_killed_everywhere(KINDS[1], false);
}

#[test]
fn killed_after_any_request_has_its_effect_it_goes_on_by_https() {
    is_killed_everywhere(KINDS[1], true);
}

#[test]
fn connections_that_are_lost_anywhere_make_nothing_twice() {
    for way in KINDS {
        let lab = Lab::new(way);
        let requests = requests_of_a_deploy(&lab);
        for what in [What::LostBefore, What::LostAfter, What::outage(502)] {
            for after in 0..requests {
                let lab = lab.afresh();
                lab.railway.fails_once_after(after, what.clone());
                let run = lab.deploy(&[]);
                let run = if run.code == Some(0) { run } else { lab.deploy(&[]) };
                assert_eq!(run.code, Some(0), "{way:?}, after {after} requests\n{run:#?}");
                lab.is_up();
            }
        }
    }
}

#[test]
fn a_short_wait_that_railway_asks_for_is_waited() {
    let lab = Lab::new(Way::Token);
    lab.railway.fails("Environment", What::rate_limit(0), 2);
    lab.deploy(&[]).success();
    lab.is_up();
}

#[test]
fn a_clone_deploys_to_the_same_place() {
    let lab = Lab::new(Way::Token);
    lab.deploy(&[]).success();
    // What is not committed is not there.
    std::fs::remove_dir_all(lab.project.join(".quickscale/run")).unwrap();
    lab.asked();
    lab.deploy(&[]).success();
    assert!(lab.railway.now().asked.iter().all(|asked| asked.what == "upload" || !asked.is_mutation));
    lab.is_up();
}
