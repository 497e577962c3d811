//! Plans of services, as pictures: what is found on one side, what would be done on the other.

use pretty_assertions::assert_eq;

use super::{
    compose_file::ComposeFile,
    fixtures::container,
    propose::propose,
    record::{Built, Migrated, Started},
    *,
};
use crate::{
    blueprint::Owner,
    plan::{Action, Change, Fidelity, FileChange, Recorded, RunChange},
    workspace::{FileState, Mode},
};

const COMPOSE: &str = "\
services:
  db:
    image: postgres:18
    volumes: [db:/var/lib/postgresql]
    healthcheck: {test: x}
  web:
    build: .
    ports: ['${QS_PORT:-8000}:8000']
    depends_on: [db]
";

const DOCKERFILE: &str = "FROM x\nRUN --mount=type=bind,source=uv.lock,target=uv.lock uv sync\n";

fn path(text: &str) -> RelPath {
    RelPath::new(text).unwrap()
}

/// A checkout without containers, with these files.
fn fresh(compose: &str, dotenv: &str) -> Seen {
    let mut seen = Seen {
        name: "shop".to_owned(),
        compose: vec![path("compose.yaml")],
        variables: Variables::new(dotenv),
        migrations: ["shop/accounts 0001_initial".to_owned()].into(),
        packages: Some(Digest::of(b"lock")),
        ..Seen::default()
    };
    seen.texts.insert(path("compose.yaml"), compose.to_owned());
    seen.texts.insert(path("Dockerfile"), DOCKERFILE.to_owned());
    seen.inputs = [("Dockerfile", "1"), ("uv.lock", "2")]
        .map(|(at, text)| (path(at), Digest::of(text.as_bytes())))
        .into();
    seen
}

/// The same after everything was started.
fn settled() -> Seen {
    let mut seen = fresh(COMPOSE, "");
    seen.containers = vec![container("db"), container("web")];
    let file = ComposeFile::parse([COMPOSE]).unwrap();
    for container in &seen.containers {
        let with = file.services[&container.service].configuration(&seen.variables, &seen.secrets);
        let started = Started { with, hash: container.hash.clone() };
        seen.record.started.insert(container.service.clone(), started);
    }
    let image = container("web").image;
    seen.record.built.insert("web".to_owned(), Built { image, inputs: seen.inputs.clone() });
    seen.record.migrated = Some(Migrated {
        names: seen.migrations.clone(),
        packages: seen.packages,
        database: Some(container("db").id),
    });
    seen
}

fn lines(proposal: &Proposal) -> Vec<String> {
    let step = |step: &Step| {
        let action = format!("{:?}", step.action).to_lowercase();
        let after = if step.depends_on.is_empty() {
            String::new()
        } else {
            format!(" after {}", step.depends_on.join(" "))
        };
        format!("{action} {}: {}{after}", step.target, step.reason)
    };
    let note = |note: &Note| format!("note {}: {}", note.target, note.message);
    proposal.steps.iter().map(step).chain(proposal.notes.iter().map(note)).collect()
}

fn planned(seen: &Seen) -> Vec<String> {
    lines(&propose(seen, &Proposal::default()))
}

/// What the files would do to one file.
fn file_step(at: &str, text: &str) -> Proposal {
    let mut proposal = Proposal::default();
    let digest = proposal.contents.insert(text.as_bytes());
    let change = FileChange {
        path: path(at),
        from: None,
        module: "core".to_owned(),
        owner: Owner::Keyed,
        before: FileState::Absent,
        after: FileState::File { mode: Mode::Regular, digest },
        record: Recorded::Before,
        conflict: None,
    };
    proposal.steps.push(Step {
        id: format!("files:{at}"),
        executor: ExecutorId::Files,
        action: Action::Update,
        target: at.to_owned(),
        reason: "x".to_owned(),
        depends_on: Vec::new(),
        risk: None,
        protected: None,
        fidelity: Fidelity::Exact,
        change: Change::File(change),
    });
    proposal
}

#[test]
fn everything_is_made_once_and_then_left_alone() {
    assert_eq!(
        planned(&fresh(COMPOSE, "")),
        [
            "run web image: no image was built here yet",
            "create db: has no container yet",
            "create web: has no container yet after docker:build:web docker:db",
            "run migrations: the database was not migrated from here yet after docker:db docker:web",
        ]
    );
    assert_eq!(planned(&settled()), [""; 0]);
}

