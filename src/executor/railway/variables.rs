//! The variables of a service: what is declared, beside what is set on Railway. Pure.

use std::collections::BTreeMap;

use super::{
    secret::Secret,
    wanted::{Origin, PORT, SECRET_KEY, SKIP_COLLECTSTATIC, Variable, Wanted},
};
use crate::plan::FieldChange;

/// What is set on Railway, with references as they are written. A sealed value is there without its text.
#[derive(Debug, Clone, Default)]
pub(super) struct Values(BTreeMap<String, Option<Secret>>);

impl Values {
    /// The texts of `values`, and the names in `config` that have none there because they are sealed.
    pub(super) fn new(values: &serde_json::Value, config: &serde_json::Value) -> Self {
        let of = |value: &serde_json::Value| value.as_object().cloned().unwrap_or_default();
        let sealed = of(&config["variables"]).into_iter().filter(|(_, value)| !value.is_null());
        let mut all: BTreeMap<String, Option<Secret>> = sealed.map(|(name, _)| (name, None)).collect();
        all.extend(of(values).into_iter().map(|(name, value)| (name, value.as_str().map(Secret::new))));
        Self(all)
    }

    fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    /// Its text; none when it is not set, or sealed.
    pub(super) fn text(&self, name: &str) -> Option<&str> {
        self.0.get(name)?.as_ref().map(Secret::reveal)
    }

    pub(super) fn secrets(&self) -> impl Iterator<Item = &Secret> {
        self.0.values().flatten().filter(|secret| !secret.reveal().contains("${{"))
    }
}

/// What is around a service that its variables speak of.
#[derive(Debug, Clone, Copy)]
pub(super) struct Around<'a> {
    /// The names of all services there, and of those that are about to be made.
    pub(super) services: &'a [String],
    /// The name of the service of each database, by the variable that holds its address.
    pub(super) stores: &'a BTreeMap<&'static str, String>,
}

/// A variable to set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Change {
    pub(super) name: String,
    pub(super) before: Option<String>,
    /// The text; none for one that is made when it is set.
    pub(super) after: Option<Secret>,
    pub(super) secret: bool,
}

/// Something about a variable that a person has to put right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Problem {
    /// It has no value anywhere.
    Missing(String),
    /// Nobody needs it, but the manifest says that it comes from the environment, and it does not.
    Unset(String),
    /// It names a service that is not there.
    Broken { name: String, service: String },
}

/// What has to be set, and what is wrong.
#[derive(Debug, Default)]
pub(super) struct Compared {
    pub(super) changes: Vec<Change>,
    pub(super) problems: Vec<Problem>,
}

/// What has to be set of the site's variables. Others are left alone, and so is whatever was set by hand where
/// nothing better is known.
pub(super) fn of_site(wanted: &Wanted, found: &Values, around: Around<'_>) -> Compared {
    let mut compared = Compared::default();
    for (name, variable) in &wanted.variables {
        compared.compare(name, variable, wanted, found, around);
    }
    let skip = wanted.variables.contains_key(SKIP_COLLECTSTATIC);
    if !skip && found.text(SKIP_COLLECTSTATIC).is_some_and(|text| !text.is_empty()) {
        compared.set(SKIP_COLLECTSTATIC, found, "", false);
    }
    compared.broken_references(found, around);
    compared
}

/// What has to be set of the worker's variables: it reads those of the site, by reference.
pub(super) fn of_worker(wanted: &Wanted, site: &str, found: &Values, of_site: &Values) -> Compared {
    let mut compared = Compared::default();
    let own = ["PORT"];
    for (name, variable) in wanted.variables.iter().filter(|(name, _)| !own.contains(&name.as_str())) {
        let is_set = of_site.has(name) || !matches!(variable.origin, Origin::Nowhere { .. });
        let reference = format!("${{{{{site}.{name}}}}}");
        if is_set && !found.has(name) {
            compared.set(name, found, &reference, false);
        }
    }
    compared
}

