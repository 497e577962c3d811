//! Setting one value, wherever it is written or would be written.

use schemars::JsonSchema;

use super::{
    change::{Change, node_at},
    new_node::NewNode,
    path::{FieldPath, Step},
    values,
};
use crate::{
    diagnostics::{Issue, Report, SourceFile, codes},
    document::{self, Node, Outline, Scalar, Schema, Shape},
    manifest::Manifest,
};

/// The manifest's text with other values for the field at `path`.
///
/// Steps are joined by dots; of nodes that may be there several times, such as environments, the
/// step behind their name says which. Nodes that are missing are made. Every other byte stays. The result is
/// still to be checked: a value that does not fit is written all the same.
pub fn set(source: &SourceFile, path: &str, given: &[String]) -> Result<String, Report> {
    set_in::<Manifest>(source, path, given)
}

/// The same for another file whose schema is that of `T`.
pub fn set_in<T: JsonSchema + 'static>(
    source: &SourceFile,
    path: &str,
    given: &[String],
) -> Result<String, Report> {
    let outline = document::outline(source)?;
    let compiled = document::compiled::<T>();
    let target = FieldPath::parse(path, compiled.schema())?;
    let values = values::parse(path, target.schema, given)?;
    let edit = Edit { source, outline: &outline, root: compiled.schema(), target, values };
    match edit.change()? {
        Some(change) => change.carry_out(source, &outline),
        None => Ok(source.whole_text()),
    }
}

/// How many of the nodes at the top come before a new one called `name`: the order is that of the schema.
pub(super) fn place_at_top(outline: &Outline, root: Schema<'_>, name: &str) -> usize {
    let order = |name: &str| root.field_names().position(|field| field == name).unwrap_or(usize::MAX);
    let before = |node: &Node| order(&node.name) <= order(name);
    outline.nodes.iter().rposition(before).map_or(0, |last| last + 1)
}

struct Edit<'a> {
    source: &'a SourceFile,
    outline: &'a Outline,
    root: Schema<'a>,
    target: FieldPath<'a>,
    values: Vec<Scalar>,
}

