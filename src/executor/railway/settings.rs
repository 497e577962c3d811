//! How a service is built and run: what is declared, beside what the environment's configuration says. Pure.

use serde_json::{Map, Value, json};

use super::wanted::{Role, Wanted};
use crate::plan::FieldChange;

/// One setting that is declared; all the others are left as they are.
#[derive(Debug, Clone, PartialEq)]
struct Setting {
    /// `build` or `deploy`.
    part: &'static str,
    name: &'static str,
    wanted: Value,
    /// What its absence means; Railway leaves defaults out.
    default: Value,
}

/// A setting that differs.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Difference {
    part: &'static str,
    name: &'static str,
    before: Value,
    after: Value,
}

/// Before a new version starts, in a container of its own; Railway takes one element and no more.
const MIGRATE: &str = "python manage.py migrate --noinput";

const DOCKERFILE: &str = "Dockerfile";

/// How often a server that falls over is started again. Railway's own default, and its most.
const RETRIES: u8 = 10;

fn declared(role: Role, wanted: &Wanted) -> Vec<Setting> {
    let setting = |part, name, wanted, default| Setting { part, name, wanted, default };
    let build = [
        setting("build", "builder", json!("DOCKERFILE"), json!("RAILPACK")),
        setting("build", "dockerfilePath", json!(DOCKERFILE), Value::Null),
    ];
    let run = match role {
        Role::Site => vec![
            setting(
                "deploy",
                "preDeployCommand",
                if wanted.migrates { json!([MIGRATE]) } else { json!([]) },
                json!([]),
            ),
            setting("deploy", "healthcheckPath", json!(wanted.healthcheck), Value::Null),
            setting("deploy", "restartPolicyType", json!("ON_FAILURE"), json!("ON_FAILURE")),
            setting("deploy", "restartPolicyMaxRetries", json!(RETRIES), json!(RETRIES)),
        ],
        Role::Worker => vec![
            setting("deploy", "startCommand", json!(wanted.worker), Value::Null),
            setting("deploy", "restartPolicyType", json!("ALWAYS"), json!("ON_FAILURE")),
        ],
    };
    build.into_iter().chain(run).collect()
}

/// What differs from `config`, which is what the environment's configuration says of the service.
pub(super) fn differences(role: Role, wanted: &Wanted, config: &Value) -> Vec<Difference> {
    let mut differences = Vec::new();
    for Setting { part, name, wanted: after, default } in declared(role, wanted) {
        let found = &config[part][name];
        let before = if found.is_null() { default } else { as_list(name, found) };
        if before != after && !is_as_good(role, wanted, config, name, &before) {
            differences.push(Difference { part, name, before, after });
        }
    }
    differences
}

/// A command may come as a text or as a list of one.
fn as_list(name: &str, found: &Value) -> Value {
    match found.as_str().filter(|_| name == "preDeployCommand") {
        Some("") => json!([]),
        Some(text) => json!([text]),
        None => found.clone(),
    }
}

/// Whether another value does the same, and may be somebody's on purpose.
fn is_as_good(role: Role, wanted: &Wanted, config: &Value, name: &str, before: &Value) -> bool {
    match name {
        // Railway names another builder for a service whose Dockerfile it found by itself.
        "builder" => config["build"]["dockerfilePath"] == DOCKERFILE,
        // A command that migrates and does more.
        "preDeployCommand" if role == Role::Site && wanted.migrates => {
            before[0].as_str().is_some_and(|command| command.contains("manage.py migrate"))
        }
        _ => false,
    }
}

/// The part of a patch about one service. What is not in it stays as it is.
pub(super) fn patch(differences: &[Difference]) -> Value {
    let mut service = Map::new();
    for Difference { part, name, after, .. } in differences {
        service.entry(*part).or_insert_with(|| json!({}))[*name] = after.clone();
    }
    Value::Object(service)
}

impl Difference {
    pub(super) fn field(&self) -> FieldChange {
        let Self { name, before, after, .. } = self;
        FieldChange { name: (*name).to_owned(), before: text(before), after: text(after), secret: false }
    }
}

fn text(value: &Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::String(text) => Some(text.clone()),
        Value::Array(values) => {
            let texts: Vec<&str> = values.iter().filter_map(Value::as_str).collect();
            (!texts.is_empty()).then(|| texts.join(" && "))
        }
        value @ (Value::Bool(_) | Value::Number(_) | Value::Object(_)) => Some(value.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use pretty_assertions::assert_eq;

    use super::*;
    use crate::executor::railway::fixtures::wanted;

    fn names(role: Role, wanted: &Wanted, config: &Value) -> Vec<&'static str> {
        differences(role, wanted, config).iter().map(|it| it.name).collect()
    }

    fn settled() -> Value {
        json!({
            "build": { "builder": "DOCKERFILE", "dockerfilePath": "Dockerfile", "watchPatterns": ["x"] },
            "deploy": { "preDeployCommand": [MIGRATE], "healthcheckPath": "/readyz/", "numReplicas": 3 },
        })
    }

    #[test]
    fn an_absent_default_is_no_difference_and_what_is_not_declared_is_none_either() {
        assert_eq!(names(Role::Site, &wanted(), &settled()), [""; 0]);
        let mut other = settled();
        other["deploy"]["restartPolicyType"] = json!("NEVER");
        assert_eq!(names(Role::Site, &wanted(), &other), ["restartPolicyType"]);
    }

    #[test]
    fn a_command_is_the_same_as_a_text_and_as_a_list() {
        let mut config = settled();
        config["deploy"]["preDeployCommand"] = json!(MIGRATE);
        assert_eq!(names(Role::Site, &wanted(), &config), [""; 0]);
        config["deploy"]["preDeployCommand"] = json!([format!("{MIGRATE} && python manage.py seed")]);
        assert_eq!(names(Role::Site, &wanted(), &config), [""; 0]);
        config["deploy"]["preDeployCommand"] = Value::Null;
        assert_eq!(names(Role::Site, &wanted(), &config), ["preDeployCommand"]);
    }

    #[test]
    fn a_builder_that_railway_reports_otherwise_makes_no_eternal_difference() {
        let mut config = settled();
        config["build"]["builder"] = json!("RAILPACK");
        assert_eq!(names(Role::Site, &wanted(), &config), [""; 0]);
        config["build"]["dockerfilePath"] = json!("other/Dockerfile");
        assert_eq!(names(Role::Site, &wanted(), &config), ["builder", "dockerfilePath"]);
    }

    #[test]
    fn leaving_migrations_out_empties_the_command() {
        let without = Wanted { migrates: false, ..wanted() };
        let differences = differences(Role::Site, &without, &settled());
        assert_eq!(patch(&differences), json!({ "deploy": { "preDeployCommand": [] } }));
        assert_eq!(differences[0].field().after, None);
    }

    #[test]
    fn a_new_service_gets_everything_that_is_declared() {
        assert_eq!(
            patch(&differences(Role::Worker, &wanted(), &Value::Null)),
            json!({
                "build": { "builder": "DOCKERFILE", "dockerfilePath": "Dockerfile" },
                "deploy": { "startCommand": "python manage.py db_worker", "restartPolicyType": "ALWAYS" },
            })
        );
    }
}