impl Compared {
    fn compare(
        &mut self,
        name: &str,
        variable: &Variable,
        wanted: &Wanted,
        found: &Values,
        around: Around<'_>,
    ) {
        let set = found.text(name);
        match &variable.origin {
            // What is there stays: another key would end every session and break every signed link.
            _ if name == SECRET_KEY && found.has(name) => {}
            Origin::Made => {
                self.changes.push(Change { name: name.to_owned(), before: None, after: None, secret: true })
            }
            Origin::Store(store) => {
                let service = around.stores.get(name).map_or(store.usual_name(), String::as_str);
                let broken =
                    set.and_then(referred).is_some_and(|it| !around.services.iter().any(|at| at == it));
                if !found.has(name) || broken {
                    self.set(name, found, &format!("${{{{{service}.{name}}}}}"), false);
                }
            }
            Origin::Hosts { origins } => {
                let hosts = hosts(*origins, &wanted.domains);
                let merged = with(set.unwrap_or_default(), &hosts);
                if set != Some(&merged) && (set.is_some() || !found.has(name)) {
                    self.set(name, found, &merged, false);
                }
            }
            Origin::Text(text) if name == "PORT" && text == &PORT.to_string() && found.has(name) => {}
            Origin::Text(text) if set != Some(text) && (set.is_some() || !found.has(name)) => {
                self.set(name, found, text, variable.secret);
            }
            Origin::Given(value) if set != Some(value.reveal()) && (set.is_some() || !found.has(name)) => {
                self.set(name, found, value.reveal(), true);
            }
            Origin::Text(_) | Origin::Given(_) => {}
            Origin::Nowhere { .. } if found.has(name) => {}
            Origin::Nowhere { needed: true } => self.problems.push(Problem::Missing(name.to_owned())),
            Origin::Nowhere { needed: false } => self.problems.push(Problem::Unset(name.to_owned())),
        }
    }

    fn set(&mut self, name: &str, found: &Values, after: &str, secret: bool) {
        let before = found.text(name).filter(|_| !secret).map(str::to_owned);
        // What was there before may be somebody's secret all the same: an address with a password in it.
        let before = before.map(|before| {
            if before.contains("://") && before.contains('@') { "•••".to_owned() } else { before }
        });
        self.changes.push(Change { name: name.to_owned(), before, after: Some(Secret::new(after)), secret });
    }

    /// References in variables that nobody declared: they are left alone, and said.
    fn broken_references(&mut self, found: &Values, around: Around<'_>) {
        for name in found.0.keys() {
            let changed = self.changes.iter().any(|change| change.name == *name);
            let service = found.text(name).and_then(referred);
            if let Some(service) = service.filter(|it| !changed && !around.services.iter().any(|at| at == it))
            {
                self.problems.push(Problem::Broken { name: name.clone(), service: service.to_owned() });
            }
        }
    }
}

impl Change {
    pub(super) fn field(&self) -> FieldChange {
        let Self { name, before, after, secret } = self.clone();
        let after = after.filter(|_| !secret).map(|after| after.reveal().to_owned());
        FieldChange { name, before, after, secret }
    }
}

/// The service that a text refers to: `Postgres` of `${{Postgres.DATABASE_URL}}`. Shared variables are no service's.
fn referred(text: &str) -> Option<&str> {
    let (_, rest) = text.split_once("${{")?;
    let (inner, _) = rest.split_once("}}")?;
    let (service, _) = inner.trim().rsplit_once('.')?;
    let service = service.trim().trim_matches('"');
    (service != "shared").then_some(service)
}

/// The hosts that the site answers to; Railway fills the first one in.
fn hosts(origins: bool, domains: &[String]) -> Vec<String> {
    let scheme = if origins { "https://" } else { "" };
    let mut hosts = vec![format!("{scheme}${{{{RAILWAY_PUBLIC_DOMAIN}}}}")];
    if !origins {
        // Whom Railway's health check asks for.
        hosts.push("healthcheck.railway.app".to_owned());
    }
    hosts.extend(domains.iter().map(|domain| format!("{scheme}{domain}")));
    hosts
}

/// A list with these in it, and with everything that was in it before.
fn with(list: &str, wanted: &[String]) -> String {
    let mut items: Vec<&str> = list.split(',').map(str::trim).filter(|item| !item.is_empty()).collect();
    let missing: Vec<&str> = wanted.iter().map(String::as_str).filter(|host| !items.contains(host)).collect();
    if missing.is_empty() {
        return list.to_owned();
    }
    items.extend(missing);
    items.join(",")
}

#[cfg(test)]
mod tests {
    use pretty_assertions::assert_eq;
    use serde_json::{Value, json};

    use super::*;
    use crate::executor::railway::fixtures::wanted;

    fn names(list: &[&str]) -> Vec<String> {
        list.iter().map(|name| (*name).to_owned()).collect()
    }

    /// The changes by name, secrets without their texts.
    fn changes(wanted: &Wanted, found: &Value) -> BTreeMap<String, String> {
        let stores = [("DATABASE_URL", "Postgres".to_owned())].into();
        let services = names(&["Postgres", "acme"]);
        let around = Around { services: &services, stores: &stores };
        let compared = of_site(wanted, &Values::new(found, &Value::Null), around);
        compared
            .changes
            .iter()
            .map(|it| (it.name.clone(), it.field().after.unwrap_or("•••".to_owned())))
            .collect()
    }

    fn problems(found: &Value) -> Vec<Problem> {
        let services = names(&["Postgres"]);
        let around = Around { services: &services, stores: &BTreeMap::new() };
        of_site(&wanted(), &Values::new(found, &Value::Null), around).problems
    }

