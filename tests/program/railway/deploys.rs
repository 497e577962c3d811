//! A deploy that goes well, the next one, and what a person does in between.

use serde_json::json;

use super::lab::{KINDS, Lab, MANIFEST, SECRETS, WAYS, Way};
use crate::support::terminal::Terminal;

/// What waiting consists of.
const POLLS: [&str; 2] = ["Deployment", "Workflow"];

#[test]
fn a_first_deploy_ends_with_a_site_whichever_way_it_takes() {
    for way in WAYS {
        let lab = Lab::new(way);
        let run = lab.deploy(&[]).success();
        lab.is_up();
        let settings = lab.settings("shop");
        let domain =
            settings["networking"]["serviceDomains"].as_object().unwrap().keys().next().unwrap().clone();
        let run = run
            .prints(&format!("https://{domain}\n"))
            .says("createsuperuser")
            .says(&format!("https://{domain}/admin/"));
        run.says("https://railway.com/project/").says("builds the image").says("migrates the database");
        assert_eq!(
            settings["deploy"]["preDeployCommand"],
            json!(["python manage.py migrate --noinput"]),
            "{way:?}"
        );
        assert_eq!(settings["deploy"]["healthcheckPath"], "/readyz/");
        assert_eq!(settings["build"]["builder"], "DOCKERFILE");
        let asked = lab.asked();
        let counted = asked.iter().filter(|what| !POLLS.contains(&what.as_str()));
        assert!(counted.clone().count() <= 40, "{way:?}: {:?}", counted.collect::<Vec<_>>());
    }
}

#[test]
fn a_site_gets_a_key_of_its_own_and_addresses_that_railway_fills_in() {
    let lab = Lab::new(Way::Token);
    lab.deploy(&[]).success();
    let variables = lab.variables("shop");
    let key = variables["SECRET_KEY"].as_str().unwrap();
    assert_eq!(key.len(), 50);
    assert!(key.chars().all(|c| "abcdefghijklmnopqrstuvwxyz0123456789!@#$%^&*(-_=+)".contains(c)), "{key}");
    assert_eq!(variables["DATABASE_URL"], "${{Postgres.DATABASE_URL}}");
    assert_eq!(variables["ALLOWED_HOSTS"], "${{RAILWAY_PUBLIC_DOMAIN}},healthcheck.railway.app");
    assert_eq!(variables["CSRF_TRUSTED_ORIGINS"], "https://${{RAILWAY_PUBLIC_DOMAIN}}");
    assert_eq!(variables["PAYMENT_KEY"], "sk-live-4e7a90b3d16f");
    assert_eq!(variables["DEFAULT_FROM_EMAIL"], "shop@example.com");
}

#[test]
fn an_edit_that_a_deploy_would_replace_is_agreed_to_on_its_own_command() {
    let lab = Lab::new(Way::Token);
    let wiring = lab.project.read("config/modules.py");
    lab.project.write("config/modules.py", wiring + "OURS = 1\n");
    lab.deploy(&[])
        .exits(4)
        .says("command::needs-allow-destroy")
        .says("run `quickscale deploy railway --environment production\n")
        .says("--allow-destroy` when that is meant");
    lab.deploy(&["--allow-destroy"]).success().says("your version of config/modules.py is kept in");
    lab.is_up();
}

#[test]
fn a_second_deploy_changes_nothing() {
    for way in KINDS {
        let lab = Lab::new(way);
        lab.deploy(&[]).success();
        let key = lab.variables("shop")["SECRET_KEY"].clone();
        lab.asked();
        lab.deploy(&[]).success().says("Nothing to do");
        assert!(lab.railway.now().asked.iter().all(|asked| !asked.is_mutation), "{:?}", lab.asked());
        let asked = lab.asked();
        assert!(asked.len() <= 6, "{asked:?}");
        lab.run(&["plan", "-e", "production", "--detailed-exitcode"]).exits(0).prints("Nothing to do");
        let asked = lab.asked();
        assert!(asked.len() <= 6, "{asked:?}");
        lab.run(&["apply", "-e", "production", "--yes"]).success();
        assert_eq!(lab.variables("shop")["SECRET_KEY"], key);
        lab.is_up();
    }
}

#[test]
fn apply_for_the_environment_deploys_it_and_the_plan_says_what_it_does() {
    let lab = Lab::new(Way::Token);
    let plan = lab.run(&["plan", "-e", "production", "--detailed-exitcode"]).exits(2);
    plan.prints("project shop").prints("database Postgres").prints("service shop").prints("PAYMENT_KEY");
    assert!(lab.railway.now().world.projects.is_empty(), "a plan made something");
    lab.run(&["apply", "-e", "production", "--yes"]).success();
    lab.is_up();
}

#[test]
fn nothing_is_done_without_a_yes() {
    let lab = Lab::new(Way::Token);
    let run = lab.run(&["deploy", "railway"]).exits(1).says("command::needs-yes");
    run.prints("service shop").prints("PAYMENT_KEY").says("takes about six minutes").never_says("sk-live-");
    assert!(lab.railway.now().world.projects.is_empty());
}

#[test]
fn a_secret_is_asked_for_at_a_terminal_and_not_shown() {
    if !Terminal::can_be_had() {
        return;
    }
    let lab = Lab::new(Way::Token);
    let (name, secret) = SECRETS[1];
    let mut terminal = Terminal::start(lab.command(&[]).env_remove(name), "deploy railway");
    terminal.shows("PAYMENT_KEY, for example text (not shown):").types(secret);
    terminal.shows("Apply this plan?").types("y");
    let (code, screen) = terminal.ends();
    assert_eq!(code, Some(0), "{screen}");
    assert!(!screen.contains(secret), "{screen}");
    assert_eq!(lab.variables("shop")[name], secret);
    lab.is_up();
}

