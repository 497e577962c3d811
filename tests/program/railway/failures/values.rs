//! Variables that keep a site from starting.

use super::{fails, goes_on};
use crate::{
    railway::lab::{Lab, Way},
    support::Run,
};

#[test]
fn a_variable_that_cannot_be_right_is_refused_before_anything_is_asked() {
    let lab = Lab::new(Way::Token);
    let mut command = lab.command(&["deploy", "railway", "--yes"]);
    let run = Run::of(command.env("EMAIL_URL", "hunter2-no-url"));
    let example = "EMAIL_URL=smtp+tls://user:password@mail.example.com:587";
    fails(run.never_says("hunter2"), "railway::bad-variable", &["`EMAIL_URL` is not", example]);
    assert_eq!(lab.asked(), Vec::<String>::new());
}

#[test]
fn a_variable_that_is_nowhere_is_named_before_anything_is_made() {
    let lab = Lab::new(Way::Token);
    let mut command = lab.command(&["deploy", "railway", "--yes"]);
    fails(
        Run::of(command.env_remove("PAYMENT_KEY")),
        "railway::missing-variable",
        &["`PAYMENT_KEY` has no value", "PAYMENT_KEY=text"],
    );
    assert!(lab.railway.now().world.projects.is_empty());
    lab.deploy(&[]).success();
    // What is on Railway need not be at hand again.
    let mut command = lab.command(&["deploy", "railway", "--yes"]);
    Run::of(command.env_remove("PAYMENT_KEY").env_remove("EMAIL_URL")).success().says("Nothing to do");
}

#[test]
fn a_reference_to_a_service_that_is_not_there_is_found() {
    let lab = Lab::new(Way::Token);
    lab.deploy(&[]).success();
    let (environment, site) = lab.place("shop");
    let set =
        |name: &str, value: &str| lab.railway.now().world.set_variable(&environment, &site, name, value);
    set("SUPPORT_EMAIL", "${{Mail.ADDRESS}}");
    fails(lab.deploy(&[]), "railway::broken-reference", &["`SUPPORT_EMAIL` refers to a service `Mail`"]);
    set("SUPPORT_EMAIL", "help@example.com");
    // The one that is ours is put right.
    set("DATABASE_URL", "${{postgres.DATABASE_URL}}");
    goes_on(&lab);
    assert_eq!(lab.variables("shop")["DATABASE_URL"], "${{Postgres.DATABASE_URL}}");
}
