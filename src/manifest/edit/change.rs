//! One change of a manifest: of its text, and of what it says.
//!
//! A change is carried out twice, on the bytes and on the meaning. Only when the new text reads as the
//! new meaning and has every comment that it had before is it handed out.

use std::ops::Range;

use super::{
    insert,
    new_node::{NewNode, spelled, spelled_property},
    remove,
};
use crate::{
    diagnostics::{Issue, Report, SourceFile, codes},
    document::{self, Entry, Meaning, Node, Outline, Scalar},
};

/// A node's place in a document: an index for each level.
pub(super) type NodePath = [usize];

/// Bytes that are replaced.
#[derive(Debug, Clone)]
pub(super) struct Splice {
    pub(super) span: Range<usize>,
    pub(super) text: String,
}

impl Splice {
    pub(super) fn insert(at: usize, text: String) -> Self {
        Self { span: at..at, text }
    }
}

/// A change of the tree.
#[derive(Debug)]
pub(super) enum Change {
    /// A new node in the block of another, or at the top for an empty path.
    Insert {
        block: Vec<usize>,
        /// How many of the nodes there come before it.
        at: usize,
        node: NewNode,
    },
    /// Other values for the arguments of a node in this range.
    Arguments { node: Vec<usize>, range: Range<usize>, values: Vec<Scalar> },
    /// Another value for a property, or a new property.
    Property { node: Vec<usize>, name: String, value: Scalar },
    /// A node less.
    Remove { node: Vec<usize> },
    /// Another name for a node.
    Rename { node: Vec<usize>, name: String },
}

impl Change {
    /// The text after the change, or a refusal if it cannot be made without touching anything else.
    pub(super) fn carry_out(&self, source: &SourceFile, outline: &Outline) -> Result<String, Report> {
        let mut splices = self.splices(source.text(), outline).unwrap_or_default();
        splices.sort_by_key(|splice| splice.span.start);
        let mut text = source.text().to_owned();
        for splice in splices.iter().rev() {
            text.replace_range(splice.span.clone(), &splice.text);
        }
        let mut wanted = outline.meaning();
        self.apply(&mut wanted);
        if !self.is_kept(source, outline, &text, &wanted) {
            return Err(self.refusal(source, outline).into());
        }
        Ok(source.with_mark(&text))
    }

    fn splices(&self, text: &str, outline: &Outline) -> Option<Vec<Splice>> {
        match self {
            Self::Insert { block, at, node } => Some(vec![insert::splice(text, outline, block, *at, node)?]),
            Self::Arguments { node, range, values } => {
                Some(arguments(node_at(&outline.nodes, node)?, range, values))
            }
            Self::Property { node, name, value } => {
                let node = node_at(&outline.nodes, node)?;
                let existing = node.entries.iter().find(|entry| entry.name.as_ref() == Some(name));
                if existing.is_some_and(|entry| entry.value == *value) {
                    return Some(Vec::new());
                }
                Some(vec![match existing {
                    Some(entry) => Splice { span: entry.value_span.clone(), text: spelled(value) },
                    None => {
                        let end = node.entries.last().map_or(node.name_span.end, |entry| entry.span.end);
                        Splice::insert(end, format!(" {}", spelled_property(name, value)))
                    }
                }])
            }
            Self::Remove { node } => Some(vec![remove::splice(text, outline, node)?]),
            Self::Rename { node, name } => {
                let span = node_at(&outline.nodes, node)?.name_span.clone();
                Some(vec![Splice { span, text: name.clone() }])
            }
        }
    }

    /// Makes the same change to the meaning.
    fn apply(&self, nodes: &mut Vec<Meaning>) -> Option<()> {
        match self {
            Self::Insert { block, at, node } => {
                let nodes = match block.as_slice() {
                    [] => nodes,
                    path => meaning_at(nodes, path)?.block.get_or_insert_default(),
                };
                nodes.insert((*at).min(nodes.len()), node.meaning());
            }
            Self::Arguments { node, range, values } => {
                let node = meaning_at(nodes, node)?;
                replace_arguments(node, range, values);
            }
            Self::Property { node, name, value } => {
                let node = meaning_at(nodes, node)?;
                match node.entries.iter_mut().find(|(existing, _)| existing.as_ref() == Some(name)) {
                    Some((_, existing)) => *existing = value.clone(),
                    None => {
                        node.entries.push((Some(name.clone()), value.clone()));
                        node.annotations.push(None);
                    }
                }
            }
            Self::Rename { node, name } => meaning_at(nodes, node)?.name.clone_from(name),
            Self::Remove { node } => {
                let (last, parents) = node.split_last()?;
                let nodes = match parents {
                    [] => nodes,
                    path => meaning_at(nodes, path)?.block.as_mut()?,
                };
                (*last < nodes.len()).then(|| nodes.remove(*last))?;
            }
        }
        Some(())
    }