#[test]
fn files_that_change_are_deployed_and_nothing_else_is_touched() {
    for way in KINDS {
        let lab = Lab::new(way);
        lab.deploy(&[]).success();
        let before = (lab.variables("shop"), lab.settings("shop"));
        lab.project.edit("manage.py", "\n", "\n# changed\n");
        lab.asked();
        lab.deploy(&[]).success();
        let mutations: Vec<String> = lab
            .railway
            .now()
            .asked
            .iter()
            .filter(|asked| asked.is_mutation)
            .map(|asked| asked.what.clone())
            .collect();
        assert!(mutations.iter().all(|what| what == "upload"), "{way:?}: {mutations:?}");
        assert_eq!((lab.variables("shop"), lab.settings("shop")), before);
        lab.is_up();
    }
}

#[test]
fn what_was_made_by_hand_is_left_alone() {
    let lab = Lab::new(Way::Token);
    lab.deploy(&[]).success();
    let (environment, site) = lab.place("shop");
    let by_hand = {
        let world = &mut lab.railway.now().world;
        let by_hand = world.add_service(&environment, "analytics", json!({ "image": "plausible/analytics" }));
        world.set_variable(&environment, &by_hand, "TOKEN", "by hand");
        world.set_variable(&environment, &site, "BY_HAND", "stays");
        world.set_variable(
            &environment,
            &site,
            "ALLOWED_HOSTS",
            "other.example.com,${{RAILWAY_PUBLIC_DOMAIN}}",
        );
        world.instance_mut(&environment, &site)["build"]["watchPatterns"] = json!(["/app/**"]);
        world.instance_mut(&environment, &site)["deploy"]["numReplicas"] = json!(3);
        world.instance_mut(&environment, &site)["networking"]["customDomains"]["by-hand.example.com"] =
            json!({ "port": 8000 });
        world.instance(&environment, &by_hand).unwrap().clone()
    };
    lab.project.edit(
        "quickscale.kdl",
        "deploy \"railway\"",
        "deploy \"railway\" { domain \"shop.example.com\" }",
    );
    lab.deploy(&[]).success().says("shop.example.com waits for its name server: CNAME");
    assert_eq!(lab.settings("analytics"), by_hand);
    let (variables, settings) = (lab.variables("shop"), lab.settings("shop"));
    assert_eq!(variables["BY_HAND"], "stays");
    let hosts = "other.example.com,${{RAILWAY_PUBLIC_DOMAIN}},healthcheck.railway.app,shop.example.com";
    assert_eq!(variables["ALLOWED_HOSTS"], hosts);
    assert_eq!(settings["build"]["watchPatterns"], json!(["/app/**"]));
    assert_eq!(settings["deploy"]["numReplicas"], 3);
    let domains: Vec<&String> = settings["networking"]["customDomains"].as_object().unwrap().keys().collect();
    assert_eq!(domains, ["by-hand.example.com", "shop.example.com"]);
    lab.deploy(&[]).success().says("Nothing to do");
}

#[test]
fn options_do_what_they_say() {
    let lab = Lab::new(Way::Token);
    let run = lab
        .deploy(&["--json", "--skip-migrations", "--skip-collectstatic", "--project-name", "other"])
        .success();
    let json = run.json();
    assert_eq!(
        (&json["changed"], &json["project"], &json["detached"]),
        (&json!(true), &json!("other"), &json!(false))
    );
    assert!(json["url"].as_str().unwrap().starts_with("https://shop-"), "{json}");
    let asked = lab.railway.now().asked.len();
    assert_eq!(json["requests"], asked, "the requests are not those that were made");
    let now = lab.railway.now();
    let project = &now.world.projects[0];
    assert_eq!(project.name, "other");
    let site = project.services.iter().find(|service| service.name == "shop").unwrap();
    let environment = &project.environments[0];
    let settings = &environment.config["services"][&site.id];
    assert!(settings["deploy"]["preDeployCommand"].as_array().is_none_or(Vec::is_empty), "{settings}");
    assert_eq!(settings["variables"]["SKIP_COLLECTSTATIC"]["value"], "1");
}

#[test]
fn a_detached_deploy_goes_on_by_itself_and_the_next_one_waits_for_it() {
    for way in KINDS {
        let lab = Lab::new(way);
        lab.deploy(&["--detach"]).success().says("goes on by itself");
        assert_ne!(lab.status("shop"), "SUCCESS");
        lab.asked();
        lab.deploy(&[]).success();
        assert!(!lab.asked().contains(&"upload".to_owned()), "what goes on was begun again");
        lab.is_up();
    }
}

#[test]
fn requests_are_counted_for_whoever_wants_to_know() {
    let lab = Lab::new(Way::Token);
    lab.run(&["deploy", "railway", "--yes", "--verbose"]).success().says(" requests to Railway");
}

#[test]
fn the_version_of_the_database_is_the_declared_one() {
    let manifest =
        MANIFEST.replace("deploy \"railway\"", "deploy \"railway\"\n    database \"postgres\" version=17");
    let lab = Lab::with(&manifest, Way::Token);
    lab.deploy(&[]).success();
    assert_eq!(lab.settings("Postgres")["source"]["image"], "ghcr.io/railwayapp-templates/postgres-ssl:17");
}
