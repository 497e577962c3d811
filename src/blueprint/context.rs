//! Everything a template can name, and the values of it for one project.

use std::collections::BTreeSet;

use liquid::Object;
use serde::Serialize;

use super::{
    module::{Group, SlotPlace},
    template::Shape,
    theme_file::ThemeApp,
    wiring::Wiring,
};
use crate::resolve::{Cache, Engine, Project, Tasks, Variable, VariableType};

const APP: Shape = Shape::Record(&[("name", Shape::Text), ("url", Shape::Text)]);

const MODULE: Shape = Shape::Record(&[("name", Shape::Text)]);

const VARIABLE: Shape = Shape::Record(&[
    ("default", Shape::Text),
    ("example", Shape::Text),
    ("has_default", Shape::Boolean),
    ("help", Shape::Text),
    ("name", Shape::Text),
    ("optional", Shape::Boolean),
    ("secret", Shape::Boolean),
    ("type", Shape::Text),
]);

/// The declared context: templates are checked against it before there is a project, so every
/// member always has a value.
pub(super) const CONTEXT: Shape = Shape::Record(&[
    ("apps", Shape::List(&APP)),
    ("cache", Shape::Text),
    ("database", Shape::Record(&[("engine", Shape::Text), ("version", Shape::Integer)])),
    ("docker", Shape::Boolean),
    ("modules", Shape::List(&MODULE)),
    (
        "project",
        Shape::Record(&[
            ("frontend", Shape::Text),
            ("name", Shape::Text),
            ("package", Shape::Text),
            ("theme", Shape::Text),
            ("title", Shape::Text),
        ]),
    ),
    ("railway", Shape::Boolean),
    ("redis", Shape::Boolean),
    ("sentry", Shape::Boolean),
    ("tasks", Shape::Text),
    ("usernames", Shape::Boolean),
    ("variables", Shape::List(&VARIABLE)),
    (
        "wiring",
        Shape::Record(&[
            ("account_menu", Shape::Text),
            ("dev_requirements", Shape::List(&Shape::Text)),
            ("head", Shape::Text),
            ("nav", Shape::Text),
            ("prod_requirements", Shape::List(&Shape::Text)),
            ("requirements", Shape::List(&Shape::Text)),
            ("settings", Shape::Text),
            ("test_settings", Shape::Text),
            ("untyped", Shape::List(&Shape::Text)),
            ("urls", Shape::Text),
        ]),
    ),
]);

/// The values of [`CONTEXT`] for `project` with the applications of its theme, whose modules add `wiring`.
pub(super) fn values(project: &Project, apps: &[&ThemeApp], wiring: &Wiring) -> Object {
    liquid::to_object(&Context::of(project, apps, wiring))
        .expect("internal: the context is made of plain values")
}

#[derive(Serialize)]
struct Context<'p> {
    project: Identity<'p>,
    database: DatabaseValue,
    docker: bool,
    railway: bool,
    redis: bool,
    sentry: bool,
    cache: Cache,
    tasks: Tasks,
    usernames: bool,
    apps: Vec<AppValue<'p>>,
    modules: Vec<ModuleValue<'p>>,
    variables: Vec<VariableValue<'p>>,
    wiring: WiringValue<'p>,
}

#[derive(Serialize)]
struct WiringValue<'p> {
    settings: &'p str,
    test_settings: &'p str,
    untyped: &'p BTreeSet<String>,
    urls: &'p str,
    head: &'p str,
    nav: &'p str,
    account_menu: &'p str,
    requirements: &'p [String],
    dev_requirements: &'p [String],
    prod_requirements: &'p [String],
}

#[derive(Serialize)]
struct Identity<'p> {
    name: &'p str,
    package: &'p str,
    title: &'p str,
    theme: &'p str,
    frontend: &'p str,
}

#[derive(Serialize)]
struct DatabaseValue {
    engine: Engine,
    version: u32,
}

#[derive(Serialize)]
struct AppValue<'p> {
    name: &'p str,
    url: &'p str,
}

#[derive(Serialize)]
struct ModuleValue<'p> {
    name: &'p str,
}

#[derive(Serialize)]
struct VariableValue<'p> {
    name: &'p str,
    #[serde(rename = "type")]
    kind: VariableType,
    secret: bool,
    optional: bool,
    has_default: bool,
    default: &'p str,
    example: &'p str,
    help: &'p str,
}

impl<'p> Context<'p> {
    fn of(project: &'p Project, apps: &[&'p ThemeApp], wiring: &'p Wiring) -> Self {
        let Project { name, package, title, theme, frontend, .. } = project;
        let local = project.local();
        let rendered = project.modules.iter().filter(|(_, module)| module.available);
        Self {
            project: Identity { name, package, title, theme, frontend },
            database: DatabaseValue { engine: local.database.engine, version: local.database.version },
            docker: Flag::Docker.holds(project),
            railway: Flag::Railway.holds(project),
            redis: Flag::Redis.holds(project),
            sentry: Flag::Sentry.holds(project),
            cache: project.cache,
            tasks: project.tasks,
            usernames: Flag::Usernames.holds(project),
            apps: apps.iter().map(|app| AppValue { name: &app.name, url: &app.url }).collect(),
            modules: rendered.map(|(name, _)| ModuleValue { name }).collect(),
            variables: project.variables.iter().map(VariableValue::of).collect(),
            wiring: WiringValue::of(wiring),
        }
    }
}

