//! What there is, as the schema shows it.

use serde_json::{Value, json};

use super::world::{Environment, Project, Service, World};

const TIME: &str = "2026-10-19T12:00:00.000Z";

pub fn connection(nodes: impl IntoIterator<Item = Value>) -> Value {
    let edges: Vec<Value> = nodes.into_iter().map(|node| json!({ "node": node, "cursor": "" })).collect();
    json!({ "edges": edges, "pageInfo": { "hasNextPage": false, "hasPreviousPage": false, "endCursor": null, "startCursor": null } })
}

impl World {
    pub fn view_of_project(&self, project: &Project) -> Value {
        let workspace = self.workspaces.iter().find(|workspace| workspace.id == project.workspace);
        let environments = project.environments.iter().map(|each| self.view_of_environment(project, each));
        json!({
            "id": project.id,
            "name": project.name,
            "description": null,
            "workspaceId": project.workspace,
            "workspace": workspace.map(|workspace| json!({ "id": workspace.id, "name": workspace.name })),
            "createdAt": TIME,
            "updatedAt": TIME,
            "deletedAt": project.is_deleted.then_some(TIME),
            "environments": connection(environments),
            "services": connection(project.services.iter().map(|each| service(project, each))),
        })
    }

    /// `config:decrypted` is what `config(decryptVariables: true)` shows.
    pub fn view_of_environment(&self, project: &Project, environment: &Environment) -> Value {
        let here = |each: &&Service| environment.config["services"].get(&each.id).is_some();
        let instances = project
            .services
            .iter()
            .filter(here)
            .map(|each| self.view_of_instance(project, environment, each));
        json!({
            "id": environment.id,
            "name": environment.name,
            "projectId": project.id,
            "canAccess": true,
            "createdAt": TIME,
            "updatedAt": TIME,
            "deletedAt": null,
            "isEphemeral": false,
            "unmergedChangesCount": 0,
            "config": masked(&environment.config),
            "config:decrypted": environment.config,
            "configEtag": format!("{:x}", environment.config.to_string().len()),
            "iacPartials": environment.partials,
            "serviceInstances": connection(instances),
        })
    }

    fn view_of_instance(&self, project: &Project, environment: &Environment, of: &Service) -> Value {
        let instance = &environment.config["services"][&of.id];
        let (build, deploy, networking) = (&instance["build"], &instance["deploy"], &instance["networking"]);
        let latest = self.deployments_of(&environment.id, &of.id).next_back();
        json!({
            "id": format!("{}-{}", environment.id, of.id),
            "serviceId": of.id,
            "serviceName": of.name,
            "environmentId": environment.id,
            "createdAt": TIME,
            "updatedAt": TIME,
            "deletedAt": null,
            "service": service(project, of),
            "source": { "image": instance["source"]["image"], "repo": instance["source"]["repo"] },
            "builder": "RAILPACK",
            "dockerfilePath": build["dockerfilePath"],
            "buildCommand": build["buildCommand"],
            "startCommand": deploy["startCommand"],
            "preDeployCommand": deploy["preDeployCommand"],
            "healthcheckPath": deploy["healthcheckPath"],
            "healthcheckTimeout": deploy["healthcheckTimeout"],
            "restartPolicyType": deploy.get("restartPolicyType").cloned().unwrap_or("ON_FAILURE".into()),
            "restartPolicyMaxRetries": deploy.get("restartPolicyMaxRetries").cloned().unwrap_or(10.into()),
            "railwayConfigFile": instance["configFile"],
            "latestDeployment": latest.map(|deployment| self.view_of_deployment(deployment)),
            "domains": self.view_of_domains(project, environment, of, networking),
        })
    }

    pub fn view_of_domains(
        &self,
        project: &Project,
        environment: &Environment,
        of: &Service,
        networking: &Value,
    ) -> Value {
        let domain = |(name, settings): (&String, &Value)| {
            json!({
                "id": format!("domain-of-{name}"),
                "domain": name,
                "suffix": "up.railway.app",
                "environmentId": environment.id,
                "projectId": project.id,
                "serviceId": of.id,
                "targetPort": settings["port"],
                "syncStatus": "ACTIVE",
                "createdAt": TIME,
                "updatedAt": TIME,
                "deletedAt": null,
                "status": custom(name),
            })
        };
        let of_kind = |kind: &str| -> Vec<Value> {
            networking[kind].as_object().into_iter().flatten().map(domain).collect()
        };
        json!({ "serviceDomains": of_kind("serviceDomains"), "customDomains": of_kind("customDomains") })
    }
}

pub fn service(project: &Project, service: &Service) -> Value {
    json!({
        "id": service.id,
        "name": service.name,
        "icon": null,
        "projectId": project.id,
        "templateId": service.template,
        "templateServiceId": null,
        "isRestricted": false,
        "createdAt": TIME,
        "updatedAt": TIME,
        "deletedAt": null,
    })
}

/// A domain of one's own, whose records nobody has set yet.
fn custom(domain: &str) -> Value {
    let record = json!({
        "recordType": "DNS_RECORD_TYPE_CNAME",
        "hostlabel": domain.split('.').next(),
        "fqdn": domain,
        "requiredValue": "g05ns7.up.railway.app",
        "currentValue": "",
        "status": "DNS_RECORD_STATUS_REQUIRES_UPDATE",
        "zone": domain,
        "purpose": "DNS_RECORD_PURPOSE_TRAFFIC_ROUTE",
    });
    json!({
        "verified": false,
        "certificateStatus": "CERTIFICATE_STATUS_TYPE_VALIDATING_OWNERSHIP",
        "certificateErrorMessage": null,
        "verificationToken": null,
        "verificationDnsHost": null,
        "dnsRecords": [record],
    })
}

/// The values of variables are not shown unless they are asked for.
fn masked(config: &Value) -> Value {
    let mut config = config.clone();
    for service in config["services"].as_object_mut().into_iter().flat_map(serde_json::Map::values_mut) {
        for variable in service["variables"].as_object_mut().into_iter().flat_map(serde_json::Map::values_mut)
        {
            variable["value"] = "*****".into();
        }
    }
    config
}
