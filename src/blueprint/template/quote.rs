//! Texts as literals of the languages that templates write.

use std::fmt::Write as _;

/// A Python string literal, written as ruff's formatter keeps it.
pub(crate) fn python(text: &str) -> String {
    let count = |quote| text.matches(quote).count();
    let quote = if count('"') > count('\'') { '\'' } else { '"' };
    quoted(text, quote, |out, c| match c {
        c if c == quote => out.extend(['\\', c]),
        c if c.is_control() && u32::from(c) < 0x100 => hex(out, "\\x", 2, c),
        c => hex(out, "\\u", 4, c),
    })
}

/// A TOML basic string.
pub(crate) fn toml(text: &str) -> String {
    quoted(text, '"', |out, c| match c {
        '"' => out.push_str("\\\""),
        '\u{8}' => out.push_str("\\b"),
        '\u{c}' => out.push_str("\\f"),
        c => hex(out, "\\u", 4, c),
    })
}

/// A double-quoted YAML scalar.
pub(crate) fn yaml(text: &str) -> String {
    quoted(text, '"', |out, c| match c {
        '"' => out.push_str("\\\""),
        c if u32::from(c) < 0x100 => hex(out, "\\x", 2, c),
        c => hex(out, "\\u", 4, c),
    })
}

/// Puts `text` between quotes. Backslash, tab and line ends are written alike in all three
/// languages; `special` writes the quote itself and what a reader would not see.
fn quoted(text: &str, quote: char, special: impl Fn(&mut String, char)) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push(quote);
    for c in text.chars() {
        match c {
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if c == quote || is_invisible(c) => special(&mut out, c),
            c => out.push(c),
        }
    }
    out.push(quote);
    out
}

/// Whether a reader of the source would be misled: controls, line separators, and the marks that
/// reorder or hide text. The joiners that emoji and Indic scripts need are not among them.
fn is_invisible(c: char) -> bool {
    c.is_control() || matches!(c, '\u{200b}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

fn hex(out: &mut String, prefix: &str, width: usize, c: char) {
    write!(out, "{prefix}{:0width$x}", u32::from(c)).expect("internal: a string takes any text");
}

#[cfg(test)]
mod tests {
    use pretty_assertions::assert_eq;
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn literals_are_written_as_each_language_has_them() {
        let table = [
            ("Acme CRM", r#""Acme CRM""#, r#""Acme CRM""#, r#""Acme CRM""#),
            ("O'Hara", r#""O'Hara""#, r#""O'Hara""#, r#""O'Hara""#),
            (r#"the "best""#, r#"'the "best"'"#, r#""the \"best\"""#, r#""the \"best\"""#),
            (r#"'a' "b""#, r#""'a' \"b\"""#, r#""'a' \"b\"""#, r#""'a' \"b\"""#),
            (r#""it's""#, r#"'"it\'s"'"#, r#""\"it's\"""#, r#""\"it's\"""#),
            (r"a\b", r#""a\\b""#, r#""a\\b""#, r#""a\\b""#),
            ("a\tb\nc\rd", r#""a\tb\nc\rd""#, r#""a\tb\nc\rd""#, r#""a\tb\nc\rd""#),
            ("\u{1b}[1m\u{7f}", r#""\x1b[1m\x7f""#, r#""\u001b[1m\u007f""#, r#""\x1b[1m\x7f""#),
            ("\u{8}\u{c}", r#""\x08\x0c""#, r#""\b\f""#, r#""\x08\x0c""#),
            ("a\u{202e}b\u{feff}", r#""a\u202eb\ufeff""#, r#""a\u202eb\ufeff""#, r#""a\u202eb\ufeff""#),
            ("Zoë & Söhne 🚀👩‍💻", "\"Zoë & Söhne 🚀👩‍💻\"", "\"Zoë & Söhne 🚀👩‍💻\"", "\"Zoë & Söhne 🚀👩‍💻\""),
            ("", r#""""#, r#""""#, r#""""#),
        ];
        for (text, expect_python, expect_toml, expect_yaml) in table {
            assert_eq!(python(text), expect_python);
            assert_eq!(toml(text), expect_toml);
            assert_eq!(yaml(text), expect_yaml);
        }
    }

    proptest! {
        #[test]
        fn toml_reads_back_what_was_written(text in any::<String>()) {
            let document: toml_edit::DocumentMut = format!("x = {}\n", toml(&text)).parse().unwrap();
            prop_assert_eq!(document["x"].as_str(), Some(text.as_str()));
        }

        // A double-quoted YAML scalar that avoids `\u` for pairs is also a JSON string but for `\x`.
        #[test]
        fn yaml_reads_back_what_was_written(text in any::<String>()) {
            let json = yaml(&text).replace("\\\\", "\u{0}").replace("\\x", "\\u00").replace('\u{0}', "\\\\");
            prop_assert_eq!(serde_json::from_str::<String>(&json).unwrap(), text);
        }

        #[test]
        fn python_literals_stay_on_one_line_and_end_where_they_should(text in any::<String>()) {
            let literal = python(&text);
            let quote = literal.chars().next().unwrap();
            let inner = &literal[1..literal.len() - 1];
            prop_assert!(!literal.contains(char::is_control));
            let mut escaped = false;
            for c in inner.chars() {
                prop_assert!(escaped || c != quote, "{literal}");
                escaped = c == '\\' && !escaped;
            }
            prop_assert!(!escaped, "{literal}");
        }
    }
}
