//! Codes of the `manifest` layer: what `quickscale.kdl` may say.

pub mod codes {
    use crate::diagnostics::code::codes;

    codes! {
        NEWER_SCHEMA = "manifest::newer-schema", "the manifest needs a newer quickscale",
"`quickscale schema=N` says which version of the manifest's language the file is written in. This program knows
an older one only. Reading on would mean to guess at things that it has never heard of, so nothing else is checked.

Somebody in the team has a newer quickscale. Install the same version, also in CI. Lowering the number by hand
helps only if the file uses nothing new.";

        BAD_NAME = "manifest::bad-name", "a name is not made of lowercase letters, digits and hyphens",
"The names of projects and environments become parts of host names, container names and file names, so they
follow the strictest of their rules: lowercase letters, digits and single hyphens, a letter first, 40 at most.

    project \"Acme CRM\"     refused
    project \"acme-crm\"     right

The name that people read is the `title`, which may be any text.";

        BAD_TITLE = "manifest::bad-title", "the title is not one short line",
"The title stands in the header of pages, in the browser's tab and in e-mails. It is one line of at most 80
characters and not empty. Any letters may be in it.

Write a shorter text, or remove the line: a title is then made from the project's name.";

        BAD_PACKAGE = "manifest::bad-package", "Python cannot import a package of this name",
"`package` names the directory of the project's own Python code, and Python must be able to import it. It is
written in lowercase letters, digits and `_`, a letter first.

    project \"acme-crm\" package=\"acme-crm\"     refused: a hyphen is a minus in Python
    project \"acme-crm\" package=\"acme_crm\"     right

Without `package` it is the project's name with `_` for each `-`.";

        RESERVED_PACKAGE = "manifest::reserved-package", "the package's name means something else already",
"A package called `json` or `django` would hide the library of that name, and one called `config` would
collide with a directory that every project has. The failures that follow are hard to understand: imports that
find the wrong module, far away from the cause.

The name may come from the project's own name when `package` is not written. Keep the project's name and add
another package:

    project \"json\" package=\"json_app\"";

        RESERVED_PATH = "manifest::reserved-path", "a directory belongs to the tool",
"`.quickscale` holds what the tool remembers between two runs: what was applied last and the text of each render. A
subtree in there would be mixed up with those records, and its next update would remove them.

    subtree \".quickscale/shared\"     refused
    subtree \"shared\"                 right";

        DUPLICATE_ENTRY = "manifest::duplicate-entry", "two entries claim the same name",
"Two environments or subtrees have the same name, one environment sets a variable twice, or a domain is listed
twice. Only one of them could count, and nothing says which. A merge in git that kept both sides is a usual cause.

Both places are marked. Keep one, or rename one.";

        BAD_VARIABLE_NAME = "manifest::bad-variable-name", "a variable's name is not in capitals",
"Variables are read from the process's environment, where the custom of every shell and platform is capitals,
digits and `_`, with a letter first. The name is also the attribute's name in `config/env.py`.

    variables { support-email }      refused
    variables { SUPPORT_EMAIL }      right";

        RESERVED_VARIABLE = "manifest::reserved-variable", "a variable's name is taken",
"Some names mean something already. The project itself reads `SECRET_KEY`, `DATABASE_URL`, `ALLOWED_HOSTS` and a few
more without a declaration; environments may set them. Others, such as `PATH`, `PORT` or everything that starts with
`RAILWAY_`, belong to the system or the platform: setting them breaks programs that have nothing to do with the project.

Remove the declaration, or choose a name of your own such as `ACME_PORT`.";

        VALUE_DOES_NOT_FIT = "manifest::value-does-not-fit", "a value does not fit its variable's type",
"A variable declares a `type`, and its default or what an environment sets it to is not of that type. The running project
would refuse to start; the manifest says it earlier.

    variables {
        BERTH_LIMIT type=\"integer\" default=\"many\"     refused
        BERTH_LIMIT type=\"integer\" default=40         right
    }

The types are `string`, `integer`, `boolean`, `url`, `email` and `list` (texts separated by commas).";

        LITERAL_SECRET = "manifest::literal-secret", "a secret is written in the manifest",
"The manifest is committed, so whatever stands in it can be read by everybody who ever gets the repository, and stays in
its history for good. A secret is therefore named and never written; `from=\"env\"` takes its value from the environment
of whoever runs the tool.

    variables { SENTRY_DSN type=\"url\" secret=#true }
    environment \"production\" { set SENTRY_DSN from=\"env\" }

The same holds for a password in a subtree's address: git's credential helpers know better places for it. If the value was
ever committed, treat it as known to others: replace it where it was issued. The tool shows asterisks in its place.";

        UNDECLARED_VARIABLE = "manifest::undeclared-variable", "an environment sets a variable that nothing declares",
"`set` gives a value to a variable that is declared in `variables`, by a module, or by the project itself. A name that none
of them declares would be set for nobody to read; most often it is misspelled.

    variables { SUPPORT_EMAIL type=\"email\" }
    environment \"production\" { set SUPPORT_MAIL \"help@example.com\" }     refused

Correct the name, or declare the variable.";

        AMBIGUOUS_SETTING = "manifest::ambiguous-setting", "a setting has no value, or two",
"A setting either writes a value or says where it comes from. With neither there is nothing to set, with both it is not
clear which counts.

    set SUPPORT_EMAIL \"help@example.com\"     a value
    set SENTRY_DSN from=\"env\"                taken from the environment of whoever runs the tool";

        UNKNOWN_ENVIRONMENT = "manifest::unknown-environment", "`extends` names an environment that there is not",
"`extends` takes over every field of another environment that this one does not write itself. The other one must be in
the same manifest; the order does not matter.

    environment \"production\" { deploy \"railway\" }
    environment \"staging\" extends=\"production\" { deploy \"railway\" { domain \"staging.example.com\" } }";

        CYCLIC_EXTENDS = "manifest::cyclic-extends", "environments extend each other in a circle",
"Following `extends` from one environment leads back to it, so that there is no first one to take fields from. The message
shows the circle.

Decide which environment is the most general, and remove its `extends`.";

        UNSUPPORTED_DATABASE = "manifest::unsupported-database", "a version of the database is not supported",
"Generated projects are tested with PostgreSQL 15 to 18. Older versions no longer get fixes from the PostgreSQL project or lack
what the project's migrations use; newer ones are not out yet. SQLite comes with Python and takes no version.

    database \"postgres\" version=18
    database \"sqlite\"";

        UNKNOWN_DEPLOY_TARGET = "manifest::unknown-deploy-target", "a deploy target is not known",
"`deploy` names where an environment runs. The tool knows how to deploy to `railway`.

To run elsewhere, leave `deploy` out: the project has a Dockerfile, a `compose.yaml` and a list of the variables it
needs in `.env.example`, which is all that most platforms ask for.";

        BAD_HEALTHCHECK = "manifest::bad-healthcheck", "the path of the health check is not an absolute path",
"The platform asks this path of the new release and lets visitors in only when it answers. It is the path of a URL,
with a slash first, without host and query.

    healthcheck \"https://example.com/readyz/\"     refused
    healthcheck \"/readyz/\"                        right";

        BAD_DOMAIN = "manifest::bad-domain", "a domain is not the name of a host",
"A domain is a bare name with at least one dot: lowercase letters, digits and hyphens, no scheme, port, path or wildcard. A
name with other letters is written in its ASCII form (`xn--…`).

    domain \"https://app.example.com/\"     refused
    domain \"app.example.com\"              right";

        BAD_REMOTE = "manifest::bad-remote", "the address of a subtree cannot be used",
"The address is handed to git. It is a URL, an address such as `git@example.com:team/repo.git`, or a path. What git would take for
an option, and transport helpers such as `ext::`, which run whatever command follows, are refused: a manifest
never runs code.

    remote \"https://github.com/example/shared.git\"";

        BAD_REFERENCE = "manifest::bad-reference", "a branch or ref has a name that git does not allow",
"Names of branches and tags follow git's own rules: no blanks, no `..`, none of `~ ^ : ? * [ \\`, no leading hyphen, no
`.lock` at the end. `git check-ref-format --branch NAME` tells for any name.

    branch \"main\"
    ref \"v1.2.0\"";

        TWO_REFERENCES = "manifest::two-references", "a subtree has a branch and a ref",
"A subtree either follows a branch and takes in what is new there, or stays at a tag or commit
until the manifest names another. With both written it is not clear which counts.

    subtree \"shared\" {
        remote \"https://github.com/example/shared.git\"
        branch \"main\"        or: ref \"v1.2.0\"
    }";

        OVERLAPPING_SUBTREES = "manifest::overlapping-subtrees", "one subtree lies inside another",
"Each subtree owns its directory: updating it replaces what is in there with what its repository holds. If one
lay inside another, an update of the outer one would remove the inner one.

    subtree \"shared\"           refused together with
    subtree \"shared/core\"      this one

Give each a directory outside the other.";
    }
}
