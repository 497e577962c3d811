//! Where to deploy to, when that is not plain.

use std::fs;

use serde_json::json;

use super::{fails, goes_on};
use crate::railway::lab::{Lab, MANIFEST, Way};

#[test]
fn a_project_that_was_deleted_is_not_made_again_in_silence() {
    let lab = Lab::new(Way::Token);
    lab.deploy(&[]).success();
    lab.railway.now().world.projects.clear();
    fails(lab.deploy(&[]), "railway::no-project", &[".quickscale/lock/", "delete the record"]);
    assert!(lab.railway.now().world.projects.is_empty());
    fs::remove_file(lab.project.join(".quickscale/lock/production.railway")).unwrap();
    goes_on(&lab);
}

#[test]
fn a_project_of_the_same_name_is_taken_over_only_with_consent() {
    let lab = Lab::new(Way::Token);
    let workspace = lab.railway.now().world.workspaces[0].id.clone();
    let id = lab.railway.now().world.add_project(&workspace, "shop").id.clone();
    lab.deploy(&[]).exits(4).says("command::needs-consent").prints(&id);
    assert!(lab.railway.now().world.projects[0].services.is_empty());
    lab.deploy(&["--accept-consequences"]).success();
    lab.is_up();
}

#[test]
fn of_several_projects_of_one_name_a_person_says_which() {
    let lab = Lab::new(Way::Token);
    let workspace = lab.railway.now().world.workspaces[0].id.clone();
    let ids = [(); 2].map(|()| lab.railway.now().world.add_project(&workspace, "shop").id.clone());
    fails(lab.deploy(&[]), "railway::several-projects", &[&ids[0], &ids[1], "project \"ID\""]);
    let deploy = format!("deploy \"railway\" {{ project \"{}\" }}", ids[1]);
    lab.project.edit("quickscale.kdl", "deploy \"railway\"", &deploy);
    lab.deploy(&[]).success();
    let now = lab.railway.now();
    assert_eq!(now.world.projects.iter().map(|each| each.services.len()).collect::<Vec<_>>(), [0, 3]);
}

#[test]
fn of_several_workspaces_a_person_says_which() {
    let lab = Lab::new(Way::Token);
    lab.railway.now().world.add_workspace("Agency");
    fails(lab.deploy(&[]), "railway::several-workspaces", &["`Agency`", "workspace \""]);
    lab.project.edit("quickscale.kdl", "deploy \"railway\"", "deploy \"railway\" { workspace \"Agency\" }");
    goes_on(&lab);
}

#[test]
fn a_database_that_is_there_is_used_and_of_several_a_person_says_which() {
    let lab = Lab::new(Way::Token);
    lab.deploy(&[]).success();
    let (environment, first) = lab.place("Postgres");
    // As if the record were lost.
    fs::remove_file(lab.project.join(".quickscale/lock/production.railway")).unwrap();
    lab.deploy(&["--accept-consequences"]).success();
    lab.is_up();
    fs::remove_file(lab.project.join(".quickscale/lock/production.railway")).unwrap();
    let image = lab.railway.now().world.instance(&environment, &first).unwrap()["source"].clone();
    lab.railway.now().world.add_service(&environment, "Postgres-2", image);
    let run = lab.deploy(&["--accept-consequences"]);
    fails(run, "railway::several-databases", &["`Postgres`", "`Postgres-2`", "database \"Postgres\""]);
}

#[test]
fn what_belongs_to_another_tool_is_not_taken_from_it() {
    let lab = Lab::new(Way::Token);
    lab.deploy(&[]).success();
    let (environment, site) = lab.place("shop");
    lab.project.edit("manage.py", "\n", "\n# changed\n");
    lab.railway.now().world.environment_mut(&environment).partials = json!({ "service.shop": "web" });
    fails(lab.deploy(&[]), "railway::owned-elsewhere", &["service `shop`", "railway config"]);
    lab.railway.now().world.environment_mut(&environment).partials = json!({ "service.other": "web" });
    lab.railway.now().world.instance_mut(&environment, &site)["configFile"] = json!("railway.json");
    fails(lab.deploy(&[]), "railway::owned-elsewhere", &["`railway.json`"]);
    lab.railway.now().world.instance_mut(&environment, &site)["configFile"] = json!(null);
    // Where ownership cannot be asked for, there is none.
    lab.railway.now().world.rules.knows_partials = false;
    goes_on(&lab);
}

#[test]
fn environments_have_projects_of_their_own() {
    let lab = Lab::new(Way::Token);
    let second = format!("{MANIFEST}environment \"staging\" extends=\"production\"\n");
    lab.project.write("quickscale.kdl", second);
    fails(
        lab.deploy(&["-e", "staging"]),
        "railway::shared-project",
        &["`production`", "project \"shop-staging\""],
    );
    fails(lab.deploy(&["-e", "local"]), "railway::not-deployed", &["-e production"]);
}
