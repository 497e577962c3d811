//! Codes of the `blueprint` layer.

pub mod codes {
    use crate::diagnostics::code::codes;

    codes! {
        NOT_BLUEPRINTS = "blueprint::not-blueprints", "the directory holds no blueprints",
"`--blueprints` wants a directory with themes or modules in it, each in a folder of its own; what it lacks is
taken from inside of the program. With `project/layer.kdl`, it has to have everything.

    mine/modules/notes/module.kdl
    mine/themes/imprint/theme.kdl

Name the right directory, or leave the option out to use the blueprints inside the program:

    quickscale plan --blueprints ../quickscale/blueprints";

        BAD_PATH = "blueprint::bad-path", "a path of a blueprint cannot be a path in a project",
"A blueprint may only write below the root of the project, on every operating system. Absolute paths,
`..`, backslashes, git's own directory and names that Windows reserves are refused, and so are links.

Rename the file, or correct the line in `layer.kdl`. Paths there are written as they are in the
generated project, without `.liquid`:

    files {
        managed \"config/env.py\" \"templates/_modules/\"
    }";

        WRONG_NAME = "blueprint::wrong-name", "a layer or module is not named like its folder",
"People and manifests name a theme, a frontend or a module by its folder. The name inside of
`theme.kdl`, `layer.kdl` or `module.kdl` has to be the same one, so that neither can be mistaken.

    // themes/starter/theme.kdl
    theme \"starter\" version=\"1.0.0\" summary=\"A quiet look\"";

        BAD_VERSION = "blueprint::bad-version", "a version or a range of versions cannot be read",
"Versions are three numbers, as in `1.4.0`. Ranges are comparisons of versions, several of them
separated by commas:

    requires \"auth\" version=\">=1.2.0, <2.0.0\"";

        WRONG_BASE = "blueprint::wrong-base", "a theme extends a theme that cannot come before it",
"A theme that extends another gets all of its files, and may replace them. The other one has to exist, and must not
extend this one in turn.

    // themes/todo/theme.kdl
    theme \"todo\" version=\"1.0.0\" summary=\"A list to tick off\" extends=\"base\"";

        BAD_APP = "blueprint::bad-app", "a theme brings an application that cannot be installed",
"Each `app` of a `theme.kdl` is a Django application below `files/__package__/`, in a folder of the same name. The
project installs it and includes its `urls.py` under `url`: small letters, digits and hyphens, with a `/` at the end.

    // themes/todo/theme.kdl, with themes/todo/files/__package__/todo/__init__.py
    app \"todo\" url=\"todo/\"";

        NO_SUCH_FILE = "blueprint::no-such-file", "layer.kdl names a file that the layer does not have",
"Each path in `layer.kdl` says something about a file below the layer's `files/`. A path without such
a file is a slip: a rename that was forgotten, or a missing `/` after a directory.

Write the path of the generated file, without `.liquid`. A path that ends in `/` stands for everything
below it.";

        LISTED_TWICE = "blueprint::listed-twice", "a file has two owner classes",
"A file is `managed`, `keyed`, `once` or, when nothing is said, shared. `layer.kdl` names this one under two
of them, so it is not known what should happen to an edit.

Keep one of the two lines. A file below a directory that is listed with `/` is one of its files.";

        UNKNOWN_FLAG = "blueprint::unknown-flag", "`when` names a flag that does not exist",
"A file can depend on `docker`, `image`, `railway`, `sqlite`, `postgres`, `celery`, `redis` or `sentry`. Everything else is decided inside of a
template, or by another layer:

    files {
        when \"docker\" \"compose.yaml\" \"Dockerfile\"
    }";

        OWNED_TWICE = "blueprint::owned-twice", "two layers generate the same file",
"A path belongs to one layer, or it would depend on their order which text wins. A later layer that means to
replace a file of an earlier one says so in its `layer.kdl`:

    files {
        replaces \"templates/base.html\"
    }

Layers follow each other in the order project, frontend, theme, modules. Inside of one layer `a.py` and
`a.py.liquid` are the same file.";

        NOTHING_REPLACED = "blueprint::nothing-replaced", "a layer replaces a file that no earlier layer has",
"`replaces` promises that an earlier layer generates the path. None does: the file was renamed or dropped there,
or the path is misspelled.

Drop the line when the file is the layer's own, or write the path that the earlier layer uses now.";

        BAD_MOVE = "blueprint::bad-move", "`moved` does not lead from a former file to a present one",
"`moved \"old.py\" \"new.py\"` carries the edits of users from a path of an earlier version to the path that
took over. The old path must not be generated any more, and the new one must be.

A directory is moved file by file.";

        NOT_TEXT = "blueprint::not-text", "a template or layer.kdl has carriage returns",
"Texts in blueprints have lines that end in a line feed alone, so that what they render to is the same on every
machine. Save the file that way. A file that is
not text, such as a picture, is copied byte for byte when its name does not end in `.liquid`.";

        TEMPLATE_SYNTAX = "blueprint::template-syntax", "a template cannot be read",
"Templates are a small part of liquid: `{{ value | filter }}` and the tags `if`, `unless`, `case`, `for`, `assign`,
`capture`, `comment` and `raw`. Every `{{` needs its `}}`, every `{%` its `%}`, and every block its end tag.

Text that only looks like liquid goes between `{% raw %}` and `{% endraw %}`.";

        UNKNOWN_VARIABLE = "blueprint::unknown-variable", "a template names a value that does not exist",
"Everything a template can name is declared, so that a slip is found before anything is written: liquid
itself takes an unknown name in a condition for false, and would quietly leave out half a file.

The context has `project` (name, package, title, theme, frontend), `database` (engine, version), `docker`,
`railway`, `redis`, `sentry`, `cache`, `tasks`, `apps` (name, url), `modules` and `variables`. Each of `variables`
has name, type, secret, optional, has_default, default and help.";

        UNKNOWN_FILTER = "blueprint::unknown-filter", "a template uses a filter that does not exist",
"Templates may use `append`, `downcase`, `escape`, `join`, `prepend`, `replace`, `size` and `upcase`, and the three
that write a text as a literal with its quotes: `py` for Python, `toml` and `yaml`.

    TITLE = {{ project.title | py }}";

        UNKNOWN_TAG = "blueprint::unknown-tag", "a template uses a tag that does not exist",
"Templates may use `if`, `unless`, `case`, `for`, `assign`, `capture`, `comment` and `raw`, with their branches
and end tags. There are no includes: what differs between projects is a layer of its own.";

        FOREIGN_SYNTAX = "blueprint::foreign-syntax", "a template holds another language's tags",
"Django templates and GitHub workflows use the same braces as liquid. In a file that ends in `.liquid`, liquid
reads them first and gets them wrong.

Drop `.liquid` from the name when nothing in the file depends on the project: it is then copied byte for byte.
Otherwise put the foreign part between `{% raw %}` and `{% endraw %}`:

    {% raw %}{% url 'home' %}{% endraw %}";

        WRONG_KIND = "blueprint::wrong-kind", "a template uses a value as what it is not",
"A list has no text of its own, and a text cannot be looped over. In a condition liquid takes every text and every
number for true, even `\"\"` and `0`, so only a boolean can stand there alone:

    {% if variable.help != \"\" %}# {{ variable.help }}{% endif %}";

        RENDER_FAILED = "blueprint::render-failed", "a template failed while it was rendered",
"The template passed every check and still failed for this project, usually because a name is assigned in one
branch of a condition and used after it.

Assign the name before the condition, so that it has a value on every path.";

        NOT_CLEAN = "blueprint::not-clean", "a rendered file does not end as text should",
"Every text file ends with a line feed and has no carriage returns. The template does; its result does not,
because a `-` inside of the last tag ate the line end, or because a value brought one along.

Write `%}` instead of `-%}` in the last tag.";

        PACKAGE_TAKEN = "blueprint::package-taken", "the project's package has the name of a generated folder",
"The project's own code lives in a folder named after `package`. The blueprints already put a folder of that name
into every project, so the two would mix.

    project \"config\" package=\"config_app\"";

        BAD_OPTION = "blueprint::bad-option", "an option in module.kdl contradicts itself",
"The default of an option has to be of the option's type, and one of its `values` when there are any.

    options {
        signup type=\"string\" default=\"open\" {
            values \"open\" \"invite\" \"closed\"
        }
    }";

        BAD_NAME = "blueprint::bad-name", "module.kdl has a name that Python, Django or the database cannot use",
"Apps, middleware, tasks and `urls.py` are named by the dotted path that Python imports them by, templates by the path
that Django finds them at. The label of a module's app is its name unless `label` says otherwise; no two apps can have
the same one, and tables and permissions begin with it:

    label \"notes\"
    permission \"notes.export_note\" help=\"Export other people's notes\"
    table \"notes_note\"";

        BAD_CONDITION = "blueprint::bad-condition", "`when` of a module.kdl speaks of something that cannot be",
"Every part of a module may depend on an option of the module, on the frontend, or on another module:

    app \"allauth.mfa\" when=\"mfa!=off\"
    dependency \"fido2>=2.0\" when=\"passkeys\"
    app \"allauth.headless\" when=\"frontend=react\"
    slot \"nav\" \"notes/teams.html\" when=\"module=teams\"

For an option that is a list, `=` asks whether the value is one of its texts. Conditions that can never hold
are refused, because they are slips.";

        BAD_DEPENDENCY = "blueprint::bad-dependency", "a dependency in module.kdl cannot be used",
"A Python package is named as in `pyproject.toml`, with the lowest version that the module was tested with: without
one, a resolver may silently take a version that is years old. There are no markers and no addresses.

    dependency \"django-allauth[mfa,socialaccount]>=65.21\"
    dependency \"factory-boy>=3.3\" group=\"dev\"";

        BAD_SETTING = "blueprint::bad-setting", "a setting in module.kdl cannot be written",
"A setting is a name in capitals and a Python literal, which may name an option, a variable that the module declares,
and the directory of the project. What has several values needs its type:

    setting \"NOTES_DAYS\" \"options.days\"
    setting \"NOTES_HOOK\" \"env.NOTES_WEBHOOK_URL\"
    setting \"NOTES_LABELS\" \"['inbox', *options.labels]\" type=\"list[str]\"

A module is data: calls, conditions and f-strings belong into the module's own code. With `append=#true` several
modules add to one list, set or dict.";

        BAD_URLS = "blueprint::bad-urls", "the URLs of a module have no place",
"URLs begin with a fixed text or with the value of an option. It ends with a slash and does not start with one:

    urls \"modules.notes.urls\" prefix=\"notes/\"
    urls \"modules.admin.urls\" prefix-option=\"path\"";

        BAD_SCHEDULE = "blueprint::bad-schedule", "a task in module.kdl has a schedule that cannot be read",
"A schedule has the five fields of cron: minute, hour, day of the month, month, day of the week. Each is `*`, numbers,
ranges, or a step. Times are UTC.

    task \"modules.notes.tasks.purge\" schedule=\"15 3 * * *\" help=\"Deletes notes that were thrown away\"";

        BAD_RENAME = "blueprint::bad-rename", "a release renames something to a name that does not exist",
"`rename-option` and `rename-variable` carry what users wrote over to the name that the module uses now, so that
name has to be declared in the same `module.kdl`:

    release \"0.2.0\" {
        rename-option \"days\" to=\"session-days\"
    }";

