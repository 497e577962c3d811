//! What tells one Python requirement from another.

/// Whether the list at `path` of a `pyproject.toml` holds PEP 508 requirements.
pub(super) fn are_at(path: &[&str]) -> bool {
    matches!(
        path,
        ["project", "dependencies"]
            | ["project", "optional-dependencies", _]
            | ["dependency-groups", _]
            | ["build-system", "requires"]
            | [
                "tool",
                "uv",
                "dev-dependencies"
                    | "constraint-dependencies"
                    | "override-dependencies"
                    | "build-constraint-dependencies"
            ]
    )
}

/// The normalised name and the marker: what stays when a version moves or an extra is added.
pub(super) fn identity(requirement: &str) -> String {
    let (rest, marker) = requirement.split_once(';').unwrap_or((requirement, ""));
    let name = rest.trim().split(|c: char| !(c.is_alphanumeric() || "._-".contains(c))).next();
    format!("{};{}", normalised(name.unwrap_or_default()), spelling(marker))
}

/// The requirement without blanks, with one kind of quotes: equal for two spellings of one.
pub(super) fn spelling(requirement: &str) -> String {
    requirement.chars().filter(|c| !c.is_whitespace()).map(|c| if c == '\'' { '"' } else { c }).collect()
}

/// PEP 503: case and the choice of separators mean nothing.
fn normalised(name: &str) -> String {
    let parts: Vec<&str> = name.split(['-', '_', '.']).filter(|part| !part.is_empty()).collect();
    parts.join("-").to_lowercase()
}

#[cfg(test)]
mod tests {
    use pretty_assertions::assert_eq;

    use super::*;

    #[test]
    fn neither_version_nor_extras_are_part_of_the_identity() {
        let cases = [
            ("Django>=5.2", "django;"),
            ("django ~= 5.2, <6", "django;"),
            ("zope.interface", "zope-interface;"),
            ("psycopg[binary,pool]>=3", "psycopg;"),
            ("psycopg [pool]", "psycopg;"),
            ("x @ https://example.com/x.whl", "x;"),
            ("tzdata>=1; sys_platform == 'win32'", "tzdata;sys_platform==\"win32\""),
        ];
        for (requirement, expected) in cases {
            assert_eq!(identity(requirement), expected, "{requirement}");
        }
    }
}
