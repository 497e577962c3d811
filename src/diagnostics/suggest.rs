//! What a person may have meant.

/// The one of `candidates` that `word` is most likely a misspelling of.
///
/// Counted are letters left out, put in, replaced, or swapped with their neighbour; capitals and the
/// choice between `-` and `_` count nothing. A third of the word may be wrong.
pub fn closest<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    let plain = |text: &str| text.to_lowercase().replace('_', "-").chars().take(64).collect::<Vec<char>>();
    let word = plain(word);
    let scored = candidates.into_iter().map(|candidate| {
        let other = plain(candidate);
        (distance(&word, &other), word.len().max(other.len()), candidate)
    });
    scored
        .filter(|(distance, length, _)| *distance <= (length / 3).max(1) && distance < length)
        .min_by_key(|(distance, _, _)| *distance)
        .map(|(_, _, candidate)| candidate)
}

/// `1 file`, `3 files`.
pub fn counted(count: usize, word: &str) -> String {
    if count == 1 { format!("1 {word}") } else { format!("{count} {word}s") }
}

/// Names in backticks with commas between them, at most a dozen.
pub fn listed<S: AsRef<str>>(names: &[S]) -> String {
    const SHOWN: usize = 12;
    let shown: Vec<String> = names.iter().take(SHOWN).map(|name| format!("`{}`", name.as_ref())).collect();
    let rest = names.len().saturating_sub(SHOWN);
    if rest > 0 { format!("{} and {rest} more", shown.join(", ")) } else { shown.join(", ") }
}

/// The Damerau-Levenshtein distance without edits inside a swap.
fn distance(a: &[char], b: &[char]) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, y) in b.iter().enumerate() {
            let replaced = above[j] + usize::from(x != y);
            let mut best = replaced.min(above[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && *x == b[j - 1] && a[i - 1] == *y {
                best = best.min(before[j - 1] + 1);
            }
            row.push(best);
        }
        before = std::mem::replace(&mut above, row);
    }
    above[b.len()]
}

#[cfg(test)]
mod tests {
    use pretty_assertions::assert_eq;

    use super::*;

    #[test]
    fn misspellings_find_their_word() {
        let names = ["project", "modules", "variables", "subtree", "environment", "protect", "set"];
        for (word, expected) in [
            ("modlues", Some("modules")),
            ("module", Some("modules")),
            ("Environment", Some("environment")),
            ("enviroment", Some("environment")),
            ("porject", Some("project")),
            ("protect:", Some("protect")),
            ("sub_tree", Some("subtree")),
            ("est", Some("set")),
            ("x", None),
            ("wholly-different", None),
        ] {
            assert_eq!(closest(word, names), expected, "{word}");
        }
        assert_eq!(closest("trial_days", ["trial-days"]), Some("trial-days"));
        assert_eq!(closest("x", ["y"]), None);
    }

    #[test]
    fn long_lists_are_cut() {
        let names: Vec<String> = (0..14).map(|n| n.to_string()).collect();
        assert!(listed(&names).ends_with("`11` and 2 more"));
        assert_eq!(listed(&["a", "b"]), "`a`, `b`");
    }
}
