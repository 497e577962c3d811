//! From the tokens of a text to the lines of its canonical layout.

use super::line::{Line, Piece};
use crate::document::{Token, TokenKind};

/// The canonical lines of a text.
pub(super) fn lines<'t>(text: &'t str, tokens: &[Token]) -> Vec<Line<'t>> {
    let mut layout =
        Layout { text, tokens, at: 0, depth: 0, line: Line::default(), lines: Vec::new(), blank: false };
    while let Some(kind) = layout.kind(layout.at) {
        layout.step(kind);
        layout.at += 1;
    }
    layout.finish();
    layout.lines
}

struct Layout<'t, 'a> {
    text: &'t str,
    tokens: &'a [Token],
    /// The token that is looked at.
    at: usize,
    depth: usize,
    /// The line that is being put together.
    line: Line<'t>,
    lines: Vec<Line<'t>>,
    /// Whether an empty line was met since the last line ended.
    blank: bool,
}

impl<'t> Layout<'t, '_> {
    fn step(&mut self, kind: TokenKind) {
        match kind {
            TokenKind::Blank => {}
            TokenKind::Newline => self.newline(),
            TokenKind::Semicolon => self.end_unless_comments_follow(),
            TokenKind::Open => self.open(),
            TokenKind::Close => {
                self.finish();
                self.depth = self.depth.saturating_sub(1);
                self.blank = false;
                self.push();
            }
            TokenKind::Continuation => {
                if !self.line.pieces.is_empty() {
                    self.line.pieces.push(Piece::Continuation);
                }
            }
            TokenKind::LineComment
            | TokenKind::BlockComment
            | TokenKind::Slashdash
            | TokenKind::Equals
            | TokenKind::OpenType
            | TokenKind::CloseType
            | TokenKind::Quoted
            | TokenKind::Word => self.push(),
        }
    }

    /// The line ends here, unless a node goes on in the next one.
    fn newline(&mut self) {
        let Some(last) = self.line.pieces.last() else {
            self.blank = true;
            return;
        };
        let last = *last;
        let ends_in_comment = matches!(last, Piece::Text { text, .. } if text.starts_with("//"));
        if self.is_continued() {
            self.line.pieces.push(Piece::Break);
        } else if self.takes_out_what_follows() {
            if ends_in_comment {
                self.line.pieces.push(Piece::Break);
            }
        } else {
            self.finish();
        }
    }

    /// Whether the last piece that is not a comment is `\`.
    fn is_continued(&self) -> bool {
        let mut pieces = self.line.pieces.iter().rev();
        pieces.find(|piece| !is_comment(piece)) == Some(&Piece::Continuation)
    }

    /// Whether the last piece that is written is `/-`, whose node may stand in a later line.
    fn takes_out_what_follows(&self) -> bool {
        let mut pieces = self.line.pieces.iter().rev();
        let last = pieces.find(|piece| !is_comment(piece) && matches!(piece, Piece::Text { .. }));
        matches!(last, Some(Piece::Text { text: "/-", .. }))
    }

    fn open(&mut self) {
        let end = match self.inline_end() {
            Some(end) => end,
            None => {
                self.push();
                self.depth += 1;
                return self.end_unless_comments_follow();
            }
        };
        self.push();
        while self.at + 1 < end {
            self.at += 1;
            let kind = self.tokens[self.at].kind;
            if kind.is_comment() || !(kind.is_trivia() || kind == TokenKind::Semicolon) {
                self.push();
            }
        }
        self.at = end;
        self.push();
    }

    /// Where the block that opens here is closed, if it stays on its line.
    fn inline_end(&self) -> Option<usize> {
        let inside = self.tokens.get(self.at + 1..)?;
        let end = inside.iter().position(|token| matches!(token.kind, TokenKind::Open | TokenKind::Close))?;
        let (close, inside) = (&inside[end], &inside[..end]);
        let is_empty = inside.iter().all(|token| token.kind.is_trivia() && !token.kind.is_comment());
        let written = |token: &&Token| !matches!(token.kind, TokenKind::Blank | TokenKind::Semicolon);
        let last = inside.iter().rposition(|token| written(&token)).unwrap_or_default();
        let is_one_node = !inside[..last].iter().any(|token| token.kind == TokenKind::Semicolon)
            && !inside.iter().any(|token| {
                let breaks = matches!(
                    token.kind,
                    TokenKind::Newline | TokenKind::LineComment | TokenKind::Continuation
                );
                breaks || token.text(self.text).contains('\n')
            });
        (close.kind == TokenKind::Close && (is_empty || is_one_node)).then_some(self.at + 1 + end)
    }

    /// Ends the line behind `;` or `{`; comments up to the end of the line still belong to it.
    fn end_unless_comments_follow(&mut self) {
        let rest = self.tokens.get(self.at + 1..).unwrap_or_default();
        let next = rest.iter().find(|token| token.kind != TokenKind::Blank && !token.kind.is_comment());
        match next.map(|token| token.kind) {
            None | Some(TokenKind::Newline | TokenKind::Semicolon) => {}
            Some(_) => self.finish(),
        }
    }

    fn finish(&mut self) {
        self.line.end();
        if self.line.pieces.is_empty() {
            return;
        }
        self.lines.push(std::mem::take(&mut self.line));
        self.blank = false;
    }

    /// Puts the token on the line.
    fn push(&mut self) {
        if self.line.pieces.is_empty() {
            self.line.depth = self.depth;
            let opens = |line: &Line<'_>| line.depth < self.depth;
            self.line.blank_before = self.blank && self.lines.last().is_some_and(|line| !opens(line));
        }
        let token = &self.tokens[self.at];
        let text = token.text(self.text);
        let text = if token.kind == TokenKind::LineComment { text.trim_end() } else { text };
        let (spaced, is_comment) = (self.is_spaced(token.kind), token.kind.is_comment());
        self.line.pieces.push(Piece::Text { text, spaced, is_comment });
    }

    /// Whether a blank stands before a token of this kind.
    fn is_spaced(&self, kind: TokenKind) -> bool {
        let before = self.tokens.get(..self.at).unwrap_or_default();
        let separates = |kind: TokenKind| kind.is_trivia() && !kind.is_comment();
        let Some(last) = before.iter().rfind(|token| !separates(token.kind)) else { return false };
        let is_text = |kind| matches!(kind, TokenKind::Word | TokenKind::Quoted | TokenKind::CloseType);
        let starts = |kind| matches!(kind, TokenKind::Word | TokenKind::Quoted | TokenKind::OpenType);
        match (last.kind, kind) {
            (TokenKind::Slashdash, _) => before.last().is_some_and(|token| separates(token.kind)),
            (last, TokenKind::Equals) => !is_text(last),
            (TokenKind::Equals, kind) => !starts(kind),
            (TokenKind::OpenType, _) | (_, TokenKind::CloseType) => false,
            (TokenKind::CloseType, kind) => !is_text(kind),
            (TokenKind::Open, TokenKind::Close) => false,
            _ => true,
        }
    }

    fn kind(&self, at: usize) -> Option<TokenKind> {
        self.tokens.get(at).map(|token| token.kind)
    }
}

fn is_comment(piece: &&Piece<'_>) -> bool {
    matches!(piece, Piece::Text { is_comment: true, .. })
}
