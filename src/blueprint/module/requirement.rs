//! A Python package that modules need, and what several of them need together.

use std::{cmp::Ordering, collections::BTreeSet, fmt};

/// `name[extra]>=1.2,<2`: no markers, no addresses, and always a lowest version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Requirement {
    name: String,
    extras: BTreeSet<String>,
    floor: String,
    /// Everything else that is said about the version, for example `<2`.
    limits: BTreeSet<String>,
}

impl Requirement {
    /// The requirement that `text` is, or what it lacks.
    pub(super) fn parse(text: &str) -> Result<Self, &'static str> {
        if text.contains([';', '@']) {
            return Err("has a marker or an address");
        }
        let is_word = |text: &str| {
            let ends = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
            ends(text.chars().next())
                && ends(text.chars().next_back())
                && text.chars().all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c))
        };
        let end = text.find(['[', '<', '>', '=', '!', '~', ' ']).unwrap_or(text.len());
        let (name, rest) = text.split_at(end);
        let (extras, rest) = match rest.trim_start().strip_prefix('[') {
            Some(rest) => rest.split_once(']').ok_or("has a `[` without its `]`")?,
            None => ("", rest),
        };
        let extras: BTreeSet<String> =
            extras.split(',').map(str::trim).filter(|extra| !extra.is_empty()).map(normal_name).collect();
        if !is_word(name) || !extras.iter().all(|extra| is_word(extra)) {
            return Err("has no name that a package can have");
        }
        let bounds = rest.split(',').map(|bound| bound.split_whitespace().collect::<String>());
        let (mut floor, mut limits) = (None, BTreeSet::new());
        for bound in bounds.filter(|bound| !bound.is_empty()) {
            let version = bound.trim_start_matches(['<', '>', '=', '!', '~']);
            if version.len() == bound.len() || !is_word(version) {
                return Err("has a version that cannot be read");
            }
            match bound.strip_prefix(">=") {
                Some(version) if floor.is_none() => floor = Some(version.to_owned()),
                Some(_) => return Err("has two lowest versions"),
                None => {
                    limits.insert(bound);
                }
            }
        }
        let floor = floor.ok_or("has no lowest version")?;
        Ok(Self { name: name.to_owned(), extras, floor, limits })
    }

    /// The name as PEP 503 spells it: equal for two spellings of one package.
    pub fn key(&self) -> String {
        normal_name(&self.name)
    }

    /// What both need: all extras, the higher of the lowest versions, and every limit.
    pub(in crate::blueprint) fn and(self, other: Self) -> Self {
        let floor = match compare(&self.floor, &other.floor) {
            Ordering::Less => other.floor,
            Ordering::Equal | Ordering::Greater => self.floor,
        };
        let extras = self.extras.into_iter().chain(other.extras).collect();
        Self { extras, floor, limits: self.limits.into_iter().chain(other.limits).collect(), ..self }
    }
}

impl fmt::Display for Requirement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)?;
        if !self.extras.is_empty() {
            write!(f, "[{}]", self.extras.iter().map(String::as_str).collect::<Vec<_>>().join(","))?;
        }
        write!(f, ">={}", self.floor)?;
        self.limits.iter().try_for_each(|limit| write!(f, ",{limit}"))
    }
}

/// Versions by their numbers: `26.10` is more than `26.9`.
fn compare(a: &str, b: &str) -> Ordering {
    let numbers = |text: &str| -> Vec<u64> {
        let parts = text.split(|c: char| !c.is_ascii_digit()).filter_map(|part| part.parse().ok());
        let mut numbers: Vec<u64> = parts.collect();
        while numbers.last() == Some(&0) {
            numbers.pop();
        }
        numbers
    };
    numbers(a).cmp(&numbers(b))
}

fn normal_name(name: &str) -> String {
    let parts: Vec<&str> = name.split(['-', '_', '.']).filter(|part| !part.is_empty()).collect();
    parts.join("-").to_lowercase()
}

#[cfg(test)]
mod tests {
    use pretty_assertions::assert_eq;

    use super::*;

    #[test]
    fn requirements_are_read() {
        for (text, expected) in [
            ("nh3>=0.3", "nh3>=0.3"),
            (
                "django-allauth [mfa, socialaccount] >= 65.21, <66",
                "django-allauth[mfa,socialaccount]>=65.21,<66",
            ),
            ("x>=1,!=1.5", "x>=1,!=1.5"),
        ] {
            assert_eq!(Requirement::parse(text).unwrap().to_string(), expected);
        }
        for (text, expected) in [
            ("nh3", "has no lowest version"),
            ("nh3<2", "has no lowest version"),
            ("", "has no name that a package can have"),
            ("a b>=1", "has a version that cannot be read"),
            ("nh3[x>=1", "has a `[` without its `]`"),
            ("nh3>=1,>=2", "has two lowest versions"),
            ("nh3>=1; python_version < '3.14'", "has a marker or an address"),
            ("nh3 @ https://example.com/nh3.whl", "has a marker or an address"),
        ] {
            assert_eq!(Requirement::parse(text), Err(expected), "{text}");
        }
    }

    #[test]
    fn what_two_modules_need_holds_for_both() {
        for (a, b, expected) in [
            ("x>=26.9", "X>=26.10", "x>=26.10"),
            ("x[a]>=2,<3", "x[b]>=1.9,!=2.4", "x[a,b]>=2,!=2.4,<3"),
            ("x>=2.0", "x>=2", "x>=2.0"),
        ] {
            let both = Requirement::parse(a).unwrap().and(Requirement::parse(b).unwrap());
            assert_eq!(both.to_string(), expected);
        }
    }
}
