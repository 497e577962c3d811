//! What `docs/railway.md` says about commands and manifests is so. Its sections about errors are held by `failures`.

use std::{fs, path::Path};

use crate::support::Project;

fn page() -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/railway.md")).unwrap()
}

/// The headings of the page, as addresses.
pub fn anchors() -> Vec<String> {
    let page = page();
    let headings = page.lines().filter(|line| line.starts_with('#'));
    headings.map(|line| line.trim_start_matches('#').trim().to_lowercase().replace(' ', "-")).collect()
}

#[test]
fn each_manifest_of_the_page_is_valid() {
    let page = page();
    let blocks: Vec<&str> =
        page.split("```kdl\n").skip(1).map(|rest| rest.split("```").next().unwrap()).collect();
    assert_eq!(blocks.len(), 2);
    for block in blocks {
        Project::with_manifest(block).quickscale(["validate"]).success();
    }
}

#[test]
fn the_page_has_each_option() {
    let help = Project::empty().quickscale(["deploy", "railway", "--help"]).success().stdout;
    let own = help.split("Global options:").next().unwrap();
    let options: Vec<&str> = own
        .split_whitespace()
        .filter(|word| word.starts_with("--") && !["--help", "--version"].contains(word))
        .collect();
    assert!(options.len() >= 9, "{options:?}");
    let page = page();
    for option in options.iter().map(|option| option.trim_matches(|c: char| !c.is_alphanumeric() && c != '-'))
    {
        assert!(page.contains(&format!("`{option}")), "{option} is not in docs/railway.md");
    }
}

#[test]
fn each_place_that_the_page_refers_to_is_there() {
    let (page, anchors) = (page(), anchors());
    for place in page.split("](#").skip(1).map(|rest| rest.split(')').next().unwrap()) {
        assert!(anchors.contains(&place.to_owned()), "there is no section `{place}`");
    }
}
