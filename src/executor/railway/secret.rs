//! Values that must leave no trace.

use std::fmt;

/// A value that is handed to the platform and shown to nobody.
#[derive(Clone, Default, PartialEq, Eq)]
pub(super) struct Secret(String);

impl Secret {
    pub(super) fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The value itself, for the platform and for comparing.
    pub(super) fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// What Django's own `get_random_secret_key` draws from.
const ALPHABET: &[u8; 50] = b"abcdefghijklmnopqrstuvwxyz0123456789!@#$%^&*(-_=+)";

/// So many characters are enough for Django, and for the check of generated projects.
const LENGTH: usize = 50;

/// A new `SECRET_KEY`; none when the system has no randomness to give.
pub(super) fn secret_key() -> Option<Secret> {
    let mut key = String::with_capacity(LENGTH);
    while key.len() < LENGTH {
        let mut bytes = [0; 64];
        getrandom::fill(&mut bytes).ok()?;
        // 250 is the largest multiple of 50 below 256: what lies above would favour the first characters.
        let fair = bytes.into_iter().filter(|byte| *byte < 250);
        key.extend(fair.take(LENGTH - key.len()).map(|byte| char::from(ALPHABET[usize::from(byte) % 50])));
    }
    Some(Secret(key))
}

/// Takes known secrets out of texts that others wrote.
#[derive(Debug, Default)]
pub(super) struct Scrubber(Vec<Secret>);

/// A shorter one could stand in any text by chance.
const SHORTEST: usize = 6;

impl Scrubber {
    /// Looks for these as well.
    pub(super) fn learn<'s>(&mut self, secrets: impl IntoIterator<Item = &'s Secret>) {
        let telling = secrets.into_iter().filter(|secret| secret.0.len() >= SHORTEST);
        self.0.extend(telling.cloned());
    }

    /// `text` with `***` for each of them.
    pub(super) fn clean(&self, text: &str) -> String {
        self.0.iter().fold(text.to_owned(), |text, secret| match text.contains(&secret.0) {
            true => text.replace(&secret.0, "***"),
            false => text,
        })
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn a_key_is_fifty_characters_of_djangos_alphabet_and_another_one_each_time() {
        let keys: BTreeSet<String> = (0..20).map(|_| secret_key().unwrap().0).collect();
        assert_eq!(keys.len(), 20);
        for key in &keys {
            assert_eq!(key.len(), 50);
            assert!(key.bytes().all(|byte| ALPHABET.contains(&byte)), "{key}");
        }
        let used: BTreeSet<char> = keys.iter().flat_map(|key| key.chars()).collect();
        assert!(used.len() > 45, "{used:?}");
    }

    #[test]
    fn a_secret_shows_itself_nowhere() {
        let secret = Secret::new("hunter2hunter2");
        assert_eq!(format!("{secret:?}"), "Secret(…)");
        let mut scrubber = Scrubber::default();
        scrubber.learn([&secret, &Secret::new("abc")]);
        assert_eq!(scrubber.clean("abc: hunter2hunter2!"), "abc: ***!");
    }
}
