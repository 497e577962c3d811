use std::collections::BTreeSet;

use camino::Utf8PathBuf;
use pretty_assertions::assert_eq;

use super::{library, told, write};
use crate::{blueprint::Library, diagnostics::catalogue, resolve::fixtures::project};

/// What is said about a library with `files`.
fn said(files: &[(&str, &str)]) -> Vec<String> {
    told(&library(files).render(&project()).unwrap_err())
}

/// What is said about a project layer with these nodes after its header, and two files.
fn said_of_layer(nodes: &str) -> Vec<String> {
    let layer = format!("layer \"project\" version=\"1.2.0\" summary=\"The project\"\n{nodes}\n");
    said(&[
        ("project/layer.kdl", &layer),
        ("project/files/config/env.py.liquid", "A = 1\n"),
        ("project/files/manage.py", "B = 1\n"),
    ])
}

/// What is said about a template.
fn said_of_template(template: &str) -> Vec<String> {
    let said = said(&[("project/files/x.liquid", template)]);
    said.into_iter().map(|line| line.replacen("project/files/x.liquid:", "", 1)).collect()
}

#[test]
fn layer_files_are_checked() {
    let table: [(&str, &[&str]); 12] = [
        (
            "files { managed \"config/evn.py\" }",
            &["blueprint::no-such-file: project/layer.kdl:2:17: the layer has no file `config/evn.py` \
               (write `config/env.py`)"],
        ),
        (
            "files { managed \"config/env.py.liquid\"; once \"config\"; keyed \"docs/\" }",
            &[
                "blueprint::no-such-file: project/layer.kdl:2:17: the layer has no file `config/env.py.liquid` \
                 (write `config/env.py`)",
                "blueprint::no-such-file: project/layer.kdl:2:46: the layer has no file `config` \
                 (write `config/` for everything below the directory)",
                "blueprint::no-such-file: project/layer.kdl:2:62: the layer has no file `docs/` \
                 (write the path of a file below `files/`, without `.liquid`)",
            ],
        ),
        (
            "files { managed \"config/\"; once \"config/env.py\" }",
            &["blueprint::listed-twice: project/layer.kdl:2:33: `\"config/env.py\"` is already managed \
               (keep the path in one of the two lines)"],
        ),
        (
            "files { when \"dokcer\" \"manage.py\" }",
            &["blueprint::unknown-flag: project/layer.kdl:2:14: there is no flag `dokcer` \
               (use one of `docker`, `image`, `railway`, `sqlite`, `postgres`, `celery`, `redis`, `sentry`, `usernames`)"],
        ),
        (
            "files { when \"docker\" \"compose.yaml\" }",
            &["blueprint::no-such-file: project/layer.kdl:2:23: the layer has no file `compose.yaml` \
               (write the path of a file below `files/`, without `.liquid`)"],
        ),
        (
            "files { executable \"../manage.py\" \"/etc/\" }",
            &[
                "blueprint::bad-path: project/layer.kdl:2:20: `../manage.py` has a `.`, `..` or empty segment \
                 (write the path as it is in the generated project)",
                "blueprint::bad-path: project/layer.kdl:2:35: `/etc` is not relative to the project \
                 (write the path as it is in the generated project)",
            ],
        ),
        (
            "files { replaces \"manage.py\" }",
            &[
                "blueprint::nothing-replaced: project/layer.kdl:2:18: no layer below `project` has a file `manage.py` \
               to replace (drop the path from `replaces`)",
            ],
        ),
        (
            "moved \"manage.py\" \"config/env.py\"",
            &[
                "blueprint::bad-move: project/layer.kdl:2:1: `manage.py` is still generated, so nothing moved away \
               from it (drop the line, or the file)",
            ],
        ),
        (
            "moved \"a.py\" \"b.py\"",
            &["blueprint::bad-move: project/layer.kdl:2:1: `b.py` is not generated, so nothing moved there \
               (write the path that the file has now)"],
        ),
        (
            "moved \"a\\\\b\" \"manage.py\"",
            &[
                "blueprint::bad-path: project/layer.kdl:2:7: `a\\\\b` has a character that is not portable in a file \
               name (write the path as it is in the generated project)",
            ],
        ),
        (
            "files { mangaed \"manage.py\" }",
            &[
                "kdl::unknown-node: project/layer.kdl:2:9: `files` has nothing called `mangaed` (write `managed`; known \
               here: `managed`, `keyed`, `once`, `executable`, `when`, `replaces`)",
            ],
        ),
        (
            "files { managed \"a\"; keyed \"b\" }",
            &[
                "blueprint::no-such-file: project/layer.kdl:2:17: the layer has no file `a` \
                 (write the path of a file below `files/`, without `.liquid`)",
                "blueprint::no-such-file: project/layer.kdl:2:28: the layer has no file `b` \
                 (write the path of a file below `files/`, without `.liquid`)",
            ],
        ),
    ];
    for (nodes, expected) in table {
        assert_eq!(said_of_layer(nodes), expected, "{nodes}");
    }
}

