//! Where the site is found: the address that Railway chooses, and domains of one's own.

use serde_json::json;

use super::Work;
use crate::{
    diagnostics::Issue,
    executor::railway::{
        answers::{CustomDomainCreated, ServiceDomainCreated},
        api::Api,
        deployed::{address, records},
        documents, seen,
        wanted::{PORT, Role},
    },
};

impl Work<'_> {
    pub(super) fn address(&mut self) -> Result<(), Issue> {
        let Some((id, _)) = self.seen.record.services.get(Role::Site.as_str()).cloned() else {
            return Ok(());
        };
        let asked = json!({ "input": {
            "environmentId": self.environment_id(),
            "serviceId": id,
            "targetPort": PORT,
        } });
        let make = |api: &Api| {
            let answer: ServiceDomainCreated = api.ask(documents::SERVICE_DOMAIN_CREATE, asked.clone())?;
            Ok(answer.service_domain_create.domain)
        };
        let look = |work: &Self| {
            let environment = seen::environment(work.api, &work.project_id(), &work.environment_id())?;
            let domains = environment.service(&id).map(|site| site.domains.service_domains.clone());
            Ok(domains.and_then(|domains| domains.first().map(|it| it.domain.clone())))
        };
        let domain = self.certainly(make, look).map_err(|failure| self.api.issue(failure))?;
        self.done.note(format!("address `{domain}`"));
        self.deployed.url = Some(address(&domain));
        Ok(())
    }

    pub(super) fn domain(&mut self, domain: &str) -> Result<(), Issue> {
        let Some((id, _)) = self.seen.record.services.get(Role::Site.as_str()).cloned() else {
            return Ok(());
        };
        let asked = json!({ "input": {
            "projectId": self.project_id(),
            "environmentId": self.environment_id(),
            "serviceId": id,
            "domain": domain,
            "targetPort": PORT,
        } });
        let make = |api: &Api| {
            let answer: CustomDomainCreated = api.ask(documents::CUSTOM_DOMAIN_CREATE, asked.clone())?;
            Ok(answer.custom_domain_create)
        };
        let look = |work: &Self| {
            let environment = seen::environment(work.api, &work.project_id(), &work.environment_id())?;
            let domains = environment.service(&id).map(|site| site.domains.custom_domains.clone());
            Ok(domains.and_then(|domains| domains.into_iter().find(|it| it.domain == domain)))
        };
        let made = self.certainly(make, look).map_err(|failure| self.api.issue(failure))?;
        self.deployed.records.extend(records(&made));
        self.done.note(format!("domain `{domain}`"));
        Ok(())
    }
}