    fn settled() -> Value {
        json!({
            "SECRET_KEY": "k".repeat(50),
            "DATABASE_URL": "${{Postgres.DATABASE_URL}}",
            "ALLOWED_HOSTS": "${{RAILWAY_PUBLIC_DOMAIN}},healthcheck.railway.app,app.example.com",
            "CSRF_TRUSTED_ORIGINS": "https://${{RAILWAY_PUBLIC_DOMAIN}},https://app.example.com",
            "EMAIL_URL": "smtp://mail",
            "DEFAULT_FROM_EMAIL": "a@example.com",
            "PORT": "8000",
            "BY_HAND": "x",
        })
    }

    #[test]
    fn a_new_service_gets_references_and_a_key_of_its_own() {
        let all = changes(&wanted(), &json!({}));
        assert_eq!(all["DATABASE_URL"], "${{Postgres.DATABASE_URL}}");
        assert_eq!(
            all["ALLOWED_HOSTS"],
            "${{RAILWAY_PUBLIC_DOMAIN}},healthcheck.railway.app,app.example.com"
        );
        assert_eq!(all["CSRF_TRUSTED_ORIGINS"], "https://${{RAILWAY_PUBLIC_DOMAIN}},https://app.example.com");
        assert_eq!(all["SECRET_KEY"], "•••");
        assert_eq!(all["EMAIL_URL"], "•••");
        assert_eq!(all["PORT"], "8000");
    }

    #[test]
    fn what_is_set_is_left_alone() {
        let mut found = settled();
        assert_eq!(changes(&wanted(), &found), BTreeMap::new());
        found["ALLOWED_HOSTS"] =
            json!("by.hand.example.com,${{RAILWAY_PUBLIC_DOMAIN}},healthcheck.railway.app");
        let hosts = &changes(&wanted(), &found)["ALLOWED_HOSTS"];
        assert_eq!(
            hosts,
            "by.hand.example.com,${{RAILWAY_PUBLIC_DOMAIN}},healthcheck.railway.app,app.example.com"
        );
        found["DATABASE_URL"] = json!("postgres://u:p@elsewhere/db");
        assert_eq!(changes(&wanted(), &found).keys().collect::<Vec<_>>(), ["ALLOWED_HOSTS"]);
        found["PORT"] = json!("9000");
        assert_eq!(changes(&wanted(), &found).len(), 1);
    }

    #[test]
    fn a_secret_that_differs_is_changed_without_being_shown() {
        let mut found = settled();
        found["EMAIL_URL"] = json!("smtp://other");
        assert_eq!(changes(&wanted(), &found), [("EMAIL_URL".to_owned(), "•••".to_owned())].into());
    }

    #[test]
    fn a_sealed_value_is_there() {
        let found = Values::new(&json!({}), &json!({ "variables": { "SECRET_KEY": { "isSealed": true } } }));
        assert!(found.has("SECRET_KEY") && found.text("SECRET_KEY").is_none());
        let around = Around { services: &[], stores: &BTreeMap::new() };
        let compared = of_site(&wanted(), &found, around);
        assert!(!compared.changes.iter().any(|change| change.name == "SECRET_KEY"));
    }

    #[test]
    fn a_reference_to_nobody_is_found() {
        let mut found = settled();
        found["DATABASE_URL"] = json!("${{postgres.DATABASE_URL}}");
        assert_eq!(changes(&wanted(), &found)["DATABASE_URL"], "${{Postgres.DATABASE_URL}}");
        found["OTHER"] = json!("${{Gone.URL}}");
        let broken = Problem::Broken { name: "OTHER".to_owned(), service: "Gone".to_owned() };
        assert_eq!(problems(&found), [broken]);
        found["OTHER"] = json!("${{shared.URL}} ${{RAILWAY_PUBLIC_DOMAIN}}");
        assert_eq!(problems(&found), []);
    }

    #[test]
    fn what_nobody_gave_has_to_be_there_already() {
        let mut wanted = wanted();
        let email = wanted.variables.get_mut("EMAIL_URL").unwrap();
        email.origin = Origin::Nowhere { needed: true };
        let around = Around { services: &[], stores: &BTreeMap::new() };
        let missing = |found: &Value| of_site(&wanted, &Values::new(found, &Value::Null), around).problems;
        assert!(missing(&json!({})).contains(&Problem::Missing("EMAIL_URL".to_owned())));
        assert!(!missing(&settled()).contains(&Problem::Missing("EMAIL_URL".to_owned())));
    }

    #[test]
    fn a_worker_reads_what_the_site_reads() {
        let compared = of_worker(&wanted(), "acme", &Values::default(), &Values::default());
        let text = |name: &str| {
            let change = compared.changes.iter().find(|change| change.name == name)?;
            change.field().after
        };
        assert_eq!(text("SECRET_KEY").as_deref(), Some("${{acme.SECRET_KEY}}"));
        assert_eq!(text("PORT"), None);
    }
}
