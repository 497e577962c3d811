//! Codes of the services that run in containers.

pub mod codes {
    use crate::diagnostics::code::codes;

    codes! {
        NOT_INSTALLED = "docker::not-installed", "Docker is not installed",
    "The environment runs its services in containers, because the manifest says `docker` in it. Neither an engine nor the \
`docker` program was found. Files are planned and applied all the same.

Install Docker, https://docs.docker.com/get-started/get-docker/; or take `docker` out of the environment: the same commands \
    then run the site with uv, on the database that `DATABASE_URL` names.";

        NOT_RUNNING = "docker::not-running", "the Docker engine is not running",
    "Docker is installed, and nothing answers where its engine should. Files are planned and applied all the same.

Start the engine: `sudo systemctl start docker`, or open Docker Desktop. Where the engine runs is decided by `DOCKER_HOST`, by \
    `DOCKER_CONTEXT` and by `docker context use`; `docker context ls` shows it.";

        NO_PERMISSION = "docker::no-permission", "you may not talk to the Docker engine",
    "The engine's socket belongs to root and to the members of a group, usually `docker`, and you are not one of them in this \
session. Who may talk to the engine may do anything on the machine, so nothing changes that for you.

Join the group with `sudo usermod -aG docker $USER`, then sign out and in again; or use a rootless engine.";

        NO_ANSWER = "docker::no-answer", "the Docker engine does not answer as it should",
    "Something listens where the engine should, and it stays silent or says something else than an engine says. An engine that \
is just starting does that for some seconds.

See what `docker version` says. Restarting the engine helps most of the time.";

        NO_COMPOSE = "docker::no-compose", "Compose is missing, or too old for this",
    "Services are started by Docker Compose: the plugin of `docker`, or the older program `docker-compose`. Neither was found, or \
the one that was found is too old for what was asked.

Install the plugin: https://docs.docker.com/compose/install/. `quickscale up -v` says which one is used.";

        NO_COMPOSE_FILE = "docker::no-compose-file", "there is no compose file",
    "The services are described in `compose.yaml`, which `quickscale apply` makes. Without it there is nothing to start.

Run `quickscale apply`. A file that you deleted stays deleted: `quickscale why compose.yaml` says what became of it.";

        COMPOSE_FILE = "docker::compose-file", "the compose file cannot be understood",
    "`compose.yaml` is yours as much as it is quickscale's: your edits are kept. One of them, or a file beside it, makes the whole \
something that Compose refuses.

The message says what it stumbled over. Correct it, or take the edit back.";

        NO_SERVICE = "docker::no-service", "there is no such service",
    "`shell`, `manage` and `logs` take services by the names that they have in the compose file, whole.

The help names them.";

        NO_CONTAINERS = "docker::no-containers", "nothing runs in containers here",
    "Without `docker` in the environment `local`, the site runs with uv in the terminal of `quickscale up`, and its database is the one that `DATABASE_URL` names. There are no services to go into, and no logs of theirs.

Write `docker` into `environment \"local\"` and run `quickscale apply`, or use the terminal in which the site runs.";

        NOT_UP = "docker::not-up", "the service does not run",
    "A command that goes into a container needs one that runs.

Start everything with `quickscale up`; `quickscale ps` shows how services are.";

        PORT_TAKEN = "docker::port-taken", "a port that a service publishes is taken",
    "A service is reached from this machine through a port, and another program or another checkout listens there. The message \
says who.

The help names the variable that decides the port, and the next one that is free: write both into `.env`, which is not \
    committed, and run the same command again. Or stop who has it.";

        STALE_VOLUME = "docker::stale-volume", "the database's volume belongs to another version of PostgreSQL",
    "A major version of PostgreSQL does not read the data of another one. The volume was written by another major version than \
the manifest asks for, so the service was not started, and neither was anything else.

Keep the data by going back to the version that wrote them, saving them, and loading them into the new one; or start empty with \
    `quickscale down --volumes`. The help shows the commands.";

        INCONSISTENT_MIGRATIONS = "docker::inconsistent-migrations", "the database was migrated by other code",
    "Django has noted in the database which migrations were applied, and that does not fit the migrations of this code: one was \
applied before another that it depends on. This happens after changing to a branch with other migrations, or to another user model.

Go back to the code that migrated the database and migrate back from there; or start with an empty database: \
    `quickscale down --volumes`, then `quickscale up`.";

        NOT_MIGRATED = "docker::not-migrated", "the database could not be migrated",
    "The services run, and `python manage.py migrate` failed in the container of the site. Its last lines are part of the message.

Repair what it names. `quickscale manage migrate` shows all of it.";

        BUILD_FAILED = "docker::build-failed", "an image could not be built",
    "The instructions of the Dockerfile were carried out until one failed; the last lines are part of the message. What runs \
goes on running.

Repair what they name, and run the same command again. `-v` shows everything that the build says.";

        UNHEALTHY = "docker::unhealthy", "a service does not become healthy",
    "A service has ended, or its health check does not succeed. The end of its log is part of the message.

`quickscale logs SERVICE` shows all of it. When the service only needs longer, `quickscale up --wait=SECONDS` gives it more time.";

        NO_IMAGE = "docker::no-image", "an image is not here and cannot be fetched",
    "A service or a Dockerfile names an image that is not on this machine, and the engine could not get it: its name is wrong, \
it is private, or there is no network.

Check the name; sign in with `docker login` when it is private; or get it while there is a network: `docker pull IMAGE`.";

        DISK_FULL = "docker::disk-full", "the disk of the Docker engine is full",
    "Images, containers, volumes and the cache of builds live on the engine's disk, and there was no room for more.

`docker system df` shows what takes it. `docker builder prune` empties the cache, `docker image prune` removes images that nothing \
    uses. Both are harmless; `docker volume prune` is not.";

        FAILED = "docker::failed", "Compose failed",
    "Compose reported a failure that has no code of its own; its last lines are part of the message.

Repair what they name, and run the same command again. `-v` shows everything that Compose says.";
    }
}
