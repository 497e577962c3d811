//! What goes when a node goes.
//!
//! The node's lines and the comment at their end always. The comment lines directly above it only if they can
//! be about nothing else: if another node follows without a blank line between, they may be the heading of
//! several nodes, and they stay.

use std::ops::Range;

use super::{
    change::{NodePath, Splice, node_at},
    insert::{indentation, line_end, line_start},
};
use crate::document::{Outline, TokenKind};

/// The bytes that take the node at `path` away.
pub(super) fn splice(text: &str, outline: &Outline, path: &NodePath) -> Option<Splice> {
    let node = node_at(&outline.nodes, path)?;
    let lines = Lines { text, outline };
    let end = line_end(text, outline, node.span.end);
    let owns_lines = indentation(text, node.span.start).is_some() && lines.ends_at(end);
    let span =
        if owns_lines { lines.of_node(node.span.start, end) } else { lines.between_neighbours(&node.span) };
    Some(Splice { span, text: String::new() })
}

struct Lines<'t, 'o> {
    text: &'t str,
    outline: &'o Outline,
}

impl Lines<'_, '_> {
    fn ends_at(&self, offset: usize) -> bool {
        self.text[offset..].is_empty() || self.text[offset..].starts_with(['\n', '\r'])
    }

    /// The bytes of whole lines from the node that starts at `start` to the line end at `end`.
    fn of_node(&self, start: usize, end: usize) -> Range<usize> {
        let mut start = line_start(self.text, start);
        let end = self.past_newline(end);
        let below = self.line(end);
        let next = self
            .outline
            .tokens
            .iter()
            .find(|token| token.span.start >= end && token.kind != TokenKind::Blank);
        let ends_group = below.trim().is_empty()
            || next.is_none_or(|token| token.kind == TokenKind::Close || token.kind.is_comment());
        if ends_group {
            start = self.above_comments(start);
        }
        // The blank line that parted the node from its neighbour would part nothing.
        let before = self.line_before(start);
        let is_apart = before.clone().is_some_and(|line| self.text[line].trim().is_empty());
        let closes = next.is_none_or(|token| token.kind == TokenKind::Close);
        let opens = before.clone().is_none_or(|line| self.text[line].trim_end().ends_with('{'));
        if is_apart && (below.trim().is_empty() || closes) {
            return before.map_or(start, |line| line.start)..end;
        }
        if opens && below.trim().is_empty() {
            return start..self.past_newline(end + below.len());
        }
        start..end
    }

    /// The start of the comment lines that end where the line at `start` begins.
    fn above_comments(&self, start: usize) -> usize {
        let mut top = start;
        while let Some(line) = self.line_before(top) {
            let indent = self.text[line.clone()].len() - self.text[line.clone()].trim_start().len();
            let is_comment =
                self.outline.tokens.iter().any(|token| {
                    token.kind == TokenKind::LineComment && token.span.start == line.start + indent
                });
            if !is_comment {
                break;
            }
            top = line.start;
        }
        top
    }

    /// The bytes of a node on a line with others: the semicolon before it goes with it, or the one
    /// behind it if it is the first.
    fn between_neighbours(&self, node: &Range<usize>) -> Range<usize> {
        let after = &self.text[node.end..];
        let behind = after.len() - after.trim_start_matches([' ', '\t']).len();
        if let Some(rest) = after[behind..].strip_prefix(';') {
            let blanks = rest.len() - rest.trim_start_matches([' ', '\t']).len();
            return node.start..node.end + behind + 1 + blanks;
        }
        let before = self.text[..node.start].trim_end_matches([' ', '\t']);
        match before.strip_suffix(';') {
            Some(before) => before.len()..node.end,
            None => node.start..node.end + behind,
        }
    }

    /// The line that starts at `start`, without its line break.
    fn line(&self, start: usize) -> &str {
        let rest = &self.text[start..];
        &rest[..rest.find(['\n', '\r']).unwrap_or(rest.len())]
    }

    /// The line that ends right before `start`, without its line break.
    fn line_before(&self, start: usize) -> Option<Range<usize>> {
        let before =
            self.text[..start].strip_suffix('\n').or_else(|| self.text[..start].strip_suffix('\r'))?;
        let before = before.strip_suffix('\r').unwrap_or(before);
        Some(line_start(self.text, before.len())..before.len())
    }

    fn past_newline(&self, offset: usize) -> usize {
        let rest = &self.text[offset..];
        offset + if rest.starts_with("\r\n") { 2 } else { usize::from(rest.starts_with(['\n', '\r'])) }
    }
}
