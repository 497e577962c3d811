//! Where a part is inside a value.

use std::fmt;

/// A JSON pointer (RFC 6901), built step by step.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pointer(String);

impl Pointer {
    /// The whole value.
    pub fn root() -> Self {
        Self::default()
    }

    /// The field or map entry `key` of what this points at.
    #[must_use]
    pub fn key(&self, key: &str) -> Self {
        Self(format!("{}/{}", self.0, key.replace('~', "~0").replace('/', "~1")))
    }

    /// The element `index` of the list this points at.
    #[must_use]
    pub fn index(&self, index: usize) -> Self {
        Self(format!("{}/{index}", self.0))
    }

    /// What this is a part of; none for the whole value.
    pub fn parent(&self) -> Option<Self> {
        self.0.rfind('/').map(|end| Self(self.0[..end].to_owned()))
    }

    /// The last step, unescaped.
    pub fn last(&self) -> Option<String> {
        self.segments().last()
    }

    /// The steps from the whole value to the part, unescaped.
    pub fn segments(&self) -> impl Iterator<Item = String> + '_ {
        self.0.split('/').skip(1).map(|segment| segment.replace("~1", "/").replace("~0", "~"))
    }

    /// Takes over a pointer that is already spelled as one.
    pub(super) fn from_spelled(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl fmt::Display for Pointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use pretty_assertions::assert_eq;

    use super::*;

    #[test]
    fn steps_survive_the_spelling() {
        let pointer = Pointer::root().key("a/b~c").index(3).key("");
        assert_eq!(pointer.to_string(), "/a~1b~0c/3/");
        assert_eq!(pointer.segments().collect::<Vec<_>>(), ["a/b~c", "3", ""]);
        assert_eq!(pointer.parent().and_then(|parent| parent.last()), Some("3".to_owned()));
        assert_eq!(Pointer::root().parent(), None);
    }
}
