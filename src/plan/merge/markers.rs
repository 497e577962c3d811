//! The lines around a conflict in a file, as they are written and as they are found again.

/// Opens a conflict; the project's lines follow.
pub(super) const OURS: &str = "<<<<<<< yours";
/// The lines of the last render follow.
pub(super) const BASE: &str = "||||||| last applied";
/// The lines of the new render follow.
pub(super) const THEIRS: &str = "=======";
/// Closes a conflict.
pub(super) const END: &str = ">>>>>>> quickscale";

/// The first line, from 1, that still holds a marker of an unresolved conflict.
///
/// Any labelled marker counts, so that a conflict with only half of its markers taken out is found
/// as well. The bare `=======` does not: headings are underlined like that.
pub fn markers_in(text: &str) -> Option<usize> {
    let found = text.lines().position(|line| matches!(line.trim_end(), OURS | BASE | END));
    found.map(|index| index + 1)
}

#[cfg(test)]
mod tests {
    use pretty_assertions::assert_eq;

    use super::*;

    #[test]
    fn only_our_own_markers_are_found() {
        let cases = [
            ("", None),
            ("a\n<<<<<<< yours\nb\n||||||| last applied\n=======\nc\n>>>>>>> quickscale\n", Some(2)),
            ("<<<<<<< yours\r\nb\r\n=======\r\nc\r\n>>>>>>> quickscale\r\n", Some(1)),
            ("a\n\nb\n>>>>>>> quickscale", Some(4)),
            ("||||||| last applied\n", Some(1)),
            ("Heading\n=======\n\ntext\n", None),
            ("Tables\n||||||| x\n", None),
            ("<<<<<<< HEAD\na\n=======\nb\n>>>>>>> branch\n", None),
            ("quoted: <<<<<<< yours\n  >>>>>>> quickscale\n", None),
        ];
        for (text, expected) in cases {
            assert_eq!(markers_in(text), expected, "{text:?}");
        }
    }
}
