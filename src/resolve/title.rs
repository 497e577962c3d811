//! The name that people read, made from the name that machines read.

/// `acme-crm` as `Acme CRM`: words with a capital, known abbreviations in capitals, and the small
/// words of English small unless they come first.
pub fn default_title(name: &str) -> String {
    let words = name.split('-').filter(|word| !word.is_empty()).enumerate();
    words.map(|(index, word)| capitalised(word, index == 0)).collect::<Vec<_>>().join(" ")
}

const ABBREVIATIONS: [&str; 14] =
    ["ai", "api", "b2b", "cms", "crm", "erp", "faq", "hr", "pdf", "pos", "sms", "sql", "ui", "vpn"];

const SMALL: [&str; 13] = ["a", "an", "and", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to"];

fn capitalised(word: &str, first: bool) -> String {
    if word == "saas" {
        return "SaaS".to_owned();
    }
    if ABBREVIATIONS.contains(&word) {
        return word.to_uppercase();
    }
    if !first && SMALL.contains(&word) {
        return word.to_owned();
    }
    let mut letters = word.chars();
    letters.next().map(|letter| letter.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use pretty_assertions::assert_eq;

    use super::*;

    #[test]
    fn titles_read_as_a_person_would_write_them() {
        for (name, expected) in [
            ("acme-crm", "Acme CRM"),
            ("acme", "Acme"),
            ("house-of-cards", "House of Cards"),
            ("the-saas-api", "The SaaS API"),
            ("shop24", "Shop24"),
            ("a-b2b-shop", "A B2B Shop"),
        ] {
            assert_eq!(default_title(name), expected);
        }
    }
}