#[test]
fn headers_are_checked_in_every_layer_at_once() {
    let said = said(&[
        ("project/layer.kdl", "layer \"base\" version=\"1.0.0\" summary=\"x\""),
        ("themes/starter/theme.kdl", "theme \"starter\" version=\"1.0\" summary=\"x\""),
    ]);
    assert_eq!(
        said,
        [
            "blueprint::wrong-name: project/layer.kdl:1:7: the layer is called `base`, its folder `project` \
             (write `layer \"project\"`)",
            "blueprint::bad-version: themes/starter/theme.kdl:1:25: `1.0` is not a version: unexpected end of input \
             while parsing minor version number (write it as `1.0.0`)",
        ]
    );
}

#[test]
fn a_theme_builds_on_one_that_can_come_before_it() {
    let starter = |extends: &str| {
        format!("theme \"starter\" version=\"1.0.0\" summary=\"x\" extends=\"{extends}\"\nfrontend \"htmx\"")
    };
    let base = "theme \"base\" version=\"1.0.0\" summary=\"x\" extends=\"starter\"";
    let table = [
        ("bsae", "starter/theme.kdl:1:53: there is no theme `bsae` to extend (write `extends=\"base\"`)"),
        (
            "nothing-like-it",
            "starter/theme.kdl:1:53: there is no theme `nothing-like-it` to extend (leave `extends` out, or add the theme)",
        ),
        (
            "base",
            "base/theme.kdl:1:50: `starter` would extend itself: `starter`, `base` (leave `extends` out of one of them)",
        ),
    ];
    for (extends, expected) in table {
        let said = said(&[("themes/base/theme.kdl", base), ("themes/starter/theme.kdl", &starter(extends))]);
        assert_eq!(said, [format!("blueprint::wrong-base: themes/{expected}")], "{extends}");
    }
}

#[test]
fn an_application_of_a_theme_is_there_and_has_urls() {
    let theme = "theme \"starter\" version=\"1.0.0\" summary=\"x\"\nfrontend \"htmx\"\n\
                 app \"todo\" url=\"todo\"\napp \"list\" url=\"todo/list/\"\n";
    assert_eq!(
        said(&[
            ("themes/starter/theme.kdl", theme),
            ("themes/starter/files/__package__/list/__init__.py", "")
        ]),
        [
            "blueprint::bad-app: themes/starter/theme.kdl:3:5: the theme has no application `todo` \
             (add `themes/starter/files/__package__/todo/__init__.py`, or correct the name)",
            "blueprint::bad-app: themes/starter/theme.kdl:3:16: `todo` is not the beginning of URLs \
             (write it like `url=\"todo/\"`)",
        ]
    );
}

#[test]
fn each_part_of_a_theme_is_checked_at_its_own_place() {
    let theme = "theme \"starter\" version=\"1.0.0\" summary=\"x\"\n\
                 files { once \"a.css\" }\nfrontend \"htmx\" {\n    files { managed \"b.html\" }\n}\n";
    assert_eq!(
        said(&[("themes/starter/theme.kdl", theme), ("themes/starter/htmx/a.css", "")]),
        [
            "blueprint::no-such-file: themes/starter/theme.kdl:2:14: the layer has no file `a.css` \
             (write the path of a file below `files/`, without `.liquid`)",
            "blueprint::no-such-file: themes/starter/theme.kdl:4:21: the layer has no file `b.html` \
             (write the path of a file below `files/`, without `.liquid`)",
        ]
    );
}

