//! The templates that are needed here: PostgreSQL and Redis.

use serde_json::{Value, json};

use super::{
    deployment::Source,
    world::{Service, World},
};

/// What `template(code: …)` answers; none for one that nobody needs.
pub fn named(world: &World, code: &str) -> Option<Value> {
    let password = "${{ secret(32, \"abcdef\") }}";
    let (name, image, mount, variables) = match code {
        "postgres" => (
            "Postgres",
            world.rules.postgres_image.as_str(),
            "/var/lib/postgresql/data",
            json!({
                "POSTGRES_USER": { "defaultValue": "postgres" },
                "POSTGRES_DB": { "defaultValue": "railway" },
                "POSTGRES_PASSWORD": { "defaultValue": password },
                "PGDATA": { "defaultValue": "/var/lib/postgresql/data/pgdata" },
                "PGHOST": { "defaultValue": "${{RAILWAY_PRIVATE_DOMAIN}}" },
                "DATABASE_URL": { "defaultValue":
                    "postgresql://${{POSTGRES_USER}}:${{POSTGRES_PASSWORD}}@${{RAILWAY_PRIVATE_DOMAIN}}:5432/${{POSTGRES_DB}}" },
                "DATABASE_PUBLIC_URL": { "defaultValue": "", "isOptional": true },
            }),
        ),
        "redis" => (
            "Redis",
            "redis:8.2.1",
            "/data",
            json!({
                "REDIS_PASSWORD": { "defaultValue": password },
                "REDIS_URL": { "defaultValue": "redis://default:${{REDIS_PASSWORD}}@${{RAILWAY_PRIVATE_DOMAIN}}:6379" },
            }),
        ),
        _ => return None,
    };
    let service = json!({
        "name": name,
        "icon": format!("https://devicons.railway.app/i/{code}.svg"),
        "source": { "image": image },
        "deploy": { "startCommand": null },
        "networking": { "tcpProxies": {}, "serviceDomains": {} },
        "volumeMounts": { "v": { "mountPath": mount } },
        "variables": variables,
    });
    let config = json!({ "services": { "b1ffb5d0-5fce-4a7d-9c1e-7e3a91d05b6c": service } });
    Some(json!({ "id": format!("template-{code}"), "code": code, "name": name, "serializedConfig": config }))
}

/// Makes the services of a template, with other names where theirs are taken, and deploys them.
pub fn set_up(world: &mut World, environment: &str, config: &Value) -> Result<(), String> {
    if let Some(error) = world.rules.template_error.take() {
        return Err(error);
    }
    for each in config["services"].as_object().into_iter().flat_map(serde_json::Map::values) {
        let wanted = each["name"].as_str().ok_or("a service of the template has no name")?;
        let project = world.project_of(environment).ok_or("environment is gone")?;
        let is_taken = project.services.iter().any(|service| service.name == wanted);
        let name = if is_taken { format!("{wanted}-{}", project.services.len()) } else { wanted.to_owned() };
        let service = world.add_service(environment, &name, each["source"].clone());
        for (variable, declared) in each["variables"].as_object().into_iter().flatten() {
            // What the client filled in goes before the default; a password is made here.
            let value = declared.get("value").or(declared.get("defaultValue")).and_then(Value::as_str);
            let value = value.filter(|value| !value.is_empty());
            match value {
                Some(value) if value.contains("secret(") => {
                    world.set_variable(environment, &service, variable, PASSWORD);
                }
                Some(value) => world.set_variable(environment, &service, variable, value),
                None => {}
            }
        }
        let made: &mut Service = world.project_of_mut(environment).services.last_mut().unwrap();
        made.template = Some(wanted.to_owned());
        world.deploy(environment, &service, Source::Image, None);
    }
    Ok(())
}

/// The password of each database, which nobody may ever see.
pub const PASSWORD: &str = "dbpassword-7f3c9a1e5b2d4860";
