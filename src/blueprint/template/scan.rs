//! Cuts a template into its `{{ … }}` and `{% … %}`, each with its words and their places.
//!
//! This is liquid's own grammar, read a second time: liquid gives no places for names, and takes
//! an unknown name in a condition for false.

use std::ops::Range;

/// One `{{ … }}` or `{% … %}` outside of `raw` and `comment`.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Markup<'t> {
    /// `None` for `{{ … }}`, else the word after `{%`.
    pub(super) tag: Option<&'t str>,
    /// The words after the tag's name, or all of them.
    pub(super) tokens: Vec<Token<'t>>,
    /// From the first brace to the last.
    pub(super) span: Range<usize>,
    /// Where plain text goes on: the end, or the end of what a `raw` or `comment` holds.
    pub(super) resume: usize,
}

/// A word with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Token<'t> {
    pub(super) kind: TokenKind,
    pub(super) text: &'t str,
    pub(super) span: Range<usize>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TokenKind {
    /// A dotted name: `project.name`.
    Path,
    /// A quoted text, a number, or one of the words for a value.
    Literal,
    /// Punctuation.
    Symbol,
}

/// Why a template could not be cut up to its end.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Unclosed {
    /// What was opened and never closed.
    pub(super) span: Range<usize>,
    /// What closes it.
    pub(super) expected: &'static str,
}

const LITERALS: [&str; 6] = ["true", "false", "nil", "null", "empty", "blank"];

/// Everything in `text` that liquid would act on, in order.
pub(super) fn scan(text: &str) -> Result<Vec<Markup<'_>>, Unclosed> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = next_open(text, at) {
        let mut markup = read_markup(text, start)?;
        match markup.tag {
            Some("raw") => markup.resume = skip_to(text, &markup, "endraw", "{% endraw %}")?,
            Some("comment") => markup.resume = skip_to(text, &markup, "endcomment", "{% endcomment %}")?,
            _ => {}
        }
        at = markup.resume;
        found.push(markup);
    }
    Ok(found)
}

fn next_open(text: &str, from: usize) -> Option<usize> {
    text[from..].match_indices('{').map(|(at, _)| from + at).find(|at| {
        let after = text.as_bytes().get(at + 1);
        matches!(after, Some(b'{' | b'%'))
    })
}

fn read_markup(text: &str, start: usize) -> Result<Markup<'_>, Unclosed> {
    let is_tag = text.as_bytes().get(start + 1) == Some(&b'%');
    let close = if is_tag { "%}" } else { "}}" };
    let mut lexer = Lexer { text, at: start + 2 };
    if lexer.rest().starts_with('-') {
        lexer.at += 1;
    }
    let mut tokens = Vec::new();
    loop {
        lexer.skip_blanks();
        let rest = lexer.rest();
        if rest.is_empty() {
            return Err(Unclosed { span: start..start + 2, expected: close });
        }
        let dash = usize::from(rest.starts_with('-') && rest[1..].starts_with(close));
        if dash == 1 || rest.starts_with(close) {
            lexer.at += dash + close.len();
            break;
        }
        tokens.push(lexer.token());
    }
    let tag = if is_tag { Some(if tokens.is_empty() { "" } else { tokens.remove(0).text }) } else { None };
    Ok(Markup { tag, tokens, span: start..lexer.at, resume: lexer.at })
}

/// Where the tag that closes `open` ends. Nothing between is liquid's.
fn skip_to(text: &str, open: &Markup<'_>, tag: &str, expected: &'static str) -> Result<usize, Unclosed> {
    let from = open.span.end;
    let closes = |at: usize| {
        let inner = text[at + 2..].trim_start_matches('-').trim_start();
        let rest = inner.strip_prefix(tag)?.trim_start().trim_start_matches('-');
        rest.strip_prefix("%}").map(|after| text.len() - after.len())
    };
    text[from..]
        .match_indices("{%")
        .find_map(|(at, _)| closes(from + at))
        .ok_or(Unclosed { span: open.span.clone(), expected })
}

struct Lexer<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Lexer<'t> {
    fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    fn skip_blanks(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start().len();
    }

    /// The word at this place, which is neither blank nor the end.
    fn token(&mut self) -> Token<'t> {
        let rest = self.rest();
        let first = rest.chars().next().unwrap_or_default();
        let (kind, length) = match first {
            '"' | '\'' => {
                let inner = &rest[1..];
                (TokenKind::Literal, inner.find(first).map_or(rest.len(), |end| end + 2))
            }
            '0'..='9' => (TokenKind::Literal, number_length(rest)),
            'a'..='z' | 'A'..='Z' | '_' => (TokenKind::Path, path_length(rest)),
            _ => (TokenKind::Symbol, symbol_length(rest)),
        };
        let text = &rest[..length];
        let kind = if LITERALS.contains(&text) { TokenKind::Literal } else { kind };
        let span = self.at..self.at + length;
        self.at = span.end;
        Token { kind, text, span }
    }
}

