//! What a program wrote, as it may be shown.

/// So many lines of it are shown.
const SHOWN_LINES: usize = 12;

/// Replaces what stands before the `@` of a URL.
pub fn redact(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find("://") {
        let (before, after) = rest.split_at(start + "://".len());
        clean.push_str(before);
        let end = after.find(|c: char| c.is_whitespace() || "/?#\"'<>`".contains(c)).unwrap_or(after.len());
        rest = match after[..end].rfind('@') {
            Some(at) => {
                clean.push_str("***");
                &after[at..]
            }
            None => after,
        };
    }
    clean + rest
}

/// The last lines, fit for a terminal and without credentials.
pub(super) fn shown(stderr: &[u8]) -> String {
    let text = redact(&String::from_utf8_lossy(stderr));
    let lines: Vec<&str> = text.lines().map(str::trim_end).filter(|line| !line.is_empty()).collect();
    fit(&lines[lines.len().saturating_sub(SHOWN_LINES)..].join("\n"))
}

/// Without what steers a terminal.
pub(super) fn fit(text: &str) -> String {
    text.trim_end().chars().filter(|c| *c == '\n' || !c.is_control()).collect()
}

#[cfg(test)]
mod tests {
    use pretty_assertions::assert_eq;

    use super::*;

    #[test]
    fn credentials_in_urls_are_never_shown() {
        let cases = [
            ("https://user:pass@host/x", "https://***@host/x"),
            ("see https://token@host, ok", "see https://***@host, ok"),
            ("a@b.c and https://host/@x", "a@b.c and https://host/@x"),
            ("ssh://git@h/ https://u:p@q@h/", "ssh://***@h/ https://***@h/"),
            ("://", "://"),
        ];
        for (text, expected) in cases {
            assert_eq!(redact(text), expected);
        }
    }
}
