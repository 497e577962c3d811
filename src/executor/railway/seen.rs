//! What is on Railway, looked at once and changed by nothing.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::{
    answers::{
        Environment, EnvironmentAnswer, Instance, Named, Project, ProjectAnswer, ProjectToken, TokenPlace,
    },
    api::Api,
    documents,
    failure::Failure,
    meant::{candidates, choose, workspaces},
    note::Note,
    transport::Credentials,
    trouble,
    variables::Values,
    wanted::{Role, Store, Wanted},
};
use crate::{
    diagnostics::{Issue, codes::railway as codes, listed},
    state::RailwayRecord,
    workspace::{Digest, Root},
};

/// What was found.
#[derive(Debug, Default)]
pub(super) struct Seen {
    /// The record, with what was found besides: what an interrupted command made and did not live to record, what a
    /// token leads to, and what would be taken over.
    pub(super) record: RailwayRecord,
    /// The record as it is written.
    pub(super) written: RailwayRecord,
    pub(super) note: Note,
    /// Where a project would be made; none when it matters to nobody, or when there is one.
    pub(super) workspace: Option<Named>,
    /// What is there, is not recorded, and would be taken over: it needs a yes.
    pub(super) adopted: BTreeSet<String>,
    /// The environment with everything in it; none when it has to be made.
    pub(super) environment: Option<Environment>,
    /// The variables of the services that are there.
    pub(super) values: BTreeMap<Role, Values>,
    /// What would be sent.
    pub(super) digest: Option<Digest>,
    /// Files of the project that ask for a word.
    pub(super) configuration_files: Vec<&'static str>,
    pub(super) has_dockerfile: bool,
    /// Where in the project the files are that would be sent: files and directories right in it.
    pub(super) sent_from: BTreeSet<String>,
}

/// Files with settings that Railway does not read any more.
const DYING: [&str; 2] = ["railway.json", "railway.toml"];

/// Why nothing was seen.
#[derive(Debug)]
pub(super) enum Blind {
    /// Railway could not be asked.
    Failed(Failure),
    /// It was asked, and a person has to put something right.
    Wrong(Box<Issue>),
}

impl From<Failure> for Blind {
    fn from(failure: Failure) -> Self {
        Self::Failed(failure)
    }
}

impl From<Issue> for Blind {
    fn from(issue: Issue) -> Self {
        Self::Wrong(Box::new(issue))
    }
}

impl Seen {
    /// Looks at the project's files and at Railway.
    pub(super) fn look(
        api: &Api,
        root: &Root,
        wanted: &Wanted,
        record: RailwayRecord,
        note: Note,
    ) -> Result<Self, Blind> {
        let shipped = root.shipped()?;
        let mut seen = Self { written: record.clone(), record, note, ..Self::default() };
        seen.digest = Some(shipped.digest()?);
        seen.sent_from = shipped.top_levels();
        seen.has_dockerfile = seen.sent_from.contains("Dockerfile");
        for name in DYING {
            if crate::workspace::exists(&root.path().join(name)) {
                seen.configuration_files.push(name);
            }
        }
        api.hide(wanted.secrets());
        seen.find_project(api, wanted)?;
        seen.find_environment(api, wanted)?;
        seen.find_services(api, wanted)?;
        Ok(seen)
    }

    fn find_project(&mut self, api: &Api, wanted: &Wanted) -> Result<(), Blind> {
        if self.record.project.is_some() {
            return Ok(());
        }
        if Credentials::from_environment() == Credentials::Project {
            let ProjectToken { project_token } = api.ask(documents::PROJECT_TOKEN, json!({}))?;
            return Ok(self.take_place(project_token, wanted)?);
        }
        let workspaces = workspaces(api)?;
        let candidates = candidates(&workspaces, wanted);
        let ids: Vec<&str> = candidates.iter().map(|project| project.id.as_str()).collect();
        if let Some(made) = self.note.made("project", &ids) {
            self.record.project = Some((made.to_owned(), wanted.project.clone()));
            return Ok(());
        }
        match candidates.as_slice() {
            [] => self.workspace = Some(choose(&workspaces, wanted)?),
            [project] => {
                self.record.project = Some((project.id.clone(), project.name.clone()));
                // Whoever writes an id has said which one is meant.
                if project.id != wanted.project {
                    self.adopted.insert("project".to_owned());
                }
            }
            several => {
                let ids: Vec<String> = several.iter().map(|project| format!("`{}`", project.id)).collect();
                let message =
                    format!("{} projects are called `{}`: {}", several.len(), wanted.project, ids.join(", "));
                let help = "write the id of the one that is meant: `deploy \"railway\" { project \"ID\" }`; or another name";
                return Err(trouble::issue(&codes::SEVERAL_PROJECTS, message, help).into());
            }
        }
        Ok(())
    }

