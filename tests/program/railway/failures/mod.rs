//! What can go wrong: each with its code, in plain words, with the way out and the place in the documentation. Whatever
//! could be repaired is, and the next deploy goes on.

mod endings;
mod places;
mod reach;
mod values;

use super::{
    lab::{Lab, Way},
    page::anchors,
    stand_in::rules::Fate,
};
use crate::support::{Project, Run};

const PROGRAM: Way = Way::Program((5, 43, 1));
const OLDEST: Way = Way::Program((5, 28, 0));

/// What was said, without line breaks and frames.
fn said(run: &Run) -> String {
    let words = run.stderr.split_whitespace().filter(|word| !["│", "|"].contains(word));
    words.collect::<Vec<_>>().join(" ")
}

/// Demands a failure with this code and these words, and with a place in the documentation that is there.
#[track_caller]
fn fails(run: Run, code: &str, words: &[&str]) {
    assert_eq!(run.code, Some(1), "{run:#?}");
    let said = said(&run);
    let name = code.strip_prefix("railway::").unwrap();
    for word in [&[code, &format!("docs/railway.md#{name}")][..], words].concat() {
        assert!(said.contains(word), "no {word:?} in\n{}", run.stderr);
    }
    assert!(anchors().contains(&name.to_owned()), "docs/railway.md has no section `{name}`");
}

/// Deploys when whatever was wrong is repaired.
#[track_caller]
fn goes_on(lab: &Lab) {
    lab.deploy(&[]).success();
    lab.is_up();
}

/// Lets the next deployment of code end like this.
fn ends(lab: &Lab, fate: Fate) {
    lab.railway.now().world.rules.fates.push_back(fate);
}

#[test]
fn each_code_has_a_case_here_and_a_section_of_the_page() {
    let codes = Project::empty().quickscale(["explain"]).success().stdout;
    let codes: Vec<&str> = codes.split_whitespace().filter(|word| word.starts_with("railway::")).collect();
    assert!(codes.len() > 20, "{codes:?}");
    let cases = [
        include_str!("endings.rs"),
        include_str!("places.rs"),
        include_str!("reach.rs"),
        include_str!("values.rs"),
    ]
    .concat();
    let anchors = anchors();
    for code in codes {
        assert!(cases.contains(&format!("\"{code}\"")), "no case for {code}");
        assert!(anchors.contains(&code.replace("railway::", "")), "no section for {code}");
    }
}