#[test]
fn a_path_has_one_owner() {
    assert_eq!(
        said(&[("project/files/a/b.py", ""), ("themes/starter/files/a/b.py.liquid", "")]),
        ["blueprint::owned-twice: themes/starter/theme.kdl:1:1: `a/b.py` belongs to `project` and to \
          `themes/starter` (write `replaces \"a/b.py\"` into `files` of `themes/starter`, or rename one)"]
    );
    assert_eq!(
        said(&[("project/files/b.py", ""), ("project/files/b.py.liquid", "")]),
        ["blueprint::owned-twice: `project/files/b.py` and `project/files/b.py.liquid` both become `b.py` \
          (delete `project/files/b.py` or `project/files/b.py.liquid`)"]
    );
}

#[test]
fn templates_are_checked() {
    let table: [(&str, &[&str]); 20] = [
        (
            "a\n{{ project.nmae }} {{ projct.name }} {{ foo }}\n",
            &[
                "blueprint::unknown-variable: 2:12: there is no `nmae` in `project` (write `name`)",
                "blueprint::unknown-variable: 2:23: there is no `projct` in the context of templates (write `project`)",
                "blueprint::unknown-variable: 2:41: there is no `foo` in the context of templates (use one of \
                 `apps`, `cache`, `database`, `docker`, `modules`, `project`, `railway`, `redis`, `sentry`, `tasks`, \
                 `usernames`, `variables` and 1 more)",
            ],
        ),
        (
            "{% if dokcer and docker %}{% endif %}\n",
            &[
                "blueprint::unknown-variable: 1:7: there is no `dokcer` in the context of templates (write `docker`)",
            ],
        ),
        (
            "{{ project.name.length }}{{ docker.x }}\n",
            &[
                "blueprint::unknown-variable: 1:17: there is no `length` in `project.name` (use one of `size`)",
                "blueprint::unknown-variable: 1:36: there is no `x` in `docker` (drop `.x`)",
            ],
        ),
        (
            "{% for v in variables %}{{ v.nam }}{% endfor %}{{ v.name }}\n",
            &[
                "blueprint::unknown-variable: 1:30: there is no `nam` in `v` (write `name`)",
                "blueprint::unknown-variable: 1:51: there is no `v` in the context of templates (use one of \
                 `apps`, `cache`, `database`, `docker`, `modules`, `project`, `railway`, `redis`, `sentry`, `tasks`, \
                 `usernames`, `variables` and 1 more)",
            ],
        ),
        (
            "{% for v in project.name %}{{ v.anything }}{% endfor %}\n",
            &["blueprint::wrong-kind: 1:13: `project.name` is a text, not a list \
               (loop over a list, for example `variables`)"],
        ),
        (
            "{{ variables }}{{ project }}\n",
            &[
                "blueprint::wrong-kind: 1:4: `variables` is a list, which has no text of its own (go through it with \
                 `{% for item in variables %}`)",
                "blueprint::wrong-kind: 1:19: `project` is a group of values, which has no text of its own (name one \
                 of its values: `frontend`, `name`, `package`, `theme`, `title`)",
            ],
        ),
        (
            "{% if project.title %}{% elsif variables %}{% endif %}{% unless database.version %}{% endunless %}\n",
            &[
                "blueprint::wrong-kind: 1:7: `project.title` is a text, which liquid always takes for true (write \
                 `project.title != \"\"`)",
                "blueprint::wrong-kind: 1:32: `variables` is a list, which liquid always takes for true (write \
                 `variables.size > 0`)",
                "blueprint::wrong-kind: 1:65: `database.version` is a number, which liquid always takes for true \
                 (write `database.version > 0`)",
            ],
        ),
        (
            "{{ project.name | upper }}\n",
            &[
                "blueprint::unknown-filter: 1:19: there is no filter `upper` (use one of `append`, `downcase`, `escape`, \
               `join`, `prepend`, `py`, `replace`, `size`, `toml`, `upcase`, `yaml`)",
            ],
        ),
        (
            "{{ project.name | append: projet.name }}\n",
            &[
                "blueprint::unknown-variable: 1:27: there is no `projet` in the context of templates (write `project`)",
            ],
        ),
        (
            "{% url 'home' %}{% load static %}\n",
            &[
                "blueprint::foreign-syntax: 1:1: `{% url \\'home\\' %}` is a tag of Django's, and liquid would read it \
                 (put it between `{% raw %}` and `{% endraw %}`, or drop `.liquid` from the file's name so that it is \
                 copied as it is)",
                "blueprint::foreign-syntax: 1:17: `{% load static %}` is a tag of Django's, and liquid would read it \
                 (put it between `{% raw %}` and `{% endraw %}`, or drop `.liquid` from the file's name so that it is \
                 copied as it is)",
            ],
        ),
        (
            "run: ${{ matrix.os }}\n",
            &[
                "blueprint::foreign-syntax: 1:7: `{{ matrix.os }}` is a GitHub expression, and liquid would read it \
               (put it between `{% raw %}` and `{% endraw %}`, or drop `.liquid` from the file's name so that it is \
               copied as it is)",
            ],
        ),
        (
            "{% tablerow v in variables %}{% endtablerow %}\n",
            &[
                "blueprint::unknown-tag: 1:1: there is no tag `tablerow` (use `if`, `unless`, `case`, `for`, `assign`, \
                 `capture`, `comment` or `raw`)",
                "blueprint::unknown-tag: 1:30: there is no tag `endtablerow` (use `if`, `unless`, `case`, `for`, \
                 `assign`, `capture`, `comment` or `raw`)",
            ],
        ),
        (
            "a {{ project.name\n",
            &["blueprint::template-syntax: 1:3: `{{` is never closed (write `}}` after it)"],
        ),
        (
            "{% raw %}{{ x }}\n",
            &["blueprint::template-syntax: 1:1: `{% raw %}` is never closed (write `{% endraw %}` after it)"],
        ),
        (
            "{% for v of variables %}{% endfor %}{% assign x %}{{ }}{% capture %}{% endcapture %}\n",
            &[
                "blueprint::template-syntax: 1:1: `{% for v of variables %}` cannot be read (write it as \
                 `{% for item in list %}`)",
                "blueprint::template-syntax: 1:37: `{% assign x %}` cannot be read (write it as \
                 `{% assign name = value %}`)",
                "blueprint::template-syntax: 1:51: `{{ }}` cannot be read (write it as `{{ name }}`)",
                "blueprint::template-syntax: 1:56: `{% capture %}` cannot be read (write it as `{% capture name %}`)",
            ],
        ),
        (
            "{{ project.name upcase }}{{ project.name[0] }}\n",
            &[
                "blueprint::template-syntax: 1:17: `upcase` is not expected here (put `|` before a filter, and `:` \
                 between a filter and its arguments)",
                "blueprint::template-syntax: 1:41: `[` is not expected here (put `|` before a filter, and `:` \
                 between a filter and its arguments)",
            ],
        ),
        (
            "x\n{% if docker %}y{% for v in variables %}{% endif %}\n{% endfor %}{% else %}{% break %}{% when 1 %}",
            &[
                "blueprint::template-syntax: 2:1: `if` is never closed (write `{% endif %}` after it)",
                "blueprint::template-syntax: 2:41: `endif` is outside of `if` (write `{% endfor %}` before it, or drop \
                 it)",
                "blueprint::template-syntax: 3:23: `break` is outside of `for` (write `{% endif %}` before it, or drop \
                 it)",
                "blueprint::template-syntax: 3:34: `when` is outside of `case` (write `{% endif %}` before it, or drop \
                 it)",
            ],
        ),
        (
            "{% else %}",
            &[
                "blueprint::template-syntax: 1:1: `else` is outside of `if` (write `{% if … %}` before it, or drop it)",
            ],
        ),
        (
            "{{ project.name | py: 1 }}\n",
            &["blueprint::template-syntax: 1:1: liquid cannot read the template: `py` takes no arguments \
               (correct the tag; every block needs its `{% end… %}`)"],
        ),
        (
            "a\r\n",
            &[
                "blueprint::not-text: `project/files/x.liquid` has carriage returns (save it with Unix line ends)",
            ],
        ),
    ];
    for (template, expected) in table {
        assert_eq!(said_of_template(template), expected, "{template}");
    }
}

