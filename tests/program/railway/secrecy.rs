//! Secrets leave no trace: not in arguments, not in what is said, not in what is written.

use std::{
    collections::BTreeSet,
    fs,
    process::Stdio,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread,
};

use sha2::{Digest as _, Sha256};

use super::{
    lab::{KINDS, Lab, SECRETS, Way},
    stand_in::{
        ACCOUNT_TOKEN, What,
        deployment::{Files, Source},
        rules::Fate,
        template::PASSWORD,
    },
};

/// Everything that nobody may see, with what it is.
fn secrets(lab: &Lab) -> Vec<(String, String)> {
    let mut secrets: Vec<(String, String)> = vec![
        ("the password of EMAIL_URL".to_owned(), "mailpassword-0d51c2b7".to_owned()),
        ("the database's password".to_owned(), PASSWORD.to_owned()),
        ("the token".to_owned(), ACCOUNT_TOKEN.to_owned()),
    ];
    secrets.extend(SECRETS.map(|(name, value)| (name.to_owned(), value.to_owned())));
    let now = lab.railway.now();
    let configs = now.world.projects.iter().flat_map(|each| &each.environments).map(|each| &each.config);
    let keys = configs.flat_map(|config| config["services"].as_object().into_iter().flatten());
    for key in keys.filter_map(|(_, service)| service["variables"]["SECRET_KEY"]["value"].as_str()) {
        if !key.contains("${{") {
            secrets.push(("SECRET_KEY".to_owned(), key.to_owned()));
        }
    }
    let hashes: Vec<(String, String)> = secrets
        .iter()
        .map(|(what, secret)| {
            let bytes = Sha256::digest(secret.as_bytes());
            (format!("a hash of {what}"), bytes.iter().map(|byte| format!("{byte:02x}")).collect())
        })
        .collect();
    [secrets, hashes].concat()
}

/// Demands that none of them is in a text.
#[track_caller]
fn keeps(lab: &Lab, place: &str, text: &[u8]) {
    let text = String::from_utf8_lossy(text);
    for (what, secret) in secrets(lab) {
        assert!(!text.contains(&secret), "{what} is in {place}:\n{text}");
    }
}

/// Runs a command while every argument list of this machine is looked at, and looks at everything that is left of it.
fn runs_in_silence(lab: &Lab, words: &[&str]) {
    let ended = Arc::new(AtomicBool::new(false));
    let looking = thread::spawn({
        let ended = Arc::clone(&ended);
        move || {
            let mut seen = BTreeSet::new();
            while !ended.load(Ordering::Relaxed) {
                let processes = fs::read_dir("/proc").unwrap().filter_map(Result::ok);
                seen.extend(processes.filter_map(|entry| fs::read(entry.path().join("cmdline")).ok()));
            }
            seen
        }
    });
    let mut command = lab.command(words);
    let output = command.stdout(Stdio::piped()).stderr(Stdio::piped()).output().unwrap();
    ended.store(true, Ordering::Relaxed);
    let arguments = looking.join().unwrap();
    assert!(
        arguments.iter().any(|line| line.windows(10).any(|part| part == b"quickscale")),
        "nothing was observed"
    );
    arguments.iter().for_each(|line| keeps(lab, "the process list", line));
    for call in &lab.program.settings().calls {
        keeps(lab, "the arguments of `railway`", call.words.join(" ").as_bytes());
    }
    keeps(lab, "stdout", &output.stdout);
    keeps(lab, "stderr", &output.stderr);
    for (path, file) in lab.project.tree() {
        keeps(lab, &path, &file.bytes);
    }
}

