//! Whether code with these settings would get up. It is what Railway, Docker and Django would find, as far as a deploy
//! can get it wrong.

use serde_json::Value;

use super::{deployment::Files, rules::Fate, template::PASSWORD, variables::rendered, world::World};

pub fn judge(world: &World, environment: &str, service: &str, files: &Files) -> Fate {
    let Some(settings) = world.instance(environment, service) else {
        return Fate::Rejected("Service instance not found".to_owned());
    };
    let command = &settings["deploy"]["preDeployCommand"];
    if command.as_array().is_some_and(|parts| parts.len() > 1) {
        return Fate::Rejected("deploy.preDeployCommand: Array must contain at most 1 element(s)".to_owned());
    }
    let Some(dockerfile) = files.get("Dockerfile") else {
        return Fate::Build("Railpack could not determine how to build the app.".to_owned());
    };
    if let Err(error) = builds(&String::from_utf8_lossy(dockerfile), service, files) {
        return Fate::Build(error);
    }
    let variables = rendered(world, environment, service);
    let get = |name: &str| variables.get(name).and_then(Value::as_str).unwrap_or_default();
    if !command.is_null()
        && let Err(error) = migrates(world, environment, &get)
    {
        return Fate::Migration(error);
    }
    let is_healthy = settings["deploy"]["healthcheckPath"].is_null() || answers(settings, &get);
    if is_healthy { Fate::Success } else { Fate::HealthCheck }
}

/// Railway takes caches only by an id that begins with `s/` and the service; a file that is mounted has to be there.
fn builds(dockerfile: &str, service: &str, files: &Files) -> Result<(), String> {
    for mount in dockerfile.split("--mount=").skip(1).filter_map(|rest| rest.split_whitespace().next()) {
        let part = |name: &str| mount.split(',').find_map(|part| part.strip_prefix(name)?.strip_prefix('='));
        let is_cache = mount.contains("type=cache");
        if is_cache && !part("id").is_some_and(|id| id.starts_with(&format!("s/{service}-"))) {
            return Err(
                "dockerfile invalid: Cache mounts MUST be in the format --mount=type=cache,id=<cache-id>"
                    .to_owned(),
            );
        }
        let missing =
            part("source").filter(|source| mount.contains("type=bind") && !files.contains_key(*source));
        if let Some(missing) = missing {
            return Err(format!("failed to compute cache key: \"/{missing}\": not found"));
        }
    }
    Ok(())
}

fn migrates<'v>(world: &World, environment: &str, get: &dyn Fn(&str) -> &'v str) -> Result<(), String> {
    if get("SECRET_KEY").is_empty() {
        return Err("django.core.exceptions.ImproperlyConfigured: SECRET_KEY is not set".to_owned());
    }
    let url = get("DATABASE_URL");
    if !url.starts_with("postgresql://") || !url.contains(PASSWORD) {
        return Err("django.core.exceptions.ImproperlyConfigured: DATABASE_URL is empty".to_owned());
    }
    let is_up = world.projects.iter().flat_map(|project| &project.services).any(|database| {
        let host = format!("@{}.railway.internal:", database.name.to_lowercase());
        let last = world.deployments_of(environment, &database.id).next_back();
        url.contains(&host) && last.is_some_and(|last| world.status(last) == "SUCCESS")
    });
    if !is_up {
        return Err(format!(
            "django.db.utils.OperationalError: connection to {url} failed: Connection refused"
        ));
    }
    Ok(())
}

/// The health check asks on `PORT`, with a name of its own, and takes no redirect.
fn answers<'v>(settings: &Value, get: &dyn Fn(&str) -> &'v str) -> bool {
    let mut hosts = get("ALLOWED_HOSTS").split(',').map(str::trim);
    let knows_host = hosts.any(|host| ["*", ".railway.app", "healthcheck.railway.app"].contains(&host));
    let port = get("PORT");
    let domains = settings["networking"]["serviceDomains"].as_object();
    let mut ports =
        domains.into_iter().flat_map(serde_json::Map::values).filter_map(|domain| domain["port"].as_u64());
    knows_host && ports.all(|target| port.is_empty() || port == target.to_string())
}
