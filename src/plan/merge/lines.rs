//! A text as lines whose content and ending are apart, so that line endings, the byte order mark
//! and the final newline are merged on their own instead of spoiling every line.

/// How a line ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ending {
    Lf,
    CrLf,
}

impl Ending {
    fn as_str(self) -> &'static str {
        match self {
            Self::Lf => "\n",
            Self::CrLf => "\r\n",
        }
    }
}

/// A line and how it ends; only the last line of a text can end with nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Line<'a> {
    pub(super) content: &'a str,
    pub(super) ending: Option<Ending>,
}

/// A text taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Lines<'a> {
    pub(super) mark: bool,
    pub(super) list: Vec<Line<'a>>,
}

const MARK: char = '\u{feff}';

impl<'a> Lines<'a> {
    pub(super) fn of(text: &'a str) -> Self {
        let plain = text.strip_prefix(MARK);
        let list = plain.unwrap_or(text).split_inclusive('\n').map(line).collect();
        Self { mark: plain.is_some(), list }
    }

    /// The contents of some lines, as a person reads them.
    pub(super) fn shown(lines: &[Line<'_>]) -> String {
        lines.iter().flat_map(|line| [line.content, "\n"]).collect()
    }

    /// Whether the last line ends like the others; unknown of an empty text.
    fn is_terminated(&self) -> Option<bool> {
        self.list.last().map(|line| line.ending.is_some())
    }

    /// Whether its lines end differently.
    pub(super) fn is_mixed(&self) -> bool {
        self.style().is_none() && self.dominant().is_some()
    }

    /// The ending of all lines, when it is the same.
    fn style(&self) -> Option<Ending> {
        let mut endings = self.list.iter().filter_map(|line| line.ending);
        let first = endings.next()?;
        endings.all(|ending| ending == first).then_some(first)
    }

    /// The ending of most lines.
    fn dominant(&self) -> Option<Ending> {
        let count = |wanted| self.list.iter().filter(|line| line.ending == Some(wanted)).count();
        let (lf, crlf) = (count(Ending::Lf), count(Ending::CrLf));
        if lf + crlf == 0 {
            return None;
        }
        Some(if crlf > lf { Ending::CrLf } else { Ending::Lf })
    }
}

fn line(raw: &str) -> Line<'_> {
    if let Some(content) = raw.strip_suffix("\r\n") {
        Line { content, ending: Some(Ending::CrLf) }
    } else if let Some(content) = raw.strip_suffix('\n') {
        Line { content, ending: Some(Ending::Lf) }
    } else {
        Line { content: raw, ending: None }
    }
}

/// How merged lines are put together again: each property is the project's, unless only the new
/// render changed it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Style {
    mark: bool,
    terminated: bool,
    /// The ending of lines that bring none, and of every line when `uniform`.
    ending: Ending,
    uniform: bool,
}

impl Style {
    pub(super) fn merged(base: &Lines<'_>, ours: &Lines<'_>, theirs: &Lines<'_>) -> Self {
        let mark = if ours.mark == base.mark { theirs.mark } else { ours.mark };
        let terminated = match (base.is_terminated(), ours.is_terminated(), theirs.is_terminated()) {
            (base, Some(ours), Some(theirs)) => {
                if base == Some(ours) {
                    theirs
                } else {
                    ours
                }
            }
            (_, ours, theirs) => ours.or(theirs).unwrap_or(true),
        };
        let (ending, uniform) = match (ours.style(), theirs.style()) {
            (Some(mine), Some(other)) if base.style() == Some(mine) => (other, true),
            (Some(mine), _) => (mine, true),
            // Mixed endings are the project's own affair: its lines stay as they are.
            (None, _) => (ours.dominant().or(theirs.dominant()).unwrap_or(Ending::Lf), false),
        };
        Self { mark, terminated, ending, uniform }
    }

    /// The text of `lines`. Only a text that does not end in a marker may end without a newline.
    pub(super) fn assemble(self, lines: &[Line<'_>], ends_in_marker: bool) -> String {
        let mut text = String::new();
        if self.mark {
            text.push(MARK);
        }
        for (index, line) in lines.iter().enumerate() {
            text.push_str(line.content);
            if index + 1 < lines.len() || self.terminated || ends_in_marker {
                let own = if self.uniform { None } else { line.ending };
                text.push_str(own.unwrap_or(self.ending).as_str());
            }
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use pretty_assertions::assert_eq;

    use super::*;

    #[test]
    fn a_text_survives_being_taken_apart() {
        for text in ["", "\n", "a", "a\n", "a\r\nb", "\u{feff}a\r\nb\n\n", "a\rb\n", "\r\n\r"] {
            let lines = Lines::of(text);
            let style = Style::merged(&lines, &lines, &lines);
            assert_eq!(style.assemble(&lines.list, false), text, "{text:?}");
        }
    }
}
