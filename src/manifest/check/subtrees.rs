//! Subtrees: where they are, where they come from, and what they follow.

use super::Findings;
use crate::{
    diagnostics::{Issue, codes},
    document::Pointer,
    manifest::Subtree,
    workspace::RelPath,
};

/// The directory that holds the tool's own records.
const RECORDS: &str = ".quickscale";

pub(super) fn check(subtrees: &[Subtree], findings: &mut Findings<'_>) {
    let all = Pointer::root().key("subtree");
    let mut prefixes: Vec<(Pointer, &RelPath)> = Vec::new();
    for (index, subtree) in subtrees.iter().enumerate() {
        let at = all.index(index);
        check_remote(&subtree.remote, &at.key("remote"), findings);
        check_references(subtree, &at, findings);
        let at = at.key("prefix");
        if subtree.prefix.as_str().split('/').next() == Some(RECORDS) {
            let message = format!("`{}` holds the tool's own records", subtree.prefix);
            let issue = Issue::error(&codes::manifest::RESERVED_PATH, message)
                .help("choose a directory of its own for the subtree");
            findings.push(&at, issue, "reserved");
        }
        for (first, other) in &prefixes {
            if subtree.prefix.is_within(other) || other.is_within(&subtree.prefix) {
                findings.push_pair(
                    &at,
                    first,
                    overlap(&subtree.prefix, other),
                    ["the second one", "the first one"],
                );
                break;
            }
        }
        prefixes.push((at, &subtree.prefix));
    }
}

fn overlap(prefix: &RelPath, other: &RelPath) -> Issue {
    if prefix == other {
        let message = format!("two subtrees live in `{prefix}`");
        Issue::error(&codes::manifest::DUPLICATE_ENTRY, message).help("keep one of the two")
    } else {
        let message = format!("the subtrees `{prefix}` and `{other}` overlap");
        Issue::error(&codes::manifest::OVERLAPPING_SUBTREES, message)
            .help("give each a directory outside the other")
    }
}

fn check_remote(remote: &str, at: &Pointer, findings: &mut Findings<'_>) {
    let Some(issue) = wrong_remote(remote) else { return };
    if has_password(remote) {
        findings.hide(at);
        findings.push(at, issue, "a secret");
    } else {
        findings.push(at, issue, "not an address");
    }
}

/// What is wrong with the address of a repository, if anything is.
pub(crate) fn wrong_remote(remote: &str) -> Option<Issue> {
    if has_password(remote) {
        return Some(
            Issue::error(&codes::manifest::LITERAL_SECRET, "the address of the subtree has a password in it")
                .help("remove the password and let git's credential helper supply it; replace it if it was ever committed"),
        );
    }
    let fault = if remote.is_empty() {
        "is empty"
    } else if remote.starts_with('-') {
        "starts with a hyphen, which git would take for an option"
    } else if names_a_helper(remote) {
        "names a transport helper, which could run any command"
    } else if remote.contains(|c: char| c.is_control() || c.is_whitespace()) {
        "has a blank or control character in it"
    } else {
        return None;
    };
    Some(
        Issue::error(&codes::manifest::BAD_REMOTE, format!("the address of the subtree {fault}"))
            .help("write a URL, an address such as `git@example.com:team/repo.git`, or a path"),
    )
}

/// `https://user:password@host`.
pub(crate) fn has_password(remote: &str) -> bool {
    let Some((_, rest)) = remote.split_once("://") else { return false };
    let authority = rest.split('/').next().unwrap_or_default();
    authority
        .rsplit_once('@')
        .is_some_and(|(user, _)| user.split_once(':').is_some_and(|(_, word)| !word.is_empty()))
}

/// `ext::sh -c …` and its kin.
fn names_a_helper(remote: &str) -> bool {
    remote
        .split_once("::")
        .is_some_and(|(helper, _)| helper.bytes().all(|b| b.is_ascii_alphanumeric() || b"+-.".contains(&b)))
}

fn check_references(subtree: &Subtree, at: &Pointer, findings: &mut Findings<'_>) {
    for (field, text) in [("branch", &subtree.branch), ("ref", &subtree.reference)] {
        if let Some(issue) = text.as_ref().and_then(|text| wrong_reference(field, text)) {
            findings.push(&at.key(field), issue, "not a name of git");
        }
    }
    if subtree.branch.is_some() && subtree.reference.is_some() {
        let issue = Issue::error(
            &codes::manifest::TWO_REFERENCES,
            "a subtree follows a branch or stays at a ref, not both",
        )
        .help("remove `branch` to stay at the ref, or `ref` to follow the branch");
        findings.push_pair(
            &at.key("ref"),
            &at.key("branch"),
            issue,
            ["contradicts the branch", "the branch"],
        );
    }
}

/// What is wrong with the name of a branch, tag or commit, if anything is.
pub(crate) fn wrong_reference(field: &str, text: &str) -> Option<Issue> {
    let message = format!("git cannot have a {field} called `{}`", text.escape_debug());
    (!is_reference(text)).then(|| {
        Issue::error(&codes::manifest::BAD_REFERENCE, message)
            .help("write the name as `git branch` or `git tag` shows it, such as \"main\"")
    })
}

/// The rules of `git check-ref-format --allow-onelevel`, and no leading hyphen.
fn is_reference(text: &str) -> bool {
    let forbidden = |c: char| c.is_control() || c.is_whitespace() || "~^:?*[\\".contains(c);
    let part = |part: &str| !part.is_empty() && !part.starts_with('.') && !part.ends_with(".lock");
    !text.starts_with('-')
        && !text.ends_with('.')
        && text != "@"
        && !text.contains("..")
        && !text.contains("@{")
        && !text.contains(forbidden)
        && text.split('/').all(part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_follow_the_rules_of_git() {
        for good in ["main", "feature/x", "v1.2.3", "é", &"a".repeat(40)] {
            assert!(is_reference(good), "{good}");
        }
        for bad in
            ["", "-x", "a..b", "a b", "a~1", "x.lock", "a//b", "/a", "a/", ".a", "a.", "@", "a@{1}", "a\u{7}"]
        {
            assert!(!is_reference(bad), "{bad:?}");
        }
    }

    #[test]
    fn only_a_password_is_a_secret() {
        assert!(has_password("https://me:hunter2@example.com/x.git"));
        for fine in
            ["https://me@example.com/x", "git@example.com:a/b", "https://h/a:b@c", "ssh://git@h:22/x", "../x"]
        {
            assert!(!has_password(fine), "{fine}");
        }
        assert!(names_a_helper("ext::sh -c true") && !names_a_helper("ssh://[::1]/x"));
    }
}