#[test]
fn no_secret_is_left_anywhere_by_plans_deploys_and_failures() {
    for way in KINDS {
        let lab = Lab::new(way);
        runs_in_silence(&lab, &["plan", "-e", "production", "--full", "--verbose"]);
        runs_in_silence(&lab, &["plan", "-e", "production", "--json"]);
        runs_in_silence(&lab, &["plan", "-e", "production", "--out", "saved.plan"]);
        // Railway quotes what it was sent, and logs quote addresses with passwords in them.
        lab.railway.fails(
            "ServiceCreate",
            What::Error("invalid variables: {\"PAYMENT_KEY\":\"sk-live-4e7a90b3d16f\"}"),
            1,
        );
        runs_in_silence(&lab, &["deploy", "railway", "--yes", "--verbose"]);
        let log = format!(
            "OperationalError: postgresql://postgres:{PASSWORD}@postgres.railway.internal:5432/railway"
        );
        lab.railway.now().world.rules.fates.push_back(Fate::Migration(log));
        runs_in_silence(&lab, &["deploy", "railway", "--yes", "--verbose"]);
        runs_in_silence(&lab, &["deploy", "railway", "--yes", "--json"]);
        runs_in_silence(&lab, &["status", "-e", "production"]);
        runs_in_silence(&lab, &["plan", "-e", "production", "--full"]);
        lab.is_up();
    }
}

#[test]
fn the_program_is_called_without_what_would_lead_it_astray() {
    let lab = Lab::new(KINDS[0]);
    let mut command = lab.command(&["deploy", "railway", "--yes"]);
    for name in ["RAILWAY_PROJECT_ID", "RAILWAY_ENVIRONMENT_ID", "RAILWAY_SERVICE_ID"] {
        command.env(name, "another-one");
    }
    crate::support::Run::of(command.env("CLAUDECODE", "1")).success();
    let calls = &lab.program.settings().calls;
    assert!(calls.len() > 5);
    for call in calls {
        let is = |name: &str, value: &str| call.environment.get(name).map(String::as_str) == Some(value);
        for (name, value) in [
            ("RAILWAY_NO_AUTO_UPDATE", "1"),
            ("RAILWAY_AGENT_ADVISORY", "0"),
            ("RAILWAY_CAC_DEPRECATION_WARNING", "0"),
            ("RAILWAY_NO_TELEMETRY", "1"),
            ("NO_COLOR", "1"),
        ] {
            assert!(is(name, value), "{name} in {call:?}");
        }
        assert!(!call.environment.values().any(|value| value == "another-one"), "{call:?}");
        let is_up = call.words[0] == "up";
        assert!(
            !is_up
                || ["--project", "--environment", "--service"]
                    .iter()
                    .all(|flag| call.words.iter().any(|word| word == flag))
        );
    }
}

/// The files of the site's last deployment.
fn uploaded(lab: &Lab) -> Files {
    let (environment, service) = lab.place("shop");
    let now = lab.railway.now();
    match &now.world.deployments_of(&environment, &service).next_back().unwrap().source {
        Source::Upload(files) => files.clone(),
        Source::Image => panic!("no code was deployed"),
    }
}

#[test]
fn only_what_belongs_into_the_image_goes_up() {
    for (way, is_repository) in [(KINDS[0], false), (KINDS[0], true), (Way::Token, false), (Way::Token, true)]
    {
        let lab = Lab::new(way);
        if is_repository {
            let git = std::process::Command::new("git")
                .args(["init", "--quiet"])
                .current_dir(lab.project.path())
                .status();
            assert!(git.unwrap().success());
        }
        let private = [
            ".env",
            ".env.production",
            ".venv/bin/python",
            "venv/bin/python",
            "db.sqlite3",
            "media/invoice.pdf",
            "node_modules/a/index.js",
            "frontend/node_modules/a/index.js",
            "shop/__pycache__/urls.pyc",
            ".idea/workspace.xml",
        ];
        private.iter().for_each(|path| lab.project.write(path, "private"));
        lab.deploy(&[]).success();
        let files = uploaded(&lab);
        for path in private {
            assert!(!files.contains_key(path), "{way:?}: {path} went up");
        }
        assert!(!files.keys().any(|path| path.starts_with(".git/")), "{way:?}");
        for path in [
            "Dockerfile",
            "manage.py",
            "pyproject.toml",
            "uv.lock",
            "shop/urls.py",
            "config/settings/production.py",
        ] {
            let is_there = files.contains_key(path) || !lab.project.exists(path);
            assert!(is_there, "{way:?}: {path} is missing");
        }
    }
}

#[test]
fn both_ways_send_the_same_files() {
    let files = KINDS.map(|way| {
        let lab = Lab::new(way);
        lab.deploy(&[]).success();
        uploaded(&lab)
    });
    let names = |files: &Files| files.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(&files[0]), names(&files[1]));
}