        SETTING_OF_PROJECT = "blueprint::setting-of-project", "a module sets what the project's own settings set",
"`config/settings/base.py` takes over the settings of modules first and then makes its own, which win. A module that
sets a name which is set there would change nothing, and nobody would notice.

Use another setting, or move the line out of the project's `base.py`.";

        UNREAD_VARIABLE = "blueprint::unread-variable", "a module's setting reads a variable that the project does not have",
"The setting is there for this project, the variable it names is not: they depend on different conditions.

Give the `variable` the same `when` as the `setting`.";

        NAMESPACE_PACKAGE = "blueprint::namespace-package", "a module brings an `__init__.py` for all modules",
"Modules share the folder `modules/` of a project, which is a namespace package: Python finds what lies in it without an
`__init__.py` (PEP 420). One of a module would belong to all of them, and removing that module would take it from the others.

Delete `files/modules/__init__.py`. The module's own `files/modules/NAME/__init__.py` stays.";

        MODULE_PART = "blueprint::module-part", "a module lacks a part that it needs, or has one in the wrong place",
"A module is a Django app below `files/modules/NAME/`: with an `apps.py` that names it, with migrations when it has models,
with tests and a README. Migrations stay linear, so that nobody has to merge them: one number each, and
`migrations/max_migration.txt` names the last one.

`quickscale modules check DIR` says what is missing. A module writes nothing into the folder of another one.";

        NO_SUCH_TARGET = "blueprint::no-such-target", "module.kdl names something that the module's files do not have",
"Middleware, context processors, tasks, URLs and slots of a module are named by their place in its files. This one is not there:
it has been renamed, or its name is misspelled.

    middleware \"modules.notes.middleware.Recent\" at=\"last\"     // class Recent in files/modules/notes/middleware.py";
    }
}