#[test]
fn templates_that_are_right_are_taken() {
    let template = "\
{%- assign url = project.name | append: \".test\" | upcase -%}
{% assign count = variables.size %}{% if count > 0 and docker or railway == false %}{{ url }}{% endif %}
{% capture all %}{% for v in variables limit:2 reversed %}{% unless forloop.last %}, {% endunless %}{% endfor %}
{%- endcapture %}{{ all | size }}{% for i in (1..3) %}{{ i }}{% endfor %}
{% case database.engine %}{% when \"postgres\", \"mysql\" or \"x\" %}p{% else %}s{% endcase %}
{% raw %}{% url 'x' %} ${{ secrets.X }}{% endraw %}{% comment %}{{ nothing }}{% endcomment %}
{% if project.title contains \"A\" %}{{ variables.first.name | py }}{% endif %}
";
    let library = library(&[("project/files/x.liquid", template)]);
    let mut with_variable = project();
    let variable = crate::resolve::Variable { kind: crate::resolve::VariableType::Url, ..Default::default() };
    with_variable.variables.insert("A".to_owned(), variable);
    let wanted = library.render(&with_variable).unwrap();
    assert_eq!(super::text(&wanted, "x"), "ACME-CRM.TEST\n0123\np\n{% url 'x' %} ${{ secrets.X }}\n\"A\"\n");
}

#[test]
fn a_directory_is_read_without_following_links() {
    let temporary = tempfile::tempdir().unwrap();
    let root = Utf8PathBuf::try_from(temporary.path().to_owned()).unwrap();
    let bare = told(&Library::directory(&root).unwrap_err());
    assert_eq!(
        bare,
        [format!(
            "blueprint::not-blueprints: `{root}` has neither `project/layer.kdl` nor a theme or a module (put a module \
             into `{root}/modules/NAME`, name another directory, or leave `--blueprints` out)"
        )]
    );
    for (path, bytes) in [
        ("project/layer.kdl", super::PROJECT.as_bytes()),
        ("frontends/htmx/layer.kdl", super::FRONTEND.as_bytes()),
        ("themes/starter/theme.kdl", super::THEME.as_bytes()),
        ("project/files/logo.png", &[0, 159, 146, 150]),
    ] {
        write(&root.join(path), bytes);
    }
    let library = Library::directory(&root).unwrap();
    let wanted = library.render(&project()).unwrap();
    assert_eq!(wanted.files["logo.png"].bytes().as_ref(), [0, 159, 146, 150]);

    write(&root.join("project/files/x.py.liquid"), &[b'a', 0xff]);
    let report = Library::directory(&root).unwrap().render(&project()).unwrap_err();
    assert_eq!(report.issues()[0].code.id, "kdl::not-utf8");

    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("/etc/passwd", root.join("project/files/y")).unwrap();
        let said = told(&Library::directory(&root).unwrap_err());
        let expected = format!(
            "blueprint::bad-path: `{root}/project/files/y` is a link (rename it, or take it out of the blueprints)"
        );
        assert_eq!(said, [expected]);
    }
    let missing = told(&Library::directory(&root.join("no")).unwrap_err());
    assert!(missing[0].starts_with("workspace::unreadable: cannot read `"), "{missing:?}");
}

/// The tests of this folder are also the list of cases: a code without one is a code that nobody saw.
#[test]
fn every_code_has_a_case() {
    let cases = concat!(
        include_str!("mistakes.rs"),
        include_str!("modules.rs"),
        include_str!("module_parts.rs"),
        include_str!("wiring.rs"),
        include_str!("rendering.rs")
    );
    let declared: BTreeSet<&str> =
        catalogue().map(|code| code.id).filter(|id| id.starts_with("blueprint::")).collect();
    let unseen: Vec<&&str> = declared.iter().filter(|id| !cases.contains(&format!("{id}: "))).collect();
    assert_eq!(unseen, Vec::<&&str>::new());
}
