//! Codes of the `resolve` layer: what `quickscale.kdl` refers to.

pub mod codes {
    use crate::diagnostics::code::codes;

    codes! {
        UNKNOWN_THEME = "resolve::unknown-theme", "there is no theme of this name",
"`theme` names the look of the generated pages. The message lists the themes that this version of the tool has.

    project \"acme-crm\" {
        theme \"starter\"
    }

Without the line a project has the theme `starter`.";

        UNKNOWN_FRONTEND = "resolve::unknown-frontend", "there is no frontend of this name",
"`frontend` names how the generated pages come alive. The message lists the frontends that this version of the tool
has.

    project \"acme-crm\" {
        frontend \"htmx\"
    }

Without the line a project has the frontend `htmx`.";

        THEME_WITHOUT_FRONTEND = "resolve::theme-without-frontend", "the theme has no pages for the frontend",
"A theme brings pages for the frontends that its `theme.kdl` names. The project asks for another one; the message
lists those there are.

    project \"acme-crm\" {
        theme \"starter\"
        frontend \"htmx\"
    }

Choose one of them, or another theme.";

        UNKNOWN_MODULE = "resolve::unknown-module", "there is no module of this name",
"Each name in `modules` is one of the modules that come with the tool, or of those in `DIR/modules/` when the command
has `--blueprints DIR`; the message lists them. The name may be misspelled, the option left out, or the module may have
come with a later version.

    modules {
        auth
        teams
    }";

        UNKNOWN_OPTION = "resolve::unknown-option", "the module has no option of this name",
"A module's block holds its options and nothing else, so that a misspelled option is not quietly ignored.
The message lists those that it has; `quickscale schema module` describes how a module declares them.

    modules {
        auth {
            signup \"invite\"
        }
    }";

        BAD_OPTION_VALUE = "resolve::bad-option-value", "an option has a value that it does not take",
"Every option has a type, and many have a list of values. The message says what was written, the help what can be.

A boolean is written `#true`, `#false` or as the bare name; a text in quotes; several texts after each other:

    modules {
        auth {
            passkeys #false
            social \"google\" \"github\"
        }
    }";

        MISSING_MODULE = "resolve::missing-module", "a module needs another one that is not there",
"Some modules build on others: teams have members, so they need accounts. What a project consists of is
written in its manifest, so the other module is not added behind your back.

Add it, or remove the one that needs it:

    quickscale add auth

Options can stay out: each has a default.";

        INCOMPATIBLE = "resolve::incompatible", "two versions do not go together",
"A module says which versions of the project's blueprint and of other modules it works with. The ones at
hand are others, which only happens with blueprints from a directory or when a part of them was replaced.

Use blueprints that belong together, or leave `--blueprints` out to use those inside of the program.";

        MODULE_CYCLE = "resolve::module-cycle", "modules need each other in a circle",
"Modules are set up one after the other, each after those it needs. In a circle none could be the first.

This is a mistake of the blueprints, not of the manifest: one of the `requires` in their `module.kdl` has to
become a `uses`.";

        SHARED_DOMAIN = "resolve::shared-domain", "two environments claim the same domain",
"A domain leads to one place. Two environments with the same one would take it away from each other with
every deployment.

Give each environment a domain of its own. An environment that extends another does not take over its domains.

    environment \"staging\" extends=\"production\" {
        deploy \"railway\" {
            domain \"staging.example.com\"
        }
    }";

        UNSET_VARIABLE = "resolve::unset-variable", "a deployed environment does not set a variable that the project needs",
"A variable that is neither optional nor has a default must have a value before the project starts. This
environment is deployed and sets none, so the deployment fails unless somebody sets the value at the
provider by hand.

Set it, from your own environment when it is a secret:

    environment \"production\" {
        set API_URL \"https://api.example.com\"
        set API_KEY from=\"env\"
    }

Or declare the variable with `optional=#true` or a `default`.";

        MODULE_CLASH = "resolve::module-clash", "two modules claim the same name",
"A setting, a label, a namespace, a beginning of URLs and a variable each belong to one module; the one that comes last
would win, and nobody would notice. The message names both modules and what they both claim.

Remove one of the modules, or change the option that decides over the name, when there is one. What several modules
add to is declared by both with `append=#true`.";

        VARIABLE_OF_MODULE = "resolve::variable-of-module", "a variable is declared that a module declares already",
"A module brings the variables that it reads along. Environments set them like any other; a second declaration
in the manifest could contradict the first.

Remove the line from `variables`:

    environment \"production\" {
        set NOTES_WEBHOOK_URL from=\"env\"
    }";

        MODULE_WITHOUT_FRONTEND = "resolve::module-without-frontend", "the module has no pages for the frontend",
"A module brings pages for the frontends that its `module.kdl` names. The project uses another one; the message lists
those there are.

Choose one of them, or remove the module.";

        BAD_PREFIX = "resolve::bad-prefix", "an option is the beginning of URLs, and cannot be one",
"The value of this option is what a module's URLs begin with. It ends with a slash and does not start with one.

    modules {
        admin {
            path \"back-office/\"
        }
    }";
    }
}
