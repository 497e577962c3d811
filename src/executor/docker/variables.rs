//! The variables of a compose file: `${WEB_PORT:-8000}`.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
};

use crate::process;

/// Where compose takes variables from: the environment, and `.env` beside the compose file. Who works here is
/// known without either, so that what a container writes into the source belongs to that person.
#[derive(Clone, Default)]
pub(super) struct Variables {
    dotenv: BTreeMap<String, String>,
}

/// Values may be secrets.
impl fmt::Debug for Variables {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.dotenv.keys()).finish()
    }
}

impl Variables {
    /// With the text of `.env`.
    pub(super) fn new(dotenv: &str) -> Self {
        let pair = |line: &str| {
            let (name, value) = line.trim().split_once('=')?;
            let name = name.strip_prefix("export ").unwrap_or(name).trim();
            let value = value.split(" #").next().unwrap_or_default().trim();
            (!name.starts_with('#')).then(|| (name.to_owned(), value.trim_matches(['"', '\'']).to_owned()))
        };
        Self { dotenv: dotenv.lines().filter_map(pair).collect() }
    }

    /// What `name` stands for.
    pub(super) fn get(&self, name: &str) -> Option<String> {
        let given = process::variable(name).or_else(|| self.dotenv.get(name).cloned());
        given.or_else(|| OWN.contains(&name).then(|| own(name)))
    }

    /// What compose has to be told besides.
    pub(super) fn told(&self) -> impl Iterator<Item = (&'static str, String)> {
        OWN.into_iter().filter(|name| !self.dotenv.contains_key(*name)).map(|name| {
            let given = process::variable(name);
            (name, given.unwrap_or_else(|| own(name)))
        })
    }

    /// `text` with its variables replaced.
    pub(super) fn fill(&self, text: &str) -> String {
        let (mut filled, mut rest) = (String::new(), text);
        while let Some((before, reference, after)) = next(rest) {
            filled.push_str(before);
            match reference {
                Reference::Dollar => filled.push('$'),
                Reference::Variable { name, default } => {
                    let value = self.get(name).filter(|value| !value.is_empty());
                    filled.push_str(&value.unwrap_or_else(|| default.to_owned()));
                }
            }
            rest = after;
        }
        filled + rest
    }
}

/// Shells know these, and rarely pass them on.
const OWN: [&str; 2] = ["UID", "GID"];

fn own(name: &str) -> String {
    match name {
        "UID" => rustix::process::getuid().as_raw().to_string(),
        _ => rustix::process::getgid().as_raw().to_string(),
    }
}

/// The names of the variables in `text`.
pub(super) fn names(text: &str) -> BTreeSet<String> {
    let (mut names, mut rest) = (BTreeSet::new(), text);
    while let Some((_, reference, after)) = next(rest) {
        if let Reference::Variable { name, .. } = reference {
            names.insert(name.to_owned());
        }
        rest = after;
    }
    names
}

enum Reference<'t> {
    /// `$$`, or one that begins nothing.
    Dollar,
    Variable {
        name: &'t str,
        default: &'t str,
    },
}

/// What stands before the first reference, the reference, and what stands after it.
fn next(text: &str) -> Option<(&str, Reference<'_>, &str)> {
    let start = text.find('$')?;
    let (before, after) = (&text[..start], &text[start + 1..]);
    if let Some(rest) = after.strip_prefix('$') {
        return Some((before, Reference::Dollar, rest));
    }
    if !after.starts_with(|c| c == '{' || is_of_name(c)) {
        return Some((before, Reference::Dollar, after));
    }
    let (inner, rest) = match after.strip_prefix('{') {
        Some(braced) => braced.split_once('}')?,
        None => after.split_at(after.find(|c| !is_of_name(c)).unwrap_or(after.len())),
    };
    let (name, default) = inner.split_at(inner.find(|c| !is_of_name(c)).unwrap_or(inner.len()));
    let default = default.strip_prefix(":-").or_else(|| default.strip_prefix('-')).unwrap_or_default();
    Some((before, Reference::Variable { name, default }, rest))
}

fn is_of_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

#[cfg(test)]
mod tests {
    use pretty_assertions::assert_eq;

    use super::*;

    #[test]
    fn variables_are_filled_in_as_compose_does() {
        let variables = Variables::new("# A=0\nQS_A=1\nexport QS_B='x y' # why\nQS_EMPTY=\n");
        let cases = [
            ("127.0.0.1:${QS_A:-8000}:8000", "127.0.0.1:1:8000"),
            ("${QS_NONE:-8000}${QS_EMPTY:-7}", "80007"),
            ("$QS_B/$$HOME", "x y/$HOME"),
            ("${QS_NONE}$", "$"),
            ("${unclosed", "${unclosed"),
        ];
        for (text, expected) in cases {
            assert_eq!(variables.fill(text), expected, "{text}");
        }
        assert_eq!(names("${A:-1} $B $$C ${D}"), ["A", "B", "D"].map(str::to_owned).into());
    }
}
