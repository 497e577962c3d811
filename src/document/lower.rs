//! KDL to JSON, directed by the schema: KDL alone cannot tell a list from a single value.

use std::ops::Range;

use indexmap::{IndexMap, map::Entry};
use kdl::{KdlDocument, KdlEntry, KdlNode};
use serde_json::Value;

use super::{
    Place,
    located::{Content, Located},
    schema::{Schema, Shape},
    value,
};
use crate::diagnostics::{Code, Issue, SourceFile, closest, codes, listed};

/// Lowers a whole document; what cannot be used is reported and left out or comes back broken.
pub(super) fn lower(
    document: &KdlDocument,
    schema: Schema<'_>,
    source: &SourceFile,
    issues: &mut Vec<Issue>,
) -> Located {
    let mut lowering = Lowering { source, issues };
    let mut fields = Fields::new();
    for node in document.nodes() {
        lowering.child(None, schema, node, &mut fields);
    }
    Located::new(Place { key: 0..0, value: 0..0 }, Content::Object(fields))
}

type Fields = IndexMap<String, Located>;

struct Lowering<'a> {
    source: &'a SourceFile,
    issues: &'a mut Vec<Issue>,
}

impl Lowering<'_> {
    /// A node as whatever its schema says it is.
    fn node(&mut self, schema: Schema<'_>, node: &KdlNode) -> Located {
        if let Some(annotation) = node.ty() {
            self.issues.push(value::annotation(value::range(annotation.span()), self.source));
        }
        match schema.shape() {
            Shape::Object(schema) => self.object(schema, node),
            Shape::List(item) => self.list(item, node),
            Shape::Boolean => self.scalar(node, Some(true.into())),
            Shape::Scalar => self.scalar(node, None),
            Shape::Any => self.any(node),
        }
    }

    fn object(&mut self, schema: Schema<'_>, node: &KdlNode) -> Located {
        let mut fields = Fields::new();
        self.arguments(schema, node, &mut fields);
        for entry in node.entries() {
            if let Some(name) = entry.name() {
                self.property(schema, node, name.value(), entry, &mut fields);
            }
        }
        for child in node.children().into_iter().flat_map(KdlDocument::nodes) {
            self.child(Some(node), schema, child, &mut fields);
        }
        Located::new(self.place(node), Content::Object(fields))
    }

    /// Gives the arguments to the fields that take them; a list takes all that are left.
    fn arguments(&mut self, schema: Schema<'_>, node: &KdlNode, fields: &mut Fields) {
        let mut names = schema.arguments().peekable();
        for entry in arguments(node) {
            let Some(name) = names.peek().copied() else {
                self.extra_argument(node, entry, schema.arguments().count());
                continue;
            };
            let lowered = self.value(entry);
            match schema.field(name).map(Schema::shape) {
                Some(Shape::List(_)) => {
                    let list = Located::new(spanning(&lowered), list_of(lowered));
                    self.put(fields, name, list);
                }
                _ => {
                    names.next();
                    self.put(fields, name, lowered);
                }
            }
        }
    }

    fn property(
        &mut self,
        schema: Schema<'_>,
        node: &KdlNode,
        name: &str,
        entry: &KdlEntry,
        fields: &mut Fields,
    ) {
        let lowered = self.value(entry);
        let key = lowered.place.as_ref().map_or(0..0, |place| place.key.clone());
        match schema.field(name).map(Schema::shape) {
            None => self.unknown(&codes::kdl::UNKNOWN_PROPERTY, Some(node), schema, name, key),
            Some(Shape::Object(_)) => {
                let issue = self
                    .issue(
                        &codes::kdl::UNKNOWN_PROPERTY,
                        format!("`{}` is a node, not a property", shown(name)),
                    )
                    .help(format!("write it in the block of `{}`", shown(node.name().value())))
                    .label(key, "not a property");
                self.issues.push(issue);
                fields.entry(name.to_owned()).or_insert(Located { content: Content::Broken, ..lowered });
            }
            Some(Shape::List(_)) => {
                let list = Located { place: lowered.place.clone(), content: list_of(lowered) };
                self.put(fields, name, list);
            }
            Some(Shape::Boolean | Shape::Scalar | Shape::Any) => self.put(fields, name, lowered),
        }
    }

    fn child(&mut self, parent: Option<&KdlNode>, schema: Schema<'_>, node: &KdlNode, fields: &mut Fields) {
        let name = node.name().value();
        match schema.field(name) {
            Some(field) => {
                let lowered = self.node(field, node);
                self.put(fields, name, lowered);
            }
            None => {
                let span = value::range(node.name().span());
                self.unknown(&codes::kdl::UNKNOWN_NODE, parent, schema, name, span);
            }
        }
    }

    /// One node's share of a list: the node itself when it holds objects, else its arguments
    /// and its `-` children.
    fn list(&mut self, item: Schema<'_>, node: &KdlNode) -> Located {
        if matches!(item.shape(), Shape::Object(_)) {
            let element = self.object(item, node);
            return Located { place: element.place.clone(), content: Content::List(vec![element]) };
        }
        let elements = self.elements(node);
        if elements.is_empty() {
            return self.missing_value(node);
        }
        let place = self.values_place(node, &elements);
        let usable = elements.into_iter().filter(|element| !matches!(element.content, Content::Broken));
        Located::new(place, Content::List(usable.collect()))
    }

    /// The values of a node that holds several: arguments, then the argument of each `-` child.
    fn elements(&mut self, node: &KdlNode) -> Vec<Located> {
        self.refuse_properties(node);
        let mut elements: Vec<Located> = arguments(node).map(|entry| self.value(entry)).collect();
        for child in node.children().into_iter().flat_map(KdlDocument::nodes) {
            if child.name().value() == "-" {
                elements.push(self.scalar(child, None));
            } else {
                let issue = self
                    .issue(
                        &codes::kdl::UNKNOWN_NODE,
                        format!("`{}` holds values only", shown(node.name().value())),
                    )
                    .help("write each value as an argument, or as `- value` in the block")
                    .label(value::range(child.name().span()), "not a value");
                self.issues.push(issue);
            }
        }
        elements
    }

    /// A node that holds one value; `bare` is what it says without one.
    fn scalar(&mut self, node: &KdlNode, bare: Option<Value>) -> Located {
        self.refuse_properties(node);
        if node.children().is_some() {
            let issue = self
                .issue(
                    &codes::kdl::UNEXPECTED_BLOCK,
                    format!("`{}` has no block", shown(node.name().value())),
                )
                .help("remove the braces and what is in them")
                .label(value::range(node.name().span()), "takes a value only");
            self.issues.push(issue);
        }
        let mut values = arguments(node);
        let first = values.next();
        if let Some(extra) = values.next() {
            self.extra_argument(node, extra, 1);
        }
        match (first, bare) {
            (Some(entry), _) => {
                let lowered = self.value(entry);
                let value = lowered.place.map_or(0..0, |place| place.value);
                Located::new(Place { key: value::range(node.name().span()), value }, lowered.content)
            }
            (None, Some(bare)) => {
                let name = value::range(node.name().span());
                Located::new(Place { key: name.clone(), value: name }, Content::Scalar(bare))
            }
            (None, None) => self.missing_value(node),
        }
    }

    fn any(&mut self, node: &KdlNode) -> Located {
        let is_list = node.children().is_some() || arguments(node).nth(1).is_some();
        if !is_list {
            return self.scalar(node, Some(true.into()));
        }
        let elements = self.elements(node);
        let place = self.values_place(node, &elements);
        let usable = elements.into_iter().filter(|element| !matches!(element.content, Content::Broken));
        Located::new(place, Content::List(usable.collect()))
    }

    fn value(&mut self, entry: &KdlEntry) -> Located {
        value::lower(entry, self.source, self.issues)
    }

    /// Puts a part into its field: parts of a list are joined, anything else may be there once.
    fn put(&mut self, fields: &mut Fields, name: &str, part: Located) {
        let existing = match fields.entry(name.to_owned()) {
            Entry::Vacant(vacant) => {
                vacant.insert(part);
                return;
            }
            Entry::Occupied(occupied) => occupied.into_mut(),
        };
        match (&mut existing.content, part.content) {
            (Content::List(items), Content::List(more)) => items.extend(more),
            (_, Content::Broken) => {}
            (_, Content::Scalar(_) | Content::Object(_) | Content::List(_)) => {
                let key = |place: &Option<Place>| place.as_ref().map_or(0..0, |place| place.key.clone());
                let (first, second) = (key(&existing.place), key(&part.place));
                let issue = self
                    .issue(&codes::kdl::DUPLICATE, format!("`{}` is written twice", shown(name)))
                    .help("keep one of the two")
                    .label(second, "and again here")
                    .label(first, "first here");
                self.issues.push(issue);
            }
        }
    }

    fn unknown(
        &mut self,
        code: &'static Code,
        parent: Option<&KdlNode>,
        schema: Schema<'_>,
        name: &str,
        span: Range<usize>,
    ) {
        let parent = parent.map(|node| format!("`{}`", shown(node.name().value())));
        let parent = parent.as_deref().unwrap_or("this file");
        let mut issue =
            self.issue(code, format!("{parent} has nothing called `{}`", shown(name))).label(span, "unknown");
        let names: Vec<&str> = schema.field_names().collect();
        issue.help = match (closest(name, names.iter().copied()), names.is_empty()) {
            (Some(near), _) => Some(format!("write `{near}`; known here: {}", listed(&names))),
            (None, false) => Some(format!("use one of what is known here: {}", listed(&names))),
            (None, true) => Some("remove it".to_owned()),
        };
        self.issues.push(issue);
    }

    fn extra_argument(&mut self, node: &KdlNode, entry: &KdlEntry, taken: usize) {
        let name = shown(node.name().value());
        let message = match taken {
            0 => format!("`{name}` takes no argument"),
            1 => format!("`{name}` takes one argument only"),
            _ => format!("`{name}` takes {taken} arguments only"),
        };
        let words: Vec<&str> = arguments(node).filter_map(|entry| entry.value().as_string()).collect();
        let all_text = words.len() == arguments(node).count() && node.children().is_none();
        let mut issue = self
            .issue(&codes::kdl::UNEXPECTED_ARGUMENT, message)
            .label(value::range(entry.span()), "one too many");
        issue.help = Some(if taken == 1 && all_text {
            format!("write `{name} \"{}\"` if this is one text, or remove it", shown(&words.join(" ")))
        } else {
            "remove it".to_owned()
        });
        self.issues.push(issue);
    }

    fn refuse_properties(&mut self, node: &KdlNode) {
        for entry in node.entries() {
            let Some(name) = entry.name() else { continue };
            let issue = self
                .issue(
                    &codes::kdl::UNKNOWN_PROPERTY,
                    format!("`{}` takes no property", shown(node.name().value())),
                )
                .help("remove it, or write its value alone")
                .label(value::range(name.span()), "unknown");
            self.issues.push(issue);
        }
    }

    fn missing_value(&mut self, node: &KdlNode) -> Located {
        let name = shown(node.name().value());
        let span = value::range(node.name().span());
        let issue = self
            .issue(&codes::kdl::MISSING_VALUE, format!("`{name}` has no value"))
            .help(format!("write `{name} \"…\"`, or remove the line"))
            .label(span.clone(), "nothing follows");
        self.issues.push(issue);
        Located::new(Place { key: span.clone(), value: span }, Content::Broken)
    }

    /// The place of a node: its name, and the node without the blanks behind it.
    fn place(&self, node: &KdlNode) -> Place {
        let key = value::range(node.name().span());
        let whole = value::range(node.span());
        let end = key.start + self.source.slice(&(key.start..whole.end)).trim_end().len();
        Place { value: key.start..end.max(key.end), key }
    }

    /// The place of a node that holds values: its name, and from the first value to the last.
    fn values_place(&self, node: &KdlNode, elements: &[Located]) -> Place {
        let key = value::range(node.name().span());
        let mut places = elements.iter().filter_map(|element| element.place.as_ref());
        let first = places.next().map_or_else(|| key.clone(), |place| place.value.clone());
        let end = places.next_back().map_or(first.end, |place| place.value.end);
        Place { key, value: first.start..end }
    }

    fn issue(&self, code: &'static Code, message: String) -> Issue {
        Issue::error(code, message).in_source(self.source)
    }
}

fn arguments(node: &KdlNode) -> impl Iterator<Item = &KdlEntry> {
    node.entries().iter().filter(|entry| entry.name().is_none())
}

fn spanning(part: &Located) -> Place {
    part.place.clone().unwrap_or(Place { key: 0..0, value: 0..0 })
}

fn list_of(part: Located) -> Content {
    match part.content {
        Content::Broken => Content::List(Vec::new()),
        Content::Scalar(_) | Content::List(_) | Content::Object(_) => Content::List(vec![part]),
    }
}

/// A name of the user's as it may be printed.
fn shown(name: &str) -> String {
    name.escape_debug().to_string().replace("\\'", "'")
}
