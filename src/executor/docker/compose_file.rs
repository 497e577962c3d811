//! What a compose file asks for, as far as a plan depends on it.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    variables::{self, Variables},
    yaml::{Unreadable, Yaml},
};
use crate::workspace::Digest;

/// The services that compose files together ask for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct ComposeFile {
    pub(super) services: BTreeMap<String, Service>,
}

/// One service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Service {
    /// Everything that is written about it, in one order, with what all services share.
    text: String,
    /// The image that it runs, unless it is built here.
    pub(super) image: Option<String>,
    pub(super) build: Option<Build>,
    /// Where its ports are published, as written: `127.0.0.1:${WEB_PORT:-8000}:8000`.
    ports: Vec<String>,
    /// The volumes that it uses by name.
    pub(super) volumes: Vec<String>,
    /// The services that it waits for.
    pub(super) after: BTreeSet<String>,
    /// Whether it is started only when somebody asks for its profile.
    pub(super) optional: bool,
    /// Whether it stays up, so that having ended is not well.
    pub(super) stays: bool,
}

/// How an image is built.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Build {
    pub(super) context: String,
    pub(super) dockerfile: String,
}

/// A port of this machine that a service asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Published {
    pub(super) service: String,
    pub(super) port: u16,
    /// The variable that decides it.
    pub(super) variable: Option<String>,
}

/// What a service was, or is to be, started with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub(super) struct Configuration {
    /// What is written about it.
    pub(super) text: Digest,
    /// What its variables stand for; those that are declared as secrets are not among them.
    pub(super) variables: Digest,
}

impl ComposeFile {
    /// What these texts ask for together; a later one adds to those before it.
    pub(super) fn parse<'t>(texts: impl IntoIterator<Item = &'t str>) -> Result<Self, Unreadable> {
        let mut file = Self::default();
        for text in texts {
            let yaml = Yaml::parse(text)?;
            let shared = yaml.entries().filter(|(key, _)| !["services", "name", "version"].contains(key));
            let shared: String = shared
                .filter(|(key, _)| !key.starts_with("x-"))
                .map(|(key, value)| format!("{key}:{}\n", value.canonical()))
                .collect();
            for (name, service) in yaml.get("services").into_iter().flat_map(Yaml::entries) {
                let service = Service::read(service, &shared);
                match file.services.get_mut(name) {
                    Some(earlier) => earlier.add(service),
                    None => drop(file.services.insert(name.to_owned(), service)),
                }
            }
        }
        Ok(file)
    }

    /// The ports of this machine that are asked for.
    pub(super) fn published(&self, variables: &Variables) -> Vec<Published> {
        let of_service = |(name, service): (&String, &Service)| {
            let published = |written: &String| published(name, written, variables);
            service.ports.iter().filter_map(published).collect::<Vec<_>>()
        };
        self.services.iter().flat_map(of_service).collect()
    }
}

impl Service {
    fn read(yaml: &Yaml, shared: &str) -> Self {
        let text = |key: &str| yaml.get(key).and_then(Yaml::text).map(str::to_owned);
        let texts = |key: &str| yaml.get(key).into_iter().flat_map(Yaml::items).filter_map(Yaml::text);
        let after = yaml.get("depends_on");
        let after = after.into_iter().flat_map(|list| {
            list.items().iter().filter_map(Yaml::text).chain(list.entries().map(|(name, _)| name))
        });
        let named = |volume: &str| {
            let (name, _) = volume.split_once(':')?;
            (!name.starts_with(['.', '/', '~', '$'])).then(|| name.to_owned())
        };
        Self {
            text: format!("{}\n{shared}", yaml.canonical()),
            image: text("image"),
            build: yaml.get("build").map(Build::read),
            ports: texts("ports").map(str::to_owned).collect(),
            volumes: texts("volumes").filter_map(named).collect(),
            after: after.map(str::to_owned).collect(),
            optional: texts("profiles").next().is_some(),
            stays: yaml.get("healthcheck").or_else(|| yaml.get("ports")).is_some(),
        }
    }

    fn add(&mut self, later: Self) {
        self.text.push_str(&later.text);
        self.image = later.image.or_else(|| self.image.take());
        self.build = later.build.or_else(|| self.build.take());
        self.ports.extend(later.ports);
        self.volumes.extend(later.volumes);
        self.after.extend(later.after);
        self.optional |= later.optional;
        self.stays |= later.stays;
    }

    /// What it is to be started with; values of `secrets` are left out.
    pub(super) fn configuration(&self, variables: &Variables, secrets: &BTreeSet<String>) -> Configuration {
        let names = variables::names(&self.text);
        let values = names.iter().filter(|name| !secrets.contains(*name));
        let values: String =
            values.map(|name| format!("{name}={}\n", variables.get(name).unwrap_or_default())).collect();
        Configuration { text: Digest::of(self.text.as_bytes()), variables: Digest::of(values.as_bytes()) }
    }

