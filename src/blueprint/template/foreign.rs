//! What belongs to other template languages and ended up in a file that liquid reads.

/// Tags of Django's template language that liquid lacks.
const DJANGO_TAGS: [&str; 24] = [
    "autoescape",
    "block",
    "blocktranslate",
    "csrf_token",
    "debug",
    "endautoescape",
    "endblock",
    "endblocktranslate",
    "endwith",
    "extends",
    "firstof",
    "get_current_language",
    "include",
    "load",
    "lorem",
    "now",
    "partial",
    "querystring",
    "regroup",
    "static",
    "trans",
    "translate",
    "url",
    "with",
];

/// Whether `tag` is Django's.
pub(super) fn is_django_tag(tag: &str) -> bool {
    DJANGO_TAGS.contains(&tag)
}

/// Whether the `{{` at `start` is the inner part of a GitHub expression or a shell expansion.
pub(super) fn is_after_dollar(text: &str, start: usize) -> bool {
    text[..start].ends_with('$')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn django_tags_are_sorted_so_that_one_is_easily_found() {
        assert!(DJANGO_TAGS.is_sorted());
        assert!(is_django_tag("url") && !is_django_tag("if"));
    }
}
