//! What there is to say about a site that was deployed.

use serde_json::json;

use super::{Context, session::Planned};
use crate::executor::{Deployed, DnsRecord};

impl Planned<'_> {
    /// Where the project runs, when one of the drivers knows.
    pub(super) fn deployed(&self) -> Option<&Deployed> {
        self.executors.iter().find_map(|executor| executor.deployed())
    }

    /// Says where the project runs, for a command that did more than that.
    pub(super) fn say_deployed(&self, context: &Context) {
        let Some(deployed) = self.deployed() else { return };
        if let Some(url) = &deployed.url {
            context
                .ui
                .say(&format!("{url} is `{}` of the project `{}`", deployed.environment, deployed.project));
        }
        deployed.say_records(context);
    }
}

impl Deployed {
    /// Says what is left to do for a person.
    pub(super) fn say_next(&self, context: &Context, is_first: bool) {
        let ui = &context.ui;
        self.say_records(context);
        let mut next = Vec::new();
        if self.detached {
            next.push(format!(
                "the deployment goes on by itself: `quickscale deploy railway -e {}` waits for it",
                self.environment
            ));
        }
        if is_first {
            next.push(format!("make a superuser: `{} -- python manage.py createsuperuser`", self.shell));
            next.push("commit `.quickscale/lock`: a clone then deploys to the same place".to_owned());
        }
        if let Some(url) = &self.url {
            next.push(format!("the admin pages: {url}/admin/"));
        }
        next.push(format!("logs, costs, earlier deployments: {}", self.dashboard));
        next.iter().for_each(|line| ui.say(&format!("  {line}")));
    }

    fn say_records(&self, context: &Context) {
        for record in &self.records {
            let DnsRecord { domain, kind, name, value } = record;
            context.ui.say(&format!("  {domain} waits for its name server: {kind} {name} → {value}"));
        }
    }

    /// The same for programs.
    pub(super) fn to_json(&self, changed: bool) -> serde_json::Value {
        let records = self.records.iter().map(|record| {
            let DnsRecord { domain, kind, name, value } = record;
            json!({ "domain": domain, "type": kind, "name": name, "value": value })
        });
        json!({
            "changed": changed,
            "url": self.url,
            "project": self.project,
            "environment": self.environment,
            "deployment": self.deployment,
            "detached": self.detached,
            "dashboard": self.dashboard,
            "dns": records.collect::<Vec<_>>(),
            "requests": self.requests,
        })
    }
}