impl<'p> WiringValue<'p> {
    fn of(wiring: &'p Wiring) -> Self {
        let slot = |place| wiring.slots.get(&place).map_or("", String::as_str);
        let packages = |group| wiring.requirements.get(&group).map_or(&[][..], Vec::as_slice);
        Self {
            settings: &wiring.settings,
            test_settings: &wiring.test_settings,
            untyped: &wiring.untyped,
            urls: &wiring.urls,
            head: slot(SlotPlace::Head),
            nav: slot(SlotPlace::Nav),
            account_menu: slot(SlotPlace::AccountMenu),
            requirements: packages(None),
            dev_requirements: packages(Some(Group::Dev)),
            prod_requirements: packages(Some(Group::Prod)),
        }
    }
}

impl<'p> VariableValue<'p> {
    fn of((name, variable): (&'p String, &'p Variable)) -> Self {
        Self {
            name,
            kind: variable.kind,
            secret: variable.secret,
            optional: variable.optional,
            has_default: variable.default.is_some(),
            default: variable.default.as_deref().unwrap_or_default(),
            example: variable.example.as_deref().unwrap_or_default(),
            help: variable.help.as_deref().unwrap_or_default(),
        }
    }
}

/// A switch that `layer.kdl` can hang files on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Flag {
    /// The local environment runs its services in containers.
    Docker,
    /// An image is built of the project: in a container here, or on Railway.
    Image,
    /// Some environment deploys to Railway.
    Railway,
    /// The local database is a file.
    Sqlite,
    /// The local database is a PostgreSQL server.
    Postgres,
    /// Celery carries out background tasks.
    Celery,
    /// Something needs a Redis server: the cache or the tasks.
    Redis,
    /// The project declares where its errors are reported to.
    Sentry,
    /// People sign in with a username, which the project's user model then has a field for.
    Usernames,
}

impl Flag {
    pub(super) const ALL: [Self; 9] = [
        Self::Docker,
        Self::Image,
        Self::Railway,
        Self::Sqlite,
        Self::Postgres,
        Self::Celery,
        Self::Redis,
        Self::Sentry,
        Self::Usernames,
    ];

    /// The flag as it is written in `layer.kdl`.
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Docker => "docker",
            Self::Image => "image",
            Self::Railway => "railway",
            Self::Sqlite => "sqlite",
            Self::Postgres => "postgres",
            Self::Celery => "celery",
            Self::Redis => "redis",
            Self::Sentry => "sentry",
            Self::Usernames => "usernames",
        }
    }

    /// The flag called `name`.
    pub(super) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|flag| flag.as_str() == name)
    }

    /// Whether it is set for `project`.
    pub(super) fn holds(self, project: &Project) -> bool {
        let local = project.local();
        match self {
            Self::Docker => local.docker,
            Self::Image => local.docker || Self::Railway.holds(project),
            Self::Railway => project.environments.values().any(|environment| environment.railway().is_some()),
            Self::Sqlite => local.database.engine == Engine::Sqlite,
            Self::Postgres => local.database.engine == Engine::Postgres,
            Self::Celery => project.tasks == Tasks::Celery,
            Self::Sentry => project.variables.contains_key("SENTRY_DSN"),
            // The user model is the project's and no module's, so this option of one is asked about here.
            Self::Usernames => {
                let auth = project.modules.get("auth").filter(|module| module.available);
                let identifier = auth.and_then(|module| module.options.get("identifier"));
                identifier.is_some_and(|option| option.to_string() == "username")
            }
            Self::Redis => project.uses_redis(),
        }
    }
}

#[cfg(test)]
mod tests {
    use liquid::model::{Value, ValueView as _};

    use super::*;
    use crate::resolve::{Module, fixtures::project};

    /// Checks that a value has exactly the members and kinds that its shape declares.
    fn assert_fits(shape: Shape, value: &Value, at: &str) {
        match (shape, value) {
            (Shape::Record(members), Value::Object(object)) => {
                assert_eq!(members.len(), object.len(), "{at}");
                for (name, shape) in members {
                    let value = object.get(*name).unwrap_or_else(|| panic!("{at}.{name} has no value"));
                    assert_fits(*shape, value, &format!("{at}.{name}"));
                }
            }
            (Shape::List(item), Value::Array(items)) => {
                assert!(!items.is_empty(), "{at} is not shown by the example");
                items.iter().for_each(|value| assert_fits(*item, value, at));
            }
            (shape, Value::Scalar(scalar)) => {
                let kind = match shape {
                    Shape::Text => "string",
                    Shape::Integer => "whole number",
                    Shape::Boolean => "boolean",
                    Shape::List(_) | Shape::Record(_) => "composite",
                };
                assert_eq!(scalar.type_name(), kind, "{at}");
            }
            (shape, value) => panic!("{at}: {shape:?} against {value:?}"),
        }
    }

    #[test]
    fn values_have_the_declared_shape() {
        let mut project = project();
        let bare = Variable { kind: VariableType::Url, secret: true, optional: true, ..Variable::default() };
        project.variables.insert("SENTRY_DSN".to_owned(), bare);
        project.modules.insert("auth".to_owned(), Module { options: [].into(), available: true });
        let app = ThemeApp { name: "todo".to_owned(), url: "todo/".to_owned() };
        let packages = |group| (group, vec!["nh3>=0.3".to_owned()]);
        let wiring = Wiring {
            untyped: ["allauth.*".to_owned()].into(),
            requirements: [None, Some(Group::Dev), Some(Group::Prod)].map(packages).into(),
            ..Wiring::default()
        };
        assert_fits(CONTEXT, &Value::Object(values(&project, &[&app], &wiring)), "context");
    }
}
