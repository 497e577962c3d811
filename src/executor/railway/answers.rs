//! What Railway answers, as far as it is read. Whatever may be missing may be missing here.

use serde::Deserialize;
use serde_json::Value;

/// A list as GraphQL gives it.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Connection<T> {
    edges: Vec<Edge<T>>,
}

#[derive(Debug, Clone, Deserialize)]
struct Edge<T> {
    node: T,
}

impl<T> Default for Connection<T> {
    fn default() -> Self {
        Self { edges: Vec::new() }
    }
}

impl<T> Connection<T> {
    pub(super) fn nodes(&self) -> impl Iterator<Item = &T> {
        self.edges.iter().map(|edge| &edge.node)
    }
}

/// Something with an id and a name.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Named {
    pub(super) id: String,
    pub(super) name: String,
    #[serde(default)]
    pub(super) deleted_at: Option<String>,
}

impl Connection<Named> {
    /// Those that were not deleted.
    pub(super) fn living(&self) -> impl Iterator<Item = &Named> {
        self.nodes().filter(|it| it.deleted_at.is_none())
    }
}

#[derive(Debug, Deserialize)]
pub(super) struct Account {
    pub(super) me: Me,
}

#[derive(Debug, Deserialize)]
pub(super) struct Me {
    pub(super) workspaces: Vec<Workspace>,
}

/// A workspace with its projects.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Workspace {
    pub(super) id: String,
    pub(super) name: String,
    #[serde(default)]
    pub(super) projects: Connection<Named>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct TokenWorkspaces {
    pub(super) api_token: TokenContext,
}

#[derive(Debug, Deserialize)]
pub(super) struct TokenContext {
    pub(super) workspaces: Vec<Workspace>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Projects {
    pub(super) projects: Connection<Named>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ProjectToken {
    pub(super) project_token: TokenPlace,
}

/// Where a project token leads to.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct TokenPlace {
    pub(super) project: Named,
    pub(super) environment: Named,
}

#[derive(Debug, Deserialize)]
pub(super) struct ProjectAnswer {
    pub(super) project: Project,
}

/// A project with its environments.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Project {
    pub(super) id: String,
    pub(super) name: String,
    #[serde(default)]
    pub(super) deleted_at: Option<String>,
    #[serde(default)]
    pub(super) environments: Connection<Named>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ProjectCreated {
    pub(super) project_create: Project,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct EnvironmentCreated {
    pub(super) environment_create: Named,
}

#[derive(Debug, Deserialize)]
pub(super) struct EnvironmentAnswer {
    pub(super) environment: Environment,
}

/// An environment with everything in it.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Environment {
    #[serde(default)]
    pub(super) deleted_at: Option<String>,
    /// The settings of its services, without the values of variables.
    #[serde(default)]
    pub(super) config: Value,
    #[serde(default)]
    pub(super) service_instances: Connection<Instance>,
}

impl Environment {
    /// The services that were not deleted.
    pub(super) fn services(&self) -> impl Iterator<Item = &Instance> {
        self.service_instances.nodes().filter(|it| it.deleted_at.is_none())
    }

    pub(super) fn service(&self, id: &str) -> Option<&Instance> {
        self.services().find(|it| it.service_id == id)
    }
}

/// A service as it is in one environment.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Instance {
    pub(super) service_id: String,
    pub(super) service_name: String,
    #[serde(default)]
    pub(super) deleted_at: Option<String>,
    #[serde(default)]
    pub(super) source: Option<Source>,
    #[serde(default)]
    pub(super) latest_deployment: Option<Deployment>,
    #[serde(default)]
    pub(super) domains: Domains,
}

impl Instance {
    /// The image that it runs, when it runs one.
    pub(super) fn image(&self) -> Option<&str> {
        self.source.as_ref()?.image.as_deref()
    }
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct Source {
    #[serde(default)]
    pub(super) image: Option<String>,
    #[serde(default)]
    pub(super) repo: Option<String>,
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct Deployment {
    pub(super) id: String,
    pub(super) status: String,
    #[serde(default)]
    pub(super) meta: Value,
}

/// How far a deployment has come, whatever it is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stage {
    /// It goes on.
    Going,
    /// Somebody has to agree to it at the platform.
    NeedsApproval,
    /// It runs, or sleeps until somebody comes.
    Well,
    /// It failed, or fell over.
    Bad,
    /// It was taken away, or never begun.
    Gone,
}

impl Stage {
    pub(super) fn of(status: &str) -> Self {
        match status {
            "SUCCESS" | "SLEEPING" => Self::Well,
            "FAILED" | "CRASHED" => Self::Bad,
            "SKIPPED" | "REMOVING" | "REMOVED" => Self::Gone,
            "NEEDS_APPROVAL" => Self::NeedsApproval,
            // What a later version of the platform adds is taken for work in progress, with a time limit.
            _ => Self::Going,
        }
    }
}

impl Deployment {
    pub(super) fn stage(&self) -> Stage {
        Stage::of(&self.status)
    }
}

/// The addresses of a service.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct Domains {
    pub(super) service_domains: Vec<Domain>,
    pub(super) custom_domains: Vec<CustomDomain>,
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct Domain {
    pub(super) domain: String,
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct CustomDomain {
    pub(super) domain: String,
    #[serde(default)]
    pub(super) status: DomainStatus,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct DomainStatus {
    pub(super) verified: bool,
    pub(super) dns_records: Vec<Record>,
}

/// What a name server has to say.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Record {
    pub(super) record_type: String,
    pub(super) fqdn: String,
    pub(super) required_value: String,
    pub(super) status: String,
}

#[derive(Debug, Deserialize)]
pub(super) struct TemplateAnswer {
    pub(super) template: Template,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Template {
    pub(super) id: String,
    #[serde(default)]
    pub(super) serialized_config: Value,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct TemplateDeployed {
    #[serde(rename = "templateDeployV2")]
    pub(super) template_deploy: Workflow,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Workflow {
    #[serde(default)]
    pub(super) workflow_id: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct WorkflowAnswer {
    pub(super) workflow_status: WorkflowStatus,
}

#[derive(Debug, Deserialize)]
pub(super) struct WorkflowStatus {
    pub(super) status: String,
    #[serde(default)]
    pub(super) error: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ServiceCreated {
    pub(super) service_create: Named,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ServiceDomainCreated {
    pub(super) service_domain_create: Domain,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct CustomDomainCreated {
    pub(super) custom_domain_create: CustomDomain,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct DeploymentAnswer {
    pub(super) deployment: Deployment,
    #[serde(default)]
    pub(super) deployment_events: Connection<Event>,
}

/// A part of a deployment that was begun.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Event {
    pub(super) step: String,
    #[serde(default)]
    pub(super) completed_at: Option<String>,
    #[serde(default)]
    pub(super) payload: Option<Payload>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Payload {
    pub(super) error: Option<String>,
    pub(super) skipped: Option<bool>,
}

/// A line of a log.
#[derive(Debug, Deserialize)]
pub(super) struct Line {
    pub(super) message: String,
}

/// What `railway up` and the address behind it say about an upload.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Uploaded {
    pub(super) deployment_id: String,
    #[serde(default)]
    pub(super) logs_url: Option<String>,
}
