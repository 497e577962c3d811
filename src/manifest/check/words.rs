//! Forms that names, domains and other words must have.

/// The longest slug: it becomes part of host names and container names.
pub(super) const MAX_SLUG: usize = 40;

/// Why `text` is not a slug: lowercase letters, digits and single hyphens, a letter first.
pub(super) fn slug_fault(text: &str) -> Option<&'static str> {
    let bytes = text.as_bytes();
    if text.is_empty() {
        Some("it is empty")
    } else if text.chars().count() > MAX_SLUG {
        Some("it is longer than 40 characters")
    } else if !bytes[0].is_ascii_lowercase() {
        Some("it does not start with a lowercase letter")
    } else if !bytes.iter().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || *b == b'-') {
        Some("only lowercase letters, digits and hyphens may be in it")
    } else if text.ends_with('-') || text.contains("--") {
        Some("hyphens may only stand alone between letters or digits")
    } else {
        None
    }
}

/// What a person who wrote `text` for a slug can write instead.
pub(super) fn to_slug(text: &str) -> Option<String> {
    if !text.is_ascii() {
        return None;
    }
    let plain: String =
        text.to_lowercase().chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    let parts: Vec<&str> = plain.split('-').filter(|part| !part.is_empty()).collect();
    let slug = parts.join("-");
    slug_fault(&slug).is_none().then_some(slug)
}

/// Whether `text` is a name in the domain name system, with at least two labels.
pub(super) fn is_domain(text: &str) -> bool {
    let label = |label: &str| {
        !label.is_empty()
            && label.len() <= 63
            && label.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    let digits_only = |label: &str| label.bytes().all(|b| b.is_ascii_digit());
    text.len() <= 253
        && text.contains('.')
        && text.split('.').all(label)
        && !text.rsplit('.').next().is_none_or(digits_only)
}

/// Whether `text` is the path of a URL: absolute, without host, query, blanks and dots that climb.
pub(super) fn is_url_path(text: &str) -> bool {
    text.starts_with('/')
        && !text.starts_with("//")
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"/-_.~%".contains(&b))
        && text.split('/').all(|segment| !matches!(segment, "." | ".."))
}

#[cfg(test)]
mod tests {
    use pretty_assertions::assert_eq;

    use super::*;

    #[test]
    fn slugs() {
        for good in ["a", "acme-crm", "a1-2", &"x".repeat(40)] {
            assert_eq!(slug_fault(good), None, "{good}");
        }
        for bad in ["", "A", "1a", "-a", "a-", "a--b", "a_b", "ä", "a b", "a\n", &"x".repeat(41)] {
            assert!(slug_fault(bad).is_some(), "{bad:?}");
        }
        assert_eq!(to_slug("Acme CRM"), Some("acme-crm".to_owned()));
        assert_eq!(to_slug("__acme__crm"), Some("acme-crm".to_owned()));
        assert_eq!(to_slug("1 A"), None);
        assert_eq!(to_slug("produção"), None);
    }

    #[test]
    fn domains_and_paths() {
        for good in ["example.com", "a-b.example.co", "xn--mnchen-3ya.de"] {
            assert!(is_domain(good), "{good}");
        }
        for bad in [
            "localhost",
            "https://x.y",
            "x.y/z",
            "x..y",
            "-a.b",
            "a.b-",
            "EX.com",
            "1.2.3.4",
            "ü.de",
            "*.a.b",
            "",
        ] {
            assert!(!is_domain(bad), "{bad}");
        }
        for good in ["/", "/readyz/", "/a.b/c-d"] {
            assert!(is_url_path(good), "{good}");
        }
        for bad in ["", "readyz", "//host/x", "/a?b", "/a b", "/../x", "/ä", "https://x/"] {
            assert!(!is_url_path(bad), "{bad}");
        }
    }
}
