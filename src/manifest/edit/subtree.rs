//! Adding a subtree.

use super::{change::Change, new_node::NewNode, set::place_at_top};
use crate::{
    diagnostics::{Report, SourceFile},
    document::{self, Scalar},
    manifest::Manifest,
};

/// The name of a subtree's node.
const NODE: &str = "subtree";

/// A subtree to be declared.
#[derive(Debug, Clone, Copy)]
pub struct NewSubtree<'a> {
    /// The directory.
    pub prefix: &'a str,
    /// The repository.
    pub remote: &'a str,
    /// The branch to follow.
    pub branch: Option<&'a str>,
    /// The tag or commit to stay at.
    pub reference: Option<&'a str>,
    /// Whether its history is folded into one commit.
    pub squash: bool,
}

/// The manifest's text with one subtree more; the same text when it has one for this directory.
///
/// Whether the result is a valid manifest is still to be checked.
pub fn add_subtree(source: &SourceFile, new: NewSubtree<'_>) -> Result<String, Report> {
    let outline = document::outline(source)?;
    let is_there = outline.nodes.iter().filter(|node| node.name == NODE).any(|node| {
        let first = node.arguments().next().map(|entry| &entry.value);
        matches!(first, Some(Scalar::Text(prefix)) if prefix == new.prefix)
    });
    if is_there {
        return Ok(source.whole_text());
    }
    let field = |name: &str, value: Option<&str>| {
        value.map(|value| NewNode { arguments: vec![Scalar::Text(value.to_owned())], ..NewNode::named(name) })
    };
    let fields =
        [field("remote", Some(new.remote)), field("branch", new.branch), field("ref", new.reference)];
    let mut children: Vec<NewNode> = fields.into_iter().flatten().collect();
    if !new.squash {
        children.push(NewNode { arguments: vec![Scalar::Boolean(false)], ..NewNode::named("squash") });
    }
    let node = NewNode { key: Some(new.prefix.to_owned()), children, ..NewNode::named(NODE) };
    let at = place_at_top(&outline, document::compiled::<Manifest>().schema(), NODE);
    Change::Insert { block: Vec::new(), at, node }.carry_out(source, &outline)
}

#[cfg(test)]
mod tests {
    use pretty_assertions::assert_eq;

    use super::*;

    const NEW: NewSubtree<'_> = NewSubtree {
        prefix: "libs/core",
        remote: "https://example.com/core.git",
        branch: Some("main"),
        reference: None,
        squash: true,
    };

    fn added(text: &str, new: NewSubtree<'_>) -> String {
        add_subtree(&SourceFile::new("quickscale.kdl", text), new).unwrap()
    }

    #[test]
    fn a_subtree_stands_behind_what_comes_before_it_in_a_manifest() {
        let text = "project \"a\" // ours\n\nenvironment \"local\" {\n    docker\n}\n";
        let expected = "project \"a\" // ours\n\nsubtree \"libs/core\" {\n    remote \"https://example.com/core.git\"\n    \
                        branch \"main\"\n}\n\nenvironment \"local\" {\n    docker\n}\n";
        assert_eq!(added(text, NEW), expected);
        assert_eq!(added(expected, NEW), expected);
    }

    #[test]
    fn what_is_unusual_is_written_out() {
        let new = NewSubtree { branch: None, reference: Some("v1"), squash: false, ..NEW };
        let text = added("project \"a\"\n", new);
        assert!(text.contains("    ref \"v1\"\n    squash #false\n}"), "{text}");
    }
}
