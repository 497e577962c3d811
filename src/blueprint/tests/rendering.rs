use std::sync::LazyLock;

use pretty_assertions::assert_eq;
use proptest::prelude::*;

use super::{library, text, told};
use crate::{
    blueprint::{Library, Owner},
    resolve::{Engine, Module, ModuleOption, Project, Tasks, Variable, VariableType, fixtures::project},
    workspace::{Mode, RelPath},
};

/// A library that uses everything at once.
fn rich() -> Library {
    library(&[
        (
            "project/layer.kdl",
            r#"
layer "project" version="1.2.0" summary="The project"
files {
    managed "config/env.py" "templates/_modules/"
    keyed "pyproject.toml"
    once "README.md"
    executable "manage.py"
    when "docker" "compose.yaml" "Dockerfile"
    when "postgres" "compose.yaml"
}
moved "manage" "manage.py"
moved "docker/Dockerfile" "Dockerfile"
moved "__package__/old.py" "__package__/apps.py"
"#,
        ),
        ("project/files/config/env.py.liquid", "NAME = {{ project.title | py }}\n"),
        ("project/files/templates/_modules/nav.html", "{% url 'home' %}\n"),
        ("project/files/templates/base.html", "<p>project</p>\n"),
        ("project/files/pyproject.toml.liquid", "name = {{ project.name | toml }}\n"),
        ("project/files/README.md", "# ${{ copied }}\r\n"),
        ("project/files/manage.py", "#!/usr/bin/env python\n"),
        ("project/files/compose.yaml", "services:\n"),
        ("project/files/Dockerfile", "FROM scratch\n"),
        ("project/files/__package__/apps.py.liquid", "class {{ project.package }}: pass\n"),
        (
            "themes/starter/theme.kdl",
            r#"
theme "starter" version="3.0.0" summary="Looks"
frontend "htmx"
files { replaces "templates/base.html" }
"#,
        ),
        ("themes/starter/files/templates/base.html", "<p>theme</p>\n"),
    ])
}

#[test]
fn layers_compose_into_files_with_owner_mode_and_origin() {
    let wanted = rich().render(&project()).unwrap();
    let line = |(path, file): (&RelPath, &crate::blueprint::WantedFile)| {
        format!("{path} {} {} {}", file.owner, file.mode, file.origin.source)
    };
    assert_eq!(
        wanted.files.iter().map(line).collect::<Vec<_>>(),
        [
            "Dockerfile shared 644 project/files/Dockerfile",
            "README.md once 644 project/files/README.md",
            "acme_crm/apps.py shared 644 project/files/__package__/apps.py.liquid",
            "compose.yaml shared 644 project/files/compose.yaml",
            "config/env.py managed 644 project/files/config/env.py.liquid",
            "manage.py shared 755 project/files/manage.py",
            "pyproject.toml keyed 644 project/files/pyproject.toml.liquid",
            "templates/_modules/nav.html managed 644 project/files/templates/_modules/nav.html",
            "templates/base.html shared 644 themes/starter/files/templates/base.html",
        ]
    );
    assert_eq!(text(&wanted, "config/env.py"), "NAME = \"Acme CRM\"\n");
    assert_eq!(text(&wanted, "acme_crm/apps.py"), "class acme_crm: pass\n");
    assert_eq!(text(&wanted, "README.md"), "# ${{ copied }}\r\n");
    assert_eq!(text(&wanted, "templates/base.html"), "<p>theme</p>\n");
    assert_eq!(&*wanted.files["templates/base.html"].origin.layer, "themes/starter");
    assert_eq!(&*wanted.files["templates/base.html"].origin.module, "core");
    assert_eq!(wanted.versions, [("core".to_owned(), semver::Version::new(1, 2, 0))].into());
}

