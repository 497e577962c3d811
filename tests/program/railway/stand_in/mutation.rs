//! What can be changed.

use serde_json::{Map, Value, json};

use super::{
    deployment::Source,
    query::DENIED,
    views,
    workflow::Work,
    world::{Caller, World},
};

type Arguments = Map<String, Value>;

pub fn carry_out(
    world: &mut World,
    caller: &Caller,
    field: &str,
    arguments: &Arguments,
) -> Result<Value, String> {
    let input = arguments.get("input").cloned().unwrap_or_default();
    let text = |name: &str| {
        let value = input.get(name).or(arguments.get(name)).and_then(Value::as_str);
        value.unwrap_or_default().to_owned()
    };
    if field == "projectCreate" {
        return project_create(world, caller, &input);
    }
    let environment = text("environmentId");
    let project = match world.project_of(&environment) {
        Some(project) => project.id.clone(),
        None => text("projectId"),
    };
    let is_scoped = !environment.is_empty();
    if !world.allows(caller, &project, is_scoped.then_some(environment.as_str())) {
        return Err(DENIED.to_owned());
    }
    let service = text("serviceId");
    match field {
        "environmentCreate" => {
            let id = world.add_environment(&project, &text("name"));
            let project = world.project(&project).ok_or("Project not found")?;
            Ok(world.view_of_environment(project, world.environment(&id).ok_or("gone")?))
        }
        "serviceCreate" => service_create(world, &environment, &text("name"), &input),
        "templateDeployV2" => {
            let work = Work::Template { environment, config: input["serializedConfig"].clone() };
            Ok(json!({ "projectId": project, "workflowId": world.begin(work, 2) }))
        }
        "environmentPatchCommit" => {
            let delay = world.rules.patch_delay;
            Ok(world.begin(Work::Patch { environment, patch: arguments["patch"].clone() }, delay).into())
        }
        "variableCollectionUpsert" => variables(world, &environment, &service, &input),
        "serviceDomainCreate" => {
            domain(world, &environment, &service, "serviceDomains", None, &input["targetPort"])
        }
        "customDomainCreate" => {
            domain(world, &environment, &service, "customDomains", Some(text("domain")), &input["targetPort"])
        }
        _ => Err(format!("the stand-in does not carry out `{field}`")),
    }
}

fn project_create(world: &mut World, caller: &Caller, input: &Value) -> Result<Value, String> {
    let workspace = input["workspaceId"].as_str();
    let workspace = match (caller, workspace) {
        (Caller::Account, None) => world.workspaces[0].id.clone(),
        (Caller::Account, Some(workspace)) => workspace.to_owned(),
        (Caller::Workspace(own), Some(workspace)) if workspace == own => workspace.to_owned(),
        _ => return Err(DENIED.to_owned()),
    };
    let project = world.add_project(&workspace, input["name"].as_str().unwrap_or("invigorating-nature"));
    if let Some(name) = input["defaultEnvironmentName"].as_str() {
        name.clone_into(&mut project.environments[0].name);
    }
    let id = project.id.clone();
    Ok(world.view_of_project(world.project(&id).ok_or("gone")?))
}

fn service_create(world: &mut World, environment: &str, name: &str, input: &Value) -> Result<Value, String> {
    if world.environment(environment).is_none() {
        return Err("Environment not found".to_owned());
    }
    let id = world.add_service(environment, name, input.get("source").cloned().unwrap_or(json!({})));
    for (name, value) in input["variables"].as_object().into_iter().flatten() {
        world.set_variable(environment, &id, name, value.as_str().unwrap_or_default());
    }
    if input["source"]["image"].is_string() {
        world.deploy(environment, &id, Source::Image, None);
    }
    let project = world.project_of(environment).ok_or("gone")?;
    Ok(views::service(project, world.service(&id).ok_or("gone")?))
}

fn variables(world: &mut World, environment: &str, service: &str, input: &Value) -> Result<Value, String> {
    if world.instance(environment, service).is_none() {
        return Err("Service Instance not found".to_owned());
    }
    if input["replace"] == true {
        world.instance_mut(environment, service)["variables"] = json!({});
    }
    for (name, value) in input["variables"].as_object().into_iter().flatten() {
        world.set_variable(environment, service, name, value.as_str().unwrap_or_default());
    }
    if input["skipDeploys"] != true {
        world.deploy_again(environment, service);
    }
    Ok(true.into())
}

fn domain(
    world: &mut World,
    environment: &str,
    service: &str,
    kind: &str,
    name: Option<String>,
    port: &Value,
) -> Result<Value, String> {
    if world.instance(environment, service).is_none() {
        return Err("Service Instance not found".to_owned());
    }
    // A name of Railway's own carries a suffix that nobody can foresee.
    let suffix = world.id()[..4].to_owned();
    let own = world.service(service).map(|each| each.name.to_lowercase()).unwrap_or_default();
    let name = name.unwrap_or_else(|| format!("{own}-{suffix}.up.railway.app"));
    world.instance_mut(environment, service)["networking"][kind][&name] = json!({ "port": port });
    let (project, found) = world.project_of(environment).zip(world.environment(environment)).ok_or("gone")?;
    let networking = &found.config["services"][service]["networking"];
    let all = world.view_of_domains(project, found, world.service(service).ok_or("gone")?, networking);
    let mut all = all[kind].as_array().cloned().unwrap_or_default().into_iter();
    all.find(|each| each["domain"] == name).ok_or_else(|| "gone".to_owned())
}
