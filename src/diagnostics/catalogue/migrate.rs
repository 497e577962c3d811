//! Codes of the `migrate` layer: reading the configuration of the Python QuickScale.

pub mod codes {
    use crate::diagnostics::code::codes;

    codes! {
        NOT_YAML = "migrate::not-yaml", "quickscale.yml cannot be read",
"`quickscale migrate` reads the `quickscale.yml` of the Python QuickScale. The text is not YAML at the place that is
marked, or it uses a part of YAML that no such file needs: anchors, aliases, tags, or several documents.

Write the value out at the place where the alias stands. Nothing was written.";

        DUPLICATE_KEY = "migrate::duplicate-key", "a key is written twice in quickscale.yml",
"Python let the last one win, silently. Which of the two was meant only you know, so nothing is carried over
before one of them is gone.

    modules:
      auth:
        registration_enabled: true
      auth:                          the first block never counted
        email_verification: none";

        WRONG_TYPE = "migrate::wrong-type", "a value of quickscale.yml is of the wrong kind",
"A field holds a list where a text belongs, or a text where `true` or `false` belongs. It could not be carried
over as it is, and to drop it would lose what was meant.

    registration_enabled: \"false\"     a text
    registration_enabled: false       a boolean";

        MISSING = "migrate::missing", "quickscale.yml names no project",
"A manifest needs the project's name, and the name comes from `project.slug`:

    version: \"1\"
    project:
      slug: acme-crm

If this is not the configuration of a QuickScale project, `quickscale init` starts a manifest from nothing.";

        UNKNOWN_VERSION = "migrate::unknown-version", "quickscale.yml has a version that is not known",
"Every `quickscale.yml` that the Python QuickScale ever wrote says `version: \"1\"`. Another number means that the file
comes from something that this program has never seen, so it does not guess what the fields mean.";
    }
}