    /// The major version of PostgreSQL that it runs: of `postgres:18-alpine` it is 18.
    pub(super) fn postgres(&self) -> Option<u32> {
        postgres_of(self.image.as_deref()?)
    }
}

/// The major version in the name of an image of PostgreSQL.
pub(super) fn postgres_of(image: &str) -> Option<u32> {
    let (name, tag) = image.rsplit_once(':')?;
    let digits: String = tag.chars().take_while(char::is_ascii_digit).collect();
    (name == "postgres" || name.ends_with("/postgres")).then(|| digits.parse().ok()).flatten()
}

impl Build {
    fn read(yaml: &Yaml) -> Self {
        let text =
            |key: &str, default: &str| yaml.get(key).and_then(Yaml::text).unwrap_or(default).to_owned();
        let context = yaml.text().map_or_else(|| text("context", "."), str::to_owned);
        Self { context, dockerfile: text("dockerfile", "Dockerfile") }
    }
}

fn published(service: &str, written: &str, variables: &Variables) -> Option<Published> {
    let filled = variables.fill(written);
    let mut parts = filled.rsplit(':');
    let _container = parts.next()?;
    let port = parts.next()?.parse().ok()?;
    Some(Published { service: service.to_owned(), port, variable: variables::names(written).pop_first() })
}

#[cfg(test)]
mod tests {
    use pretty_assertions::assert_eq;

    use super::*;

    const FILE: &str = "\
name: shop
services:
  db:
    image: postgres:18
    ports: ['127.0.0.1:${QS_DB_PORT:-5432}:5432']
    volumes: [db:/var/lib/postgresql]
  web:
    build: {context: ., target: dev}
    ports: ['127.0.0.1:${QS_WEB_PORT:-8000}:8000', '9000']
    volumes: [.:/app]
    depends_on: {db: {condition: service_healthy}}
volumes:
  db:
";

    fn configurations(texts: &[&str], dotenv: &str) -> BTreeMap<String, Configuration> {
        let variables = Variables::new(dotenv);
        let file = ComposeFile::parse(texts.iter().copied()).unwrap();
        let secrets = ["QS_SECRET".to_owned()].into();
        let services = file.services.into_iter();
        services.map(|(name, service)| (name, service.configuration(&variables, &secrets))).collect()
    }

    /// The services that differ.
    fn changed(texts: &[&str], dotenv: &str) -> Vec<String> {
        let before = configurations(&[FILE], "");
        let after = configurations(texts, dotenv).into_iter();
        after.filter(|(name, now)| before.get(name) != Some(now)).map(|(name, _)| name).collect()
    }

    #[test]
    fn a_service_is_another_one_when_anything_about_it_is() {
        assert_eq!(changed(&[FILE], ""), [""; 0]);
        assert_eq!(changed(&[&FILE.replace("postgres:18", "postgres:17")], ""), ["db"]);
        assert_eq!(changed(&[FILE], "QS_WEB_PORT=8001\n"), ["web"]);
        assert_eq!(changed(&[FILE], "QS_OTHER=1\n"), [""; 0]);
        assert_eq!(
            changed(&[FILE, "services:\n  db:\n    command: x\n  mail:\n    image: mail\n"], ""),
            ["db", "mail"]
        );
        assert_eq!(changed(&[&FILE.replace("  db:\n\"", "  db: {external: true}\n\"")], ""), [""; 0]);
    }

    #[test]
    fn secrets_leave_no_trace() {
        let of = |dotenv| configurations(&["services: {a: {command: $QS_SECRET}}"], dotenv);
        assert_eq!(of("QS_SECRET=1"), of("QS_SECRET=2"));
    }

    #[test]
    fn what_a_service_runs_and_publishes_is_known() {
        let file = ComposeFile::parse([FILE]).unwrap();
        let (db, web) = (&file.services["db"], &file.services["web"]);
        assert_eq!((db.postgres(), web.postgres()), (Some(18), None));
        assert_eq!(db.volumes, ["db"]);
        assert_eq!(web.volumes, [""; 0]);
        assert_eq!(web.after, ["db".to_owned()].into());
        assert_eq!(web.build, Some(Build { context: ".".to_owned(), dockerfile: "Dockerfile".to_owned() }));
        let published = file.published(&Variables::new("QS_WEB_PORT=8123"));
        let published: Vec<_> =
            published.iter().map(|it| (it.service.as_str(), it.port, it.variable.as_deref())).collect();
        assert_eq!(published, [("db", 5432, Some("QS_DB_PORT")), ("web", 8123, Some("QS_WEB_PORT"))]);
    }

    #[test]
    fn a_port_may_be_the_same_inside() {
        const VITE: &str = "services: {vite: {ports: ['127.0.0.1:${QS_VITE:-5173}:${QS_VITE:-5173}']}}";
        let published = ComposeFile::parse([VITE]).unwrap().published(&Variables::new("QS_VITE=5200"));
        let variable = Some("QS_VITE".to_owned());
        assert_eq!(published, [Published { service: "vite".to_owned(), port: 5200, variable }]);
    }
}
