//! Text that a terminal shows and does not obey.

/// Whether a terminal or a reader would be misled by the character: controls, and the marks that
/// reverse the direction of what follows.
fn is_treacherous(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// A message on one line, with escapes for what must not reach a terminal.
pub(super) fn message(text: &str) -> String {
    let escape = |c: char| match c {
        '\n' => " ".to_owned(),
        _ if is_treacherous(c) => c.escape_default().to_string(),
        _ => c.to_string(),
    };
    text.chars().map(escape).collect()
}

/// A source text of the same length in bytes, so that spans stay right; line breaks and tabs stay.
pub(super) fn source(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let keep = matches!(c, '\n' | '\t') || (c == '\r' && chars.peek() == Some(&'\n'));
        if keep || !is_treacherous(c) {
            clean.push(c);
        } else {
            clean.extend(std::iter::repeat_n('?', c.len_utf8()));
        }
    }
    clean
}

#[cfg(test)]
mod tests {
    use pretty_assertions::assert_eq;

    use super::*;

    #[test]
    fn escapes_never_reach_a_terminal() {
        assert_eq!(message("a\u{1b}[31mb\nc\u{202e}"), "a\\u{1b}[31mb c\\u{202e}");
        let hostile = "é\u{1b}]0;x\u{7}\r\n\tb\u{202e}c\rd\u{9b}";
        assert_eq!(source(hostile), "é?]0;x?\r\n\tb???c?d??");
        assert_eq!(source(hostile).len(), hostile.len());
    }
}
