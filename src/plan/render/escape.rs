//! Text from files and names, made safe to show.

use std::borrow::Cow;

/// `text` with every character made visible that would steer a terminal or change the order in which
/// a line reads: control characters but for the tab, and marks of direction.
pub fn visible(text: &str) -> Cow<'_, str> {
    if !text.contains(is_hidden) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '\r' => shown.push_str("\\r"),
            '\n' => shown.push_str("\\n"),
            c if is_hidden(c) => shown.extend(c.escape_unicode()),
            c => shown.push(c),
        }
    }
    Cow::Owned(shown)
}

/// Whether [`visible`] shows the character as an escape; all of them have at most four hexadecimal digits.
pub fn is_hidden(c: char) -> bool {
    let steers = c.is_control() && c != '\t';
    let directs = matches!(c,
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    steers || directs
}

#[cfg(test)]
mod tests {
    use pretty_assertions::assert_eq;

    use super::*;

    #[test]
    fn what_steers_a_terminal_is_shown_and_nothing_else() {
        let cases = [
            ("plain\ttext, naïve 日本", "plain\ttext, naïve 日本"),
            ("\u{1b}[31mred", "\\u{1b}[31mred"),
            ("\u{9b}2J", "\\u{9b}2J"),
            ("a\r", "a\\r"),
            ("bell\u{7}", "bell\\u{7}"),
            ("if \u{202e}admin", "if \\u{202e}admin"),
        ];
        for (text, expected) in cases {
            assert_eq!(visible(text), expected, "{text:?}");
        }
    }
}