    /// Where a project token leads to is where it is deployed to.
    fn take_place(&mut self, place: TokenPlace, wanted: &Wanted) -> Result<(), Issue> {
        let TokenPlace { project, environment } = place;
        if environment.name != wanted.environment {
            let message = format!(
                "`RAILWAY_TOKEN` is for `{}` of the project `{}`, and `{}` is to be deployed",
                environment.name, project.name, wanted.environment
            );
            let help = format!("make a token for `{}`, or use `RAILWAY_API_TOKEN`", wanted.environment);
            return Err(trouble::issue(&codes::NO_ACCESS, message, &help));
        }
        self.record.project = Some((project.id, project.name));
        self.record.environment = Some(environment.id);
        Ok(())
    }

    fn find_environment(&mut self, api: &Api, wanted: &Wanted) -> Result<(), Blind> {
        let Some((project, _)) = self.record.project.clone() else { return Ok(()) };
        if self.record.environment.is_none() {
            let answer: ProjectAnswer = api.ask(documents::PROJECT, json!({ "id": project }))?;
            let Project { environments, deleted_at, .. } = answer.project;
            if deleted_at.is_some() {
                return Err(Failure::Missing("the project is deleted".to_owned()).into());
            }
            let mut living = environments.living();
            let found = living.find(|environment| environment.name == wanted.environment);
            self.record.environment = found.map(|environment| environment.id.clone());
        }
        let Some(id) = self.record.environment.clone() else { return Ok(()) };
        let environment = environment(api, &project, &id)?;
        if environment.deleted_at.is_some() {
            return Err(Failure::Missing("the environment is deleted".to_owned()).into());
        }
        self.environment = Some(environment);
        Ok(())
    }

    fn find_services(&mut self, api: &Api, wanted: &Wanted) -> Result<(), Blind> {
        let Some(environment) = self.environment.take() else { return Ok(()) };
        for store in wanted.stores.iter().copied() {
            self.find_store(&environment, store, wanted)?;
        }
        for role in Role::ALL {
            self.find_service(&environment, role, wanted);
        }
        self.check_owners(api, &environment)?;
        for role in Role::ALL {
            let Some((id, _)) = self.record.services.get(role.as_str()) else { continue };
            let values = values(api, &self.record, id)?;
            let values = Values::new(&values, &environment.config["services"][id]);
            api.hide(values.secrets());
            self.values.insert(role, values);
        }
        self.environment = Some(environment);
        Ok(())
    }

    /// A database is known by its record; else by its image, when there is one such service.
    fn find_store(&mut self, environment: &Environment, store: Store, wanted: &Wanted) -> Result<(), Issue> {
        let what = store.as_str();
        if let Some((id, name)) = self.record.services.get(what) {
            if environment.service(id).is_some() {
                return Ok(());
            }
            let message =
                format!("`{name}`, which is recorded as the {what} of the site, is not on Railway any more");
            let help = "nothing was made in its place: when you deleted it, delete its line from the record \
                        `.quickscale/lock/ENVIRONMENT.railway`, and an empty one is made";
            return Err(trouble::issue(&codes::NO_PROJECT, message, help));
        }
        let named = wanted.database.as_deref().filter(|_| store == Store::Postgres);
        let found: Vec<&Instance> = environment
            .services()
            .filter(|it| is_store(it, store) && named.is_none_or(|name| it.service_name == name))
            .collect();
        let ids: Vec<&str> = found.iter().map(|it| it.service_id.as_str()).collect();
        let made = self.note.made(what, &ids);
        let made = made.and_then(|id| found.iter().find(|it| it.service_id == id));
        match (made, found.as_slice()) {
            (Some(one), _) | (None, [one]) => {
                let service = (one.service_id.clone(), one.service_name.clone());
                self.record.services.insert(what.to_owned(), service);
                Ok(())
            }
            (None, []) => Ok(()),
            (None, several) => {
                let names: Vec<&str> = several.iter().map(|it| it.service_name.as_str()).collect();
                let message = format!("there are several databases: {}", listed(&names));
                let help = format!(
                    "write the name of the one that is meant: `deploy \"railway\" {{ database \"{}\" }}`",
                    names[0]
                );
                Err(trouble::issue(&codes::SEVERAL_DATABASES, message, &help))
            }
        }
    }

