//! Where a new node goes, and how it is laid out to look like its neighbours.

use super::{
    change::{NodePath, Splice, node_at},
    new_node::{NewNode, Style},
};
use crate::document::{Block, Node, Outline, TokenKind};

/// The bytes that put `node` behind the first `at` nodes of a block.
pub(super) fn splice(
    text: &str,
    outline: &Outline,
    block: &NodePath,
    at: usize,
    node: &NewNode,
) -> Option<Splice> {
    let layout = Layout { text, outline, style: style(text, outline) };
    if block.is_empty() {
        return Some(layout.at_top(at, node));
    }
    let parent = node_at(&outline.nodes, block)?;
    // A node on one line with its siblings stays on that line.
    let around = block.split_last().and_then(|(_, around)| node_at(&outline.nodes, around));
    let is_on_line = |block: &Block| !layout.is_on_lines(block) && !block.nodes.is_empty();
    let crowded = around.and_then(|node| node.block.as_ref()).is_some_and(is_on_line);
    Some(match &parent.block {
        None => layout.new_block(parent, node, crowded),
        Some(block) if layout.is_on_lines(block) => layout.on_lines(parent, block, node),
        Some(block) => layout.on_one_line(parent, block, node, crowded),
    })
}

/// The style of a file: what its first indented node and its first line break show.
fn style<'t>(text: &'t str, outline: &Outline) -> Style<'t> {
    fn unit<'t>(text: &'t str, nodes: &[Node]) -> Option<&'t str> {
        nodes.iter().find_map(|node| {
            let first = node.children().first()?;
            let inner = indentation(text, first.span.start)?;
            let outer = indentation(text, node.span.start)?;
            inner.strip_prefix(outer).filter(|unit| !unit.is_empty()).or_else(|| unit(text, node.children()))
        })
    }
    Style { unit: unit(text, &outline.nodes).unwrap_or("    "), newline: outline.newline(text) }
}

/// The blanks before the byte at `offset`, if nothing else stands before it on its line.
pub(super) fn indentation(text: &str, offset: usize) -> Option<&str> {
    let before = text.get(line_start(text, offset)..offset)?;
    before.chars().all(|c| c == ' ' || c == '\t').then_some(before)
}

/// The start of the line that holds the byte at `offset`.
pub(super) fn line_start(text: &str, offset: usize) -> usize {
    text[..offset].rfind(['\n', '\r']).map_or(0, |newline| newline + 1)
}

/// The end of the line behind a node that ends at `from`, with the comments beside it; the same
/// place again if anything else follows on the line.
pub(super) fn line_end(text: &str, outline: &Outline, from: usize) -> usize {
    let first = outline.tokens.partition_point(|token| token.span.start < from);
    let rest = outline.tokens.get(first..).unwrap_or_default();
    let belongs =
        |kind: TokenKind| kind == TokenKind::Blank || kind == TokenKind::Semicolon || kind.is_comment();
    match rest.iter().find(|token| !belongs(token.kind)) {
        None => text.len(),
        Some(token) if token.kind == TokenKind::Newline => token.span.start,
        Some(_) => from,
    }
}

struct Layout<'t, 'o> {
    text: &'t str,
    outline: &'o Outline,
    style: Style<'t>,
}

impl Layout<'_, '_> {
    fn at_top(&self, at: usize, node: &NewNode) -> Splice {
        let newline = self.style.newline;
        let written = node.on_lines("", self.style);
        let Some(before) = at.checked_sub(1).and_then(|before| self.outline.nodes.get(before)) else {
            return self.at_start(&written);
        };
        let is_apart = before.block.is_some() || !node.children.is_empty() || before.name != node.name;
        let gap = if is_apart { newline } else { "" };
        let end = line_end(self.text, self.outline, before.span.end);
        Splice::insert(end, format!("{newline}{gap}{written}"))
    }

    /// Before the first node, behind the comments at the top of the file.
    fn at_start(&self, written: &str) -> Splice {
        let newline = self.style.newline;
        if let Some(first) = self.outline.nodes.first() {
            return Splice::insert(first.span.start, format!("{written}{newline}{newline}"));
        }
        let is_line_open = !self.text.is_empty() && !self.text.ends_with(['\n', '\r']);
        let gap = if self.text.trim().is_empty() { "" } else { newline };
        let end = if is_line_open { newline } else { "" };
        Splice::insert(self.text.len(), format!("{end}{gap}{written}{newline}"))
    }

    fn is_on_lines(&self, block: &Block) -> bool {
        self.text.get(block.span.clone()).is_some_and(|text| text.contains(['\n', '\r']))
    }

    fn indentation(&self, node: &Node) -> &str {
        let start = line_start(self.text, node.span.start);
        let line = &self.text[start..node.span.start];
        &line[..line.find(|c| c != ' ' && c != '\t').unwrap_or(line.len())]
    }

    fn new_block(&self, parent: &Node, node: &NewNode, crowded: bool) -> Splice {
        Splice::insert(parent.span.end, format!(" {}", self.block(parent, node, crowded)))
    }

    fn block(&self, parent: &Node, node: &NewNode, crowded: bool) -> String {
        if crowded {
            return format!("{{ {} }}", node.on_one_line());
        }
        let newline = self.style.newline;
        let outer = self.indentation(parent);
        let inner = format!("{outer}{}", self.style.unit);
        format!("{{{newline}{inner}{}{newline}{outer}}}", node.on_lines(&inner, self.style))
    }

    fn on_one_line(&self, parent: &Node, block: &Block, node: &NewNode, crowded: bool) -> Splice {
        let inside = block.span.start + 1..block.span.end - 1;
        if self.text.get(inside.clone()).is_some_and(|text| text.trim().is_empty()) {
            return Splice { span: block.span.clone(), text: self.block(parent, node, crowded) };
        }
        let written = node.on_one_line();
        let Some(last) = block.nodes.last() else {
            // Only comments and what is taken out: behind a `/-` the node would be taken out as well.
            return Splice::insert(inside.start, format!(" {written};"));
        };
        let after = &self.text[last.span.end..inside.end];
        match after.trim_start().starts_with(';') {
            true => {
                let semicolon = after.find(';').unwrap_or_default() + 1;
                Splice::insert(last.span.end + semicolon, format!(" {written};"))
            }
            false => Splice::insert(last.span.end, format!("; {written}")),
        }
    }

    fn on_lines(&self, parent: &Node, block: &Block, node: &NewNode) -> Splice {
        let newline = self.style.newline;
        let outer = self.indentation(parent);
        if let Some(last) = block.nodes.last() {
            let indent = match indentation(self.text, last.span.start) {
                Some(indent) => indent.to_owned(),
                None => format!("{outer}{}", self.style.unit),
            };
            let end = line_end(self.text, self.outline, last.span.end);
            return Splice::insert(end, format!("{newline}{indent}{}", node.on_lines(&indent, self.style)));
        }
        let indent = format!("{outer}{}", self.style.unit);
        let written = node.on_lines(&indent, self.style);
        let close = block.span.end - 1;
        match indentation(self.text, close) {
            Some(_) => Splice::insert(line_start(self.text, close), format!("{indent}{written}{newline}")),
            None => Splice::insert(close, format!("{newline}{indent}{written}{newline}{outer}")),
        }
    }
}
