//! Deploys that break off: wherever it was, the next one goes on and makes nothing twice.

use super::{
    lab::{KINDS, Lab, Way},
    stand_in::{Interruption, What},
};

/// The requests of a first deploy, by their numbers; only those that change something, where it has to be quick.
fn requests_of_a_deploy(lab: &Lab, only_changes: bool) -> Vec<usize> {
    let whole = lab.afresh();
    whole.deploy(&[]).success();
    let now = whole.railway.now();
    let asked = now.asked.iter().zip(1..);
    let chosen: Vec<usize> =
        asked.filter(|(asked, _)| asked.is_mutation || !only_changes).map(|(_, number)| number).collect();
    assert!(chosen.len() > 6, "{:?}", now.asked);
    chosen
}

/// Kills a first deploy at each of its requests, and deploys again.
fn is_killed(way: Way, is_after: bool, only_changes: bool) {
    let lab = Lab::new(way);
    for at in requests_of_a_deploy(&lab, only_changes) {
        let lab = lab.afresh();
        assert!(lab.killed(Interruption { at, is_after }), "{way:?}: it ended before request {at}");
        let run = lab.deploy(&[]);
        assert_eq!(run.code, Some(0), "{way:?}, killed at request {at}, after: {is_after}\n{run:#?}");
        lab.is_up();
    }
}

#[test]
fn killed_before_a_change_is_made_it_goes_on_by_the_program() {
    is_killed(KINDS[0], false, true);
}

#[test]
fn killed_after_a_change_is_made_it_goes_on_by_the_program() {
    is_killed(KINDS[0], true, true);
}

#[test]
fn killed_before_any_request_has_its_effect_it_goes_on_by_https() {
    is_killed(KINDS[1], false, false);
}

#[test]
fn killed_after_any_request_has_its_effect_it_goes_on_by_https() {
    is_killed(KINDS[1], true, false);
}

/// Lets each change of a first deploy go wrong on the way.
fn is_lost(way: Way, what: &What) {
    let lab = Lab::new(way);
    for number in requests_of_a_deploy(&lab, true) {
        let lab = lab.afresh();
        lab.railway.fails_once_after(number - 1, what.clone());
        let run = lab.deploy(&[]);
        let run = if run.code == Some(0) { run } else { lab.deploy(&[]) };
        assert_eq!(run.code, Some(0), "{way:?}, request {number}\n{run:#?}");
        lab.is_up();
    }
}

#[test]
fn a_change_whose_answer_is_lost_is_not_made_twice_by_the_program() {
    is_lost(KINDS[0], &What::LostAfter);
}

#[test]
fn a_change_whose_answer_is_lost_is_not_made_twice_by_https() {
    is_lost(KINDS[1], &What::LostAfter);
}

#[test]
fn a_change_that_an_outage_swallows_is_made_after_all() {
    is_lost(KINDS[1], &What::outage(502));
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
