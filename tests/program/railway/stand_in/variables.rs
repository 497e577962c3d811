//! Variables as a container gets them: references replaced, what Railway provides added.

use serde_json::{Map, Value};

use super::world::World;

/// All variables of a service, rendered.
pub fn rendered(world: &World, environment: &str, service: &str) -> Map<String, Value> {
    let mut all = provided(world, environment, service);
    for (name, value) in world.variables(environment, service) {
        let text = value.as_str().unwrap_or_default();
        all.insert(name, render(world, environment, service, text, 0).into());
    }
    all
}

/// Replaces `${{NAME}}` and `${{Service.NAME}}`. What a reference names and nobody has is empty, without a word.
fn render(world: &World, environment: &str, service: &str, text: &str, depth: usize) -> String {
    let mut made = String::new();
    let mut rest = text;
    while let Some((before, reference)) = rest.split_once("${{") {
        let Some((reference, after)) = reference.split_once("}}") else { break };
        made += before;
        made += &looked_up(world, environment, service, reference.trim(), depth);
        rest = after;
    }
    made + rest
}

fn looked_up(world: &World, environment: &str, service: &str, reference: &str, depth: usize) -> String {
    let (owner, name) = match reference.split_once('.') {
        Some((owner, name)) => (named(world, environment, owner), name),
        None => (Some(service.to_owned()), reference),
    };
    let Some(owner) = owner.filter(|_| depth < 8) else { return String::new() };
    let own = world.variables(environment, &owner);
    match own.get(name).or(provided(world, environment, &owner).get(name)).and_then(Value::as_str) {
        Some(text) => render(world, environment, &owner, text, depth + 1),
        None => String::new(),
    }
}

fn named(world: &World, environment: &str, name: &str) -> Option<String> {
    let project = world.project_of(environment)?;
    let mut services = project.services.iter().filter(|service| service.name == name);
    services
        .find(|service| world.instance(environment, &service.id).is_some())
        .map(|service| service.id.clone())
}

/// What Railway sets by itself.
fn provided(world: &World, environment: &str, service: &str) -> Map<String, Value> {
    let mut provided = Map::new();
    let (Some(project), Some(instance)) =
        (world.project_of(environment), world.instance(environment, service))
    else {
        return provided;
    };
    let name = world.service(service).map(|service| service.name.clone()).unwrap_or_default();
    let domains = ["serviceDomains", "customDomains"]
        .iter()
        .filter_map(|kind| instance["networking"][kind].as_object());
    if let Some(domain) = domains.flat_map(Map::keys).next() {
        provided.insert("RAILWAY_PUBLIC_DOMAIN".to_owned(), domain.clone().into());
    }
    let private = format!("{}.railway.internal", name.to_lowercase());
    let environment = world.environment(environment).map(|each| each.name.clone()).unwrap_or_default();
    for (key, value) in [
        ("RAILWAY_PRIVATE_DOMAIN", private),
        ("RAILWAY_PROJECT_NAME", project.name.clone()),
        ("RAILWAY_PROJECT_ID", project.id.clone()),
        ("RAILWAY_ENVIRONMENT_NAME", environment),
        ("RAILWAY_SERVICE_NAME", name),
        ("RAILWAY_SERVICE_ID", service.to_owned()),
    ] {
        provided.insert(key.to_owned(), value.into());
    }
    provided
}