    /// A service is known by its record; else by its name, which needs a yes.
    fn find_service(&mut self, environment: &Environment, role: Role, wanted: &Wanted) {
        let what = role.as_str();
        if let Some((id, _)) = self.record.services.get(what) {
            if environment.service(id).is_none() {
                // It keeps no data, so it is made again.
                self.record.services.remove(what);
            } else {
                return;
            }
        }
        let name = wanted.name(role);
        let found: Vec<&Instance> = environment.services().filter(|it| it.service_name == name).collect();
        let ids: Vec<&str> = found.iter().map(|it| it.service_id.as_str()).collect();
        let made = self.note.made(what, &ids).map(str::to_owned);
        let is_made = made.is_some();
        if let Some(id) = made.or_else(|| ids.first().map(|id| (*id).to_owned())) {
            self.record.services.insert(what.to_owned(), (id, name));
            if !is_made {
                self.adopted.insert(what.to_owned());
            }
        }
    }

    /// Refuses a service that something else sets as well.
    fn check_owners(&self, api: &Api, environment: &Environment) -> Result<(), Blind> {
        let id = self.record.environment.as_deref().unwrap_or_default();
        // The field is newer than the interface that is published: without it nothing is owned.
        let owners: Value = match api.ask(documents::OWNERS, json!({ "id": id })) {
            Ok(owners) => owners,
            Err(Failure::Refused(_)) => Value::Null,
            Err(failure) => return Err(failure.into()),
        };
        let owners = owners["environment"]["iacPartials"].as_object().cloned().unwrap_or_default();
        for role in Role::ALL {
            let Some((id, name)) = self.record.services.get(role.as_str()) else { continue };
            let owner = owners
                .iter()
                .find(|(key, _)| key.split(['.', ':', '/']).any(|part| part == id || part == name));
            let file = environment.config["services"][id]["configFile"].as_str().filter(|it| !it.is_empty());
            let by = match (owner, file) {
                (Some((_, owner)), _) => format!("the partial {owner} of `railway config`"),
                (None, Some(file)) => format!("the file `{file}` of its repository"),
                (None, None) => continue,
            };
            let message = format!("the service `{name}` is set by {by}");
            let help = "release it there, so that one of the two sets it";
            return Err(trouble::issue(&codes::OWNED_ELSEWHERE, message, help).into());
        }
        Ok(())
    }

    /// The service of `role`, when it is there.
    pub(super) fn service(&self, role: Role) -> Option<&Instance> {
        let (id, _) = self.record.services.get(role.as_str())?;
        self.environment.as_ref()?.service(id)
    }

    /// What the environment's configuration says of the service.
    pub(super) fn config(&self, role: Role) -> &Value {
        let id = self.record.services.get(role.as_str()).map(|(id, _)| id);
        let config = self.environment.as_ref().map(|environment| &environment.config["services"]);
        id.zip(config).map_or(&Value::Null, |(id, config)| &config[id])
    }

    /// The name of the service of each database, by the variable that holds its address.
    pub(super) fn stores(&self) -> BTreeMap<&'static str, String> {
        let stores = [Store::Postgres, Store::Redis].into_iter();
        let found = stores.filter_map(|store| {
            Some((store.variable(), self.record.services.get(store.as_str())?.1.clone()))
        });
        found.collect()
    }
}

/// Everything in an environment.
pub(super) fn environment(api: &Api, project: &str, id: &str) -> Result<Environment, Failure> {
    let asked = json!({ "id": id, "projectId": project });
    let answer: EnvironmentAnswer = api.ask(documents::ENVIRONMENT, asked)?;
    Ok(answer.environment)
}

