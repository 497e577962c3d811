//! The text of a KDL document in pieces, none of it lost.
//!
//! The parser says what a text means; the tokens say how it is laid out, which is what formatting
//! and editing in place need. Only a text that the parser accepts has a reliable sequence.

use std::ops::Range;

/// What a stretch of the text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TokenKind {
    /// Blanks and tabs, of Unicode too.
    Blank,
    /// One line break.
    Newline,
    /// `// …` without the line break.
    LineComment,
    /// `/* … */`, others nested inside it included.
    BlockComment,
    /// `/-`, which takes out what follows.
    Slashdash,
    /// `\`, which lets a node go on in the next line.
    Continuation,
    /// `{`.
    Open,
    /// `}`.
    Close,
    /// `;`.
    Semicolon,
    /// `=`.
    Equals,
    /// `(`, before a type.
    OpenType,
    /// `)`, after a type.
    CloseType,
    /// A text in quotes: plain, raw, on one line or on several.
    Quoted,
    /// A bare word, a number or a keyword.
    Word,
}

impl TokenKind {
    /// Whether the token is a comment.
    pub(crate) fn is_comment(self) -> bool {
        matches!(self, Self::LineComment | Self::BlockComment)
    }

    /// Whether the token only separates others.
    pub(crate) fn is_trivia(self) -> bool {
        self.is_comment() || matches!(self, Self::Blank | Self::Newline | Self::Continuation)
    }
}

/// One piece of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Token {
    /// What it is.
    pub(crate) kind: TokenKind,
    /// Its bytes.
    pub(crate) span: Range<usize>,
}

impl Token {
    /// What was written.
    pub(crate) fn text<'t>(&self, text: &'t str) -> &'t str {
        text.get(self.span.clone()).unwrap_or_default()
    }
}

/// The pieces of `text` in order; put together they are `text` again.
pub(crate) fn tokens(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut start = 0;
    while let Some(first) = text[start..].chars().next() {
        let (kind, length) = next(&text[start..], first);
        let end = start + length.max(first.len_utf8());
        tokens.push(Token { kind, span: start..end });
        start = end;
    }
    tokens
}

/// Kind and length of the piece at the start of `rest`.
fn next(rest: &str, first: char) -> (TokenKind, usize) {
    match first {
        '\r' if rest.starts_with("\r\n") => (TokenKind::Newline, 2),
        _ if is_newline(first) => (TokenKind::Newline, first.len_utf8()),
        _ if is_blank(first) => (TokenKind::Blank, length_while(rest, is_blank)),
        '/' if rest.starts_with("//") => (TokenKind::LineComment, length_while(rest, |c| !is_newline(c))),
        '/' if rest.starts_with("/*") => (TokenKind::BlockComment, block_comment(rest)),
        '/' if rest.starts_with("/-") => (TokenKind::Slashdash, 2),
        '\\' => (TokenKind::Continuation, 1),
        '{' => (TokenKind::Open, 1),
        '}' => (TokenKind::Close, 1),
        ';' => (TokenKind::Semicolon, 1),
        '=' => (TokenKind::Equals, 1),
        '(' => (TokenKind::OpenType, 1),
        ')' => (TokenKind::CloseType, 1),
        '"' => (TokenKind::Quoted, quoted(rest)),
        '#' => match raw(rest) {
            Some(length) => (TokenKind::Quoted, length),
            None => (TokenKind::Word, 1 + length_while(&rest[1..], is_word)),
        },
        _ => (TokenKind::Word, length_while(rest, is_word)),
    }
}

fn is_newline(c: char) -> bool {
    matches!(c, '\r' | '\n' | '\u{85}' | '\u{b}' | '\u{c}' | '\u{2028}' | '\u{2029}')
}

fn is_blank(c: char) -> bool {
    c == '\t' || (c.is_whitespace() && !is_newline(c))
}

fn is_word(c: char) -> bool {
    !is_blank(c) && !is_newline(c) && !matches!(c, '\\' | '/' | '(' | ')' | '{' | '}' | ';' | '"' | '#' | '=')
}

