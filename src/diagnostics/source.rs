//! A text that issues point into.

use std::{ops::Range, sync::Arc};

use super::{Issue, Report, codes};

/// A file's text with its name, as diagnostics show it.
///
/// A byte order mark is not part of [`text`](Self::text); byte offsets given to a machine count
/// it again, see [`file_offset`](Self::file_offset).
#[derive(Debug, Clone)]
pub struct SourceFile {
    name: Arc<str>,
    text: Arc<str>,
    has_bom: bool,
}

/// A place in a text as editors count it: both from one, the column in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Position {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

impl SourceFile {
    /// Takes `text` as the content of the file called `name`.
    pub fn new(name: impl Into<String>, text: &str) -> Self {
        let plain = text.strip_prefix('\u{feff}');
        Self { name: name.into().into(), text: plain.unwrap_or(text).into(), has_bom: plain.is_some() }
    }

    /// Takes `bytes` as the content of the file called `name`; anything but UTF-8 is an issue.
    pub fn from_bytes(name: impl Into<String>, bytes: &[u8]) -> Result<Self, Report> {
        let name = name.into();
        match std::str::from_utf8(bytes) {
            Ok(text) => Ok(Self::new(name, text)),
            Err(error) => {
                let good = error.valid_up_to();
                let line = bytes[..good].iter().filter(|byte| **byte == b'\n').count() + 1;
                let message =
                    format!("byte {good} of `{}`, in line {line}, is not UTF-8", name.escape_debug());
                Err(Issue::error(&codes::kdl::NOT_UTF8, message)
                    .help("save the file as UTF-8 in your editor")
                    .into())
            }
        }
    }

    /// The name as diagnostics show it.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The text without a byte order mark.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The text as it is in the file, with a byte order mark if there is one.
    pub fn whole_text(&self) -> String {
        self.with_mark(&self.text)
    }

    /// Another text for the same file: with a byte order mark if this one has it.
    pub fn with_mark(&self, text: &str) -> String {
        if self.has_bom { format!("\u{feff}{text}") } else { text.to_owned() }
    }

    /// Whether the file starts with a byte order mark.
    pub fn has_bom(&self) -> bool {
        self.has_bom
    }

    /// Where the byte at `offset` of [`text`](Self::text) is in the file itself.
    pub fn file_offset(&self, offset: usize) -> usize {
        offset + if self.has_bom { '\u{feff}'.len_utf8() } else { 0 }
    }

    /// The same file with asterisks for the bytes of `spans`; line breaks stay.
    #[must_use]
    pub fn masked(&self, spans: &[Range<usize>]) -> Self {
        let hidden = |offset: usize| spans.iter().any(|span| span.contains(&offset));
        let mask = |(offset, c): (usize, char)| match c {
            '\r' | '\n' => String::from(c),
            _ if hidden(offset) => "*".repeat(c.len_utf8()),
            _ => String::from(c),
        };
        let text: String = self.text.char_indices().map(mask).collect();
        Self { text: text.into(), ..self.clone() }
    }

    /// Line and column of the byte at `offset`.
    pub fn position(&self, offset: usize) -> Position {
        let before = &self.text[..self.text.floor_char_boundary(offset)];
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        Position {
            line: before.bytes().filter(|byte| *byte == b'\n').count() + 1,
            column: before[line_start..].chars().count() + 1,
        }
    }

    /// The text at `span`, cut to what exists.
    pub fn slice(&self, span: &Range<usize>) -> &str {
        self.text.get(span.clone()).unwrap_or_default()
    }
}
