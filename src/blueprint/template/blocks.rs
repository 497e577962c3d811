//! Which blocks are open: liquid notices one that is never closed, but not where it was opened.

use std::ops::Range;

use super::scan::Markup;

/// The blocks that are open, outermost first.
#[derive(Debug, Default)]
pub(super) struct Blocks<'t> {
    open: Vec<(&'t str, Range<usize>)>,
}

/// A tag at the wrong place.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Misplaced {
    pub(super) span: Range<usize>,
    pub(super) message: String,
    pub(super) help: String,
}

impl<'t> Blocks<'t> {
    /// Opens or closes what `markup` opens or closes.
    pub(super) fn follow(&mut self, markup: &Markup<'t>) -> Option<Misplaced> {
        let tag = markup.tag?;
        let innermost = self.open.last().map(|(tag, _)| *tag);
        let (fits, wanted) = match tag {
            "if" | "unless" | "for" | "case" | "capture" => {
                self.open.push((tag, markup.span.clone()));
                return None;
            }
            "else" => (matches!(innermost, Some("if" | "unless" | "for" | "case")), "if"),
            "elsif" => (matches!(innermost, Some("if" | "unless")), "if"),
            "when" => (innermost == Some("case"), "case"),
            "break" | "continue" => (self.open.iter().any(|(tag, _)| *tag == "for"), "for"),
            _ => {
                let wanted = tag.strip_prefix("end").filter(|tag| is_block(tag))?;
                let fits = innermost == Some(wanted);
                if fits {
                    self.open.pop();
                }
                (fits, wanted)
            }
        };
        if fits {
            return None;
        }
        let help = match innermost {
            Some(open) => format!("write `{{% end{open} %}}` before it, or drop it"),
            None => format!("write `{{% {wanted} … %}}` before it, or drop it"),
        };
        Some(Misplaced {
            span: markup.span.clone(),
            message: format!("`{tag}` is outside of `{wanted}`"),
            help,
        })
    }

    /// The blocks that nothing closed.
    pub(super) fn never_closed(self) -> impl Iterator<Item = Misplaced> {
        self.open.into_iter().map(|(tag, span)| Misplaced {
            span,
            message: format!("`{tag}` is never closed"),
            help: format!("write `{{% end{tag} %}}` after it"),
        })
    }
}

fn is_block(tag: &str) -> bool {
    matches!(tag, "if" | "unless" | "for" | "case" | "capture")
}