fn length_while(text: &str, holds: impl Fn(char) -> bool) -> usize {
    text.find(|c| !holds(c)).unwrap_or(text.len())
}

fn block_comment(text: &str) -> usize {
    let mut depth = 0_usize;
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        if rest.starts_with("/*") {
            depth += 1;
            at += 2;
        } else if rest.starts_with("*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += rest.chars().next().map_or(1, char::len_utf8);
        }
    }
    text.len()
}

/// The length of a text in plain quotes: to the next quotes of the same kind without `\` before them.
fn quoted(text: &str) -> usize {
    let closing = if text.starts_with("\"\"\"") { "\"\"\"" } else { "\"" };
    let mut at = closing.len();
    while let Some(found) = text.get(at..).and_then(|rest| rest.find(['\\', '"'])) {
        at += found;
        let rest = &text[at..];
        if rest.starts_with(closing) {
            return at + closing.len();
        }
        let escaped = usize::from(rest.starts_with('\\'));
        let next = rest.chars().nth(escaped).map_or(0, char::len_utf8);
        at += escaped + next;
    }
    text.len()
}

/// The length of a raw text such as `#"…"#`; none when the hashes start a keyword.
fn raw(text: &str) -> Option<usize> {
    let hashes = length_while(text, |c| c == '#');
    let body = text[hashes..].strip_prefix('"')?;
    let is_long = body.strip_prefix("\"\"").is_some_and(|body| body.starts_with(is_newline));
    let quotes = if is_long { 3 } else { 1 };
    let closing = format!("{}{}", "\"".repeat(quotes), &text[..hashes]);
    let from = hashes + quotes;
    let end = text[from..].find(&closing);
    Some(end.map_or(text.len(), |end| from + end + closing.len()))
}

#[cfg(test)]
mod tests {
    use pretty_assertions::assert_eq;
    use proptest::prelude::*;

    use super::*;

    fn shown(text: &str) -> Vec<(TokenKind, &str)> {
        tokens(text).iter().map(|token| (token.kind, token.text(text))).collect()
    }

    #[test]
    fn each_kind_is_told_apart() {
        use TokenKind::*;
        for (text, expected) in [
            ("\"a\\\"b\" c", vec![(Quoted, "\"a\\\"b\""), (Blank, " "), (Word, "c")]),
            ("\"\"x", vec![(Quoted, "\"\""), (Word, "x")]),
            ("\"\"\"\n \"x\"\n \"\"\";", vec![(Quoted, "\"\"\"\n \"x\"\n \"\"\""), (Semicolon, ";")]),
            ("#\"a\"b\"#", vec![(Quoted, "#\"a\"b\"#")]),
            ("##\"\"#\"##x", vec![(Quoted, "##\"\"#\"##"), (Word, "x")]),
            ("#\"\"\"\n\"#\n\"\"\"#", vec![(Quoted, "#\"\"\"\n\"#\n\"\"\"#")]),
            ("#true}", vec![(Word, "#true"), (Close, "}")]),
            ("/* /* é */ */{", vec![(BlockComment, "/* /* é */ */"), (Open, "{")]),
            ("// é\r\n", vec![(LineComment, "// é"), (Newline, "\r\n")]),
            (
                "(t)a=-1",
                vec![
                    (OpenType, "("),
                    (Word, "t"),
                    (CloseType, ")"),
                    (Word, "a"),
                    (Equals, "="),
                    (Word, "-1"),
                ],
            ),
            (
                "a \\\n/-b",
                vec![
                    (Word, "a"),
                    (Blank, " "),
                    (Continuation, "\\"),
                    (Newline, "\n"),
                    (Slashdash, "/-"),
                    (Word, "b"),
                ],
            ),
        ] {
            assert_eq!(shown(text), expected, "{text}");
        }
    }

    proptest! {
        #[test]
        fn nothing_is_lost(text in "[a\\-/*\"#\\\\{};=() \n\ré]{0,40}") {
            let together: String = tokens(&text).iter().map(|token| token.text(&text)).collect();
            prop_assert_eq!(together, text);
        }
    }
}