impl Edit<'_> {
    /// What has to change; nothing if the field says so already.
    fn change(&self) -> Result<Option<Change>, Issue> {
        let mut at = Vec::new();
        let mut nodes = self.outline.nodes.as_slice();
        for (depth, step) in self.target.nodes.iter().enumerate() {
            let Some(index) = nodes.iter().position(|node| step.fits(node)) else {
                return Ok(Some(self.insert(at, self.new_node(depth))));
            };
            nodes = nodes[index].children();
            at.push(index);
        }
        match node_at(&self.outline.nodes, &at).zip(self.target.nodes.last()) {
            Some((node, step)) => self.assign(node, step, at),
            None => {
                self.assign_node(nodes, at).unwrap_or_else(|| Ok(Some(self.insert(Vec::new(), self.leaf()))))
            }
        }
    }

    fn insert(&self, block: Vec<usize>, node: NewNode) -> Change {
        let at = match node_at(&self.outline.nodes, &block) {
            Some(parent) => parent.children().len(),
            None => place_at_top(self.outline, self.root, &node.name),
        };
        Change::Insert { block, at, node }
    }

    /// Sets the field of a node that is there.
    fn assign(&self, node: &Node, step: &Step<'_>, at: Vec<usize>) -> Result<Option<Change>, Issue> {
        let field = &self.target.field;
        if let Some(entry) = node.entries.iter().find(|entry| entry.name.as_ref() == Some(field)) {
            return match self.values.as_slice() {
                [value] => Ok(Some(Change::Property { node: at, name: field.clone(), value: value.clone() })),
                _ => Err(self.scattered(entry.span.clone())),
            };
        }
        if let Some(done) = self.assign_node(node.children(), at.clone()) {
            return done;
        }
        let count = node.arguments().count();
        if let Some(index) =
            step.schema.arguments().position(|name| name == field).filter(|index| *index <= count)
        {
            let end = if self.is_list() { count } else { (index + 1).min(count) };
            return Ok(Some(Change::Arguments { node: at, range: index..end, values: self.values.clone() }));
        }
        let is_block = node.block.is_some();
        let has_properties = node.entries.iter().any(|entry| entry.name.is_some());
        match self.values.as_slice() {
            [value]
                if !self.is_list() && !is_block && (has_properties || prefers_properties(step, at.len())) =>
            {
                Ok(Some(Change::Property { node: at, name: field.clone(), value: value.clone() }))
            }
            _ => Ok(Some(self.insert(at, self.leaf()))),
        }
    }

    /// Sets the field if it is written as a node among `nodes`.
    fn assign_node(&self, nodes: &[Node], mut at: Vec<usize>) -> Option<Result<Option<Change>, Issue>> {
        let named = |node: &&Node| node.name == self.target.field;
        let index = nodes.iter().position(|node| named(&node))?;
        let node = &nodes[index];
        if node.block.is_some() || nodes.iter().filter(named).count() > 1 {
            return Some(Err(self.scattered(node.name_span.clone())));
        }
        let count = node.arguments().count();
        if count == 0 && self.values == [Scalar::Boolean(true)] {
            return Some(Ok(None));
        }
        at.push(index);
        Some(Ok(Some(Change::Arguments { node: at, range: 0..count, values: self.values.clone() })))
    }

    /// The nodes from `depth` on, around the field.
    fn new_node(&self, depth: usize) -> NewNode {
        let steps = &self.target.nodes[depth..];
        let mut inner: Option<NewNode> = None;
        for (index, step) in steps.iter().enumerate().rev() {
            let mut node = NewNode { key: step.key.clone(), ..NewNode::named(&step.name) };
            match inner.take() {
                Some(child) => node.children.push(child),
                None => self.attach(&mut node, step, depth + index + 1),
            }
            inner = Some(node);
        }
        inner.unwrap_or_else(|| self.leaf())
    }

    /// Writes the field on a new node.
    fn attach(&self, node: &mut NewNode, step: &Step<'_>, depth: usize) {
        let field = &self.target.field;
        if step.schema.arguments().nth(usize::from(node.key.is_some())) == Some(field) {
            node.arguments.extend(self.values.clone());
            return;
        }
        match self.values.as_slice() {
            [value] if !self.is_list() && prefers_properties(step, depth) => {
                node.properties.push((field.clone(), value.clone()));
            }
            _ => node.children.push(self.leaf()),
        }
    }

    /// The field as a node of its own; a boolean that holds needs no value.
    fn leaf(&self) -> NewNode {
        let mut node = NewNode::named(&self.target.field);
        let is_flag = matches!(self.target.schema.shape(), Shape::Boolean);
        if !(is_flag && self.values == [Scalar::Boolean(true)]) {
            node.arguments.clone_from(&self.values);
        }
        node
    }

    fn is_list(&self) -> bool {
        self.values.len() > 1 || matches!(self.target.schema.shape(), Shape::List(_))
    }

    fn scattered(&self, span: std::ops::Range<usize>) -> Issue {
        let field = &self.target.field;
        Issue::error(&codes::edit::SCATTERED, format!("`{field}` is not written as one node on one line"))
            .help(format!("write it by hand, as one line `{field} …`"))
            .label(span, "written here")
            .in_source(self.source)
    }
}

impl Step<'_> {
    fn fits(&self, node: &Node) -> bool {
        let first = node.arguments().next().map(|entry| &entry.value);
        node.name == self.name
            && self.key.as_ref().is_none_or(|key| matches!(first, Some(Scalar::Text(text)) if text == key))
    }
}

/// Whether the fields of a node are usually properties: nodes inside others that hold single
/// values only, such as `database "postgres" version=18`, and `quickscale schema=1`.
fn prefers_properties(step: &Step<'_>, depth: usize) -> bool {
    let is_value = |name| {
        let shape = step.schema.field(name).map(Schema::shape);
        matches!(shape, Some(Shape::Boolean | Shape::Scalar | Shape::Any))
    };
    let fields = step.schema.field_names().count();
    (fields == 1 || (depth > 1 && fields > 1)) && step.schema.field_names().all(is_value)
}
