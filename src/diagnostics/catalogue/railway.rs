//! Codes of deployments on Railway. Each has a section of its own in `docs/railway.md`, under the name behind `railway::`.

pub mod codes {
    use crate::diagnostics::code::codes;

    codes! {
        NO_PROGRAM = "railway::no-program", "there is no way to Railway",
    "Railway is reached through its own program `railway`, which knows every kind of credentials; or directly, when \
`RAILWAY_API_TOKEN` or `RAILWAY_TOKEN` is set. Neither was found. Nothing was asked and nothing was changed.

Install the program: `npm install --global @railway/cli`, `brew install railway` or https://docs.railway.com/guides/cli. \
    On a machine that only deploys, set a token instead.";

        OLD_PROGRAM = "railway::old-program", "Railway's program is too old",
    "Questions are put to Railway by `railway api`, which exists since version 5.28.0 of its program. Nothing was asked and nothing \
was changed.

Upgrade it the way you installed it, for example with `railway upgrade` or `npm install --global @railway/cli`; or set \
    `RAILWAY_API_TOKEN`, and no program is needed.";

        SIGNED_OUT = "railway::signed-out", "nobody is signed in to Railway",
    "Railway does not know who asks, or the token that is set is worth nothing there. Nothing was changed by the question.

Run `railway login`. On a machine without a browser, set `RAILWAY_API_TOKEN` to a token of your account or workspace, or \
    `RAILWAY_TOKEN` to one of the project; `RAILWAY_TOKEN` is preferred where both are set.";

        LOGIN_EXPIRED = "railway::login-expired", "the stored login to Railway has run out",
    "`railway login` stores a login that is renewed again and again, until it is revoked or lies idle for too long. Renewing it failed.

Run `railway login` again, then the same command again. What was done before is recorded and is not done twice.";

        NO_ACCESS = "railway::no-access", "whoever is signed in may not do this",
    "Railway knows who asks and refuses: the project belongs to a workspace that you are no member of, or the token is of another \
kind. `RAILWAY_TOKEN` is good for one environment of one project and cannot make projects; `RAILWAY_API_TOKEN` can.

Ask for access, or use another token.";

        NO_PROJECT = "railway::no-project", "the recorded project is not on Railway any more",
    "`.quickscale/lock/ENVIRONMENT.railway` records which project an environment is deployed to. Railway says that this project, \
or something recorded of it, was deleted, or is hidden from whoever asks. Nothing was made in its place.

When you deleted it, delete the record and deploy: everything is made anew, with an empty database. When you did not, check \
    who is signed in.";

        SEVERAL_PROJECTS = "railway::several-projects", "several projects have that name",
    "Names of projects on Railway are not unique. More than one has the name that is wanted, and only you can say which is meant.

Write its id into the manifest: `deploy \"railway\" { project \"ID\" }`. The message lists the ids; the dashboard shows them in \
    its address. Or write another name, and a new one is made.";

        SEVERAL_WORKSPACES = "railway::several-workspaces", "you have several workspaces",
    "A project is made in a workspace, which is also who pays for it. You have several.

Write the one that is meant into the manifest: `deploy \"railway\" { workspace \"NAME\" }`.";

        LIMIT = "railway::limit", "the plan of the account does not allow this",
    "Railway refuses to make more: the trial is over, the plan has no room for another project or service, or the workspace waits for \
a payment method. The message is Railway's own. Asking again does not help.

Look at https://railway.com/workspace/plans; a restricted workspace needs a payment method, or a word with Railway's support. \
    Then run the same command again: what was made before stays and is not made twice.";

        RATE_LIMITED = "railway::rate-limited", "Railway wants to be asked less",
    "Railway answers a number of requests an hour: 100 on the Free plan, 1,000 on Hobby, more on Pro. They are used up, by this \
command or by others of your account. `-v` says how many a command takes.

Wait as long as the message says, then run the same command again: what was done before is recorded.";

        SEVERAL_DATABASES = "railway::several-databases", "there are several databases",
    "The environment on Railway holds several databases of the wanted kind, none of them recorded, and only you can say which one is \
the site's.

Write its name into the manifest: `deploy \"railway\" { database \"NAME\" }`; or give the address of another one: \
    `set DATABASE_URL from=\"env\"`.";

        REFUSED = "railway::refused", "Railway refuses",
    "Railway answered with an error that has no code of its own here; its words are part of the message.

What was done before is recorded, and the same command goes on from there. When its words do not help, see \
    https://status.railway.com.";

        TIMEOUT = "railway::timeout", "a deployment takes longer than it may",
    "The deployment was begun and neither ended well nor badly within the time that it was given. Nothing was stopped: it goes on at \
Railway.

Run the same command again to wait for the same deployment, with more patience: `--timeout SECONDS`. The log is at the address \
    in the help.";

        BUILD_FAILED = "railway::build-failed", "the image could not be built",
    "Railway carried out the Dockerfile until an instruction failed; the last lines of the build's log are part of the message. What \
ran before goes on running, and the database was not touched.

Repair what they name and deploy again. `docker build --target production .` does the same on your machine.";

        MIGRATION_FAILED = "railway::migration-failed", "the database could not be migrated",
    "Before a new version starts, Railway runs `python manage.py migrate` in its image. It failed, so the new version was not started and \
the one before goes on serving. PostgreSQL takes a migration that fails back as a whole; those before it in the same run stay applied.

Repair the migration, and deploy again: forwards, with a new migration where an earlier one was already applied.";

        UNHEALTHY = "railway::unhealthy", "the new version does not answer",
    "The image was built and the database migrated; then the new version fell over, or its health check did not get the answer 200 in \
time. The version before goes on serving.

Its log is part of the message. Usual reasons: a variable that is missing, a server that does not listen at `PORT`, a path \
    that redirects or needs a host of `ALLOWED_HOSTS`. `/readyz/` of generated projects needs neither host nor HTTPS, and says \
    503 while migrations are missing.";

        NO_NETWORK = "railway::no-network", "Railway cannot be reached",
    "There was no connection, it broke, or something else than Railway's interface answered. Questions were asked again with growing \
pauses. A change is never repeated before looking whether it was made.

Check your network and https://status.railway.com, then run the same command again: it looks at what there is and goes on from there.";

        BAD_VARIABLE = "railway::bad-variable", "a variable cannot have this value",
    "Values are checked before Railway is asked anything, because a site that starts with a wrong one fails in ways that are hard to \
read. The message names the variable and what it has to be; a secret is never shown.

Correct it where it comes from: in the manifest, or in the environment of this command.";

        MISSING_VARIABLE = "railway::missing-variable", "a variable has no value",
    "The site does not start without this variable. It has no default, nothing sets it in the manifest, and it is not set on Railway.

Write it into the environment of the manifest: `set NAME \"value\"`; a secret as `set NAME from=\"env\"`, and set it for this \
    command: `NAME=… quickscale deploy railway`. At a terminal you are asked for it. `.env.railway.example` lists every variable.";

        BROKEN_REFERENCE = "railway::broken-reference", "a variable refers to a service that is not there",
    "On Railway a variable can refer to one of another service: `${{Postgres.DATABASE_URL}}`. One that names a service which is \
not there is empty, without a word, and the site does not start. Names are compared letter by letter.

Correct the name on Railway, or delete the variable there: the next deploy sets it to the recorded database.";

        CONFIG_REJECTED = "railway::config-rejected", "Railway rejects the settings of the service",
    "The deployment failed before anything was built, because of a setting: a file such as `railway.json` that is still read for an \
older service, or a command that was changed on Railway. What it says is part of the message. The version before goes on serving.

Correct or delete what it names, then deploy again.";

        UPLOAD_FAILED = "railway::upload-failed", "the code was not taken",
    "The files of the project did not get to Railway: they are too many or too large, or the upload broke. No deployment was begun, and \
what ran before goes on running.

`.railwayignore` says what is sent; data and media do not belong there. Then run the same command again.";

        OWNED_ELSEWHERE = "railway::owned-elsewhere", "something else manages the service",
    "The service belongs to Railway's own infrastructure as code, or reads its settings from a file in the repository. Two tools \
that set the same things take turns for ever, so nothing was changed.

Release it there, with `railway config partials release` or by taking the configuration file out of the service's settings; or \
    take `deploy \"railway\"` out of the environment.";

        SHARED_PROJECT = "railway::shared-project", "two environments deploy to one project",
    "Every environment has a project of its own on Railway, so that no mistake in one reaches the database of the other. Two of them name \
the same one; an environment that `extends` another takes its project's name over.

Write another name: `deploy \"railway\" { project \"acme-staging\" }`.";

        NOT_DEPLOYED = "railway::not-deployed", "the environment is not deployed to Railway",
    "`deploy railway` carries out what an environment of the manifest says, and this one does not say `deploy \"railway\"`.

Write it: `environment \"production\" { deploy \"railway\" }`; or name another environment with `-e`.";
    }
}
