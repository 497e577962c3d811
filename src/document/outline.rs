//! A document as it is written: nodes with the bytes of each of their parts.
//!
//! [`Outline::meaning`] takes the places away again. Two texts that differ in layout only have
//! equal meanings, which is how an edit proves that it changed what it was to change and no more.

use std::ops::Range;

use kdl::{KdlDocument, KdlEntry, KdlNode, KdlValue};

use super::{TokenKind, limits, syntax, tokens::Token, tokens::tokens, value};
use crate::diagnostics::{Report, SourceFile};

/// Every node of a document, with the tokens of its text.
#[derive(Debug)]
pub(crate) struct Outline {
    /// The nodes at the top.
    pub(crate) nodes: Vec<Node>,
    /// The pieces of the text.
    pub(crate) tokens: Vec<Token>,
}

/// A node and its places.
#[derive(Debug)]
pub(crate) struct Node {
    /// What it means.
    pub(crate) name: String,
    /// The bytes of its name.
    pub(crate) name_span: Range<usize>,
    /// From the name or its type to the last byte that is not a blank or a comment.
    pub(crate) span: Range<usize>,
    /// Arguments and properties in their order.
    pub(crate) entries: Vec<Entry>,
    /// The part in braces, when there are braces.
    pub(crate) block: Option<Block>,
    annotation: Option<String>,
}

/// An argument or property and its places.
#[derive(Debug)]
pub(crate) struct Entry {
    /// The property's name; none for an argument.
    pub(crate) name: Option<String>,
    /// What it means.
    pub(crate) value: Scalar,
    /// The bytes of the whole.
    pub(crate) span: Range<usize>,
    /// The bytes of the value alone.
    pub(crate) value_span: Range<usize>,
    annotation: Option<String>,
}

/// What is in braces.
#[derive(Debug)]
pub(crate) struct Block {
    /// From `{` to `}`.
    pub(crate) span: Range<usize>,
    /// The nodes between them.
    pub(crate) nodes: Vec<Node>,
}

/// A value as KDL knows it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Scalar {
    /// A text.
    Text(String),
    /// A whole number.
    Integer(i128),
    /// A number with a fraction or an exponent.
    Float(f64),
    /// `#true` or `#false`.
    Boolean(bool),
    /// `#null`.
    Null,
}

/// A node without its places.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Meaning {
    /// Its name.
    pub(crate) name: String,
    /// Its type, then the name and the type of each entry with the value.
    pub(crate) entries: Vec<(Option<String>, Scalar)>,
    /// The nodes of its block; none without braces.
    pub(crate) block: Option<Vec<Self>>,
    /// The types of the node and of its entries.
    pub(crate) annotations: Vec<Option<String>>,
}

/// Reads the layout of a text, or says why it is not KDL.
pub(crate) fn outline(source: &SourceFile) -> Result<Outline, Report> {
    let parsed = limits::check(source).and_then(|()| syntax::parse(source));
    let document = parsed.map_err(|issues| {
        let mut report = Report::from_iter(issues);
        report.sort_by_place();
        report
    })?;
    let tokens = tokens(source.text());
    let nodes = Reader { text: source.text(), tokens: &tokens }.nodes(&document);
    Ok(Outline { nodes, tokens })
}

impl Outline {
    /// What the document says, without its layout.
    pub(crate) fn meaning(&self) -> Vec<Meaning> {
        self.nodes.iter().map(Node::meaning).collect()
    }

    /// The line break that the document uses, going by its first one.
    pub(crate) fn newline(&self, text: &str) -> &'static str {
        let first = self.tokens.iter().find(|token| token.kind == TokenKind::Newline);
        match first.map(|token| token.text(text)) {
            Some("\r\n") => "\r\n",
            _ => "\n",
        }
    }
}

impl Node {
    /// What the node says, without its layout.
    pub(crate) fn meaning(&self) -> Meaning {
        let entry = |entry: &Entry| (entry.name.clone(), entry.value.clone());
        let of_entries = self.entries.iter().map(|entry| entry.annotation.clone());
        Meaning {
            name: self.name.clone(),
            entries: self.entries.iter().map(entry).collect(),
            block: self.block.as_ref().map(|block| block.nodes.iter().map(Self::meaning).collect()),
            annotations: [self.annotation.clone()].into_iter().chain(of_entries).collect(),
        }
    }

    /// The arguments in their order.
    pub(crate) fn arguments(&self) -> impl DoubleEndedIterator<Item = &Entry> {
        self.entries.iter().filter(|entry| entry.name.is_none())
    }

    /// The nodes in the block.
    pub(crate) fn children(&self) -> &[Self] {
        self.block.as_ref().map_or(&[], |block| &block.nodes)
    }
}

struct Reader<'a> {
    text: &'a str,
    tokens: &'a [Token],
}

