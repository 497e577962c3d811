//! What the manifest asks of Railway, complete before anything is asked.

use std::collections::BTreeMap;

use super::{Scope, secret::Secret, trouble};
use crate::{
    diagnostics::{Issue, Report, codes::railway as codes},
    manifest::{self, VariableType},
    process,
    resolve::{Deploy, Engine, Environment, Project, Setting, Tasks, Variable as Declared},
};

/// A service of the project's own code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Role {
    /// Answers requests, and migrates the database before it starts.
    Site,
    /// Carries out background tasks.
    Worker,
}

impl Role {
    pub(super) const ALL: [Self; 2] = [Self::Site, Self::Worker];

    /// What it is called in records and plans.
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Site => "site",
            Self::Worker => "worker",
        }
    }
}

/// A server that keeps data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Store {
    Postgres,
    Redis,
}

impl Store {
    /// What it is called in records, in templates and in the names of images.
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Postgres => "postgres",
            Self::Redis => "redis",
        }
    }

    /// What its template calls the service.
    pub(super) fn usual_name(self) -> &'static str {
        match self {
            Self::Postgres => "Postgres",
            Self::Redis => "Redis",
        }
    }

    /// The variable of it that holds its address, which is also the site's.
    pub(super) fn variable(self) -> &'static str {
        match self {
            Self::Postgres => "DATABASE_URL",
            Self::Redis => "REDIS_URL",
        }
    }
}

/// Where a variable's value comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Origin {
    /// It is made once, and stays.
    Made,
    /// The address of a database.
    Store(Store),
    /// The hosts that the site answers to, `true` for origins with their scheme.
    Hosts { origins: bool },
    /// The manifest.
    Text(String),
    /// The environment of this command, or an answer.
    Given(Secret),
    /// Nobody gave one: it has to be on Railway already.
    Nowhere { needed: bool },
}

impl Origin {
    /// The value, when it is known here.
    fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Given(value) => Some(value.reveal()),
            Self::Made | Self::Store(_) | Self::Hosts { .. } | Self::Nowhere { .. } => None,
        }
    }
}

/// A variable of the site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Variable {
    pub(super) secret: bool,
    pub(super) origin: Origin,
    /// A value that shows how to write one.
    pub(super) example: String,
}

/// Everything that is wanted.
#[derive(Debug)]
pub(super) struct Wanted {
    /// The environment, which has the same name there.
    pub(super) environment: String,
    /// The project's name or id.
    pub(super) project: String,
    pub(super) workspace: Option<String>,
    /// The name of the site's service.
    pub(super) service: String,
    /// The name of the database's service, when there are several.
    pub(super) database: Option<String>,
    /// Whether the environment asks for a file, which no disk there would keep.
    pub(super) sqlite: bool,
    pub(super) postgres_version: u32,
    pub(super) stores: Vec<Store>,
    pub(super) healthcheck: String,
    pub(super) domains: Vec<String>,
    pub(super) migrates: bool,
    /// What the worker runs.
    pub(super) worker: &'static str,
    pub(super) variables: BTreeMap<String, Variable>,
}

/// A worker and what starts tasks when they are due, together: when one of them ends, so does the container, and Railway
/// starts both again.
macro_rules! worker {
    ($command:literal) => {
        concat!("/bin/bash -c \"trap 'kill 0' TERM; python manage.py scheduler & ", $command, " & wait -n\"")
    };
}

/// The port that the site listens at and that its address leads to.
pub(super) const PORT: u16 = 8000;

/// What every signature of the site hangs on.
pub(super) const SECRET_KEY: &str = "SECRET_KEY";

/// Leaves `collectstatic` out of the build when it is not empty.
pub(super) const SKIP_COLLECTSTATIC: &str = "SKIP_COLLECTSTATIC";

