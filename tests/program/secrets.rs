//! The value of a secret is nowhere: in no file that a run wrote, and in nothing that it printed.

use crate::support::{Project, Run};
use pretty_assertions::assert_eq;

const SECRETS: [(&str, &str); 5] = [
    ("SECRET_KEY", "sk-live-7f3b91c2d4"),
    ("DATABASE_URL", "postgres://acme:hunter2-pw@db/acme"),
    ("STRIPE_API_KEY", "rk_live_51HxQ9ZbV"),
    ("RAILWAY_TOKEN", "b1946ac9-2b3c-railway"),
    ("AWS_SECRET_ACCESS_KEY", "wJalrXUtnFEMIK7MDENG"),
];

/// Each secret as itself, in base64, and as its digest.
fn forbidden() -> Vec<String> {
    let digest = |text: &str| quickscale::workspace::Digest::of(text.as_bytes()).to_string();
    SECRETS
        .iter()
        .flat_map(|(_, value)| [(*value).to_owned(), base64(value.as_bytes()), digest(value)])
        .collect()
}

fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    // The last, incomplete group depends on what follows.
    let groups = bytes.chunks_exact(3).map(|group| u32::from_be_bytes([0, group[0], group[1], group[2]]));
    groups
        .flat_map(|group| [18, 12, 6, 0].map(|shift| char::from(LETTERS[(group >> shift) as usize & 63])))
        .collect()
}

#[test]
fn a_secret_in_the_environment_is_nowhere() {
    assert_eq!(base64(b"secret"), "c2VjcmV0");
    let project = Project::with_manifest(
        "quickscale schema=1\nproject \"demo\"\nvariables {\n    STRIPE_API_KEY secret=#true\n}\n\
         environment \"production\" {\n    deploy \"railway\" { project \"demo\" }\n    set STRIPE_API_KEY from=\"env\"\n}\n",
    );
    let mut said = String::new();
    for command in [
        &["plan", "--offline", "--json"][..],
        &["plan", "--offline", "--full", "--out", "saved.json"],
        &["plan", "--offline", "-e", "production", "--json"],
        &["apply", "--offline", "-v", "saved.json"],
        &["status", "--json"],
        &["apply", "--offline", "--yes", "-v", "-e", "production"],
        &["undo", "--list"],
    ] {
        let run = Run::of(project.command().envs(SECRETS).args(command)).success();
        said.push_str(&run.stdout);
        said.push_str(&run.stderr);
    }
    for word in forbidden() {
        assert!(!said.contains(&word), "{word} was printed");
        for (path, file) in project.tree() {
            assert!(!file.bytes.windows(word.len()).any(|part| part == word.as_bytes()), "{word} in {path}");
        }
    }
}

#[test]
fn a_secret_in_a_wrong_manifest_is_not_repeated() {
    for (_, secret) in SECRETS {
        let manifests = [
            format!("project \"demo\"\nvariables {{\n    API_KEY secret=#true default=\"{secret}\"\n}}\n"),
            format!(
                "project \"demo\"\nvariables {{\n    API_KEY secret=#true\n}}\nenvironment \"production\" {{\n    deploy \"railway\"\n    set API_KEY \"{secret}\"\n}}\n"
            ),
        ];
        for manifest in manifests {
            let project = Project::with_manifest(&format!("quickscale schema=1\n{manifest}"));
            for command in [
                &["validate"][..],
                &["validate", "--format", "json"],
                &["plan", "--json"],
                &["apply", "--yes"],
                &["status", "--json"],
            ] {
                let run = project.quickscale(command.iter().copied()).exits(1).never_says(secret);
                assert!(
                    format!("{}{}", run.stdout, run.stderr).contains("manifest::literal-secret"),
                    "{run:#?}"
                );
            }
            assert_eq!(project.tree().len(), 1);
        }
    }
}