#[test]
fn a_theme_lies_on_the_one_it_extends_and_brings_only_pages_of_the_frontend() {
    let library = library(&[
        ("frontends/react/layer.kdl", "layer \"react\" version=\"1.0.0\" summary=\"x\""),
        (
            "themes/base/theme.kdl",
            "theme \"base\" version=\"1.0.0\" summary=\"x\" abstract=#true\nfrontend \"htmx\"\nfrontend \"react\"",
        ),
        ("themes/base/files/tokens.css", "base\n"),
        ("themes/base/htmx/site.css", "base\n"),
        ("themes/base/react/site.ts", "base\n"),
        (
            "themes/starter/theme.kdl",
            "theme \"starter\" version=\"1.0.0\" summary=\"x\" extends=\"base\"\n\
             frontend \"htmx\" { files { replaces \"site.css\"; once \"home.html\" } }",
        ),
        ("themes/starter/htmx/site.css", "starter\n"),
        ("themes/starter/htmx/home.html", "starter\n"),
        ("themes/starter/react/home.ts", "not declared\n"),
    ]);
    let line = |(path, file): (&RelPath, &crate::blueprint::WantedFile)| {
        format!("{path} {} {}", file.owner, file.origin.layer)
    };
    let wanted = library.render(&project()).unwrap();
    assert_eq!(
        wanted.files.iter().map(line).collect::<Vec<_>>(),
        [
            "home.html once themes/starter/htmx",
            "site.css shared themes/starter/htmx",
            "tokens.css shared themes/base",
        ]
    );
    assert_eq!(text(&wanted, "site.css"), "starter\n");
}

#[test]
fn a_flag_that_is_not_set_leaves_its_files_out_and_their_renames_too() {
    let mut sqlite = project();
    let local = sqlite.environments.get_mut("local").unwrap();
    local.database.engine = Engine::Sqlite;
    let library = rich();
    let paths = |project: &_| library.render(project).unwrap().files.into_keys().collect::<Vec<_>>();
    let has = |paths: &[RelPath], path: &str| paths.iter().any(|found| found.as_str() == path);
    let with = paths(&sqlite);
    assert!(has(&with, "Dockerfile") && !has(&with, "compose.yaml"), "{with:?}");

    sqlite.environments.get_mut("local").unwrap().docker = false;
    let wanted = library.render(&sqlite).unwrap();
    assert!(!wanted.files.contains_key("Dockerfile"));
    let moved: Vec<String> = wanted.moved.iter().map(|(old, new)| format!("{old} {new}")).collect();
    assert_eq!(moved, ["acme_crm/old.py acme_crm/apps.py", "manage manage.py"]);
}

#[test]
fn inputs_say_what_the_files_were_rendered_for() {
    let wanted = rich().render(&project()).unwrap();
    let line = |(name, value): (&String, &String)| format!("{name}={value}");
    assert_eq!(
        wanted.inputs["core"].iter().map(line).collect::<Vec<_>>(),
        [
            "cache=database",
            "database=postgres 18",
            "docker=true",
            "frontend=htmx",
            "name=acme-crm",
            "package=acme_crm",
            "tasks=database",
            "theme=starter",
            "title=Acme CRM",
        ]
    );
}

#[test]
fn a_module_with_files_has_a_lock_of_its_own_and_an_announced_one_has_none() {
    let library = library(&[
        ("modules/auth/files/modules/auth/apps.py", "AUTH = 1\n"),
        ("project/files/config/modules.py.liquid", "{% for m in modules %}{{ m.name }}\n{% endfor %}"),
        (
            "modules/auth/module.kdl",
            "module \"auth\" version=\"0.4.0\" summary=\"Accounts\"\nlabel \"signup\"\ncore \"*\"",
        ),
    ]);
    let mut project = project();
    let module = |available| Module { options: [("social".to_owned(), list(&["a", "b"]))].into(), available };
    project.modules.insert("auth".to_owned(), module(true));
    project.modules.insert("teams".to_owned(), module(false));
    let wanted = library.render(&project).unwrap();
    assert_eq!(&*wanted.files["modules/auth/apps.py"].origin.module, "auth");
    assert_eq!(text(&wanted, "config/modules.py"), "auth\n");
    assert_eq!(wanted.versions.keys().collect::<Vec<_>>(), ["auth", "core"]);
    assert_eq!(wanted.inputs["auth"], [("social".to_owned(), "a, b".to_owned())].into());
}

fn list(texts: &[&str]) -> ModuleOption {
    ModuleOption::List(texts.iter().map(ToString::to_string).collect())
}