impl Reader<'_> {
    fn nodes(&self, document: &KdlDocument) -> Vec<Node> {
        document.nodes().iter().map(|node| self.node(node)).collect()
    }

    fn node(&self, node: &KdlNode) -> Node {
        let name_span = value::range(node.name().span());
        let entries: Vec<Entry> = node.entries().iter().map(|entry| self.entry(entry)).collect();
        let whole = value::range(node.span());
        let mut written = self.within(whole.start..whole.end.max(name_span.end));
        let end = written.rfind(|token| !token.kind.is_trivia() && token.kind != TokenKind::Semicolon);
        let span = whole.start..end.map_or(name_span.end, |token| token.span.end);
        let inside = entries.last().map_or(name_span.end, |entry| entry.span.end)..span.end;
        let block = node
            .children()
            .and_then(|children| Some(Block { span: self.braces(inside)?, nodes: self.nodes(children) }));
        Node {
            name: node.name().value().to_owned(),
            name_span,
            span,
            entries,
            block,
            annotation: node.ty().map(|name| name.value().to_owned()),
        }
    }

    fn entry(&self, entry: &KdlEntry) -> Entry {
        let value_span = value::span(entry, self.text);
        Entry {
            name: entry.name().map(|name| name.value().to_owned()),
            value: Scalar::from(entry.value()),
            span: value::range(entry.span()).start..value_span.end,
            value_span,
            annotation: entry.ty().map(|name| name.value().to_owned()),
        }
    }

    /// The tokens that start in `span`.
    fn within(&self, span: Range<usize>) -> impl DoubleEndedIterator<Item = &Token> {
        let from = self.tokens.partition_point(|token| token.span.start < span.start);
        let to = self.tokens.partition_point(|token| token.span.start < span.end);
        self.tokens.get(from..to).unwrap_or_default().iter()
    }

    /// The braces in `span` that are not taken out by a slashdash.
    fn braces(&self, span: Range<usize>) -> Option<Range<usize>> {
        let mut depth = 0_usize;
        let mut taken_out = false;
        let mut start = None;
        for token in self.within(span).filter(|token| !token.kind.is_trivia()) {
            if token.kind == TokenKind::Open {
                depth += 1;
                if depth == 1 && !taken_out {
                    start = Some(token.span.start);
                }
            }
            if token.kind == TokenKind::Close {
                depth = depth.saturating_sub(1);
                if let (0, Some(start)) = (depth, start) {
                    return Some(start..token.span.end);
                }
            }
            taken_out = token.kind == TokenKind::Slashdash || (taken_out && depth > 0);
        }
        None
    }
}

impl From<&KdlValue> for Scalar {
    fn from(value: &KdlValue) -> Self {
        match value {
            KdlValue::String(text) => Self::Text(text.clone()),
            KdlValue::Integer(number) => Self::Integer(*number),
            KdlValue::Float(number) => Self::Float(*number),
            KdlValue::Bool(flag) => Self::Boolean(*flag),
            KdlValue::Null => Self::Null,
        }
    }
}

#[cfg(test)]
mod tests {
    use pretty_assertions::assert_eq;

    use super::*;

    fn read(text: &str) -> Outline {
        outline(&SourceFile::new("x.kdl", text)).unwrap()
    }

    #[test]
    fn places_leave_out_what_only_separates() {
        let text = "// é\n(t)a 1 b=\"x\" /* c */ /-{ y } { z; } /-{ w } // end\nlast \"q\" ; \n";
        let outline = read(text);
        let [a, last] = outline.nodes.as_slice() else { panic!("{outline:?}") };
        let block = a.block.as_ref().unwrap();
        let slice = |span: &Range<usize>| &text[span.clone()];
        assert_eq!(slice(&a.name_span), "a");
        assert_eq!(slice(&block.span), "{ z; }");
        assert_eq!(slice(&block.nodes[0].span), "z");
        assert_eq!(slice(&a.entries[1].span), "b=\"x\"");
        assert_eq!(slice(&a.entries[1].value_span), "\"x\"");
        assert_eq!(slice(&last.span), "last \"q\"");
        assert!(slice(&a.span).starts_with("(t)a 1") && slice(&a.span).ends_with('}'));
    }

    #[test]
    fn layout_is_not_meaning() {
        let same = |a: &str, b: &str| read(a).meaning() == read(b).meaning();
        assert!(same("a 0x10 { b }", "a \\\n 16 { // c\n b\n}"));
        assert!(same("a \"b\"", "a b"));
        for (a, b) in [("a 1", "a 1.0"), ("a {}", "a"), ("a (t)1", "a 1"), ("a b=c", "a c"), ("a;b", "b;a")] {
            assert!(!same(a, b), "{a} {b}");
        }
    }
}