impl Wanted {
    /// What `scope` asks of Railway; nothing when its environment is deployed elsewhere or nowhere.
    pub(super) fn of(scope: Scope<'_>) -> Result<Option<Self>, Report> {
        let Scope { project, environment: name, deploying, .. } = scope;
        let Some((environment, deploy)) = deployed(project, name) else { return Ok(None) };
        check_alone(project, name, deploy)?;
        let mut variables = BTreeMap::new();
        let mut report = Report::new();
        for (name, spec) in specs(project) {
            match spec.resolve(&name, environment.settings.get(&name)) {
                Ok(variable) => drop(variables.insert(name, variable)),
                Err(issue) => report.push(*issue),
            }
        }
        if !report.is_empty() {
            return Err(report);
        }
        let given =
            |store: Store| matches!(variables[store.variable()].origin, Origin::Given(_) | Origin::Text(_));
        let stores = [Store::Postgres, Store::Redis].into_iter();
        let stores =
            stores.filter(|store| variables.contains_key(store.variable()) && !given(*store)).collect();
        if deploying.skip_collectstatic {
            let variable =
                Variable { secret: false, origin: Origin::Text("1".to_owned()), example: String::new() };
            variables.insert(SKIP_COLLECTSTATIC.to_owned(), variable);
        }
        Ok(Some(Self {
            environment: name.to_owned(),
            project: deploying.project.clone().unwrap_or_else(|| deploy.project.clone()),
            workspace: deploy.workspace.clone(),
            service: deploy.service.clone(),
            database: deploy.database.clone(),
            sqlite: environment.database.engine == Engine::Sqlite,
            postgres_version: environment.database.version,
            stores,
            healthcheck: deploy.healthcheck.clone(),
            domains: deploy.domains.clone(),
            migrates: !deploying.skip_migrations,
            worker: match project.tasks {
                Tasks::Database => worker!("python manage.py db_worker"),
                Tasks::Celery => worker!("celery --app config.celery worker --loglevel INFO"),
            },
            variables,
        }))
    }

    /// What the service is called.
    pub(super) fn name(&self, role: Role) -> String {
        match role {
            Role::Site => self.service.clone(),
            Role::Worker => format!("{}-worker", self.service),
        }
    }

    /// The secrets that were given, so that nothing shows them.
    pub(super) fn secrets(&self) -> impl Iterator<Item = &Secret> {
        self.variables.values().filter_map(|variable| {
            let Origin::Given(secret) = &variable.origin else { return None };
            Some(secret)
        })
    }
}

fn deployed<'p>(project: &'p Project, name: &str) -> Option<(&'p Environment, &'p Deploy)> {
    let environment = project.environments.get(name)?;
    Some((environment, environment.railway()?))
}

/// Refuses a project that another environment deploys to as well.
fn check_alone(project: &Project, name: &str, deploy: &Deploy) -> Result<(), Issue> {
    let others = project.environments.keys().filter(|other| *other != name);
    let mut sharing = others
        .filter(|other| deployed(project, other).is_some_and(|(_, other)| other.project == deploy.project));
    let Some(other) = sharing.next() else { return Ok(()) };
    let message = format!("`{other}` and `{name}` both deploy to the project `{}`", deploy.project);
    let help = format!(
        "write another one into `{name}`: `deploy \"railway\" {{ project \"{}-{name}\" }}`",
        deploy.project
    );
    Err(trouble::issue(&codes::SHARED_PROJECT, message, &help))
}

/// How one variable is read, and what becomes of it when nothing sets it.
struct Spec {
    kind: Kind,
    secret: bool,
    example: String,
    otherwise: Origin,
}

/// What a value has to be.
enum Kind {
    Typed(VariableType),
    SecretKey,
    /// A URL with one of these schemes.
    Url(&'static [&'static str]),
}

impl Kind {
    /// What `text` would have to be, if it is not.
    fn misfit(&self, text: &str) -> Option<String> {
        match self {
            Self::Typed(kind) => manifest::misfit(*kind, text).map(str::to_owned),
            Self::SecretKey => (text.len() < 50).then(|| "a text of 50 characters or more".to_owned()),
            Self::Url(schemes) => {
                let scheme =
                    text.split_once("://").filter(|(_, rest)| !rest.is_empty()).map(|(scheme, _)| scheme);
                let fits = scheme.is_some_and(|scheme| schemes.contains(&scheme));
                let spelled: Vec<String> = schemes.iter().map(|scheme| format!("{scheme}://")).collect();
                (!fits).then(|| format!("a URL that begins with {}", spelled.join(" or ")))
            }
        }
    }
}

