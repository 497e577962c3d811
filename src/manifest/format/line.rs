//! Lines of a layout, and how they become text.

/// One level of nesting.
const INDENT: usize = 4;

/// A line: a node or a part of one, with the comments that stand beside it.
#[derive(Debug, Default)]
pub(super) struct Line<'t> {
    /// How many blocks are open around it.
    pub(super) depth: usize,
    /// Whether an empty line stands before it.
    pub(super) blank_before: bool,
    /// What is on it.
    pub(super) pieces: Vec<Piece<'t>>,
}

/// A part of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Piece<'t> {
    /// Something written, with a blank before it or none.
    Text {
        /// As it is written.
        text: &'t str,
        /// Whether a blank stands between it and the piece before.
        spaced: bool,
        /// Whether it is a comment, which the end of a node leaves alone.
        is_comment: bool,
    },
    /// `\`: the node goes on behind the next break.
    Continuation,
    /// The node goes on in the next line, one level deeper.
    Break,
}

impl Line<'_> {
    /// Takes away continuations that nothing follows: they would swallow the next line break.
    pub(super) fn end(&mut self) {
        let goes_on = |piece: &Piece<'_>| matches!(piece, Piece::Text { is_comment: false, .. });
        let from = self.pieces.iter().rposition(goes_on).map_or(0, |last| last + 1);
        let mut rest = self.pieces.split_off(from);
        if let Some(last) = rest.iter().rposition(|piece| *piece == Piece::Continuation) {
            let is_dangling = rest[last..].iter().filter(|piece| **piece == Piece::Break).count() <= 1
                && !rest[last..].iter().skip_while(|piece| **piece != Piece::Break).any(is_comment);
            if is_dangling {
                rest.remove(last);
                if rest.last() == Some(&Piece::Break) {
                    rest.pop();
                }
                self.pieces.append(&mut rest);
                return self.end();
            }
        }
        self.pieces.append(&mut rest);
    }
}

fn is_comment(piece: &Piece<'_>) -> bool {
    matches!(piece, Piece::Text { is_comment: true, .. })
}

/// The lines as text.
pub(super) fn print(lines: &[Line<'_>], newline: &str) -> String {
    let mut text = String::new();
    for line in lines {
        if line.blank_before {
            text.push_str(newline);
        }
        indent(&mut text, line.depth);
        let mut at_start = true;
        for piece in &line.pieces {
            match *piece {
                Piece::Text { text: written, spaced, .. } => {
                    if spaced && !at_start {
                        text.push(' ');
                    }
                    text.push_str(written);
                    at_start = false;
                }
                Piece::Continuation => {
                    text.push_str(if at_start { "\\" } else { " \\" });
                    at_start = false;
                }
                Piece::Break => {
                    text.push_str(newline);
                    indent(&mut text, line.depth + 1);
                    at_start = true;
                }
            }
        }
        text.push_str(newline);
    }
    text
}

fn indent(text: &mut String, depth: usize) {
    text.extend(std::iter::repeat_n(' ', depth * INDENT));
}