#[test]
fn a_service_comes_after_all_that_it_waits_for_however_long_that_chain_is() {
    let compose = "\
services:
  a: {image: x, depends_on: [b]}
  b: {image: x, depends_on: [c]}
  c: {image: x, depends_on: [d, e]}
  d: {image: x}
  e: {image: x, depends_on: [d]}
";
    let order = |compose| -> Vec<String> {
        let steps = propose(&fresh(compose, ""), &Proposal::default()).steps;
        steps.into_iter().filter(|step| step.action == Action::Create).map(|step| step.target).collect()
    };
    assert_eq!(order(compose), ["d", "e", "c", "b", "a"]);
    // What compose is going to refuse is planned all the same.
    let circle = "services: {a: {image: x, depends_on: [b]}, b: {image: x, depends_on: [a]}}";
    assert_eq!(order(circle), ["a", "b"]);
}

#[test]
fn only_what_changed_starts_anew() {
    let mut port = settled();
    port.variables = Variables::new("QS_PORT=8001");
    let migrate = |after: &str| format!("run migrations: services start anew after docker:{after}");
    assert_eq!(
        planned(&port)[..2],
        ["update web: a variable of its part of the compose file changed".to_owned(), migrate("web")]
    );

    let mut setting = settled();
    setting.texts.insert(path("compose.yaml"), COMPOSE.replace("test: x", "test: y"));
    assert_eq!(
        planned(&setting),
        ["update db: its part of the compose file changed".to_owned(), migrate("db")]
    );

    let coming = file_step("compose.yaml", &COMPOSE.replace("test: x", "test: y"));
    let first = &lines(&propose(&settled(), &coming))[0];
    assert_eq!(first, "update db: its part of the compose file changed after files:compose.yaml");
}

#[test]
fn other_packages_are_built_in_and_say_so() {
    let mut seen = settled();
    seen.inputs.insert(path("uv.lock"), Digest::of(b"3"));
    let expected =
        ["run web image: `uv.lock` changed", "update web: its image is built anew after docker:build:web"];
    assert_eq!(planned(&seen)[..2], expected);

    // The lock file is still to be made: what will be in it is not known, that it changes is.
    let mut locking = file_step("pyproject.toml", "x");
    locking.steps[0].id = "tools:uv.lock".to_owned();
    locking.steps[0].executor = ExecutorId::Tools;
    let run = RunChange { command: Vec::new(), outputs: vec![path("uv.lock")], network: true };
    locking.steps[0].change = Change::Run(run);
    assert_eq!(
        lines(&propose(&settled(), &locking))[0],
        "run web image: `uv.lock` changed after tools:uv.lock"
    );
}

#[test]
fn what_others_did_to_containers_is_noticed() {
    let change = |change: &dyn Fn(&mut Container)| {
        let mut seen = settled();
        change(&mut seen.containers[0]);
        planned(&seen)[0].clone()
    };
    assert_eq!(change(&|db| db.state = "exited".to_owned()), "update db: has stopped");
    assert_eq!(
        change(&|db| db.hash = "other".to_owned()),
        "update db: was started by something else, and may have to start anew"
    );
    assert_eq!(
        change(&|db| db.status = "Up 2 minutes (unhealthy)".to_owned()),
        "note db: is unhealthy; `quickscale logs db` may say why"
    );
    assert_eq!(change(&|db| db.service = "mail".to_owned())[..6], *"create");
    let mut orphan = settled();
    orphan.containers.push(container("mail"));
    assert_eq!(planned(&orphan), ["delete mail: is no service any more; its volumes are kept"]);
}

#[test]
fn migrations_are_known_by_their_names() {
    let mut seen = settled();
    seen.migrations.insert("shop/accounts 0002_phone".to_owned());
    assert_eq!(planned(&seen), ["run migrations: new: `shop/accounts 0002_phone`"]);
    let mut seen = settled();
    seen.containers[0].id = "another".to_owned();
    assert_eq!(planned(&seen), ["run migrations: services start anew"]);
}

#[test]
fn another_major_version_of_the_database_is_announced() {
    let mut seen = settled();
    seen.containers[0].image_name = "postgres:17".to_owned();
    let note = planned(&seen).pop().unwrap();
    assert!(note.contains("holds data of PostgreSQL 17, which 18 cannot read"), "{note}");
}

#[test]
fn a_compose_file_that_is_gone_or_broken_is_said() {
    let mut seen = settled();
    seen.texts.insert(path("compose.yaml"), "services:\n  web: [\n".to_owned());
    assert!(
        planned(&seen)[0].starts_with("note compose.yaml: cannot be read at line"),
        "{:?}",
        planned(&seen)
    );
    seen.texts.clear();
    assert_eq!(planned(&seen), ["note compose.yaml: is not there, so services are left as they are"]);
}
