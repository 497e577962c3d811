//! The played program looks like Railway's own, version by version.

use std::{
    io::Write as _,
    process::{Command, Stdio},
};

use serde_json::Value;

use super::stand_in::{
    ACCOUNT_TOKEN, StandIn, What,
    program::{Login, Program, Version},
};
use crate::support::Run;

const ME: &str = "query Account { me { id } }";

struct Played(StandIn, Program);

impl Played {
    fn new(version: Version) -> Self {
        let railway = StandIn::start();
        let program = Program::install(&railway, version);
        Self(railway, program)
    }

    fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(self.1.path().join("railway"));
        command.args(words).env_remove("RAILWAY_TOKEN").env_remove("RAILWAY_API_TOKEN");
        command
    }

    fn run(&self, words: &[&str]) -> Run {
        Run::of(self.command(words).stdin(Stdio::null()))
    }

    fn api(&self, words: &[&str]) -> Run {
        self.run(&[&["api", ME, "--compact"], words].concat())
    }
}

#[test]
fn a_version_is_said_as_each_release_says_it() {
    for (version, said) in
        [((3, 23, 0), "railwayapp 3.23.0"), ((5, 28, 0), "railway 5.28.0"), ((5, 71, 0), "railway 5.71.0")]
    {
        Played::new(version).run(&["--version"]).success().prints(said);
    }
    Played::new((5, 27, 0)).api(&[]).exits(2).says("unrecognized subcommand 'api'");
}

#[test]
fn an_answer_of_the_api_is_printed_and_errors_in_it_decide_the_exit_code() {
    let played = Played::new((5, 43, 1));
    assert_eq!(played.api(&[]).success().json()["data"]["me"]["id"], "user-1");
    played.0.fails("Account", What::Error("Problem processing request"), 2);
    played
        .api(&[])
        .exits(1)
        .prints("Problem processing request")
        .says("Railway API returned 1 GraphQL error(s)");
    played.api(&["--allow-errors"]).success().prints("Problem processing request");
    played.0.fails("*", What::outage(503), 1);
    played
        .api(&["--allow-errors"])
        .exits(1)
        .prints("upstream connect error")
        .says("HTTP 503 Service Unavailable");
    played.0.fails("*", What::rate_limit(1800), 1);
    played.api(&["--allow-errors"]).exits(1).prints("ratelimited").says("HTTP 429 Too Many Requests");
    played.0.fails("*", What::LostBefore, 1);
    let lost = played.api(&["--allow-errors"]).exits(1).says("error sending request for url");
    assert_eq!(lost.stdout, "");
}

#[test]
fn variables_come_by_standard_input() {
    let played = Played::new((5, 43, 1));
    let workspace = played.0.now().world.workspaces[0].id.clone();
    let id = played.0.now().world.add_project(&workspace, "shop").id.clone();
    let query = "query Project($id: String!) { project(id: $id) { name } }";
    let mut child = played.command(&["api", query, "--variables", "@-"]);
    let mut child = child.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    write!(child.stdin.take().unwrap(), "{{\"id\":\"{id}\"}}").unwrap();
    let output = child.wait_with_output().unwrap();
    let answer: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(answer["data"]["project"]["name"], "shop");
}

#[test]
fn each_way_of_not_being_logged_in_says_what_the_release_says() {
    let old = Played::new((5, 28, 0));
    let new = Played::new((5, 43, 1));
    for played in [&old, &new] {
        played.1.settings().login = Login::None;
        let run =
            played.api(&["--allow-errors"]).exits(1).says("Unauthorized. Please login with `railway login`");
        assert_eq!(run.stdout, "");
        played.1.settings().login = Login::Stale;
        played.api(&["--allow-errors"]).success().prints("Not Authorized");
    }
    // Only newer ones get a new login by themselves.
    old.run(&["whoami"]).exits(1);
    new.run(&["whoami", "--json"]).success().prints("ada@example.com");
    new.api(&[]).success();
    for (played, said) in
        [(&old, "Warning: failed to refresh"), (&new, "Your saved login is no longer valid")]
    {
        played.1.settings().login = Login::Revoked;
        played.api(&[]).exits(1).says(said);
    }
    // A token goes before the login.
    let run = Run::of(new.command(&["api", ME]).env("RAILWAY_API_TOKEN", ACCOUNT_TOKEN).stdin(Stdio::null()));
    run.success().prints("user-1");
    let run = Run::of(new.command(&["whoami"]).env("RAILWAY_API_TOKEN", "wrong").stdin(Stdio::null()));
    run.exits(1).says("Please check that your RAILWAY_API_TOKEN is valid");
}

#[test]
fn going_up_says_its_errors_as_json_on_stdout() {
    let played = Played::new((5, 43, 1));
    let said = played.run(&["up", "--detach", "--json"]).exits(1).json();
    assert_eq!(said["code"], "NO_LINKED_PROJECT");
    let up = ["up", "--project", "p", "--environment", "e", "--service", "s", "--detach", "--json"];
    assert_eq!(played.run(&up).exits(1).json()["code"], "PROJECT_NOT_FOUND");
    played.run(&["up", "--nonsense"]).exits(2).says("unexpected argument");
}