/// The length of a number: `1`, `1.5`, but not the dots of `1..3`.
fn number_length(text: &str) -> usize {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let whole = digits(text);
    let fraction = text[whole..].strip_prefix('.').map_or(0, digits);
    if fraction == 0 { whole } else { whole + 1 + fraction }
}

/// The length of a dotted name. A hyphen belongs to it unless it closes the markup.
fn path_length(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut end = 0;
    while let Some(byte) = bytes.get(end) {
        let starts_name =
            || bytes.get(end + 1).is_some_and(|next| next.is_ascii_alphabetic() || *next == b'_');
        let goes_on = match byte {
            b'-' => !matches!(bytes.get(end + 1..end + 3), Some(b"}}" | b"%}")),
            b'.' => starts_name(),
            byte => byte.is_ascii_alphanumeric() || *byte == b'_',
        };
        if !goes_on {
            break;
        }
        end += 1;
    }
    end
}

fn symbol_length(text: &str) -> usize {
    let double = ["==", "!=", "<>", ">=", "<=", ".."].iter().any(|symbol| text.starts_with(symbol));
    if double { 2 } else { text.chars().next().map_or(0, char::len_utf8) }
}

#[cfg(test)]
mod tests {
    use pretty_assertions::assert_eq;
    use proptest::prelude::*;

    use super::*;

    fn words(text: &str) -> Vec<String> {
        let tag = |markup: &Markup<'_>| markup.tag.map_or_else(|| "{{".to_owned(), |tag| format!("%{tag}"));
        let line = |markup: Markup<'_>| {
            let words: Vec<&str> = markup.tokens.iter().map(|token| token.text).collect();
            format!("{} {}", tag(&markup), words.join(" ")).trim().to_owned()
        };
        scan(text).unwrap().into_iter().map(line).collect()
    }

    #[test]
    fn markup_is_cut_into_words() {
        let table: [(&str, &[&str]); 12] = [
            ("plain { text } {", &[]),
            ("{{ project.name }}", &["{{ project.name"]),
            ("{{- a -}}b{{c}}", &["{{ a", "{{ c"]),
            ("{%- if a.b == \"%}\" -%}", &["%if a.b == \"%}\""]),
            ("{% for v in variables limit:2 %}", &["%for v in variables limit : 2"]),
            ("{{ x | replace: '-', \"_\" | py }}", &["{{ x | replace : '-' , \"_\" | py"]),
            ("{{ a-b }}", &["{{ a-b"]),
            ("{% for i in (1..3) %}", &["%for i in ( 1 .. 3 )"]),
            ("{% raw %}{{ no }}{% url 'x' %}{% endraw %}{{ yes }}", &["%raw", "{{ yes"]),
            ("{% comment %}{{ no }}{%- endcomment -%}{{ yes }}", &["%comment", "{{ yes"]),
            ("{% if 1.5 <= é %}", &["%if 1.5 <= é"]),
            ("{{ a[0] }}", &["{{ a [ 0 ]"]),
        ];
        for (text, expected) in table {
            assert_eq!(words(text), expected, "{text}");
        }
    }

    #[test]
    fn what_is_never_closed_is_named() {
        for (text, place, expected) in [
            ("a {{ b", 2..4, "}}"),
            ("{% if x", 0..2, "%}"),
            ("{{ 'a }}", 0..2, "}}"),
            ("x{% raw %}{{ y }}", 1..10, "{% endraw %}"),
            ("{% comment %}", 0..13, "{% endcomment %}"),
        ] {
            assert_eq!(scan(text).unwrap_err(), Unclosed { span: place, expected }, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_cut_without_a_panic(text in "([a-zé{}% .|:'\"-]|\\{\\{|%\\}|\\{% raw %\\}){0,40}") {
            if let Ok(found) = scan(&text) {
                for markup in found {
                    prop_assert_eq!(text.as_bytes()[markup.span.start], b'{');
                    for token in markup.tokens {
                        prop_assert_eq!(text.get(token.span), Some(token.text));
                    }
                }
            }
        }
    }
}