#[test]
fn every_value_of_the_context_reaches_a_template() {
    let template = "\
{{ project.name }} {{ project.package }} {{ project.theme }} {{ project.frontend }}
{{ database.engine }} {{ database.version }}{% if docker %} docker{% endif %}{% unless railway %} -{% endunless %}
{{ tasks }} {{ cache }} {{ redis }} {{ sentry }} {{ usernames }}
{% for v in variables -%}
{{ forloop.index }} {{ v.name | downcase }} {{ v.type }} {{ v.secret }} {{ v.optional }} {{ v.has_default }} {{ v.default | py }}{% if v.help != \"\" %} # {{ v.help }}{% endif %}
{% endfor -%}
{{ variables.size }}
{% for app in apps %}{{ app.name }} at {{ app.url }}
{% endfor -%}
end
";
    let theme =
        "theme \"starter\" version=\"1.0.0\" summary=\"x\"\nfrontend \"htmx\"\napp \"todo\" url=\"to/do/\"";
    let library = library(&[
        ("project/files/all.txt.liquid", template),
        ("themes/starter/theme.kdl", theme),
        ("themes/starter/files/__package__/todo/__init__.py", ""),
    ]);
    let mut project = Project { tasks: Tasks::Celery, ..project() };
    let variable = Variable {
        kind: VariableType::Email,
        secret: false,
        optional: true,
        default: Some("a\"b\"".to_owned()),
        help: Some("Who to ask".to_owned()),
        example: None,
    };
    project.variables.insert("SUPPORT".to_owned(), variable.clone());
    project
        .variables
        .insert("ADMIN".to_owned(), Variable { secret: true, default: None, help: None, ..variable });
    let wanted = library.render(&project).unwrap();
    let expected = "\
acme-crm acme_crm starter htmx
postgres 18 docker -
celery database true false false
1 admin email true true false \"\"
2 support email false true true 'a\"b\"' # Who to ask
2
todo at to/do/
end
";
    assert_eq!(text(&wanted, "all.txt"), expected);
}

#[test]
fn a_package_that_is_also_a_generated_folder_is_refused() {
    let mut project = project();
    project.package = "config".to_owned();
    let report = rich().render(&project).unwrap_err();
    assert_eq!(
        told(&report),
        ["blueprint::package-taken: the package `config` would share its folder with `config/env.py` \
          (write `project \"acme-crm\" package=\"config_app\"`)"]
    );
}

#[test]
fn what_a_template_renders_to_is_checked() {
    let library = library(&[
        ("project/files/a.txt.liquid", "{% if docker %}a{% endif -%}\n"),
        ("project/files/b.txt.liquid", "{% if railway %}{% assign x = \"1\" %}{% endif %}{{ x }}\n"),
        ("project/files/c.txt.liquid", "{% if railway -%}\nonly there\n{% endif -%}\n"),
    ]);
    let report = library.render(&project()).unwrap_err();
    assert_eq!(
        told(&report),
        [
            "blueprint::not-clean: project/files/a.txt.liquid:1:1: what `project/files/a.txt.liquid` renders to for \
             `acme-crm` does not end with a line feed (write `%}` instead of `-%}` in the last tag, or check the \
             value at the end)",
            "blueprint::render-failed: project/files/b.txt.liquid:1:1: the template cannot be rendered: \
             Unknown variable (give every name a value on every path: `{% assign %}` before the condition)",
        ]
    );
}

#[test]
fn rendering_twice_gives_the_same() {
    let (library, project) = (rich(), project());
    let first = library.render(&project).unwrap();
    assert_eq!(first.digest(), library.render(&project).unwrap().digest());
    assert_eq!(first.digest(), rich().render(&project).unwrap().digest());
    assert_eq!(first.files["manage.py"].mode, Mode::Executable);
    assert_eq!(first.files["README.md"].owner, Owner::Once);
}

static RICH: LazyLock<Library> = LazyLock::new(rich);

proptest! {
    #[test]
    fn titles_reach_files_as_literals_and_paths_stay_inside(
        title in "[^\\x00-\\x1f]{0,20}|['\"&\\\\🚀{}% ]{0,12}",
        package in "[a-z][a-z0-9_]{0,12}",
    ) {
        let mut project = project();
        project.title = title.clone();
        project.package = package.clone();
        let wanted = match RICH.render(&project) {
            Ok(wanted) => wanted,
            Err(report) => {
                prop_assert_eq!(report.issues()[0].code.id, "blueprint::package-taken");
                return Ok(());
            }
        };
        for path in wanted.files.keys() {
            prop_assert!(RelPath::new(path.as_str()).is_ok());
            prop_assert!(!path.as_str().contains("__package__"));
        }
        let literal = text(&wanted, "config/env.py");
        prop_assert_eq!(literal.lines().count(), 1);
        prop_assert!(literal.ends_with("\"\n") || literal.ends_with("'\n"), "{literal}");
    }
}
