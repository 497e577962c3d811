//! The canonical layout of a manifest.
//!
//! Four blanks per level, one node per line, single blanks between the parts of a node, at most one
//! blank line between nodes, no blanks at the end of a line. What a person decides stays as it
//! is: blank lines, the spelling of values, every comment, nodes taken out by `/-`, and a block on one line
//! as long as it holds a single node.
//!
//! Works on tokens and therefore on any KDL, also on a manifest that means nothing. Must not know
//! the schema.

mod layout;
mod line;

use crate::{
    diagnostics::{Issue, Report, SourceFile, codes},
    document::{self, TokenKind},
};

/// The text of `source` in the canonical layout, or why it cannot be laid out.
///
/// A second run changes nothing. Line breaks stay as the first one of the file is, and so does a byte
/// order mark.
pub fn format(source: &SourceFile) -> Result<String, Report> {
    let outline = document::outline(source)?;
    let lines = layout::lines(source.text(), &outline.tokens);
    let text = line::print(&lines, outline.newline(source.text()));
    checked(source, &text)
}

/// Hands `text` out if it says what `source` says.
fn checked(source: &SourceFile, text: &str) -> Result<String, Report> {
    if says_the_same(source, text) {
        Ok(source.with_mark(text))
    } else {
        Err(unsafe_to_format(source).into())
    }
}

/// Whether `text` has the same nodes, and the same words and comments in the same order.
fn says_the_same(source: &SourceFile, text: &str) -> bool {
    let laid_out = SourceFile::new(source.name(), text);
    let (Ok(before), Ok(after)) = (document::outline(source), document::outline(&laid_out)) else {
        return false;
    };
    before.meaning() == after.meaning() && written(source.text()) == written(text)
}

/// Everything that is not layout: what is taken out by `/-` is no part of the meaning.
fn written(text: &str) -> Vec<&str> {
    let is_layout =
        |kind: TokenKind| kind == TokenKind::Semicolon || (kind.is_trivia() && !kind.is_comment());
    document::tokens(text)
        .iter()
        .filter(|token| !is_layout(token.kind))
        .map(|token| token.text(text).trim_end())
        .collect()
}

fn unsafe_to_format(source: &SourceFile) -> Issue {
    let message =
        format!("`{}` cannot be laid out without changing what it says", source.name().escape_debug());
    Issue::error(&codes::edit::FMT_UNSAFE, message)
        .help("move comments out of the middle of nodes, one after the other, and run `quickscale fmt` again")
        .in_source(source)
}

#[cfg(test)]
mod tests;
