//! One dependency, as `pyproject.toml` asks for it and as `uv.lock` repeats it.

use std::collections::BTreeSet;

use toml_edit::TableLike;

/// A dependency, in a form in which both spellings of it are equal.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Requirement {
    /// The extra of the project that asks for it.
    scope: Option<String>,
    name: String,
    extras: BTreeSet<String>,
    /// The version specifiers; none when it does not come from an index, where uv writes its
    /// source instead.
    specifiers: Option<BTreeSet<String>>,
    /// Whether it only counts in some environments. uv rewrites and simplifies markers, so their
    /// text cannot be compared.
    marked: bool,
}

/// Keys of a dependency in `uv.lock` that name a source other than an index.
const SOURCES: [&str; 6] = ["git", "url", "path", "directory", "editable", "virtual"];

impl Requirement {
    /// Reads a dependency specifier: `name[extra] >=1,<2; marker` or `name @ url`.
    pub(super) fn parse(text: &str, scope: Option<&str>) -> Option<Self> {
        let (text, marker) = text.split_once(';').unwrap_or((text, ""));
        let (text, url) = text.split_once('@').map_or((text, None), |(name, url)| (name, Some(url)));
        let text = text.trim();
        let end =
            text.find(|c: char| !(c.is_ascii_alphanumeric() || "-_.".contains(c))).unwrap_or(text.len());
        let (name, rest) = text.split_at(end);
        let rest = rest.trim_start();
        let (extras, rest) =
            rest.strip_prefix('[').and_then(|rest| rest.split_once(']')).unwrap_or(("", rest));
        let extras = extras.split(',').map(str::trim).filter(|extra| !extra.is_empty()).map(normal_name);
        (!name.is_empty()).then(|| Self {
            scope: scope.map(normal_name),
            name: normal_name(name),
            extras: extras.collect(),
            specifiers: url.is_none().then(|| specifiers(rest)),
            marked: !marker.trim().is_empty(),
        })
    }

    /// Reads an entry of `requires-dist` or `requires-dev`.
    pub(super) fn of_lock(entry: &dyn TableLike) -> Option<Self> {
        let text = |key: &str| entry.get(key).and_then(|value| value.as_str());
        let marker = text("marker").unwrap_or_default();
        let (scope, rest) = split_extra(marker);
        let extras = entry.get("extras").and_then(|extras| extras.as_array());
        let sourced = SOURCES.iter().any(|key| entry.contains_key(key));
        Some(Self {
            scope: scope.map(normal_name),
            name: normal_name(text("name")?),
            extras: extras
                .into_iter()
                .flatten()
                .filter_map(|extra| extra.as_str())
                .map(normal_name)
                .collect(),
            specifiers: (!sourced).then(|| specifiers(text("specifier").unwrap_or_default())),
            marked: !rest.is_empty(),
        })
    }

    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// The same dependency when the project takes it from somewhere else than an index.
    pub(super) fn sourced(self, elsewhere: bool) -> Self {
        Self { specifiers: self.specifiers.filter(|_| !elsewhere), ..self }
    }

    /// Whether `locked` is what uv makes of this. A marker that always holds is dropped by uv.
    pub(super) fn fits(&self, locked: &Self) -> bool {
        let same_version = match (&self.specifiers, &locked.specifiers) {
            (Some(own), Some(locked)) => own == locked,
            _ => true,
        };
        let same = self.scope == locked.scope && self.name == locked.name && self.extras == locked.extras;
        same && same_version && (self.marked || !locked.marked)
    }
}

/// A name as PEP 503 spells it.
pub(super) fn normal_name(name: &str) -> String {
    let mut normal = String::with_capacity(name.len());
    for part in name.trim().split(['-', '_', '.']).filter(|part| !part.is_empty()) {
        if !normal.is_empty() {
            normal.push('-');
        }
        normal.push_str(&part.to_ascii_lowercase());
    }
    normal
}

/// The single specifiers of a list, without blanks and in any order.
pub(super) fn specifiers(text: &str) -> BTreeSet<String> {
    let plain = text.trim().trim_start_matches('(').trim_end_matches(')');
    let single = plain.split(',').map(|part| part.split_whitespace().collect::<String>());
    single.filter(|part| !part.is_empty()).collect()
}

/// Takes `extra == 'x'` out of a marker.
fn split_extra(marker: &str) -> (Option<&str>, &str) {
    let Some((before, after)) = marker.split_once("extra == '") else { return (None, marker) };
    let extra = after.split('\'').next();
    (extra, before.trim_end().trim_end_matches("and").trim_end())
}

#[cfg(test)]
mod tests {
    use pretty_assertions::assert_eq;
    use toml_edit::DocumentMut;

    use super::*;

    #[test]
    fn both_spellings_of_a_dependency_fit() {
        let cases = [
            ("Django", "name = 'django'", true),
            ("Jinja2[i18n] >=3.1", "name = 'jinja2'\nextras = ['i18n']\nspecifier = '>=3.1'", true),
            ("a.b_c<2, >=1", "name = 'a-b-c'\nspecifier = '>=1,<2'", true),
            ("a (>=1)", "name = 'a'\nspecifier = '>=1'", true),
            ("a>=1", "name = 'a'\nspecifier = '>=2'", false),
            ("a", "name = 'a'\nextras = ['x']", false),
            ("a; python_version < '3.11'", "name = 'a'\nmarker = \"python_full_version < '3.11'\"", true),
            ("a; python_version > '3'", "name = 'a'", true),
            ("a", "name = 'a'\nmarker = \"sys_platform == 'win32'\"", false),
            ("a @ git+https://h/a.git@v1", "name = 'a'\ngit = 'https://h/a.git?rev=v1'", true),
            ("b", "name = 'a'", false),
        ];
        for (wanted, locked, fits) in cases {
            let document: DocumentMut = locked.parse().unwrap();
            let locked = Requirement::of_lock(document.as_table()).unwrap();
            assert_eq!(Requirement::parse(wanted, None).unwrap().fits(&locked), fits, "{wanted} {locked:?}");
        }
    }

    #[test]
    fn an_extra_of_the_project_is_found_in_the_marker() {
        let cases = [
            ("extra == 'x'", (Some("x"), "")),
            ("sys_platform == 'win32' and extra == 'x'", (Some("x"), "sys_platform == 'win32'")),
            ("sys_platform == 'win32'", (None, "sys_platform == 'win32'")),
        ];
        for (marker, expected) in cases {
            assert_eq!(split_extra(marker), expected);
        }
    }
}
