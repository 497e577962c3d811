//! What a value of the context looks like, known before there is a value.

/// The declared form of a value that templates can name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    /// A text.
    Text,
    /// A whole number.
    Integer,
    /// True or false.
    Boolean,
    /// Values of one shape, in order.
    List(&'static Self),
    /// Named values.
    Record(&'static [(&'static str, Self)]),
}

impl Shape {
    /// The value called `name` inside this one.
    pub(crate) fn member(self, name: &str) -> Option<Self> {
        match self {
            Self::Record(members) => members.iter().find(|(key, _)| *key == name).map(|(_, shape)| *shape),
            Self::List(item) => match name {
                "first" | "last" => Some(*item),
                "size" => Some(Self::Integer),
                _ => None,
            },
            Self::Text => (name == "size").then_some(Self::Integer),
            Self::Integer | Self::Boolean => None,
        }
    }

    /// The names that [`member`](Self::member) knows.
    pub(crate) fn names(self) -> Vec<&'static str> {
        match self {
            Self::Record(members) => members.iter().map(|(key, _)| *key).collect(),
            Self::List(_) => vec!["first", "last", "size"],
            Self::Text => vec!["size"],
            Self::Integer | Self::Boolean => Vec::new(),
        }
    }

    /// Whether the value can be written into a file as it is.
    pub(crate) fn is_scalar(self) -> bool {
        matches!(self, Self::Text | Self::Integer | Self::Boolean)
    }

    /// The shape in words, with its article.
    pub(crate) fn describe(self) -> &'static str {
        match self {
            Self::Text => "a text",
            Self::Integer => "a number",
            Self::Boolean => "a boolean",
            Self::List(_) => "a list",
            Self::Record(_) => "a group of values",
        }
    }
}