/// The variables of one service, with references as they are written.
fn values(api: &Api, record: &RailwayRecord, service: &str) -> Result<Value, Failure> {
    let project = record.project.as_ref().map(|(id, _)| id);
    let asked = json!({ "projectId": project, "environmentId": record.environment, "serviceId": service });
    let mut answer: Value = api.ask(documents::VARIABLES, asked)?;
    Ok(answer["variables"].take())
}

/// Whether a service runs an image of this database: `ghcr.io/railwayapp-templates/postgres-ssl:18`.
pub(super) fn is_store(instance: &Instance, store: Store) -> bool {
    let Some(image) = instance.image() else { return false };
    let name = image.rsplit('/').next().unwrap_or_default();
    let name = name.split([':', '@']).next().unwrap_or_default();
    name.starts_with(store.as_str())
}

/// The major version in the tag of an image.
pub(super) fn major_of(image: &str) -> Option<u32> {
    let (_, tag) = image.rsplit_once(':')?;
    let digits: String = tag.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().ok()
}

#[cfg(test)]
mod tests {
    use pretty_assertions::assert_eq;

    use super::*;
    use crate::executor::railway::fixtures::wanted;

    fn instance(id: &str, name: &str, image: &str) -> Value {
        let image = if image.is_empty() { Value::Null } else { json!(image) };
        json!({ "node": { "serviceId": id, "serviceName": name, "source": { "image": image } } })
    }

    fn found(instances: Vec<Value>) -> Environment {
        serde_json::from_value(json!({ "config": {}, "serviceInstances": { "edges": instances } })).unwrap()
    }

    const IMAGE: &str = "ghcr.io/railwayapp-templates/postgres-ssl:17";

    #[test]
    fn a_database_is_known_by_its_image_and_by_nothing_else() {
        let mut seen = Seen::default();
        let all = found(vec![instance("s-1", "Postgres", ""), instance("s-2", "Data", IMAGE)]);
        seen.find_store(&all, Store::Postgres, &wanted()).unwrap();
        assert_eq!(seen.record.services["postgres"].0, "s-2");
    }

    #[test]
    fn of_several_databases_one_is_named() {
        let all = found(vec![instance("s-1", "Postgres", IMAGE), instance("s-2", "Data", IMAGE)]);
        let error = Seen::default().find_store(&all, Store::Postgres, &wanted()).unwrap_err();
        assert_eq!(error.code.id, "railway::several-databases");
        let named = Wanted { database: Some("Data".to_owned()), ..wanted() };
        let mut seen = Seen::default();
        seen.find_store(&all, Store::Postgres, &named).unwrap();
        assert_eq!(seen.record.services["postgres"].0, "s-2");
    }

    #[test]
    fn a_recorded_database_that_is_gone_is_not_replaced_by_an_empty_one() {
        let mut seen = Seen::default();
        seen.record.services.insert("postgres".to_owned(), ("s-9".to_owned(), "Postgres".to_owned()));
        let error = seen.find_store(&found(vec![]), Store::Postgres, &wanted()).unwrap_err();
        assert_eq!(error.code.id, "railway::no-project");
    }

    #[test]
    fn a_service_of_the_same_name_needs_a_yes_unless_it_was_made_here() {
        let all = found(vec![instance("s-1", "acme", "")]);
        let mut seen = Seen::default();
        seen.find_service(&all, Role::Site, &wanted());
        assert!(seen.adopted.contains("site"));
        let making = super::super::note::Making { what: "site".to_owned(), before: vec![] };
        let mut seen = Seen { note: Note { making: Some(making), ..Note::default() }, ..Seen::default() };
        seen.find_service(&all, Role::Site, &wanted());
        assert!(seen.adopted.is_empty());
        assert_eq!(seen.record.services["site"].0, "s-1");
    }

    #[test]
    fn a_version_is_read_from_the_tag_of_an_image() {
        assert_eq!(major_of(IMAGE), Some(17));
        assert_eq!(major_of("postgres:18.1-alpine"), Some(18));
        assert_eq!(major_of("postgres"), None);
    }
}
