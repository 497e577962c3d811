//! Where a site runs, as it is said in the end.

use super::{
    answers::{CustomDomain, Record},
    seen::Seen,
    wanted::{Role, Wanted},
};

/// Where a site runs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Deployed {
    /// Its address, once it has one.
    pub url: Option<String>,
    /// The project's page at Railway.
    pub dashboard: String,
    /// The project's name there.
    pub project: String,
    /// The environment.
    pub environment: String,
    /// The command that goes into its container.
    pub shell: String,
    /// The site's last deployment.
    pub deployment: Option<String>,
    /// Whether it was left to go on by itself.
    pub detached: bool,
    /// What name servers have to say before own domains lead there.
    pub records: Vec<DnsRecord>,
    /// How many requests to Railway it took.
    pub requests: u32,
}

/// What a name server has to say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DnsRecord {
    /// The domain that it is for.
    pub domain: String,
    /// `CNAME`, `TXT`.
    pub kind: String,
    /// The name that is asked for.
    pub name: String,
    /// What is to be answered.
    pub value: String,
}

impl Deployed {
    /// Fills in what is known of where the site is.
    pub(super) fn of(&mut self, seen: &Seen, wanted: &Wanted) {
        let Some((id, name)) = seen.record.project.clone() else { return };
        self.dashboard = dashboard(&id);
        self.project = name;
        let service = seen.record.services.get(Role::Site.as_str()).map(|(_, name)| name.as_str());
        let service = service.unwrap_or(&wanted.service);
        self.shell =
            format!("railway ssh --project {id} --environment {} --service {service}", wanted.environment);
        wanted.environment.clone_into(&mut self.environment);
        let Some(site) = seen.service(Role::Site) else { return };
        let domains = &site.domains;
        let found = domains.service_domains.first().map(|it| address(&it.domain));
        self.url = self.url.take().or(found);
        self.deployment =
            self.deployment.take().or_else(|| Some(site.latest_deployment.as_ref()?.id.clone()));
        self.records.extend(domains.custom_domains.iter().filter(|it| !it.status.verified).flat_map(records));
    }
}

pub(super) fn records(domain: &CustomDomain) -> Vec<DnsRecord> {
    let open = domain.status.dns_records.iter().filter(|record| !record.status.ends_with("PROPAGATED"));
    let record = |record: &Record| DnsRecord {
        domain: domain.domain.clone(),
        kind: record.record_type.trim_start_matches("DNS_RECORD_TYPE_").to_owned(),
        name: record.fqdn.clone(),
        value: record.required_value.clone(),
    };
    open.map(record).collect()
}

pub(super) fn address(domain: &str) -> String {
    format!("https://{domain}")
}

pub(super) fn dashboard(project: &str) -> String {
    format!("https://railway.com/project/{project}")
}
