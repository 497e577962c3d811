//! The words of a line in a lock file.

use std::{borrow::Cow, fmt::Write as _, ops::Range};

/// A word and where it stands in the line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Word<'a> {
    pub(super) text: Cow<'a, str>,
    pub(super) span: Range<usize>,
}

/// What is wrong with a line, and where in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Malformed {
    pub(super) message: &'static str,
    pub(super) span: Range<usize>,
}

/// Takes a line apart.
pub(super) fn split(line: &str) -> Result<Vec<Word<'_>>, Malformed> {
    let mut words = Vec::new();
    let mut start = 0;
    loop {
        let rest = &line[start..];
        let end =
            start + if rest.starts_with('"') { quoted_end(line, start)? } else { bare_end(line, start)? };
        let text = &line[start..end];
        let text = match text.strip_prefix('"').and_then(|text| text.strip_suffix('"')) {
            Some(inner) => Cow::Owned(unescape(inner, start + 1)?),
            None => Cow::Borrowed(text),
        };
        words.push(Word { text, span: start..end });
        match line[end..].chars().next() {
            None => return Ok(words),
            Some(' ') => start = end + 1,
            Some(other) => {
                let span = end..end + other.len_utf8();
                return Err(Malformed { message: "a blank belongs after a closing quote", span });
            }
        }
    }
}

fn bare_end(line: &str, start: usize) -> Result<usize, Malformed> {
    let rest = &line[start..];
    let length = rest.find(' ').unwrap_or(rest.len());
    let word = &rest[..length];
    if word.is_empty() {
        return Err(Malformed { message: "words are separated by exactly one blank", span: start..start });
    }
    // Nearly every word, and a byte is looked at faster than a character.
    if word.bytes().all(|byte| byte.is_ascii_graphic() && !matches!(byte, b'"' | b'\\')) {
        return Ok(length);
    }
    match word.char_indices().find(|(_, c)| !is_bare(*c)) {
        None => Ok(length),
        Some((at, c)) => {
            let span = start + at..start + at + c.len_utf8();
            Err(Malformed { message: "this character belongs in a quoted word", span })
        }
    }
}

fn quoted_end(line: &str, start: usize) -> Result<usize, Malformed> {
    let mut escaped = false;
    for (at, c) in line[start..].char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return Ok(at + 1),
            _ => {}
        }
    }
    Err(Malformed { message: "the quote is never closed", span: start..line.len() })
}

/// The text of a quoted word; `offset` is where it starts in the line.
fn unescape(inner: &str, offset: usize) -> Result<String, Malformed> {
    let mut text = String::with_capacity(inner.len());
    let mut rest = inner.char_indices();
    while let Some((at, c)) = rest.next() {
        if c != '\\' {
            if c.is_control() {
                let span = offset + at..offset + at + c.len_utf8();
                return Err(Malformed { message: "a control character has to be escaped", span });
            }
            text.push(c);
            continue;
        }
        let (plain, length) = escape(&inner[at..]).ok_or(Malformed {
            message: "this is not an escape: `\\\"`, `\\\\`, `\\n`, `\\r`, `\\t` and `\\u{…}` are",
            span: offset + at..offset + at + 1,
        })?;
        text.push(plain);
        rest = inner.char_indices();
        rest.nth(inner[..at + length].chars().count().saturating_sub(1));
    }
    Ok(text)
}

/// The character that the escape at the start of `text` stands for, and the escape's length.
fn escape(text: &str) -> Option<(char, usize)> {
    match text.as_bytes().get(1)? {
        b'"' => Some(('"', 2)),
        b'\\' => Some(('\\', 2)),
        b'n' => Some(('\n', 2)),
        b'r' => Some(('\r', 2)),
        b't' => Some(('\t', 2)),
        b'u' => {
            let (digits, _) = text.strip_prefix("\\u{")?.split_once('}')?;
            let hexadecimal = digits.len() <= 6 && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
            let number = hexadecimal.then(|| u32::from_str_radix(digits, 16).ok())??;
            Some((char::from_u32(number)?, digits.len() + 4))
        }
        _ => None,
    }
}

/// Appends `text` as one word.
pub(super) fn push(line: &mut String, text: &str) {
    if !text.is_empty() && text.chars().all(is_bare) {
        line.push_str(text);
        return;
    }
    line.push('"');
    for c in text.chars() {
        match c {
            '"' => line.push_str("\\\""),
            '\\' => line.push_str("\\\\"),
            '\n' => line.push_str("\\n"),
            '\r' => line.push_str("\\r"),
            '\t' => line.push_str("\\t"),
            c if c.is_control() => {
                write!(line, "\\u{{{:x}}}", u32::from(c)).expect("internal: text takes text")
            }
            c => line.push(c),
        }
    }
    line.push('"');
}

fn is_bare(c: char) -> bool {
    !c.is_whitespace() && !c.is_control() && !matches!(c, '"' | '\\')
}

#[cfg(test)]
mod tests {
    use pretty_assertions::assert_eq;
    use proptest::prelude::*;

    use super::*;

    fn texts(line: &str) -> Result<Vec<String>, &'static str> {
        match split(line) {
            Ok(words) => Ok(words.into_iter().map(|word| word.text.into_owned()).collect()),
            Err(malformed) => Err(malformed.message),
        }
    }

    #[test]
    fn lines_are_taken_apart() {
        let cases: [(&str, &[&str]); 6] = [
            ("gone a/b.py", &["gone", "a/b.py"]),
            ("gone \"a b.py\"", &["gone", "a b.py"]),
            (r#"input title "say \"hi\" \\ \n\u{1b}""#, &["input", "title", "say \"hi\" \\ \n\u{1b}"]),
            ("input x \"\"", &["input", "x", ""]),
            ("gone naïve.md", &["gone", "naïve.md"]),
            (r#"moved "a b" "c d""#, &["moved", "a b", "c d"]),
        ];
        for (line, expected) in cases {
            assert_eq!(texts(line).unwrap(), expected, "{line}");
        }
    }

    #[test]
    fn anything_ambiguous_is_refused() {
        for line in [
            "",
            " a",
            "a ",
            "a  b",
            "a\tb",
            "a\"b",
            "\"a",
            "\"a\"b",
            r#""\x""#,
            r#""\u{110000}""#,
            r#""\u{}""#,
            r#""\u{+1}""#,
            "a\\b",
            "\"a\tb\"",
            "a\r",
            "a\u{a0}b",
        ] {
            assert!(texts(line).is_err(), "{line:?}");
        }
    }

    #[test]
    fn a_mistake_is_marked_where_it_is() {
        assert_eq!(split("gone a\"b").unwrap_err().span, 6..7);
        assert_eq!(split("gone \"é\\x\"").unwrap_err().span, 8..9);
    }

    proptest! {
        #[test]
        fn every_text_survives(first in any::<String>(), second in any::<String>()) {
            let mut line = String::new();
            push(&mut line, &first);
            line.push(' ');
            push(&mut line, &second);
            prop_assert!(!line.contains('\n'));
            prop_assert_eq!(texts(&line), Ok(vec![first, second]));
        }
    }
}
