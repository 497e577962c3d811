//! Texts that are refused before they are parsed: the parser recurses into blocks, comments and
//! every place that it recovers from.

use std::iter::Peekable;
use std::str::CharIndices;

use crate::diagnostics::{Issue, SourceFile, codes};

/// No manifest written by a person comes near this.
pub(super) const MAX_BYTES: usize = 64 * 1024;
/// Far below what overflows the smallest thread stack.
pub(super) const MAX_DEPTH: usize = 24;

/// Refuses a text that is too large or too deeply nested for the parser.
pub(super) fn check(source: &SourceFile) -> Result<(), Vec<Issue>> {
    let text = source.text();
    if text.len() > MAX_BYTES {
        let message =
            format!("the file is {} KiB long, {} KiB are read", text.len() / 1024, MAX_BYTES / 1024);
        let issue = Issue::error(&codes::kdl::TOO_LARGE, message)
            .help("check that the path names the file that you meant")
            .in_source(source);
        return Err(vec![issue]);
    }
    match Scan::new(text).too_deep() {
        None => Ok(()),
        Some(offset) => {
            let message = format!("blocks are nested more than {MAX_DEPTH} deep");
            let issue = Issue::error(&codes::kdl::TOO_DEEP, message)
                .help("close the blocks before this place with `}`")
                .label(offset..offset + 1, "one level too many")
                .in_source(source);
            Err(vec![issue])
        }
    }
}

/// Whether every brace outside strings and comments has its partner.
pub(super) fn is_balanced(text: &str) -> bool {
    let mut scan = Scan::new(text);
    scan.too_deep().is_none() && scan.depth == 0 && scan.stray == 0
}

/// Counts nesting without building anything. Braces inside strings count as long as the string
/// lasts, so that a text on which parser and scan disagree about quotes cannot hide a level.
struct Scan<'t> {
    chars: Peekable<CharIndices<'t>>,
    depth: usize,
    stray: usize,
}

impl<'t> Scan<'t> {
    fn new(text: &'t str) -> Self {
        Self { chars: text.char_indices().peekable(), depth: 0, stray: 0 }
    }

    fn too_deep(&mut self) -> Option<usize> {
        while let Some((offset, c)) = self.chars.next() {
            match c {
                '{' => self.depth += 1,
                '}' if self.depth == 0 => self.stray += 1,
                '}' => self.depth -= 1,
                '"' => {
                    if let Some(offset) = self.skip_string() {
                        return Some(offset);
                    }
                }
                '/' if self.follows('/') => while self.chars.next_if(|(_, c)| *c != '\n').is_some() {},
                '/' if self.follows('*') => {
                    if let Some(offset) = self.skip_comment() {
                        return Some(offset);
                    }
                }
                _ => {}
            }
            if self.depth > MAX_DEPTH {
                return Some(offset);
            }
        }
        None
    }

    fn follows(&mut self, wanted: char) -> bool {
        self.chars.next_if(|(_, c)| *c == wanted).is_some()
    }

    fn skip_string(&mut self) -> Option<usize> {
        let mut inside = 0_usize;
        while let Some((offset, c)) = self.chars.next() {
            match c {
                '"' => return None,
                '\\' => drop(self.chars.next()),
                '{' => inside += 1,
                '}' => inside = inside.saturating_sub(1),
                _ => {}
            }
            if self.depth + inside > MAX_DEPTH {
                return Some(offset);
            }
        }
        None
    }

    fn skip_comment(&mut self) -> Option<usize> {
        let mut open = 1;
        while let Some((offset, c)) = self.chars.next() {
            match c {
                '/' if self.follows('*') => open += 1,
                '*' if self.follows('/') => open -= 1,
                _ => {}
            }
            if open == 0 {
                return None;
            }
            if open > MAX_DEPTH {
                return Some(offset);
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(text: &str) -> Option<&'static str> {
        check(&SourceFile::new("x.kdl", text)).err().map(|issues| issues[0].code.id)
    }

    #[test]
    fn deep_and_large_texts_are_refused() {
        assert_eq!(code(&"a{".repeat(20_000)), Some("kdl::too-deep"));
        assert_eq!(code(&"/*".repeat(20_000)), Some("kdl::too-deep"));
        assert_eq!(code(&"\"a{".repeat(20_000)), Some("kdl::too-deep"));
        // A parser that sees no string where the scan sees one would count these.
        assert_eq!(code(&format!("a \"{}", "{".repeat(MAX_DEPTH + 1))), Some("kdl::too-deep"));
        assert_eq!(code(&"é".repeat(5_000_000)), Some("kdl::too-large"));
    }

    #[test]
    fn ordinary_texts_pass() {
        assert_eq!(code(&"a { b \"{{ x }}\" }\n// {\n/* { */\n".repeat(100)), None);
        assert_eq!(code(&"a {".repeat(MAX_DEPTH)), None);
    }
}