    fn is_kept(&self, source: &SourceFile, before: &Outline, text: &str, wanted: &[Meaning]) -> bool {
        let edited = SourceFile::new(source.name(), text);
        let Ok(after) = document::outline(&edited) else { return false };
        let comments = |outline: &Outline, text: &str| -> Vec<String> {
            let comments = outline.tokens.iter().filter(|token| token.kind.is_comment());
            comments.map(|token| token.text(text).to_owned()).collect()
        };
        let may_lose_comments = matches!(self, Self::Remove { .. });
        after.meaning() == wanted
            && (may_lose_comments || comments(before, source.text()) == comments(&after, text))
    }

    fn refusal(&self, source: &SourceFile, outline: &Outline) -> Issue {
        let (path, help) = match self {
            Self::Insert { block, node, .. } => {
                (block, format!("write `{}` there by hand", node.on_one_line()))
            }
            // The value may be a secret: it is not repeated.
            Self::Arguments { node, .. } => (node, "write the value there by hand".to_owned()),
            Self::Property { node, name, .. } => (node, format!("write `{name}=…` there by hand")),
            Self::Remove { node } => (node, "remove it by hand".to_owned()),
            Self::Rename { node, name } => (node, format!("write `{name}` there by hand")),
        };
        let place = node_at(&outline.nodes, path).map_or(0..0, |node| node.name_span.clone());
        Issue::error(&codes::edit::UNSAFE, "the layout here does not allow a safe edit")
            .help(help)
            .label(place, "nothing was changed")
            .in_source(source)
    }
}

/// The node at `path`.
pub(super) fn node_at<'n>(nodes: &'n [Node], path: &NodePath) -> Option<&'n Node> {
    let (first, rest) = path.split_first()?;
    let node = nodes.get(*first)?;
    if rest.is_empty() { Some(node) } else { node_at(node.children(), rest) }
}

fn meaning_at<'n>(nodes: &'n mut [Meaning], path: &NodePath) -> Option<&'n mut Meaning> {
    let (first, rest) = path.split_first()?;
    let node = nodes.get_mut(*first)?;
    if rest.is_empty() { Some(node) } else { meaning_at(node.block.as_mut()?, rest) }
}

/// Replaces value by value, so that what stands between two of them stays.
fn arguments(node: &Node, range: &Range<usize>, values: &[Scalar]) -> Vec<Splice> {
    let existing: Vec<&Entry> = node.arguments().collect();
    let replaced = existing.get(range.clone()).unwrap_or_default();
    let mut splices: Vec<Splice> = replaced
        .iter()
        .zip(values)
        .filter(|(entry, value)| entry.value != **value)
        .map(|(entry, value)| Splice { span: entry.value_span.clone(), text: spelled(value) })
        .collect();
    let before = existing.get(..range.end.min(existing.len())).unwrap_or_default();
    let end = before.last().map_or(node.name_span.end, |entry| entry.span.end);
    for value in values.iter().skip(replaced.len()) {
        splices.push(Splice::insert(end, format!(" {}", spelled(value))));
    }
    for surplus in replaced.iter().skip(values.len()) {
        let index = existing.iter().position(|entry| std::ptr::eq(*entry, *surplus)).unwrap_or_default();
        let start = existing.get(index.wrapping_sub(1)).map_or(node.name_span.end, |entry| entry.span.end);
        splices.push(Splice { span: start..surplus.span.end, text: String::new() });
    }
    splices
}

fn replace_arguments(node: &mut Meaning, range: &Range<usize>, values: &[Scalar]) {
    let is_argument = |entry: &(Option<String>, Scalar)| entry.0.is_none();
    let places: Vec<usize> = (0..node.entries.len()).filter(|at| is_argument(&node.entries[*at])).collect();
    let replaced = places.get(range.clone()).unwrap_or_default();
    for (at, value) in replaced.iter().zip(values) {
        node.entries[*at].1 = value.clone();
    }
    let before = places.get(..range.end.min(places.len())).unwrap_or_default();
    let end = before.last().map_or(0, |at| at + 1);
    for (offset, value) in values.iter().skip(replaced.len()).enumerate() {
        node.entries.insert(end + offset, (None, value.clone()));
        node.annotations.insert(end + offset + 1, None);
    }
    for at in replaced.iter().skip(values.len()).rev() {
        node.entries.remove(*at);
        node.annotations.remove(at + 1);
    }
}