/// The variables of the project: those that every one reads, and those that it or its modules declare.
fn specs(project: &Project) -> BTreeMap<String, Spec> {
    let spec = |kind, secret, example: &str, otherwise| Spec {
        kind,
        secret,
        example: example.to_owned(),
        otherwise,
    };
    let text = |text: String| Origin::Text(text);
    let needed = Origin::Nowhere { needed: true };
    let text_kind = || Kind::Typed(VariableType::String);
    let postgres = "postgres://user:password@db.example.com:5432/name";
    let mut specs = BTreeMap::from([
        (SECRET_KEY, spec(Kind::SecretKey, true, "<50 or more random characters>", Origin::Made)),
        (
            "DATABASE_URL",
            spec(Kind::Url(&["postgres", "postgresql"]), true, postgres, Origin::Store(Store::Postgres)),
        ),
        ("ALLOWED_HOSTS", spec(text_kind(), false, "example.com", Origin::Hosts { origins: false })),
        (
            "CSRF_TRUSTED_ORIGINS",
            spec(text_kind(), false, "https://example.com", Origin::Hosts { origins: true }),
        ),
        (
            "EMAIL_URL",
            spec(
                Kind::Url(&["smtp", "smtp+tls", "smtps"]),
                true,
                "smtp+tls://user:password@mail.example.com:587",
                needed.clone(),
            ),
        ),
        ("DEFAULT_FROM_EMAIL", spec(Kind::Typed(VariableType::Email), false, "noreply@example.com", needed)),
        ("PORT", spec(Kind::Typed(VariableType::Integer), false, "8000", text(PORT.to_string()))),
    ]);
    if project.uses_redis() {
        let example = "rediss://:password@redis.example.com:6379/0";
        specs.insert(
            "REDIS_URL",
            spec(Kind::Url(&["redis", "rediss"]), true, example, Origin::Store(Store::Redis)),
        );
    }
    let mut specs: BTreeMap<String, Spec> =
        specs.into_iter().map(|(name, it)| (name.to_owned(), it)).collect();
    specs.extend(project.variables.iter().map(|(name, declared)| (name.clone(), Spec::declared(declared))));
    // What the site reads besides, when an environment sets it.
    for name in ["LOG_FORMAT", "LOG_LEVEL", "SECRET_KEY_FALLBACKS", "SECURITY_CONTACT"] {
        let secret = name == "SECRET_KEY_FALLBACKS";
        let other = spec(text_kind(), secret, "text", Origin::Nowhere { needed: false });
        specs.entry(name.to_owned()).or_insert(other);
    }
    specs
}

impl Spec {
    fn declared(declared: &Declared) -> Self {
        let example = declared.example.clone().unwrap_or_else(|| example(declared.kind).to_owned());
        // What has a default stays at it; a secret's default is for one machine.
        let needed = !declared.optional && (declared.secret || declared.default.is_none());
        Self {
            kind: Kind::Typed(declared.kind),
            secret: declared.secret,
            example,
            otherwise: Origin::Nowhere { needed },
        }
    }

    fn resolve(self, name: &str, setting: Option<&Setting>) -> Result<Variable, Box<Issue>> {
        let Self { kind, secret, example, otherwise } = self;
        let origin = match setting {
            Some(Setting::Value(text)) => Origin::Text(text.clone()),
            // A secret that is not at hand may be on Railway already.
            Some(Setting::FromEnv) => match process::variable(name) {
                Some(value) => Origin::Given(Secret::new(value)),
                None => match otherwise {
                    Origin::Made => Origin::Made,
                    Origin::Nowhere { needed } => Origin::Nowhere { needed },
                    Origin::Store(_) | Origin::Hosts { .. } | Origin::Text(_) | Origin::Given(_) => {
                        Origin::Nowhere { needed: true }
                    }
                },
            },
            None => otherwise,
        };
        let value = origin.text();
        let variable = Variable { secret, origin: origin.clone(), example };
        match value.and_then(|value| kind.misfit(value)) {
            Some(wanted) => Err(Box::new(variable.misfit(name, &wanted))),
            None => Ok(variable),
        }
    }
}

impl Variable {
    /// The issue for a value that is not what it has to be, without the value.
    fn misfit(&self, name: &str, wanted: &str) -> Issue {
        let is_given = matches!(self.origin, Origin::Given(_));
        let from = if is_given { "the environment of this command" } else { "the manifest" };
        let help = format!("correct it in {from}; for example `{name}={}`", self.example);
        trouble::issue(&codes::BAD_VARIABLE, format!("`{name}` is not {wanted}"), &help)
    }

    /// The same for an answer to a question.
    pub(super) fn check_answer(project: &Project, name: &str, answer: &str) -> Result<(), Issue> {
        let Some(spec) = specs(project).remove(name) else { return Ok(()) };
        let Some(wanted) = spec.kind.misfit(answer) else { return Ok(()) };
        let origin = Origin::Given(Secret::default());
        Err(Self { secret: spec.secret, origin, example: spec.example }.misfit(name, &wanted))
    }
}

fn example(kind: VariableType) -> &'static str {
    match kind {
        VariableType::Integer => "42",
        VariableType::Boolean => "true",
        VariableType::List => "one,two",
        VariableType::Url => "https://example.com/",
        VariableType::Email => "name@example.com",
        VariableType::String => "text",
    }
}
