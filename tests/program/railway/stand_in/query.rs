//! What can be asked.

use serde_json::{Map, Value, json};

use super::{
    template,
    variables::rendered,
    views::connection,
    world::{Caller, Project, World},
};

pub const DENIED: &str = "Not Authorized";

type Arguments = Map<String, Value>;

pub fn answer(world: &World, caller: &Caller, field: &str, arguments: &Arguments) -> Result<Value, String> {
    let text = |name: &str| arguments.get(name).and_then(Value::as_str).unwrap_or_default();
    match (field, caller) {
        // Anyone may look at templates.
        ("template", _) => {
            template::named(world, text("code")).ok_or_else(|| "Template not found".to_owned())
        }
        (_, Caller::Nobody) => Err(DENIED.to_owned()),
        (_, Caller::NoProject) => Err("Project Token not found".to_owned()),
        ("me", Caller::Account) => Ok(me(world)),
        ("projectToken", Caller::Project { project, environment }) => Ok(json!({
            "id": "token", "name": "ci", "projectId": project, "environmentId": environment,
            "project": world.project(project).map(|each| world.view_of_project(each)),
            "environment": { "id": environment, "name": world.environment(environment).map(|each| each.name.clone()) },
        })),
        ("projectToken", _) => Err("Project Token not found".to_owned()),
        ("apiToken", Caller::Account) => Ok(json!({ "workspaces": workspaces(world, |_| true) })),
        ("apiToken", Caller::Workspace(id)) => {
            Ok(json!({ "workspaces": workspaces(world, |each| each == id) }))
        }
        ("me" | "apiToken", _) => Err(DENIED.to_owned()),
        ("projects", _) => projects(world, caller, text("workspaceId")),
        ("project", _) => {
            let project = world.project(text("id")).ok_or("Project not found")?;
            allowed(world, caller, project, None).map(|()| world.view_of_project(project))
        }
        ("environment", _) => {
            let id = text("id");
            let (project, environment) =
                world.project_of(id).zip(world.environment(id)).ok_or("Environment not found")?;
            allowed(world, caller, project, Some(id))
                .map(|()| world.view_of_environment(project, environment))
        }
        ("workflowStatus", _) => {
            let (status, error) = world.workflow_status(text("workflowId"));
            Ok(json!({ "status": status, "error": error }))
        }
        ("deployments", _) => {
            let input = &arguments["input"];
            let wanted = |name: &str| input[name].as_str().unwrap_or_default();
            let found = world.deployments_of(wanted("environmentId"), wanted("serviceId"));
            Ok(connection(found.rev().map(|each| world.view_of_deployment(each))))
        }
        ("variables" | "domains" | "serviceInstance", _) => of_service(world, caller, field, arguments),
        _ => of_deployment(world, caller, field, arguments),
    }
}

fn allowed(
    world: &World,
    caller: &Caller,
    project: &Project,
    environment: Option<&str>,
) -> Result<(), String> {
    world.allows(caller, &project.id, environment).then_some(()).ok_or_else(|| DENIED.to_owned())
}

fn me(world: &World) -> Value {
    let name = "Ada Lovelace";
    json!({ "id": "user-1", "name": name, "email": "ada@example.com", "workspaces": workspaces(world, |_| true) })
}

fn workspaces(world: &World, wanted: impl Fn(&str) -> bool) -> Vec<Value> {
    let own = |id: &str| {
        connection(
            world.projects.iter().filter(|each| each.workspace == id).map(|each| world.view_of_project(each)),
        )
    };
    let all = world.workspaces.iter().filter(|each| wanted(&each.id));
    all.map(|each| json!({ "id": each.id, "name": each.name, "projects": own(&each.id) })).collect()
}

fn projects(world: &World, caller: &Caller, workspace: &str) -> Result<Value, String> {
    let of_workspace =
        world.projects.iter().filter(|each| workspace.is_empty() || each.workspace == workspace);
    let seen = of_workspace.filter(|each| world.allows(caller, &each.id, None));
    match caller {
        Caller::Workspace(own) if own != workspace => Err(DENIED.to_owned()),
        Caller::Project { .. } => Err(DENIED.to_owned()),
        Caller::Account | Caller::Workspace(_) | Caller::Nobody | Caller::NoProject => {
            Ok(connection(seen.map(|each| world.view_of_project(each))))
        }
    }
}

fn of_service(world: &World, caller: &Caller, field: &str, arguments: &Arguments) -> Result<Value, String> {
    let text = |name: &str| arguments.get(name).and_then(Value::as_str).unwrap_or_default();
    let (environment, service) = (text("environmentId"), text("serviceId"));
    let (project, found) =
        world.project_of(environment).zip(world.environment(environment)).ok_or("Environment not found")?;
    allowed(world, caller, project, Some(environment))?;
    if world.instance(environment, service).is_none() {
        return Err("Service Instance not found".to_owned());
    }
    let view = world.view_of_environment(project, found);
    let mut instances =
        view["serviceInstances"]["edges"].as_array().into_iter().flatten().map(|edge| &edge["node"]);
    let instance = instances.find(|each| each["serviceId"] == service).unwrap();
    match field {
        "variables" if arguments.get("unrendered") == Some(&Value::Bool(true)) => {
            Ok(Value::Object(world.variables(environment, service)))
        }
        "variables" => Ok(Value::Object(rendered(world, environment, service))),
        "domains" => Ok(instance["domains"].clone()),
        _ => Ok(instance.clone()),
    }
}

fn of_deployment(
    world: &World,
    caller: &Caller,
    field: &str,
    arguments: &Arguments,
) -> Result<Value, String> {
    let id =
        arguments.get("id").or(arguments.get("deploymentId")).and_then(Value::as_str).unwrap_or_default();
    let deployment = world.deployments.iter().find(|each| each.id == id).ok_or("Deployment not found")?;
    let project = world.project_of(&deployment.environment).ok_or("Project not found")?;
    allowed(world, caller, project, Some(&deployment.environment))?;
    let lines = |lines: Vec<String>| {
        let line = |text| json!({ "timestamp": "2026-10-19T12:00:00.000Z", "message": text, "severity": "info", "attributes": [] });
        Value::Array(lines.into_iter().map(line).collect())
    };
    match field {
        "deployment" => Ok(world.view_of_deployment(deployment)),
        "deploymentEvents" => Ok(connection(deployment.events(world.clock))),
        "buildLogs" => deployment.build_log().map(lines),
        "deploymentLogs" => Ok(lines(deployment.deploy_log())),
        _ => Err(format!("the stand-in has no answer to `{field}`")),
    }
}
